"""A county made up with known differences: ten townships' lists and two departments' own."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from pathlib import Path

import docx

TOWNSHIPS = "柳溪镇 石桥镇 望汀镇 荷塘镇 云岭镇 白沙镇 青峰镇 南坪镇 古渡镇 松原镇".split()  # noqa: SIM905
OFFICES = ("白石县水利局", "白石县应急管理局")
COOPERATIVE = [
    ("河道采砂巡查", 0, ["审批采砂许可", "查处非法采砂行为"], ["开展日常巡查", "发现问题及时上报"]),
    ("水库安全度汛", 0, ["制定水库调度方案", "每半年组织一次安全鉴定"], ["落实巡库责任人"]),
    ("农村饮水工程管护", 0, ["编制管护规划并安排资金"], ["组织村级管水员开展巡查"]),
    ("水土流失治理", 0, ["组织实施治理项目", "开展项目验收"], ["协调项目用地，做好群众工作"]),
    ("灌区渠系清淤", 0, ["下达年度清淤任务"], ["组织群众清淤，保持渠道畅通"]),
    ("汛期群众转移安置", 1, ["制定转移预案", "调拨救灾物资"], ["组织群众转移，设置安置点"]),
    ("烟花爆竹零售监管", 1, ["核发零售许可证", "查处非法经营"], ["排查零售点，发现问题上报"]),
    ("森林火灾应急处置", 1, ["统一指挥火灾扑救"], ["组织半专业队伍先期处置"]),
    ("企业安全生产检查", 1, ["制定年度检查计划", "对重大隐患挂牌督办"], ["配合开展检查"]),
    ("自然灾害信息报送", 1, ["汇总核定灾情数据"], ["两小时内报送灾情"]),
]
RECALLED = [
    ("对入河排污口设置的审批", 0, "直接受理申请，十五个工作日内办结"),
    ("取水许可初审", 0, "通过政务平台受理，不再要求乡镇初审"),
    ("对危险化学品企业的检查", 1, "执法人员每年检查不少于四次"),
]
Told = tuple[str, str, str, str]
"""Township, office, duty, what: as the mirror's findings tell it."""


@dataclass
class County:
    """The files, and what is to be told of them."""

    townships: list[Path] = field(default_factory=list)
    departments: list[Path] = field(default_factory=list)
    mirror: set[Told] = field(default_factory=set)
    county: set[Told] = field(default_factory=set)


def generated_county(folder: Path, seed: int) -> County:
    """Write the county; about one duty in six of each township differs."""
    chance = random.Random(seed)
    made = County()
    named: dict[str, list[str]] = {name: [] for name, *_ in (*COOPERATIVE, *RECALLED)}
    for township in TOWNSHIPS:
        cooperative, recalled = [], []
        for name, office, theirs, ours in COOPERATIVE:
            what = chance.choice(
                ["", "", "", "", "", "missing", "their words", "our words", "unnamed"]
            )
            if what == "missing":
                made.county.add((township, OFFICES[office], name, "missing"))
                made.mirror.add((township, OFFICES[office], name, "only department"))
            told = list(theirs), list(ours)
            for side, where in (
                ("their words", "department duties"),
                ("our words", "township duties"),
            ):
                if what == side:
                    words = told[where == "township duties"]
                    words[-1] = f"按季度{words[-1]}"
                    made.county.add((township, OFFICES[office], name, where))
                    made.mirror.add((township, OFFICES[office], name, where))
            if what == "unnamed":
                made.mirror.add((township, OFFICES[office], name, "township not named"))
            else:
                named[name].append(township)
            if what != "missing":
                cooperative.append((name, OFFICES[office], told))
        for name, office, method in RECALLED:
            what = chance.choice(["", "", "", "", "missing", "words"])
            named[name].append(township)
            if what == "missing":
                made.county.add((township, OFFICES[office], name, "missing"))
                made.mirror.add((township, OFFICES[office], name, "only department"))
                continue
            if what == "words":
                made.county.add((township, OFFICES[office], name, "takeover"))
                made.mirror.add((township, OFFICES[office], name, "takeover"))
            recalled.append(
                (name, OFFICES[office], f"{method}，接受监督" if what == "words" else method)
            )
        made.townships.append(_township(folder, township, cooperative, recalled))
    for place, office in enumerate(OFFICES):
        made.departments.append(_department(folder, office, place, named))
    return made


def _township(folder: Path, township: str, cooperative: list, recalled: list) -> Path:  # type: ignore[type-arg]
    tables = [
        (
            f"{township}配合履职事项清单",
            ["序号", "事项名称", "对应上级部门", "上级部门职责", "乡镇配合职责"],
            [
                [
                    str(number),
                    name,
                    office,
                    _clauses([f"{office.removeprefix('白石')}负责{text}" for text in told[0]]),
                    _clauses(told[1]),
                ]
                for number, (name, office, told) in enumerate(cooperative, start=1)
            ],
        ),
        (
            f"{township}上级部门收回事项清单",
            ["序号", "事项名称", "承接部门及工作方式"],
            [
                [str(number), name, f"{office}：{method}。"]
                for number, (name, office, method) in enumerate(recalled, start=1)
            ],
        ),
    ]
    return _written(
        folder / f"{township}.docx", ["云海省青山市白石县", township, "履职事项清单"], tables
    )


def _department(folder: Path, office: str, place: int, named: dict[str, list[str]]) -> Path:
    tables = [
        (
            "镇街配合履职事项清单",
            ["序号", "事项名称", "关联镇街", "本部门职责", "镇街配合职责"],
            [
                [str(number), name, "、".join(named[name]), _clauses(theirs), _clauses(ours)]
                for number, (name, its, theirs, ours) in enumerate(
                    [duty for duty in COOPERATIVE if duty[1] == place], start=1
                )
            ],
        ),
        (
            "本部门收回事项清单",
            ["序号", "事项名称", "关联镇街", "工作方式"],
            [
                [str(number), name, "各乡镇", f"{method}。"]
                for number, (name, its, method) in enumerate(
                    [duty for duty in RECALLED if duty[1] == place], start=1
                )
            ],
        ),
    ]
    return _written(folder / f"{office}.docx", [f"{office}履职事项清单"], tables)


def _clauses(texts: list[str]) -> str:
    ends = ["；"] * (len(texts) - 1) + ["。"]
    return "\n".join(
        f"{number}.{text}{end}"
        for number, (text, end) in enumerate(zip(texts, ends, strict=True), 1)
    )


def _written(
    path: Path, cover: list[str], tables: list[tuple[str, list[str], list[list[str]]]]
) -> Path:
    document = docx.Document()
    for line in cover:
        document.add_paragraph(line)
    for title, header, rows in tables:
        document.add_paragraph(title)
        table = document.add_table(len(rows) + 1, len(header))
        for line, texts in zip(table.rows, [header, *rows], strict=True):
            for cell, text in zip(line.cells, texts, strict=True):
                cell.text = text
    document.save(str(path))
    return path
