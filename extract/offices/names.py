"""How offices' names are built and shortened: general usage, no place's own names."""

from __future__ import annotations

import re

from dutylist.extract.lists.cover import places

# 机构名称的末字。
OFFICE_SUFFIX = (
    "局|委员会|委|办公室|办|部|厅|处|院|会|中心|大队|支队|总队|分局|站|所|室|人大|政协|编办|"
    "残联|妇联|团委|工会|公司|政府"
)
_ENDS_LIKE_OFFICE = re.compile(rf"(?:{OFFICE_SUFFIX})$")
PLACE_SUFFIX = "省市州盟县区旗"

# 国家机关通行的简称（机构改革后各地通用），全称在前。
ABBREVIATIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("发展和改革委员会", ("发展改革委", "发改委")),
    ("发展和改革局", ("发展改革局", "发改局")),
    ("人力资源和社会保障局", ("人社局",)),
    ("卫生健康委员会", ("卫生健康委", "卫健委")),
    ("卫生健康局", ("卫健局",)),
    ("住房和城乡建设局", ("住建局", "住房城乡建设局")),
    ("住房和城乡建设委员会", ("住建委", "住房城乡建设委")),
    ("市场监督管理局", ("市场监管局",)),
    ("交通运输局", ("交通局",)),
    ("应急管理局", ("应急局",)),
    ("林业和草原局", ("林草局",)),
    ("医疗保障局", ("医保局",)),
    ("科学技术局", ("科技局",)),
    ("工业和信息化局", ("工信局",)),
    ("商务和工业信息化局", ("商工局", "商信局")),
    ("规划和自然资源局", ("规自局", "规划资源局", "自然资源局")),
    ("文化体育广播电视和旅游局", ("文旅局", "文体广旅局", "文广旅局")),
    ("文化广电旅游局", ("文旅局", "文广旅局")),
    ("文化和旅游局", ("文旅局",)),
    ("农业农村和水利局", ("农水局",)),
    ("农牧和科技局", ("农科局",)),
    ("民族宗教事务局", ("民宗局",)),
    ("民族宗教事务委员会", ("民宗委", "民宗局")),
    ("教育体育局", ("教体局",)),
    ("教育和体育局", ("教体局",)),
    ("自然资源和规划局", ("自然资源局", "资规局", "自规局")),
    ("供销合作社联合社", ("供销社", "供销合作社")),
    ("公安局交通警察大队", ("交警大队", "公安局交警大队", "交通警察大队")),
    ("卫生健康和", ("卫健",)),
    ("数据管理局", ("数据局",)),
    ("民族事务委员会", ("民委",)),
    ("不动产登记中心", ("登记中心",)),
    ("纪委监委机关", ("纪委监委", "纪委")),
    ("退役军人事务局", ("退役军人局",)),
    ("城市管理综合行政执法局", ("城管局", "综合执法局", "城市管理局")),
    ("城市管理和综合执法局", ("城管局", "综合执法局", "城市管理局")),
    ("城市管理局", ("城管局",)),
    ("综合行政执法局", ("综合执法局",)),
    ("行政审批服务局", ("审批局", "行政审批局")),
    ("消防救援大队", ("消防大队",)),
    ("消防救援局", ("消防局",)),
    ("机构编制委员会办公室", ("编办", "委编办")),
    ("政法委员会", ("政法委",)),
    ("纪律检查委员会", ("纪委", "纪委监委")),
    ("人民法院", ("法院",)),
    ("人民检察院", ("检察院",)),
    ("残疾人联合会", ("残联",)),
    ("妇女联合会", ("妇联",)),
    ("科学技术协会", ("科协",)),
    ("工商业联合会", ("工商联",)),
    ("人民政府办公室", ("政府办公室", "政府办")),
    ("人民代表大会常务委员会", ("人大常委会", "人大")),
)

# What follows the office in an open-ended name: 及其他…部门, 等有关部门, 等.
_AND_OTHERS = re.compile(
    r"(?:以及|及|和|与|等)(?:[^、]{0,12}?(?:其他|其它)|相关|有关|各)[^、]*(?:部门|单位|机构)|"
    r"等(?:部门|单位|机构)?"
)
_ROLE_MARK = re.compile(r"(?:牵头|配合|主办|协办|责任|主管|协助)(?:部门|单位)[：:]")
_SEPARATORS = re.compile(r"[、，,；;\n/]+|\s+")


def split_names(cell_text: str) -> tuple[str, ...]:
    """The department names in a cell, as printed and in order.

    An open-ended name (应急管理局及其他…的部门) stays whole; 牵头部门： and 配合部门： are no part
    of a name.
    """
    unmarked = _ROLE_MARK.sub("、", cell_text)
    parts = (part.strip(" 。.：:") for part in _SEPARATORS.split(unmarked))
    return tuple(dict.fromkeys(part for part in parts if part))


def open_ended_head(name: str) -> str:
    """The office that an open-ended name begins with, or "" where the name is not open-ended.

    >>> open_ended_head("县应急管理局及其他负有安全生产监督管理职责的部门")
    '县应急管理局'
    """
    for match in re.finditer(r"以及|及|和|与|等", name):
        head = name[: match.start()]
        if looks_like_office(head) and _AND_OTHERS.fullmatch(name, match.start()):
            return head
    return ""


def looks_like_office(text: str) -> bool:
    """Whether a text could be an office's name: short, one word, an office's ending."""
    return (
        2 < len(text) <= 30
        and bool(_ENDS_LIKE_OFFICE.search(text))
        and not re.search(r"[，。；：！？、\s\d]", text)
    )


def place_prefixes(region: tuple[str, ...], names: tuple[str, ...]) -> tuple[str, ...]:
    """The places that departments' names begin with, longest first.

    They are the region's own places, their abbreviations as the names use them (某某州 for
    某某回族自治州), and beginnings that three or more names share and that end like a place.
    """
    found = {place for line in region for place in places(line)}
    stems = {place[:2] for place in found}
    shared: dict[str, int] = {}
    for name in names:
        # The first place-like beginning only: 市 in 某某县市场监督管理局 is no city.
        prefix = next(
            (
                name[: match.end()]
                for match in re.finditer(rf"[{PLACE_SUFFIX}]", name[:12])
                if match.end() >= 3 and looks_like_office("某" + name[match.end() :])
            ),
            "",
        )
        if prefix:
            shared[prefix] = shared.get(prefix, 0) + 1
            if prefix[:2] in stems:
                found.add(prefix)
    found.update(prefix for prefix, count in shared.items() if count >= 3)
    return tuple(sorted(found, key=len, reverse=True))


def without_place(name: str, prefixes: tuple[str, ...]) -> tuple[str, str]:
    """A name's place and the rest; the place is "" where it begins with none.

    >>> without_place("青山县民政局", ("青山县",))
    ('青山县', '民政局')
    """
    for prefix in prefixes:
        if name.startswith(prefix) and len(name) > len(prefix) + 1:
            return prefix, name[len(prefix) :]
    for prefix in prefixes:
        if len(prefix) > 3 and name.startswith(prefix[:-1]) and len(name) > len(prefix) + 2:
            return prefix[:-1], name[len(prefix) - 1 :]
    generic = re.match(rf"(?:自治)?[{PLACE_SUFFIX}](?!场|政)", name)
    if generic and looks_like_office(name):
        return generic[0], name[generic.end() :]
    return "", name


def short_forms(name: str, prefixes: tuple[str, ...]) -> tuple[str, ...]:
    """The forms in which clauses may name an office, longest first, its full name included.

    青山县民政局 → 青山县民政局, 县民政局, 民政局; 青山县委组织部 → 县委组织部, 组织部 too.
    区城市管理局（区综合执法局） goes by each of its two names.
    """
    forms = {name}
    for one in both_names(name):
        forms.update(_forms_of_one(one, prefixes))
    return tuple(sorted(forms, key=lambda form: (-len(form), form)))


def both_names(name: str) -> tuple[str, ...]:
    """An office's name, or its two names where the second stands in brackets.

    A tax office also goes by its name without the state's (国家税务总局某某县税务局).
    """
    if name.startswith("国家税务总局") and len(name) > 8:
        return name, name.removeprefix("国家税务总局")
    match = re.fullmatch(r"([^（(]+)[（(]([^）)]+)[）)]", name)
    if match and looks_like_office(match[2]):
        return match[1], match[2]
    return (match[1],) if match else (name,)


def _forms_of_one(name: str, prefixes: tuple[str, ...]) -> set[str]:
    place, rest = without_place(name, prefixes)
    rests = {rest}
    for full, shorts in ABBREVIATIONS:
        if full in rest:
            rests.update(rest.replace(full, short) for short in shorts)
    rests |= {short.replace("和", "") for short in rests if "和" in short and len(short) >= 6}
    marks = {place[-1]} if place and place[-1] in PLACE_SUFFIX else {""}
    if re.search(r"自治[州县旗]$", place):
        marks.add(place[-3:])
    for short in tuple(rests):
        branch_forms, mark = _branch_forms(short)
        rests |= branch_forms
        marks |= mark
    forms = {name} | _tails(name, prefixes)
    whole_places = {place} | {prefix for prefix in prefixes if prefix[-1] == place[-1:]}
    for short in rests - {""}:
        forms.update(mark + short for mark in marks if len(mark + short) >= 3)
        if place:
            forms.update(whole + short for whole in whole_places)
        bare = short.removeprefix("委")
        if len(bare) >= 3:
            forms.add(bare)
    return forms


def _tails(name: str, prefixes: tuple[str, ...]) -> set[str]:
    """What a name ends with from a place's name on (某某电网公司某某州青山供电局 → 青山供电局)."""
    starts = (name.find(prefix[:2], 1) for prefix in prefixes)
    return {name[at:] for at in starts if at > 0 and looks_like_office(name[at:])}


def _branch_forms(rest: str) -> tuple[set[str], set[str]]:
    """Short forms of a branch office, and the level its own place adds (县 in …县分局).

    公安局某某分局 → 公安某某分局, 公安分局; 国家统计局某某调查队某某分队 → 某某调查分队.
    """
    survey = re.fullmatch(
        r"国家统计局(?P<outer>.+)调查队(?:(?P<place>.+?)(?P<kind>分队|队))?", rest
    )
    if survey:
        kind, place = survey["kind"] or "队", survey["place"] or survey["outer"]
        return {f"{place}调查{kind}", f"调查{kind}"}, set()
    branch = re.fullmatch(r"(?P<office>.+局)(?P<place>.{2,8}?)(?P<kind>[县区市旗])?分局", rest)
    if not branch:
        return set(), set()
    field = branch["office"].removesuffix("局")
    place = branch["place"] + (branch["kind"] or "")
    forms = {f"{field}分局", f"{field}局分局", f"{field}{place}分局", f"{place}分局"}
    forms.add(f"{place}{field}分局")
    return forms, {branch["kind"]} if branch["kind"] else set()


def fields_of(form: str) -> tuple[str, ...]:
    """The field of work that a form names an office by: 县公安局 → 公安, 县委宣传部 → 宣传.

    >>> fields_of("农业农村局")
    ('农业农村', '农业')
    """
    bare = re.sub(rf"^(?:.*[{PLACE_SUFFIX}](?!场|政))?委?", "", form)
    match = re.fullmatch(
        r"((?:[^省市州盟县区旗]|市场|市政){2,12}?)(?:管理)?(?:局|委员会|委|部|办公室|办|分局|大队)",
        bare,
    )
    if not match:
        return ()
    field = match[1].removesuffix("监督")
    # Those who write lists also say 农业部门, 交通部门, 消防部门.
    first = {"农业农村": "农业", "交通运输": "交通", "消防救援": "消防"}.get(field)
    return (field, first) if first else (field,)
