"""What a batch did: the counts, and the files that could not be read."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from dutylist.app.batch.output import safe_cell
from dutylist.app.files import write_text

FAILURES_HEAD = ("文件", "错误", "退出码", "说明", "试了几次")
"""The columns of the report of failures."""


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
    `files` are the folder's files, several of which may have one content.

    `gone` are files of earlier runs that the folder has no more, `dropped` whether their lists left
    the store. `moved` are such files, too, with the one that has their content now. `own` are files
    of the folder that the program has written, and that were not read.
    """

    files: int
    read: int
    known: int
    failed: tuple[FailedFile, ...]
    seconds: float
    gone: tuple[str, ...] = ()
    dropped: bool = False
    moved: tuple[tuple[str, str], ...] = ()
    own: int = 0

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
    lines += _some([failure.message for failure in report.failed], "，见失败报告")
    if report.gone:
        what = (
            "已从库里去掉" if report.dropped else "还在库里；不要的，加 --drop-gone 再运行一次去掉"
        )
        lines.append(f"原来读过、现在文件夹里没有的 {len(report.gone)} 个文件，{what}：")
        lines += _some(report.gone)
    if report.moved:
        lines.append(f"移动、改名的 {len(report.moved)} 个文件，库里改记现在的地方：")
        lines += _some([f"{old} → {new}" for old, new in report.moved])
    if report.own:
        lines.append(own_sentence(report))
    return "\n".join(lines)


def own_sentence(report: BatchReport) -> str:
    """That what the program itself has written was not read."""
    return (
        f"另有 {report.own} 个文件是本程序写出的（文书、库、失败报告），没有当清单读；"
        "要读的，请复制到别的文件夹。"
    )


def _some(texts: Sequence[str], where: str = "") -> list[str]:
    """The first of them, and how many more there are."""
    more = len(texts) - _SHOWN
    return [f"  {one}" for one in texts[:_SHOWN]] + (
        [f"  ……另有 {more} 个{where}。"] if more > 0 else []
    )


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
    writer.writerow(FAILURES_HEAD)
    for failure in report.failed:
        writer.writerow(safe_cell(value) for value in asdict(failure).values())
    # Excel takes CSV for UTF-8 only where it begins with the mark.
    write_text(str(path), "\ufeff" + text.getvalue())


_SHOWN = 20
"""Files that the summary names."""
