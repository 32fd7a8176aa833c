"""The official list as one HTML page that needs nothing else."""

from __future__ import annotations

from dutylist.render.views.official import OfficialView
from dutylist.render.web.filled import filled_page


def write_official_html(view: OfficialView) -> bytes:
    """The page, in UTF-8. Raises TemplateError, see `filled_page`."""
    return filled_page("official.html", view=view).encode("utf-8")
