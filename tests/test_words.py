"""Words that are data: each group is asked for, each reference leads somewhere, each word once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from dutylist.extract.offices.clause_words import CLAUSE_WORDS
from dutylist.records.words import OFFICE_ENDINGS, PLACE_WORDS, WordGroups

ROOT = Path(__file__).parent.parent
FILES = {
    "OFFICE_ENDINGS": OFFICE_ENDINGS,
    "PLACE_WORDS": PLACE_WORDS,
    "CLAUSE_WORDS": CLAUSE_WORDS,
}


def code() -> Iterator[str]:
    for folder in ("records", "extract", "compare", "render", "app"):
        for path in (ROOT / folder).rglob("*.py"):
            yield path.read_text("utf-8")


@pytest.mark.parametrize("name", FILES)
def test_each_group_is_asked_for_in_the_code_or_in_another_group(name: str) -> None:
    groups = FILES[name].groups
    asked = {
        group
        for text in code()
        for call in re.findall(rf"{name}\.\w+\(([^()]*)\)", text)
        for group in re.findall(r"[\"'](\w+)[\"']", call)
    }
    asked |= {"not_behind", "not_before"}
    inner = {word[1:] for words in groups.values() for word in words if word.startswith("@")}
    assert inner <= groups.keys()
    assert asked - {"not_behind", "not_before"} <= groups.keys()
    assert groups.keys() <= asked | inner


@pytest.mark.parametrize("words", FILES.values(), ids=FILES)
def test_no_word_stands_twice_in_its_group(words: WordGroups) -> None:
    for name, group in words.groups.items():
        assert len(set(group)) == len(list(group)), name


def test_the_longest_of_the_words_is_found_and_none_within_another_word() -> None:
    ends = re.compile(OFFICE_ENDINGS.any_within("in_sentence"))
    assert [found[0] for found in ends.finditer("县委办公室")] == ["委", "办公室"]
    assert not ends.search("干部门类全部委托办理")
    assert re.fullmatch(OFFICE_ENDINGS.any("organ"), "委员会")


def test_a_group_may_hold_another_and_a_table_says_what_must_not_follow() -> None:
    assert PLACE_WORDS.words("with_division") == (*PLACE_WORDS.words("level"), "师")
    assert PLACE_WORDS.letters("township") == "镇乡"
    no_level = re.compile(PLACE_WORDS.any_but("not_level_before"))
    assert no_level.match("民间组织")
    assert not no_level.match("民政局")
