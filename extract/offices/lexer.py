"""A clause's text → the offices that it names, and the text with a sign in the place of each.

The signs are what the rules (rules.py) speak of:

◇ offices that are known · ◆ a name that ends as an office's does and is none of the document's
▲ all offices of the row (各部门) · ● a body above or outside the offices (县人民政府, 各村)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from dutylist.extract.offices.lexicon import LEXICON
from dutylist.extract.offices.names import KIND_ENDS
from dutylist.extract.offices.places import MAY_BE_LEVEL
from dutylist.extract.offices.predicates import begins_like_predicate
from dutylist.extract.offices.registry import Registry, Row

KNOWN, UNKNOWN, ALL, OTHER = "◇", "◆", "▲", "●"

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
_JOINT = re.compile(r"、?(?:以及|或者)|、|[和与及或]")
_COMMA = re.compile(r"[，,](?:以及|和|及|或者?)?")
_KIND_OF = (
    r"(?:有关|相关|行业|行政|业务|职能|主管|监管|监督|管理|执法|责任|成员|综合|单位|负责|"
    r"归口|县级|区级|市级|上级|对口)*"
)
_FIELD_END = re.compile(
    rf"(?:等)?(?:[两二三四五六七八九十多各]|\d{{1,2}})?(?:家|个)?{_KIND_OF}(?:部门|机关)|"
    r"等(?!其他|其它|其余)[^，。；、◇]{0,10}?(?:部门|机关|单位)|"
    r"(?:监督|监督管理|行政执法|执法|救援|主管|管理|经办)机构"
)
_OF_THIS_LEVEL = re.compile(
    r"(?P<mark>[县区市旗本])级(?:以上)?(?:地方)?(?:各级)?(?:人民政府|政府)?(?:的)?"
)
_FIELD_OF_WORK = re.compile("部门|机关|机构|单位|企业|公司")
# 供电企业, 通信运营企业: the companies that the row lists.
_COMPANY_END = re.compile(r"(?:运营|经营|营运|服务)?(?:企业|公司|单位|商)")
# 行业主管部门, 其他部门, 负有监管职责的部门: somebody among the departments, and nobody says who.
_VAGUE_SUBJECT = re.compile(
    r"(?:县级|区级|市级|县直|区直|市直|旗直|本级)?(?:有关|相关|其他|其它|其余|行业|主管|职能|业务|监管|责任|成员|涉及的?|对应|"
    r"(?:负有|承担)[^，。；、由]{2,20}职责的)+(?:部门|(?<=职能|成员|责任)单位)(?![的和与及、]|规章|备案)"
)
_OTHER_MEMBERS = re.compile("(?:其他|其它|其余)各?成员单位(?!的)")
_VAGUE = re.compile(
    r"(?:、|和|及|以及|与|或|等)*(?:各)?(?P<other>其他|其它|其余)?(?P<said>有关|相关|涉及|行业|职能|成员|主管|业务|责任|"
    r"负有[^，。；、]{2,20}职责的|承担[^，。；、]{2,20}职责的|涉农|对口|属地|县级|区级|市级|配合)*(?:部门|单位|机构)"
)
_ETC = re.compile(
    r"等(?:(?:[两二三四五六七八九十多]|\d{1,2})?(?:家|个)?(?:有关|相关|成员|责任|职能|主管|行业|业务|县级|区级|市级|县直|区直|市直)*(?:部门|单位|机构|机关))?(?!级|候|待|次)"
)
_ALL_BUT_BEFORE = re.compile("除[^，。；]+外[，,]?由?$")
_ETC_MANY = re.compile(
    r"等(?P<count>[两二三四五六七八九十]|\d{1,2})?(?:家|个)?[^，。；、◇\d]{0,10}?(?:部门|机关|单位|机构)$"
)
_ALL = re.compile(
    r"(?:各(?:有关|相关|成员|行业|职能|业务|主管|监管|责任|级|涉农|县级|区级|市级|县直|区直|市直|负有[^，。；、]{2,16}职责的|承担[^，。；、]{2,16}职责的)*(?:部门|单位)(?!的)|"
    r"(?:上述|以上|前述|所列|相关|有关)?(?P<count>[两二三四五六七八九十]|\d{1,2})(?:家|个)?(?:有关|相关|成员|责任|主管|职能)*(?:部门|单位)(?!以上)|"
    r"(?:上述|以上|前述|所列)(?:各)?(?:有关|相关|成员|责任|主管|职能)*(?:部门|单位))"
)
_ALL_MEMBERS = re.compile(r"[^，。；、\s]{2,12}?各(?:成员|责任|职能)(?:部门|单位)")
_COUNTS = {char: n for n, char in enumerate("一二三四五六七八九十", 1)} | {"两": 2}
_ROLE = re.compile(
    r"(?:各)?(?P<role>牵头|主管|主办|责任|主责|配合|协办|协助|协同)(?:责任)?(?:部门|单位)(?!为|是)"
)
_LEADS = frozenset({"牵头", "主管", "主办", "责任", "主责"})
_AUTHORITY = re.compile(
    r"(?:人民政府|政府|委常委会|委常委会议|委全会|委、(?=[县市区旗]?(?:人民)?政府)|委(?=研究|审定|同意|批准|决定|统一领导|领导|[，。；、]|和[县市区旗]))(?!办|督查)|人民代表大会(?!常)|指挥部(?!办)|领导小组(?!办)|联席会议(?!办)|委员会(?=统一|统筹|领导)"
)
# 防汛抗旱指挥部, 安委会: a body over the offices where it leads them; its office is one of them.
_STEERING = re.compile(
    r"(?:(?!配合|协助|成立|组建|设立|建立|牵头|负责)[^，。；：、局办部中队站所院的对由和与及在将向把]){0,14}?"
    r"(?:指挥部|领导小组|联席会议|协调小组|工作小组|[防森]指|安委会|委员会|委)"
    r"(?:(?P<office>办公室|办)|(?=统一|统筹|领导|指挥|部署|调度|研究|协调|决定|批准|审定|同意))"
)
# A bare name of an office that no list of names has: its ending must be an office's beyond doubt.
_BARE_UNKNOWN = re.compile(
    r"[一-鿿]{2,12}?(?:管理局|监管局|执法局|服务局|总局|分局|大队|支队|执法队|委员会|管委会|联合会|管理站|监理所|"
    r"监督所|监测站|管理所|管理处|扑火队|救援队|抢险队|应急队|护林队|指挥部办公室|小组办公室|办公室|中心|局|站|(?<![场住处厕])所|办)(?![长员理法公事案证学结有需]|(?<=所)在)"
)
# A name without a place that is in no list: 商信局 for the row's 商务和工业信息化局.
_SHORT_NAME = re.compile(r"[一-鿿]{2,6}?(?:局|委|办|部|处(?![理置罚])|中心|大队|公司)")
# Where a mark (县, 区) is the end of another word, or of another place's name.
_NOT_BEFORE_MARK = re.compile(
    r"(?:[社小园景辖市城地山库牧灌林矿新老校片郊湖厂街住商东南西北特开发湾]区|城市|超市|外[省市县]|邻[省市县区]|国旗|党旗|"
    r"[全各跨本]?[各两]县)$"
)
_HAN = re.compile(r"[一-鿿]")


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
    """A text with signs in it (`masked`), and what each sign stands for, in order."""

    masked: str
    named: tuple[Named, ...]


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
        at = 0
        has_field = bool(_FIELD_OF_WORK.search(text))
        starts, short = self.registry.starts, self.registry.starts_of_any_ending
        ended = _where_names_may_end(text)
        while at < len(text):
            char = text[at]
            if char in "（(" and (bracket := _BRACKET.match(text, at)):
                at = bracket.end()
                continue
            last = masked[-1] if masked else "，"
            start = last in _STOPS_PHRASE or (last in _ENDS_LEAD and _is_lead(masked))
            one = None
            two = text[at : at + 2]
            may_begin = (
                two in short or (ended[at] and two in starts) or (has_field and two in _WORD_STARTS)
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
        return Lexed("".join(masked), tuple(found))

    def _named_at(
        self, text: str, at: int, start: bool, has_field: bool, masked: list[str]
    ) -> Named | None:
        """What is named at an offset, behind the masked text."""
        if start and (found := self._all_at(text, at) or self._role_at(text, at)):
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
        if start and KNOWN in masked and (rest := _OTHER_MEMBERS.match(text, at)):
            # 甲、乙会商，其他成员单位落实: together they are all that the row lists.
            return Named(ALL, at, rest.end(), self.row.offices)
        return (_somebody_at(text, at) or self._vague_at(text, at)) if start else None

    def _vague_at(self, text: str, at: int) -> Named | None:
        """Departments that a text leaves open; where the row lists one alone that one is meant."""
        match = _VAGUE_SUBJECT.match(text, at) if len(self.row.offices) > 1 else None
        if _ALL_BUT_BEFORE.search(text, max(0, at - _LONGEST_NAME), at):
            return None
        return Named(UNKNOWN, at, match.end(), others=True, by_field=True) if match else None

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
            joint = _JOINT.match(text, end) or (start and _COMMA.match(text, end)) or None
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
        if vague and (vague["other"] or vague["said"]):
            others = others or (bool(vague["other"]) and not open_ended)
            end = vague.end()
        elif etc := _ETC.match(text, end):
            end = etc.end()
        if many := _ETC_MANY.search(text, at, end):
            # 县公安局等部门 says that there are others; 等三部门 in a row of three says which.
            several = len(self.row.offices) > 1
            if several and many["count"] and _count(many["count"]) == len(self.row.offices):
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
        if together := self._together_at(text, at):
            return together
        if has_field and (
            fields := self._fields_at(text, at, not first) or self._companies_at(text, at)
        ):
            return fields
        if name := self.name_at(text, at, start, first):
            return name
        if not first and (word := self._bare_word_at(text, at)):
            return word
        return self._unknown_at(text, at, start, first)

    def _together_at(self, text: str, at: int) -> Named | None:
        """The offices that one word names (工青妇)."""
        word = next((one for one in _TOGETHER if text.startswith(one, at)), "")
        if not word:
            return None
        words = LEXICON.together[word]
        found = [self.registry.field_office(one, self.row) for one in words]
        unknown = tuple(one for one, office in zip(words, found, strict=True) if not office)
        offices = tuple(filter(None, found))
        sign = KNOWN if offices else UNKNOWN
        return Named(sign, at, at + len(word), offices, unknown, by_field=True)

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
            and not _SHORT_NAME.match(text, at)
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

    def _fields_at(self, text: str, at: int, behind_name: bool) -> Named | None:
        """The offices named by fields of work (发改、人社等部门, 公安机关), and the end."""
        words: list[str] = []
        end = at
        if here := _OF_THIS_LEVEL.match(text, at):
            # 县级以上地方人民政府农业农村主管部门, here the county's.
            if self.registry.region.marks.get(here["mark"]) not in ("county", None):
                return None
            end = here.end()
        while True:
            level, begin = self.registry.region.prefix_at(text, end)
            begin = begin if level in ("county", "") else end
            word = _word_at(text, begin)
            if not word:
                return None
            words.append(word)
            end = begin + len(word)
            # 自然资源行政主管部门: what stands between is no joint.
            if stop := _FIELD_END.match(text, end):
                end = stop.end()
                break
            joint = _JOINT.match(text, end)
            if not joint:
                return None
            end = joint.end()
        if words[0] == "组织" and (len(words) > 1 or text[at : at + 4] != "组织部门"):
            return None
        offices: list[str] = []
        unknown: list[str] = []
        for word in words:
            office = self.registry.field_office(word, self.row)
            (offices if office else unknown).append(office or word)
        return Named(
            KNOWN if offices else UNKNOWN,
            at,
            end,
            tuple(dict.fromkeys(offices)),
            tuple(f"{word}部门" for word in unknown),
            by_field=True,
            bare_body=all(word in LEXICON.bodies for word in words),
        )

    def _companies_at(self, text: str, at: int) -> Named | None:
        """The row's companies of a field (供电企业, 通信运营企业)."""
        for length in range(min(_LONGEST_WORD, len(text) - at), 1, -1):
            word = text[at : at + length]
            end = _COMPANY_END.match(text, at + length) if word in _WORDS else None
            if not end:
                continue
            fields = LEXICON.words.get(word, frozenset()) | LEXICON.words.get(
                f"{word}运营", frozenset()
            )
            found = [
                name
                for name in self.row.offices
                if (office := self.registry.offices.get(name))
                and office.covers & fields
                and name.endswith("公司")
            ]
            return Named(KNOWN, at, end.end(), tuple(found), by_field=True) if found else None
        return None

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
            joint = _JOINT.match(text, end)
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
        if (by and not begins_like_predicate(text[at:])) or (
            not at and text[end : end + 1] == "：" and not begins_like_predicate(text)
        ):
            return word
        placed = self.registry.region.prefix_at(text, at)[1] > at
        is_name = not placed or self.name_at(text, at, True)
        return None if is_name else replace(word, others=True)

    def _bare_word_at(self, text: str, at: int) -> Named | None:
        """One of the row's offices by its field alone (民政, 县财政), where the word ends there."""
        level, begin = self.registry.region.prefix_at(text, at)
        if level not in ("county", ""):
            return None
        for length in range(min(_LONGEST_WORD, len(text) - begin), 1, -1):
            word = text[begin : begin + length]
            if word not in _WORDS:
                continue
            end = begin + length
            office = self.registry.field_office(word, self.row)
            ends = (
                _closes(text, end) or _JOINT.match(text, end) or begins_like_predicate(text[end:])
            )
            if office not in self.row.listed or not ends:
                continue
            # 应急管理局: the word is the beginning of a name.
            whole = self.name_at(text, at, True, False) or self._unknown_at(text, at, True, False)
            return None if whole and whole.end > end else Named(KNOWN, at, end, (office,))
        return None

    def _unknown_at(self, text: str, at: int, start: bool, first: bool) -> Named | None:
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
        if (not start and begin - at == 1 and self._is_cut(text, at)) or _AUTHORITY.match(
            text, begin
        ):
            return None
        if start and (steering := _STEERING.match(text, begin)):
            end = steering.end()
            return Named(UNKNOWN, at, end, (), (text[at:end],)) if steering["office"] else None
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

    def _all_at(self, text: str, at: int) -> Named | None:
        match = _ALL.match(text, at) or _ALL_MEMBERS.match(text, at)
        if not match:
            return None
        count = match.groupdict().get("count")
        if count and _count(count) != len(self.row.offices):
            # 两部门建立…机制: those named before.
            return Named(OTHER, at, match.end())
        return Named(ALL, at, match.end(), self.row.offices)

    def _role_at(self, text: str, at: int) -> Named | None:
        match = _ROLE.match(text, at)
        if not match:
            return None
        offices = self.row.leads if match["role"] in _LEADS else self.row.helps
        if not offices:
            return Named(UNKNOWN, at, match.end(), (), (match[0],))
        return Named(KNOWN, at, match.end(), offices)

    def _authority_at(self, text: str, at: int, start: bool) -> Named | None:
        _level, begin = self.registry.region.prefix_at(text, at)
        if begin == at or (begin - at == 1 and self._is_cut(text, at)):
            return None
        match = _AUTHORITY.match(text, begin) or (start and _STEERING.match(text, begin))
        return Named(OTHER, at, match.end()) if match else None


def _count(text: str) -> int:
    return int(text) if text.isdigit() else _COUNTS.get(text, 0)


# 由许可部门查处: one department is meant, and which is not said.
_SOME_DEPARTMENT = re.compile(
    r"(?!各|有关|相关|其他|其它|其余|上级|主管|行业|职能|责任|牵头|配合|属地|业务|对口|上述|以上|所在)[一-鿿]{2,4}?(?:部门|机关)(?!的|规章|联动|协同|负责人)"
)


def _somebody_at(text: str, at: int) -> Named | None:
    """A department that nobody can tell from its words (执法部门, 发证部门)."""
    match = _SOME_DEPARTMENT.match(text, at)
    if (
        not match
        or begins_like_predicate(match[0])
        or re.search("[的和与及在各由是时请等]|有关|相关", match[0])
    ):
        return None
    return Named(UNKNOWN, at, match.end(), (), (match[0],), by_field=True)


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


def _word_at(text: str, at: int) -> str:
    """The longest word of a field at an offset behind which an enumeration goes on or ends."""
    for length in range(min(_LONGEST_WORD, len(text) - at), 1, -1):
        word = text[at : at + length]
        if word in _WORDS and (
            _FIELD_END.match(text, at + length) or _JOINT.match(text, at + length)
        ):
            return word
    return ""


_FULL_NAME = re.compile(r"(?:局|委|办|部|中心|大队|支队|公司|院|站|所|办公室|委员会)$")
_WORDS = frozenset(LEXICON.words) | frozenset(
    name for name in LEXICON.bare_names if not _FULL_NAME.search(name)
)
_LONGEST_WORD = 12


# 公检法司 before 公检法.
_TOGETHER = sorted(LEXICON.together, key=len, reverse=True)
_WORD_STARTS = frozenset(word[:2] for word in _WORDS if len(word) > 1) | {
    f"{mark}级" for mark in "县区市旗本"
}


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
