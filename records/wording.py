"""What documents say beside the list's own text: templates/words.toml, which staff can edit."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from dutylist.records.errors import TemplateError
from dutylist.records.patterns import Pattern
from dutylist.records.templates import TEMPLATES, template

NAME = "words.toml"
ADVICE = "请对照自带的 words.toml 改正"

_PLACE = Pattern(r"\{[^{}]*\}")


def said(key: str, **values: object) -> str:
    """The words under a key (section.name) with `values` in their places.

    Raises TemplateError where an office's own words name a place that there is not.
    """
    text = _found(key)
    assert isinstance(text, str), key
    if not values:
        return text
    try:
        return text.format(**values)
    except (KeyError, IndexError, ValueError, AttributeError) as error:
        raise TemplateError(
            f"“{key}”的文字填不进去（{text}）",
            f"{ADVICE}，可以填的有 {'、'.join(values)}",
            file=NAME,
        ) from error


def heads(key: str) -> tuple[str, ...]:
    """Words of which there are several: the heads of a table's columns, lines."""
    texts = _found(key)
    assert isinstance(texts, list), key
    return tuple(texts)


def all_words() -> dict[str, dict[str, Any]]:
    """All of them, for templates that set type."""
    return _words(template(NAME))


def _found(key: str) -> str | list[str]:
    section, name = key.split(".")
    found: str | list[str] = all_words()[section][name]
    return found


@cache
def _words(path: Path) -> dict[str, dict[str, Any]]:
    """The program's words with those of an office's own file in their places."""
    ours = _read(TEMPLATES / NAME)
    if path == TEMPLATES / NAME:
        return ours
    own = _read(path)
    for section, texts in own.items():
        for name, text in texts.items():
            if not _alike(text, ours.get(section, {}).get(name)):
                problem = f"没有“{section}.{name}”这样的用语，或写法不对"
                raise TemplateError(problem, ADVICE, file=NAME)
            _expect_no_places(f"{section}.{name}", text, ours[section][name])
    return {section: {**texts, **own.get(section, {})} for section, texts in ours.items()}


def _expect_no_places(key: str, text: str | list[str], ours: str | list[str]) -> None:
    """Refuse places ({…}) in an own text where the program's has none: nothing would fill them in,
    and they would be printed as they stand."""
    found = _PLACE.search("\n".join([text] if isinstance(text, str) else text))
    if found and not _PLACE.search("\n".join([ours] if isinstance(ours, str) else ours)):
        raise TemplateError(
            f"“{key}”的文字里有“{found.group()}”，这里没有可以填的内容", ADVICE, file=NAME
        )


def _alike(text: object, ours: object) -> bool:
    """Whether an own text is of the form that the program's has: as many heads, say; where the
    program has none, any number of them."""
    if isinstance(text, list) and isinstance(ours, list):
        many = len(text) == len(ours) or not ours
        return many and all(isinstance(one, str) for one in text)
    return isinstance(text, str) and isinstance(ours, str)


def _read(path: Path) -> dict[str, dict[str, Any]]:
    try:
        read = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise TemplateError(f"用语文件读不了（{error}）", ADVICE, file=path.name) from error
    if not all(isinstance(texts, dict) for texts in read.values()):
        raise TemplateError("用语要写在 [节] 下面", ADVICE, file=path.name)
    return read
