"""Who a label's text names: 县水务局; 县水务局负责; 牵头单位：县民政局；配合单位：县公安局."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dutylist.extract.offices.clause_words import CLAUSE_WORDS
from dutylist.extract.offices.column_names import ROLE_BRACKET
from dutylist.extract.offices.lexer import lex
from dutylist.extract.offices.lexicon import LEXICON
from dutylist.extract.offices.reader import Reader
from dutylist.extract.offices.signs import ALL, KNOWN, UNKNOWN
from dutylist.records.patterns import Pattern

LONGEST_UNKNOWN = 20
"""Characters; a line of unknown words that is longer is a sentence."""

ROLE = (
    rf"(?:各)?(?P<role>{CLAUSE_WORDS.any('of_label')})?{CLAUSE_WORDS.any('of_label_too')}?"
    r"(?:单位|部门|主体|机构)"
)
LABEL = (
    rf"(?P<label>{ROLE}|{CLAUSE_WORDS.any('label_alone')})\s*"
    r"(?:及(?:工作)?职责)?(?:[：:]|为|是)\s*"
)
_LABELS = Pattern(LABEL)
LABEL_ALONE = Pattern(rf"(?:{ROLE})(?:及(?:工作)?职责|职责)?")
HELPS = Pattern(CLAUSE_WORDS.any("help", "join"))
LEADS = Pattern(CLAUSE_WORDS.any("leads"))
_SIGN = f"[{KNOWN}{UNKNOWN}{ALL}]"
NAMES = rf"{_SIGN}(?:(?:[、，,和及与]|会同|联合)?{_SIGN})*(?:等)?"
STATEMENT = (
    r"(?:按照?|依|根据)?(?:各自)?(?:职责|职能)?(?:分工)?(?:分别|共同|具体|统一|统筹)?"
    r"(?P<verb>负责(?:落实|实施|办理|牵头|组织实施)?|牵头(?:负责|落实|单位|部门)?|配合(?:单位|部门|做好)?|"
    rf"{CLAUSE_WORDS.any('statement')}|联合(?:负责|实施|开展)?|责任(?:单位|部门))?"
)
_SAYS = Pattern(rf"由?(?P<names>{NAMES}){STATEMENT}")
# 其他部门: others than those named before, and nobody says which.
OF_OTHERS = rf"{CLAUSE_WORDS.any('others')}{CLAUSE_WORDS.any('of_others')}*(?:部门|单位)"
BRACKET = Pattern(r"[（(\[【〔](?P<inside>[^（()）\[\]【】〔〕]{2,80})[）)\]】〕]")
_PARTS = Pattern(
    rf"[；;。]|[，,](?=[^，,；;]*(?:{CLAUSE_WORDS.any('of_next_part')}|单位[：:]|部门[：:]))"
)


@dataclass(frozen=True)
class Heading:
    """Who a heading or a label names: those who act, those who help, and what of it is not known.

    `leads` are those of `does` of whom it says that they lead (牵头单位：县民政局).
    A heading with nobody known still ends the section above it. `in_front` is true for a label
    that stands at its clause's beginning: the clause is then what they do; `others` where it says
    that there are others (县公安局等部门); `of_row` where it names but a part (牵头部门职责), and
    the row says who has it; `everybody` where it names all that the row lists (各部门).
    """

    does: tuple[str, ...] = ()
    helps: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    label: bool = False
    in_front: bool = False
    others: bool = False
    leads: tuple[str, ...] = ()
    of_row: bool = False
    everybody: bool = False

    @property
    def offices(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.does + self.helps))


def statement(text: str, reader: Reader) -> Heading | None:
    """Who a label's text names: 县水务局; 县水务局负责; 牵头单位：县民政局；配合单位：县公安局.

    None where it says anything else.
    """
    does: list[str] = []
    helps: list[str] = []
    leads: list[str] = []
    unknown: list[str] = []
    any_label = others = everybody = False
    for label, piece in pieces(text):
        any_label = any_label or bool(label)
        named = lex(reader, piece)
        match = _SAYS.fullmatch(named.masked.strip())
        if not match:
            words = field_words(piece, reader)
            if not words and label and (some := _some_known(piece, reader)):
                words, rest = some
                unknown.extend(rest)
            if not words:
                return None
            (helps if HELPS.search(label) else does).extend(words)
            leads.extend(words if LEADS.search(label) else ())
            continue
        bracket = ROLE_BRACKET.search(piece)
        role = f"{label} {match['verb'] or ''} {bracket[0] if bracket else ''}"
        helping, leading = HELPS.search(role), LEADS.search(role)
        for one in named.named:
            (helps if helping else does).extend(one.offices)
            leads.extend(one.offices if leading and not helping else ())
            unknown.extend(one.unknown)
            others = others or one.others
            everybody = everybody or one.sign == ALL
    if not does and not helps and not unknown:
        return None
    return Heading(
        tuple(dict.fromkeys(does)),
        tuple(dict.fromkeys(helps)),
        tuple(unknown),
        any_label,
        others=others,
        leads=tuple(dict.fromkeys(leads)),
        everybody=everybody,
    )


def pieces(text: str) -> Iterator[tuple[str, str]]:
    """The parts of a label's text, each with the label in front of it, or ""."""
    label = ""
    for part in _PARTS.split(text):
        at = 0
        for match in _LABELS.finditer(part):
            if piece := part[at : match.start()].strip(" 、，,"):
                yield label, piece
            label, at = match["label"], match.end()
        if piece := part[at:].strip(" 、，,"):
            yield label, piece


def field_words(piece: str, reader: Reader) -> tuple[str, ...]:
    """The row's offices in （民政、公安）, where each word is the field of one."""
    words = re.split("[、，,和及]", piece.strip())
    found = [
        reader.registry.field_office(word, reader.row)
        if word in LEXICON.words or word in LEXICON.names
        else ""
        for word in words
    ]
    return tuple(found) if all(name in reader.row.listed for name in found) else ()


def _some_known(piece: str, reader: Reader) -> tuple[tuple[str, ...], list[str]] | None:
    """The offices behind a label, each a name alone, and the others there that are none
    (责任单位：县卫健局、各医疗机构); None where nobody is known."""
    found: list[str] = []
    rest: list[str] = []
    for word in re.split("[、，,]", piece.strip()):
        lexed = lex(reader, word)
        if lexed.masked == KNOWN:
            found.extend(lexed.named[0].offices)
        else:
            rest.append(word)
    return (
        (tuple(found), rest) if found and max(map(len, rest), default=0) < LONGEST_UNKNOWN else None
    )
