"""Names of which only place and ending say that they are an office's."""

from __future__ import annotations

from dutylist.extract.offices.clause_words import CLAUSE_WORDS
from dutylist.extract.offices.names import KIND_ENDS
from dutylist.extract.offices.one_name import SECOND_NAME, is_cut
from dutylist.extract.offices.phrases import RUN, closes
from dutylist.extract.offices.predicates import begins_like_predicate
from dutylist.extract.offices.reader import Reader
from dutylist.extract.offices.signs import KNOWN, OTHER, UNKNOWN, Named
from dutylist.extract.offices.vague import is_authority, steering_at
from dutylist.records.patterns import Pattern
from dutylist.records.words import OFFICE_ENDINGS, PLACE_WORDS

# 街道综合行政执法队: the township's own, no department.
# 隐患抄告文旅局, 保险公司根据农业农村局: no name holds these.
_NO_NAME_HOLDS = Pattern(
    f"[的和与及在由对将把向为从等各全其该本是经报给]|{CLAUSE_WORDS.any('within_no_name')}"
)
_NO_CORE_HOLDS = Pattern("[的在由对将把向从各全该]|负责|承担|牵头")
_LOWEST = Pattern(f"{PLACE_WORDS.any('lowest')}|团(?![委县区市旗省])")
_LEVELS = PLACE_WORDS.letters("level")
_HAS_LEVEL = Pattern(f"[{_LEVELS}]")
# A bare name of an office that no list of names has: its ending must be an office's beyond doubt.
_OTHER_COUNTY = Pattern(f"[一-鿿]{{2,3}}[{PLACE_WORDS.letters('county_or_city')}]")
_BARE_UNKNOWN = Pattern(
    rf"[一-鿿]{{2,12}}?{OFFICE_ENDINGS.any_within('sure_subject')}(?![长员理法公事案证学结有需])"
)
# 护林大队, 养护中心: what begins like a predicate is a name where it ends so and acts.
_BODY_BEYOND_DOUBT = Pattern(f"[一-鿿]{{1,6}}{OFFICE_ENDINGS.any('sure_body')}")


def unknown_at(reader: Reader, text: str, at: int, start: bool) -> Named | None:
    """A name of which only place and ending say that it is an office's."""
    _level, begin = reader.registry.region.prefix_at(text, at)
    if begin == at:
        return _bare_unknown_at(reader, text, at) if start else None
    cut = not start and begin - at == 1 and is_cut(text, at)
    if cut or is_authority(text, begin):
        return None
    end, is_office = steering_at(text, begin) if start else (0, False)
    if end:
        return Named(UNKNOWN, at, end, (), (text[at:end],)) if is_office else None
    run = RUN.match(text, begin)
    if not run:
        return None
    for match in KIND_ENDS.finditer(run[0][:18]):
        core = run[0][: match.end()]
        if len(core) < 2 and not (start and core == "局"):
            continue
        # 县建设污水处理站 does something, 县养护中心负责 is somebody.
        if begins_like_predicate(core) and not (
            core.startswith("教育") or (start and _acts(core, text[begin + match.end() :]))
        ):
            return None
        if _NO_CORE_HOLDS.search(core):
            return None
        end = begin + match.end()
        name = text[at:end]
        if second := SECOND_NAME.match(text, end):
            if office := reader.registry.resolve(second["name"], reader.row):
                return Named(KNOWN, at, second.end(), (office,))
            end = second.end()
        return Named(UNKNOWN, at, end, (), (name,))
    return None


def _bare_unknown_at(reader: Reader, text: str, at: int) -> Named | None:
    """The same of a name without a place: where it ends and what follows must say so, too."""
    match = _BARE_UNKNOWN.match(text, at)
    if not match or begins_like_predicate(match[0]):
        return None
    if _NO_NAME_HOLDS.search(match[0]):
        return None
    if _HAS_LEVEL.search(match[0]) and not _OTHER_COUNTY.match(match[0]):
        return None
    if not begins_like_predicate(text[match.end() :]) and not closes(text, match.end()):
        return None
    if reader.registry.apart(match[0]).level:
        return None
    if _LOWEST.match(match[0]):
        return Named(OTHER, at, match.end())
    return Named(UNKNOWN, at, match.end(), (), (match[0],))


def _acts(core: str, behind: str) -> bool:
    return bool(_BODY_BEYOND_DOUBT.fullmatch(core)) and begins_like_predicate(behind)
