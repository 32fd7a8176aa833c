"""Lists that stand in lines of text: cut at a width, labelled, with each item's kind."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from dutylist.extract.read import read_duty_list
from dutylist.records.errors import EmptyListError
from dutylist.records.model import DutyList
from tests import plain_office

LABELLED = """\
青溪县白石镇配合履职事项清单
事项名称：河道采砂巡查
对应上级部门：县水利局
上级部门职责：负责河道采砂许可，组织开展河道采砂专项执
法检查，查处非法采砂行为
乡镇配合职责：开展日常巡查，发现非法采砂及时上报，协助
做好现场处置
事项名称：城乡居民基本养老保险参保对象信息核对与待遇领
取资格确认
对应上级部门：县人力资源和社会保障局
上级部门职责：负责参保登记审核，发放养老金
乡镇配合职责：核对信息"""

CUT = """\
白石镇基本履职事项清单
一、党的建设
1.学习宣传贯彻习近平新时代中国特色社会主义思想，落实党的
路线方针政策和决策部署
2.加强党员教育管理监督，做好党员发展、党费收缴、党员关怀
帮扶工作
二、平安法治
3.落实信访工作责任制
白石镇上级部门收回事项清单
1.对烟花爆竹零售点的检查（承接部门：县应急管理局，工作方式：
开展双随机检查）；
2.对网吧的检查（承接部门：县文化旅游局，工作方式：每季巡查）。"""

OF_KINDS = """\
青溪县白石镇履职事项清单
【基本履职】
1.学习宣传党的创新理论
2.落实“三会一课”制度
【配合履职】
1.河道采砂巡查
对应上级部门：县水利局
乡镇配合职责：
（1）开展日常巡查；
（2）发现问题及时上报。
2.燃气安全检查
对应上级部门：县住房和城乡建设局
乡镇配合职责：发现隐患及时上报
【上级部门收回】
1.民用爆炸物品检查
承接部门：县公安局
工作方式：每月检查
2.网吧检查
承接部门：县文化和旅游局
工作方式：每季检查"""


def text(path: Path, content: str) -> DutyList:
    target = path / "清单.txt"
    target.write_text(content, encoding="utf-8")
    return read_duty_list(target)


def word(path: Path, content: str) -> DutyList:
    return read_duty_list(plain_office.word(path / "清单.docx", *content.split("\n")))


def cells(found: DutyList) -> list[list[str]]:
    return [list(duty.cells) for table in found.lists for duty in table.duties]


def notes(found: DutyList) -> list[str]:
    return [note.text for note in found.notes]


@pytest.mark.parametrize("read", [text, word])
def test_values_that_are_cut_over_lines_are_whole_and_told(
    read: Callable[[Path, str], DutyList], tmp_path: Path
) -> None:
    found = read(tmp_path, LABELLED)
    assert cells(found) == [
        [
            "河道采砂巡查",
            "县水利局",
            "负责河道采砂许可，组织开展河道采砂专项执法检查，查处非法采砂行为",
            "开展日常巡查，发现非法采砂及时上报，协助做好现场处置",
        ],
        [
            "城乡居民基本养老保险参保对象信息核对与待遇领取资格确认",
            "县人力资源和社会保障局",
            "负责参保登记审核，发放养老金",
            "核对信息",
        ],
    ]
    (said,) = notes(found)
    assert said == (
        "印不下而另起的行接在上一行后面，请对照原件核对："
        "“法检查，查处非法采砂行为”、“做好现场处置”、“取资格确认”"
    )


def test_a_second_list_whose_lines_are_cut_is_read_with_what_its_brackets_say(
    tmp_path: Path,
) -> None:
    found = text(tmp_path, CUT)
    assert [table.title for table in found.lists] == [
        "白石镇基本履职事项清单",
        "白石镇上级部门收回事项清单",
    ]
    assert cells(found) == [
        [
            "1",
            "党的建设",
            "学习宣传贯彻习近平新时代中国特色社会主义思想，落实党的路线方针政策和决策部署",
        ],
        ["2", "党的建设", "加强党员教育管理监督，做好党员发展、党费收缴、党员关怀帮扶工作"],
        ["3", "平安法治", "落实信访工作责任制"],
        ["1", "对烟花爆竹零售点的检查", "县应急管理局", "开展双随机检查"],
        ["2", "对网吧的检查", "县文化旅游局", "每季巡查"],
    ]
    assert any("“路线方针政策和决策部署”、“帮扶工作”" in said for said in notes(found))


def test_a_kind_above_the_items_is_their_list(tmp_path: Path) -> None:
    found = text(tmp_path, OF_KINDS)
    assert [(table.kind, table.title) for table in found.lists] == [
        ("basic", "【基本履职】"),
        ("cooperative", "【配合履职】"),
        ("recalled", "【上级部门收回】"),
    ]
    assert cells(found) == [
        ["1", "学习宣传党的创新理论"],
        ["2", "落实“三会一课”制度"],
        ["1", "河道采砂巡查", "县水利局", "（1）开展日常巡查；\n（2）发现问题及时上报。"],
        ["2", "燃气安全检查", "县住房和城乡建设局", "发现隐患及时上报"],
        ["1", "民用爆炸物品检查", "县公安局", "每月检查"],
        ["2", "网吧检查", "县文化和旅游局", "每季检查"],
    ]
    assert len([said for said in notes(found) if "没有表格，编了号的行" in said]) == 3


def test_a_kind_in_front_of_each_item_is_its_list(tmp_path: Path) -> None:
    found = text(
        tmp_path,
        "白石镇履职事项清单\n1.【基本履职】宣传党的创新理论\n2.【基本履职】落实“三会一课”\n"
        "3.【配合履职】河道采砂巡查\n4.【配合履职】燃气安全检查",
    )
    assert [(table.kind, [duty.name for duty in table.duties]) for table in found.lists] == [
        ("basic", ["宣传党的创新理论", "落实“三会一课”"]),
        ("cooperative", ["河道采砂巡查", "燃气安全检查"]),
    ]


@pytest.mark.parametrize(
    "content",
    [
        "1.事项名称：河道采砂巡查\n上级部门职责：许可采砂。\n乡镇配合职责：日常巡查。\n"
        "2.事项名称：燃气安全检查\n上级部门职责：执法检查。\n乡镇配合职责：上报隐患。",
        "（一）河道采砂巡查\n1.上级部门职责：许可采砂。\n2.乡镇配合职责：日常巡查。\n"
        "（二）燃气安全检查\n1.上级部门职责：执法检查。\n2.乡镇配合职责：上报隐患。",
    ],
)
def test_labels_with_numbers_are_no_duties(content: str, tmp_path: Path) -> None:
    """They were: four duties, two of them named 上级部门职责：许可采砂。"""
    found = text(tmp_path, f"白石镇配合履职事项清单\n{content}")
    assert [row[1:] for row in cells(found)] == [
        ["河道采砂巡查", "许可采砂。", "日常巡查。"],
        ["燃气安全检查", "执法检查。", "上报隐患。"],
    ]


def test_headings_without_a_number_are_told(tmp_path: Path) -> None:
    found = text(
        tmp_path,
        "白石镇基本履职事项清单\n党的建设\n1.宣传党的创新理论\n2.落实“三会一课”\n"
        "平安法治\n3.开展平安建设\n县水利局\n4.河道巡查",
    )
    assert [row[1] for row in cells(found)] == ["党的建设", "党的建设", "平安法治", "县水利局"]
    assert "“平安法治”一行没有编号，读作下面事项的类别，请核对" in notes(found)
    assert "“县水利局”一行像部门的名称，读作下面事项的类别，请核对" in notes(found)


def test_the_rest_of_a_line_is_no_category(tmp_path: Path) -> None:
    """Short lines where no heading stands: nobody's, so nothing is read as if it were right."""
    with pytest.raises(EmptyListError):
        text(
            tmp_path,
            "白石镇基本履职事项清单\n1.宣传党的创新理论\n和决策部署\n2.落实“三会一课”",
        )


WITH_LONGER_LINES = """\
青溪县白石镇履职事项清单
根据上级有关部署，结合我镇实际，编制本清单，共5项。其中基本履职事项3项，上级部门收回事项2项。
一、基本履职事项
1.负责党员发展、教育、管理、监督和服务工作，开
展党内关怀帮扶
2.做好退役军人服务
3.农村人居环境整治：户厕改造、垃圾收集、污水治
理
二、上级部门收回事项
1.对非法集资的认定
承接部门：县政府办公室、县公安局、县市场监督管
理局
工作方式：会商认定
2.食品小作坊登记
承接部门：县市场监督管理局
工作方式：办理登记"""


@pytest.mark.parametrize("form", [text, word])
def test_a_line_below_a_long_one_goes_on_with_it_and_is_told(
    form: Callable[[Path, str], DutyList], tmp_path: Path
) -> None:
    """The introduction is set in one line, so that no width tells where lines were cut."""
    basic, recalled = form(tmp_path, WITH_LONGER_LINES).lists
    assert [duty.name for duty in basic.duties] == [
        "负责党员发展、教育、管理、监督和服务工作，开展党内关怀帮扶",
        "做好退役军人服务",
        "农村人居环境整治：户厕改造、垃圾收集、污水治理",
    ]
    assert [taken.department for taken in recalled.duties[0].takeover] == [
        *("县政府办公室", "县公安局", "县市场监督管理局")
    ]
    told = [note.text for note in form(tmp_path, WITH_LONGER_LINES).notes]
    for line in ("展党内关怀帮扶", "理", "理局"):
        assert f"没有编号的一行接在上一行后面读：“{line}”，请核对" in told


@pytest.mark.parametrize("below", ["县水利局", "办公电话：0994-1234567"])
def test_a_line_below_a_short_or_ended_one_does_not(below: str, tmp_path: Path) -> None:
    (basic,) = text(tmp_path, f"白石镇基本履职事项清单\n1.甲事\n2.做好乙事；\n{below}").lists
    assert [duty.name for duty in basic.duties] == ["甲事", "做好乙事；"]


def test_items_whose_numbers_look_like_headings_are_duties_where_nothing_stands_below_them(
    tmp_path: Path,
) -> None:
    lines = "一、基本履职事项\n（一）做好甲事\n（二）落实乙事\n（三）开展丙事"
    (basic,) = text(tmp_path, f"白石镇履职事项清单\n{lines}").lists
    assert [duty.name for duty in basic.duties] == ["做好甲事", "落实乙事", "开展丙事"]
    headed = "一、基本履职事项\n（一）党的建设\n1.做好甲事\n2.落实乙事\n（二）民生服务\n3.开展丙事"
    (basic,) = text(tmp_path, f"白石镇履职事项清单\n{headed}").lists
    assert [(duty.category, duty.name) for duty in basic.duties] == [
        *(("党的建设", "做好甲事"), ("党的建设", "落实乙事"), ("民生服务", "开展丙事")),
    ]


@pytest.mark.parametrize(
    "heads",
    [
        ("党建工作（1项）", "经济发展（2项）"),
        ("第一节　党建工作", "第二节　经济发展"),
        ("第一部分：党建工作（共1项）", "第二部分：经济发展（共2项）"),
    ],
    ids=["counted", "sections", "both"],
)
def test_headings_that_say_what_they_are_need_no_number(
    tmp_path: Path, heads: tuple[str, str]
) -> None:
    items = ("1.抓好党小组", "2.培育产业", "3.盘活厂房")
    content = "\n".join(["白石镇基本履职事项清单", heads[0], items[0], heads[1], *items[1:]])
    (table,) = text(tmp_path, content).lists
    assert [(duty.category, duty.name) for duty in table.duties] == [
        ("党建工作", "抓好党小组"),
        ("经济发展", "培育产业"),
        ("经济发展", "盘活厂房"),
    ]


@pytest.mark.parametrize("signs", ["【{}】{}", "［{}］{}", "【{}】：{}", "[{}] {}"])
def test_labels_in_brackets(tmp_path: Path, signs: str) -> None:
    lines = ["白石镇配合履职事项清单"]
    values = [("河道采砂", "县水利局", "巡查。"), ("养犬管理", "县公安局", "宣传。")]
    for number, (name, office, duty) in enumerate(values, start=1):
        lines += [
            f"{number}．{name}",
            signs.format("牵头部门", office),
            signs.format("镇职责", duty),
        ]
    (table,) = text(tmp_path, "\n".join(lines)).lists
    assert [(duty.name, *duty.cells[-2:]) for duty in table.duties] == values


def test_lines_beside_tables_may_end_as_sentences_do(tmp_path: Path) -> None:
    lines = ["1. 选派党建指导员。", "2. 做好党内关怀。"]
    table = (
        ("序号", "收回事项", "承接部门", "工作方式"),
        ("1", "网吧检查", "县文旅局", "每季检查"),
    )
    taken = "白石镇上级部门收回事项清单"
    made = plain_office.word(tmp_path / "a.docx", "白石镇基本履职事项清单", *lines, taken, table)
    assert [duty.name for duty in read_duty_list(made).lists[0].duties] == [
        "选派党建指导员。",
        "做好党内关怀。",
    ]
    lines = ["1. 如有疑问请致电。本清单由县编办解释。", "2. 未尽事宜另行通知。请知悉。"]
    made = plain_office.word(tmp_path / "b.docx", "白石镇基本履职事项清单", *lines, taken, table)
    assert [one.kind for one in read_duty_list(made).lists] == ["recalled"]


def test_an_offices_part_in_brackets_is_no_kind(tmp_path: Path) -> None:
    """The line 牵头部门：…（配合） ends no list."""
    lines = ["白石镇配合履职事项清单"]
    for number, name in enumerate(("河道采砂", "养犬管理"), start=1):
        office = "县公安局（牵头）、县水利局（配合）"
        lines += [f"{number}．{name}", f"责任部门：{office}", "镇职责：巡查。"]
    (table,) = text(tmp_path, "\n".join(lines)).lists
    assert [len(duty.departments) for duty in table.duties] == [2, 2]


UNKNOWN_LABELS = """\
白石镇履职事项清单
（一）履行类
1.抓好党小组
2.培育产业
（二）上收类
1.林木种子许可
收到哪里：县林业局
往后：由县局直接受理
2.毁坏界桩处罚
收到哪里：县自然资源局
往后：由县执法队巡查"""


def test_labels_that_come_again_are_columns_and_what_they_hold_tells(tmp_path: Path) -> None:
    found = text(tmp_path, UNKNOWN_LABELS)
    assert [(table.kind, len(table.duties)) for table in found.lists] == [
        ("basic", 2),
        ("recalled", 2),
    ]
    one, _ = found.lists[1].duties
    assert [(part.department, part.method) for part in one.takeover] == [
        ("县林业局", "由县局直接受理")
    ]
    told = [note.text for note in found.notes if "按内容当作" in note.text]
    assert [said.split("”")[0][1:] for said in told] == ["收到哪里", "往后"]


@pytest.mark.parametrize(
    ("old", "new"),
    [("往后：由县执法队巡查", "另外：由县执法队巡查"), ("收到哪里", "县司法局")],
    ids=["once", "offices"],
)
def test_other_words_in_front_of_colons_are_no_columns(tmp_path: Path, old: str, new: str) -> None:
    found = text(tmp_path, UNKNOWN_LABELS.replace(old, new))
    assert [table.kind for table in found.lists] == ["basic"]
    assert any("林木种子许可" in note.text for note in found.notes)


@pytest.mark.parametrize(
    "title", ["（二）配合类", "白石镇配合履职事项清单", "三、上级部门收回事项"]
)
def test_a_table_nobody_knows_below_another_lists_title_is_none_of_this_ones_rows(
    tmp_path: Path, title: str
) -> None:
    """As wide as the list above, it was read as its last rows."""
    rows = (("主责", "县水利局"), ("会同", "县公安局"))
    above = ["（一）履行类", "1.抓好党小组", "2.培育产业"]
    made = plain_office.word(tmp_path / "a.docx", "白石镇履职事项清单", *above, title, rows)
    found = read_duty_list(made)
    assert [duty.name for duty in found.duties] == ["抓好党小组", "培育产业"]
    assert any("主责｜县水利局" in note.text for note in found.notes)


def test_a_head_over_all_lists_does_not_end_one(tmp_path: Path) -> None:
    rows = (("序号", "事项名称"), ("1", "抓好党小组"))
    blocks = ["白石镇基本履职事项清单", rows, "白石镇履职事项清单", (("2", "培育产业"),)]
    found = read_duty_list(plain_office.word(tmp_path / "a.docx", *blocks))
    assert [duty.name for duty in found.duties] == ["抓好党小组", "培育产业"]


NUMBERS = ["{}", "{}.", "（{}）", "({})", "{}）", "【{}】", "[{}]", "〔{}〕", "第{}项", "①"]


def numbered(way: str, number: int) -> str:
    return "①②③"[number - 1] if way == "①" else way.format(number)


@pytest.mark.parametrize("way", NUMBERS)
@pytest.mark.parametrize("ending", [".txt", ".docx"])
def test_a_number_alone_above_a_form_is_its_number(way: str, ending: str, tmp_path: Path) -> None:
    names = ["开展党员教育", "发展党员", "调解纠纷"]
    forms = [
        [numbered(way, at), "类别：党的建设", f"事项名称：{name}"]
        for at, name in enumerate(names, 1)
    ]
    lines = ["白石镇基本履职事项清单", *(line for form in forms for line in form)]
    path = tmp_path / f"清单{ending}"
    if ending == ".txt":
        path.write_text("\n".join(lines), "utf-8")
    else:
        plain_office.word(path, *lines)
    found = read_duty_list(path)
    assert [(duty.number, duty.name) for duty in found.duties] == list(enumerate(names, 1))
    assert not [note.outside for note in found.notes if note.outside]


@pytest.mark.parametrize("way", [way for way in NUMBERS if way not in ("{}", "第{}项")])
def test_numbers_of_rows_and_clauses_however_they_are_written(way: str, tmp_path: Path) -> None:
    one, two = numbered(way, 1), numbered(way, 2)
    duties = f"{one}调度水库；{two}抢险。"
    rows = [
        ["序号", "事项名称", "对应上级部门", "上级部门职责", "配合职责"],
        *(
            [number, name, "县水利局", duties, "转移群众"]
            for number, name in ((one, "防汛"), (two, "抗旱"))
        ),
    ]
    path = tmp_path / "清单.docx"
    plain_office.word(path, "白石镇配合履职事项清单", rows)
    found = read_duty_list(path)
    assert [duty.number for duty in found.duties] == [1, 2]
    for duty in found.duties:
        assert [clause.label for clause in duty.department_clauses] == [one, two]
