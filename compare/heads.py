"""What stands around the duties: cover, contents, titles, column headers, the way of numbering."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz

from dutylist.compare.identity import identify
from dutylist.compare.model import HeadChange, HeadPart
from dutylist.compare.outside import texts_outside
from dutylist.compare.throughout import label_style
from dutylist.compare.wording import compare_wording, fold, whole_text
from dutylist.records.labels import label_of
from dutylist.records.model import Column, Duty, DutyList, DutyTable, Kind
from dutylist.records.text import squeezed
from dutylist.records.wording import said

# Below this likeness (0 to 100) a text outside the lists went and another came.
_ALIKE = 50
# So many characters before a colon name a text.
_LABEL = 4


def head_changes(
    old: DutyList, new: DutyList, parts: Sequence[DutyList] = ()
) -> tuple[HeadChange, ...]:
    """Everything outside the duties' rows that differs in more than width and white space.

    `parts` are the several lists that `old` is, each of a place of its own.
    """
    return tuple(_changes(old, new, parts or (old,)))


def _changes(old: DutyList, new: DutyList, parts: Sequence[DutyList]) -> Iterator[HeadChange]:
    years = identify(old).year, identify(new).year
    yield from _title("title", old.title, new.title, years)
    regions = dict.fromkeys("".join(one.region) for one in parts)
    yield from _text("region", "；".join(filter(None, regions)), "".join(new.region))
    if not (old.is_dated_by_publication or new.is_dated_by_publication):
        yield from _text("issued", old.issued, new.issued)
    yield from _contents(old, new)
    for kind in dict.fromkeys(table.kind for table in (*new.lists, *old.lists)):
        was, becomes = old.table(kind), new.table(kind)
        if was and becomes:
            yield from _title("list title", was.title, becomes.title, years, kind)
            yield from _columns(was, becomes)
            yield from _numbering(was, becomes)
            styles = _number_styles(was), _number_styles(becomes)
            if all(styles):
                yield from _text("number style", *styles, kind)
        else:
            yield from _text(
                "list", was.title if was else "", becomes.title if becomes else "", kind
            )
    yield from _outside(old, new)


def _title(
    part: HeadPart, old: str, new: str, years: tuple[str, str], kind: Kind | None = None
) -> Iterator[HeadChange]:
    """A title, unless it only has the new edition's year (2026年) for the old one's: the edition
    is called by it already."""
    was, becomes = (
        text.replace(f"{year}年", "年") if year else text
        for text, year in zip((fold(old), fold(new)), years, strict=True)
    )
    if was != becomes:
        yield from _text(part, old, new, kind)


def _text(part: HeadPart, old: str, new: str, kind: Kind | None = None) -> Iterator[HeadChange]:
    if fold(old) == fold(new):
        return
    if old and new:
        wording = compare_wording(old, new)
    else:
        wording = whole_text(old or new, "deleted" if old else "inserted")
    yield HeadChange(part, kind, wording)


def _contents(old: DutyList, new: DutyList) -> Iterator[HeadChange]:
    """The entries of the contents page; where only their pages differ, those."""
    if not old.contents and not new.contents:
        return
    was, becomes = ("\n".join(entry.title for entry in one.contents) for one in (old, new))
    if fold(was) == fold(becomes):
        was, becomes = (
            "\n".join(f"{entry.title}……{entry.page}" for entry in one.contents)
            for one in (old, new)
        )
    yield from _text("contents", was, becomes)


def _outside(old: DutyList, new: DutyList) -> Iterator[HeadChange]:
    """Texts outside the lists; line ends are no matter."""
    before, now = _texts_outside(old, new)
    if fold("".join(before)) == fold("".join(now)):
        return
    for was, becomes in outside_texts(old, new):
        yield from _text("outside", was, becomes)


def _texts_outside(old: DutyList, new: DutyList) -> tuple[list[str], list[str]]:
    """Of either edition, without title and header row of a list that one has without rows."""
    tables = [table for side in (old, new) for table in side.lists]
    known = {fold(text) for one in tables for text in (one.title, *one.headers)}
    was, becomes = (
        [text for text in texts_outside(side) if fold(text) not in known] for side in (old, new)
    )
    return was, becomes


def outside_texts(old: DutyList, new: DutyList) -> list[tuple[str, str]]:
    """Texts outside the lists, each with the one that is most like it, "" for none: in the new
    edition's order, then those that are gone."""
    was, becomes = _texts_outside(old, new)
    come = _without(becomes, was)
    gone = _without(was, becomes)
    same: dict[str, list[str]] = defaultdict(list)
    for text in was:
        same[fold(text)].append(text)
    pairs = []
    for text in becomes:
        if text not in come:
            nearest = same[fold(text)].pop(0)
        else:
            come.remove(text)
            nearest = max(gone, key=lambda one: fuzz.ratio(fold(one), fold(text)), default="")
            if not nearest or fuzz.ratio(fold(nearest), fold(text)) < _ALIKE:
                nearest = _of_the_same_label(text, was, becomes)
            if nearest in gone:
                gone.remove(nearest)
            else:
                nearest = ""
        pairs.append((nearest, text))
    return [*pairs, *((text, "") for text in gone)]


def _of_the_same_label(text: str, was: Sequence[str], becomes: Sequence[str]) -> str:
    """The old text that is called what the new one is (说明：…), each the only one of its name; ""
    where there is none."""
    name = _label(text)
    same = [one for one in was if name and _label(one) == name]
    alone = len(same) == 1 == sum(_label(one) == name for one in becomes)
    return same[0] if alone else ""


def _label(text: str) -> str:
    label, colon, _ = fold(text).partition(":")
    return label if colon and len(label) <= _LABEL else ""


def _without(texts: Sequence[str], others: Sequence[str]) -> list[str]:
    """The texts that do not stand among the others, each as often as it is there more."""
    known = Counter(map(fold, others))
    left = []
    for text in texts:
        if known[fold(text)]:
            known[fold(text)] -= 1
        else:
            left.append(text)
    return left


def _columns(old: DutyTable, new: DutyTable) -> Iterator[HeadChange]:
    was = dict(zip(column_keys(old.columns), old.columns, strict=True))
    becomes = dict(zip(column_keys(new.columns), new.columns, strict=True))
    gone = [key for key in was if key not in becomes]
    come = [key for key in becomes if key not in was]
    # One unknown column on each side is one with a new heading.
    if len(gone) == len(come) == 1 and all(key.startswith("=") for key in (*gone, *come)):
        becomes[gone[0]] = becomes.pop(come[0])
    for key in dict.fromkeys((*was, *becomes)):
        # A category stands in a column or in rows of its own: the duties have it either way.
        if key == "category" and (key in gone or key in come) and _have_categories(old, new):
            continue
        one, other = (side[key].text if key in side else "" for side in (was, becomes))
        yield from _text("column", one, other, new.kind)
    shared = [key for key in was if key in becomes]
    order = [key for key in becomes if key in was]
    if shared != order:
        one, other = (
            "、".join(side[key].text for key in keys)
            for side, keys in ((was, shared), (becomes, order))
        )
        yield from _text("column order", one, other, new.kind)


def _have_categories(*tables: DutyTable) -> bool:
    return all(one.duties and all(duty.category for duty in one.duties) for one in tables)


def column_keys(columns: Sequence[Column]) -> list[str]:
    """What each column is known by in both editions: what it holds, else "=" and its text.

    Columns of the same key are told apart by their order.
    """
    keys: list[str] = []
    for column in columns:
        key = column.role or f"={fold(column.text)}"
        keys.append(f"{key} {keys.count(key)}" if key in keys else key)
    return keys


def _numbering(old: DutyTable, new: DutyTable) -> Iterator[HeadChange]:
    was, becomes = numbering(old.duties), numbering(new.duties)
    if was and becomes and was != becomes:
        said_was, said_now = (said(f"heads.{way.replace(' ', '_')}") for way in (was, becomes))
        yield from _text("numbering", said_was, said_now, new.kind)


def _number_styles(table: DutyTable) -> str:
    """How the numbers of its rows are written, each way as that of the first row: 1, （1）."""
    at = next((at for at, one in enumerate(table.columns) if one.role == "number"), None)
    if at is None:
        return ""
    styles: dict[str, None] = {}
    for duty in table.duties:
        text = squeezed(duty.cells[at])
        if text.isdigit():
            styles["1"] = None
        elif label_of(text):
            styles[label_style(text)] = None
    return "、".join(styles)


def numbering(duties: Sequence[Duty]) -> str:
    """How a list is numbered: "through" all of it, anew "by category", "none"; "" otherwise."""
    numbers = [duty.number for duty in duties]
    if all(number is None for number in numbers):
        return "none" if numbers and not any(duty.label for duty in duties) else ""
    if numbers == list(range(1, len(numbers) + 1)):
        return "through"
    wanted: list[int] = []
    for at, duty in enumerate(duties):
        same = at > 0 and fold(duty.category) == fold(duties[at - 1].category)
        wanted.append(wanted[-1] + 1 if same else 1)
    return "by category" if numbers == wanted else ""
