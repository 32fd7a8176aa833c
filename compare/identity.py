"""Which township's list of which year a file is, and which of two is the older one.

The cover says it, or the titles ("（2025年版）"), or the file's name; what says it is told, and
where they disagree or none does, that is told, too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from dutylist.compare.lookalikes import look_alike
from dutylist.compare.wording import fold
from dutylist.records.model import DutyList, edition_name
from dutylist.records.numerals import from_han
from dutylist.records.patterns import Pattern
from dutylist.records.township import township_in
from dutylist.records.wording import said

_YEAR = Pattern(
    r"(?<!\d)(20\d{2}|二[〇○零][〇○零一二三四五六七八九]{2})\s*年(?:度)?(?:\s*(\d{1,2})\s*月)?"
)
_YEAR_IN_FILE = Pattern(
    r"(?<!\d)(?P<year>20\d{2})(?:[-_.年](?P<apart>\d{1,2})|(?P<close>0[1-9]|1[0-2])\d{0,2})?(?!\d)"
)


SHORTEST = 3
"""Characters of a name that texts are searched for: 东乡 may be anything."""


@dataclass(frozen=True)
class Identity:
    """`issued` is "2025-07", "2025" or ""; `because` says in Chinese what tells of it.

    `doubt` is "" or says that two places of the file disagree.
    """

    file: str
    township: str
    issued: str
    because: str
    doubt: str = ""

    @property
    def year(self) -> str:
        return self.issued[:4]

    @property
    def name(self) -> str:
        """2025年7月版, 2025年版; "" without a year."""
        return edition_name(self.issued)


def names_of(lists: Sequence[Identity]) -> list[str]:
    """What documents call lists: by their year, without one by their file; where two would be
    called the same, by both, and by the folder where the file's name is the same, too."""
    names = [_called(one) for one in lists]
    for longer in (_called_with_file, _called_with_path):
        times = Counter(names)
        names = [
            longer(one) if times[name] > 1 else name for one, name in zip(lists, names, strict=True)
        ]
    return names


def pair_names(olds: Sequence[Identity], new: Identity) -> tuple[str, str]:
    """2025年7月版 and 2026年7月版; without a year, or of the same one, 原清单 and 新清单: letters
    go out, and a file's name tells nobody anything there. Old lists of one year (merged townships)
    have one name."""
    old_names = dict.fromkeys(one.name for one in olds if one.name)
    if new.name in old_names:
        old_name, new_name = (
            said("editions.in_brackets", name=name) for name in ("、".join(old_names), new.name)
        )
        return said("editions.old") + old_name, said("editions.new") + new_name
    return "、".join(old_names) or said("editions.old"), new.name or said("editions.new")


def _called(one: Identity) -> str:
    return one.name or PurePath(one.file).name


def _called_with_file(one: Identity) -> str:
    return f"{one.name}（{PurePath(one.file).name}）" if one.name else one.file


def _called_with_path(one: Identity) -> str:
    return f"{one.name}（{one.file}）" if one.name else one.file


def identify(edition: DutyList, file: str = "") -> Identity:
    """The township and year of a list, read from cover, titles and file name in this order."""
    found = [
        ("发布日期" if edition.is_dated_by_publication else "封面日期", edition.issued[:7]),
        ("标题", _year_of(edition)),
        ("文件名", _year_in_file(file)),
    ]
    known = [(because, issued) for because, issued in found if issued]
    because, issued = known[0] if known else ("", "")
    others = [f"{place}写{when[:4]}年" for place, when in known if when[:4] != issued[:4]]
    doubt = f"{because}写{issued[:4]}年，{'，'.join(others)}" if others else ""
    return Identity(file, township_of(edition, file), issued, because, doubt)


def as_named(edition: DutyList, file: str) -> DutyList:
    """The list as handouts name it: with the township and date that titles or the file's name
    tell, where its cover does not."""
    if edition.issued and edition.place:
        return edition
    known = identify(edition, file)
    return replace(
        edition,
        issued=edition.issued or known.issued,
        township=edition.township or ("" if edition.place else known.township),
    )


def _year_of(edition: DutyList) -> str:
    for text in (edition.title, *(table.title for table in edition.lists)):
        match = _YEAR.search(text)
        if match:
            return _issued(str(from_han(match[1])), match[2])
    return ""


def _year_in_file(file: str) -> str:
    match = _YEAR_IN_FILE.search(file.rsplit("/", 1)[-1])
    return _issued(match["year"], match["apart"] or match["close"]) if match else ""


def _issued(year: str, month: str | None) -> str:
    return f"{year}-{int(month):02}" if month and 1 <= int(month) <= 12 else year


def township_of(edition: DutyList, file: str = "") -> str:
    """The township as the texts call it (某某镇), from cover, titles or file name; "" if none. Of a
    department's own list the department."""
    if edition.side == "department":
        return fold(edition.place)
    if edition.township:
        return fold(edition.township)
    titles = [table.title for table in edition.lists]
    texts = (*reversed(edition.region), edition.title, *titles, file.rsplit("/", 1)[-1])
    return fold(township_in(texts))


def own_name(edition: DutyList) -> str:
    """How the texts call the township; "" where that is too short to look for, and for a
    department's own list: offices have their reforms."""
    if edition.side == "department":
        return ""
    name = township_of(edition)
    return name if len(name) >= SHORTEST else ""


@dataclass(frozen=True)
class Order:
    """Which of two lists is the old one; `says` are sentences for the person, `unsure` where
    the order is the one that was written only because nothing tells of another."""

    swapped: bool
    says: tuple[str, ...]
    unsure: bool


def order_of(old: Identity, new: Identity) -> Order:
    """Whether two lists, written as old and new, are so; equal and missing years are said."""
    says: list[str] = []
    swapped = bool(old.issued and new.issued) and is_after(old.issued, new.issued)
    if swapped:
        old, new = new, old
    says.append(f"旧清单：{_described(old)}；新清单：{_described(new)}")
    if swapped:
        says.append("所写的次序与年份相反，已按年份对调")
    unsure = not swapped and not (old.issued and new.issued and is_after(new.issued, old.issued))
    if unsure:
        missing = [one for one in (old, new) if not one.issued]
        reason = (
            f"{'、'.join(one.file or '清单' for one in missing)}没有写年份"
            if missing
            else "两份清单写的年份相同"
        )
        says.append(f"注意：{reason}，按所写次序对照，请核对哪一份是旧的")
    says += [f"注意：{one.file}的年份不一致：{one.doubt}" for one in (old, new) if one.doubt]
    says += other_township((old,), new)
    return Order(swapped, tuple(says), unsure)


def other_township(olds: Sequence[Identity], new: Identity) -> list[str]:
    """A sentence where the lists seem to be of different townships; none where all agree."""
    names = dict.fromkeys(one.township for one in olds if one.township)
    strange = [
        name for name in names if name != new.township and not look_alike(name, new.township)
    ]
    if not strange or not new.township:
        return []
    return [
        f"注意：两份清单写的乡镇不同（{'、'.join(strange)}；{new.township}）。"
        "除非更名或合并，对照没有意义，请核对"
    ]


def is_after(one: str, other: str) -> bool:
    """Whether a date is later than another, as far as both tell it (2025, 2025-07)."""
    length = min(len(one), len(other))
    return one[:length] > other[:length]


def _described(one: Identity) -> str:
    when = f"{one.name}，据{one.because}" if one.issued else "没有年份"
    return f"{one.file}（{one.township + '，' if one.township else ''}{when}）"


def in_order(lists: Sequence[Identity]) -> tuple[list[tuple[int, Identity]], list[str]]:
    """The lists with their places, the oldest first, and what to say of the order.

    Where one has no year, or two have the same, the order is the one that was written.
    """
    placed = list(enumerate(lists))
    says: list[str] = []
    missing = [one.file for one in lists if not one.issued]
    if missing:
        says.append(f"注意：{'、'.join(missing)}没有写年份，按所写次序排列，请核对")
    else:
        placed.sort(key=lambda pair: pair[1].issued)
        if len({one.issued for one in lists}) < len(lists):
            says.append("注意：有几份清单写的年份相同，它们按所写次序排列，请核对")
    says.insert(0, "次序：" + "，".join(_described(one) for _, one in placed))
    says += [f"注意：{one.file}的年份不一致：{one.doubt}" for _, one in placed if one.doubt]
    says += other_township([one for _, one in placed[:-1]], placed[-1][1])
    return placed, says
