"""The tags (标记) of the Word templates for excerpt and card: what each means, and its values.

The names are Chinese because staff write them in Word: {{ 部门 }}, {%p for 条 in 事项.部门职责 %}.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from dutylist.render.views.card_fit import FactRow
from dutylist.render.views.card_sheet import CardSheetView, PrintedCard
from dutylist.render.views.excerpt import ExcerptDuty, ExcerptRecall, ExcerptView
from dutylist.render.views.marked import MarkedClause, mark_word
from dutylist.render.word.markup import field_runs

EXCERPT_TAGS: dict[str, str] = {
    "部门": "部门名称",
    "封面": "要封面时为真",
    "签章序号": "“签字盖章”前的序号",
    "别名": "清单中本部门的其他写法，没有时为空",
    "清单名称": "如“履职事项清单”",
    "地区": "封面上的地区，逐行",
    "地区全称": "地区各行连写",
    "版本": "如“2025年7月”",
    "乡镇": "清单所属的乡镇、街道",
    "牵头数": "牵头的事项数",
    "配合数": "配合的事项数",
    "条文所列数": "没有列出、只在条文中写明的事项数",
    "收回数": "上级部门收回的事项数",
    "合计": "以上四项之和",
    "角色说明": "牵头、配合是怎样认定的",
    "标记说明": "本文用到的标记，逐个：标记、含义",
    "事项": "配合履职事项，逐项",
    "收回事项": "上级部门收回事项，逐项",
    "事项.编号": "如“配合-053”",
    "事项.序号": "清单中的序号",
    "事项.类别": "事项类别",
    "事项.名称": "事项名称",
    "事项.角色": "牵头或配合",
    "事项.相关部门": "清单所列全部部门",
    "事项.乡镇承办": "分工表里的责任站所、责任人、联系电话，没有则为空",
    "事项.分工": "分工表的各列，按列名取，如 {{ 项.分工.责任人 }}；自己加的列也可以，"
    "列名里有括号、空格的写作 {{ 项.分工['网格员（二组）'] }}；要用 --assignments 给出分工表",
    "事项.部门职责": "与本部门有关的条文，逐条",
    "事项.乡镇": "配合的乡镇、街道；部门自己的清单里是关联镇街一栏写的",
    "事项.乡镇职责": "乡镇的配合职责，逐条",
    "事项.承接方式": "收回事项的工作方式，逐段",
    "事项.末项": "全文最后一项时为真",
    "事项.出处": "清单、序号、页码",
    "事项.清单页码": "清单上所印的页码，与文件的页不同时后面注明文件的页",
    "事项.书签": "放在事项标题里，供页码和链接使用（写作 {{r 项.书签 }}）",
    "事项.本文页码": "该事项在本文中的页码（写作 {{r 项.本文页码 }}）",
    "条.小标题": "条文所属的小标题，与上一条相同时为空",
    "条.条号": "条文前的编号",
    "条.标记": "人工确定、人工核对、共同、各部门、涉及、未明确分工，连同冒号后的说明，或为空",
    "条.标记名": "只有标记，如“共同”",
    "条.标记附注": "只有说明，如“与县公安局”，没有时为空",
    "条.内容": "条文",
    "标记说明.标记": "标记",
    "标记说明.含义": "标记的含义",
}

CARD_TAGS: dict[str, str] = {
    "标题": "全部责任卡的总标题",
    "地区全称": "乡镇名称",
    "版面": "各行卡片，逐行；每行逐张",
    "卡.标题": "“履职事项责任卡”，续卡带“（续）”",
    "卡.角注": "编号，续卡带第几张",
    "卡.首张": "不是续卡时为真",
    "卡.类别": "事项类别",
    "卡.名称": "事项名称",
    "卡.相关部门": "清单所列全部部门",
    "卡.要点": "卡片上方的各行，逐行：类别、名称、部门、责任人等",
    "卡.分工": "分工表的各列，按列名取，如 {{ 卡.分工.责任人 }}；自己加的列也可以，"
    "列名里有括号、空格的写作 {{ 卡.分工['网格员（二组）'] }}",
    "要点.名": "左边一格的名目",
    "要点.值": "左边一格的内容",
    "要点.名二": "右边一格的名目，整行只有一格时为空",
    "要点.值二": "右边一格的内容",
    "卡.段落": "卡上的条文，逐段",
    "卡.出处": "清单、序号、页码",
    "卡.版本编码": "版本和编码",
    "卡.二维码": "二维码图片（写作 {{r 卡.二维码 }}），不印时为空",
    "卡.尺寸": "字号，程序据此缩放名称以“卡片”开头的样式",
    "段.样式": "部门、小标题或条文",
    "段.条号": "条文前的编号",
    "段.内容": "文字",
}


def excerpt_values(view: ExcerptView, pages: Mapping[str, str]) -> dict[str, Any]:
    """The values of EXCERPT_TAGS; `pages` has the page of the document by the duty's code."""
    return {
        "部门": view.department,
        "封面": view.cover,
        "签章序号": "二三四"[bool(view.duties) + bool(view.recalls)],
        "别名": "、".join(view.spellings),
        "清单名称": view.title,
        "地区": view.region,
        "地区全称": "".join(view.region),
        "版本": view.issued,
        "乡镇": view.township,
        "牵头数": view.led,
        "配合数": view.helped,
        "条文所列数": view.named,
        "收回数": view.taken_back,
        "合计": len(view.duties) + len(view.recalls),
        "角色说明": view.role_note,
        "标记说明": [{"标记": mark, "含义": meaning} for mark, meaning in view.marks],
        "事项": [
            {
                **_shared_values(duty, n, pages),
                "末项": not view.recalls and n == len(view.duties) - 1,
                "角色": duty.role,
                "相关部门": "、".join(duty.departments),
                "乡镇承办": duty.contact,
                "部门职责": [_clause_values(clause) for clause in duty.clauses],
                "乡镇": duty.helper,
                "乡镇职责": [_clause_values(clause) for clause in duty.township],
            }
            for n, duty in enumerate(view.duties)
        ],
        "收回事项": [
            {
                **_shared_values(recall, len(view.duties) + n, pages),
                "末项": n == len(view.recalls) - 1,
                "角色": "收回",
                "承接方式": recall.methods,
            }
            for n, recall in enumerate(view.recalls)
        ],
    }


def _shared_values(
    duty: ExcerptDuty | ExcerptRecall, n: int, pages: Mapping[str, str]
) -> dict[str, Any]:
    name = f"_Ref{n + 1:08d}"
    bookmark = f'<w:bookmarkStart w:id="{n + 1}" w:name="{name}"/><w:bookmarkEnd w:id="{n + 1}"/>'
    return {
        "编号": duty.code,
        "序号": duty.number,
        "类别": duty.category,
        "名称": duty.name,
        "出处": duty.source,
        "清单页码": duty.pages,
        "分工": dict(duty.assignment),
        "书签": Markup(bookmark),
        "本文页码": Markup(field_runs(f"PAGEREF {name} \\h", pages.get(duty.code, ""))),
    }


def _clause_values(clause: MarkedClause) -> dict[str, str]:
    return {
        "小标题": clause.topic,
        "条号": clause.label,
        "标记": clause.mark,
        "标记名": mark_word(clause.mark),
        "标记附注": clause.mark.partition("：")[2],
        "内容": clause.text,
    }


def card_values(sheet: CardSheetView, pictures: Sequence[str]) -> dict[str, Any]:
    """The values of CARD_TAGS; `pictures` has the XML of each card's QR code or ""."""
    cards: list[dict[str, Any] | None] = [
        _card_values(card, picture) for card, picture in zip(sheet.cards, pictures, strict=True)
    ]
    cards += [None] * (-len(cards) % sheet.across)
    return {
        "标题": sheet.title,
        "地区全称": sheet.region,
        "版面": [cards[i : i + sheet.across] for i in range(0, len(cards), sheet.across)],
    }


def _fact_values(row: FactRow) -> dict[str, str]:
    (name, text), (second, second_text) = (*row, ("", ""))[:2]
    return {"名": name, "值": text, "名二": second, "值二": second_text}


STYLE_NAMES = {"head": "部门", "topic": "小标题", "clause": "条文"}


def _card_values(card: PrintedCard, picture: str) -> dict[str, Any]:
    return {
        "标题": card.title,
        "角注": card.corner,
        "首张": card.part == 1,
        "类别": card.category,
        "名称": card.name,
        "相关部门": card.departments,
        "要点": [_fact_values(row) for row in card.facts],
        "分工": dict(card.card.assignment),
        "段落": [
            {"样式": STYLE_NAMES[block.style], "条号": block.label, "内容": block.text}
            for block in card.blocks
        ],
        "出处": card.source,
        "版本编码": card.foot,
        "二维码": Markup(picture),
        "尺寸": f"{card.size:g}",
    }
