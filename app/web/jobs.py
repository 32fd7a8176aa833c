"""Reading uploaded files, each in a child process, a few at a time."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

from dutylist.app.archives import is_archive, unpack
from dutylist.app.web.bounded import TaskFailedError, run_bounded
from dutylist.app.web.editions import summary_of
from dutylist.app.web.printed import SCANNED
from dutylist.app.web.read_before import ReadBefore
from dutylist.app.web.reading import Upload, read_upload
from dutylist.app.web.settings import Settings
from dutylist.app.web.store import REASONS, AlreadyThereError, Store
from dutylist.app.web.stored import Edition, Job, NewEdition, listed_by, new_id, now
from dutylist.app.web.told import told_by
from dutylist.extract.formats.sniff import ENDINGS
from dutylist.extract.records_file import read_records
from dutylist.records.errors import DutyListError, system_words

SUFFIXES = (
    *(".txt", ".json", ".csv", ".tsv"),
    *dict.fromkeys(ending for endings in ENDINGS.values() for ending in endings),
)
"""Suffixes that a stored file may bear; the reader decides by content which it can read."""

AT_ONCE = 2
"""Files read at the same time."""

AGAIN_WORDS = {
    "corrections": "已重新套用 {} 处",
    "as read": "{} 处原件已这样读，不必再套用",
    "lost": "{} 处对不上，没有套用，请逐处核对",
}
"""What has become of corrections when their file was read again."""

LONGEST_NAME = 200
"""Characters of a file's name that are kept."""


@dataclass(frozen=True)
class Readers:
    """The threads that watch over the reading processes."""

    settings: Settings
    store: Store
    pool: ThreadPoolExecutor

    def receive(self, file_name: str, content: IO[bytes]) -> Job:
        """Keep an uploaded file under a random name, and have it read."""
        name = shown_name(file_name)
        suffix = next((one for one in SUFFIXES if name.lower().endswith(one)), "")
        job = Job(new_id(), name, suffix, "", "waiting", "排队等候", now())
        path = self.store.file(job.id, suffix)
        try:
            with path.open("wb") as target:
                shutil.copyfileobj(content, target, 1 << 20)
            self.store.add_job(job)
        except BaseException:
            # Most of all where the disk is full.
            path.unlink(missing_ok=True)
            raise
        self.pool.submit(self._read_new, job)
        return job

    def read_again(self, edition: Edition) -> Job:
        """Have an edition's file read anew; its corrections stay."""
        job = Job(
            *(new_id(), edition.file_name, edition.suffix, edition.id),
            *("waiting", "排队等候", now()),
        )
        self.store.add_job(job)
        self.pool.submit(self._read_again, job)
        return job

    def retry(self, job: Job) -> None:
        """Do a failed job once more."""
        self.store.update_job(job.id, "waiting", "排队等候")
        self.pool.submit(self._read_again if job.edition else self._read_new, job)

    def forget(self, job: Job) -> None:
        """Remove a job that has ended, and the file of one that failed."""
        self.store.delete_job(job.id)
        if not job.edition:
            self.store.file(job.id, job.suffix).unlink(missing_ok=True)

    def _read_new(self, job: Job) -> None:
        # The edition takes the job's id: its file stays where it lies, whenever we are killed.
        uploaded = self.store.file(job.id, job.suffix)
        try:
            if is_archive(uploaded):
                self._receive_all(job, uploaded)
                return
            sha256 = _digest(uploaded)
            existing = self.store.edition_of_content(sha256)
            if existing is not None:
                raise AlreadyThereError(existing)
            new = self._records(job, uploaded, job.id, sha256)
            self.store.add_edition(new, _counts(new))
        except AlreadyThereError as same:
            uploaded.unlink(missing_ok=True)
            shutil.rmtree(self.store.pictures(job.id), ignore_errors=True)
            self.store.update_job(job.id, "done", "这份文件已经读过，没有重复添加。", same.edition)
        except Exception as error:
            self._fail(job, error)

    def _receive_all(self, job: Job, uploaded: Path) -> None:
        """Take in each file of a ZIP archive by itself."""
        with tempfile.TemporaryDirectory(
            dir=self.settings.folder, prefix="part-", ignore_cleanup_errors=True
        ) as folder:
            files = unpack(uploaded, Path(job.file_name), Path(folder), self.settings.limits)
            for file in files:
                with file.path.open("rb") as content:
                    self.receive(file.path.name, content)
        uploaded.unlink(missing_ok=True)
        self.store.update_job(job.id, "done", f"压缩包里有 {len(files)} 个文件，逐个读入。")

    def _read_again(self, job: Job) -> None:
        try:
            path = self.store.file(job.edition, job.suffix)
            new = self._records(job, path, job.edition, _digest(path))
            self.store.replace_records(new)
        except Exception as error:
            self._fail(job, error)
        else:
            told = f"已重新读取：{_counts(new)}{self._applied_again(job.edition)}"
            self.store.update_job(job.id, "done", told)

    def _applied_again(self, identity: str) -> str:
        """What has become of an edition's corrections over its new reading."""
        edition = self.store.edition(identity)
        summary = summary_of(self.store, edition) if edition else {}
        parts = [
            words.format(summary[state])
            for state, words in AGAIN_WORDS.items()
            if summary.get(state)
        ]
        return f"更正{'，'.join(parts)}。" if parts else ""

    def _records(self, job: Job, path: Path, identity: str, sha256: str) -> NewEdition:
        output, reasons, lines = made = tuple(
            self.store.file(job.id, end) for end in (".records", ".reasons", ".lines")
        )
        self.store.update_job(job.id, "reading", "正在打开文件")
        told = told_by(self.settings.folder)
        try:
            pages = run_bounded(
                read_upload,
                Upload(
                    path,
                    job.file_name,
                    output,
                    reasons,
                    lines,
                    self.settings.limits,
                    replace(told, said=ReadBefore(self.store.database)),
                ),
                self.settings.limits,
                job.file_name,
                lambda stage: self.store.update_job(job.id, "reading", stage),
            )
            records = output.read_text("utf-8")
            self.store.keep_beside(identity, {REASONS: reasons, SCANNED: lines})
        finally:
            for one in made:
                one.unlink(missing_ok=True)
        duty_list = read_records(records, job.file_name)
        return NewEdition(
            id=identity,
            file_name=job.file_name,
            suffix=job.suffix,
            size=path.stat().st_size,
            sha256=sha256,
            **listed_by(duty_list, job.file_name),
            records=records,
            pages=tuple(pages),
        )

    def _fail(self, job: Job, error: Exception) -> None:
        if isinstance(error, (TaskFailedError, DutyListError)):
            message = str(error)
        elif isinstance(error, (OSError, sqlite3.OperationalError)):
            message = f"没有存下来（{system_words(error)}）。请核对磁盘空间和权限后重试。"
        else:
            message = f"程序内部错误（{type(error).__name__}）。请把文件发给维护人员。"
        self.store.update_job(job.id, "failed", message)


def shown_name(file_name: str) -> str:
    """A file's name as shown: without folders and control characters, not too long."""
    last = file_name.replace("\\", "/").rsplit("/", 1)[-1]
    clean = "".join(character for character in last if character.isprintable()).strip()
    return clean[-LONGEST_NAME:] or "未命名"


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _counts(new: NewEdition) -> str:
    duty_list = read_records(new.records, new.file_name)
    total = sum(len(table.duties) for table in duty_list.lists)
    return (
        f"读到 {len(duty_list.lists)} 个清单共 {total} 项，部门 {len(duty_list.departments)} 个。"
    )
