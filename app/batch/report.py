"""What a batch did: the counts, and the files that could not be read."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from dutylist.app.batch.output import safe_cell
from dutylist.app.files import write_text


@dataclass(frozen=True)
class FailedFile:
    """A file that could not be read, with what `dutylist extract` would say and exit with."""

    path: str
    error: str
    exit_code: int
    message: str
    attempts: int


@dataclass(frozen=True)
class BatchReport:
    """What a batch did. `read` and `known` are contents: read now, or already in the store;
    `files` are the folder's files, several of which may have one content."""

    files: int
    read: int
    known: int
    failed: tuple[FailedFile, ...]
    seconds: float

    @property
    def exit_code(self) -> int:
        """0 where every file of the folder is in the store, 1 where some are not."""
        return 1 if self.failed else 0

    def as_json(self) -> dict[str, Any]:
        """The report as JSON values."""
        return {**asdict(self), "seconds": round(self.seconds, 3)}


def summary(report: BatchReport) -> str:
    """The report in Chinese sentences."""
    failed = f"{len(report.failed)} 个文件没有读成" if report.failed else "没有失败的"
    lines = [
        f"文件 {report.files} 个：新读 {report.read} 份清单，库里已有 {report.known} 份，{failed}；"
        f"用时 {report.seconds:.1f} 秒。"
    ]
    lines += [f"  {failure.message}" for failure in report.failed[:_SHOWN]]
    if len(report.failed) > _SHOWN:
        lines.append(f"  ……另有 {len(report.failed) - _SHOWN} 个，见失败报告。")
    return "\n".join(lines)


def write_failures(report: BatchReport, path: Path) -> None:
    """Write the failed files as JSON or, with any other suffix, as CSV that Excel opens.

    Raises CannotWriteError.
    """
    if path.suffix.lower() == ".json":
        failures = [asdict(failure) for failure in report.failed]
        write_text(str(path), json.dumps(failures, ensure_ascii=False, indent=2) + "\n")
        return
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(["文件", "错误", "退出码", "说明", "试了几次"])
    for failure in report.failed:
        writer.writerow(safe_cell(value) for value in asdict(failure).values())
    # Excel takes CSV for UTF-8 only where it begins with the mark.
    write_text(str(path), "\ufeff" + text.getvalue())


_SHOWN = 20
"""Failures that the summary names; the report has them all."""
