"""A web page from its template, the program's or the office's own."""

from __future__ import annotations

from typing import Any

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from dutylist.records.errors import TemplateError
from dutylist.records.templates import template_folders


def filled_page(template: str, **values: Any) -> str:
    """The page's text; all texts of the list are escaped. `template` is its file's name, of the
    office's own folder where it is there; `values` are what it names.

    Raises TemplateError where a template of the office's own has a mistake.
    """
    environment = ImmutableSandboxedEnvironment(
        loader=jinja2.FileSystemLoader(template_folders()),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["lines"] = _lines
    try:
        return environment.get_template(template).render(**values)
    except jinja2.TemplateError as error:
        line = f"第 {error.lineno} 行，" if isinstance(error, jinja2.TemplateSyntaxError) else ""
        raise TemplateError(
            f"网页模板有误：{line}{error}", "请改正模板，或者用自带的模板", file=template
        ) from error


def _lines(text: str) -> Markup:
    """Escaped text with its newlines as line breaks."""
    return Markup("<br>").join(escape(text).split("\n"))
