"""What two sides' lists say of each other, as a report."""

from __future__ import annotations

from dutylist.compare.mirror import Fault, Finding, Mirror, Where
from dutylist.records.model import KIND_NAMES
from dutylist.render.views.lines import Run, new_runs, old_runs
from dutylist.render.views.report import Column, Report, Section, cell

FAULT_NAMES: dict[Fault, str] = {
    "only township": "部门清单没有这一项",
    "only department": "乡镇清单没有这一项",
    "township not named": "部门清单这一项没有写这个乡镇",
    "worded otherwise": "两边文字不同",
}
WHERE_NAMES: dict[Where, str] = {
    "duty": "事项",
    "name": "事项名称",
    "department duties": "部门职责",
    "township duties": "乡镇职责",
    "takeover": "工作方式",
}

_COLUMNS = (
    Column("序号", 5),
    Column("清单", 8),
    Column("事项", 17),
    Column("乡镇清单", 29),
    Column("部门清单", 29),
    Column("说明", 12),
)


def mirror_report(found: Mirror) -> Report:
    """A section for each department and township that differ, then the sum."""
    sections = []
    for office in found.offices:
        for township in found.townships:
            own = [
                one for one in found.findings if (one.office, one.township) == (office, township)
            ]
            if own:
                rows = tuple(_row(number, one) for number, one in enumerate(own, start=1))
                sections.append(Section(f"{office}与{township}", (), _COLUMNS, rows))
    return Report(
        "乡镇清单与部门清单对照表",
        f"乡镇 {len(found.townships)} 个，部门 {len(found.offices)} 个；"
        f"一致 {found.agree} 项，不一致 {len(found.findings)} 处",
        tuple(sections),
    )


def finding_text(found: Finding) -> str:
    """The finding in a sentence."""
    return (
        f"{found.office}、{found.township}：{KIND_NAMES[found.kind]}“{found.name}”"
        f"（{WHERE_NAMES[found.where]}）{FAULT_NAMES[found.fault]}"
    )


def _row(number: int, found: Finding) -> tuple[tuple[Run, ...], ...]:
    ours = found.township_number
    theirs = found.department_number
    return (
        cell(str(number)),
        cell(KIND_NAMES[found.kind]),
        cell(found.name),
        (*_place(ours), *old_runs(found.wording)),
        (*_place(theirs), *new_runs(found.wording)),
        cell(f"{WHERE_NAMES[found.where]}：{FAULT_NAMES[found.fault]}"),
    )


def _place(number: int | None) -> tuple[Run, ...]:
    return (Run(f"第 {number} 项\n"),) if number else ()
