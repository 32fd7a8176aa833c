"""The signs that stand in a clause's text in the place of the offices that it names.

They are what the rules (rules.py) speak of:

◇ offices that are known · ◆ a name that ends as an office's does and is none of the document's
▲ all offices of the row (各部门) · ● a body above or outside the offices (县人民政府, 各村)
"""

from __future__ import annotations

from dataclasses import dataclass

from dutylist.records.patterns import Pattern

KNOWN, UNKNOWN, ALL, OTHER = "◇", "◆", "▲", "●"
SIGNS = KNOWN + UNKNOWN + ALL + OTHER

# What stands between two names of one group.
JOINT = Pattern(r"(?:、\s*)?(?:以及|或者)|、\s*|[和与及或]")


@dataclass(frozen=True)
class Named:
    """What a sign stands for: the offices, what of the group is not known, and where it stands.

    `others` is true where it goes on with 及其他部门, `by_field` where offices are named by their
    fields alone (农业、林草等部门), `bare_body` for a body without a place (派出所).
    """

    sign: str
    start: int
    end: int
    offices: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    others: bool = False
    by_field: bool = False
    bare_body: bool = False


@dataclass(frozen=True)
class Lexed:
    """A text with signs in it (`masked`), what each sign stands for, in order, and what stands in
    brackets that are no second name of an office: they are left out of the masked text. `text` is
    what the places of `named` count in."""

    masked: str
    named: tuple[Named, ...]
    brackets: tuple[str, ...] = ()
    text: str = ""
