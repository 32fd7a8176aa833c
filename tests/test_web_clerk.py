"""A clerk's way about the page: which list is old, what files are called, deleting, help."""

from __future__ import annotations

import itertools
import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import expect
from starlette.testclient import TestClient

from dutylist.app.web.editions import open_edition
from dutylist.app.web.file_names import download_name
from dutylist.app.web.settings import Settings
from dutylist.app.web.store import Store
from dutylist.app.web.wishes import FORMATS, Wish
from dutylist.records.model import BASIS_NAMES
from dutylist.render.typeset.faces import load_faces, stand_ins
from tests.test_web_safety import open_client, token, upload
from tests.web_office import NEW_YEAR, chromium, list_text, new_page, serving

pytestmark = pytest.mark.usefixtures("in_this_process")

OTHER = list_text("2027年1月").replace("青禾镇", "白杨镇")


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with open_client(Settings(tmp_path / "data")) as client:
        yield client


def put(client: TestClient, **texts: str) -> dict[str, str]:
    """The lists taken in one after another; the id of each by its file's name."""
    for name, text in texts.items():
        upload(client, f"{name}.txt", text.encode())
    home = client.get("/").text.split('id="editions"')[1]
    rows = re.findall(
        r'/editions/([0-9a-f]{32})/lists/1">.*?class="[^"]*file-name">(\S+)\.txt<', home, re.S
    )
    return {name: identity for identity, name in rows if name in texts}


def compared(client: TestClient, old: str, new: str, **more: str) -> str:
    answer = client.get("/compare", params={"old": old, "new": new, **more})
    assert answer.status_code == 200, answer.text
    return answer.text


def sides(page: str) -> list[str]:
    """The ids of the editions chosen as old and new."""
    return re.findall(r'<option value="([0-9a-f]{32})" selected', page)


def undated(text: str, title: str = "履职事项清单") -> str:
    return re.sub(r"履职事项清单\n20\d\d年\d+月", title, text)


def test_the_years_tell_which_list_is_old(client: TestClient) -> None:
    ids = put(client, 甲=NEW_YEAR, 乙=list_text())
    page = compared(client, ids["甲"], ids["乙"])
    assert sides(page) == [ids["乙"], ids["甲"]]
    assert "2025年9月版 → 2026年3月版" in page
    assert "旧清单：乙.txt（青禾镇，2025年9月版，据封面日期）" in page
    assert "已按年份对调" in page
    assert "--as-given" not in page
    swap = re.search(r'href="(/compare\?[^"]*)">对调<', page)
    assert swap
    page = client.get(swap[1].replace("&amp;", "&")).text
    assert sides(page) == [ids["甲"], ids["乙"]]
    assert "原清单的年份比新清单晚" in page
    # A filter keeps the order that a person chose.
    assert '<input type="hidden" name="given" value="1">' in page


def test_undated_lists_are_ordered_by_title_or_file(client: TestClient) -> None:
    # This year's is put in first, then last year's is looked for.
    new = undated(NEW_YEAR, "履职事项清单（2026年版）")
    old = undated(list_text(), "履职事项清单（2025年版）")
    ids = put(client, 本年=new, 去年=old)
    link = re.search(r'href="(/compare\?[^"]*)">对照最近两份清单<', client.get("/").text)
    assert link
    page = client.get(link[1].replace("&amp;", "&")).text
    assert sides(page) == [ids["去年"], ids["本年"]]
    assert "据标题" in page
    assert "2025年版 → 2026年版" in page


def test_the_file_name_tells_the_year_in_documents_too(client: TestClient) -> None:
    ids = put(client, **{"2026": undated(NEW_YEAR), "2025": undated(list_text())})
    page = compared(client, ids["2026"], ids["2025"])
    assert sides(page) == [ids["2025"], ids["2026"]]
    assert "据文件名" in page
    query = f"old={ids['2025']}&new={ids['2026']}"
    document = client.get(f"/compare/documents/comparison.html?{query}").text
    assert "2025年版" in document
    assert "2026年版" in document


def test_where_nothing_tells_the_order_that_is_said(client: TestClient) -> None:
    ids = put(client, 甲=undated(list_text()), 乙=undated(NEW_YEAR))
    page = compared(client, ids["甲"], ids["乙"])
    assert sides(page) == [ids["甲"], ids["乙"]]
    assert re.search(r'class="doubted">注意：甲\.txt、乙\.txt没有写年份', page)
    assert ">对调<" in page


def test_another_township_and_the_same_list_are_said(client: TestClient) -> None:
    ids = put(client, 甲=list_text(), 丙=OTHER, 丁=list_text() + "\n")
    assert "两份清单写的乡镇不同（青禾镇；白杨镇）" in compared(client, ids["甲"], ids["丙"])
    assert "两份清单内容完全相同" in compared(client, ids["甲"], ids["丁"])
    same = client.get("/compare", params={"old": ids["甲"], "new": ids["甲"]})
    assert (same.status_code, "同一份清单" in same.text) == (400, True)


def test_two_townships_are_not_offered_for_comparison(client: TestClient) -> None:
    put(client, 甲=list_text(), 丙=OTHER)
    assert "对照最近两份清单" not in client.get("/").text


def test_lists_that_do_not_say_whose_they_are_are_no_townships(client: TestClient) -> None:
    nameless = "履职事项清单\n" + list_text().split("履职事项清单\n", 1)[1].replace("安丰县", "县")
    put(client, 甲=nameless, 乙=nameless.replace("开展", "做好"), 丙=OTHER)
    home = client.get("/").text
    assert home.count("没有写明乡镇") > 2
    assert "对照最近两份清单" not in home
    assert "历年变化" not in client.get("/compare").text
    ids = put(client, 旧=list_text(), 新=NEW_YEAR)
    link = re.search(r'href="(/compare\?[^"]*)">对照最近两份清单<', client.get("/").text)
    assert link
    assert set(re.findall(r"\w{32}", link[1])) == {ids["旧"], ids["新"]}


@pytest.mark.parametrize("opened", ["旧", "中", "新"])
def test_an_open_list_is_compared_with_the_one_before_it(client: TestClient, opened: str) -> None:
    texts = {"新": NEW_YEAR, "旧": list_text("2024年3月"), "中": list_text(), "外": OTHER}
    ids = put(client, **texts)
    tabs = client.get(f"/editions/{ids[opened]}/about").text
    assert f'href="/compare?new={ids[opened]}"' in tabs
    before, after = {"旧": ("旧", "中"), "中": ("旧", "中"), "新": ("中", "新")}[opened]
    answer = client.get("/compare", params={"new": ids[opened]}, follow_redirects=False)
    assert answer.headers["location"] == f"/compare?old={ids[before]}&new={ids[after]}"


def test_of_two_lists_of_one_date_the_open_one_is_the_new_one(client: TestClient) -> None:
    ids = put(client, 甲=list_text(), 乙=list_text().replace("做好党员", "加强党员"))
    for other, opened in (("甲", "乙"), ("乙", "甲")):
        answer = client.get("/compare", params={"new": ids[opened]}, follow_redirects=False)
        assert answer.headers["location"] == f"/compare?old={ids[other]}&new={ids[opened]}"


def test_a_list_without_another_year_says_so(client: TestClient) -> None:
    ids = put(client, 甲=list_text(), 丙=OTHER)
    page = client.get("/compare", params={"new": ids["甲"]}).text
    assert "这个乡镇没有另一份清单" in page
    assert f'<option value="{ids["甲"]}" selected>' in page


def test_no_two_downloads_have_one_name(client: TestClient, tmp_path: Path) -> None:
    """Of a township's two years, of another township, and of one list read from two files."""
    ids = put(client, 旧=list_text(), 新=NEW_YEAR, 外=OTHER, 又=list_text() + "\n")
    store = Store(tmp_path / "data")
    editions = {name: open_edition(store, identity) for name, identity in ids.items()}
    pairs = (("旧", "新"), ("新", "旧"), ("又", "新"))
    sets = [(one,) for one in ids] + list(pairs)
    names = []
    for files in sets:
        opened = [one for name in files if (one := editions[name])]
        for wish in wishes(len(files) == 2):
            suffix = ".docx" if wish.format == "tracked" else f".{wish.format}"
            suffix = ".zip" if wish.what in ("excerpts", "notices") else suffix
            names.append(download_name(wish, opened, store.editions(), suffix))
    assert len(set(names)) == len(names)
    assert all(re.search("(青禾|白杨)镇.*202[567]年", name) for name in names)
    assert "白杨镇安丰县林业局履职事项责任卡A4一页四张（2027年1月版）.docx" in names
    assert "青禾镇新清单修订稿（2025年9月版 旧 txt对2026年3月版）.docx" in names
    answer = client.get(f"/editions/{ids['外']}/documents/records.json")
    told = unquote(answer.headers["content-disposition"].split("''")[-1])
    assert told == "白杨镇履职事项清单记录（2027年1月版）.json"


def wishes(of_comparison: bool) -> Iterator[Wish]:
    """Everything that the page can be asked for."""
    for what, forms in FORMATS.items():
        if (what in ("comparison", "notices")) != of_comparison:
            continue
        departments = ("安丰县林业局", "安丰县民政局") if what in ("excerpt", "cards") else ()
        all_of_them = () if what == "excerpt" else ("",)
        for form, department in itertools.product(forms, (*all_of_them, *departments)):
            yield Wish(what, form, department)
            if what == "cards":
                yield Wish(what, form, department, "a4-4up")


def test_files_in_an_archive_tell_township_and_year(client: TestClient) -> None:
    ids = put(client, 清单=list_text())
    answer = client.get(f"/editions/{ids['清单']}/documents/excerpts.docx")
    with zipfile.ZipFile(BytesIO(answer.content)) as archive:
        names = archive.namelist()
    assert "青禾镇安丰县林业局履职事项摘录（2025年9月版）.docx" in names
    assert all(name.startswith("青禾镇") for name in names)


def test_faces_that_stand_in_for_others_are_told_where_documents_are_printed(
    client: TestClient,
) -> None:
    ids = put(client, 清单=list_text())
    told = stand_ins(load_faces())
    pages = [client.get(f"/editions/{ids['清单']}/{tab}").text for tab in ("files", "departments")]
    assert [page.count("本机没有公文用的字体") for page in pages] == [int(bool(told)), 0]
    assert not told or f"{told}；装上后" in pages[0]


def test_what_was_deleted_is_said_once_and_comes_back_from_the_export(client: TestClient) -> None:
    ids = put(client, 清单=list_text())
    form = client.get(f"/editions/{ids['清单']}/files").text.split("删除这份清单…")[1]
    assert form.index("/data/export") < form.index("确定删除")
    export = client.get("/data/export").content
    given = {"token": token(client)}
    assert client.post(f"/editions/{ids['清单']}/delete", data=given).status_code == 303
    said = re.search(r'id="notice"[^>]*><p class="done">(.*?)</p>', client.get("/").text)
    assert said
    assert said[1].startswith("已删除：")
    assert "青禾镇 2025年9月（清单.txt）" in said[1]
    assert "已删除" not in client.get("/").text
    client.post("/data/import", data=given, files={"file": ("all.zip", BytesIO(export))})
    assert ids["清单"] in client.get("/").text


def test_the_first_visit_says_what_to_do(client: TestClient) -> None:
    first = client.get("/").text
    steps = re.search(r'<ol class="steps-list first-steps">(.*?)</ol>', first, re.S)
    assert steps
    assert steps[1].count("<li>") == 3
    assert 'href="/help"' in steps[1]
    put(client, 清单=list_text())
    assert "first-steps" not in client.get("/").text


def test_the_help_page_says_what_the_words_mean(client: TestClient) -> None:
    page = client.get("/help").text
    terms = re.findall("<dt>(.*?)</dt>", page)
    keys = {"/", "→、←", "N、P", "D", "1 到 9", "Y", "Esc"}
    assert set(terms) == {"错误", "存疑", "提示", *BASIS_NAMES.values(), *keys}
    way = ["放进文件", "核对", "更正", "部门", "打印"]
    places = [page.index(f"<li><b>{step}。") for step in way]
    assert places == sorted(places)
    for path in ("/", "/compare", "/data"):
        assert '<a href="/help"' in client.get(path).text


DROP = """([where, name, text]) => {
  const data = new DataTransfer();
  data.items.add(new File([text], name));
  const given = { dataTransfer: data, bubbles: true, cancelable: true };
  const target = document.querySelector(where);
  return ["dragover", "drop"].map((kind) => !target.dispatchEvent(new DragEvent(kind, given)));
}"""


def test_a_file_dropped_on_any_page_is_taken_in(tmp_path: Path) -> None:
    with (
        chromium() as browser,
        serving(Settings(tmp_path / "data")) as served,
        new_page(browser, served) as page,
    ):
        page.goto("/help")
        assert page.evaluate(DROP, ["main", "清单.txt", list_text()]) == [True, True]
        expect(page.locator("#notice .done")).to_contain_text("已放进清单：“清单.txt”")
        assert page.url.endswith("/help")
        page.locator("#notice a").click()
        expect(page.locator("#jobs .job.done")).to_have_count(1)
        # The list is in the page before its script is.
        page.wait_for_load_state()
        assert page.evaluate(DROP, ["h1", "新.txt", NEW_YEAR]) == [True, True]
        expect(page.locator("#jobs .job.done")).to_have_count(2)
        # Where a field takes files by itself, the browser gives them to it.
        page.goto("/data")
        assert page.evaluate(DROP, ["#import-file", "清单.zip", ""]) == [False, False]


def test_the_figures_of_each_category_have_heads_that_are_seen(client: TestClient) -> None:
    """As many as there are figures in a line; the lines of one figure need none."""
    ids = put(
        client, 旧=list_text(), 新=NEW_YEAR.replace("\t自然资源\t湿地保护", "\t生态\t湿地保护")
    )
    page = compared(client, ids["旧"], ids["新"])
    chart = page.split("<figcaption>各类别的变化")[1].split("</table>")[0]
    thead, first = (
        re.search(r"<thead>(.*?)</thead>", chart),
        re.search(r"<tbody>(.*?)</tr>", chart, re.S),
    )
    assert thead
    assert first
    heads = re.findall(r"<th scope=\"col\">(.*?)</th>", thead[1])
    assert (heads[0], heads[-1]) == ("清单和类别", "合计")
    assert len(heads) - 1 == first[1].count('class="number') >= 3
    single = page.split("<figcaption>变化一览")[1].split("</table>")[0]
    assert '<thead class="hidden-visually">' in single
