"""Who may come in: whoever has the address that was opened, or people with a password."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from dutylist.app.web import entry
from dutylist.app.web.entry import People, set_password
from dutylist.app.web.settings import Settings
from tests.test_web_safety import ROUTES_THAT_CHANGE, edition, open_client, stranger, token, upload
from tests.web_office import list_text

pytestmark = pytest.mark.usefixtures("in_this_process")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "data")


def test_another_user_of_the_machine_reads_and_deletes_nothing(settings: Settings) -> None:
    with open_client(settings) as client:
        upload(client, "清单.txt", list_text().encode())
        identity, given = edition(client), token(client)
    with stranger(settings) as client:
        for path in ("/", f"/editions/{identity}/lists/1", "/data/export", "/jobs", "/login"):
            answer = client.get(path)
            assert (answer.status_code, "启动时打开的网址" in answer.text) == (403, True)
            assert "set-cookie" not in answer.headers
            assert "青禾镇" not in answer.text
        for path in (*ROUTES_THAT_CHANGE, f"/editions/{identity}/delete"):
            assert client.post(path, headers={"X-CSRF-Token": given}).status_code == 403
        assert client.get("/static/page.css").status_code == 200
    with open_client(settings) as client:
        assert edition(client) == identity


def test_the_address_is_exchanged_for_a_cookie(settings: Settings) -> None:
    with stranger(settings) as client:
        for wrong in ("", "x", settings.entry[:-1], settings.entry + "x"):
            assert client.get("/", params={"token": wrong}).status_code == 403
        answer = client.get("/compare", params={"token": settings.entry})
        assert (answer.status_code, answer.headers["location"]) == (303, "/compare")
        cookie = answer.headers["set-cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie
        assert client.get("/").status_code == 200
        # The page opened again after a restart, whose address has another token.
        restarted = replace(settings, entry=entry.new_token())
    with stranger(restarted) as again:
        again.cookies.update(client.cookies)
        assert again.get("/").status_code == 200


def test_a_cookie_of_another_folder_or_by_hand_opens_nothing(tmp_path: Path) -> None:
    one, two = Settings(tmp_path / "one"), Settings(tmp_path / "two")
    with open_client(one) as client, stranger(two) as other:
        assert other.get("/").status_code == 403
        ((name, value),) = client.cookies.items()
        session, person, proof = value.split(".")
        own = next(iter(stranger_cookie(two)))
        for made in (value, f"{session}..", session, f"{session}.{person}.{'0' * 64}", "", "…"):
            header = {"Cookie": f"{own}={made}".encode()}
            assert other.get("/", headers=header).status_code == 403
        changed = f"{'0' * 32}.{person}.{proof}"
        assert client.get("/", headers={"Cookie": f"{name}={changed}"}).status_code in (200, 403)


def stranger_cookie(settings: Settings) -> dict[str, str]:
    with open_client(settings) as client:
        return dict(client.cookies)


def test_people_with_passwords_sign_with_their_name(tmp_path: Path) -> None:
    path = tmp_path / "人员.txt"
    for person in ("张三", "李四"):
        set_password(path, person, f"{person}的密码1234")
    assert path.stat().st_mode & 0o077 == 0
    assert "密码" not in path.read_text("utf-8")
    settings = Settings(tmp_path / "data", people=People(path))
    with stranger(settings) as client:
        # The address of a page without passwords is none here.
        assert client.get("/", params={"token": settings.entry}).status_code == 403
        assert "登录" in client.get("/").text
        assert log_in(client, "张三", "李四的密码1234").status_code == 403
        assert log_in(client, "王五", "李四的密码1234").status_code == 403
        assert client.get("/").status_code == 403
        assert log_in(client, "张三", "张三的密码1234").status_code == 303
        upload(client, "清单.txt", list_text().encode())
        duty = f"/editions/{edition(client)}/lists/1/duties/1"
        old = re.search(r'name="old" value="([^"]*)"', client.get(duty).text)
        assert old
        given = {"token": token(client), "field": "category", "old": old[1], "new": "党务"}
        client.post(f"{duty}/corrections", data=given | {"who": "别人"})
        shown = client.get(f"/editions/{edition(client)}/corrections").text
        assert "张三" in shown
        assert "别人" not in shown
        # A new password ends what the old one opened.
        set_password(path, "张三", "另一个密码1234")
        assert client.get("/").status_code == 403
        assert log_in(client, "张三", "另一个密码1234").status_code == 303
        assert client.post("/logout", data={"token": token(client)}).status_code == 303
        assert client.get("/").status_code == 403


def log_in(client: TestClient, person: str, password: str) -> Response:
    found = re.search(r'name="token" value="([0-9a-f]{64})"', client.get("/login").text)
    assert found
    given = {"token": found[1], "person": person, "password": password}
    return client.post("/login", data=given)


def test_guessing_passwords_has_an_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "人员.txt"
    set_password(path, "张三", "张三的密码1234")
    settings = Settings(tmp_path / "data", people=People(path))
    with stranger(settings) as client:
        for _ in range(entry.MOST_TRIES):
            assert log_in(client, "张三", "猜").status_code == 403
        waiting = log_in(client, "张三", "张三的密码1234")
        assert (waiting.status_code, "秒再试" in waiting.text) == (429, True)
        monkeypatch.setattr(entry, "WAIT_SECONDS", 0.0)
        assert log_in(client, "张三", "张三的密码1234").status_code == 303


def test_the_command_sets_passwords(tmp_path: Path) -> None:
    path = tmp_path / "人员.txt"
    command = [sys.executable, "-m", "dutylist.app.cli", "password", str(path)]

    def set_by_command(person: str, password: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*command, person], input=password + "\n", capture_output=True, text=True
        )

    assert set_by_command("张三", "短").returncode == 2
    assert set_by_command("张:三", "张三的密码1234").returncode == 2
    assert set_by_command("张三", "张三的密码1234").returncode == 0
    assert People(path).right("张三", "张三的密码1234")
    path.write_text("不是密码文件\n", "utf-8")
    refused = set_by_command("李四", "李四的密码1234")
    assert refused.returncode == 13
    assert path.read_text("utf-8") == "不是密码文件\n"
