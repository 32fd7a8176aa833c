"""What a form's answer is where the page's script has sent it: where to go on, to be opened by it.

A browser that follows a redirect by itself does not tell the script to which part of the page.
"""

from __future__ import annotations

from dataclasses import dataclass

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SENT_BY_SCRIPT = "x-form"
"""The header of a form that the script has sent."""

WHERE = "X-Where"
"""The header that says where to go on."""

FIELD = "X-Field"
"""The header of a refusal that names the field, by its id, which it is about."""


@dataclass(frozen=True)
class FormAnswers:
    """The ASGI middleware that turns redirects into answers without one."""

    app: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; its redirect, where it is a form that the script sent, as words."""
        if scope["type"] != "http" or SENT_BY_SCRIPT not in Headers(scope=scope):
            await self.app(scope, receive, send)
            return

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 303:
                message["status"] = 200
                out = MutableHeaders(scope=message)
                out[WHERE] = out["location"]
                del out["location"]
            await send(message)

        await self.app(scope, receive, told)
