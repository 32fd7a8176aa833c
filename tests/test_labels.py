"""What a numbering label is: one grammar, asked by everyone who reads, checks or prints clauses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dutylist.records.labels import label_of, split_label

LABELS = [
    ("1.负责", "1.", "digit", 1),
    ("1．负责", "1．", "digit", 1),
    ("1、负责", "1、", "digit", 1),
    ("1 .负责", "1 .", "digit", 1),
    ("12.负责", "12.", "digit", 12),
    ("123.负责", "123.", "digit", 123),
    ("１．负责", "１．", "digit", 1),
    ("⒈负责", "⒈", "digit", 1),
    ("⒓负责", "⒓", "digit", 12),
    ("1）负责", "1）", "digit close", 1),
    ("1)负责", "1)", "digit close", 1),
    ("（3）负责", "（3）", "digit paren", 3),
    ("(3)负责", "(3)", "digit paren", 3),
    ("(123)负责", "(123)", "digit paren", 123),
    ("（3）、负责", "（3）、", "digit paren", 3),
    ("⑵负责", "⑵", "digit paren", 2),
    ("【1】负责", "【1】", "bracket", 1),
    ("[12]负责", "[12]", "bracket", 12),
    ("〔3〕负责", "〔3〕", "bracket", 3),
    ("［４］、负责", "［４］、", "bracket", 4),
    ("①负责", "①", "circle", 1),
    ("⑳负责", "⑳", "circle", 20),
    ("㉑负责", "㉑", "circle", 21),
    ("㊿负责", "㊿", "circle", 50),
    ("❶负责", "❶", "circle", 1),
    ("⓬负责", "⓬", "circle", 12),
    ("一、总则", "一、", "han", 1),
    ("一.总则", "一.", "han", 1),
    ("一．总则", "一．", "han", 1),
    ("二十三、总则", "二十三、", "han", 23),
    ("（二）负责", "（二）", "han paren", 2),
    ("(二)负责", "(二)", "han paren", 2),
    ("（十一）、负责", "（十一）、", "han paren", 11),
    ("㈢负责", "㈢", "han paren", 3),
    ("第一项 负责", "第一项", "article", 1),
    ("第1项", "第1项", "article", 1),
    ("第12条：负责", "第12条", "article", 12),
]
NONE = [
    "2025年完成",
    "2025.3前完成",
    "1.5公里以内",
    "3、4月开展检查",
    "十三五、十四五规划",
    "第一条规定的情形",
    "第一时间 上报",
    "（县水务局）",
    "〔2024〕12号",
    "【党的建设】负责",
    "(一起)",
    "1个月内",
    "一是负责",
    "负责1.5亩",
    "",
]


@pytest.mark.parametrize(("text", "printed", "style", "number"), LABELS)
def test_labels(text: str, printed: str, style: str, number: int) -> None:
    label = label_of(text)
    assert label is not None
    assert (label.text, label.style, label.number) == (printed, style, number)


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_label(text: str) -> None:
    assert label_of(text) is None


@given(st.text(st.sampled_from("1１一十（()）.．、①⒈㈠第条 甲"), max_size=6))
def test_label_and_rest_are_the_paragraph(paragraph: str) -> None:
    label, rest = split_label(paragraph)
    assert label + rest == paragraph
    assert not label or label_of(label + "甲") or label_of(label + " ")
