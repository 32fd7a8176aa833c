"""The fonts of an OFD file, as those of a PDF: each glyph that is drawn has a code of its own, of
which the PDF says the glyph and what it means."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

import pikepdf
import uharfbuzz as hb
from pikepdf import Array, Dictionary, Name, Stream
from pylopdf_fonts_zh_cn import sans_path, serif_path

from dutylist.extract.formats.pdf.characters import is_private

_SANS = ("黑", "Hei", "hei", "Sans", "YaHei", "Gothic")
"""Parts of the names of fonts without serifs."""

_LAST_CODE = 0xFFFF

WIDE_FROM = 0x2E80
"""Characters from here on are an em wide, those before half of one, where no font tells."""

_ASCENT, _DESCENT = 880, -120
"""Of a Chinese face, in thousandths of an em."""


@dataclass
class DrawnFont:
    """A font that is drawn with: its file, and the glyphs drawn so far, each with what it means.
    The code of a glyph is its place among them, from 1."""

    content: bytes
    face: hb.Face
    kept: bool
    """A face of ours, in place of one that the file does not hold."""

    drawn: dict[tuple[int, str], int] = field(default_factory=dict)

    @cached_property
    def _font(self) -> hb.Font:
        return hb.Font(self.face)

    @cached_property
    def _meanings(self) -> dict[int, str]:
        own = ((self.glyph(chr(code)), chr(code)) for code in sorted(self.face.unicodes))
        return {glyph: one for glyph, one in own if not is_private(ord(one))}

    def glyph(self, character: str) -> int:
        """The glyph of a character, 0 where there is none."""
        return self._font.get_nominal_glyph(ord(character)) or 0

    def meaning(self, glyph: int) -> str:
        """The character of a glyph, "" where the font tells none."""
        return self._meanings.get(glyph, "")

    @cached_property
    def is_chinese(self) -> bool:
        """Whether the font tells what Chinese characters look like: then its table of characters
        is a true one. Others are numbered as a program likes."""
        return any("\u4e00" <= one <= "\u9fff" for one in self._meanings.values())

    def width(self, glyph: int) -> float:
        """How wide a glyph is, in ems."""
        advance: int = self._font.get_glyph_h_advance(glyph)
        em: int = max(self.face.upem, 1)
        return advance / em

    def code(self, glyph: int, means: str) -> int:
        """The code of a glyph that means this."""
        return self.drawn.setdefault((glyph, means), min(len(self.drawn) + 1, _LAST_CODE))

    def as_pdf(self, pdf: pikepdf.Pdf, name: str) -> Dictionary:
        """The font with all that was drawn."""
        file = Stream(pdf, _subset(self.content, self.drawn) if self.kept else self.content)
        file.Subtype = Name.OpenType
        glyphs = b"".join(glyph.to_bytes(2, "big") for glyph in [0, *self._glyphs()])
        descriptor = Dictionary(
            Type=Name.FontDescriptor,
            FontName=Name(f"/{name}"),
            Flags=4,
            FontBBox=Array([0, _DESCENT, 1000, _ASCENT]),
            ItalicAngle=0,
            Ascent=_ASCENT,
            Descent=_DESCENT,
            CapHeight=_ASCENT,
            StemV=80,
            FontFile3=pdf.make_indirect(file),
        )
        below = Dictionary(
            Type=Name.Font,
            Subtype=Name.CIDFontType2,
            BaseFont=Name(f"/{name}"),
            CIDSystemInfo=Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
            FontDescriptor=pdf.make_indirect(descriptor),
            DW=1000,
            W=Array([1, Array([round(1000 * self.width(one)) for one in self._glyphs()])]),
            CIDToGIDMap=pdf.make_indirect(Stream(pdf, glyphs)),
        )
        return Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=Name(f"/{name}"),
            Encoding=Name("/Identity-H"),
            DescendantFonts=Array([pdf.make_indirect(below)]),
            ToUnicode=pdf.make_indirect(Stream(pdf, "\n".join(_meanings(self.drawn)).encode())),
        )

    def _glyphs(self) -> list[int]:
        return [glyph for glyph, _ in self.drawn]


def embedded(content: bytes) -> DrawnFont | None:
    """A font that the file holds, None where it cannot be used."""
    try:
        face = hb.Face(content)
        usable = face.glyph_count > 1 and face.upem > 0
    except (ValueError, RuntimeError, TypeError):
        return None
    return DrawnFont(content, face, kept=False) if usable else None


def kept(name: str) -> DrawnFont:
    """A face in place of one that the file only names."""
    content, face = _kept(sans=any(part in name for part in _SANS))
    return DrawnFont(content, face, kept=True)


@lru_cache(maxsize=2)
def _kept(*, sans: bool) -> tuple[bytes, hb.Face]:
    with open(sans_path() if sans else serif_path(), "rb") as file:
        content = file.read()
    return content, hb.Face(content)


def _subset(content: bytes, drawn: dict[tuple[int, str], int]) -> bytes:
    """The font with no more than the glyphs that are drawn, which keep their numbers."""
    wanted = hb.SubsetInput()
    wanted.sets(hb.SubsetInputSets.GLYPH_INDEX).update({glyph for glyph, _ in drawn})
    wanted.flags = hb.SubsetFlags.RETAIN_GIDS
    return bytes(hb.subset(hb.Face(content), wanted).blob.data)


def _meanings(drawn: dict[tuple[int, str], int]) -> Iterator[str]:
    """The table of meanings (ISO 32000-1, 9.10.3), a hundred to a part."""
    yield (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CMapName /Meanings def /CMapType 2 def\n"
        "1 begincodespacerange <0000> <FFFF> endcodespacerange"
    )
    said = [(code, means) for (_, means), code in drawn.items() if means]
    for start in range(0, len(said), 100):
        part = said[start : start + 100]
        yield f"{len(part)} beginbfchar"
        for code, means in part:
            yield f"<{code:04X}> <{means.encode('utf-16-be', 'surrogatepass').hex()}>"
        yield "endbfchar"
    yield "endcmap CMapName currentdict /CMap defineresource pop end end"
