"""A clause's text → the offices that it names, and the text with a sign (signs.py) in the place
of each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from dutylist.extract.offices.fields import (
    LONGEST_WORD,
    WORD_STARTS,
    WORDS,
    companies_at,
    fields_at,
    together_at,
)
from dutylist.extract.offices.lexicon import LEXICON
from dutylist.extract.offices.names import KIND_ENDS
from dutylist.extract.offices.places import MAY_BE_LEVEL
from dutylist.extract.offices.predicates import begins_like_predicate, is_predicate
from dutylist.extract.offices.registry import Registry, Row
from dutylist.extract.offices.signs import JOINT, KNOWN, OTHER, UNKNOWN, Lexed, Named
from dutylist.extract.offices.vague import (
    authority_end,
    by_part_at,
    count_of,
    everybody_at,
    is_authority,
    left_open_at,
    other_members_at,
    somebody_at,
    steering_at,
)

QUOTES = str.maketrans("", "", '“”"')
"""“两新”工委 is read as 两新工委."""

_STOPS = str.maketrans(",;:", "，；：")
_POINT_STOP = re.compile(r"(?<=[一-鿿）)])[.．](?=[一-鿿（(]|$)")

_LONGEST_NAME = 30
_RUN = re.compile(rf"[一-鿿]{{1,{_LONGEST_NAME}}}")
# 财政局长, 公安局的: a person, or what is the office's.
_NO_NAME_BEFORE = re.compile(r"[长员](?![江沙乐治期久效远])")
_PERSONS = re.compile(
    r"(?:的)?(?:执法人员|工作人员|相关人员|有关人员|专业人员|民警|干警|辅警|干部|党组|机关党委|主要负责人|相关科室|有关科室|业务科室)"
)
# 街道综合行政执法队: the township's own, no department.
_LOWEST = re.compile("街道|镇|乡|村|社区|苏木|嘎查|团场|连队|团(?![委县区市旗省])")
_OF_LOWEST = re.compile("(?:街道|镇|乡|苏木)$")
# 司法所规范化建设, 工会经费: the name only says of what.
_NOUN_BEHIND = re.compile(
    r"秩序|规范化|标准化|信息化|建设|经费|队伍|人员|民警|力量|作用|职能|职责|体系|设施|站点|系统|平台|业务|资源|组织|活动|场所|"
    r"工作|干部|会员|党组|主任|所长|站长|[长员的]"
)
# 属地派出所, 辖区司法所.
_LOCAL = re.compile("属地|辖区|当地|所在地|驻地|各|所辖")
_SECOND = re.compile(r"[（(](?:设在|挂靠在?|设于|即|含|以下简称)?(?P<name>[^（()）]{2,20})[）)]")
_BRACKET = re.compile(r"[（(][^（()）]*[）)]")
_COMMA = re.compile(r"[，,](?:以及|和|及|或者?)?")
_FIELD_OF_WORK = re.compile("部门|机关|机构|单位|企业|公司")
_VAGUE = re.compile(
    r"(?:、|和|及|以及|与|或|等)*(?:各)?(?P<other>其他|其它|其余)?(?P<said>有关|相关|涉及|行业|职能|成员|主管|业务|责任|"
    r"负有[^，。；、]{2,20}职责的|承担[^，。；、]{2,20}职责的|涉农|对口|属地|县级|区级|市级|配合)*(?:部门|单位|机构)"
)
_ETC = re.compile(
    r"等(?:(?:[两二三四五六七八九十多]|\d{1,2})?(?:家|个)?(?:有关|相关|成员|责任|职能|主管|行业|业务|县级|区级|市级|县直|区直|市直)*(?:部门|单位|机构|机关))?(?!级|候|待|次)"
)
_ETC_MANY = re.compile(
    r"等(?P<count>[两二三四五六七八九十]|\d{1,2})?(?:家|个)?[^，。；、◇\d]{0,10}?(?:部门|机关|单位|机构)$"
)
# A bare name of an office that no list of names has: its ending must be an office's beyond doubt.
_BARE_UNKNOWN = re.compile(
    r"[一-鿿]{2,12}?(?:管理局|监管局|执法局|服务局|总局|分局|大队|支队|执法队|委员会|管委会|联合会|管理站|监理所|"
    r"监督所|监测站|管理所|管理处|扑火队|救援队|抢险队|应急队|护林队|指挥部办公室|小组办公室|办公室|中心|局|站|(?<![场住处厕])所|办)(?![长员理法公事案证学结有需]|(?<=所)在)"
)
# A name without a place that is in no list: 商信局 for the row's 商务和工业信息化局.
_SHORT_NAME = re.compile(r"[一-鿿]{2,6}?(?:局|委|办|部|处(?![理置罚])|中心|大队|公司)")
# 与住建局共同监管: no name that is in no list begins so.
_NO_NAMES_START = frozenset("与和同及由对将把向经从在按以并为受报")
# Where a mark (县, 区) is the end of another word, or of another place's name.
_NOT_BEFORE_MARK = re.compile(
    r"(?:[社小园景辖市城地山库牧灌林矿新老校片郊湖厂街住商东南西北特开发湾]区|城市|超市|外[省市县]|邻[省市县区]|国旗|党旗|"
    r"[全各跨两][县区市旗])$"
)


@dataclass(frozen=True)
class Reader:
    """Reads names in the context of a row; `above` are the offices of the heading above."""

    registry: Registry
    row: Row
    above: tuple[str, ...] = ()
    lexed: dict[tuple[str, tuple[str, ...]], Lexed] = field(default_factory=dict, compare=False)

    def lex(self, text: str) -> Lexed:
        """Put a sign in the place of each name; brackets are left out of the masked text."""
        text = _POINT_STOP.sub("。", text.translate(QUOTES).translate(_STOPS))
        key = (text, self.above)
        if (found := self.lexed.get(key)) is None:
            found = self.lexed[key] = self._lex(text)
        return found

    def _lex(self, text: str) -> Lexed:
        masked: list[str] = []
        found: list[Named] = []
        brackets: list[str] = []
        at = 0
        has_field = bool(_FIELD_OF_WORK.search(text))
        starts, short = self.registry.starts, self.registry.starts_of_any_ending
        ended = _where_names_may_end(text)
        while at < len(text):
            char = text[at]
            if char in "（(" and (bracket := _BRACKET.match(text, at)):
                brackets.append(bracket[0][1:-1])
                at = bracket.end()
                continue
            last = masked[-1] if masked else "，"
            start = last in _STOPS_PHRASE or (last in _ENDS_LEAD and _is_lead(masked))
            one = None
            two = text[at : at + 2]
            may_begin = (
                two in short or (ended[at] and two in starts) or (has_field and two in WORD_STARTS)
            )
            if start or may_begin or char in MAY_BE_LEVEL:
                one = self._named_at(text, at, start, has_field, masked)
            if one:
                found.append(one)
                masked.append(one.sign)
                at = one.end
            else:
                masked.append(char)
                at += 1
        return Lexed("".join(masked), tuple(found), tuple(brackets))

    def _named_at(
        self, text: str, at: int, start: bool, has_field: bool, masked: list[str]
    ) -> Named | None:
        """What is named at an offset, behind the masked text."""
        if start and (found := everybody_at(text, at, self.row) or by_part_at(text, at, self.row)):
            return found
        if start and (words := self._bare_words_at(text, at, masked[-1:] == ["由"])):
            return words
        if not start and text[at] in MAY_BE_LEVEL and self._is_cut(text, at):
            return None
        if not start and _OF_LOWEST.search(text, max(at - 2, 0), at):
            # 苏木综合行政执法局: the township's own.
            own = self.name_at(text, at, start) if text[at] not in MAY_BE_LEVEL else None
            if own:
                return Named(OTHER, at, own.end)
        if group := self.group_at(text, at, start, has_field):
            return group
        if authority := self._authority_at(text, at, start):
            return authority
        if not start:
            return None
        if KNOWN in masked and (rest := other_members_at(text, at, self.row)):
            return rest
        return somebody_at(text, at) or left_open_at(text, at, self.row)

    def group_at(self, text: str, at: int, start: bool, has_field: bool = True) -> Named | None:
        """The offices named one after the other from an offset (A、B和C).

        Words of fields count where 部门 or 机关 follows (发改、人社等部门); a name of which nothing
        is known counts at the start and behind another.
        """
        members: list[Named] = []
        end = at
        while True:
            first = not members
            one = self._member_at(text, end, start or not first, first, has_field)
            if not one:
                break
            members.append(one)
            end = one.end
            joint = JOINT.match(text, end) or (start and _COMMA.match(text, end)) or None
            if not joint:
                break
            end = joint.end()
        if not members:
            return None
        return self._joined(text, at, members)

    def _joined(self, text: str, at: int, members: list[Named]) -> Named:
        end = members[-1].end
        offices = tuple(dict.fromkeys(name for one in members for name in one.offices))
        unknown = tuple(dict.fromkeys(name for one in members for name in one.unknown))
        open_ended = any(name in self.registry.open_ended for name in offices)
        others = any(one.others for one in members)
        vague = (
            _VAGUE.match(text, end)
            if re.match(r"[、和及与或等]|以及", text[end : end + 2])
            else None
        )
        if vague and vague["other"] and vague[0].endswith("成员单位"):
            offices = tuple(dict.fromkeys((*offices, *self.row.offices)))
            end = vague.end()
        elif vague and (vague["other"] or vague["said"]):
            others = others or (bool(vague["other"]) and not open_ended)
            end = vague.end()
        elif etc := _ETC.match(text, end):
            end = etc.end()
        if many := _ETC_MANY.search(text, at, end):
            # 县公安局等部门 says that there are others; 等三部门 in a row of three says which.
            several = len(self.row.offices) > 1
            if several and many["count"] and count_of(many["count"]) == len(self.row.offices):
                offices = tuple(dict.fromkeys((*offices, *self.row.offices)))
            elif several and len(offices) == 1 and not open_ended:
                others = True
        if person := _PERSONS.match(text, end):
            end = person.end()
        return Named(
            KNOWN if offices else UNKNOWN,
            at,
            end,
            offices,
            unknown,
            others,
            by_field=all(one.by_field for one in members),
            bare_body=all(one.bare_body for one in members),
        )

    def _member_at(
        self, text: str, at: int, start: bool, first: bool, has_field: bool
    ) -> Named | None:
        if together := together_at(text, at, self.registry, self.row):
            return together
        if has_field and (
            fields := fields_at(text, at, self.registry, self.row)
            or companies_at(text, at, self.registry, self.row)
        ):
            return fields
        if name := self.name_at(text, at, start, first):
            return name
        if not first and (word := self._bare_word_at(text, at)):
            return word
        return self._unknown_at(text, at, start)

    def name_at(self, text: str, at: int, start: bool = True, first: bool = True) -> Named | None:
        """The one office named at an offset, by the longest name that is one's."""
        if start and (local := _LOCAL.match(text, at)):
            named = self.name_at(text, local.end(), True, first)
            return replace(named, start=at) if named and named.bare_body else None
        _level, begin = self.registry.region.prefix_at(text, at)
        if begin > at and not start and begin - at == 1 and self._is_cut(text, at):
            return None
        if (
            begin == at
            and text[at : at + 2] not in self.registry.starts
            and (text[at : at + 1] in _NO_NAMES_START or not _SHORT_NAME.match(text, at))
        ):
            return None
        run = _RUN.match(text, begin)
        if not run:
            return None
        stretch = run[0]
        ends = {match.end() for match in KIND_ENDS.finditer(stretch)}
        bare = LEXICON.bare_names
        for offset in (0, 1) if stretch.startswith("委") else (0,):
            if stretch[offset : offset + 2] in LEXICON.bare_starts:
                longest = min(LEXICON.longest, len(stretch) - offset)
                ends.update(
                    offset + length
                    for length in range(2, longest + 1)
                    if stretch[offset : offset + length] in bare
                )
        forms = self.registry.forms
        for length in self.registry.form_lengths:
            form = text[at : at + length]
            if form in forms:
                ends.add(at + len(form) - begin)
                break
        for end in sorted(ends, reverse=True):
            if end <= 0:
                continue
            name = text[at : begin + end]
            named = self._one(text, at, begin + end, name, begin > at, first, start)
            if named:
                return named
        return None

    def _is_cut(self, text: str, at: int) -> bool:
        """Whether a level's mark ends another word (社区, 邻县) rather than begins a name."""
        return bool(_NOT_BEFORE_MARK.search(text[max(at - 1, 0) : at + 1]))

    def _one(
        self, text: str, at: int, end: int, name: str, placed: bool, first: bool, start: bool
    ) -> Named | None:
        """A name as an office of the document, or as one that it lists nowhere; or None.

        At a phrase's beginning a name without a place counts though what follows is no known
        predicate, but leaves the clause to be confirmed.
        """
        behind = text[end : end + 4]
        if _NO_NAME_BEFORE.match(behind) and not name.endswith(("所", "站")):
            return None
        second = _SECOND.match(text, end)
        office = self.registry.resolve(name, self.row)
        if not office:
            known = self.registry.apart(name).meaning
            if not known or (not placed and len(name) < 3 and first):
                return None
            if second and (office := self.registry.resolve(second["name"], self.row)):
                return Named(KNOWN, at, second.end(), (office,))
            if not known.known and not placed:
                return None
            if not placed and first and not _stands_alone(name, behind):
                return None
            office = self._of_above(name)
            stop = second.end() if second else end
            if office:
                return Named(KNOWN, at, stop, (office,), bare_body=not placed)
            return Named(UNKNOWN, at, stop, (), (name,), bare_body=not placed)
        body = not placed and self._is_body_of(name, office)
        whole = placed or name in self.registry.own_names or _stands_alone(name, behind)
        unsure = False
        if not whole and (first or not re.match(r"[、和与及，。；等]|$", behind)):
            if not start or _NOUN_BEHIND.match(behind) or office not in self.row.listed:
                return None
            unsure = True
        stop = second.end() if second else self._body_end(text, end)
        if body and (above := self._of_above(name)):
            office = above
        return Named(KNOWN, at, stop, (office,), others=unsure, bare_body=body)

    def _is_body_of(self, name: str, office: str) -> bool:
        """Whether a name is that of an office's body, not its own (派出所 of 县公安局)."""
        meaning = self.registry.apart(name).meaning
        known = self.registry.offices.get(office)
        return bool(meaning.parents) and not (known and meaning.body in known.bodies)

    def _of_above(self, name: str) -> str:
        """The heading's office, where the name is a body that may be its own."""
        meaning = self.registry.apart(name).meaning
        for office in self.above:
            known = self.registry.offices.get(office)
            if known and len(self.above) == 1:
                if meaning.parents & known.covers:
                    return office
                if any(body for body in meaning.parents & frozenset(known.cores)):
                    return office
        return ""

    def _body_end(self, text: str, end: int) -> int:
        """The end of a body's name behind its office's (县公安局 + 交警大队)."""
        run = _RUN.match(text, end)
        if not run:
            return end
        stretch = run[0][:14]
        if stretch[0] in "和与及或以等并" or re.match(".{0,3}[县区市旗州盟省]", stretch):
            return end
        for length in range(min(LEXICON.longest, len(stretch)), 1, -1):
            if stretch[:length] in LEXICON.bodies:
                return end + length
        if begins_like_predicate(stretch):
            return end
        for match in KIND_ENDS.finditer(stretch):
            if 2 <= match.end() <= 10 and begins_like_predicate(stretch[match.end() :]):
                return end + match.end()
        return end

    def _bare_words_at(self, text: str, at: int, by: bool) -> Named | None:
        """The row's offices by nothing but their fields: two or more (民政、残联推送名单), one
        behind 由 or before a colon (由城管处罚, 住建：…); 县财政 alone may be its money."""
        members: list[Named] = []
        end = at
        while one := self._bare_word_at(text, end) or (
            self.name_at(text, end, True, False) if members else None
        ):
            members.append(one)
            end = one.end
            joint = JOINT.match(text, end)
            if not joint:
                break
            end = joint.end()
        if not members or end != members[-1].end or any(one.unknown for one in members):
            return None
        if not _closes(text, end) and not begins_like_predicate(text[end:]):
            return None
        word = members[0]
        if len(members) > 1:
            offices = (name for one in members for name in one.offices)
            return Named(KNOWN, at, end, tuple(dict.fromkeys(offices)))
        is_name = not is_predicate(text[at:end])
        if (by and is_name) or (not at and is_name and self._heads(text, end)):
            return word
        placed = self.registry.region.prefix_at(text, at)[1] > at
        return replace(word, others=True) if placed and not self.name_at(text, at) else None

    def _heads(self, text: str, end: int) -> bool:
        """Whether what ends there says whose the rest is (住建：督促整改), and not what it is about
        (交通：县公安局查处超载)."""
        if text[end : end + 1] != "：":
            return False
        rest = text[end + 1 :].lstrip()
        return not rest.startswith("由") and not self.group_at(rest, 0, True)

    def _bare_word_at(self, text: str, at: int) -> Named | None:
        """One of the row's offices by its field alone (民政, 县财政), where the word ends there."""
        level, begin = self.registry.region.prefix_at(text, at)
        if level not in ("county", "") or text[begin : begin + 2] not in WORD_STARTS:
            return None
        for length in range(min(LONGEST_WORD, len(text) - begin), 1, -1):
            word = text[begin : begin + length]
            if word not in WORDS:
                continue
            end = begin + length
            office = self.registry.field_office(word, self.row)
            ends = _closes(text, end) or JOINT.match(text, end) or begins_like_predicate(text[end:])
            if office not in self.row.listed or not ends:
                continue
            # 应急管理局: the word is the beginning of a name.
            whole = self.name_at(text, at, True, False) or self._unknown_at(text, at, True)
            return None if whole and whole.end > end else Named(KNOWN, at, end, (office,))
        return None

    def _unknown_at(self, text: str, at: int, start: bool) -> Named | None:
        """A name of which only place and ending say that it is an office's."""
        _level, begin = self.registry.region.prefix_at(text, at)
        if begin == at:
            if not start:
                return None
            match = _BARE_UNKNOWN.match(text, at)
            if not match or begins_like_predicate(match[0]):
                return None
            if re.search(r"[的和与及在由对将把向为从等各全其该本是经报给]", match[0]):
                return None
            if re.search("[县区市旗州盟省]", match[0]) and not re.match(
                "[一-鿿]{2,3}[县区市旗]", match[0]
            ):
                return None
            if not begins_like_predicate(text[match.end() :]) and not _closes(text, match.end()):
                return None
            if self.registry.apart(match[0]).level:
                return None
            if _LOWEST.match(match[0]):
                return Named(OTHER, at, match.end())
            return Named(UNKNOWN, at, match.end(), (), (match[0],))
        cut = not start and begin - at == 1 and self._is_cut(text, at)
        if cut or is_authority(text, begin):
            return None
        end, is_office = steering_at(text, begin) if start else (0, False)
        if end:
            return Named(UNKNOWN, at, end, (), (text[at:end],)) if is_office else None
        run = _RUN.match(text, begin)
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
            if re.search(r"[的在由对将把向从各全该]", core):
                return None
            end = begin + match.end()
            name = text[at:end]
            if second := _SECOND.match(text, end):
                if office := self.registry.resolve(second["name"], self.row):
                    return Named(KNOWN, at, second.end(), (office,))
                end = second.end()
            return Named(UNKNOWN, at, end, (), (name,))
        return None

    def _authority_at(self, text: str, at: int, start: bool) -> Named | None:
        _level, begin = self.registry.region.prefix_at(text, at)
        if begin == at or (begin - at == 1 and self._is_cut(text, at)):
            return None
        end = authority_end(text, begin, start)
        return Named(OTHER, at, end) if end else None


_HAN_RUN = re.compile("[一-鿿]+")
_UP_TO_A_KIND = re.compile(rf"[一-鿿]*(?:{KIND_ENDS.pattern})")


def _where_names_may_end(text: str) -> bytearray:
    """For each character whether behind it, before the next stop, a name may end as an office's
    does: most words that begin like one go on otherwise (宣传 + 部, 宣传 + 活动)."""
    ended = bytearray(len(text))
    for run in _HAN_RUN.finditer(text):
        if match := _UP_TO_A_KIND.match(text, run.start(), run.end()):
            ended[match.start() : match.end()] = b"\1" * (match.end() - match.start())
    return ended


_LOOKED_BACK = 6
"""Signs in which a lead-in shows: the longest is as long."""


_STOPS_PHRASE = frozenset("，。；：,;: ")
"""Behind these a phrase begins, as it does at the beginning of a text."""


def _is_lead(masked: list[str]) -> bool:
    """Whether what follows begins a phrase: behind a lead-in or 由."""
    return bool(_STARTS.search("".join(masked[-_LOOKED_BACK:])))


_ENDS_LEAD = frozenset("并再时中后及外另是由同合与.．、")
_STARTS = re.compile(
    r"(?:^|[，。；：,;:\s])\d{1,2}[.．、]$|"
    r"(?:[，。；：,;:\s]|[，。；：,;:\s](?:并|再|同时|其中|最后|然后|以及|另|另外|此外|一是|二是|三是|四是|五是|六是|七是|八是|九是)|"
    r"^(?:并|再|同时|其中|最后|然后|以及|一是|二是|三是|四是|五是|六是|七是|八是|九是)|"
    r"(?<![缘经])由|会同|联合|协同|联同|(?:^|[，。；：并])与)$"
)


# 护林大队, 养护中心: what begins like a predicate is a name where it ends so and acts.
_BODY_BEYOND_DOUBT = re.compile(r"[一-鿿]{1,6}(?:大队|支队|中队|队|中心|局|站|公司|办公室)")


def _acts(core: str, behind: str) -> bool:
    return bool(_BODY_BEYOND_DOUBT.fullmatch(core)) and begins_like_predicate(behind)


def _closes(text: str, end: int) -> bool:
    return end == len(text) or text[end] in "，。；：,;:（(、和"


def _stands_alone(name: str, behind: str) -> bool:
    """Whether a name without a place is the whole word: 派出所建立… is, 派出所建设规范 is not."""
    if len(name) >= 3 and name.endswith(("局", "委", "委员会", "办公室", "大队", "分局", "联合会")):
        return True
    return not behind or behind[0] in "，。；：、（,;:(和与及等" or begins_like_predicate(behind)


def mentioned(reader: Reader, text: str) -> Iterator[str]:
    """The offices that a text names anywhere, in brackets as well, in order; another level's
    office of a known kind (州科学技术局) as printed."""
    for part in [text, *(match[0][1:-1] for match in _BRACKET.finditer(text))]:
        for named in reader.lex(part).named:
            if named.sign == KNOWN and not named.bare_body:
                yield from named.offices
            elif named.sign == UNKNOWN and not named.by_field:
                for name in named.unknown:
                    apart = reader.registry.apart(name)
                    if apart.meaning and apart.level not in ("county", "town", ""):
                        yield name
