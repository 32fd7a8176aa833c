"""What every request must pass: who asks, from where, how much; and what every answer says.

Only those may come in who know the secret address or have a password (entry.py). A page of
another site in the same browser must neither read nor change anything here either: only known
Host headers are served (which ends DNS rebinding), requests that another site's page sends are
refused (Origin, Sec-Fetch-Site), and whatever changes something needs a token that only our own
pages know.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import html
import re
import secrets
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

from fastapi import HTTPException, Request
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dutylist.app.web.entry import TOKEN as ENTRY
from dutylist.app.web.entry import Visitor, cookie_name, cookie_value, visitor_of
from dutylist.app.web.running import private
from dutylist.app.web.settings import Settings

LOGIN = "/login"
"""The address of the form that asks for name and password."""

SECRET_BYTES = 32
"""256 bits, what HMAC-SHA256 takes (RFC 2104)."""

TOKEN_FIELD = "token"
TOKEN_HEADER = "X-CSRF-Token"

SAFE_METHODS = ("GET", "HEAD")

DRAINED = 8
"""A body beyond the limit is read on, to be thrown away, up to so many times the limit: a browser
shows our answer only once it has sent all."""

SMALL_BODY = 1 << 20
"""Bytes that a form without a file may have."""

FILE_BODY = 50 << 20
"""Bytes that a form with a file of corrections, assignments or departments may have."""

MADE = "dutylist_made"
"""The cookie that tells the page's script that the file has come that it sent a ticket for."""

_TICKET = re.compile(r"(?:^|&)made=([0-9]{1,16})(?:&|$)")

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; "
    "base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@dataclass(frozen=True)
class Guard:
    """The ASGI middleware around the whole page. `secret` signs cookies and tokens."""

    app: ASGIApp
    settings: Settings
    secret: bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse the request, or pass it on with its token and the answer's headers."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        refusal = self._refusal(scope["method"], headers)
        if refusal:
            await _answer(send, 403, refusal, headers)
            return
        cookie = self._cookie(headers)
        visitor = visitor_of(self.secret, cookie, self.settings.people)
        if self._has_entry(scope):
            await self._let_in(send, scope["path"], cookie if visitor else "")
            return
        if visitor is None and not self._is_open(scope["path"]):
            await self._turn_away(send, headers)
            return
        # Who has not come in yet has a session, too: the form that asks for the password is safe.
        session = visitor.session if visitor else _session(cookie) or secrets.token_hex(16)
        state = scope.setdefault("state", {})
        state["token"] = token_of(self.secret, session)
        state["person"] = visitor.person if visitor else ""
        known = visitor is not None or _session(cookie) == session

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                out = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    out.setdefault(name, value)
                out.setdefault("Cache-Control", "no-store")
                if not known and "set-cookie" not in out:
                    out.append("Set-Cookie", self.set_cookie(session))
                if ticket := _TICKET.search(scope["query_string"].decode("latin-1")):
                    out.append(
                        "Set-Cookie", f"{MADE}={ticket[1]}; Path=/; SameSite=Lax; Max-Age=60"
                    )
            await send(message)

        await self._within_size(scope, receive, send_guarded, headers)

    def set_cookie(self, value: str) -> str:
        """The header that gives the browser our cookie."""
        name = cookie_name(self.secret)
        return f"{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=31536000"

    def _cookie(self, headers: Headers) -> str:
        try:
            cookie = SimpleCookie(headers.get("cookie", "")).get(cookie_name(self.secret))
        except CookieError:
            return ""
        return cookie.value if cookie else ""

    def _has_entry(self, scope: Scope) -> bool:
        if self.settings.people is not None or scope["method"] not in SAFE_METHODS:
            return False
        given = parse_qs(scope["query_string"].decode("latin-1")).get(ENTRY, [""])[0]
        return hmac.compare_digest(given.encode(), self.settings.entry.encode())

    async def _let_in(self, send: Send, path: str, cookie: str) -> None:
        """A cookie for the token, or the one that is there, and the same address without it."""
        cookie = cookie or cookie_value(self.secret, Visitor(secrets.token_hex(16)))
        await send(
            {
                "type": "http.response.start",
                "status": 303,
                "headers": [
                    # A path that begins with two slashes would be another machine's.
                    (b"location", quote("/" + path.lstrip("/")).encode()),
                    (b"set-cookie", self.set_cookie(cookie).encode()),
                    (b"cache-control", b"no-store"),
                    *((name.lower().encode(), value.encode()) for name, value in HEADERS.items()),
                ],
            }
        )
        await send({"type": "http.response.body", "body": b""})

    def _is_open(self, path: str) -> bool:
        """What anybody may see: how a page looks, and the form that asks for the password."""
        return path.startswith("/static/") or (self.settings.people is not None and path == LOGIN)

    async def _turn_away(self, send: Send, headers: Headers) -> None:
        if self.settings.people is None:
            text = "请用启动时打开的网址进入：dutylist serve 在窗口里写着。别人启动的，请向他要。"
            await _answer(send, 403, text, headers)
        else:
            await _answer(send, 403, "请先登录。", headers, f'<p><a href="{LOGIN}">登录</a></p>')

    def _refusal(self, method: str, headers: Headers) -> str:
        """Why a request is refused, or ""."""
        if host_name(headers.get("host", "")) not in self.settings.hosts:
            return "网址中的主机名不对。请用启动时显示的网址打开。"
        site = headers.get("sec-fetch-site", "none")
        opened = method in SAFE_METHODS and headers.get("sec-fetch-mode") == "navigate"
        if site not in ("none", "same-origin") and not opened:
            return "这个请求来自别的网站，已经拒绝。"
        origin = headers.get("origin")
        if method not in SAFE_METHODS and origin is not None:
            parts = urlsplit(origin)
            if (
                parts.scheme not in ("http", "https")
                or parts.netloc.lower() != headers.get("host", "").lower()
            ):
                return "这个请求来自别的网站，已经拒绝。"
        return ""

    async def _within_size(
        self, scope: Scope, receive: Receive, send: Send, headers: Headers
    ) -> None:
        limit = body_limit(self.settings, scope["path"])
        size = 0
        exceeded = False

        async def receive_counted() -> Message:
            nonlocal size, exceeded
            message = await receive()
            size += len(message.get("body", b""))
            if size > limit:
                exceeded = True
                while message.get("more_body") and size <= limit * DRAINED:
                    message = await receive()
                    size += len(message.get("body", b""))
                raise _TooLargeError
            return message

        async def send_unless_exceeded(message: Message) -> None:
            if not exceeded:
                await send(message)

        try:
            if headers.get("content-length", "0").isdigit() and (
                int(headers.get("content-length", "0")) > limit
            ):
                exceeded = True
                while size <= limit * DRAINED:
                    message = await receive()
                    size += len(message.get("body", b""))
                    if not message.get("more_body"):
                        break
            else:
                await self.app(scope, receive_counted, send_unless_exceeded)
        except _TooLargeError:
            pass
        if exceeded:
            megabytes = limit / (1 << 20)
            text = f"内容超过上限（{megabytes:g} MB），没有保存。请核对是不是选错了文件。"
            await _answer(send, 413, text, headers)


class _TooLargeError(Exception):
    """The body is larger than allowed."""


async def require_token(request: Request) -> None:
    """Let a request that changes something pass only with the token of its session."""
    if request.method in SAFE_METHODS:
        return
    given = request.headers.get(TOKEN_HEADER, "")
    if not given:
        value = (await request.form()).get(TOKEN_FIELD, "")
        given = value if isinstance(value, str) else ""
    if not hmac.compare_digest(given.encode(), request.state.token.encode()):
        raise HTTPException(403, "页面已经过期，请刷新后再试。")


def token_of(secret: bytes, session: str) -> str:
    """The token of a session."""
    return hmac.new(secret, session.encode(), hashlib.sha256).hexdigest()


def load_secret(folder: Path) -> bytes:
    """The key that signs cookies and tokens; made at the first start, for its owner's eyes only.

    One that is not whole (the disk was full, an older version was cut off) is made anew.
    """
    path = folder / "secret.key"
    with contextlib.suppress(OSError, ValueError):
        found = bytes.fromhex(path.read_text("ascii"))
        if len(found) == SECRET_BYTES:
            return found
    found = secrets.token_bytes(SECRET_BYTES)
    private(path, found.hex())
    return found


def host_name(header: str) -> str:
    """A Host header without its port, in lower case: "127.0.0.1", "[::1]"."""
    return re.sub(r":\d*$", "", header.strip().lower())


def body_limit(settings: Settings, path: str) -> int:
    """Bytes that a request to `path` may carry."""
    if path == "/files":
        return settings.max_upload
    if path == "/data/import":
        return settings.max_import
    if path.endswith("/import"):
        return FILE_BODY
    return SMALL_BODY


def _session(cookie: str) -> str | None:
    """The session of a cookie that proves nothing yet."""
    return cookie if re.fullmatch(r"[0-9a-f]{32}", cookie) else None


async def _answer(
    send: Send,
    status: int,
    text: str,
    headers: Headers,
    way_out: str = '<p><a href="/">返回清单</a></p>',
) -> None:
    """A short answer in Chinese, a fragment where htmx asked."""
    paragraph = f'<p class="problem">{html.escape(text)}</p>'
    if "hx-request" not in headers:
        paragraph = (
            '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>不能办理</title>'
            f'<link rel="stylesheet" href="/static/page.css"><main>{paragraph}'
            f"{way_out}</main></html>"
        )
    body = paragraph.encode()
    await send(
        {
            "type": "http.response.start",
            "status": status,
            "headers": [
                (b"content-type", b"text/html; charset=utf-8"),
                (b"content-length", str(len(body)).encode()),
                *((name.lower().encode(), value.encode()) for name, value in HEADERS.items()),
            ],
        }
    )
    await send({"type": "http.response.body", "body": body})
