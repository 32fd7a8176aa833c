"""A report of tables as one HTML page: no script, no outside assets."""

from __future__ import annotations

from markupsafe import Markup, escape

from dutylist.render.views.lines import Run
from dutylist.render.views.report import Report, Section

_STYLE = """
body { font-family: "FangSong", "仿宋", serif; margin: 2rem auto; max-width: 75rem;
  padding: 0 1rem }
h1 { font-family: "方正小标宋简体", serif; text-align: center; font-weight: normal }
h2 { font-family: "SimHei", "黑体", sans-serif; font-size: 1.1rem; margin-top: 2rem }
.sub { text-align: center }
.wide { overflow-x: auto }
table { border-collapse: collapse; width: 100% }
th, td { border: 1px solid #444; padding: .3rem .5rem; vertical-align: top; text-align: left;
  white-space: pre-line; overflow-wrap: anywhere }
th { background: #eee; font-family: "SimHei", "黑体", sans-serif; font-weight: normal }
.quiet { text-decoration: underline dotted }
@media print { th { background: none } thead { display: table-header-group } }
"""
_TAGS = {
    "": ("", ""),
    "deleted": ("<del>", "</del>"),
    "inserted": ("<ins>", "</ins>"),
    "quiet": ('<span class="quiet">', "</span>"),
}


def report_html(view: Report) -> str:
    """The page."""
    body = Markup("").join(_section(section) for section in view.sections)
    return (
        f'<!doctype html>\n<html lang="zh-CN"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width">'
        f"<title>{escape(view.title)}</title><style>{_STYLE}</style></head><body>"
        f'<h1>{escape(view.title)}</h1><p class="sub">{escape(view.subtitle)}</p>'
        f"{body}</body></html>\n"
    )


def _section(section: Section) -> Markup:
    said = Markup("").join(Markup("<p>{}</p>").format(sentence) for sentence in section.said)
    heading = Markup("<h2>{}</h2>").format(section.heading)
    if not section.rows:
        return heading + said
    head = Markup("").join(
        Markup('<th scope="col" style="width: {}%">{}</th>').format(column.share, column.text)
        for column in section.columns
    )
    rows = Markup("").join(
        Markup("<tr>{}</tr>").format(Markup("").join(map(_cell, row))) for row in section.rows
    )
    table = Markup(
        '<div class="wide"><table><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>'
    ).format(head, rows)
    return heading + said + table


def _cell(runs: tuple[Run, ...]) -> Markup:
    inner = Markup("").join(
        Markup(_TAGS[run.mark][0]) + escape(run.text) + Markup(_TAGS[run.mark][1]) for run in runs
    )
    return Markup("<td>{}</td>").format(inner)
