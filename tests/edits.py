"""Known edits: a list's rows as plain strings, changed at random, with the truth of what was done.

Knows nothing of the readers or the comparison: it edits rows of text and writes a source text.
"""

from __future__ import annotations

import copy
import json
import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

ROWS = Path(__file__).parent / "data" / "santai-2025.rows.json"

HEADS = {
    "basic": ("基本履职事项清单", ("序号", "事项类别", "事项名称")),
    "cooperative": (
        "配合履职事项清单",
        ("序号", "事项类别", "事项名称", "对应上级部门", "上级部门职责", "乡镇（街道）配合职责"),
    ),
    "recalled": ("上级部门收回事项清单", ("序号", "事项类别", "事项名称", "承接部门及工作方式")),
}

# What a yearly revision does to single words.
WORDS = [
    ("负责", "承担"),
    ("开展", "组织开展"),
    ("宣传", "宣传教育"),
    ("排查", "摸底排查"),
    ("建立", "建立健全"),
    ("做好", "统筹做好"),
    ("管理", "服务管理"),
    ("落实", "全面落实"),
    ("监督", "常态化监督"),
    ("加强", "强化"),
    ("组织", "牵头组织"),
    ("协助", "配合"),
    ("上报", "逐级上报"),
    ("审核", "复核"),
    ("处罚", "行政处罚"),
    ("建设", "规划建设"),
    ("服务", "便民服务"),
    ("保护", "保护修复"),
]
TAILS = [
    "，建立工作台账",
    "，按季度报送进展情况",
    "，完善长效机制",
    "，接受社会监督",
    "，落实专人负责",
    "，推进数字化管理",
]

# Duties that no real list has: two halves make 20 × 12 names.
NEW_SUBJECTS = [
    "低空飞行器起降点", "光伏电站草原恢复", "冰雪旅游营地", "社区嵌入式食堂", "充电桩布点",
    "葡萄酒庄认证", "驼奶加工作坊", "候鸟观测站", "数字档案馆", "应急广播终端",
    "共享菜园", "棉秆回收点", "夜间集市摊位", "微型消防车", "长者助浴点",
    "坎儿井遗存", "村级快递驿站", "儿童友好空间", "自驾车露营地", "再生水灌溉管网",
]  # fmt: skip
NEW_ACTIONS = [
    "选址踏勘并公示", "年度评估打分", "安全责任书签订", "运营补助申领初审", "信息采集建档",
    "志愿者招募培训", "纠纷投诉登记转办", "竣工资料移交", "季节性巡护", "收费标准备案",
    "设备领用登记", "满意度回访",
]  # fmt: skip
NEW_CLAUSES = [
    "编制年度实施计划并下达任务指标",
    "对申报材料开展技术复核，出具书面意见",
    "会同有关单位组织联合验收",
    "建立问题清单，督促责任单位限期销号",
    "汇总统计数据，按月通报进度",
    "受理群众来电来访，五个工作日内答复",
    "组织专题业务培训，发放操作手册",
    "将重点线索移送执法单位依法处理",
]
NEW_CORES = [
    "数据发展和改革局", "社会工作综合局", "综合行政执法局", "文旅融合发展局", "农牧业发展中心局",
    "城市运行管理局", "民生保障服务局", "绿色发展局", "营商环境局", "基层治理促进局",
]  # fmt: skip

# One office that the real list spells in two ways: a reform renames both.
SPELLINGS = {
    "吉木萨尔县文化体育广播电视台和旅游局": ("吉木萨尔县文化体育广播电视和旅游局",),
    "吉木萨尔县文化体育广播电视和旅游局": ("吉木萨尔县文化体育广播电视台和旅游局",),
}

OLD_REMARKS = ["省级下放", "有效期三年", "原件保存三年", "与县级共同承担", "逐年考核"]
NEW_REMARKS = ["委托执法事项", "有效期五年", "原件保存三十年", "由县级主责", "不再考核"]

Fact = tuple[object, ...]


@dataclass(frozen=True)
class Row:
    """One duty: `uid` follows it through all edits; the last cells depend on the list."""

    uid: str
    list: str
    category: str
    name: str
    departments: tuple[str, ...] = ()
    department_clauses: tuple[str, ...] = ()
    township_clauses: tuple[str, ...] = ()
    takeover: str = ""
    remark: str = ""


def in_all_texts(row: Row, change: Callable[[str], str]) -> Row:
    """The row with each of its texts changed, but category and remark."""
    return replace(
        row,
        name=change(row.name),
        departments=tuple(map(change, row.departments)),
        department_clauses=tuple(map(change, row.department_clauses)),
        township_clauses=tuple(map(change, row.township_clauses)),
        takeover=change(row.takeover),
    )


@dataclass
class Look:
    """How the list is set: headings, titles, cover, contents, the township's name, and whether
    numbers start again in a category."""

    heads: dict[str, str] = field(default_factory=dict)
    title: str = ""
    cover: str = "履职事项清单"
    contents: bool = False
    township: str = "三台镇"
    restart: bool = False


@dataclass
class Edition:
    """Rows under edit, and the facts that a comparison should find; it may find those in `may`,
    which are true as well, and those in `doubtful`, if it says that they are."""

    rows: list[Row]
    facts: set[Fact] = field(default_factory=set)
    may: set[Fact] = field(default_factory=set)
    doubtful: set[Fact] = field(default_factory=set)
    touched: Counter[str] = field(default_factory=Counter)
    fixed: set[str] = field(default_factory=set)

    def index(self, uid: str) -> int:
        return next(at for at, row in enumerate(self.rows) if row.uid == uid)

    def put(self, row: Row) -> None:
        self.rows[self.index(row.uid)] = row


def base_rows(path: Path = ROWS) -> list[Row]:
    """The real list's rows."""
    return [
        _row(f"r{number}", entry["section"], entry["cells"])
        for number, entry in enumerate(json.loads(path.read_text(encoding="utf-8")), 1)
    ]


def remarked(rows: Iterable[Row], chance: random.Random) -> list[Row]:
    """The rows with a column 备注, in which every third has something."""
    return [
        replace(row, remark=chance.choice(OLD_REMARKS)) if at % 3 == 0 else row
        for at, row in enumerate(rows)
    ]


def _row(uid: str, kind: str, cells: list[str]) -> Row:
    row = Row(uid, kind, cells[1], cells[2])
    if kind == "cooperative":
        names = tuple(cells[3].split("、"))
        return replace(
            row,
            departments=names,
            department_clauses=_paragraphs(cells[4]),
            township_clauses=_paragraphs(cells[5]),
        )
    if kind == "recalled":
        return replace(row, takeover=cells[3])
    return row


def _paragraphs(cell: str) -> tuple[str, ...]:
    found = re.findall(r"<p>(.*?)</p>", cell)
    return tuple(found) if found else (cell,)


def source_text(rows: Iterable[Row], year: int, look: Look | None = None) -> str:
    """The rows as a source text, numbered through in each list unless the look says otherwise;
    a list in which a row has a remark has a column 备注."""
    look, rows = look or Look(), list(rows)
    place = f"吉木萨尔县{look.township}"
    lines = ["新疆维吾尔自治区昌吉回族自治州", place, look.cover, "", f"{year} 年 7 月", ""]
    if look.contents:
        titles = [title for title, _ in HEADS.values()]
        lines += ["目录", *(f"{title}……{at * 9 + 1}" for at, title in enumerate(titles)), ""]
    for kind, (title, heads) in HEADS.items():
        here = [row for row in rows if row.list == kind]
        if not here:
            continue
        remarks = any(row.remark for row in here)
        shown = [look.heads.get(head, head) for head in heads] + ["备注"] * remarks
        lines += [f"昌吉回族自治州{place}{title}{look.title}", "", "\t".join(shown)]
        number = 0
        for at, row in enumerate(here):
            again = look.restart and at > 0 and row.category != here[at - 1].category
            number = 1 if again else number + 1
            lines.append("\t".join([*_cells(number, row), *[row.remark] * remarks]))
        lines += [""]
    return "\n".join(lines)


def _cells(number: int, row: Row) -> list[str]:
    cells = [str(number), row.category, row.name]
    if row.list == "cooperative":
        cells.append("、".join(row.departments))
        cells += [_marked_up(row.department_clauses), _marked_up(row.township_clauses)]
    elif row.list == "recalled":
        cells.append(row.takeover)
    return cells


def _marked_up(paragraphs: tuple[str, ...]) -> str:
    if len(paragraphs) == 1:
        return paragraphs[0]
    return " ".join(f"<p>{text}</p>" for text in paragraphs)


def edited(rows: list[Row], seed: int, count: int, kinds: Sequence[str] = ()) -> Edition:
    """`count` random edits of all types, or of these `kinds`.

    Each duty takes at most two that go together.
    """
    chance = random.Random(seed)
    edition = Edition(copy.copy(rows), {("head", "issued")})
    done = 0
    kinds = kinds or list(EDITS)
    for _ in range(count * 20):
        if done == count:
            break
        kind = chance.choice(kinds)
        done += EDITS[kind](edition, chance)
    _weigh_category(edition, rows)
    _weigh_order(edition, rows)
    # Of a row with other words nothing is told of what was only arranged otherwise.
    edition.facts -= {("rearranged", fact[1]) for fact in edition.facts if fact[0] == "reworded"}
    return edition


def _weigh_category(edition: Edition, rows: Sequence[Row]) -> None:
    """A category of which less than four fifths of the rows went on under its new name, the others
    having gone elsewhere, may be told row by row."""
    now = {row.uid: row.category for row in edition.rows}
    for fact in [fact for fact in edition.facts if fact[0] == "category renamed"]:
        _, old, new = fact
        own = [row.uid for row in rows if row.category == old and row.uid in now]
        renamed = [uid for uid in own if now[uid] == new]
        if len(renamed) < 0.8 * len(own):
            edition.facts.discard(fact)
            edition.may |= {fact, *(("recategorized", uid) for uid in renamed)}


def _weigh_order(edition: Edition, rows: Sequence[Row]) -> None:
    """A row that went past one other row only changed places with it: which of the two moved, no
    reader can see; past none, it moved nowhere.

    Those count that stayed in their list and category; where categories stand in blocks, those of
    its own.
    """
    left = {fact[1] for fact in edition.facts if fact[0] in ("recategorized", "moved")}
    before, now = ({row.uid: at for at, row in enumerate(side)} for side in (rows, edition.rows))
    stayed = before.keys() & now.keys() - left
    for fact in [fact for fact in edition.facts if fact[0] == "reordered"]:
        own = str(fact[1])
        if own not in stayed:
            continue
        row = edition.rows[now[own]]
        grouped = _in_blocks(rows, row.list) and _in_blocks(edition.rows, row.list)
        past = [
            one.uid
            for one in edition.rows
            if one.uid in stayed
            and one.list == row.list
            and (one.category == row.category or not grouped)
            and (before[one.uid] < before[own]) != (now[one.uid] < now[own])
        ]
        if len(past) < 2:
            edition.facts.discard(fact)
            edition.facts |= {("exchanged", uid) for uid in (own, *past) if past}


def _in_blocks(rows: Sequence[Row], kind: str) -> bool:
    categories = [row.category for row in rows if row.list == kind]
    starts = sum(at == 0 or one != categories[at - 1] for at, one in enumerate(categories))
    return starts == len(set(categories))


def _pick(
    edition: Edition, chance: random.Random, wanted: Callable[[Row], bool], *, alone: bool = False
) -> Row | None:
    """A row that takes another edit; `alone`: one that has none and gets no other."""
    limit = 0 if alone else 1
    possible = [
        row
        for row in edition.rows
        if wanted(row) and edition.touched[row.uid] <= limit and row.uid not in edition.fixed
    ]
    if not possible:
        return None
    row = chance.choice(possible)
    edition.touched[row.uid] += 1
    if alone:
        edition.fixed.add(row.uid)
    return row


def _labelled(paragraphs: tuple[str, ...], least: int) -> bool:
    return len(paragraphs) >= least and all(
        re.match(rf"{number}\.", text) for number, text in enumerate(paragraphs, 1)
    )


def _relabel(texts: Iterable[str]) -> tuple[str, ...]:
    bare = [re.sub(r"^\d+\.", "", text) for text in texts]
    ends = [text.rstrip("；。;") + "；" for text in bare[:-1]] + [bare[-1].rstrip("；。;") + "。"]
    return tuple(f"{number}.{text}" for number, text in enumerate(ends, 1))


def _reworded(text: str, chance: random.Random) -> str:
    possible = [pair for pair in WORDS if pair[0] in text and pair[1] not in text]
    if possible and chance.random() < 0.7:
        for old, new in chance.sample(possible, min(len(possible), chance.randint(1, 2))):
            text = text.replace(old, new, 1)
        return text
    end = re.search(r"[；。;]?$", text)
    assert end is not None
    return text[: end.start()] + chance.choice(TAILS) + end.group()


def reword_name(edition: Edition, chance: random.Random) -> bool:
    row = _pick(edition, chance, lambda row: len(row.name) > 6)
    if row is None:
        return False
    edition.put(replace(row, name=_reworded(row.name, chance)))
    edition.facts.add(("reworded", row.uid))
    return True


def rewrite_name(edition: Edition, chance: random.Random) -> bool:
    """Half the words are others, and the halves stand in the other order."""
    row = _pick(edition, chance, lambda row: row.name.count("，") >= 1 and len(row.name) > 16)
    if row is None or f"name {row.uid}" in edition.fixed:
        return False
    parts = row.name.split("，")
    chance.shuffle(parts)
    name = "，".join(parts)
    for old, new in WORDS:
        if old in name and new not in name and chance.random() < 0.8:
            name = name.replace(old, new, 1)
    name += chance.choice(TAILS)
    edition.put(replace(row, name=name))
    edition.facts.add(("reworded", row.uid))
    return True


def add_similar_duty(edition: Edition, chance: random.Random) -> bool:
    """A new duty in the very words of another, about something else."""
    row = _pick(edition, chance, lambda row: 14 < len(row.name) < 60, alone=True)
    if row is None:
        return False
    subject = chance.choice(NEW_SUBJECTS)
    if any(subject[:4] in one.name for one in edition.rows):
        return False
    middle = len(row.name) // 2
    name = row.name[: middle - 3] + subject + row.name[middle + 3 :]
    uid = f"s{len(edition.facts)}-{subject}"
    at = edition.index(row.uid)
    edition.rows.insert(at + 1, replace(row, uid=uid, name=name))
    edition.fixed.add(uid)
    edition.facts.add(("added", uid))
    return True


def _edit_clauses(
    edition: Edition,
    chance: random.Random,
    least: int,
    fact: str,
    change: Callable[[list[str]], list[str] | None],
) -> bool:
    side = chance.choice(("department_clauses", "township_clauses"))
    row = _pick(
        edition,
        chance,
        lambda row: (
            _labelled(getattr(row, side), least) and f"clauses {row.uid}" not in edition.fixed
        ),
    )
    if row is None:
        return False
    texts = [re.sub(r"^\d+\.", "", text) for text in getattr(row, side)]
    after = change(texts)
    if after is None:
        edition.touched[row.uid] -= 1
        return False
    edition.fixed.add(f"clauses {row.uid}")
    edition.put(replace(row, **{side: _relabel(after)}))
    words = [sorted(re.sub(r"\W", "", "".join(side))) for side in (texts, after)]
    what = "rearranged" if words[0] == words[1] else "reworded"
    edition.facts |= {(what, row.uid), (f"clause {fact}", row.uid)}
    return True


def reword_clause(edition: Edition, chance: random.Random) -> bool:
    def change(texts: list[str]) -> list[str]:
        at = chance.randrange(len(texts))
        return [*texts[:at], _reworded(texts[at], chance), *texts[at + 1 :]]

    return _edit_clauses(edition, chance, 2, "reworded", change)


def add_clause(edition: Edition, chance: random.Random) -> bool:
    def change(texts: list[str]) -> list[str]:
        at = chance.randrange(len(texts) + 1)
        return [*texts[:at], chance.choice(NEW_CLAUSES) + "；", *texts[at:]]

    return _edit_clauses(edition, chance, 2, "added", change)


def remove_clause(edition: Edition, chance: random.Random) -> bool:
    def change(texts: list[str]) -> list[str]:
        at = chance.randrange(len(texts))
        return texts[:at] + texts[at + 1 :]

    return _edit_clauses(edition, chance, 3, "removed", change)


def move_clause(edition: Edition, chance: random.Random) -> bool:
    def change(texts: list[str]) -> list[str]:
        rest = texts[1:]
        return [*rest[:3], texts[0], *rest[3:]]

    return _edit_clauses(edition, chance, 4, "moved", change)


def split_clause(edition: Edition, chance: random.Random) -> bool:
    def change(texts: list[str]) -> list[str] | None:
        for at, text in enumerate(texts):
            middle = [m.start() for m in re.finditer("，", text) if 8 < m.start() < len(text) - 8]
            if middle:
                cut = middle[len(middle) // 2]
                return [*texts[:at], text[:cut] + "；", text[cut + 1 :], *texts[at + 1 :]]
        return None

    return _edit_clauses(edition, chance, 2, "split", change)


def merge_clauses(edition: Edition, chance: random.Random) -> bool:
    def change(texts: list[str]) -> list[str]:
        at = chance.randrange(len(texts) - 1)
        joined = texts[at].rstrip("；。;") + "，" + texts[at + 1]
        return [*texts[:at], joined, *texts[at + 2 :]]

    return _edit_clauses(edition, chance, 3, "merged", change)


def _pick_of_order(edition: Edition, chance: random.Random, least: int) -> Row | None:
    """A row of a category of at least so many, whose order no other edit changes."""
    sizes = Counter((row.list, row.category) for row in edition.rows)
    row = _pick(
        edition,
        chance,
        lambda row: (
            sizes[row.list, row.category] >= least
            and ("order", row.list, row.category) not in edition.fixed
        ),
    )
    if row is not None:
        edition.fixed.add(("order", row.list, row.category))  # type: ignore[arg-type]
    return row


def reorder(edition: Edition, chance: random.Random) -> bool:
    """A row to another place of its category; one in each category, else the truth is unclear."""
    row = _pick_of_order(edition, chance, 6)
    if row is None:
        return False
    block = [one for one in edition.rows if (one.list, one.category) == (row.list, row.category)]
    first = edition.rows.index(block[0])
    at = block.index(row)
    places = [place for place in range(len(block)) if abs(place - at) >= 3]
    block.remove(row)
    block.insert(chance.choice(places), row)
    edition.rows[first : first + len(block)] = block
    edition.facts.add(("reordered", row.uid))
    return True


def recategorize(edition: Edition, chance: random.Random) -> bool:
    row = _pick(edition, chance, lambda row: row.list != "recalled", alone=True)
    if row is None:
        return False
    others = sorted({one.category for one in edition.rows if one.list == row.list} - {row.category})
    return _into_block(edition, row, replace(row, category=chance.choice(others)), "recategorized")


def _into_block(edition: Edition, row: Row, changed: Row, fact: str) -> bool:
    """The row leaves its place and stands last among the rows of its new list and category."""
    edition.rows.remove(row)
    same = [
        at
        for at, one in enumerate(edition.rows)
        if (one.list, one.category) == (changed.list, changed.category)
    ] or [at for at, one in enumerate(edition.rows) if one.list == changed.list]
    edition.rows.insert(same[-1] + 1, changed)
    edition.facts.add((fact, row.uid))
    return True


def give_down(edition: Edition, chance: random.Random) -> bool:
    """配合 → 基本: the township now does it alone."""
    row = _pick(edition, chance, lambda row: row.list == "cooperative", alone=True)
    if row is None:
        return False
    return _into_block(edition, row, Row(row.uid, "basic", row.category, row.name), "moved")


def make_cooperative(edition: Edition, chance: random.Random) -> bool:
    """基本 → 配合: a department leads it from now on."""
    row = _pick(edition, chance, lambda row: row.list == "basic", alone=True)
    if row is None:
        return False
    donor = chance.choice([one for one in edition.rows if one.list == "cooperative"])
    changed = Row(
        row.uid,
        "cooperative",
        row.category,
        row.name,
        donor.departments[:1],
        _relabel(chance.sample(NEW_CLAUSES, 3)),
        _relabel(chance.sample(NEW_CLAUSES, 2)),
    )
    return _into_block(edition, row, changed, "moved")


def take_back(edition: Edition, chance: random.Random) -> bool:
    """配合 → 收回."""
    row = _pick(edition, chance, lambda row: row.list == "cooperative", alone=True)
    if row is None:
        return False
    takeover = f"{row.departments[0]}： {chance.choice(NEW_CLAUSES)}。"
    changed = Row(row.uid, "recalled", row.category, row.name, takeover=takeover)
    if len(row.departments) > 1:
        edition.facts.add(("departments", row.uid))
    return _into_block(edition, row, changed, "moved")


def add_duty(edition: Edition, chance: random.Random) -> bool:
    kind = chance.choice(("basic", "cooperative", "recalled"))
    name = chance.choice(NEW_SUBJECTS) + chance.choice(NEW_ACTIONS)
    if any(name[:4] in row.name for row in edition.rows):
        return False
    at = chance.choice([at for at, one in enumerate(edition.rows) if one.list == kind])
    neighbour = edition.rows[at]
    uid = f"n{len(edition.facts)}-{name}"
    row = Row(uid, kind, neighbour.category, name)
    if kind == "cooperative":
        row = replace(
            row,
            departments=neighbour.departments[:1],
            department_clauses=_relabel(chance.sample(NEW_CLAUSES, 3)),
            township_clauses=_relabel(chance.sample(NEW_CLAUSES, 2)),
        )
    elif kind == "recalled":
        row = replace(row, takeover=neighbour.takeover)
    edition.rows.insert(at, row)
    edition.fixed.add(uid)
    edition.facts.add(("added", uid))
    return True


def remove_duty(edition: Edition, chance: random.Random) -> bool:
    sizes = Counter((row.list, row.category) for row in edition.rows)
    row = _pick(edition, chance, lambda row: sizes[row.list, row.category] > 2, alone=True)
    if row is None:
        return False
    edition.rows.remove(row)
    edition.facts.add(("removed", row.uid))
    return True


def split_duty(edition: Edition, chance: random.Random) -> bool:
    def halves(name: str) -> tuple[str, str] | None:
        cuts = [
            match.start() for match in re.finditer("，", name) if 9 < match.start() < len(name) - 9
        ]
        if not cuts:
            return None
        cut = min(cuts, key=lambda at: abs(at - len(name) / 2))
        return name[:cut], name[cut + 1 :]

    row = _pick(edition, chance, lambda row: halves(row.name) is not None, alone=True)
    if row is None:
        return False
    names = halves(row.name)
    assert names is not None
    parts = []
    for which, name in enumerate(names):
        part = replace(row, uid=f"{row.uid}/{which}", name=name)
        for side in ("department_clauses", "township_clauses"):
            texts = getattr(row, side)
            if _labelled(texts, 2):
                middle = (len(texts) + 1) // 2
                chosen = texts[:middle] if which == 0 else texts[middle:]
                part = replace(part, **{side: _relabel(chosen)})
        parts.append(part)
    at = edition.index(row.uid)
    edition.rows[at : at + 1] = parts
    edition.fixed |= {part.uid for part in parts}
    edition.facts.add(("split", row.uid, frozenset(part.uid for part in parts)))
    return True


def merge_duties(edition: Edition, chance: random.Random) -> bool:
    possible = [
        (one, other)
        for one, other in zip(edition.rows, edition.rows[1:], strict=False)
        if (one.list, one.category, one.departments)
        == (other.list, other.category, other.departments)
        and one.list != "recalled"
        and not edition.touched[one.uid]
        and not edition.touched[other.uid]
        and not {one.uid, other.uid} & edition.fixed
        and 8 < len(one.name) < 80
        and 8 < len(other.name) < 80
    ]
    if not possible:
        return False
    one, other = chance.choice(possible)
    merged = replace(
        one,
        uid=f"{one.uid}+{other.uid}",
        name=f"{one.name}，{other.name}",
        department_clauses=_merged(one.department_clauses, other.department_clauses),
        township_clauses=_merged(one.township_clauses, other.township_clauses),
    )
    at = edition.index(one.uid)
    edition.rows[at : at + 2] = [merged]
    edition.fixed |= {one.uid, other.uid, merged.uid}
    edition.facts.add(("merged", frozenset((one.uid, other.uid)), merged.uid))
    return True


def _merged(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    if not one and not other:
        return ()
    if all(_labelled(texts, 1) for texts in (one, other)):
        return _relabel((*one, *other))
    return (*one, *other)


def add_department(edition: Edition, chance: random.Random) -> bool:
    """An office joins a duty and gets a clause of its own."""
    pool = sorted(
        {
            name
            for row in edition.rows
            for name in row.departments
            if re.fullmatch("吉木萨尔县[^、及]{2,12}局", name)
        }
    )
    row = _pick(
        edition,
        chance,
        lambda row: (
            _labelled(row.department_clauses, 2) and f"clauses {row.uid}" not in edition.fixed
        ),
        alone=True,
    )
    if row is None:
        return False
    there = {name for one in row.departments for name in (one, *SPELLINGS.get(one, ()))}
    name = chance.choice([one for one in pool if one not in there])
    clause = f"{name.removeprefix('吉木萨尔')}负责{chance.choice(NEW_CLAUSES)}。"
    edition.put(
        replace(
            row,
            departments=(*row.departments, name),
            department_clauses=_relabel((*row.department_clauses, clause)),
        )
    )
    edition.facts |= {
        ("departments", row.uid),
        ("reworded", row.uid),
        ("clause added", row.uid),
    }
    return True


def swap_lead(edition: Edition, chance: random.Random) -> bool:
    """Another office stands first, as the one that leads."""
    row = _pick(edition, chance, lambda row: len(row.departments) > 1, alone=True)
    if row is None:
        return False
    departments = (row.departments[-1], *row.departments[:-1])
    edition.put(replace(row, departments=departments))
    edition.facts.add(("departments", row.uid))
    return True


def drop_department(edition: Edition, chance: random.Random) -> bool:
    """An office leaves a duty, and the clauses that name it alone go, too."""

    def own(row: Row) -> list[str]:
        name = row.departments[-1].removeprefix("吉木萨尔")
        others = [one.removeprefix("吉木萨尔") for one in row.departments[:-1]]
        return [
            text
            for text in row.department_clauses
            if re.match(rf"\d+\.{name}", text) and not any(other in text for other in others)
        ]

    def fits(row: Row) -> bool:
        if len(row.departments) < 2 or not _labelled(row.department_clauses, 3):
            return False
        name = row.departments[-1].removeprefix("吉木萨尔")
        mentions = [
            text for text in (*row.department_clauses, *row.township_clauses) if name in text
        ]
        return (
            0 < len(own(row)) < len(row.department_clauses)
            and mentions == own(row)
            and f"clauses {row.uid}" not in edition.fixed
        )

    row = _pick(edition, chance, fits, alone=True)
    if row is None:
        return False
    gone = own(row)
    edition.put(
        replace(
            row,
            departments=row.departments[:-1],
            department_clauses=_relabel(
                text for text in row.department_clauses if text not in gone
            ),
        )
    )
    edition.facts |= {
        ("departments", row.uid),
        ("reworded", row.uid),
        ("clause removed", row.uid),
    }
    return True


def rename_department(edition: Edition, chance: random.Random) -> bool:
    """A reform: one office has a new name in all rows and clauses."""
    rows_with = Counter(
        name
        for row in edition.rows
        for name in row.departments
        if re.fullmatch("吉木萨尔县[^、及]{2,12}局", name)
    )
    possible = sorted(
        name
        for name, times in rows_with.items()
        if times >= 3 and f"office {name}" not in edition.fixed
    )
    cores = [core for core in NEW_CORES if f"office 吉木萨尔县{core}" not in edition.fixed]
    if not possible or not cores:
        return False
    old = chance.choice(possible)
    new = "吉木萨尔县" + chance.choice(cores)
    edition.fixed |= {f"office {old}", f"office {new}"}

    def swap(text: str) -> str:
        # The short form begins with 县, so that 昌吉州教育局 is not touched with 县教育局.
        for spelling in (old, *SPELLINGS.get(old, ())):
            text = text.replace(spelling.removeprefix("吉木萨尔"), new.removeprefix("吉木萨尔"))
        return text

    for row in list(edition.rows):
        edition.put(in_all_texts(row, swap))
    # The spelling that most rows use speaks for both.
    spellings = sorted((old, *SPELLINGS.get(old, ())), key=lambda one: -rows_with[one])
    edition.facts.add(("renamed", spellings[0], new))
    return True


def rename_category(edition: Edition, chance: random.Random) -> bool:
    sizes = Counter(row.category for row in edition.rows)
    possible = sorted(
        name
        for name, times in sizes.items()
        if times >= 3 and f"category {name}" not in edition.fixed
    )
    if not possible or any(fact[0] == "category renamed" for fact in edition.facts):
        return False
    old = chance.choice(possible)
    new = f"{old[:2]}综合事务"
    edition.fixed |= {f"category {new}"}
    edition.rows = [
        replace(row, category=new) if row.category == old else row for row in edition.rows
    ]
    edition.facts.add(("category renamed", old, new))
    return True


def change_width(edition: Edition, chance: random.Random) -> bool:
    row = _pick(edition, chance, lambda row: "，" in row.name, alone=True)
    if row is None:
        return False
    edition.put(replace(row, name=row.name.replace("，", ",")))
    edition.facts.add(("typography", row.uid))
    return True


EDITS: dict[str, Callable[[Edition, random.Random], bool]] = {
    "reword name": reword_name,
    "rewrite name": rewrite_name,
    "add similar duty": add_similar_duty,
    "reword clause": reword_clause,
    "add clause": add_clause,
    "remove clause": remove_clause,
    "move clause": move_clause,
    "split clause": split_clause,
    "merge clauses": merge_clauses,
    "reorder": reorder,
    "recategorize": recategorize,
    "give down": give_down,
    "make cooperative": make_cooperative,
    "take back": take_back,
    "add duty": add_duty,
    "remove duty": remove_duty,
    "split duty": split_duty,
    "merge duties": merge_duties,
    "add department": add_department,
    "drop department": drop_department,
    "swap lead": swap_lead,
    "rename department": rename_department,
    "rename category": rename_category,
    "change width": change_width,
}


def transfer_clause(edition: Edition, chance: random.Random) -> bool:
    """A clause goes, word for word, from one duty to another of the same office."""
    uids = _transferred(edition, chance, "")
    edition.facts |= {("clause transferred", uid) for uid in uids}
    return bool(uids)


def transfer_reworded(edition: Edition, chance: random.Random) -> bool:
    """The same, with words put in on the way: it may be seen as one clause, or as two."""
    uids = _transferred(edition, chance, "并建立台账")
    edition.may |= {
        (f"clause {what}", uid) for uid in uids for what in ("transferred", "added", "removed")
    }
    return bool(uids)


def _transferred(edition: Edition, chance: random.Random, more: str) -> tuple[str, ...]:
    """The duties that gave and took a clause, which has these words more; none where it can't."""
    everywhere = Counter(
        re.sub(r"^\d+\.|[；。;]$", "", text)
        for row in edition.rows
        for text in (*row.department_clauses, *row.township_clauses)
    )

    def gives(row: Row) -> bool:
        texts = row.department_clauses
        return (
            _labelled(texts, 3)
            and f"clauses {row.uid}" not in edition.fixed
            and len(texts[1]) > 14
            and everywhere[re.sub(r"^\d+\.|[；。;]$", "", texts[1])] == 1
        )

    giver = _pick(edition, chance, gives, alone=True)
    if giver is None:
        return ()
    taker = _pick(
        edition,
        chance,
        lambda row: (
            row.departments == giver.departments
            and row.uid != giver.uid
            and _labelled(row.department_clauses, 2)
            and f"clauses {row.uid}" not in edition.fixed
        ),
        alone=True,
    )
    if taker is None:
        return ()
    texts = giver.department_clauses
    moved = re.sub(r"[；。;]*$", more, texts[1])
    edition.put(replace(giver, department_clauses=_relabel((texts[0], *texts[2:]))))
    edition.put(replace(taker, department_clauses=_relabel((*taker.department_clauses, moved))))
    edition.facts |= {("reworded", uid) for uid in (giver.uid, taker.uid)}
    return giver.uid, taker.uid


def double_row(edition: Edition, chance: random.Random) -> bool:
    """A row stands twice."""
    row = _pick(edition, chance, lambda row: True, alone=True)
    if row is None:
        return False
    copied = replace(row, uid=f"{row.uid}-again")
    edition.rows.insert(edition.index(row.uid) + 1, copied)
    edition.fixed.add(copied.uid)
    edition.facts.add(("added", copied.uid))
    return True


def split_in_three(edition: Edition, chance: random.Random) -> bool:
    """Each part is given words of its own."""
    row = _pick(
        edition,
        chance,
        lambda row: (
            row.list == "basic"
            and row.name.count("，") >= 2
            and min(map(len, row.name.split("，")[:3])) > 7
            and len(row.name) < 90
        ),
        alone=True,
    )
    if row is None:
        return False
    first, second, *rest = row.name.split("，")
    tails = chance.sample(TAILS, 3)
    names = [first, second, "，".join(rest)]
    parts = [
        replace(row, uid=f"{row.uid}/{at}", name=name + tail)
        for at, (name, tail) in enumerate(zip(names, tails, strict=True))
    ]
    at = edition.index(row.uid)
    edition.rows[at : at + 1] = parts
    edition.fixed |= {part.uid for part in parts}
    edition.facts.add(("split", row.uid, frozenset(part.uid for part in parts)))
    return True


MISREAD = {"人": "入", "管": "菅", "己": "已", "未": "末", "县": "具", "查": "杳", "治": "冶"}


def misread_name(edition: Edition, chance: random.Random) -> bool:
    """A character of a name as a scan may read it."""
    row = _pick(edition, chance, lambda row: any(one in row.name for one in MISREAD), alone=True)
    if row is None:
        return False
    character = chance.choice([one for one in MISREAD if one in row.name])
    edition.put(replace(row, name=row.name.replace(character, MISREAD[character], 1)))
    edition.facts.add(("lookalike", row.uid))
    return True


def change_remark(edition: Edition, chance: random.Random) -> bool:
    """What stands under 备注 is another, where the list has such a column."""
    row = _pick(edition, chance, lambda row: bool(row.remark), alone=True)
    if row is None:
        return False
    edition.put(replace(row, remark=chance.choice(NEW_REMARKS)))
    edition.facts.add(("reworded", row.uid))
    edition.may |= {(f"clause {what}", row.uid) for what in ("reworded", "added", "removed")}
    return True


def split_rewritten(edition: Edition, chance: random.Random) -> bool:
    """Two halves, each with other words and a tail of its own."""
    row = _pick(
        edition,
        chance,
        lambda row: (
            row.list == "basic"
            and any(12 < m.start() < len(row.name) - 12 for m in re.finditer("，", row.name))
        ),
        alone=True,
    )
    if row is None:
        return False
    cuts = [m.start() for m in re.finditer("，", row.name) if 12 < m.start() < len(row.name) - 12]
    cut = min(cuts, key=lambda at: abs(at - len(row.name) / 2))
    tails = chance.sample(TAILS, 2)
    parts = []
    for at, half in enumerate((row.name[:cut], row.name[cut + 1 :])):
        for old, new in WORDS:
            if old in half and new not in half and chance.random() < 0.4:
                half = half.replace(old, new, 1)
        parts.append(replace(row, uid=f"{row.uid}/{at}", name=half + tails[at]))
    at = edition.index(row.uid)
    edition.rows[at : at + 1] = parts
    edition.fixed |= {part.uid for part in parts}
    edition.facts.add(("split", row.uid, frozenset(part.uid for part in parts)))
    return True


EDITS |= {
    "transfer clause": transfer_clause,
    "transfer reworded": transfer_reworded,
    "split rewritten": split_rewritten,
    "change remark": change_remark,
    "double row": double_row,
    "split in three": split_in_three,
    "misread name": misread_name,
}


def exchange_rows(edition: Edition, chance: random.Random) -> bool:
    """Two neighbours of a category change places."""
    row = _pick_of_order(edition, chance, 4)
    if row is None:
        return False
    at = edition.index(row.uid)
    other = next(
        one
        for one in (at + 1, at - 1)
        if 0 <= one < len(edition.rows)
        and (edition.rows[one].list, edition.rows[one].category) == (row.list, row.category)
    )
    edition.rows[at], edition.rows[other] = edition.rows[other], edition.rows[at]
    edition.facts.add(("reordered", row.uid))
    return True


def exchange_clauses(edition: Edition, chance: random.Random) -> bool:
    """The first two clauses change places."""

    def change(texts: list[str]) -> list[str]:
        return [texts[1], texts[0], *texts[2:]]

    return _edit_clauses(edition, chance, 3, "exchanged", change)


def merge_three(edition: Edition, chance: random.Random) -> bool:
    """Three neighbours become one, whose name has their names one after the other."""
    possible = [
        group
        for group in zip(edition.rows, edition.rows[1:], edition.rows[2:], strict=False)
        if len({(one.list, one.category) for one in group}) == 1
        and all(
            one.list == "basic"
            and not edition.touched[one.uid]
            and one.uid not in edition.fixed
            and 8 < len(one.name) < 60
            for one in group
        )
    ]
    if not possible:
        return False
    group = chance.choice(possible)
    tail = chance.choice(["", chance.choice(TAILS)])
    uids = [one.uid for one in group]
    merged = replace(group[0], uid="+".join(uids), name="，".join(one.name for one in group) + tail)
    at = edition.index(uids[0])
    edition.rows[at : at + 3] = [merged]
    edition.fixed |= {*uids, merged.uid}
    edition.facts.add(("merged", frozenset(uids), merged.uid))
    return True


def replace_duty(edition: Edition, chance: random.Random) -> bool:
    """In a row's place stands one of other work on the same subject: gone and come, or rewritten,
    no reader can say for certain."""
    row = _pick(
        edition, chance, lambda row: row.list == "basic" and 14 < len(row.name) < 60, alone=True
    )
    if row is None:
        return False
    subject = row.name.split("，")[0][-8:]
    uid = f"p{len(edition.facts)}-{row.uid}"
    changed = replace(row, uid=uid, name=f"{subject}{chance.choice(NEW_ACTIONS)}")
    edition.rows[edition.index(row.uid)] = changed
    edition.fixed |= {row.uid, uid}
    edition.may |= {("removed", row.uid), ("added", uid)}
    edition.doubtful.add(("reworded", f"['{row.uid}']=['{uid}']"))
    return True


def copy_elsewhere(edition: Edition, chance: random.Random) -> bool:
    """A row stands again in another category, with a word or two changed there."""
    row = _pick(edition, chance, lambda row: row.list == "basic" and len(row.name) > 10, alone=True)
    if row is None:
        return False
    others = sorted({one.category for one in edition.rows if one.list == "basic"} - {row.category})
    uid = f"{row.uid}-elsewhere"
    name = chance.choice([row.name, row.name + chance.choice(TAILS)])
    copied = replace(row, uid=uid, name=name, category=chance.choice(others))
    there = (copied.list, copied.category)
    at = [at for at, one in enumerate(edition.rows) if (one.list, one.category) == there][-1]
    edition.rows.insert(at + 1, copied)
    edition.fixed.add(uid)
    edition.facts.add(("added", uid))
    return True


def split_clause_in_three(edition: Edition, chance: random.Random) -> bool:
    """A clause becomes three, the last with words of its own."""

    def change(texts: list[str]) -> list[str] | None:
        for at, text in enumerate(texts):
            parts = text.rstrip("；。;").split("，")
            if len(parts) >= 3 and min(map(len, parts)) >= 7:
                three = [parts[0], parts[1], "，".join(parts[2:]) + chance.choice(TAILS)]
                return [*texts[:at], *(f"{one}；" for one in three), *texts[at + 1 :]]
        return None

    return _edit_clauses(edition, chance, 2, "split", change)


def transfer_replaced(edition: Edition, chance: random.Random) -> bool:
    """A clause goes, word for word, to another duty, and in its old place stands a new one with
    some of its words."""
    uids = _transferred(edition, chance, "")
    if not uids:
        return False
    gave, took = (edition.rows[edition.index(uid)] for uid in uids)
    moved = re.sub(r"^\d+\.|[；。;]$", "", took.department_clauses[-1])
    texts = [re.sub(r"^\d+\.", "", one) for one in gave.department_clauses]
    texts.insert(1, moved[: len(moved) * 2 // 3] + "年度评估打分；")
    edition.put(replace(gave, department_clauses=_relabel(texts)))
    edition.facts.add(("clause transferred", took.uid))
    edition.facts |= {("clause transferred", gave.uid), ("clause added", gave.uid)}
    return True


EDITS |= {
    "exchange rows": exchange_rows,
    "exchange clauses": exchange_clauses,
    "merge three": merge_three,
    "replace duty": replace_duty,
    "copy elsewhere": copy_elsewhere,
    "split clause in three": split_clause_in_three,
    "transfer replaced": transfer_replaced,
}
