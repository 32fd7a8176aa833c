"""Whose list it is, what it is called and of which day: read from whatever stands in front of it,
and nothing else is taken for it."""

from __future__ import annotations

from pathlib import Path

import docx
import openpyxl
import pytest

from dutylist.extract.read import read_duty_list
from dutylist.records.model import DutyList
from dutylist.records.places import is_place
from dutylist.records.township import township_in
from tests.fixtures.office_files import convert

BASIC = "序号\t事项类别\t事项名称\n1\t党的建设\t开展党员教育\n2\t党的建设\t发展党员\n"
COOPERATIVE = (
    "序号\t事项名称\t对应上级部门\t上级部门职责\t配合职责\n"
    "1\t防汛抗旱\t县水利局\t调度水库\t转移群众\n"
)


def read(path: Path, *texts: str) -> DutyList:
    path.write_text("\n\n".join(texts), "utf-8")
    return read_duty_list(path)


@pytest.mark.parametrize(
    ("front", "region", "township", "title", "issued"),
    [
        # A portal's page: menu, breadcrumb, particulars.
        (
            "青山县人民政府\n白云镇\n石桥镇\n柳河乡\n当前位置：首页 > 政务公开 > 白云镇\n"
            "白云镇履职事项清单公示\n发布时间：2025-08-14 09:32  来源：白云镇  浏览次数：21",
            *(("青山县", "白云镇"), "白云镇", "履职事项清单", "2025-08-14"),
        ),
        (
            "履职事项清单_青山县人民政府门户网站\n发布机构：白云镇\t成文日期：2025年6月12日\t"
            "发布日期：2025年6月20日",
            *(("青山县", "白云镇"), "白云镇", "履职事项清单", "2025-06-12"),
        ),
        # A notice with its annexes.
        (
            "青山县白云镇人民政府文件\n白云镇人民政府关于印发《白云镇履职事项清单（试行）》的通知\n"
            "各村民委员会：\n附件：1.白云镇基本履职事项清单\n青山县白云镇人民政府\n2025年6月30日",
            *(("青山县白云镇",), "白云镇", "履职事项清单（试行）", "2025-06-30"),
        ),
        # Who fills in a form.
        (
            "履职事项清单\n填报单位（盖章）：青山县白云镇人民政府\t填报时间：2025年5月20日",
            *(("青山县白云镇",), "白云镇", "履职事项清单", "2025-05-20"),
        ),
        ("单位：白云镇", ("白云镇",), "白云镇", "履职事项清单", ""),
        # Two lines of a cover are read as one.
        (
            "白云镇履职事项清单江北省青山县",
            *(("江北省青山县白云镇",), "白云镇", "履职事项清单", ""),
        ),
        # One of two townships, which nothing tells apart, is nobody's.
        ("白云镇\n石桥镇\n履职事项清单", (), "", "履职事项清单", ""),
        ("青山县白云镇\n白云镇\n履职事项清单", ("青山县白云镇",), "白云镇", "履职事项清单", ""),
        # A link of that name stands above the title.
        (
            "履职事项清单\n青山县白云镇履职事项清单（试行）",
            *(("青山县白云镇",), "白云镇", "履职事项清单（试行）", ""),
        ),
        ("白云镇人民政府履职事项清单", ("白云镇",), "白云镇", "履职事项清单", ""),
        ("附件1：白云镇履职事项清单", ("白云镇",), "白云镇", "履职事项清单", ""),
        (
            "附件：白云镇履职事项清单\n白云镇履职事项清单（试行）",
            *(("白云镇",), "白云镇", "履职事项清单（试行）", ""),
        ),
        # The last step of a site's path, and its owner.
        (
            "青山县人民政府\n首页 > 政务公开 > 镇街公开 > 东门街道办事处 > 正文\n履职事项清单\n"
            "【信息时间：2025/4/25　阅读次数：19】",
            *(("青山县", "东门街道办事处"), "东门街道", "履职事项清单", "2025-04-25"),
        ),
        (
            "白云镇履职事项清单\n2025-05-09 17:40:11　作者：佚名　阅读：102次",
            *(("白云镇",), "白云镇", "履职事项清单", "2025-05-09"),
        ),
        (
            "2025年11月2日 星期日\n白云镇履职事项清单\n日期：2025-06-05　来源：县委编办",
            *(("白云镇",), "白云镇", "履职事项清单", "2025-06-05"),
        ),
        # Marks around the town, remarks beside the title.
        (
            "（征求意见稿）\n青山县乡镇（街道）履职事项清单\n—— 石桥镇 ——\n二〇二五年四月",
            *(("青山县", "石桥镇"), "石桥镇", "乡镇（街道）履职事项清单（征求意见稿）", "2025-04"),
        ),
        (
            "云溪县上河乡\n履职事项清单\n（2025年修订）\n2024年12月首次公布　2025年9月修订",
            *(("云溪县上河乡",), "上河乡", "履职事项清单（2025年修订）", "2025-09"),
        ),
        (
            "2025年临江区双塔街道办事处履职事项清单（试行）",
            *(("临江区双塔街道办事处",), "双塔街道", "2025年履职事项清单（试行）", ""),
        ),
        # Farms and zones.
        (
            "泽阳市高新区管理委员会\n创业街道履职事项清单",
            *(("泽阳市高新区", "创业街道"), "创业街道", "履职事项清单", ""),
        ),
        (
            "黑水省虎山市红卫农场\n履职事项清单",
            *(("黑水省虎山市红卫农场",), "红卫农场", "履职事项清单", ""),
        ),
        (
            "江北省东浦市\n临海经济开发区管理委员会\n履职事项清单",
            *(("江北省东浦市", "临海经济开发区管理委员会"), "临海经济开发区管理委员会"),
            *("履职事项清单", ""),
        ),
        ("丰县龙口镇履职事项清单", ("丰县龙口镇",), "龙口镇", "履职事项清单", ""),
        (
            "中共青山县委办公室 青山县人民政府办公室\n柳树镇履职事项清单",
            *(("青山县", "柳树镇"), "柳树镇", "履职事项清单", ""),
        ),
        (
            "履职事项清单\n编制单位：云阳市大桥街道办事处（盖章）",
            *(("云阳市大桥街道办事处",), "大桥街道", "履职事项清单", ""),
        ),
        # A date of digits is the list's before the day of its publication.
        (
            "白云镇履职事项清单\n2025.7.1\n公开日期：2025-08-03",
            *(("白云镇",), "白云镇", "履职事项清单", "2025-07-01"),
        ),
        (
            "白云镇履职事项清单\n打印时间：2026年1月5日 8:30",
            ("白云镇",),
            "白云镇",
            "履职事项清单",
            "",
        ),
    ],
)
def test_place_title_and_date(
    *, front: str, region: tuple[str, ...], township: str, title: str, issued: str, tmp_path: Path
) -> None:
    found = read(tmp_path / "list.txt", front, "一、基本履职事项清单", BASIC)
    assert (found.region, found.township, found.title, found.issued) == (
        *(region, township, title, issued),
    )


def test_who_signs_behind_the_lists_tells_county_and_day(tmp_path: Path) -> None:
    front, signed = "石泉镇履职事项清单", "石泉县石泉镇人民政府（盖章）\n二〇二五年六月三十日"
    found = read(tmp_path / "list.txt", front, "一、基本履职事项清单", BASIC, signed)
    assert (found.region, found.issued) == (("石泉县石泉镇",), "2025-06-30")
    # A printer's colophon is no signature.
    printed = "印刷单位：云州市印务有限公司\n2026年1月5日"
    other = read(tmp_path / "other.txt", front, "一、基本履职事项清单", BASIC, printed)
    assert (other.region, other.issued) == (("石泉镇",), "")
    cover = read(tmp_path / "cover.txt", f"{front}\n2025年5月", "一、基本履职", BASIC, signed)
    assert cover.issued == "2025-05"


def test_the_title_of_one_list_is_not_that_of_the_whole(tmp_path: Path) -> None:
    basic, cooperative = (
        "青山县白云镇基本履职事项清单（2025年）",
        "青山县白云镇配合履职事项清单（2025年）",
    )
    filed = "填报单位：青山县白云镇人民政府\t联系人：王小芳"
    both = read(tmp_path / "both.txt", basic, filed, BASIC, cooperative, COOPERATIVE)
    alone = read(tmp_path / "alone.txt", basic, filed, BASIC)
    assert (both.title, alone.title) == ("履职事项清单（2025年）", "基本履职事项清单（2025年）")
    counted = read(tmp_path / "counted.txt", "基本履职事项清单（共2项）", filed, BASIC, COOPERATIVE)
    assert counted.title == "履职事项清单"
    assert both.region == alone.region == ("青山县白云镇",)
    assert [table.title for table in both.lists] == [basic, cooperative]


@pytest.mark.parametrize(
    ("text", "township"),
    [
        ("青山县市中街道履职事项清单", "市中街道"),
        ("区寿镇履职事项清单", "区寿镇"),
        ("旗杆镇", "旗杆镇"),
        ("江北省青山县镇江堡镇", "镇江堡镇"),
        ("青山市市北区区府街道", "区府街道"),
        ("中共白云镇委员会", "白云镇"),
        ("青山县关于印发《白云镇履职事项清单》的通知", "白云镇"),
        ("首页>政务公开>镇街公开>望江街道", "望江街道"),
        ("青山县沙镇履职事项清单", "沙镇"),
        ("城镇管理清单", ""),
        ("青山县全镇事项清单", ""),
        ("本乡镇履职事项清单", ""),
        ("本清单共梳理枫林镇基本履职事项28项", ""),
        ("进一步加强和规范我镇", ""),
        ("2025年白云镇履职事项清单", "白云镇"),
        ("新疆生产建设兵团第十师一八一团", "一八一团"),
        ("白云区公所", "白云区公所"),
        ("青山县经济开发区管委会", "经济开发区管委会"),
        ("青山县乡镇履职事项清单", ""),
        ("新疆生产建设兵团", ""),
        ("双桥镇村级事务清单", ""),
    ],
)
def test_a_township_is_named_whole(text: str, township: str) -> None:
    assert township_in([text]) == township


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("江北省青山县白云镇", True),
        ("小各庄镇", True),
        ("第十师181团", True),
        ("全县各乡镇", False),
        ("单位：白云镇", False),
        ("首页>白云镇", False),
        ("本清单适用于青山县", False),
    ],
)
def test_a_line_is_a_place_or_not(*, text: str, is_one: bool) -> None:
    assert is_place(text) is is_one


def with_margins(path: Path, front: str, head: str, foot: str) -> DutyList:
    """A Word file whose pages have a head and a foot, read."""
    document = docx.Document()
    section = document.sections[0]
    section.header.paragraphs[0].text, section.footer.paragraphs[0].text = head, foot
    for line in filter(None, front.split("\n")):
        document.add_paragraph(line)
    rows = [line.split("\t") for line in BASIC.splitlines()]
    table = document.add_table(0, 3)
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.save(str(path))
    return read_duty_list(path)


@pytest.mark.parametrize(
    ("front", "head", "foot", "region", "title", "issued", "told"),
    [
        (
            *("基本履职事项清单", "青山县白云镇履职事项清单（试行）", "白云镇党政办 2025年6月编印"),
            *(("青山县白云镇",), "履职事项清单（试行）", "2025-06", "地名、标题、日期"),
        ),
        (
            *("履职事项清单\n2025年5月", "填报单位：白云镇人民政府", "2025年6月"),
            *(("白云镇",), "履职事项清单", "2025-05", "地名"),
        ),
        # The county of a township that the cover names.
        (
            *("白云镇履职事项清单", "青山县", ""),
            *(("青山县", "白云镇"), "履职事项清单", "", "地名"),
        ),
        # A template's own head of another township changes nothing.
        (
            *("青山县白云镇履职事项清单", "石桥镇责任清单（2024年版）", ""),
            *(("青山县白云镇",), "履职事项清单", "", ""),
        ),
        ("履职事项清单", "内部资料，注意保存。白云镇", "", (), "履职事项清单", "", ""),
    ],
)
def test_pages_heads_and_feet_tell_what_the_cover_leaves_out(
    tmp_path: Path,
    front: str,
    head: str,
    foot: str,
    region: tuple[str, ...],
    title: str,
    issued: str,
    told: str,
) -> None:
    found = with_margins(tmp_path / "清单.docx", front, head, foot)
    assert (found.region, found.title, found.issued) == (region, title, issued)
    notes = [note.text for note in found.notes if "取自那里" in note.text]
    assert notes == ([f"{told}只在页眉、页脚里有，取自那里，请核对"] if told else [])


def test_heads_of_sheets_and_of_open_documents_tell_it_as_well(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.oddHeader.center.text = '&"宋体,常规"&12青山县白云镇履职事项清单（试行）'
    for line in BASIC.splitlines():
        book.active.append(line.split("\t"))
    book.save(tmp_path / "清单.xlsx")
    made = [tmp_path / "清单.xlsx"]
    with_margins(tmp_path / "文.docx", "", "青山县白云镇履职事项清单（试行）", "")
    made.append(convert(tmp_path / "文.docx", "odt", tmp_path / "文.odt"))
    made.append(convert(tmp_path / "清单.xlsx", "ods", tmp_path / "清单.ods"))
    for path in made:
        found = read_duty_list(path)
        assert (found.region, found.title) == (("青山县白云镇",), "履职事项清单（试行）"), path


def test_a_wrapped_entry_of_the_contents_is_one(tmp_path: Path) -> None:
    found = read(
        tmp_path / "清单.txt",
        "青山县白云镇履职事项清单\n目录\n1. 基本履职事项清\n单………………1\n2. 配合履职事项清单………………3\n"
        "附件说明\n另行印发 3",
        "基本履职事项清单",
        BASIC,
        "配合履职事项清单",
        COOPERATIVE,
    )
    assert [(entry.title, entry.page) for entry in found.contents] == [
        ("基本履职事项清单", 1),
        ("配合履职事项清单", 3),
        ("另行印发", 3),
    ]
    assert any("附件说明" in note.text for note in found.notes)


SITE = (
    "您现在的位置：首页>政务公开>白云镇",
    "发布时间：2026-08-14 09:32 来源：白云镇 字号：大 中 小",
    "【打印本页】【关闭窗口】",
    "主办：青山县人民政府办公室　网站标识码：6511230012",
    "点击：58　分享到：",
    "上一篇：白云镇2025年工作总结",
    "苏ICP备05001234号-1",
)


def test_what_a_site_writes_around_the_list_is_no_text_of_it(tmp_path: Path) -> None:
    read_of = read(tmp_path / "清单.txt", *SITE[:2], "白云镇履职事项清单", BASIC, *SITE[2:])
    assert not [note.text for note in read_of.notes if note.outside]
    (said,) = [note.text for note in read_of.notes if "网页上文章以外" in note.text]
    assert all(line in said for line in SITE)


@pytest.mark.parametrize(
    "line",
    [
        "来源：县委编办",
        "注：本清单由县委编办负责解释。",
        "发布时间：2026-08-14 填报单位：白云镇",
        "本表由各站所分享；打印后留存。",
        "点击：查看其他乡镇的清单，如有不同，以本清单为准。",
    ],
)
def test_what_is_not_all_a_sites_words_stays_a_text_of_the_list(line: str, tmp_path: Path) -> None:
    read_of = read(tmp_path / "清单.txt", "白云镇履职事项清单", BASIC, line)
    assert line in [note.outside for note in read_of.notes]


@pytest.mark.parametrize(
    ("front", "published"),
    [
        ("发布时间：2026-08-14 09:32  来源：白云镇", True),
        ("公开日期 2026年8月14日", True),
        ("2026-08-14 09:32:11　作者：佚名　阅读：102次", True),
        ("2026-08-14\n【打印本页】", True),
        ("2026-08-14", False),
        ("2026年8月\n发布时间：2026-08-14", False),
        ("日期：2026年8月14日", False),
        ("成文日期：2026年8月14日\t发布日期：2026年8月20日", False),
    ],
)
def test_a_day_of_publication_is_told_from_the_lists_own(
    *, front: str, published: bool, tmp_path: Path
) -> None:
    read_of = read(tmp_path / "清单.txt", "白云镇履职事项清单", front, BASIC)
    assert read_of.issued[:7] == "2026-08"
    assert read_of.is_dated_by_publication is published
