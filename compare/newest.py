"""Of each place the newest list: a county's book has one column for each township."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from dutylist.compare.counties import is_fuller
from dutylist.compare.identity import Identity, as_named, identify, is_after
from dutylist.compare.mirror import office_of
from dutylist.compare.several import joined
from dutylist.compare.wording import fold
from dutylist.records.model import DutyList


@dataclass(frozen=True)
class Newest:
    """Of each place its list, with the place (from 0) among those that were given; `says` are
    sentences for the person on what was left out."""

    lists: tuple[tuple[int, DutyList], ...]
    says: tuple[str, ...]


@dataclass(frozen=True)
class _Named:
    """A list as handouts name it; `place` is the township behind all the places that it lies in, or
    the department, "" where nobody knows it."""

    at: int
    list: DutyList
    identity: Identity
    place: str


def newest_of_each(lists: Sequence[DutyList], files: Sequence[str]) -> Newest:
    """The newest list of each township and each department, as handouts name it; `files` are what
    the lists' files are called. A list whose place nobody knows stands alone; the files of one date
    that hold one of the tables each are one list."""
    groups: list[list[_Named]] = []
    for at, (one, file) in enumerate(zip(lists, files, strict=True)):
        now = as_named(one, file)
        place = office_of(now) if now.side == "department" else _full_name(now)
        named = _Named(at, now, identify(one, file), place)
        group = next((group for group in groups if _same_place(group[0], named)), None)
        if group is None:
            groups.append([named])
        else:
            group.append(named)
    found, says, newest = [], [], []
    for group in groups:
        used = _parts(group, _newest(group))
        newest.append(used[0])
        found.append((used[0].at, joined([one.list for one in used])))
        left = [one for one in group if one not in used]
        if left:
            says.append(_left_out(used, left))
    return Newest(tuple(found), (*says, *_of_older_years(newest)))


def _same_place(one: _Named, other: _Named) -> bool:
    """One township, or one department. A cover may leave out the county; another county's township
    of that name is another place."""
    if one.list.side != other.list.side or not one.place or not other.place:
        return False
    if one.list.side == "department":
        return one.place == other.place
    return is_fuller(one.place, other.place) or is_fuller(other.place, one.place)


def _full_name(one: DutyList) -> str:
    """The township behind all the places that it lies in; "" where nobody knows it."""
    whole, name = fold("".join(one.region)), fold(one.township or one.place)
    return whole[: whole.rindex(name) + len(name)] if name in whole else name


def _newest(group: Sequence[_Named]) -> _Named:
    best = group[0]
    for one in group[1:]:
        issued, known = one.identity.issued, best.identity.issued
        if is_after(issued, known) or (issued and not known):
            best = one
    return best


def _parts(group: Iterable[_Named], newest: _Named) -> list[_Named]:
    """The newest, and what else of its date has none of its tables."""
    used = [newest]
    kinds = {table.kind for table in newest.list.lists}
    for one in group:
        own = {table.kind for table in one.list.lists}
        if one.identity.issued == newest.identity.issued and not own & kinds:
            used.append(one)
            kinds |= own
    return used


def _left_out(used: Sequence[_Named], left: Sequence[_Named]) -> str:
    newest = used[0]
    name = newest.list.township or newest.list.place or office_of(newest.list)
    text = (
        f"{name}有{len(used) + len(left)}份清单，用{'、'.join(map(_called, used))}，"
        f"没有用{'、'.join(map(_called, left))}"
    )
    if all(is_after(newest.identity.issued, one.identity.issued) for one in left):
        return text
    return f"注意：{text}；年份分不出先后，请核对"


def _of_older_years(used: Sequence[_Named]) -> Iterator[str]:
    """The townships whose newest list is older than others': one that was merged or renamed since
    would be counted beside what it has become."""
    own = [one for one in used if one.list.side == "township"]
    year = max((one.identity.year for one in own), default="")
    older = [one for one in own if "" < one.identity.year < year]
    if older:
        yield (
            f"注意：各乡镇的清单不是同一年的，{len(older)}份早于{year}年，也各算一个乡镇："
            f"{'、'.join(map(_called, older))}；已经合并、更名的请不要放在一起"
        )


def _called(one: _Named) -> str:
    return f"{one.identity.file}（{one.identity.name or '没有年份'}）"
