"""The application: routes, the guard around them, and errors in Chinese."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from dutylist.app.web.bounded import stop_all
from dutylist.app.web.editions import UnreadableError
from dutylist.app.web.form_answers import FormAnswers
from dutylist.app.web.jobs import AT_ONCE, Readers
from dutylist.app.web.pages import Office, page, wants_fragment
from dutylist.app.web.routes import (
    about,
    assignments,
    comparisons,
    corrections,
    county,
    data,
    departments,
    documents,
    duties,
    editions,
    ending,
    exchange,
    findings,
    guide,
    login,
    pictures,
    private_characters,
    rows,
    search,
)
from dutylist.app.web.safety import Guard, load_secret, require_token
from dutylist.app.web.settings import Settings
from dutylist.app.web.store import Store
from dutylist.records.errors import DutyListError, system_words

_STATIC = Path(__file__).parent / "static"

_MESSAGES = {404: "没有这个页面。", 405: "不能这样访问这个页面。"}


def _remove_left(folder: Path) -> None:
    """Remove what former runs left unfinished, and the documents that they had made."""
    shutil.rmtree(folder / "cache", ignore_errors=True)
    for left in (*folder.glob("part-*"), *folder.glob("pictures/*/*.part")):
        if left.is_dir():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink(missing_ok=True)


def create_app(settings: Settings, stop: Callable[[], None] = lambda: None) -> Guard:
    """The page over the data in a folder, which is created where it is not there; its button for
    ending calls `stop`.

    Raises CannotWriteError and UnknownFormatError where the folder cannot be used.
    """
    settings.folder.mkdir(0o700, parents=True, exist_ok=True)
    store = Store(settings.folder)
    store.prepare()
    _remove_left(settings.folder)
    pool = ThreadPoolExecutor(AT_ONCE, "reader")

    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        yield
        pool.shutdown(wait=False, cancel_futures=True)
        stop_all()

    app = FastAPI(
        title="履职事项清单",
        lifespan=life,
        dependencies=[Depends(require_token)],
        openapi_url=None,
    )
    app.state.office = Office(settings, store, Readers(settings, store, pool))
    app.state.stop = stop
    app.mount("/static", StaticFiles(directory=_STATIC), "static")
    for subject in (
        *(editions, duties, corrections, rows, findings, about, exchange, departments),
        *(
            assignments,
            comparisons,
            county,
            documents,
            pictures,
            private_characters,
            data,
            guide,
            login,
            search,
            ending,
        ),
    ):
        app.include_router(subject.router)
    app.add_middleware(FormAnswers)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(DutyListError, _duty_list_error)
    app.add_exception_handler(UnreadableError, _unreadable)
    app.add_exception_handler(OSError, _system_error)
    app.add_exception_handler(sqlite3.OperationalError, _system_error)
    app.add_exception_handler(Exception, _internal_error)
    # Outermost, so that the page for an internal error has its headers, too.
    guard = Guard(app, settings, load_secret(settings.folder))
    app.state.guard = guard
    return guard


def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    text = error.detail
    if text.isascii():
        text = _MESSAGES.get(error.status_code, "请求有误，请刷新页面后再试。")
    response = _problem(request, error.status_code, text)
    response.headers.update(error.headers or {})
    return response


def _invalid(request: Request, error: Exception) -> Response:
    return _problem(request, 422, "填写的内容不完整或过长，请检查后再试。")


def _duty_list_error(request: Request, error: Exception) -> Response:
    return _problem(request, 422, str(error))


def _unreadable(request: Request, error: Exception) -> Response:
    assert isinstance(error, UnreadableError)
    if wants_fragment(request):
        return _problem(request, 422, f"这份清单读不出来：{error.reason}")
    return page(request, "unreadable.html", 422, edition=error.edition, reason=error.reason)


def _system_error(request: Request, error: Exception) -> Response:
    """The disk is full, read-only or gone: what was there stays, and the page goes on."""
    if isinstance(error, FileNotFoundError):
        return _internal_error(request, error)
    text = f"{system_words(error)}，这一步没有做成，原来的数据都在。请核对磁盘空间和权限后再试。"
    return _problem(request, 507, text)


def _internal_error(request: Request, error: Exception) -> Response:
    text = f"程序内部错误（{type(error).__name__}），数据没有损坏。请返回后再试。"
    return _problem(request, 500, text)


def _problem(request: Request, status: int, text: str) -> Response:
    template = "problem_fragment.html" if wants_fragment(request) else "problem.html"
    return page(request, template, status, text=text)
