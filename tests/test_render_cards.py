"""Cards on their paper: nothing lost, nothing outside the card."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dutylist.app.commands.documents import cards_command
from dutylist.records.templates import TEMPLATES
from dutylist.render.typeset.pdf import write_pdf
from dutylist.render.views.card import CardSection, CardView, card_view
from dutylist.render.views.card_fit import (
    LAYOUTS,
    PITCH,
    LayoutName,
    block_height,
    body_blocks,
    fit_card,
    fit_cards,
    foot_height,
    head_height,
)
from dutylist.render.views.card_sheet import PrintedCard, sheet_view
from dutylist.render.views.line_breaks import (
    NOT_AT_END,
    NOT_AT_START,
    character_width,
    line_starts,
)
from dutylist.render.views.marked import MarkedClause
from tests.render_documents import card_sheet, cards_pdf, faces, real_list

MM = 72 / 25.4
texts = st.text("民政局负责，。（）“”、；abcXYZ129.%《》", max_size=300)


@given(texts, st.floats(6, 40))
@settings(deadline=None)
def test_lines_are_whole_and_keep_the_rules_of_punctuation(text: str, width: float) -> None:
    starts = line_starts(text, width)
    ends = [*starts[1:], len(text)]
    assert starts[0] == 0
    assert starts == sorted(set(starts))
    for start, end in zip(starts, ends, strict=True):
        assert sum(map(character_width, text[start:end])) <= width + 3
    for start in starts[1:]:
        if len(set(text[max(0, start - 4) : start + 1]) - NOT_AT_START - NOT_AT_END) > 3:
            assert text[start] not in NOT_AT_START
            assert text[start - 1] not in NOT_AT_END


def long_card(clauses: list[str]) -> CardView:
    sections = (
        CardSection("县民政局", tuple(MarkedClause(f"{n}.", c) for n, c in enumerate(clauses, 1))),
    )
    return CardView(
        code="配合-001",
        kind="配合履职",
        region="乙镇",
        number="1",
        category="民生服务",
        name="临时救助",
        departments=("县民政局",),
        sections=sections,
        source="配合履职事项清单第1项，第1页",
        edition="2025-07",
    )


@given(st.lists(st.text("民政局负责救助，。；（）1a", min_size=1, max_size=1500), max_size=12))
@settings(max_examples=150, deadline=None)
def test_no_text_is_lost_between_a_card_and_its_continuations(clauses: list[str]) -> None:
    card = long_card(clauses)
    for layout in LAYOUTS.values():
        pages = fit_card(card, layout, "none")
        assert [page.part for page in pages] == list(range(1, len(pages) + 1))
        shown = "".join(b.label + b.text for page in pages for b in page.blocks)
        assert shown == "".join(b.label + b.text for b in body_blocks(card))


@pytest.mark.parametrize("mark", ["。", "；", ""])
def test_a_clause_longer_than_a_card_is_cut_behind_a_sentence(mark: str) -> None:
    """At the last one that leaves more than half of the card filled; else where the line ends."""
    sentence = "组织开展辖区内农村饮水工程管护情况的日常巡查和登记上报工作"
    card = long_card([f"{sentence}{mark}" * 60])
    first, *_ = fit_card(card, LAYOUTS["a5"], "none")
    text = first.blocks[-1].text
    assert len(text) > 5 * len(sentence)
    assert text.endswith(f"{sentence}{mark}") is bool(mark)


@pytest.mark.parametrize("layout", ["a5", "a4-4up"])
def test_every_character_stands_within_its_card(layout: LayoutName) -> None:
    """Looked at on the sheets with a card that is not in the largest type: the full ones."""
    paper = LAYOUTS[layout]
    each = paper.across * paper.down
    full = {
        n // each
        for n, card in enumerate(card_sheet(layout, "qr").cards)
        if card.size < paper.sizes[0]
    }
    assert_within_cards(cards_pdf(layout, "qr"), layout, sorted(full))


@given(
    st.lists(st.text("民政局负责救助，。；（）《》“”1aW一", min_size=1, max_size=900), max_size=9)
)
@settings(max_examples=15, deadline=None)
def test_any_text_stands_within_its_card(clauses: list[str]) -> None:
    for name, layout in LAYOUTS.items():
        pages = fit_cards([long_card(clauses)], layout, "none")
        pdf = write_pdf(TEMPLATES / "card.typ", sheet_view(pages, layout, "none", ""), faces())
        assert_within_cards(pdf, name)


def assert_within_cards(pdf: bytes, name: LayoutName, sheets: Sequence[int] | None = None) -> None:
    layout = LAYOUTS[name]
    document = pypdfium2.PdfDocument(pdf)
    for number in range(len(document)) if sheets is None else sheets:
        page = document[number]
        wide, high = page.get_width() / layout.across, page.get_height() / layout.down
        left, top = (wide - layout.width) / 2, (high - layout.height) / 2
        boxes = [
            (i * wide + left, j * high + top, (i + 1) * wide - left, (j + 1) * high - top)
            for j in range(layout.down)
            for i in range(layout.across)
        ]
        characters = list(printed(page))
        for shown, (x0, y0, x1, y1) in characters:
            x, y = (x0 + x1) / 2, (y0 + y1) / 2
            assert any(
                left - 1 <= x <= right + 1 and top - 1 <= y <= bottom + 1
                for left, top, right, bottom in boxes
            ), (number, shown, x, y)
        for x0, y, x1 in lines_across(page):
            if abs(x1 - x0 - layout.width) < 2:
                struck = [
                    shown
                    for shown, (left, top, _, bottom) in characters
                    if x0 < left < x1 and top + 1 < y < bottom - 1
                ]
                assert not struck, (number, struck)


def printed(page: pypdfium2.PdfPage) -> Iterator[tuple[str, tuple[float, float, float, float]]]:
    """Each character of a page with its left, top, right and bottom from the page's top."""
    text, height = page.get_textpage(), page.get_height()
    for at in range(text.count_chars()):
        if not pypdfium2.raw.FPDFText_IsGenerated(text, at):
            left, low, right, top = text.get_charbox(at, loose=True)
            shown = chr(pypdfium2.raw.FPDFText_GetUnicode(text, at))
            yield shown, (left, height - top, right, height - low)


def lines_across(page: pypdfium2.PdfPage) -> Iterator[tuple[float, float, float]]:
    """The left, the place from the page's top and the right of each line drawn in one stroke."""
    for path in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_PATH]):
        if pypdfium2.raw.FPDFPath_CountSegments(path) == 2:
            left, low, right, top = path.get_bounds()
            yield left, page.get_height() - (low + top) / 2, right


def test_four_cards_a_sheet_and_one_on_a5() -> None:
    for layout, each in (("a5", 1), ("a4-4up", 4)):
        cards = len(card_sheet(layout, "qr").cards)
        assert len(pypdfium2.PdfDocument(cards_pdf(layout, "qr"))) == -(-cards // each)


def test_continuations_say_so_and_type_is_never_smaller_than_the_least() -> None:
    for layout in ("a5", "a4-4up"):
        for card in card_sheet(layout, "qr").cards:
            assert card.size >= LAYOUTS[layout].sizes[-1]
            assert ("（续）" in card.title) == (card.part > 1)


def test_the_code_leads_to_duty_and_edition() -> None:
    card = next(c for c in card_sheet("a4-4up", "qr").cards if c.name.startswith("农村集体经营性"))
    assert card.code == "配合-053 2025-07"
    assert "编码：配合-053 2025-07" in card.foot
    assert card.qr.startswith("<svg")
    plain = sheet_view(
        fit_cards([replace(card.card)], LAYOUTS["a5"], "none"), LAYOUTS["a5"], "none", ""
    )
    assert (plain.cards[0].foot, plain.cards[0].qr) == ("吉木萨尔县三台镇　版本：2025年7月", "")


def followed(layout: LayoutName) -> list[tuple[PrintedCard, PrintedCard]]:
    """Cards of the real list that have a continuation, each with it."""
    cards = card_sheet(layout, "qr").cards
    return [(one, after) for one, after in pairwise(cards) if after.part == one.part + 1]


@pytest.mark.parametrize(("layout", "continued"), [("a5", 7), ("a4-4up", 28)])
def test_cards_are_cut_between_clauses_only(layout: LayoutName, continued: int) -> None:
    found = followed(layout)
    assert len(found) == continued
    for card, after in found:
        whole = [block for block in body_blocks(card.card) if block.style == "clause"]
        for block in (*card.blocks, *after.blocks):
            assert block.style != "clause" or block in whole, card.code
        assert card.blocks[-1].style == "clause", card.code


@pytest.mark.parametrize("layout", ["a5", "a4-4up"])
def test_a_card_is_filled_before_the_next_begins(layout: LayoutName) -> None:
    """What is free above a continuation is less than its first clause needs, with the headings
    above it, but for the line that is kept free; all in all it is little. Only so that a few lines
    do not stand alone is more of it left."""
    paper, shares = LAYOUTS[layout], []
    for card, after in followed(layout):
        height = paper.height - foot_height(paper, "qr")
        head = head_height(card.card, card.size, paper, first=card.part == 1)
        free = height - head - sum(block_height(one, card.size, paper) for one in card.blocks)
        clause = [one.style for one in after.blocks].index("clause")
        needs = sum(block_height(one, card.size, paper) for one in after.blocks[: clause + 1])
        free -= card.size * PITCH
        if free >= needs:
            # Clauses went over to a few lines that stood alone.
            assert after.corner.endswith(f"{after.part}/{after.part}"), card.code
        else:
            shares.append(free / height)
        assert free >= 0, card.code
    assert sum(shares) / len(shares) < 0.08


@pytest.mark.parametrize(("layout", "number"), [("a5", 24), ("a4-4up", 15), ("a4-4up", 6)])
def test_a_few_lines_do_not_stand_alone_on_a_card(layout: LayoutName, number: int) -> None:
    """The clauses of the township come along with the last one of them, below their heading."""
    table = real_list().table("cooperative")
    assert table is not None
    duty = next(one for one in table.duties if one.number == number)
    card = card_view(real_list(), "cooperative", duty)
    *_, last = fit_card(card, LAYOUTS[layout], "short")
    assert last.part == 2
    own = len(duty.township_clauses)
    assert [one.style for one in last.blocks] == ["head", *["clause"] * own]


@pytest.mark.parametrize(("lines", "parts"), [(0.4, 2), (0.6, 1), (0.9, 1)])
def test_half_a_line_to_spare_is_enough_on_a_card_of_the_least_type(
    lines: float, parts: int
) -> None:
    """One card for 配合21 of the real list, as for any that leaves half a line free at 8 pt."""
    table = real_list().table("cooperative")
    assert table is not None
    card = card_view(real_list(), "cooperative", table.duties[20])
    paper = LAYOUTS["a5"]
    assert [one.size for one in fit_card(card, paper, "none")] == [paper.sizes[-1]]
    needs = head_height(card, 8.0, paper, first=True) + foot_height(paper, "none")
    needs += sum(block_height(one, 8.0, paper) for one in body_blocks(card))
    paper = replace(paper, height=needs + lines * 8.0 * PITCH)
    assert len(fit_card(card, paper, "none")) == parts


def test_each_card_names_township_edition_and_the_fields_to_fill() -> None:
    fields = {"责任领导", "责任站所", "责任人", "联系电话", "监督电话"}
    document = pypdfium2.PdfDocument(cards_pdf("a5", "qr"))
    for card, page in zip(card_sheet("a5", "qr").cards, document, strict=True):
        text = "".join(page.get_textpage().get_text_bounded().split())
        assert "吉木萨尔县三台镇版本：2025年7月" in text, card.code
        labels = {label for row in card.facts for label, _ in row}
        if card.part == 1 and not card.card.code.startswith("收回"):
            assert fields <= labels
        assert all(label in text for label in labels), card.code


def test_a_qr_code_stands_only_where_it_is_wanted() -> None:
    for code in ("none", "short", "qr"):
        assert {bool(c.qr) for c in card_sheet("a5", code).cards} == {code == "qr"}
    assert [one.default for one in cards_command.params if one.name == "code"] == ["short"]
