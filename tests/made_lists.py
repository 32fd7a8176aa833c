"""Hypothesis strategies for whole duty lists, worded and laid out as townships do it."""

from __future__ import annotations

from hypothesis import strategies as st

from dutylist.extract.lists.duty_list import duty_list_of
from dutylist.extract.source import Cell, CellPart, Line, Row, SourceDocument, Table
from dutylist.records.model import DutyList

PLACES = st.sampled_from(
    [("青山省白河市绿原县", "石桥镇"), ("云州市", "东湖区柳岸街道"), ("岭南省清溪县南岗乡",)]
)
CATEGORIES = ["党的建设", "经济发展", "民生服务", "平安法治", "乡村振兴", "应急管理及消防"]
OFFICES = ["民政局", "公安局", "农业农村局", "住房和城乡建设局", "委组织部", "应急管理局"]
VERBS = ["负责", "组织", "协助", "指导", "依法查处", "按规定办理", "及时上报", "统筹推进"]
OBJECTS = [
    "本辖区困难群众的救助和帮扶工作",
    "“三会一课”、主题党日等制度的落实",
    "农药包装废弃物回收清理（含田间地头）",
    "3个工作日内的公示、登记、归档",
    "安全生产隐患排查整治",
    "《中华人民共和国土地管理法》的宣传",
    "高标准农田建设后的管护",
    "12345热线转办事项",
    "森林草原防灭火，储备必要的物资",
]


@st.composite
def sentences(draw: st.DrawFn) -> str:
    """A clause's text without its end: 负责…，协助…"""
    count = draw(st.integers(1, 4))
    return "，".join(
        draw(st.sampled_from(VERBS)) + draw(st.sampled_from(OBJECTS)) for _ in range(count)
    )


@st.composite
def duty_cells(draw: st.DrawFn, offices: list[str]) -> str:
    """A duty cell: numbered paragraphs, numbered clauses in one line, or one plain paragraph."""
    count = draw(st.integers(1, 5))
    clauses = [draw(sentences()) for _ in range(count)]
    if offices:
        clauses = [draw(st.sampled_from(offices)) + clause for clause in clauses]
    if count == 1 and draw(st.booleans()):
        return clauses[0] + "。"
    ends = ["；"] * (count - 1) + ["。"]
    numbered = [
        f"{n}.{clause}{end}" for n, (clause, end) in enumerate(zip(clauses, ends, strict=True), 1)
    ]
    return draw(st.sampled_from(["\n", " "])).join(numbered)


def _table(title: str, header: list[str], rows: list[list[str]]) -> list[Line | Table]:
    cells = [header, *rows]
    return [
        Line(0, title),
        Table(
            0,
            tuple(
                Row(0, tuple(Cell((CellPart(t, 0),)) if t else Cell() for t in row))
                for row in cells
            ),
        ),
    ]


@st.composite
def duty_lists(draw: st.DrawFn) -> DutyList:
    """A list of 1–8 rows a table, its derived fields read from its cells."""
    region = draw(PLACES)
    place = region[-1]
    year, month = draw(st.integers(2024, 2027)), draw(st.integers(1, 12))
    blocks: list[Line | Table] = [
        *(Line(0, part) for part in region),
        Line(0, "履职事项清单"),
        Line(0, f"{year} 年 {month} 月"),
    ]

    def rows(make: st.SearchStrategy[list[str]]) -> list[list[str]]:
        made = draw(st.lists(make, min_size=1, max_size=8))
        categories = sorted(draw(st.sampled_from(CATEGORIES)) for _ in made)
        return [
            [str(n), category, *row]
            for n, (category, row) in enumerate(zip(categories, made, strict=True), 1)
        ]

    @st.composite
    def cooperative(inner: st.DrawFn) -> list[str]:
        offices = inner(st.lists(st.sampled_from(OFFICES), min_size=1, max_size=4, unique=True))
        names = [f"县{office}" for office in offices]
        return [
            inner(sentences()),
            "、".join(f"绿原县{office}" for office in offices),
            inner(duty_cells(names)),
            inner(duty_cells([])),
        ]

    @st.composite
    def recalled(inner: st.DrawFn) -> list[str]:
        office = inner(st.sampled_from(OFFICES))
        return [inner(sentences()), f"绿原县{office}： {inner(sentences())}。"]

    blocks += _table(
        f"{place}基本履职事项清单",
        ["序号", "事项类别", "事项名称"],
        rows(st.lists(sentences(), min_size=1, max_size=1)),
    )
    blocks += _table(
        f"{place}配合履职事项清单",
        ["序号", "事项类别", "事项名称", "对应上级部门", "上级部门职责", "乡镇配合职责"],
        rows(cooperative()),
    )
    blocks += _table(
        f"{place}上级部门收回事项清单",
        ["序号", "事项类别", "事项名称", "承接部门及工作方式"],
        rows(recalled()),
    )
    return duty_list_of(SourceDocument("清单", tuple(blocks)))
