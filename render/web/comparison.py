"""The comparison as one HTML page: filters, no outside assets, readable without a script."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from jinja2 import FileSystemLoader, StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from dutylist.records import errors
from dutylist.render.files import template as own_or_ours
from dutylist.render.views.comparison import ComparisonView


def comparison_html(view: ComparisonView, template: Path | None = None) -> str:
    """The page's text. All of the list's text is escaped.

    Raises TemplateError where a template of the office's own has a mistake.
    """
    template = template or own_or_ours("comparison.html")
    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(template.parent), autoescape=True, undefined=StrictUndefined
    )
    environment.filters["lines"] = _lines
    try:
        return environment.get_template(template.name).render(
            view=view,
            kinds=_distinct(row.kind_names for row in view.rows),
            lists=_distinct(row.lists for row in view.rows),
            departments=_distinct(row.departments for row in view.rows),
        )
    except TemplateError as error:
        raise errors.TemplateError(
            f"网页模板有误：{error}", "请改正模板，或者用自带的模板", file=template.name
        ) from error


def _lines(text: str) -> Markup:
    """Escaped text with its newlines as line breaks."""
    return Markup("<br>").join(escape(text).split("\n"))


def _distinct(groups: Iterable[Iterable[str]]) -> list[str]:
    return list(dict.fromkeys(text for group in groups for text in group))
