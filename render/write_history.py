"""A history into files: the one place that knows their names.

What writes a format is imported when that format is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from dutylist.compare.history import History
from dutylist.render.document_name import history_name
from dutylist.render.each import Wanted, all_written
from dutylist.render.formats import HISTORY, expect_formats
from dutylist.render.views.history import HistoryView, history_view


def _html(view: HistoryView) -> bytes:
    from dutylist.render.web.history import history_html

    return history_html(view).encode()


def _xlsx(view: HistoryView) -> bytes:
    from dutylist.render.excel.history import history_xlsx

    return history_xlsx(view)


def _docx(view: HistoryView) -> bytes:
    from dutylist.render.word.history import history_docx

    return history_docx(view)


_FORMATS: dict[str, Callable[[HistoryView], bytes]] = {
    "html": _html,
    "xlsx": _xlsx,
    "docx": _docx,
}


def history_files(history: History, formats: Sequence[str], folder: Path) -> list[Wanted]:
    """The history in each format (html, xlsx, docx), not yet made. Raises UnknownFormatError."""
    expect_formats("历年变化", formats, HISTORY)
    view = history_view(history)
    stem = history_name(history, "历年变化")
    return [Wanted(folder, f"{stem}.{name}", partial(_FORMATS[name], view)) for name in formats]


write_history = all_written(history_files)
"""Write them; the paths in the order of the formats."""
