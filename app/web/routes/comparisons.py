"""Two editions side by side."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from dutylist.app.web.bounded import TaskFailedError
from dutylist.app.web.charts import changed_categories_chart, changes_chart
from dutylist.app.web.comparisons import found_changes
from dutylist.app.web.pages import office, opened, page
from dutylist.compare.identity import order_of

router = APIRouter()


@router.get("/compare")
def compare(
    request: Request,
    old: str = "",
    new: str = "",
    kind: str = "",
    department: str = "",
    given: bool = False,
) -> Response:
    """The comparison of two editions, or the choice of them.

    The years tell which is the old one, unless the order is `given` by a person.
    """
    here = office(request)
    choice: dict[str, Any] = {
        "editions": here.store.editions(),
        "old": old,
        "new": new,
        "found": None,
    }
    if not old or not new:
        return page(request, "compare.html", **choice)
    if old == new:
        raise HTTPException(400, "两边选的是同一份清单，没有可对照的。请选两份不同的清单。")
    before, now = opened(request, old), opened(request, new)
    order = order_of(before.identity, now.identity)
    says = list(order.says)
    if order.swapped and not given:
        before, now = now, before
    elif order.swapped:
        says[:2] = ["注意：按所选次序对照，原清单的年份比新清单晚"]
    if replace(before.now, notes=()) == replace(now.now, notes=()):
        says.append("注意：两份清单内容完全相同，是不是同一个文件？")
    try:
        found = found_changes(here.settings, before, now)
    except TaskFailedError as error:
        raise HTTPException(500, f"对照没有完成：{error}") from error
    shown = [
        (row, places)
        for row, places in zip(found["rows"], found["places"], strict=True)
        if (not kind or kind in row["kind_names"])
        and (not department or department in row["departments"])
    ]
    return page(
        request,
        "compare.html",
        **{
            **choice,
            "old": before.edition.id,
            "new": now.edition.id,
            "given": given,
            "says": says,
            "found": found,
            "shown": shown,
            "kind": kind,
            "department": department,
            "changes": changes_chart(
                [one for one in found["kind_counts"] if one["label"] != "未变"]
            ),
            "by_category": changed_categories_chart(found["categories"]),
            "named": sorted({name for row in found["rows"] for name in row["departments"]}),
        },
    )
