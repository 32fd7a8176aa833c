"""All offices' excerpts bound as one PDF."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, NameTree

from dutylist.extract.read import read_duty_list
from dutylist.render.bound import write_bound_excerpts
from dutylist.render.write import write_excerpts
from tests.render_documents import faces
from tests.small_list import ROWS, write_list

OFFICES = sorted({office for row in ROWS for office in row[3].split("、")})


def links(document: pikepdf.Pdf) -> Iterator[tuple[int, int]]:
    """The page that each internal link stands on, and the one that it leads to, from 0."""
    places = {page.objgen: index for index, page in enumerate(document.pages)}
    names = NameTree(document.Root.Names.Dests) if "/Names" in document.Root else {}
    for index, page in enumerate(document.pages):
        for link in page.get("/Annots", Array()):
            if link.Subtype != Name.Link or "/URI" in link.get("/A", Dictionary()):
                continue
            to = link.Dest if "/Dest" in link else link.A.D
            if isinstance(to, pikepdf.String):
                to = names[str(to)]
            yield index, places[(to.D if isinstance(to, Dictionary) else to)[0].objgen]


def test_links_lead_where_they_led_in_the_parts(tmp_path: Path) -> None:
    """Each part names its own places, by the same names."""
    duty_list = read_duty_list(write_list(tmp_path / "清单.txt"))
    paths = list(write_excerpts(duty_list, OFFICES, ["pdf"], tmp_path / "各部门", faces=faces()))
    whole = write_bound_excerpts(
        duty_list, list(zip(OFFICES, paths, strict=True)), tmp_path, faces=faces()
    )
    assert whole.name.endswith("各部门摘录合订本（2025年7月版）.pdf")
    with pikepdf.open(whole) as document, document.open_outline() as outline:
        pages = [page.objgen for page in document.pages]
        starts = [pages.index(item.destination[0].objgen) for item in outline.root[1:]]
        bound = sorted(links(document))
    assert len(starts) == len(OFFICES)
    own = []
    for start, path in zip(starts, paths, strict=True):
        with pikepdf.open(path) as part:
            own += [(start + at, start + to) for at, to in links(part)]
    assert own
    assert [link for link in bound if link[0] >= starts[0]] == own
