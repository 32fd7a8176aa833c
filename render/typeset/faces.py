"""The type faces: the office's own (方正小标宋, 仿宋, 黑体, 楷体, 宋体) first, then embedded ones.

A role names what a face is for. Each role has a list of families; the printer takes, for each
character, the first family that has it. The last two families come with the program, so that a
role is never empty.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

import pylopdf_fonts_zh_cn
import typst
import uharfbuzz as hb

from dutylist.records.model import DutyList, Note

RoleName = Literal["title", "body", "head", "kai", "song"]
"""小标宋 (titles), 仿宋 (text), 黑体 (heads), 楷体 (second heads), 宋体 (page numbers)."""

EMBEDDED = ("Noto Serif SC", "Noto Sans SC")

# Families by the names their files carry (English first), the most official one first.
OFFICIAL: dict[RoleName, tuple[str, ...]] = {
    "title": (
        "FZXiaoBiaoSong-B05S",
        "方正小标宋简体",
        "FZXiaoBiaoSong-B05",
        "方正小标宋_GBK",
        "方正小标宋_GB18030",
        "STZhongsong",
        "华文中宋",
        "Noto Serif CJK SC",
        "Source Han Serif SC",
    ),
    "body": (
        "FangSong_GB2312",
        "仿宋_GB2312",
        "FangSong",
        "仿宋",
        "STFangsong",
        "华文仿宋",
        "FZFangSong-Z02",
    ),
    "head": ("SimHei", "黑体", "STHeiti", "Noto Sans CJK SC", "Source Han Sans SC"),
    "kai": ("KaiTi_GB2312", "楷体_GB2312", "KaiTi", "楷体", "STKaiti", "LXGW WenKai"),
    "song": ("SimSun", "宋体", "STSong", "Noto Serif CJK SC", "Source Han Serif SC"),
}

# Faces with many rare characters, tried last.
RARE = (
    "Noto Serif CJK SC",
    "Noto Sans CJK SC",
    "SimSun-ExtB",
    "SimSun-ExtG",
    "MingLiU-ExtB",
    "HanaMinA",
    "HanaMinB",
    "Jigmo",
    "Jigmo2",
    "Jigmo3",
    "Plangothic P1",
    "Plangothic P2",
    "BabelStone Han",
)

FACE_NAMES: dict[RoleName, str] = {
    "title": "小标宋",
    "body": "仿宋",
    "head": "黑体",
    "kai": "楷体",
    "song": "宋体",
}
"""What GB/T 9704-2012 calls the faces."""

_FREE = ("Noto", "Source Han", "LXGW")
"""How the names of free faces begin, which stand in for the official ones."""

HEAVY_STROKE = 0.022
"""em; outline that makes the embedded regular 宋体 as heavy as 小标宋 (judged by eye at 22 pt)."""


@dataclass(frozen=True)
class Role:
    """The families of one role, best first, the weight asked of them (400 regular, 700 bold),
    and `stroke` in em, which thickens a face that has no bold."""

    families: tuple[str, ...]
    weight: int = 400
    stroke: float = 0.0


@dataclass(frozen=True)
class Faces:
    """What the printer can set type with. `files` has the path and index of every family used."""

    fonts: typst.Fonts
    roles: dict[RoleName, Role]
    files: tuple[tuple[Path, int], ...]
    system: bool


def load_faces(*, system: bool = True) -> Faces:
    """Find the faces: with `system` those of the machine first, else the embedded ones only."""
    folder = Path(pylopdf_fonts_zh_cn.serif_path()).parent
    fonts = typst.Fonts(
        include_system_fonts=system, include_embedded_fonts=False, font_paths=[folder]
    )
    present = {family.casefold() for family in fonts.families()}

    def there(families: Iterable[str]) -> tuple[str, ...]:
        return tuple(family for family in families if family.casefold() in present)

    sans_first = (EMBEDDED[1], EMBEDDED[0])
    tails: dict[RoleName, tuple[str, ...]] = {"head": sans_first}
    roles: dict[RoleName, Role] = {}
    for role, wanted in OFFICIAL.items():
        own = there(wanted)
        families = tuple(dict.fromkeys(own + tails.get(role, EMBEDDED) + there(RARE)))
        roles[role] = Role(families)
        if role == "title":
            roles[role] = Role(families, 700, 0.0 if own else HEAVY_STROKE)
    order = list(dict.fromkeys(EMBEDDED + roles["body"].families))
    places = {info.family: (info.path, info.index) for info in fonts.fonts()}
    files = tuple((Path(places[f][0] or ""), places[f][1]) for f in order if f in places)
    return Faces(fonts, roles, files, system)


def stand_ins(faces: Faces) -> str:
    """Which of the official faces the machine does not have, and what is used instead, as one
    sentence without a full stop; "" where it has all."""
    instead: dict[str, list[str]] = {}
    for role, name in FACE_NAMES.items():
        used = faces.roles[role].families[0]
        if used not in OFFICIAL[role] or used.startswith(_FREE):
            instead.setdefault(used, []).append(name)
    if not instead:
        return ""
    parts = "，".join(f"{'、'.join(names)}代以 {used}" for used, names in instead.items())
    return f"本机没有公文用的字体，PDF 中{parts}"


@lru_cache(maxsize=32)
def coverage(path: Path, index: int) -> frozenset[int]:
    """The code points that a face file has a glyph for."""
    return frozenset(hb.Face(hb.Blob.from_file_path(str(path)), index).unicodes)


def missing_characters(text: str, faces: Faces) -> frozenset[str]:
    """The characters of `text` that no face has.

    Those that print nothing are not counted; those for private use (造字) always are, since what
    they show differs from machine to machine and an archive file may not have them.
    """
    left = {c for c in set(text) if not _prints_nothing(c)}
    private = {c for c in left if unicodedata.category(c) == "Co"}
    left -= private
    for path, index in faces.files:
        if not left:
            break
        covered = coverage(path, index)
        left = {c for c in left if ord(c) not in covered}
    return frozenset(left | private)


def _prints_nothing(character: str) -> bool:
    """Spaces, joiners, marks of direction and variation selectors."""
    return (
        unicodedata.category(character) in ("Cf", "Zl", "Zp")
        or character in "\t\n\r"
        or "\ufe00" <= character <= "\ufe0f"
        or "\U000e0100" <= character <= "\U000e01ef"
    )


SMALL = {"<sub>": "sub", "<super>": "super"}
"""How Unicode says that a character is another set lower or higher, and what Typst calls that."""


def small_forms(missing: Iterable[str], faces: Faces) -> dict[str, tuple[str, str]]:
    """How to set those of the characters that no face has which are others set small: ₂ is a
    lowered 2, ⁿ a raised n."""
    found = {}
    for character in missing:
        how, _, codes = unicodedata.decomposition(character).partition(" ")
        plain = "".join(chr(int(code, 16)) for code in codes.split())
        if how in SMALL and not missing_characters(plain, faces):
            found[character] = (SMALL[how], plain)
    return found


def shown_code(character: str) -> str:
    """What is printed in place of a character that no face has: 〓 and its code point."""
    return f"〓(U+{ord(character):04X})"


def unprintable(duty_list: DutyList, faces: Faces) -> tuple[Note, ...]:
    """One note (Chinese) for each place with a character that no face has."""
    notes: list[Note] = []
    places = list(_places(duty_list))
    missing = missing_characters("".join(text for _, _, text in places), faces)
    unlike = missing - small_forms(missing, faces).keys()
    if not unlike:
        return ()
    for page, place, text in places:
        for character in sorted(unlike.intersection(text)):
            notes.append(
                Note(
                    page,
                    f"{place}的“{character}”（U+{ord(character):04X}）没有可用的字体，"
                    f"PDF 中印作“{shown_code(character)}”，请安装含此字的字体后重新输出",
                )
            )
    return tuple(notes)


def _places(duty_list: DutyList) -> Iterator[tuple[int, str, str]]:
    """Every text of the list with its page and what to call its place."""
    yield 0, "封面", "".join((duty_list.title, *duty_list.region, duty_list.issued))
    yield 0, "目录", "".join(entry.title for entry in duty_list.contents)
    for table in duty_list.lists:
        yield 0, f"《{table.title}》表头", "".join((table.title, *table.headers))
        for duty in table.duties:
            page = duty.source.pages[0] if duty.source.pages else 0
            number = duty.number_or_row
            yield page, f"《{table.title}》第 {number} 项", "".join(duty.cells)
