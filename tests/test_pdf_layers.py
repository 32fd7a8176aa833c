"""Earlier wording in a layer that is off, at the place of what is seen, is left out and told,
whichever way the layer is switched off; so are its rulings and covers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from tests.test_pdf_ink import BELOW, FONT, UNSEEN, canvas, read

OLD, NEW = "暂停受理三个月申请", "每日受理全部申请"
SEEN = [f"矛盾纠纷排查化解{NEW}", "困难群众走访慰问"]

Switch = Callable[[Pdf, Dictionary, Dictionary], tuple[Dictionary, Dictionary]]
"""Of a file with an old and a new layer makes its settings and what marks the old wording."""


def listed_off(_: Pdf, old: Dictionary, new: Dictionary) -> tuple[Dictionary, Dictionary]:
    return Dictionary(ON=Array([new]), OFF=Array([old])), old


def off_unless_listed(_: Pdf, old: Dictionary, new: Dictionary) -> tuple[Dictionary, Dictionary]:
    return Dictionary(BaseState=Name.OFF, ON=Array([new])), old


def off_by_its_usage(_: Pdf, old: Dictionary, new: Dictionary) -> tuple[Dictionary, Dictionary]:
    old.Usage = Dictionary(View=Dictionary(ViewState=Name.OFF))
    on_view = Dictionary(Event=Name.View, Category=Array([Name.View]), OCGs=Array([old]))
    return Dictionary(ON=Array([new, old]), AS=Array([on_view])), old


def member(**kind: object) -> Switch:
    """The wording is a member of both layers in a way that hides it."""

    def switched(pdf: Pdf, old: Dictionary, new: Dictionary) -> tuple[Dictionary, Dictionary]:
        both = Dictionary(Type=Name.OCMD, OCGs=Array([new, old]), **kind)
        return Dictionary(OFF=Array([old])), pdf.make_indirect(both)

    return switched


def by_an_expression(pdf: Pdf, old: Dictionary, new: Dictionary) -> tuple[Dictionary, Dictionary]:
    shown = Array([Name.And, old, Array([Name.Not, old])])
    mark = Dictionary(Type=Name.OCMD, OCGs=Array([new]), VE=shown)
    return Dictionary(OFF=Array([old])), pdf.make_indirect(mark)


SWITCHES: dict[str, Switch] = {
    "listed": listed_off,
    "base state": off_unless_listed,
    "usage": off_by_its_usage,
    "all on": member(P=Name.AllOn),
    "all off": member(P=Name.AllOff),
    "expression": by_an_expression,
}

NAMES = {"other": ("旧版", "新版"), "same": ("版", "版"), "latin": ("old", "new")}


def as_marks(page: Canvas, layer: str, draw: Callable[[], object]) -> None:
    page.addLiteral(f"/OC /{layer} BDC")
    draw()
    page.addLiteral("EMC")


def as_form(page: Canvas, layer: str, draw: Callable[[], object]) -> None:
    page.beginForm(layer)
    page.setFont(FONT, 11)
    draw()
    page.endForm()
    page.doForm(layer)


def switched(path: Path, switch: Switch, names: tuple[str, str], *, objects: bool = False) -> None:
    """Makes layers of the parts of a file that are so marked, or of its forms and pictures."""
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        old, new = (
            pdf.make_indirect(Dictionary(Type=Name.OCG, Name=pikepdf.String(name)))
            for name in names
        )
        settings, mark = switch(pdf, old, new)
        pdf.Root.OCProperties = Dictionary(OCGs=Array([old, new]), D=settings)
        resources = pdf.pages[0].obj.Resources
        resources.Properties = Dictionary(Old=mark, New=new)
        for key, item in resources.get("/XObject", Dictionary()).items():
            if objects:
                item.OC = new if key.endswith("New") else mark
        pdf.save(path)


@pytest.mark.parametrize("names", list(NAMES))
@pytest.mark.parametrize("how", [as_marks, as_form])
@pytest.mark.parametrize("way", list(SWITCHES))
def test_what_a_layer_that_is_off_says_is_left_out(
    way: str, how: Callable[..., None], names: str, tmp_path: Path
) -> None:
    path = tmp_path / "list.pdf"
    page = canvas(path)
    how(page, "Old", lambda: page.drawString(*BELOW, OLD))
    how(page, "New", lambda: page.drawString(*BELOW, NEW))
    page.save()
    switched(path, SWITCHES[way], NAMES[names], objects=how is as_form)

    found, notes = read(path)

    assert found == SEEN
    assert notes == [UNSEEN.format(OLD)]


def other_rulings(page: Canvas) -> None:
    page.line(330, 700, 330, 580)
    page.line(80, 640 - 6, 430, 640 - 6)


@pytest.mark.parametrize("names", list(NAMES))
@pytest.mark.parametrize("how", [as_marks, as_form])
@pytest.mark.parametrize("way", list(SWITCHES))
def test_the_rulings_of_a_layer_that_is_off_part_nothing(
    way: str, how: Callable[..., None], names: str, tmp_path: Path
) -> None:
    path = tmp_path / "list.pdf"
    page = canvas(path)
    how(page, "Old", lambda: other_rulings(page))
    how(page, "New", lambda: page.drawString(*BELOW, NEW))
    page.save()
    switched(path, SWITCHES[way], NAMES[names], objects=how is as_form)

    assert read(path) == (SEEN, [])


@pytest.mark.parametrize("how", [as_marks, as_form, None])
@pytest.mark.parametrize("way", list(SWITCHES))
def test_a_picture_of_a_layer_that_is_off_makes_the_page_no_scan(
    way: str, how: Callable[..., None] | None, tmp_path: Path
) -> None:
    """The picture itself may be of the layer."""
    path = tmp_path / "list.pdf"
    Image.new("L", (600, 800), 90).save(tmp_path / "old.png")

    def earlier(page: Canvas) -> None:
        def drawn() -> object:
            return page.drawImage(tmp_path / "old.png", 0, 0, 595, 842)

        how(page, "Old", drawn) if how else drawn()

    page = canvas(path, earlier)
    (as_form if how is as_form else as_marks)(page, "New", lambda: page.drawString(*BELOW, NEW))
    page.save()
    switched(path, SWITCHES[way], NAMES["other"], objects=how is not as_marks)

    assert read(path) == (SEEN, [])
