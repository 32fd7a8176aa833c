"""Which kind of list it is, by its title or by what a cell says (words in list_titles.toml)."""

from __future__ import annotations

import re
import unicodedata

from dutylist.extract.offices.column_names import looks_like_office, split_names
from dutylist.extract.source import squeezed
from dutylist.records.code_points import folded
from dutylist.records.labels import label_of
from dutylist.records.model import KIND_NAMES, Kind
from dutylist.records.own_toml import own_toml
from dutylist.records.patterns import Pattern

LIST_WORDS = own_toml("dutylist.extract.lists", "list_titles.toml")
_LIST = tuple(LIST_WORDS["list"])
_SURE = tuple(LIST_WORDS["sure"])
_KINDS: tuple[Kind, ...] = ("recalled", "cooperative", "basic")
_BY_VALUE: dict[str, Kind] = {word: kind for kind in _KINDS for word in LIST_WORDS["values"][kind]}
_OTHER = tuple(LIST_WORDS["other"]["words"])
_DUTIES = tuple(LIST_WORDS["other"]["duties"])
_ENDS = tuple(LIST_WORDS["other"]["ends"])
_NAMES_OF_PLACES = Pattern("|".join(LIST_WORDS["other"]["places"]))
_COUNT = Pattern(r"[（(]共?\s*\d+\s*[项条个]?[）)]$")
_ONE_KIND = tuple(LIST_WORDS["one_kind"])
_WHOSE = Pattern(rf"(?:{'|'.join(sorted(LIST_WORDS['whose'], key=len, reverse=True))})+")

_LONGEST_TITLE = 60
"""Characters of a list's title: places of four levels and 上级部门收回事项清单 are below it."""

_LONGEST_OTHER_TITLE = 40
"""Another table's title has no such long names; beyond it stand sentences."""

_SHORTEST_TITLE = 6
"""附表1 alone is no title, 附表1采购清单 is one."""

# 关于印发《…清单》的通知 is the title of a notice, not of a list.
_NOTICE = Pattern(rf"^关于|的(?:{'|'.join(LIST_WORDS['other']['notices'])})$")
# （试行）, （2025年版）, （共108项）.
_REMARK_BEHIND = Pattern(r"[(][^()]{1,8}[)]$")
_BEHIND = Pattern(r"[(]([^()]+)[)]$")
_SENTENCE = Pattern(r"[,。;]|^(?:说明|注|备注):")


def kind_of_title(title: str) -> Kind | None:
    """The kind that a list's title names; None where it names none."""
    bare = folded_title(title)
    for kind in _KINDS:
        if any(word in bare for word in LIST_WORDS["kinds"][kind]):
            return kind
    if any(word in bare for word in LIST_WORDS["kinds"]["kin"]):
        return "basic"
    return kind_of_value(kind_heading(title))


def names_list(text: str) -> bool:
    """Whether a text is the title of a duty list, or no more than the name of a kind of them, not
    a sentence about lists, nor the title of another kind of table."""
    bare = folded_title(text)
    if len(bare) > _LONGEST_TITLE or not any(word in bare for word in _LIST):
        return bool(kind_heading(text))
    if _SENTENCE.search(bare) or _NOTICE.search(bare) or _is_other(bare):
        return False
    return kind_of_title(bare) is not None


def surely_names_list(text: str) -> bool:
    """Whether such a title can be no category: 配合履职事项清单, not 配合履职事项."""
    return names_list(text) and any(word in folded_title(text) for word in _SURE)


def is_whole_title(text: str) -> bool:
    """Whether a line by itself is a list's title: it ends as one, a remark in brackets apart, or
    is a kind's name."""
    if not names_list(text):
        return False
    return bool(kind_heading(text)) or _REMARK_BEHIND.sub("", folded_title(text)).endswith(_LIST)


def names_one_kind(title: str) -> bool:
    """Whether a list's title names a kind itself: 配合履职事项清单, 履行类, not 履职事项清单."""
    return any(word in folded_title(title) for word in _ONE_KIND) or bool(kind_heading(title))


def names_several_kinds(title: str) -> bool:
    """Whether a title names more than one kind (基本履职、配合履职事项清单)."""
    bare = folded_title(title)
    named = [any(word in bare for word in LIST_WORDS["kinds"][kind]) for kind in _KINDS[:2]]
    return sum((*named, "基本" in bare)) > 1


def names_other_table(text: str) -> bool:
    """Whether a line is the title of a table that is no duty list (采购清单, 值班安排表)."""
    bare = folded_title(text)
    if not bare or len(bare) > _LONGEST_OTHER_TITLE or _SENTENCE.search(bare) or names_list(bare):
        return False
    if re.match(r"[(]?(?:附|续)表?\d*", bare) and len(bare) < _SHORTEST_TITLE:
        return False
    speaks_of_duties = any(word in bare for word in _DUTIES)
    return bare.endswith(_ENDS) and not (speaks_of_duties and not _is_other(bare))


def _is_other(bare: str) -> bool:
    whose = _NAMES_OF_PLACES.sub("", bare)
    return any(word in whose for word in _OTHER)


def title_of_kind(title: str, kind: Kind) -> str:
    """The title of a sheet that holds all lists (某镇履职事项清单) made that of its list of one
    kind (某镇基本履职事项清单); as it is where it names kinds itself or nothing can be put in."""
    if names_one_kind(title):
        return title
    return title.replace("履职事项", f"{KIND_NAMES[kind]}事项", 1)


def kind_of_value(text: str) -> Kind | None:
    """The kind that a cell names (配合履职, 配合履职事项清单), None where it says anything else."""
    said = folded_title(text).lower()
    if kind := _value(said):
        return kind
    # 自办类（基本履职）: both say it, or one does. 县公安局（配合） is an office.
    front, behind = _BEHIND.sub("", said), _value("".join(_BEHIND.findall(said)))
    if behind == "cooperative" and any(map(looks_like_office, split_names(front)[-1:])):
        return None
    both = {_value(front), behind} - {None}
    return both.pop() if len(both) == 1 else None


def _value(said: str) -> Kind | None:
    bare = said.removesuffix("清单")
    # 街道配合履职, 市级单位收回事项: whose it is may stand in front.
    whose = _WHOSE.match(bare)
    own = bare[whose.end() :] if whose else bare
    return _BY_VALUE.get(said) or _BY_VALUE.get(bare) or _BY_VALUE.get(own)


def kind_heading(text: str) -> str:
    """The kind that a line names alone (【配合履职】, 二、配合履职（3项）), as printed; or ""."""
    label = label_of(text)
    rest = _COUNT.sub("", text.removeprefix(label.text) if label else text).strip("：: ")
    return rest.strip("【】[]［］") if kind_of_value(rest.strip("[]［］")) else ""


def folded_title(text: str) -> str:
    """A title as it is compared: without white space, compatibility forms and radicals folded."""
    return unicodedata.normalize("NFKC", folded(squeezed(text))).strip('“”"《》〈〉【】')
