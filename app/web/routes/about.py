"""What an edition says of itself: its title, places and date, and its lists' titles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from dutylist.app.corrections.model import Target
from dutylist.app.web.editions import OpenEdition
from dutylist.app.web.pages import FieldError, address, opened, page, say_once
from dutylist.app.web.steps import Signed, keep_names, keep_one, remember_who
from dutylist.app.web.typed_date import typed_date
from dutylist.records.model import DutyList
from dutylist.records.township import township_in
from dutylist.records.words import PLACE_WORDS

router = APIRouter(prefix="/editions/{identity}/about")

_LONGEST = 200
"""Characters of one of these words."""

_PLACES = "从大到小，用空格隔开，县和乡镇连写，如：云岭省清河市 安丰县石桥镇"

_COUNTY_ENDS = PLACE_WORDS.words("county_or_city")


Field = Literal["title", "region", "issued", "list title"]


@dataclass(frozen=True)
class _Word:
    """One of an edition's own words: its text, what the page calls it, and an example. `number` is
    the list's whose title it is, else 0; `other_place` the township that it names and that the
    edition is not called by, "" for none."""

    field: Field
    text: str
    label: str
    hint: str
    number: int = 0
    other_place: str = ""


def _words(now: DutyList) -> list[_Word]:
    return [
        _Word("title", now.title, "清单名称", "如：履职事项清单", 0, _other_place(now, now.title)),
        _Word("region", " ".join(now.region), "地区和乡镇", _PLACES),
        _Word("issued", now.issued, "日期", "如：2025年7月，只知道年份就写 2025"),
        *(
            _Word(
                *("list title", table.title, f"第 {number} 个清单的标题", "清单标题", number),
                _other_place(now, table.title),
            )
            for number, table in enumerate(now.lists, 1)
        ),
    ]


def _other_place(now: DutyList, title: str) -> str:
    named = township_in([title])
    return named if now.township and named != now.township else ""


@router.get("")
def about(request: Request, identity: str) -> Response:
    """The edition's own words, to be corrected."""
    edition = opened(request, identity)
    return page(
        *(request, "about.html"),
        opened=edition,
        fields=_words(edition.now),
        known=_known_otherwise(edition),
        tab="about",
    )


def _known_otherwise(edition: OpenEdition) -> str:
    """What to say where the cover does not tell township and year."""
    identity = edition.identity
    known = {"乡镇（街道）": identity.township, "年份": identity.issued}
    missing = [what for what, told in known.items() if not told]
    if missing:
        return f"没有读到{'和'.join(missing)}：新旧对照和每份文件都要用，请写上。"
    if not edition.now.issued:
        return f"封面没有日期，现在按{identity.because}算作 {identity.name}；不对就写上日期。"
    return identity.doubt and f"注意：{identity.doubt}，请核对。"


@router.post("")
def correct(
    request: Request,
    identity: str,
    signed: Signed,
    field: Annotated[list[Field], Form()],
    number: Annotated[list[int], Form()],
    was: Annotated[list[str], Form()],
    new: Annotated[list[str], Form()],
) -> Response:
    """Keep corrections of the edition's title, places and date, and of its lists' titles: of those
    that a person changed, none where somebody else has changed one meanwhile."""
    edition = opened(request, identity)
    words = {(one.field, one.number): one for one in _words(edition.now)}
    changed: list[tuple[_Word, str]] = []
    told = zip(zip(field, number, strict=True), was, new, strict=True)
    for line, (key, seen, said) in enumerate(told, start=1):
        text = " ".join(said.split())
        if key not in words:
            raise HTTPException(404, "没有这个清单。")
        if text != seen:
            kept = _checked(words[key], seen, text, f"about-{line}")
            changed += [(words[key], kept)] if kept != seen else []
    for word, text in changed:
        table = edition.table(word.number)
        target = Target(kind=table.kind, name=table.title) if table else Target()
        keep_one(request, identity, word.field, target, word.text, text, signed)
    if changed:
        keep_names(request, identity)
    response = RedirectResponse(address("editions", identity, "about"), 303)
    remember_who(response, signed.who)
    names = "、".join(f"{word.label}改为“{text}”" for word, text in changed)
    say_once(response, f"{names}，署名{signed.who}。" if names else "没有改动，没有记录更正。")
    return response


def _checked(word: _Word, seen: str, text: str, field: str) -> str:
    """What a person writes in place of what was seen; answers with a sentence about the field of
    that id where it cannot be kept."""
    if word.text != seen:
        said = f"{word.label}刚被别人改过，现在是“{word.text}”。请刷新后再改。"
        raise FieldError(field, said, 409)
    if len(text) > _LONGEST:
        raise FieldError(field, f"{word.label}太长，请写短一些。")
    if word.field == "region":
        return _with_county(text, word.text)
    if word.field != "issued":
        return text
    date = typed_date(text)
    if date is None:
        raise FieldError(
            field, "日期请写成 2025年7月、2025年7月15日或 2025-07，只知道年份就写 2025。"
        )
    return date


def _with_county(region: str, was: str) -> str:
    """A region with its county before its township where they stood in one word before: the
    township's name is what all documents call the place by."""
    *outer, county, township = ["", "", *region.split()]
    bare = township_in([township]) == township and county.endswith(_COUNTY_ENDS)
    last = was.split()[-1:]
    together = last != [township_in(last)]
    return " ".join(filter(None, (*outer, county + township))) if bare and together else region
