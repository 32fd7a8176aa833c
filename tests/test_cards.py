"""Each duty as a card of its own: labels beside values, the name among them or as a heading."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from dutylist.extract.read import read_duty_list
from dutylist.records.errors import DutyListError

LABELS = ("对应上级部门", "上级部门职责", "乡镇配合职责")
DUTIES = (
    ("农药安全使用指导", "县农业农村局", "1.制定方案。\n2.开展培训。", "1.组织参加。\n2.上报。"),
    ("燃气安全检查", "县住建局\n县应急局", "1.县住建局检查。\n2.县应急局督办。", "1.配合检查。"),
    ("校园周边整治", "县教育局", "1.牵头整治。", "1.参与整治。"),
)  # fmt: skip
CATEGORIES = ("一、农业", "", "二、教育")
Card = Callable[[int, str, list[tuple[str, str]]], str]


def lines(text: str, tag: str) -> str:
    return "".join(f"<{tag}>{line}</{tag}>" for line in text.split("\n"))


def broken(text: str) -> str:
    return text.replace("\n", "<br>")


def described(pairs: list[tuple[str, str]], box: str = "{}") -> str:
    inner = "".join(box.format(f"<dt>{a}</dt><dd>{broken(b)}</dd>") for a, b in pairs)
    return f"<dl>{inner}</dl>"


NAMED: dict[str, Card] = {
    "a description list": lambda at, name, pairs: described([("事项名称", name), *pairs]),
    "boxes in it": lambda at, name, pairs: described([("事项名称", name), *pairs], "<div>{}</div>"),
    "a description for each line": lambda at, name, pairs: (
        "<dl>"
        + "".join(f"<dt>{a}：</dt>{lines(b, 'dd')}" for a, b in [("事项名称", name), *pairs])
        + "</dl>"
    ),
    "columns of boxes": lambda at, name, pairs: "".join(
        f"<div class=row><div class=c2>{a}</div><div class=c10>{lines(b, 'p')}</div></div>"
        for a, b in [("事项名称", name), *pairs]
    ),
    "a list": lambda at, name, pairs: (
        f"<ul><li>事项名称：{name}</li>"
        + "".join(f"<li>{a}：{broken(b)}</li>" for a, b in pairs)
        + "</ul>"
    ),
}
HEADED: dict[str, Card] = {
    "a description list": lambda at, name, pairs: f"<h3>{at}. {name}</h3>{described(pairs)}",
    "terms that are names": lambda at, name, pairs: (
        f"<dl><dt>{at}. {name}</dt>"
        + "".join(f"<dd>{a}：{broken(b)}</dd>" for a, b in pairs)
        + "</dl>"
    ),
    "a table": lambda at, name, pairs: (
        f"<h3>{at}. {name}</h3><table>"
        + "".join(f"<tr><th>{a}<td>{broken(b)}" for a, b in pairs)
        + "</table>"
    ),
    "boxes": lambda at, name, pairs: (
        f"<div><div>{at}. {name}</div>"
        + "".join(f"<div><span>{a}</span><span>{broken(b)}</span></div>" for a, b in pairs)
        + "</div>"
    ),
    "labels and values by turns": lambda at, name, pairs: (
        f"<div><p>{at}. {name}</p>"
        + "".join(f"<div>{a}</div><div>{broken(b)}</div>" for a, b in pairs)
        + "</div>"
    ),
    "bold labels": lambda at, name, pairs: (
        f"<h4>{at}、{name}</h4>"
        + "".join(f"<p><b>{a}</b>：{broken(b)}</p>" for a, b in pairs)
    ),
    "what is opened by a click": lambda at, name, pairs: (
        f"<details><summary>{at}、{name}</summary><ul>"
        + "".join(f"<li><strong>{a}：</strong>{broken(b)}</li>" for a, b in pairs)
        + "</ul></details>"
    ),
}  # fmt: skip


def page(card: Card, categories: tuple[str, ...] = ("", "", "")) -> str:
    body = ""
    for at, (category, (name, *texts)) in enumerate(zip(categories, DUTIES, strict=True), 1):
        body += f"<h2>{category}</h2>" if category else ""
        body += card(at, name, list(zip(LABELS, texts, strict=True)))
    return (
        "<html><head><meta charset=utf-8></head><body><h1>云岭县大河乡履职事项清单</h1>"
        f"<h1>配合履职事项清单</h1>{body}</body></html>"
    )


def rows(path: Path) -> list[tuple[str, ...]]:
    (table,) = read_duty_list(path).lists
    assert table.kind == "cooperative"
    return [(duty.category, duty.name, *duty.cells[-3:]) for duty in table.duties]


def expected(categories: tuple[str, ...]) -> list[tuple[str, ...]]:
    under, found = "", []
    for category, duty in zip(categories, DUTIES, strict=True):
        under = category[2:] or under
        found.append((under, *duty))
    return found


@pytest.mark.parametrize("categories", [("", "", ""), CATEGORIES], ids=["plain", "categories"])
@pytest.mark.parametrize("card", NAMED.values(), ids=NAMED)
def test_cards_with_the_name_among_their_labels(
    card: Card, categories: tuple[str, ...], tmp_path: Path
) -> None:
    path = tmp_path / "卡片.html"
    path.write_text(page(card, categories), "utf-8")
    assert rows(path) == expected(categories)


@pytest.mark.parametrize("categories", [("", "", ""), CATEGORIES], ids=["plain", "categories"])
@pytest.mark.parametrize("card", HEADED.values(), ids=HEADED)
def test_cards_with_the_name_as_their_heading(
    card: Card, categories: tuple[str, ...], tmp_path: Path
) -> None:
    path = tmp_path / "卡片.html"
    path.write_text(page(card, categories), "utf-8")
    assert rows(path) == expected(categories)
    assert [duty.number for duty in read_duty_list(path).duties] == [1, 2, 3]


@pytest.mark.parametrize("as_tables", [True, False], ids=["tables", "paragraphs"])
def test_cards_of_a_word_file(as_tables: bool, tmp_path: Path) -> None:
    path = tmp_path / "卡片.docx"
    document = docx.Document()
    document.add_paragraph("配合履职事项清单")
    for at, (category, (name, *texts)) in enumerate(zip(CATEGORIES, DUTIES, strict=True), 1):
        if category:
            document.add_heading(category, 2)
        document.add_paragraph(f"{at}. {name}")
        table = document.add_table(0, 2) if as_tables else None
        for label, text in zip(LABELS, texts, strict=True):
            if table:
                row = table.add_row()
                row.cells[0].text, row.cells[1].text = label, text
                continue
            for part in f"{label}：{text}".split("\n"):
                document.add_paragraph(part)
    document.save(str(path))
    assert rows(path) == expected(CATEGORIES)


HEADS = {
    "第一项": ("第一项", "第二项", "第三项"),
    "事项1": ("事项1", "事项2", "事项3"),
    "（一）": ("（一）", "（二）", "（三）"),
}


@pytest.mark.parametrize("heads", HEADS.values(), ids=HEADS)
def test_numbers_that_stand_above_forms(heads: tuple[str, ...], tmp_path: Path) -> None:
    path = tmp_path / "表单.txt"
    text = "云岭县大河乡履职事项清单\n配合履职事项清单\n"
    for head, category, (name, *texts) in zip(heads, CATEGORIES, DUTIES, strict=True):
        text += f"{category}\n{head}\n事项名称：{name}\n"
        text += "".join(f"{a}：{b}\n" for a, b in zip(LABELS, texts, strict=True))
    path.write_text(text, "utf-8")
    assert rows(path) == expected(CATEGORIES)
    duties = read_duty_list(path).duties
    assert [duty.number for duty in duties] == [1, 2, 3]
    assert [duty.cells[0] for duty in duties] == [head.removeprefix("事项") for head in heads]


def test_a_number_and_the_name_above_each_form(tmp_path: Path) -> None:
    path = tmp_path / "表单.txt"
    text = "云岭县大河乡履职事项清单\n配合履职事项清单\n"
    for at, (name, *texts) in enumerate(DUTIES):
        text += f"事项{'一二三'[at]}：{name}\n"
        text += "".join(f"{a}：{b}\n" for a, b in zip(LABELS, texts, strict=True))
    path.write_text(text, "utf-8")
    assert rows(path) == expected(("", "", ""))
    duty_list = read_duty_list(path)
    assert [duty.cells[0] for duty in duty_list.duties] == ["一", "二", "三"]
    assert [note.text for note in duty_list.notes] == [
        "“配合履职事项清单”没有表格，编了号的行各读作一项，请对照原件核对"
    ]


def test_values_of_several_lines_in_two_lists(tmp_path: Path) -> None:
    """Paragraphs without a number belong to the value above them; each list has its own labels."""
    path = tmp_path / "表单.txt"
    path.write_text(
        "云岭县大河乡履职事项清单\n目录\n一、配合履职事项清单\n二、上级部门收回事项清单\n\n"
        "一、配合履职事项清单\n1.农药安全使用指导\n对应上级部门：县农业农村局、县公安局\n上级部门职责：\n"
        "县农业农村局：\n（1）制定方案；\n县公安局：\n维持秩序\n乡镇配合职责：\n组织参加。\n上报情况。\n"
        "2.燃气安全检查\n对应上级部门：县住建局\n上级部门职责：\n开展检查\n乡镇配合职责：\n配合检查。\n"
        "二、上级部门收回事项清单\n"
        "1.资金核实\n承接部门：县财政局\n工作方式：联网比对。\n"
        "2.资格认定\n承接部门：县水利局\n工作方式：统一考试。\n"
        "云岭县大河乡人民政府\n",
        "utf-8",
    )
    duty_list = read_duty_list(path)
    assert [(table.kind, [duty.cells for duty in table.duties]) for table in duty_list.lists] == [
        (
            "cooperative",
            [
                (
                    "1", "农药安全使用指导", "县农业农村局、县公安局",
                    "县农业农村局：\n（1）制定方案；\n县公安局：\n维持秩序",
                    "组织参加。\n上报情况。",
                ),
                ("2", "燃气安全检查", "县住建局", "开展检查", "配合检查。"),
            ],
        ),
        (
            "recalled",
            [
                ("1", "资金核实", "县财政局", "联网比对。"),
                ("2", "资格认定", "县水利局", "统一考试。"),
            ],
        ),
    ]  # fmt: skip
    assert sum("没有表格，编了号的行各读作一项" in note.text for note in duty_list.notes) == 2
    assert any("云岭县大河乡人民政府" in note.text for note in duty_list.notes)


def test_a_label_of_the_cover_begins_no_card(tmp_path: Path) -> None:
    path = tmp_path / "表单.txt"
    text = "云岭县大河乡履职事项清单\n牵头单位：县委编办\n配合履职事项清单\n"
    for at, (name, *texts) in enumerate(DUTIES, 1):
        text += f"{at}. {name}\n"
        text += "".join(f"{a}：{b}\n" for a, b in zip(LABELS, texts, strict=True))
    path.write_text(text, "utf-8")
    assert rows(path) == expected(("", "", ""))


@pytest.mark.parametrize("above", ["", "注：以下为配合事项", "配合履职事项清单"])
def test_what_is_no_name_names_no_card(above: str, tmp_path: Path) -> None:
    """Of three cards one has a note or nothing above it: none is given a name."""
    path = tmp_path / "卡片.html"
    text = page(HEADED["a table"])
    path.write_text(text.replace("<h3>2. 燃气安全检查</h3>", f"<p>{above}</p>"), "utf-8")
    with pytest.raises(DutyListError):
        read_duty_list(path)


def test_one_card_alone_is_given_no_name(tmp_path: Path) -> None:
    path = tmp_path / "卡片.html"
    text = page(lambda at, name, pairs: HEADED["a table"](at, name, pairs) if at == 1 else "")
    path.write_text(text, "utf-8")
    with pytest.raises(DutyListError):
        read_duty_list(path)


def test_an_office_below_another_is_no_rest_of_a_cut_line(tmp_path: Path) -> None:
    """All items end in a mark, so that a line that ends in none may have been cut."""
    path = tmp_path / "表单.txt"
    text = "云岭县大河乡履职事项清单\n配合履职事项清单\n"
    for at, (name, offices, *texts) in enumerate(DUTIES, 1):
        text += f"{at}. {name}\n主管部门：{offices}\n"
        text += "".join(f"{a}：\n{b}\n" for a, b in zip(LABELS[1:], texts, strict=True))
    path.write_text(text, "utf-8")
    assert rows(path) == expected(("", "", ""))


def test_emphasis_in_a_sentence_is_no_card(tmp_path: Path) -> None:
    path = tmp_path / "网页.html"
    row = "<tr><td>1<td>甲<tr><td>2<td>乙"
    path.write_text(
        "<html><head><meta charset=utf-8></head><body><h1>大河乡基本履职事项清单</h1>"
        "<p><b>事项名称</b>以下表为准。</p><p>联系人另行公布。</p>"
        f"<table><tr><th>序号<th>事项名称{row}</table></body></html>",
        "utf-8",
    )
    duty_list = read_duty_list(path)
    assert [duty.name for duty in duty_list.duties] == ["甲", "乙"]
    assert any("事项名称以下表为准。" in note.text for note in duty_list.notes)


@pytest.mark.parametrize("cell", ["td", "th"])
def test_labels_within_a_cell_of_a_row_stay_its_text(cell: str, tmp_path: Path) -> None:
    path = tmp_path / "网页.html"
    offices = "<p><b>牵头部门</b>：县住建局</p><p><b>配合部门</b>：县应急局</p>"
    path.write_text(
        "<html><head><meta charset=utf-8></head><body><h1>大河乡配合履职事项清单</h1>"
        "<table><tr><th>序号<th>事项名称<th>对应上级部门<th>上级部门职责<th>乡镇配合职责</tr>"
        f"<tr><td>1<td>燃气安全检查<{cell}><div>{offices}</div></{cell}><td>检查。<td>宣传。</table>"
        "</body></html>",
        "utf-8",
    )
    (duty,) = read_duty_list(path).duties
    assert duty.cells[2] == "牵头部门：县住建局\n配合部门：县应急局"
    assert [(one.office, one.leads) for one in duty.listed] == [
        ("县住建局", True), ("县应急局", False),
    ]  # fmt: skip


def test_cards_within_a_table_that_only_sets_the_page(tmp_path: Path) -> None:
    path = tmp_path / "卡片.html"
    text = page(HEADED["boxes"]).replace("<body>", "<body><table><tr><td></td><td>")
    path.write_text(text.replace("</body>", "</td></tr></table></body>"), "utf-8")
    assert rows(path) == expected(("", "", ""))


RECALLED = ("承接部门", "工作方式")


def tabbed(cards: dict[str, list[tuple[str, list[tuple[str, str]]]]]) -> str:
    """A page with a pane of cards for each list, of which one is shown."""
    names = "".join(f"<li>{title}</li>" for title in cards)
    panes = "".join(
        f'<div class="pane{" on" if not at else ""}">'
        + "".join(
            f"<h3>一、农业</h3><h4>{number}. {name}</h4>{described(pairs)}"
            for number, (name, pairs) in enumerate(duties, 1)
        )
        + "</div>"
        for at, duties in enumerate(cards.values())
    )
    return (
        "<html><head><meta charset=utf-8><style>.pane{display:none}.pane.on{display:block}</style>"
        f"</head><body><div class=top>首页</div><div class=top>公开</div>"
        f"<h1>云岭县大河乡履职事项清单</h1><ul>{names}</ul>{panes}</body></html>"
    )


COOPERATIVE = [(name, list(zip(LABELS, texts, strict=True))) for name, *texts in DUTIES]
TAKEN = [
    ("出具证明", [("承接部门", "县公安局"), ("工作方式", "由派出所办理。")]),
    ("拆除广告", [("承接部门", "县城管局"), ("工作方式", "自行拆除。")]),
]


@pytest.mark.parametrize("count", [1, 3])
def test_cards_in_panes_whose_names_are_lists(count: int, tmp_path: Path) -> None:
    """One list has a single card: its head is read as those of the others are."""
    path = tmp_path / "卡片.html"
    cards = {"上级部门收回事项清单": TAKEN, "配合履职事项清单": COOPERATIVE[:count]}
    path.write_text(tabbed(cards), "utf-8")
    found = read_duty_list(path)
    assert {
        one.title: [(duty.number, duty.category, duty.name) for duty in one.duties]
        for one in found.lists
    } == {
        title: [(at, "农业", name) for at, (name, _) in enumerate(duties, 1)]
        for title, duties in cards.items()
    }
    assert "点开才显示的也读入了：“配合履职事项清单”" in found.notes[0].text


def test_panes_of_other_things_stay_hidden(tmp_path: Path) -> None:
    path = tmp_path / "卡片.html"
    cards = {"配合履职事项清单": COOPERATIVE, "联系方式": TAKEN}
    path.write_text(tabbed(cards), "utf-8")
    found = read_duty_list(path)
    assert [one.title for one in found.lists] == ["配合履职事项清单"]
    assert "不显示的文字没有读入" in found.notes[0].text


def test_a_lone_form_below_a_list_is_none_of_its_duties(tmp_path: Path) -> None:
    path = tmp_path / "卡片.html"
    form = "".join(f"<tr><td>{a}<td>{b}" for a, b in COOPERATIVE[0][1])
    path.write_text(
        "<html><head><meta charset=utf-8></head><body><h1>大河乡基本履职事项清单</h1>"
        "<table><tr><th>序号<th>类别<th>事项名称<tr><td>1<td>党建<td>甲</table>"
        f"<p>农药安全使用指导</p><table>{form}</table></body></html>",
        "utf-8",
    )
    found = read_duty_list(path)
    assert [duty.name for duty in found.duties] == ["甲"]
    assert any("没有读入：对应上级部门｜县农业农村局" in note.text for note in found.notes)


def test_recalled_duties_in_lines_whose_names_have_no_numbers(tmp_path: Path) -> None:
    path = tmp_path / "网页.html"
    items = [
        ("商铺招牌尺寸的审批", "区城市管理局", "告知承诺。"),
        ("电梯维保考核", "区市监局", "评分。"),
    ]
    body = "".join(
        f"<details><summary>{name}</summary><ul><li>承接部门：{office}</li><li>工作方式：{how}</li></ul>"
        "</details>"
        for name, office, how in items
    )
    path.write_text(
        "<html><head><meta charset=utf-8></head><body><h1>大河街道履职事项清单</h1>"
        f"<h2>上级部门收回事项清单</h2>{body}</body></html>",
        "utf-8",
    )
    (table,) = read_duty_list(path).lists
    assert table.kind == "recalled"
    assert [duty.cells for duty in table.duties] == items
