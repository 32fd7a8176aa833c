"""Reading an uploaded file into records, in a bounded process."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path

from dutylist.app.worker.answers import MoreTime, Stage, Tell
from dutylist.extract.formats.limits import ReadLimits
from dutylist.extract.lists.choices import Choices


@dataclass(frozen=True)
class Upload:
    """A file at `path`, whose name as uploaded is `name`; its records go to `output`, and why its
    rows were read as they were to `reasons` (JSON: {"table-row": [line, …]}), of scans where their
    lines stand to `lines`. `choices` is what the clerk said of all files."""

    path: Path
    name: str
    output: Path
    reasons: Path
    lines: Path
    limits: ReadLimits
    choices: Choices


def read_upload(upload: Upload, tell: Tell) -> list[tuple[float, float]]:
    """Read the file and write its records; the sizes of its pages, in points."""
    tell(Stage("正在识别文字和表格"))
    from dutylist.extract.explain import read_with_reasons
    from dutylist.records.check import check

    limits = replace(upload.limits, more_time=lambda seconds: tell(MoreTime(seconds)))
    read, reasons, document = read_with_reasons(upload.path, limits, upload.choices)
    # The file lies under a random name; the clerk knows it by another.
    notes = tuple(
        replace(note, text=note.text.replace(upload.path.name, upload.name)) for note in read.notes
    )
    tell(Stage("正在核对"))
    # What could not be shown is not taken in.
    check(read)
    tell(Stage("正在写入记录"))
    from dutylist.app.web.pictures import page_sizes
    from dutylist.app.web.printed import dump_printed, scanned_lines
    from dutylist.records.json_form import dump_records

    said = {f"{table}-{row}": lines for (table, row), lines in reasons.items()}
    upload.reasons.write_text(json.dumps(said, ensure_ascii=False), "utf-8")
    if document:
        upload.lines.write_text(dump_printed(scanned_lines(document)), "utf-8")
    upload.output.write_text(dump_records(replace(read, notes=notes)), "utf-8")
    return page_sizes(upload.path, upload.limits)
