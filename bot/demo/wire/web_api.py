"""The Web API over HTTP: tokens, scopes, limits, arguments, and faults made on purpose."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from functools import partial

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from bot.demo.methods.table import METHODS
from bot.demo.strict.payloads import MethodRule, method_rules
from bot.demo.wire.arguments import read_call, uploaded
from bot.demo.wire.faults import Dropped, Failing, Faults, Hold, NotJson, TooMany
from bot.demo.wire.rate_limits import RateLimits
from bot.demo.wire.tokens import Tokens
from bot.demo.world.records import Json
from bot.demo.world.refusal import Refusal
from bot.demo.world.world import World

APP_SCOPES = ("connections:write",)
_OF_EVERY_CALL = frozenset({"team_id"})
"""Bolt adds the team to every call, for organisations; Slack takes it everywhere."""

_PROXY_PAGE = "<html><body><h1>503 Service Unavailable</h1></body></html>"


class TooManyCalls(Refusal):
    """HTTP 429."""

    def __init__(self, retry_after: int) -> None:
        super().__init__("ratelimited")
        self.retry_after = retry_after


class WebApi:
    """Answers `POST /api/<method>`, `POST /response/<secret>` and `POST /upload/<secret>`.

    Args:
        world: the workspace's state.
        tokens: which tokens are good.
        limits: counts calls.
        faults: what to do wrong.
        open_connection: gives a `wss_uri` for `apps.connections.open`.
        abort: closes a request's TCP connection at once.
    """

    def __init__(
        self,
        world: World,
        tokens: Tokens,
        limits: RateLimits,
        faults: Faults,
        open_connection: Callable[[], str],
        abort: Callable[[Request], None],
    ) -> None:
        self._world = world
        self._tokens = tokens
        self._limits = limits
        self._faults = faults
        self._open_connection = open_connection
        self._abort = abort

    async def call(self, request: Request) -> Response:
        """One Web API call, well done or spoilt as ordered."""
        method = request.path_params["method"]
        body = await request.body()
        done = partial(self._answer, method, request, body)
        return await self._done_or_spoilt(method, request, done, partial(self._record, method, request, body))

    async def upload(self, request: Request) -> Response:
        """The bytes of a file, sent to the address given for it; spoilt as ordered for the method "upload"."""
        content = uploaded(request.headers, await request.body())
        done = partial(self._receive, request.path_params["secret"], content)
        return await self._done_or_spoilt("upload", request, done, partial(self._note_upload, content))

    async def _done_or_spoilt(
        self, method: str, request: Request, done: Callable[[], Response], note: Callable[[], None]
    ) -> Response:
        fault = self._faults.take(method)
        match fault:
            case TooMany(retry_after=seconds):
                note()
                return _too_many(seconds)
            case Failing(error=error, http_status=status):
                note()
                return JSONResponse({"ok": False, "error": error}, status_code=status)
            case NotJson():
                note()
                return Response(_PROXY_PAGE, status_code=503, media_type="text/html")
            case Dropped(stored=stored):
                if stored:
                    done()
                else:
                    note()
                self._abort(request)
                return Response()
            case Hold():
                return await _held(fault, request, done, note)
        return done()

    async def respond(self, request: Request) -> Response:
        """One use of a response URL: `ok` in plain text, or 4xx with the reason."""
        try:
            content = _object(await request.body())
            with self._world.change():
                self._world.calls.append(("response_url", content))
                self._world.response_urls.use(request.path_params["secret"], content)
        except Refusal as refusal:
            gone = refusal.code in {"used_url", "expired_url", "invalid_url"}
            return JSONResponse(refusal.answer(), status_code=404 if gone else 400)
        return PlainTextResponse("ok")

    def _receive(self, secret: str, content: bytes) -> Response:
        self._note_upload(content)
        try:
            with self._world.change():
                self._world.files.receive(secret, content)
        except Refusal as refusal:
            return PlainTextResponse(
                refusal.code, status_code=404 if refusal.code == "file_not_found" else 400
            )
        return PlainTextResponse(f"OK - {len(content)}")

    def _note_upload(self, content: bytes) -> None:
        with self._world.change():
            self._world.calls.append(("upload", {"length": len(content)}))

    def _record(self, method: str, request: Request, body: bytes) -> None:
        try:
            _, arguments = read_call(request.headers, request.query_params, body)
        except Refusal:
            arguments = {}
        with self._world.change():
            self._world.calls.append((method, arguments))

    def _answer(self, method: str, request: Request, body: bytes) -> Response:
        headers: dict[str, str] = {}
        try:
            answer = self._run(method, request, body, headers)
        except TooManyCalls as refusal:
            return _too_many(refusal.retry_after)
        except Refusal as refusal:
            return JSONResponse(refusal.answer(), headers=headers)
        return JSONResponse({"ok": True, **answer}, headers=headers)

    def _run(self, method: str, request: Request, body: bytes, headers: dict[str, str]) -> Json:
        """Check as Slack does, in Slack's order, then do it. Fills in the answer's headers."""
        token, arguments = read_call(request.headers, request.query_params, body)
        with self._world.change():
            self._world.calls.append((method, arguments))
            rule = method_rules().get(method)
            if rule is None:
                raise Refusal("unknown_method", req_method=method)
            granted = self._scopes_of(token, rule)
            headers["x-oauth-scopes"] = ",".join(granted)
            headers["x-accepted-oauth-scopes"] = ",".join(sorted(rule.scopes))
            if not rule.check_scopes(granted):
                raise Refusal(
                    "missing_scope", needed=",".join(sorted(rule.scopes)), provided=",".join(granted)
                )
            channel = self._world.directory.bucket_of(arguments.get("channel"))
            wait = self._limits.seconds_to_wait(method, rule, channel)
            if wait:
                raise TooManyCalls(wait)
            if problems := rule.check_arguments(set(arguments) - _OF_EVERY_CALL):
                raise Refusal("invalid_arguments", problems)
            if method == "apps.connections.open":
                return {"url": self._open_connection()}
            return METHODS[method](self._world, arguments)

    def _scopes_of(self, token: str, rule: MethodRule) -> tuple[str, ...]:
        if not token:
            raise Refusal("not_authed")
        if token not in {self._tokens.bot, self._tokens.app}:
            raise Refusal("invalid_auth")
        if token != (self._tokens.app if rule.token == "app" else self._tokens.bot):  # noqa: S105 - a kind
            raise Refusal("not_allowed_token_type")
        return APP_SCOPES if token == self._tokens.app else self._world.manifest.scopes


def _object(body: bytes) -> Json:
    try:
        content = json.loads(body)
    except ValueError:
        content = None
    if not isinstance(content, dict):
        raise Refusal("invalid_payload")
    return content


async def _held(
    hold: Hold, request: Request, done: Callable[[], Response], note: Callable[[], None]
) -> Response:
    """Hang until released; a caller who gives up before the effect has none."""
    if hold.stored:
        answer = done()
        await _first(hold.until_released(), request.receive())
        return answer
    if await _first(hold.until_released(), request.receive()) == 1:
        note()
        return Response()
    return done()


async def _first(*waiting: Awaitable[object]) -> int:
    """The index of the first to finish; the others are cancelled."""
    tasks = [asyncio.ensure_future(each) for each in waiting]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        return next(index for index, task in enumerate(tasks) if task.done())
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _too_many(seconds: int) -> Response:
    body = {"ok": False, "error": "ratelimited"}
    return JSONResponse(body, status_code=429, headers={"Retry-After": str(seconds)})
