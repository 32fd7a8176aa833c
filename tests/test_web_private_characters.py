"""Private characters of old typesetting programs are named on the page, beside their picture, once
for all files, from the file to the printed sheet."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from dutylist.app.web.settings import Settings
from dutylist.app.web.told import tell_characters, told_by
from dutylist.extract.lists.choices import load_characters
from tests.test_named_characters import TEXT
from tests.test_web_accessible import looks_right_at_each_size
from tests.test_web_jobs import printed
from tests.test_web_safety import open_client, token, upload, wait
from tests.web_office import Served, new_page, put_in

pytestmark = pytest.mark.usefixtures("in_this_process")

CASES = Path(__file__).parent / "cases" / "read"

MEANT = {"U+E123": "水", "U+E124": "审", "U+E125": "巡"}


def test_named_beside_its_picture_once_for_all_files(
    browser: Browser, served: Served, tmp_path: Path
) -> None:
    with new_page(browser, served) as page:
        page.goto("/")
        page.set_input_files("#choose", CASES / "p04b_three_pua.pdf")
        expect(page.locator("#jobs .job.done", has_text="p04b")).to_have_count(1)
        page.locator("#jobs .job", has_text="p04b").get_by_role("link", name="打开").click()
        page.locator("#tabs").get_by_role("link", name="核对").click()
        page.get_by_role("link", name="逐个对照").click()
        looks_right_at_each_size(page)
        for code, meant in MEANT.items():
            row = page.locator("#private tbody tr", has_text=code)
            picture = row.locator(".line-crop").first
            # The picture has come, and is of a line about one character.
            href = picture.locator("image").get_attribute("href")
            assert page.request.get(href or "").headers["content-type"] == "image/png"
            box = picture.locator(".doubt-box").bounding_box()
            assert box
            assert 0.6 < box["width"] / box["height"] < 1.5
            row.get_by_label("其实是").fill(meant)
        page.get_by_role("button", name="记住，重新读取").click()
        expect(page.locator("#jobs .job.done", has_text="已重新读取")).to_have_count(1)
        # Another program's file with the same codes comes later, in a text.
        text = (
            TEXT.replace("石桥镇", "水泉镇").replace("\ue5e0", "\ue123").replace("\ue5e1", "\ue125")
        )
        put_in(page, tmp_path, text, "水泉镇.txt")
        page.locator("#editions tr", has_text="水泉镇").locator("a").first.click()
        expect(page.locator("#rows")).to_contain_text("学习水宣传")
        page.locator("#tabs").get_by_role("link", name="打印和下载").click()
        with page.expect_download() as download:
            page.locator("button[formaction$='official.pdf']").click()
        sheet = tmp_path / "清单.pdf"
        download.value.save_as(sheet)
        assert "学习水宣传" in printed(sheet)
    assert told_by(served.folder).characters == {
        chr(int(code[2:], 16)): meant for code, meant in MEANT.items()
    }


def test_named_characters_go_out_and_in(tmp_path: Path) -> None:
    with open_client(Settings(tmp_path / "data")) as client:
        given = {"token": token(client)}
        assert client.get("/private-characters/characters.toml").status_code == 404
        upload(client, "石桥镇.txt", TEXT.encode())
        upload(client, "平常.txt", TEXT.replace("\ue5e0", "").replace("\ue5e1", "人").encode())
        ids = set(re.findall(r'/editions/([0-9a-f]{32})/lists/1"', client.get("/").text))
        pages = [client.get(f"/editions/{one}/private-characters").text for one in ids]
        (own,) = (one for one, text in zip(ids, pages, strict=True) if "U+E5E0" in text)
        assert sum("这份文件里没有自造字" in text for text in pages) == 1
        path = f"/editions/{own}/private-characters"
        assert "U+E5E1" in client.get(path).text
        for wrong in ("、、", " 、;"):
            sent = client.post(path, data=given | {"code": "U+E5E0", "meant": wrong})
            assert sent.status_code == 400
        assert client.post(path, data=given | {"code": "U+4E00", "meant": "一"}).status_code == 400
        client.post(path, data=given | {"code": ["U+E5E0", "U+E5E1"], "meant": ["、", ""]})
        wait(client)
        # What is named stands; what is not is still to be looked at.
        shown = client.get(f"/editions/{own}/lists/1").text
        assert "学习、宣传" in shown
        assert "\ue5e1" in shown
        told = client.get("/private-characters/characters.toml").content
        (tmp_path / "characters.toml").write_bytes(told)
        assert load_characters(tmp_path / "characters.toml") == {"\ue5e0": "、"}
        # Another office's: it joins what is there, and files are read again.
        brought = {"file": ("characters.toml", BytesIO('"U+E5E1" = "镕"\n'.encode()))}
        client.post("/private-characters", data=given, files=brought)
        wait(client)
        assert "镕" in client.get(f"/editions/{own}/lists/1").text
        assert told_by(tmp_path / "data").characters == {"\ue5e0": "、", "\ue5e1": "镕"}
        assert "U+E5E0 是“、”" in client.get(path).text
        # All data take it along; what was said there stays.
        export = client.get("/data/export").content
        tell_characters(tmp_path / "other", {"\ue5e1": "容"})
        with open_client(Settings(tmp_path / "other")) as there:
            brought = {"file": ("all.zip", BytesIO(export))}
            there.post("/data/import", data={"token": token(there)}, files=brought)
        assert told_by(tmp_path / "other").characters == {"\ue5e0": "、", "\ue5e1": "容"}
        # Taken back, the file is read as it is again.
        client.post(path, data=given | {"code": ["U+E5E0"], "meant": [""]})
        wait(client)
        assert "学习\ue5e0宣传" in client.get(f"/editions/{own}/lists/1").text
