"""Digits and letters that Unicode has lowered or raised (O₂, 10⁹) and the faces lack are set as
small ordinary ones in every PDF; the records keep them as printed."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from dutylist.records.templates import TEMPLATES
from dutylist.render.typeset.faces import small_forms, unprintable
from dutylist.render.typeset.pdf import write_pdf
from dutylist.render.views.official import official_view
from tests.render_documents import faces, small_list
from tests.test_paper_sweep import DOCUMENTS, missing_glyphs


def text_of(pdf: bytes) -> str:
    pages = pypdfium2.PdfDocument(pdf)
    return re.sub(r"\s", "", "".join(one.get_textpage().get_text_bounded() for one in pages))


def heights(pdf: bytes, page: int, text: str) -> list[float]:
    """How high the glyphs of a text's characters stand above the line's lowest."""
    textpage = pypdfium2.PdfDocument(pdf)[page].get_textpage()
    found = textpage.search(text)
    at, length = found.get_next()
    return [textpage.get_charbox(index)[1] for index in range(at, at + length)]


def with_small(value: Any) -> Any:
    """A view in whose every text a character is followed by one that no face has."""
    if isinstance(value, str):
        return re.sub("[县旗]", r"\g<0>₂", value)
    if isinstance(value, tuple | list):
        return type(value)(map(with_small, value))
    if isinstance(value, dict):
        return {key: with_small(one) for key, one in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        its = {one.name: with_small(getattr(value, one.name)) for one in fields(value) if one.init}
        return replace(value, **its)
    return value


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_document_sets_them_small(name: str) -> None:
    template, view = DOCUMENTS[name][0](0)
    pdf = write_pdf(TEMPLATES / f"{template}.typ", with_small(view), faces())
    text = text_of(pdf)
    assert "〓" not in text
    assert re.search("[县旗]2", text)
    assert missing_glyphs(pdf) == 0


def test_they_are_lowered_and_raised_in_their_line() -> None:
    list_ = small_list("监测O₂浓度", "每毫升10⁹个", "次数xⁿ₊₁次", "年均PM₂.₅值")
    assert unprintable(list_, faces()) == ()
    pdf = write_pdf(TEMPLATES / "official.typ", official_view(list_), faces())
    text = text_of(pdf)
    assert [one in text for one in ("监测O2浓度", "PM2.5值")] == [True, True]
    letter, lowered = heights(pdf, 2, "O2")
    assert lowered < letter - 0.5
    _, zero, raised = heights(pdf, 2, "109")
    assert raised > zero + 1


def test_what_no_small_form_shows_is_still_told() -> None:
    # 𐞀 is a raised letter whose own letter no face has either; 〓 stands for both.
    assert set(small_forms("₂ⁿₓ\U0002a6d6\ue000", faces())) == set("₂ⁿₓ")
    (note,) = unprintable(small_list("O₂与\U0002a6d6"), faces())
    assert "U+2A6D6" in note.text


def test_an_own_template_that_does_not_know_of_them_still_prints(tmp_path: Path) -> None:
    own = tmp_path / "own.typ"
    own.write_text(
        "#let data = json(bytes(sys.inputs.data))\n"
        '#set document(title: "甲")\n'
        '#set text(font: data.faces.body.families, fallback: false, lang: "zh")\n'
        "#data.view.lists.at(0).rows.at(0).cells.at(2).at(0).text\n",
        "utf-8",
    )
    pdf = write_pdf(own, official_view(small_list("监测O₂浓度")), faces())
    assert "O〓(U+2082)浓度" in text_of(pdf)
