"""Errors for the person at the keyboard: what happened, where, and what to do; one exit code each.

The codes 0 (done), 1 (`check` found something), 2 (wrong usage) and 130 (Ctrl-C) are the command
line's own (app/cli.py).
"""

from __future__ import annotations

import errno

_SYSTEM_WORDS = {
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已满",
    errno.EFBIG: "超出允许的文件大小",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "磁盘是只读的",
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EISDIR: "已有同名的文件夹",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EEXIST: "路径中有一段不是文件夹",
    errno.ENAMETOOLONG: "文件名太长",
    errno.EMFILE: "打开的文件太多",
    errno.EIO: "磁盘读写出错",
    errno.ELOOP: "链接绕成了圈",
    errno.EADDRINUSE: "已被占用",
    errno.EADDRNOTAVAIL: "本机没有这个地址",
    # netdb.h of Linux: EAI_NONAME, EAI_AGAIN.
    -2: "没有这个地址",
    -3: "没有这个地址",
}

# The first byte of a code of SQLite (sqlite3.h: SQLITE_BUSY, …).
_DATABASE_WORDS = {
    5: "别的程序正在用它",
    6: "别的程序正在用它",
    8: "没有写入的权限，或磁盘是只读的",
    10: "磁盘读写出错，多半是已满",
    13: "磁盘已满",
    14: "打不开",
}


def system_words(error: Exception) -> str:
    """What the system or SQLite says went wrong, in Chinese where it is a usual thing."""
    code = getattr(error, "sqlite_errorcode", None)
    if code is not None:
        return _DATABASE_WORDS.get(code & 0xFF, str(error))
    if isinstance(error, OSError):
        return _SYSTEM_WORDS.get(error.errno or 0) or error.strerror or type(error).__name__
    return str(error) or type(error).__name__


class DutyListError(Exception):
    """An error that the clerk can act on.

    `problem` and `advice` are Chinese sentences without a full stop. `file` is the file's name;
    `page`, `table` and `row` count from 1 and are 0 where they do not apply. Each kind of error
    has its exit code and what that means, for the help.
    """

    exit_code = 10
    meaning = "其他错误"

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
    meaning = "找不到文件"


class UnknownFormatError(DutyListError):
    """The file is of no format that can be read, or its content is not what its name says."""

    exit_code = 4
    meaning = "格式不认识"


class DamagedFileError(DutyListError):
    """The file is cut off, encrypted or otherwise unreadable."""

    exit_code = 5
    meaning = "文件损坏或加密"


class EmptyListError(DutyListError):
    """The file was read and holds no duty list."""

    exit_code = 6
    meaning = "没有清单"


class CannotWriteError(DutyListError):
    """A document cannot be written where it should go."""

    exit_code = 7
    meaning = "写不进去"


class LimitExceededError(DutyListError):
    """The file would take more memory, pages or time than allowed."""

    exit_code = 8
    meaning = "超出限度"


class TemplateError(DutyListError):
    """A template of the office's own has a mistake."""

    exit_code = 9
    meaning = "模板有误"


class ProgramMissingError(DutyListError):
    """The format needs a program that is not installed."""

    exit_code = 11
    meaning = "缺少程序"


class PicturesOnlyError(DutyListError):
    """The pages are pictures without text: a scan."""

    exit_code = 12
    meaning = "扫描件"


class InvalidRecordsError(DutyListError):
    """A records file or decisions file does not have the published form."""

    exit_code = 13
    meaning = "记录或设置文件不合格式"
