"""Errors for the person at the keyboard: what happened, where, and what to do; one exit code each.

The codes 0 (done), 1 (`check` or `compare` found something) and 2 (wrong usage) are the command
line's own.
"""

from __future__ import annotations


class DutyListError(Exception):
    """An error that the clerk can act on.

    `problem` and `advice` are Chinese sentences without a full stop. `file` is the file's name;
    `page`, `table` and `row` count from 1 and are 0 where they do not apply.
    """

    exit_code = 10

    def __init__(
        self,
        problem: str,
        advice: str = "",
        *,
        file: str = "",
        page: int = 0,
        table: int = 0,
        row: int = 0,
    ) -> None:
        self.problem = problem
        self.advice = advice
        self.file = file
        self.page = page
        self.table = table
        self.row = row
        super().__init__(str(self))

    def __str__(self) -> str:
        places = [
            f"“{self.file}”" if self.file else "",
            f"第 {self.page} 页" if self.page else "",
            f"第 {self.table} 个表" if self.table else "",
            f"第 {self.row} 行" if self.row else "",
        ]
        place = " ".join(part for part in places if part)
        sentence = f"{place}：{self.problem}。" if place else f"{self.problem}。"
        return f"{sentence}{self.advice}。" if self.advice else sentence


class FileMissingError(DutyListError):
    """The file or folder is not there or may not be read."""

    exit_code = 3


class UnknownFormatError(DutyListError):
    """The file is of no format that can be read, or its content is not what its name says."""

    exit_code = 4


class DamagedFileError(DutyListError):
    """The file is cut off, encrypted or otherwise unreadable."""

    exit_code = 5


class EmptyListError(DutyListError):
    """The file was read and holds no duty list."""

    exit_code = 6


class CannotWriteError(DutyListError):
    """A document cannot be written where it should go."""

    exit_code = 7


class LimitExceededError(DutyListError):
    """The file would take more memory, pages or time than allowed."""

    exit_code = 8


class TemplateError(DutyListError):
    """A template of the office's own has a mistake."""

    exit_code = 9


class ProgramMissingError(DutyListError):
    """The format needs a program that is not installed."""

    exit_code = 11


class PicturesOnlyError(DutyListError):
    """The pages are pictures without text: a scan."""

    exit_code = 12


class InvalidRecordsError(DutyListError):
    """A records file or decisions file does not have the published form."""

    exit_code = 13
