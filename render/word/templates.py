"""Makes the Word templates that come with the program, and the list of their tags.

Run it to renew templates/*.docx and templates/标签说明.md: python -m dutylist.render.word.templates
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.section import Section
from docx.shared import Mm, Pt

from dutylist.records.templates import TEMPLATES
from dutylist.render.views.card_fit import BLOCK_GAP, FACT_LABEL, LAYOUTS, PITCH, LayoutName
from dutylist.render.views.paper import POINTS_PER_MM
from dutylist.render.word.markup import paragraph_xml, run_xml
from dutylist.render.word.package import empty_document, saved
from dutylist.render.word.parts import (
    number_pages,
    paragraph_style,
    rule_paragraphs,
    set_faces,
    table_style,
)
from dutylist.render.word.sheet import TABLE, sheet_page, sheet_styles
from dutylist.render.word.tags import CARD_TAGS, EXCERPT_TAGS
from dutylist.render.word.template import FACTS_TABLE, SCALED_BASE


def excerpt_template() -> Document:
    """The template of the department excerpt: the same parts as templates/excerpt.typ."""
    document = _empty("{{ 部门 }}{{ 清单名称 }}摘录", "{{ 地区全称 }}", "{{ 部门 }}", "{{ 版本 }}")
    style = _excerpt_styles(document)

    def add(text: str, name: str) -> Any:
        return document.add_paragraph(text, style[name])

    _excerpt_heads(document, add)
    _excerpt_summary(document, style, add)
    _excerpt_duties(add)
    _excerpt_recalls(add)
    add("{%p if 合计 == 0 %}", "Normal")
    add("清单中没有本部门的事项。", "末段 正文")
    add("{%p endif %}", "Normal")
    add("{{ 签章序号 }}、签字盖章", "Heading 1")
    _signatures(document, style)
    return document


def _excerpt_heads(document: Document, add: Any) -> None:
    """The cover, or the title above the first page where there is none."""
    cover = document.sections[0]
    sheet_page(cover)
    add("{%p if 封面 %}", "封面 地区")
    add("{%p for 行 in 地区 %}", "封面 地区")
    add("{{ 行 }}", "封面 地区")
    add("{%p endfor %}", "封面 地区")
    add("{{ 清单名称 }}", "封面 地区")
    add("部门摘录", "封面 标题")
    add("{{ 部门 }}", "封面 部门")
    add("{{ 版本 }}", "封面 日期")
    number_pages(document, document.add_section())
    add("{%p endif %}", "Normal")
    add("{%p if not 封面 %}", "Normal")
    add("{{ 部门 }}履职事项摘录", "篇首 标题")
    add("{{ 地区全称 }}{{ 清单名称 }}{% if 版本 %}（{{ 版本 }}）{% endif %}", "篇首 副题")
    add("{%p endif %}", "Normal")


def _excerpt_summary(document: Document, style: dict[str, str], add: Any) -> None:
    """How many duties there are, what the marks mean, and where each duty stands."""
    # Word keeps the room above a heading where a section begins.
    add("一、摘要", "Heading 1").paragraph_format.space_before = Pt(0)
    add("{%p if 别名 %}", "Normal")
    add("清单中本部门又写作：{{ 别名 }}。", "Normal")
    add("{%p endif %}", "Normal")
    _table(
        document,
        style,
        (31.2,) * 5,
        [
            ["牵头事项", "配合事项", "条文所列", "上级部门收回", "合计"],
            [
                *("{{ 牵头数 }} 项", "{{ 配合数 }} 项", "{{ 条文所列数 }} 项"),
                *("{{ 收回数 }} 项", "{{ 合计 }} 项"),
            ],
        ],
    )
    add("{{ 角色说明 }}", "表后")
    add("{%p for 说明 in 标记说明 %}", "Normal")
    paragraph = add("", "Normal")
    paragraph.add_run("{{ 说明.标记 }}", "标记")
    paragraph.add_run(" {{ 说明.含义 }}。")
    add("{%p endfor %}", "Normal")
    line = [
        "{{ 项.编号 }}",
        "{{ 项.类别 }}",
        "{{ 项.名称 }}",
        "{{ 项.角色 }}",
        "{{ 项.清单页码 or '—' }}",
        "{{r 项.本文页码 }}",
    ]
    _table(
        document,
        style,
        (21.9, 24, 55.1, 12.7, 21.15, 21.15),
        [
            ["编号", "类别", "事项名称", "角色", "原件页码", "本文页码"],
            ["{%tr for 项 in 事项 %}"],
            line,
            ["{%tr endfor %}"],
            ["{%tr for 项 in 收回事项 %}"],
            line,
            ["{%tr endfor %}"],
        ],
    )


def _excerpt_duties(add: Any) -> None:
    """The duties that the department leads or helps with, clause by clause."""
    add("{%p if 事项 %}", "Normal")
    add("二、配合履职事项", "Heading 1")
    add("{%p for 项 in 事项 %}", "Normal")
    add("{{r 项.书签 }}{{ 项.编号 }}　{{ 项.名称 }}", "Heading 2")
    facts = [
        "{% if 项.类别 %}类别：{{ 项.类别 }}　　{% endif %}本部门角色：{{ 项.角色 }}",
        "相关部门：{{ 项.相关部门 }}",
        "出处：{{ 项.出处 }}{% if 项.乡镇承办 %}",
        "乡镇（街道）承办：{{ 项.乡镇承办 }}{% endif %}",
    ]
    # One paragraph: LibreOffice gives up to hold many small ones on the page of what they head.
    add("\n".join(facts), "事项要点")
    add("本部门职责", "小标题")
    _clauses(add, "项.部门职责", "清单未列出本部门的具体职责。")
    add("{{ 项.乡镇 }}配合职责", "小标题")
    _clauses(add, "项.乡镇职责", "清单未列出。", last="项.末项")
    add("{%p endfor %}", "Normal")
    add("{%p endif %}", "Normal")


def _excerpt_recalls(add: Any) -> None:
    """The duties that it took back, and how it does them."""
    add("{%p if 收回事项 %}", "Normal")
    add("{% if 事项 %}三{% else %}二{% endif %}、上级部门收回事项", "Heading 1")
    add("{%p for 项 in 收回事项 %}", "Normal")
    add("{{r 项.书签 }}{{ 项.编号 }}　{{ 项.名称 }}", "Heading 2")
    add("{% if 项.类别 %}类别：{{ 项.类别 }}\n{% endif %}出处：{{ 项.出处 }}", "事项要点")
    add("承接方式", "小标题")
    add("{%p for 段 in 项.承接方式 %}", "Normal")
    _last_or(add, "loop.last and 项.末项", "{{ 段 }}", "Normal")
    add("{%p endfor %}", "Normal")
    add("{%p endfor %}", "Normal")
    add("{%p endif %}", "Normal")


def _last_or(add: Any, condition: str, text: str, style: str) -> None:
    """A paragraph that goes with the seal to its page where it is the last one (GB/T 9704-2012,
    7.3.5: a seal stands with text)."""
    add(f"{{%p if {condition} %}}", style)
    add(text, "末段 正文")
    add("{%p else %}", style)
    add(text, style)
    add("{%p endif %}", style)


def _clauses(add: Any, clauses: str, none_text: str, last: str = "false") -> None:
    add(f"{{%p for 条 in {clauses} %}}", "条款")
    add("{%p if 条.小标题 %}", "条款")
    add("{{ 条.小标题 }}", "条款标题")
    add("{%p endif %}", "条款")
    add(f"{{%p if loop.last and {last} %}}", "条款")
    _clause(add("{{ 条.条号 }}", "末段 条款"))
    add("{%p else %}", "条款")
    _clause(add("{{ 条.条号 }}", "条款"))
    add("{%p endif %}", "条款")
    add("{%p else %}", "条款")
    _last_or(add, last, none_text, "Normal")
    add("{%p endfor %}", "条款")


def _clause(paragraph: Any) -> None:
    paragraph.add_run("{%r if 条.标记 %}")
    paragraph.add_run("{{ 条.标记名 }}", "标记")
    paragraph.add_run(" ")
    paragraph.add_run("{%r endif %}")
    paragraph.add_run("{%r if 条.标记附注 %}")
    paragraph.add_run("（{{ 条.标记附注 }}）", "标记附注")
    paragraph.add_run("{%r endif %}")
    paragraph.add_run("{{ 条.内容 }}")


def _signatures(document: Document, style: dict[str, str]) -> None:
    table = document.add_table(1, 2)
    table.style = TABLE
    table.autofit = False
    for cell, who in zip(table.rows[0].cells, ("{{ 部门 }}", "{{ 乡镇 }}"), strict=True):
        cell.width = Mm(78)
        lines = (
            (who, "签字 单位"),
            ("意见：", "签字 意见"),
            ("负责人（签字）：", "签字"),
            ("（盖章）", "签字"),
            ("年　　月　　日", "签字 日期"),
        )
        cell.paragraphs[0]._p.getparent().remove(cell.paragraphs[0]._p)
        for text, name in lines:
            cell.add_paragraph(text, style[name])
    _keep_row(table.rows[0])


def _keep_row(row: Any) -> None:
    row._tr.get_or_add_trPr().append(parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))


def _excerpt_styles(document: Document) -> dict[str, str]:
    sheet_styles(document)
    for name, face, size, pitch, before in (
        ("封面 地区", "title", 22, 36, 4),
        ("封面 标题", "title", 36, 54, 60),
        ("封面 部门", "kai", 22, 36, 24),
        ("封面 日期", "kai", 16, 28, 200),
    ):
        paragraph_style(
            document, name, face=face, size=size, pitch=pitch, align="center", before=before
        )
    after_table = paragraph_style(
        document, "表后", size=12, pitch=20, align="justify", before=7, after=2
    )
    last = paragraph_style(document, "末段 正文", size=12, pitch=20, align="justify", after=2)
    last_clause = paragraph_style(
        document, "末段 条款", size=12, pitch=20, align="justify", after=2, hang=12
    )
    for style in (last, last_clause):
        style.paragraph_format.keep_with_next = True
    for style in (after_table, last, last_clause):
        style.paragraph_format.widow_control = True
    paragraph_style(document, "签字 单位", face="head", size=12, pitch=20, before=9)
    paragraph_style(document, "签字 意见", size=12, pitch=20, after=76)
    paragraph_style(document, "签字", size=12, pitch=20, after=13)
    paragraph_style(document, "签字 日期", size=12, pitch=20, before=47, after=5, align="right")
    mark = document.styles.add_style("标记", WD_STYLE_TYPE.CHARACTER)
    mark.font.size = Pt(9)
    set_faces(mark.element.get_or_add_rPr(), "head")
    mark.element.rPr.append(
        parse_xml(f'<w:bdr {nsdecls("w")} w:val="single" w:sz="4" w:space="0" w:color="000000"/>')
    )
    behind = document.styles.add_style("标记附注", WD_STYLE_TYPE.CHARACTER)
    behind.font.size = Pt(10)
    set_faces(behind.element.get_or_add_rPr(), "kai")
    return {style.name: style.name for style in document.styles}


def _table(
    document: Document, style: dict[str, str], widths: tuple[float, ...], rows: list[list[str]]
) -> None:
    """A table with a repeated header row; widths in millimetres."""
    table = document.add_table(0, len(widths))
    table.style = TABLE
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for n, texts in enumerate(rows):
        row = table.add_row()
        for i, width in enumerate(widths):
            cell = row.cells[i]
            cell.width = Mm(width)
            text = texts[i] if i < len(texts) else ""
            cell.paragraphs[0].style = style["表头" if n == 0 else "表格文字"]
            cell.paragraphs[0].add_run(text)
        _keep_row(row)
        if n == 0:
            row._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))


CUT_MARGIN = 4.0
"""mm around four cards: what office printers leave white."""


def card_template(name: LayoutName) -> Document:
    """The template of the cards: a table with one cell a card, as high as the card."""
    layout = LAYOUTS[name]
    document = _empty("{{ 标题 }}", "{{ 地区全称 }}", "责任卡", "")
    paragraph_style(document, "Normal", size=10, pitch=15)
    _card_styles(document, layout.width)
    section = document.sections[0]
    if name == "a5":
        _page(section, (148, 210), (11, 6, 11, 11))
        across, down, foot, padding = 126.0, 188.0, 20.0, 0.0
    else:
        _page(section, (210, 297), (CUT_MARGIN, 2, CUT_MARGIN, CUT_MARGIN))
        across, down, foot = 101.0, 144.4, 25.0
        padding = (across - layout.width / POINTS_PER_MM) / 2
    cut = "dashed" if name == "a4-4up" else "nil"
    table = (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{_dxa(across * layout.across)}" '
        'w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>'
        f'<w:insideV w:val="{cut}" w:sz="4" w:space="0" w:color="787878"/>'
        '</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>'
        f'<w:top w:w="{_dxa(padding)}" w:type="dxa"/><w:left w:w="{_dxa(padding)}" w:type="dxa"/>'
        f'<w:bottom w:w="0" w:type="dxa"/><w:right w:w="{_dxa(padding)}" w:type="dxa"/>'
        "</w:tblCellMar></w:tblPr><w:tblGrid>"
        + f'<w:gridCol w:w="{_dxa(across)}"/>' * layout.across
        + "</w:tblGrid>"
        + _tag_row("{%tr for 行 in 版面 %}")
        + _card_row(down - foot, _body_paragraphs(layout.width), across, "")
        + _card_row(foot, _foot_paragraphs(), across, cut)
        + _tag_row("{%tr endfor %}")
        + "</w:tbl>"
    )
    document.element.body.insert(0, parse_xml(table))
    document.add_paragraph("", "末段")
    return document


def _dxa(millimetres: float) -> int:
    return round(millimetres * POINTS_PER_MM * 20)


def _tag_row(tag: str) -> str:
    return f"<w:tr><w:tc><w:p>{run_xml(tag)}</w:p></w:tc></w:tr>"


def _card_row(height: float, paragraphs: str, across: float, cut: str) -> str:
    """A row of exactly `height` millimetres with a cell for each card across."""
    borders = ""
    if cut:
        borders = (
            f'<w:tcBorders><w:bottom w:val="{cut}" w:sz="4" w:space="0" w:color="787878"/>'
            '</w:tcBorders><w:tcMar><w:top w:w="0" w:type="dxa"/></w:tcMar>'
        )
    loop, end = "{%tc for 卡 in 行 %}", "{%tc endfor %}"
    return (
        f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{_dxa(height)}" w:hRule="exact"/>'
        f"</w:trPr><w:tc><w:p>{run_xml(loop)}</w:p></w:tc>"
        f'<w:tc><w:tcPr><w:tcW w:w="{_dxa(across)}" w:type="dxa"/>{borders}</w:tcPr>'
        f"{_tag_paragraph('卡片标记', '{%p if 卡 %}')}{paragraphs}"
        f"{_tag_paragraph('卡片标记', '{%p endif %}')}"
        f"{_tag_paragraph('末段', '')}</w:tc>"
        f"<w:tc><w:p>{run_xml(end)}</w:p></w:tc></w:tr>"
    )


def _facts(width: float) -> str:
    """The card's table, `width` points wide, for SCALED_BASE: filling it makes it for the card's
    size."""
    label, half = round(FACT_LABEL * SCALED_BASE * 20), round(width * 10)

    def cell(wide: int, style: str, text: str, across: int = 1) -> str:
        span = f'<w:gridSpan w:val="{across}"/>' if across > 1 else ""
        return (
            f'<w:tc><w:tcPr><w:tcW w:w="{wide}" w:type="dxa"/>{span}<w:vAlign w:val="center"/>'
            f"</w:tcPr>{_tag_paragraph(style, text)}</w:tc>"
        )

    def when(condition: str, *cells: str) -> str:
        row = f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells)}</w:tr>"
        return _tag_row(f"{{%tr if {condition} %}}") + row + _tag_row("{%tr endif %}")

    name = cell(label, "卡片要点名", "{{ 要点.名 }}")
    widths = (label, half - label, label, half - label)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{FACTS_TABLE}"/>'
        f'<w:tblW w:w="{2 * half}" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>'
        + "".join(f'<w:gridCol w:w="{one}"/>' for one in widths)
        + "</w:tblGrid>"
        + _tag_row("{%tr for 要点 in 卡.要点 %}")
        + when("not 要点.名二", name, cell(2 * half - label, "卡片要点", "{{ 要点.值 }}", 3))
        + when(
            "要点.名二",
            name,
            cell(half - label, "卡片要点", "{{ 要点.值 }}"),
            cell(label, "卡片要点名", "{{ 要点.名二 }}"),
            cell(half - label, "卡片要点", "{{ 要点.值二 }}"),
        )
        + _tag_row("{%tr endfor %}")
        + "</w:tbl>"
    )


def _body_paragraphs(width: float) -> str:
    def when(condition: str, style: str, text: str) -> str:
        return (
            _tag_paragraph(style, f"{{%p if {condition} %}}")
            + _tag_paragraph(style, text)
            + _tag_paragraph(style, "{%p endif %}")
        )

    corner = run_xml("{{ 卡.角注 }}", '<w:rStyle w:val="角注"/>')
    title = paragraph_xml("卡片标题", f"{_runs('{{ 卡.标题 }}')}<w:r><w:tab/></w:r>{corner}")
    return (
        title
        + _facts(width)
        + _tag_paragraph("卡片条文", "{%p for 段 in 卡.段落 %}")
        + when("段.样式 == '部门'", "卡片部门", "{{ 段.内容 }}")
        + when("段.样式 == '小标题'", "卡片小标题", "{{ 段.内容 }}")
        + when("段.样式 == '条文' and 段.条号", "卡片条文", "{{ 段.条号 }}{{ 段.内容 }}")
        + when("段.样式 == '条文' and not 段.条号", "卡片续文", "{{ 段.内容 }}")
        + _tag_paragraph("卡片条文", "{%p endfor %}")
    )


def _foot_paragraphs() -> str:
    return _tag_paragraph("卡片出处", "{{r 卡.二维码 }}出处：{{ 卡.出处 }}") + _tag_paragraph(
        "卡片出处", "{{ 卡.版本编码 }}"
    )


def _runs(text: str) -> str:
    """Tags and words of a template, as they stand; a tab goes on at the next tab stop."""
    return "<w:r><w:tab/></w:r>".join(run_xml(part) for part in text.split("\t"))


def _tag_paragraph(style: str, text: str) -> str:
    return paragraph_xml(style, _runs(text) if text else "")


def _card_styles(document: Document, width: float) -> None:
    """The styles of a card `width` points wide, for 10 pt type; they follow the card's size."""
    size, pitch = SCALED_BASE, SCALED_BASE * PITCH

    def style(name: str, **options: Any) -> Any:
        return paragraph_style(document, name, **({"size": size, "pitch": pitch} | options))

    title = style("卡片标题", face="title", size=size * 1.35, pitch=pitch * 1.35, after=4)
    title.paragraph_format.tab_stops.add_tab_stop(Pt(width), WD_TAB_ALIGNMENT.RIGHT)
    style("卡片要点", before=0, after=0)
    style("卡片要点名", face="head", before=0, after=0)
    table_style(document, FACTS_TABLE, (3.5, 2.5, 2.5))
    style("卡片部门", face="head", before=2 * BLOCK_GAP, after=BLOCK_GAP)
    style("卡片小标题", face="kai", after=BLOCK_GAP)
    style("卡片条文", align="justify", after=BLOCK_GAP, hang=size)
    style("卡片续文", align="justify", after=BLOCK_GAP)
    rule_paragraphs(style("卡片出处", size=size * 0.9), {"top": 4}, 3)
    style("卡片标记")
    paragraph_style(document, "末段", size=1, pitch=1)
    corner = document.styles.add_style("角注", WD_STYLE_TYPE.CHARACTER)
    corner.font.size = Pt(9)
    set_faces(corner.element.get_or_add_rPr(), "song")


def _empty(title: str, author: str, subject: str, keywords: str) -> Document:
    document = empty_document()
    properties = document.core_properties
    properties.title, properties.author, properties.subject = title, author, subject
    properties.last_modified_by, properties.keywords = author, keywords
    return document


def _page(section: Section, size: tuple[float, float], margins: tuple[float, ...]) -> None:
    """Paper and margins (top, bottom, left, right) in millimetres."""
    section.page_width, section.page_height = Mm(size[0]), Mm(size[1])
    section.top_margin, section.bottom_margin = Mm(margins[0]), Mm(margins[1])
    section.left_margin, section.right_margin = Mm(margins[2]), Mm(margins[3])
    section.header_distance = section.footer_distance = Mm(0)


def tag_list() -> str:
    """The Markdown page that explains the tags."""
    lines = [
        "# 模板标签说明",
        "",
        "Word 模板（摘录、责任卡）里可用的标签。标签写法同 docxtpl / Jinja2："
        "`{{ 部门 }}` 填一个值，`{%p for 项 in 事项 %}` 到 `{%p endfor %}` 逐项重复段落，"
        "`{%tr … %}` 重复表格行，`{%tc … %}` 重复单元格。循环里的名字（项、条、卡、段）可以自取。",
    ]
    for title, tags in (("部门摘录", EXCERPT_TAGS), ("责任卡", CARD_TAGS)):
        lines += ["", f"## {title}", "", "| 标签 | 内容 |", "| --- | --- |"]
        lines += [f"| {tag} | {meaning} |" for tag, meaning in tags.items()]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Write the templates and the list of tags into the templates folder."""
    (TEMPLATES / "excerpt.docx").write_bytes(saved(excerpt_template()))
    for name in LAYOUTS:
        (TEMPLATES / f"card-{name}.docx").write_bytes(saved(card_template(name)))
    Path(TEMPLATES / "标签说明.md").write_text(tag_list(), encoding="utf-8")


if __name__ == "__main__":
    main()
