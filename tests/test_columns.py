"""What the columns of a list are, by their header texts, in the wordings that offices use."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from dutylist.extract.lists.columns import header_roles
from dutylist.extract.read import read_duty_list
from dutylist.records.model import Role

KEY: tuple[Role | None, ...] = ("number", "category", "name")
OFFICES: tuple[Role | None, ...] = ("departments", "departments")


@pytest.mark.parametrize(
    ("header", "roles"),
    [
        ("项目序号 类别 事项名称", KEY),
        ("顺序号 类别 事项名称", KEY),
        ("序号 一级事项 二级事项", KEY),
        ("总序号 序号 类别 事项名称", ("number", None, "category", "name")),
        ("序号 类别 事项名称 事项内容", (*KEY, "content")),
        (
            "序号 领域 履职事项 牵头单位 牵头单位职责 我镇配合职责",
            (*KEY, "departments", "department duties", "township duties"),
        ),
        (
            "序号 领域 履职事项 牵头单位 牵头单位职责 云海县望汀镇职责",
            (*KEY, "departments", "department duties", "township duties"),
        ),
        (
            "序号 分类 配合履职事项名称 主责部门 主责部门履职内容 街道履职内容",
            (*KEY, "departments", "department duties", "township duties"),
        ),
        (
            "序号 类别 名称 部门 职责 配合职责",
            (*KEY, "departments", "department duties", "township duties"),
        ),
        (
            "序号 类别 事项 主管单位 主管单位职责 村（社区）职责",
            (*KEY, "departments", "department duties", None),
        ),
        (
            "序号 类别 上级部门收回事项 承接部门 承接部门工作方式",
            (*KEY, "takeover department", "takeover method"),
        ),
        ("序号 类别 收回事项名称 承接部门及工作方式", (*KEY, "takeover")),
        ("序号 类别 收回事项 工作方式及承接部门", (*KEY, "takeover")),
        ("序号 类别 收回事项 承接主体", (*KEY, "takeover department")),
        (
            "序号 事项 上级部门主责 上级部门协同 上级部门职责 三山镇职责",
            ("number", "name", *OFFICES, "department duties", "township duties"),
        ),
        (
            "序号 事项 县级单位牵头 县级单位协助 镇街配合",
            ("number", "name", *OFFICES, "township duties"),
        ),
        (
            "项次 原由镇承担的任务 接收部门 接收后做法",
            ("number", "name", "takeover department", "takeover method"),
        ),
        (
            "序号 原属街道事项 收回单位 收回后的做法",
            ("number", "name", "takeover department", "takeover method"),
        ),
        (
            "流水号 事项名称（按省目录规范表述，动宾结构） 责任部门（区直单位，首位为主责） "
            "部门职责（收回事项填承接后的工作方式，由承接部门填写） 街道职责",
            ("number", "name", "departments", "department duties", "township duties"),
        ),
        (
            "总号 事项 区级层面主责 区级层面会同 部门担责 三山镇担责",
            ("number", "name", *OFFICES, "department duties", "township duties"),
        ),
        (
            "序号 应做的事 职责（部门） 依据（法律文件名称及条款） 三山镇职责",
            ("number", "name", "department duties", None, "township duties"),
        ),
        ("编码 类别 事项名称", KEY),
        ("№ 类别 事项名称", KEY),
        ("类别序号 事项序号 事项类别 事项名称", (None, *KEY)),
        ("大类编号 序号 大类 事项名称", (None, *KEY)),
        ("编码 序号 类别 事项名称", (None, *KEY)),
        ("序号 一级事项 二级事项 事项名称", ("number", "category", None, "name")),
        ("序号 职责类别 职责名称 职责内容", (*KEY, "content")),
        ("序号 类别 具体事项 主体责任 配合责任", (*KEY, "department duties", "township duties")),
        (
            "序号 类别 事项 师级主管部门 师级部门职责 团场配合职责",
            (*KEY, "departments", "department duties", "township duties"),
        ),
        ("序号 类别 事项 区直部门职责 办事处职责", (*KEY, "department duties", "township duties")),
        (
            "序号 类别 事项 职责（部门） 职责（乡镇）",
            (*KEY, "department duties", "township duties"),
        ),
        ("序号 类别 事项名称 关联镇街 工作方式", (*KEY, "townships", "takeover method")),
        (
            "序号 类别 事项名称 关联镇街 本部门职责 镇街配合职责",
            (*KEY, "townships", "department duties", "township duties"),
        ),
        (
            "序号 类别 配合事项 乡镇配合职责 上级部⻔ 部门职责",
            (*KEY, "township duties", "departments", "department duties"),
        ),
    ],
)
def test_columns_by_their_headers(header: str, roles: tuple[Role | None, ...]) -> None:
    assert header_roles(header.split()) == list(roles)


def test_whose_a_column_is_the_last_of_two_says() -> None:
    """镇街配合的部门 are departments; words that only sound like a place are nobody's."""
    assert header_roles(
        ["序号", "事项名称", "镇街工作对接部门", "街道上级部门职责", "部门在乡镇的职责"]
    ) == [
        *("number", "name", "departments", "department duties", "township duties"),
    ]
    assert header_roles(["序号", "类别", "城乡建设事项名称"]) == [*KEY]


@pytest.mark.parametrize(
    "header", ["部门任务（左）　三山镇任务（右）", "部门职责和乡镇职责", "乡镇责任、县级部门责任"]
)
def test_a_column_of_two_is_neithers(header: str) -> None:
    assert header_roles(["序号", "事项名称", "对应部门", header])[2:] == ["departments", None]


@pytest.mark.parametrize("header", ["事项数", "履职事项数量", "事项个数"])
def test_how_many_duties_there_are_is_no_name(header: str) -> None:
    assert header_roles(["序号", "领域", header]) is None


def test_one_category_and_the_name_in_levels() -> None:
    assert header_roles(["序号", "类别", "一级事项", "二级事项"]) == [
        "number",
        "category",
        None,
        "name",
    ]
    assert header_roles(["序号", "一级事项", "二级事项"]) == ["number", "category", "name"]


def test_one_header_over_two_columns() -> None:
    assert header_roles(["序号", "事项名称", "上级部门及职责", "", "镇职责"]) == [
        "number",
        "name",
        "departments",
        "department duties",
        "township duties",
    ]
    assert header_roles(["序号", "事项名称", "承接部门及工作方式", ""]) == [
        "number",
        "name",
        "takeover department",
        "takeover method",
    ]


HEADER_ROWS = Path(__file__).parent / "cases" / "header_rows.txt"


@pytest.mark.parametrize("line", HEADER_ROWS.read_text("utf-8").splitlines())
def test_header_rows_of_many_places(line: str) -> None:
    """header_rows.txt: of each column its header, "=", its role; roles were written first."""
    columns = [column.split("=") for column in line.split("|")]
    roles = [role.replace("_", " ") or None for _, role in columns]
    assert header_roles([text for text, _ in columns]) == roles


@pytest.mark.parametrize(
    ("header", "roles"),
    [
        (
            "序号 事项名称 责任部门 部门做什么 镇做什么",
            ("number", "name", "departments", "department duties", "township duties"),
        ),
        (
            "序号 事项名称 牵头单位 上级部门怎么办 乡镇怎么办",
            ("number", "name", "departments", "department duties", "township duties"),
        ),
        (
            "序号 事项名称 主管部门 县直部门干的事 街道要做的",
            ("number", "name", "departments", "department duties", "township duties"),
        ),
    ],
)
def test_columns_in_plain_words(header: str, roles: tuple[Role | None, ...]) -> None:
    assert header_roles(header.split()) == list(roles)


@pytest.mark.parametrize("header", ["部门落实情形", "主管部门出多少力", "部门事宜"])
def test_a_column_of_sentences_holds_no_departments(header: str, tmp_path: Path) -> None:
    """Whatever it is called: clauses were cut into names of offices, and one of them led."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (
        ("望汀镇配合履职事项清单", "", "", "", ""),
        ("序号", "事项名称", "责任部门", header, "乡镇配合职责"),
        (1, "粮食应急保障", "县发改局", "1.确定应急加工、配送企业；\\n2.签订协议。", "开展摸排。"),
        (2, "违法占地", "县自然资源局；县农业农村局。", "认定违法占地，依法查处。", "巡查上报。"),
    ):
        sheet.append([cell or None for cell in row])
    book.save(tmp_path / "清单.xlsx")
    (found,) = read_duty_list(tmp_path / "清单.xlsx").lists
    assert found.columns[3].role == "department duties"
    assert [duty.departments for duty in found.duties] == [
        ("县发改局",),
        ("县自然资源局", "县农业农村局"),
    ]
