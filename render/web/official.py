"""The official list as one HTML page that needs nothing else."""

from __future__ import annotations

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from dutylist.render.files import template_folders
from dutylist.render.views.official import OfficialView


def write_official_html(view: OfficialView) -> bytes:
    """The page, in UTF-8."""
    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(template_folders()),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("official.html").render(view=view).encode("utf-8")
