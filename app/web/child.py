"""The process that opens a file or writes a document, so that a bad one ends only this.

A program of its own: `python -m dutylist.app.web.child TASK SECONDS CPU_SECONDS MEMORY`. The
request comes in as JSON on standard input. Answers go out on standard output, one JSON object a
line: {"stage": …} for progress; the last is the result, or {"error": a Chinese sentence}.
"""

from __future__ import annotations

import faulthandler
import json
import os
import signal
import sys
import traceback
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

GRACE = 10
"""Seconds after which a child ends itself, where the parent that should have done so is dead."""

Request = dict[str, Any]
Tell = Callable[[Request], None]


def main() -> None:
    """Do the one task that is asked for."""
    task, seconds, cpu_seconds, memory = sys.argv[1:5]
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    # What a library prints must not get between the answers.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    _limit(int(cpu_seconds), int(memory))
    faulthandler.dump_traceback_later(float(seconds) + GRACE, exit=True)

    def tell(message: Request) -> None:
        answers.write(json.dumps(message, ensure_ascii=False) + "\n")
        answers.flush()

    request = json.loads(sys.stdin.buffer.read())
    tell(_attempt(task, request, tell, int(memory)))
    # Threads of a library that still run must not keep the process.
    os._exit(0)


def _attempt(task: str, request: Request, tell: Tell, memory: int) -> Request:
    from dutylist.records.errors import DutyListError

    too_much = {
        "error": f"需要的内存超过 {memory} MB，已经停止。文件可能损坏或过大，请检查后再试；"
        "其他清单不受影响。"
    }
    try:
        return _TASKS[task](request, tell)
    except DutyListError as error:
        # The file lies under a random name; the clerk knows it by another.
        if error.file and request.get("name"):
            error.file = str(request["name"])
        return {"error": _with_name(str(error), request)}
    except MemoryError:
        return too_much
    except Exception as error:
        if isinstance(error, OSError) and error.errno == 12:
            return too_much
        place = traceback.extract_tb(error.__traceback__)[-1]
        return {
            "error": f"程序内部错误（{type(error).__name__}：{error}，"
            f"{Path(place.filename).name} 第 {place.lineno} 行）。请把文件发给维护人员。"
        }


def _limit(cpu_seconds: int, memory: int) -> None:
    """Bound this process's processor time and memory (MiB). Windows has no such limits."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory << 20, memory << 20))
        resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 5))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _read(request: Request, tell: Tell) -> Request:
    """Read the file `path` into records at `output`; answers the sizes of a PDF's pages."""
    tell({"stage": "正在识别文字和表格"})
    from dutylist.extract.read import read_duty_list

    path = Path(request["path"])
    read = read_duty_list(path)
    notes = tuple(replace(note, text=_with_name(note.text, request)) for note in read.notes)
    duty_list = replace(read, notes=notes)
    tell({"stage": "正在写入记录"})
    from dutylist.app.web.pictures import page_sizes
    from dutylist.records.json_form import dump_records

    Path(request["output"]).write_text(dump_records(duty_list), "utf-8")
    return {"pages": page_sizes(path)}


def _with_name(text: str, request: Request) -> str:
    """The text with the file's own name for the random one it lies under."""
    if "path" not in request or "name" not in request:
        return text
    return text.replace(Path(request["path"]).name, request["name"])


def _picture(request: Request, tell: Tell) -> Request:
    from dutylist.app.web.pictures import draw_page

    draw_page(Path(request["path"]), int(request["page"]), Path(request["output"]))
    return {}


def _document(request: Request, tell: Tell) -> Request:
    from dutylist.app.web.documents import write_document

    return {"file": str(write_document(request))}


def _comparison(request: Request, tell: Tell) -> Request:
    from dutylist.app.web.comparisons import write_found

    write_found(request)
    return {}


_TASKS: dict[str, Callable[[Request, Tell], Request]] = {
    "read": _read,
    "picture": _picture,
    "document": _document,
    "comparison": _comparison,
}


if __name__ == "__main__":
    main()
