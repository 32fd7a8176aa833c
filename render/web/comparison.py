"""The comparison as one HTML page: filters, no outside assets, readable without a script."""

from __future__ import annotations

from collections.abc import Iterable

from dutylist.render.views.comparison import ComparisonView
from dutylist.render.web.filled import filled_page


def comparison_html(view: ComparisonView) -> str:
    """The page's text. Raises TemplateError, see `filled_page`."""
    return filled_page(
        "comparison.html",
        view=view,
        kinds=_distinct(row.kind_names for row in view.rows),
        lists=_distinct(row.lists for row in view.rows),
        departments=_distinct(row.departments for row in view.rows),
    )


def _distinct(groups: Iterable[Iterable[str]]) -> list[str]:
    return list(dict.fromkeys(text for group in groups for text in group))
