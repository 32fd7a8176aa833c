"""The page over a whole county: both sides, books, archives, and what is said once of all files."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from lxml import html

from dutylist.app.web.routes import county as routes_county
from dutylist.app.web.settings import Settings
from dutylist.app.web.store import Store
from dutylist.app.web.told import told_by
from tests.generated_county import OFFICES, TOWNSHIPS, generated_county
from tests.test_web_safety import open_client, token, upload, wait

pytestmark = pytest.mark.usefixtures("in_this_process")


def test_both_sides_and_the_books_of_a_county_that_comes_as_an_archive(tmp_path: Path) -> None:
    (tmp_path / "county").mkdir()
    made = generated_county(tmp_path / "county", seed=2025)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for path in (*made.townships, *made.departments):
            archive.write(path, path.name)
    settings = Settings(tmp_path / "data")
    with open_client(settings) as client:
        empty = html.fromstring(client.get("/county").text)
        assert len(empty.xpath("//p[@class='empty']")) == 2
        upload(client, "全县.zip", packed.getvalue())
        shown = html.fromstring(client.get("/county").text)
        told = [item.text for item in shown.xpath("//section[1]//li")]
        assert len(told) == len(made.mirror)
        heads = [" ".join(row.itertext()).strip() for row in shown.xpath("//tbody/tr/th")]
        assert heads == sorted(OFFICES)
        for link in shown.xpath("//main//a[contains(@href, '/county/')]/@href")[:6]:
            answer = client.get(link)
            assert answer.status_code == 200, answer.text
            assert answer.headers["content-disposition"].startswith("attachment")
        book = openpyxl.load_workbook(io.BytesIO(client.get("/county/mirror.xlsx").content))
        overview, *sheets = book.worksheets
        assert overview.max_row - 1 == len(OFFICES)
        assert sum(sheet.max_row - 1 for sheet in sheets) == len(told)
        assert client.get("/county/books/99.docx").status_code == 404
        assert client.get("/county/books/1.exe").status_code == 404
    editions = Store(settings.folder).editions()
    assert len(editions) == len(TOWNSHIPS) + len(OFFICES)
    assert all(one.suffix != ".zip" for one in editions)


def test_an_archive_that_is_damaged_is_told(tmp_path: Path) -> None:
    with open_client(Settings(tmp_path / "data")) as client:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("a.txt", "x" * 100)
        said = upload(client, "全县.zip", packed.getvalue()[:-30])
        assert "压缩包不完整或已损坏" in said or "ZIP" in said


def test_what_a_column_holds_is_said_once(tmp_path: Path) -> None:
    rows = "1\t河道巡查\t水利站\n2\t森林防火\t林业站\n"
    text = f"甲镇基本履职事项清单\n序号\t事项名称\t归“谁”管\n{rows}"
    settings = Settings(tmp_path / "data")
    with open_client(settings) as client:
        upload(client, "甲镇.txt", text.encode())
        shown = html.fromstring(client.get("/columns").text)
        assert shown.xpath("//tbody//th/text()") == ["归“谁”管"]
        given = {"token": token(client)}
        answer = client.post("/columns", data=given | {"header": "归“谁”管", "role": "部门"})
        assert answer.status_code == 303
        wait(client)
        assert told_by(settings.folder).roles == {"归“谁”管": "departments"}
        (edition,) = Store(settings.folder).editions()
        assert "水利站" in client.get(f"/editions/{edition.id}/departments").text
        wrong = client.post("/columns", data=given | {"header": "归“谁”管", "role": "什么"})
        assert wrong.status_code == 400
        client.post("/columns", data=given | {"header": "归“谁”管", "role": ""})
        assert told_by(settings.folder).roles == {}


def test_of_two_years_the_newest_counts_but_both_years_columns_are_asked(tmp_path: Path) -> None:
    row = "配合履职事项清单\n序号\t事项名称\t对应上级部门\t{}\n1\t养犬管理\t县公安局\t是\n"
    with open_client(Settings(tmp_path / "data")) as client:
        for place, year, column in (
            ("青石镇", 2025, "归“谁”管"),
            ("青石镇", 2026, "新“栏”目"),
            ("柳河镇", 2026, "新“栏”目"),
        ):
            text = f"禾川县{place}\n履职事项清单\n{year}年7月\n{row.format(column)}"
            upload(client, f"{place}{year}.txt", text.encode())
        shown = html.fromstring(client.get("/county").text)
        assert "乡镇（街道）2个" in "".join(shown.xpath("string(//main)").split())
        columns = html.fromstring(client.get("/columns").text).xpath("//tbody//th/text()")
        assert set(columns) == {"归“谁”管", "新“栏”目"}


def test_tables_that_only_look_like_lists_are_taken_in_where_that_is_said(tmp_path: Path) -> None:
    text = "采购清单\n序号\t名称\t规格\n1\t复印纸\tA4\n2\t硒鼓\t黑\n"
    settings = Settings(tmp_path / "data")
    with open_client(settings) as client:
        assert "没有找到履职事项清单" in upload(client, "采购.txt", text.encode())
        given = {"token": token(client)}
        client.post("/columns/take-all", data=given | {"every": "true"})
        assert told_by(settings.folder).take_all
        upload(client, "采购甲.txt", text.encode())
        assert len(Store(settings.folder).editions()) == 1
        client.post("/columns/take-all", data=given)
        assert not told_by(settings.folder).take_all


def test_lists_beyond_those_taken_together_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(routes_county, "MOST_TOGETHER", 2)
    row = "配合履职事项清单\n序号\t事项名称\t对应上级部门\n1\t养犬管理\t县公安局\n"
    with open_client(Settings(tmp_path / "data")) as client:
        for count, place in enumerate(("甲山镇", "乙水镇", "丙田镇"), 1):
            upload(client, f"{place}.txt", f"禾川县{place}\n履职事项清单\n{row}".encode())
            wait(client)
            for address in ("/county", "/columns"):
                told = html.fromstring(client.get(address).text).text_content()
                assert ("还有 1 份没有算进来：" in told) == (count == 3), address
        last = Store(tmp_path / "data").editions()[-1].file_name
        assert f"没有算进来：{last}。" in told


def test_the_townships_of_two_counties_have_books_of_their_own(tmp_path: Path) -> None:
    row = "配合履职事项清单\n序号\t事项名称\t对应上级部门\n1\t养犬管理\t县公安局\n"
    with open_client(Settings(tmp_path / "data")) as client:
        for place in ("禾川县青石镇", "禾川县柳河镇", "白河市石桥镇"):
            upload(client, f"{place}.txt", f"{place}\n履职事项清单\n{row}".encode())
            wait(client)
        shown = html.fromstring(client.get("/county").text)
        (told,) = shown.xpath("//section[2]/p[@class='doubted']")
        counts = told.text.partition("：")[2].strip("。").split("、")
        assert set(counts) == {"禾川县 2 个", "白河市 1 个"}
        assert set(shown.xpath("//section[2]//h3/text()")) == {"禾川县", "白河市"}
        assert shown.xpath("//section[2]//tbody/tr/th/text()") == ["县公安局"]
        book = client.get("/county/books/1.html").text
        assert "石桥镇" not in book
        assert "青石镇" in book
