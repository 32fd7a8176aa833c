"""Word files carry nothing of the template that the library starts from."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from lxml import etree
from PIL import Image

from dutylist.compare.editions import compare_editions
from dutylist.compare.history import history_of
from dutylist.records.templates import TEMPLATES
from dutylist.render.typeset.faces import load_faces
from dutylist.render.views.report import Report
from dutylist.render.write import write_cards, write_excerpts, write_official
from dutylist.render.write_comparison import write_comparison, write_notices
from dutylist.render.write_history import write_history
from dutylist.render.write_report import write_report
from tests.render_documents import all_duties, other_list

LEFT_OVER = ("thumbnail", "stylesWithEffects", "customXml")


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("word")
    edition = other_list("bayan")
    faces = load_faces(system=False)
    names = [edition.departments[0].name]
    later = replace(edition, issued="2026-07-01")
    comparison = compare_editions(edition, later)
    return [
        *write_comparison(comparison, ["docx", "tracked"], folder, faces=faces),
        *write_notices(comparison, names, ["docx"], folder, faces=faces),
        *write_history(history_of([edition, later], ["2025年版", "2026年版"]), ["docx"], folder),
        *write_official(edition, ["docx"], folder, faces=faces),
        *write_excerpts(edition, names, ["docx"], folder, faces=faces),
        *write_cards(edition, all_duties(edition), ["docx"], folder, faces=faces),
    ]


def test_no_part_of_the_starting_template_is_left(written: list[Path]) -> None:
    for path in written:
        with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as package:
            names = package.namelist()
            told = [name for name in names for word in LEFT_OVER if word in name]
            assert told == [], path.name
            assert b"Macintosh" not in package.read("docProps/app.xml")
            relations = package.read("_rels/.rels") + package.read("word/_rels/document.xml.rels")
            assert not any(word.encode() in relations for word in LEFT_OVER)


def test_author_and_time_are_those_of_this_document(written: list[Path]) -> None:
    now = datetime.now(UTC)
    for path in written:
        properties = docx.Document(str(path)).core_properties
        assert properties.author != "python-docx"
        # A letter is signed by whoever sends it.
        assert properties.author or "的函" in path.name
        assert properties.created is not None
        assert abs(now - properties.created.replace(tzinfo=UTC)) < timedelta(hours=1), path.name


def test_every_document_numbers_its_pages_where_bound_ones_have_it(written: list[Path]) -> None:
    """— 1 — on the outer side of odd and even pages; on pages that lie on their side below the
    short edge, in a text box turned with the page (GB/T 9704-2012, 7.5 and 7.9). Cards have none.
    """
    numbered = [path for path in written if "责任卡" not in path.name]
    assert len(numbered) > 5
    for path in numbered:
        last = docx.Document(str(path)).sections[-1]
        turned = (last.page_width or 0) > (last.page_height or 0)
        for footer, side in ((last.footer, "奇数页"), (last.even_page_footer, "偶数页")):
            element = footer._element
            codes = [(one.text or "").strip() for one in element.iter(qn("w:instrText"))]
            assert codes == ["PAGE"], path.name
            shown = "".join(text.text or "" for text in element.iter(qn("w:t")))
            assert shown == "— 1 —", path.name
            assert [one.get(qn("w:val")) for one in element.iter(qn("w:pStyle"))] == [f"页码{side}"]
            assert bool(list(element.iter(qn("w:txbxContent")))) == turned, path.name


def test_reports_and_the_templates_themselves_have_no_left_over(tmp_path: Path) -> None:
    made = write_report(Report("两边对照", "石桥镇", ()), "对照", ["docx"], tmp_path)
    test_no_part_of_the_starting_template_is_left([*made, *sorted(TEMPLATES.glob("*.docx"))])
    assert docx.Document(str(made[0])).core_properties.author != "python-docx"


def test_each_kind_of_part_is_declared_once(written: list[Path], tmp_path: Path) -> None:
    """Word opens no file with a picture of an undeclared kind, nor one that is declared twice."""
    edition = other_list("bayan")
    with_codes = write_cards(
        *(edition, all_duties(edition)[:3], ["docx"], tmp_path),
        faces=load_faces(system=False),
        code="qr",
    )
    own = docx.Document(str(TEMPLATES / "card-a5.docx"))
    logo = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(logo, "PNG")
    own.sections[0].header.paragraphs[0].add_run().add_picture(logo)
    own.save(str(tmp_path / "own.docx"))
    with_logo = write_cards(
        *(edition, all_duties(edition)[:3], ["docx"], tmp_path / "logo"),
        faces=load_faces(system=False),
        code="qr",
        template=tmp_path / "own.docx",
    )
    pictures = 0
    for path in (*written, *with_codes, *with_logo):
        with zipfile.ZipFile(path) as package:
            types = etree.fromstring(package.read("[Content_Types].xml"))
            declared = [one.get("Extension") for one in types if one.get("Extension")]
            parts = {one.get("PartName") for one in types}
            names = [name for name in package.namelist() if name != "[Content_Types].xml"]
        assert len(declared) == len(set(declared)), path.name
        assert all(f"/{name}" in parts or name.rpartition(".")[2] in declared for name in names), (
            path.name
        )
        pictures += sum(name.endswith(".png") for name in names)
    assert pictures
