"""The layers (optional content) of a PDF that are switched off.

pdfium draws nothing of them, but tells of an object no more than the name of the layer that it is
marked as of: what is off is given a name of its own before pdfium opens the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf

from dutylist.extract.formats.pdf.objects import OFF_LAYER

MOST_NESTED = 20
"""No expression that says when something is shown is followed deeper."""

ObjectNumber = tuple[int, int]


def name_hidden(document: pikepdf.Pdf) -> bool:
    """Gives all that is switched off in a file that has layers the name OFF_LAYER, the forms and
    pictures that are by marking what they draw. Whether there is any."""
    layers = _states(document.Root["/OCProperties"])
    marks = [mark for mark in _marks(document) if not _is_shown(mark, layers)]
    drawn = [
        item
        for item in document.objects
        if isinstance(item, pikepdf.Stream)
        and "/OC" in item
        and not _is_shown(item.get("/OC"), layers)
    ]
    for mark in marks:
        mark["/Name"] = pikepdf.String(OFF_LAYER)
    for item in drawn:
        _mark_whole(document, item)
    return bool(marks or drawn)


def _states(found: Any) -> dict[ObjectNumber, bool]:
    """Which layers are on when the file is looked at."""
    usual: Any = found.get("/D", pikepdf.Dictionary())
    off_at_first = str(usual.get("/BaseState")) == "/OFF"
    on, off = ({one.objgen for one in usual.get(key, [])} for key in ("/ON", "/OFF"))
    by_usage = {
        one.objgen
        for rule in usual.get("/AS", [])
        if str(rule.get("/Event", "/View")) == "/View"
        for one in rule.get("/OCGs", [])
    }
    out = {}
    for one in found.get("/OCGs", []):
        number = one.objgen
        out[number] = (number in on) if off_at_first else (number not in off)
        state: Any = one.get("/Usage", {}).get("/View", {}).get("/ViewState")
        if number in by_usage and state is not None:
            out[number] = str(state) != "/OFF"
    return out


def _marks(document: pikepdf.Pdf) -> Iterator[Any]:
    """What the parts of pages and forms may be marked as of."""
    for item in document.objects:
        if not isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
            continue
        for resources in (item, item.get("/Resources")):
            if isinstance(resources, pikepdf.Dictionary | pikepdf.Stream):
                named: Any = resources.get("/Properties")
                if isinstance(named, pikepdf.Dictionary):
                    yield from named.values()


def _is_shown(mark: Any, layers: dict[ObjectNumber, bool]) -> bool:
    """Whether what is marked so is shown: a layer, or what several of them decide together."""
    if not isinstance(mark, pikepdf.Dictionary):
        return True
    if str(mark.get("/Type")) != "/OCMD":
        return layers.get(mark.objgen, True)
    shown: Any = mark.get("/VE")
    if isinstance(shown, pikepdf.Array):
        return _follows(shown, layers)
    members: Any = mark.get("/OCGs", pikepdf.Array())
    listed = members if isinstance(members, pikepdf.Array) else [members]
    states = [layers[one.objgen] for one in listed if one is not None and one.objgen in layers]
    if not states:
        return True
    return {
        "/AllOn": all(states),
        "/AllOff": not any(states),
        "/AnyOff": not all(states),
    }.get(str(mark.get("/P")), any(states))


def _follows(shown: Any, layers: dict[ObjectNumber, bool], depth: int = 0) -> bool:
    """What an expression ([/And …], [/Or …], [/Not …]) says of the layers."""
    if not isinstance(shown, pikepdf.Array):
        return layers.get(shown.objgen, True)
    if depth > MOST_NESTED or not len(shown):
        return True
    parts = [_follows(part, layers, depth + 1) for part in list(shown)[1:]]
    sign = str(shown[0])
    return not all(parts) if sign == "/Not" else any(parts) if sign == "/Or" else all(parts)


def _mark_whole(document: pikepdf.Pdf, item: pikepdf.Stream) -> None:
    """Marks all that a form or a picture draws as of a layer that is off."""
    drawing = item.read_bytes() if item.get("/Subtype") == "/Form" else _made_a_form(document, item)
    item.write(b"/OC /OffLayer BDC\n" + drawing + b"\nEMC")
    if "/Resources" not in item:
        item["/Resources"] = pikepdf.Dictionary()
    resources: Any = item["/Resources"]
    if "/Properties" not in resources:
        resources["/Properties"] = pikepdf.Dictionary()
    layer = pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name=pikepdf.String(OFF_LAYER))
    resources["/Properties"]["/OffLayer"] = layer


def _made_a_form(document: pikepdf.Pdf, item: pikepdf.Stream) -> bytes:
    """Makes a picture a form that draws it; what draws it there."""
    picture = pikepdf.Stream(document, item.read_raw_bytes())
    for key in set(item.keys()) - {"/Length", "/OC"}:
        picture[key] = item[key]
        del item[key]
    item["/Subtype"] = pikepdf.Name.Form
    item["/BBox"] = pikepdf.Array([0, 0, 1, 1])
    item["/Resources"] = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Picture=picture))
    return b"/Picture Do"
