"""The web side: health, readiness, metrics and, in HTTP mode, the address that Slack calls."""

import json
import socket
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from io import BytesIO
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import structlog
from slack_bolt import App
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_sdk.signature import SignatureVerifier
from sqlalchemy import Engine
from waitress import wasyncore  # type: ignore[import-untyped] # ships no types
from waitress.server import create_server  # type: ignore[import-untyped] # likewise

from bot.clock.watch import Pulse
from bot.doctor import Schema, schema_advice, schema_of
from bot.logs import name_of
from bot.metrics import CONTENT_TYPE, Metrics

SLACK_PATH = "/slack/events"
LARGEST_BODY = 1_048_576  # bytes; a view has 250 kB at most, and its form encoding up to three times that
_THREADS = 16  # in HTTP mode each holds one Slack request for up to three seconds
_STOP_SECONDS = 5

Probe = Callable[[], str | None]
"""Looks at one thing: None when it is well, else a short Spanish reason without values in it."""

Heartbeat = Callable[[], Mapping[str, Pulse]]
"""Tells the pulse of each job of the clock, by name."""


def database_probe(engine: Engine) -> Probe:
    """Look whether the database answers and has the newest schema."""

    def probe() -> str | None:
        schema = schema_of(engine)
        return None if schema is Schema.NEWEST else f"La base de datos {schema_advice(schema)}."

    return probe


def socket_probe(is_connected: Callable[[], bool]) -> Probe:
    """Look whether Socket Mode has a live connection."""
    return lambda: None if is_connected() else "No hay conexión con Slack (Socket Mode)."


class WebSide:
    """The WSGI app. `probes` decide readiness, by name; `slack` is given in HTTP mode only.

    `heartbeat` is told on `/readyz` and decides nothing: a job that is overdue is so for every replica, and to take
    them all out of service would stop what still works.
    """

    def __init__(
        self,
        probes: Mapping[str, Probe],
        metrics: Metrics,
        slack: "SlackEntrance | None" = None,
        heartbeat: Heartbeat = dict,
    ) -> None:
        self._probes = dict(probes)
        self._metrics = metrics
        self._slack = slack
        self._heartbeat = heartbeat

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request, as PEP 3333 has it."""
        path, method = environ.get("PATH_INFO", ""), environ.get("REQUEST_METHOD", "")
        pages = {"/healthz": self._healthz, "/readyz": self._readyz, "/metrics": self._metrics_page}
        if path in pages:
            if method not in {"GET", "HEAD"}:
                return _not_allowed("GET, HEAD")(environ, start_response)
            return pages[path]()(environ, start_response)
        if path == SLACK_PATH and self._slack is not None:
            if method != "POST":
                return _not_allowed("POST")(environ, start_response)
            return self._slack(environ, start_response)
        return _Answer(HTTPStatus.NOT_FOUND, b"Not Found\n")(environ, start_response)

    def _healthz(self) -> "_Answer":
        return _json(HTTPStatus.OK, {"ok": True})

    def _readyz(self) -> "_Answer":
        reasons = {name: reason for name, probe in self._probes.items() if (reason := _ask(name, probe))}
        status = HTTPStatus.SERVICE_UNAVAILABLE if reasons else HTTPStatus.OK
        return _json(status, {"ready": not reasons, "reasons": reasons, "jobs": self._jobs()})

    def _jobs(self) -> Mapping[str, object]:
        try:
            pulses = self._heartbeat()
        except Exception as error:  # noqa: BLE001 - a database that is away has its own probe
            structlog.get_logger(__name__).warning("jobs not readable", exc_info=error)
            return {}
        return {
            name: {
                "last_success": pulse.last_success.isoformat() if pulse.last_success else None,
                "overdue": pulse.overdue,
            }
            for name, pulse in pulses.items()
        }

    def _metrics_page(self) -> "_Answer":
        return _Answer(HTTPStatus.OK, self._metrics.render(), CONTENT_TYPE)


class SlackEntrance:
    """Where Slack calls in HTTP mode: nothing reads a body before its signature holds.

    Bolt checks the signature too, but parses the body first.
    """

    def __init__(self, bolt: App, signing_secret: str) -> None:
        self._bolt = SlackRequestHandler(bolt, path=SLACK_PATH)
        self._verifier = SignatureVerifier(signing_secret)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Hand a request that Slack signed within five minutes to Bolt; refuse any other."""
        length = environ.get("CONTENT_LENGTH") or "0"
        body = environ["wsgi.input"].read(int(length))
        stamp, signature = (
            environ.get("HTTP_X_SLACK_REQUEST_TIMESTAMP"),
            environ.get("HTTP_X_SLACK_SIGNATURE"),
        )
        try:
            genuine = self._verifier.is_valid(body, stamp or "", signature or "")
        except (TypeError, ValueError):  # a time that is no number, a body no UTF-8, a signature no ASCII
            genuine = False
        if not genuine:
            return _Answer(HTTPStatus.UNAUTHORIZED, b"Unauthorized\n")(environ, start_response)
        environ["wsgi.input"] = BytesIO(body)
        return self._bolt(environ, start_response)


class WebServer:
    """Waitress in a thread of its own. Made by `serve`."""

    def __init__(self, app: WSGIApplication, host: str, port: int) -> None:
        # Bound here: waitress leaves its socket open when the port turns out to be taken.
        listener = socket.create_server(
            (host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET
        )
        self.port: int = listener.getsockname()[1]
        self._sockets: dict[int, Any] = {}
        self._server: Any = create_server(
            app,
            map=self._sockets,
            sockets=[listener],
            threads=_THREADS,
            max_request_body_size=LARGEST_BODY,
            channel_timeout=30,
            ident=None,
        )
        self._closing, self._finished = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._loop, name="web", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Take no more connections, finish the requests under way (up to 5 seconds), close every socket."""
        if not self._thread.is_alive():
            return
        self._closing.set()
        self._server.pull_trigger()
        self._server.task_dispatcher.shutdown(timeout=_STOP_SECONDS)
        self._finished.set()
        self._server.pull_trigger()
        self._thread.join(_STOP_SECONDS)
        # Only now: the loop must not wait on a closed socket, nor this thread pull a closed trigger.
        wasyncore.close_all(self._sockets)

    def _loop(self) -> None:
        accepting = True
        while not self._finished.is_set():
            if accepting and self._closing.is_set():
                wasyncore.dispatcher.close(self._server)
                accepting = False
            wasyncore.loop(timeout=1, use_poll=True, map=self._sockets, count=1)


def serve(app: WSGIApplication, host: str, port: int) -> WebServer:
    """Serve `app` from a thread; port 0 takes a free one, told by `.port`. Raises `OSError` when it is taken."""
    return WebServer(app, host, port)


@dataclass(frozen=True)
class _Answer:
    status: HTTPStatus
    body: bytes
    content_type: str = "text/plain; charset=utf-8"
    headers: tuple[tuple[str, str], ...] = ()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        head = [
            ("Content-Type", self.content_type),
            ("Content-Length", str(len(self.body))),
            ("Cache-Control", "no-store"),
        ]
        start_response(f"{self.status.value} {self.status.phrase}", [*head, *self.headers])
        return [] if environ.get("REQUEST_METHOD") == "HEAD" else [self.body]


def _json(status: HTTPStatus, content: Mapping[str, object]) -> _Answer:
    body = json.dumps(content, ensure_ascii=False).encode()
    return _Answer(status, body, "application/json; charset=utf-8")


def _not_allowed(allowed: str) -> _Answer:
    return _Answer(HTTPStatus.METHOD_NOT_ALLOWED, b"Method Not Allowed\n", headers=(("Allow", allowed),))


def _ask(name: str, probe: Probe) -> str | None:
    try:
        return probe()
    except Exception as error:  # noqa: BLE001 - a probe that fails is the answer
        structlog.get_logger(__name__).warning("probe failed", probe=name, exc_info=error)
        return f"No responde ({name_of(error)})."
