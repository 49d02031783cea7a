"""Keeps other web sites away from the page: they can reach this machine's servers through the visitor's browser."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_HERE = re.compile(r"(localhost|127\.0\.0\.1|\[::1\])(:[0-9]{1,5})?", re.IGNORECASE)

_POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
_HEADERS: Mapping[str, str] = MappingProxyType(
    {
        "content-security-policy": _POLICY,
        "cross-origin-resource-policy": "same-origin",
        "referrer-policy": "no-referrer",
        "x-content-type-options": "nosniff",
        "cache-control": "no-store",  # keys are shown here
    }
)


class Guard:
    """Wraps an app: a foreign Host is refused, and so is a change asked for from anywhere but the page itself.

    A name that is made to point at this machine (DNS rebinding) comes with its own Host. A form of another site
    cannot send JSON, and its script says where it comes from.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 403 or let the request through, and add the headers that keep the page to itself."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def sealed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers[name] = value
            await send(message)

        if _is_from_here(Headers(scope=scope), changes=scope["method"] not in {"GET", "HEAD"}):
            await self._app(scope, receive, sealed)
        else:
            refusal = PlainTextResponse("Esta página solo se abre desde este equipo.", status_code=403)
            await refusal(scope, receive, sealed)


def _is_from_here(headers: Headers, *, changes: bool) -> bool:
    host = headers.get("host", "")
    if not _HERE.fullmatch(host):
        return False
    if not changes:
        return True
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    return (
        kind == "application/json"
        and headers.get("origin", f"http://{host}").lower() == f"http://{host}".lower()
    )
