"""Which columns of an odd list the official list prints, and how wide its numbers stand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from dutylist.extract.lists.accounted import unaccounted
from dutylist.extract.read import read_duty_list
from dutylist.extract.source import Line, SourceDocument
from dutylist.records.model import UNPLACED, DutyList
from dutylist.records.templates import OWN_TEMPLATES
from dutylist.render.views.line_breaks import character_width
from dutylist.render.views.official import official_view
from dutylist.render.views.widths import text_width

HEADERS = "编码\t清单种类\t大类\t工作事项\t主责单位\t县直做什么\t我镇做什么\t分管领导\t备注"
ROWS = (
    "BY-基本-01\t基本\t党建\t党的建设工作\t\t\t\t李某\t",
    "BY-基本-02\t基本\t民生\t养老服务工作\t\t\t\t王某\t核心",
    "BY-配合-01\t配合\t民生\t养犬管理工作\t青山县公安局\t1."
    + "对养犬登记开展检查并依法处置。" * 40
    + "\t1.宣传。\t李某\t",
)


def shared_sheet(path: Path, front: str = "青山县白云镇履职事项清单（汇总）") -> DutyList:
    path.write_text("\n".join([front, "", HEADERS, *ROWS]), "utf-8")
    return read_duty_list(path)


def test_columns_that_say_nothing_are_not_printed(tmp_path: Path) -> None:
    view = official_view(shared_sheet(tmp_path / "list.txt"))
    assert [one.columns for one in view.lists] == [
        ("编码", "大类", "工作事项", "分管领导", "备注"),
        ("编码", "大类", "工作事项", "主责单位", "县直做什么", "我镇做什么", "分管领导"),
    ]
    assert [(one.number_column, one.category_column) for one in view.lists] == [(0, 1), (0, 1)]
    assert all(len(row.cells) == len(one.columns) for one in view.lists for row in one.rows)
    remark = [cell[4][0].text for cell in (row.cells for row in view.lists[0].rows)]
    assert remark == ["", "核心"]


@pytest.mark.parametrize("nothing", ["—", "-", "／"])
def test_columns_of_dashes_are_not_printed_and_those_of_ticks_are(
    nothing: str, tmp_path: Path
) -> None:
    path = tmp_path / "list.txt"
    rows = [f"{n}\t党建\t第{n}项工作\t{nothing if n > 1 else ''}\t√" for n in (1, 2, 3)]
    path.write_text(
        "\n".join(["白云镇基本履职事项清单", "序号\t事项类别\t事项名称\t备注\t重点", *rows]),
        "utf-8",
    )
    (view,) = official_view(read_duty_list(path)).lists
    assert view.columns == ("序号", "事项类别", "事项名称", "重点")


def test_columns_that_the_office_keeps_to_itself_are_not_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    duty_list = shared_sheet(tmp_path / "list.txt")
    (tmp_path / "words.toml").write_text(
        '[official]\nleft_out = ["分管 领导", "没有的栏"]', "utf-8"
    )
    monkeypatch.setenv(OWN_TEMPLATES, str(tmp_path))
    assert [one.columns[-1] for one in official_view(duty_list).lists] == ["备注", "我镇做什么"]


def test_a_code_stands_on_one_line(tmp_path: Path) -> None:
    for one in official_view(shared_sheet(tmp_path / "list.txt")).lists:
        codes = [cell[0][0].label + cell[0][0].text for cell in (row.cells for row in one.rows)]
        widest = max(sum(map(character_width, code)) for code in codes)
        assert text_width(one.shares[0]) >= widest > 5


@pytest.mark.parametrize(
    ("front", "issued", "title"),
    [
        (
            "青山县白云镇2025年履职事项清单\n填报单位：白云镇党政办\t填报时间：2025年8月12日",
            "2025-08-12",
            "2025年履职事项清单",
        ),
        (
            "青山县白云镇\n履职事项清单\n2025年7月\n填报单位：党政办公室人员\t填报日期：2025年8月12日",
            "2025-07",
            "履职事项清单",
        ),
        (
            "青山县白云镇履职事项清单\n填报单位：党政办公室全体人员\t上次修改：2025年8月12日",
            "",
            "履职事项清单",
        ),
        ("青山县白云镇履职事项清单\n2025-07", "2025-07", "履职事项清单"),
        ("青山县白云镇履职事项清单\n2026.1.5\n2025年7月", "2025-07", "履职事项清单"),
        ("青山县白云镇履职事项清单\n编号2025-07", "", "履职事项清单"),
    ],
)
def test_the_cover_has_the_day_it_was_filed_and_the_place_once(
    front: str, issued: str, title: str, tmp_path: Path
) -> None:
    duty_list = shared_sheet(tmp_path / "list.txt", front)
    view = official_view(duty_list)
    assert (duty_list.issued, view.region, view.title) == (issued, ("青山县白云镇",), title)


@pytest.mark.parametrize(
    ("particulars", "told"),
    [
        ("填报单位：县委党政办\t填报时间：2025年6月", "填报单位：县委党政办"),
        ("填报时间：2025年6月\t联系人：王小芳", "联系人：王小芳"),
        ("填报时间：2025年6月", ""),
        ("填报时间：2025-06", ""),
    ],
)
def test_a_date_that_is_the_lists_is_not_told_beside_what_is_left(
    particulars: str, told: str, tmp_path: Path
) -> None:
    found = shared_sheet(tmp_path / "list.txt", f"青山县白云镇履职事项清单\n{particulars}")
    lines = [note.text for note in found.notes if UNPLACED in note.text]
    assert lines == [UNPLACED + told] * bool(told)
    # A date that is not the list's is told.
    other = replace(found, issued="2025-07", notes=())
    (line,) = (part for part in particulars.split("\t") if "时间" in part)
    document = SourceDocument("清单.txt", (Line(1, line),))
    assert [note.text for note in unaccounted(document, other)] == [UNPLACED + line]


def test_a_place_that_the_title_alone_names_stays_in_it(tmp_path: Path) -> None:
    front = "青山县\n白云镇履职事项清单\n2025年7月"
    view = official_view(shared_sheet(tmp_path / "list.txt", front))
    assert "白云镇" in "".join((*view.region, view.title))
