"""What the page refuses, and that a bad file costs nothing but its own job."""

from __future__ import annotations

import importlib
import io
import pkgutil
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from fastapi.routing import APIRoute
from starlette.testclient import TestClient

from dutylist.app.web import routes
from dutylist.app.web.application import create_app
from dutylist.app.web.settings import Settings, accepted_hosts
from dutylist.app.web.store import Store
from dutylist.extract.formats.limits import ReadLimits
from tests.web_office import list_text

ORIGIN = "http://127.0.0.1:8631"


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with open_client(Settings(tmp_path / "data")) as client:
        yield client


@contextmanager
def open_client(settings: Settings) -> Iterator[TestClient]:
    """A browser that has come in by the address that the page opens."""
    with stranger(settings) as client:
        client.get("/", params={"token": settings.entry})
        yield client


def stranger(settings: Settings) -> TestClient:
    """A browser that knows the port and nothing else."""
    return TestClient(
        create_app(settings), ORIGIN, raise_server_exceptions=False, follow_redirects=False
    )


def token(client: TestClient) -> str:
    found = re.search(r'name="token" value="([0-9a-f]{64})"', client.get("/").text)
    assert found
    return found[1]


def upload(client: TestClient, name: str, content: bytes) -> str:
    """Upload a file, wait until it is read or refused; the jobs as HTML."""
    given = {"token": token(client)}
    answer = client.post("/files", data=given, files={"files": (name, io.BytesIO(content))})
    assert answer.status_code == 303, answer.text
    return wait(client)


def wait(client: TestClient) -> str:
    for _ in range(1200):
        jobs = client.get("/jobs").text
        if "hx-trigger" not in jobs:
            return jobs
        time.sleep(0.1)
    raise AssertionError("not read within two minutes")


def edition(client: TestClient) -> str:
    found = re.search(r"/editions/([0-9a-f]{32})", client.get("/").text)
    assert found
    return found[1]


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "10.0.0.7:8631", ""])
def test_foreign_host_is_refused(client: TestClient, host: str) -> None:
    answer = client.get("/", headers={"Host": host})
    assert answer.status_code == 403
    assert "主机名不对" in answer.text
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("host", ["localhost:8631", "LOCALHOST", "[::1]:8631", "127.0.0.1"])
def test_own_names_are_served(client: TestClient, host: str) -> None:
    assert client.get("/", headers={"Host": host}).status_code == 200


def test_configured_host_is_served() -> None:
    assert "office-7.local" in accepted_hosts("Office-7.local")
    assert "[fd00::7]" in accepted_hosts("fd00::7")
    assert "0.0.0.0" not in accepted_hosts("0.0.0.0")


ROUTES_THAT_CHANGE = [
    "/files",
    "/jobs/x/forget",
    "/editions/x/read",
    "/editions/x/delete",
    "/editions/x/about",
    "/editions/x/findings/settle",
    "/editions/x/findings/settle-all",
    "/editions/x/findings/unsettle",
    "/editions/x/lists/1/duties/1/corrections",
    "/editions/x/lists/1/duties/1/unassigned",
    "/editions/x/lists/1/duties/1/characters",
    "/editions/x/lists/1/duties/1/rows",
    "/editions/x/corrections/y/undo",
    "/editions/x/corrections/y/redo",
    "/editions/x/corrections/import",
    "/editions/x/corrections/take",
    "/editions/x/corrections/left/y",
    "/editions/x/department/corrections",
    "/editions/x/departments/import",
    "/editions/x/assignments/import",
    "/editions/x/assignments/take",
    "/editions/x/assignments/checked",
    "/editions/x/assignments/people",
    "/editions/x/assignments/y/undo",
    "/editions/x/lists/1/duties/1/assignment",
    "/editions/x/private-characters",
    "/private-characters",
    "/columns",
    "/columns/take-all",
    "/compare/decisions",
    "/compare/undo",
    "/data/import",
    "/stop",
    "/login",
    "/logout",
]


@pytest.mark.parametrize("path", ROUTES_THAT_CHANGE)
def test_no_change_without_token(client: TestClient, path: str) -> None:
    client.get("/")
    assert client.post(path).status_code == 403
    wrong = client.post(path, headers={"X-CSRF-Token": "0" * 64})
    assert wrong.status_code == 403
    assert "已经过期" in wrong.text


@pytest.mark.parametrize("path", ROUTES_THAT_CHANGE)
def test_no_change_from_another_site(client: TestClient, path: str) -> None:
    headers = {"X-CSRF-Token": token(client)}
    for extra in (
        {"Origin": "https://evil.example"},
        {"Origin": "http://127.0.0.1:9999"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ):
        answer = client.post(path, headers=headers | extra)
        assert (answer.status_code, "别的网站" in answer.text) == (403, True)


def test_every_route_that_changes_is_known() -> None:
    """The list above is whole."""
    found = {
        re.sub(r"\{[a-z]+\}", "*", route.path)
        for subject in pkgutil.iter_modules(routes.__path__, f"{routes.__name__}.")
        for route in importlib.import_module(subject.name).router.routes
        if isinstance(route, APIRoute) and route.methods - {"GET", "HEAD"}
    }
    known = {re.sub(r"/(x|y|1|forget)(?=/|$)", "/*", path) for path in ROUTES_THAT_CHANGE}
    assert found == known


def test_another_sites_page_cannot_make_us_work(client: TestClient) -> None:
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}
    assert client.get("/data/export", headers=headers).status_code == 403
    navigated = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    assert client.get("/", headers=navigated).status_code == 200


def test_every_answer_has_the_headers(client: TestClient) -> None:
    for path in ("/", "/nothing", "/static/page.css", "/editions/x/lists/1", "/jobs"):
        headers = client.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"


def test_no_page_has_script_or_style_in_it(client: TestClient) -> None:
    upload(client, "清单.txt", list_text().encode())
    identity = edition(client)
    for path in ("/", "/compare", "/data", *edition_pages(identity)):
        text = client.get(path).text
        assert not re.search(r"<script(?![^>]* src=)|<style|\sstyle=|\son[a-z]+=|javascript:", text)


def edition_pages(identity: str) -> list[str]:
    return [
        f"/editions/{identity}/{page}"
        for page in (
            *("lists/1", "lists/2", "lists/2/duties/1", "departments", "findings", "charts"),
            *("second-reading",),
            *("corrections", "files", "department?name=安丰县林业局"),
        )
    ]


def test_too_large_a_file_is_refused_and_nothing_kept(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "data", max_upload=100_000)
    with open_client(settings) as client:
        given = {"token": token(client)}
        large = client.post("/files", data=given, files={"files": ("大.txt", b"x" * 200_000)})
        assert large.status_code == 413
        assert "超过上限" in large.text

        def chunks() -> Iterator[bytes]:
            # No Content-Length: counted as it comes.
            yield b'--b\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\n'
            for _ in range(50):
                yield b"x" * 10_000
            yield b"\r\n--b--\r\n"

        streamed = client.post(
            "/files",
            content=chunks(),
            headers={
                "X-CSRF-Token": given["token"],
                "Content-Type": "multipart/form-data; boundary=b",
            },
        )
        assert streamed.status_code == 413
        assert "<li" not in client.get("/jobs").text
        assert list((tmp_path / "data" / "files").iterdir()) == []
        form = client.post("/editions/x/delete", data=given | {"more": "x" * 2_000_000})
        assert form.status_code == 413


@pytest.mark.parametrize(
    "name",
    [
        "../../../../tmp/清单.txt",
        "..\\..\\清单.txt",
        "/etc/清单.txt",
        "清单\x00\n.txt",
        "…" * 500 + ".txt",
        "con.txt",
        "清单.txt.exe",
        ".",
    ],
)
def test_names_never_become_paths(client: TestClient, tmp_path: Path, name: str) -> None:
    before = {path for path in tmp_path.rglob("*") if path.is_file()}
    assert "读到 3 个清单" in upload(client, name, list_text().encode())
    new = {path for path in tmp_path.rglob("*") if path.is_file()} - before
    assert [
        path.name
        for path in new
        if not re.fullmatch(
            r"(reasons|lines)\.json|[0-9a-f]{32}(\.txt)?|(dutylist\.sqlite|secret)\S*", path.name
        )
    ] == []
    identity = edition(client)
    download = client.get(f"/editions/{identity}/file")
    assert download.content == list_text().encode()
    assert "/" not in download.headers["content-disposition"].split("utf-8''")[-1]
    assert download.headers["content-type"] == "application/octet-stream"


@pytest.mark.parametrize("path", ["..%2f..%2fdutylist.sqlite", "%2e%2e/secret.key", "x.sqlite"])
def test_static_files_are_only_those(client: TestClient, path: str) -> None:
    assert client.get(f"/static/{path}").status_code == 404


def test_html_in_cells_and_names_is_text(client: TestClient) -> None:
    attack = '<img src=x onerror="alert(1)"><script>alert(2)</script>'
    rows = list_text().replace("森林防灭火", f"森林防灭火{attack}")
    rows = rows.replace("安丰县民政局", "安丰县民政局<b>局").replace(
        "入户核查", f"入户{attack}核查"
    )
    jobs = upload(client, "<img src=x onerror=alert(1)>.txt", rows.encode())
    assert "&lt;img" in jobs
    identity = edition(client)
    for path in (
        "/",
        "/compare",
        *edition_pages(identity),
        f"/editions/{identity}/lists/2?query=<b>",
    ):
        text = client.get(path).text
        assert "<script>" not in text
        assert "<img" not in text
        assert "<b>局" not in text


BAD_FILES = {
    "空.pdf": b"",
    "坏.pdf": b"%PDF-1.7\n" + b"\x00\xff" * 500,
    "假.docx": b"PK\x03\x04" + b"\x00" * 60,
    "图.png": b"\x89PNG\r\n\x1a\n" + b"\x00" * 50,
    "信.txt": "这是一封信，没有表格。".encode(),
    "错.json": b'{"schema": 1, "lists": [{"kind": "other"}]}',
    "深.json": b'{"a":' * 100_000,
}


def test_bad_files_are_told_in_chinese_and_others_go_on(client: TestClient) -> None:
    files = [("files", (name, content)) for name, content in BAD_FILES.items()]
    good = ("files", ("好.txt", list_text().encode()))
    client.post("/files", data={"token": token(client)}, files=[*files, good])
    jobs = wait(client)
    for name in BAD_FILES:
        message = re.search(rf"{name}</span>\s*<span class=\"job-message\">([^<]+)", jobs)
        assert message, jobs
        assert re.search(r"[一-鿿]{4}", message[1])
        assert "程序内部错误" not in message[1]
        assert not re.search(r"[0-9a-f]{32}", message[1])
    assert "读到 3 个清单" in jobs
    assert client.get("/").status_code == 200


def test_a_file_that_takes_too_long_is_stopped(tmp_path: Path) -> None:
    limits = ReadLimits(max_seconds=1.5)
    with open_client(Settings(tmp_path / "data", limits=limits)) as client:
        endless = list_text().encode() * 4_000
        jobs = upload(client, "很长.txt", endless)
        assert "超过 1.5 秒" in jobs
        assert "其他清单不受影响" in jobs
        assert client.get("/").status_code == 200


def test_a_file_that_takes_too_much_memory_is_stopped(tmp_path: Path) -> None:
    limits = ReadLimits(max_memory=300)
    with open_client(Settings(tmp_path / "data", limits=limits)) as client:
        jobs = upload(client, "很大.txt", list_text().encode() * 20_000)
        assert "job failed" in jobs
        assert "内存" in jobs
        assert "读到 3 个清单" in upload(client, "好.txt", list_text().encode())


def test_a_job_that_a_crash_left_can_be_tried_again(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "data")
    with open_client(settings) as client:
        upload(client, "信.txt", BAD_FILES["信.txt"])
    store = Store(settings.folder)
    job = store.jobs()[0]
    store.update_job(job.id, "reading", "正在识别")
    with open_client(settings) as client:
        assert "上次关闭时还没有读完" in client.get("/jobs").text
        assert client.post(f"/jobs/{job.id}/retry", data={"token": token(client)}).is_redirect
        assert "没有找到履职事项清单的表格" in wait(client)
        client.post(f"/jobs/{job.id}/forget", data={"token": token(client)})
        assert store.jobs() == []
        assert list((settings.folder / "files").iterdir()) == []


def test_answers_to_nonsense_are_chinese(client: TestClient) -> None:
    upload(client, "清单.txt", list_text().encode())
    identity = edition(client)
    for path, status in {
        "/nothing": 404,
        "/editions/x/lists/1": 404,
        f"/editions/{identity}/lists/9": 404,
        f"/editions/{identity}/lists/1/duties/999": 404,
        f"/editions/{identity}/lists/a": 422,
        f"/editions/{identity}/department?name=没有的局": 404,
        f"/editions/{identity}/pages/1.png": 404,
        f"/editions/{identity}/documents/official.exe": 404,
        f"/editions/{identity}/documents/other.pdf": 422,
        f"/compare?old={identity}&new={identity}": 400,
        f"/editions/{identity}/lists/1?query={'x' * 500}": 422,
    }.items():
        answer = client.get(path)
        assert answer.status_code == status, path
        assert re.search(r'<p class="problem">[^<]*[一-鿿]{3}', answer.text), path
