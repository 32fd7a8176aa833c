"""Two editions side by side."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from dutylist.app.web.bounded import TaskFailedError
from dutylist.app.web.charts import changed_categories_chart, changes_chart
from dutylist.app.web.comparisons import found_changes
from dutylist.app.web.pages import office, opened, page

router = APIRouter()


@router.get("/compare")
def compare(
    request: Request, old: str = "", new: str = "", kind: str = "", department: str = ""
) -> Response:
    """The comparison of two editions, or the choice of them."""
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
        raise HTTPException(400, "请选两份不同的清单。")
    before, now = opened(request, old), opened(request, new)
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
