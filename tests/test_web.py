import hashlib
import hmac
import http.client
import json
import re
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

import pytest
from slack_bolt import Ack, App
from slack_bolt.authorization import AuthorizeResult
from sqlalchemy import text

from bot.app import _MeasuredApp
from bot.clock.watch import Pulse
from bot.metrics import Metrics, OutboxState
from bot.web import (
    LARGEST_BODY,
    Probe,
    SlackEntrance,
    WebServer,
    WebSide,
    database_probe,
    serve,
    socket_probe,
)
from storage.db import connect, upgrade

SIGNING_SECRET = "made-up-signing-secret"


class Reply:
    def __init__(self, answer: http.client.HTTPResponse) -> None:
        self.status = answer.status
        self.headers = answer.headers
        self.body = answer.read().decode()


def ask(
    server: WebServer, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None
) -> Reply:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    try:
        connection.request(method, path, body=body or None, headers=dict(headers or {}))
        return Reply(connection.getresponse())
    finally:
        connection.close()


@contextmanager
def serving(
    probes: Mapping[str, Probe] | None = None, metrics: Metrics | None = None, bolt: App | None = None
) -> Iterator[WebServer]:
    slack = SlackEntrance(bolt, SIGNING_SECRET) if bolt else None
    server = serve(WebSide(probes or {}, metrics or Metrics("1.2.3"), slack), "127.0.0.1", 0)
    try:
        yield server
    finally:
        server.stop()


@pytest.fixture
def metrics() -> Metrics:
    return Metrics("1.2.3")


@pytest.fixture
def bolt(metrics: Metrics) -> App:
    """Bolt as the app wires it, with one command."""

    def authorize() -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id="T0", bot_token="xoxb-x", bot_user_id="U0B")

    app = _MeasuredApp(
        metrics, signing_secret=SIGNING_SECRET, authorize=authorize, process_before_response=True
    )

    def answer(ack: Ack) -> None:
        ack("Hola")

    app.command("/llaves")(answer)
    return app


def signed(body: bytes, secret: str = SIGNING_SECRET, age: int = 0) -> dict[str, str]:
    at = str(int(time.time()) - age)
    digest = hmac.new(secret.encode(), b"v0:" + at.encode() + b":" + body, hashlib.sha256).hexdigest()
    return {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp": at,
        "X-Slack-Signature": f"v0={digest}",
    }


COMMAND = urlencode({"command": "/llaves", "text": "", "team_id": "T0", "user_id": "U0ANA"}).encode()


def test_health_needs_nothing_but_the_process() -> None:
    with serving({"database": lambda: "La base de datos no responde."}) as server:
        reply = ask(server, "GET", "/healthz")

    assert reply.status == 200
    assert json.loads(reply.body) == {"ok": True}


def test_a_database_with_the_newest_schema_is_ready(tmp_path: Path) -> None:
    engine = connect(f"sqlite:///{tmp_path}/llaves.sqlite3")
    upgrade(engine)
    with serving({"database": database_probe(engine)}) as server:
        reply = ask(server, "GET", "/readyz")
    engine.dispose()

    assert reply.status == 200
    assert json.loads(reply.body) == {"ready": True, "reasons": {}, "jobs": {}}


def test_a_database_of_another_version_is_not_ready_and_says_what_to_run(tmp_path: Path) -> None:
    engine = connect(f"sqlite:///{tmp_path}/llaves.sqlite3")
    upgrade(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'another'"))
    with serving({"database": database_probe(engine)}) as server:
        reply = ask(server, "GET", "/readyz")
    engine.dispose()

    assert reply.status == 503
    assert "llaves db upgrade" in json.loads(reply.body)["reasons"]["database"]


def test_each_failing_probe_gives_one_reason_and_an_exception_gives_its_class_only() -> None:
    def broken() -> str | None:
        raise ConnectionError("password-made-up")

    with serving({"database": broken, "slack": socket_probe(lambda: False)}) as server:
        reply = ask(server, "GET", "/readyz")

    assert reply.status == 503
    assert json.loads(reply.body)["reasons"] == {
        "database": "No responde (ConnectionError).",
        "slack": "No hay conexión con Slack (Socket Mode).",
    }


def test_a_connected_socket_is_ready() -> None:
    with serving({"slack": socket_probe(lambda: True)}) as server:
        assert ask(server, "GET", "/readyz").status == 200


def test_metrics_count_deliveries_listeners_and_the_outbox() -> None:
    metrics = Metrics("1.2.3")
    metrics.delivered("request_card", "sent")
    with metrics.timing("open_keys"):
        pass
    metrics.watch_outbox(lambda: OutboxState({"pending": 7, "dead": 1}, oldest_seconds=42.0))
    with serving(metrics=metrics) as server:
        reply = ask(server, "GET", "/metrics")

    assert reply.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    assert 'llaves_deliveries_total{kind="request_card",outcome="sent"} 1.0' in reply.body
    assert 'llaves_listener_seconds_count{listener="open_keys"} 1.0' in reply.body
    assert 'llaves_outbox_depth{status="pending"} 7.0' in reply.body
    assert "llaves_outbox_oldest_seconds 42.0" in reply.body
    assert 'llaves_info{version="1.2.3"} 1.0' in reply.body


def test_an_unreadable_outbox_leaves_the_other_metrics_readable() -> None:
    def broken() -> OutboxState:
        raise ConnectionError

    metrics = Metrics("1.2.3")
    metrics.watch_outbox(broken)
    metrics.delivered("request_card", "sent")

    shown = metrics.render().decode()
    assert "llaves_deliveries_total{" in shown
    assert "llaves_outbox_depth{" not in shown


def test_metrics_tell_when_each_job_last_succeeded_and_nothing_of_one_that_never_did() -> None:
    metrics = Metrics("1.2.3")
    metrics.watch_jobs(lambda: {"digests": datetime(2026, 1, 14, 15, tzinfo=UTC), "stale_requests": None})
    metrics.job_ran("digests", "failed")

    shown = metrics.render().decode()
    assert 'llaves_job_last_success_timestamp_seconds{job="digests"} 1.7684028e+09' in shown
    assert 'job="stale_requests"' not in shown
    assert 'llaves_job_runs_total{job="digests",outcome="failed"} 1.0' in shown


def test_jobs_that_cannot_be_read_leave_readiness_and_metrics_readable() -> None:
    def broken() -> Mapping[str, Pulse]:
        raise ConnectionError

    def unread() -> Mapping[str, datetime | None]:
        raise ConnectionError

    metrics = Metrics("1.2.3")
    metrics.watch_jobs(unread)
    server = serve(WebSide({}, metrics, heartbeat=broken), "127.0.0.1", 0)
    try:
        ready, shown = ask(server, "GET", "/readyz"), ask(server, "GET", "/metrics")
    finally:
        server.stop()

    assert json.loads(ready.body) == {"ready": True, "reasons": {}, "jobs": {}}
    assert "llaves_info" in shown.body


def test_two_apps_in_one_process_do_not_share_their_metrics() -> None:
    first, second = Metrics("1"), Metrics("2")
    first.delivered("request_card", "sent")

    assert "llaves_deliveries_total{" not in second.render().decode()


@pytest.mark.parametrize("path", ["/", "/slack/events", "/healthz/", "/metrics/../secret"])
def test_an_unknown_path_is_not_found_and_slack_has_none_in_socket_mode(path: str) -> None:
    with serving() as server:
        assert ask(server, "POST" if "slack" in path else "GET", path).status == 404


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("POST", "/healthz", "GET, HEAD"),
        ("DELETE", "/metrics", "GET, HEAD"),
        ("GET", "/slack/events", "POST"),
    ],
)
def test_a_wrong_method_is_told_the_right_one(bolt: App, method: str, path: str, allowed: str) -> None:
    with serving(bolt=bolt) as server:
        reply = ask(server, method, path)

    assert reply.status == 405
    assert reply.headers["Allow"] == allowed


def test_a_head_request_has_the_headers_and_no_body() -> None:
    with serving() as server:
        reply = ask(server, "HEAD", "/healthz")

    assert (reply.status, reply.body) == (200, "")
    assert int(reply.headers["Content-Length"]) > 0


def test_a_signed_command_reaches_its_listener_and_its_answer_comes_back(bolt: App) -> None:
    with serving(bolt=bolt) as server:
        reply = ask(server, "POST", "/slack/events", COMMAND, signed(COMMAND))

    assert reply.status == 200
    assert "Hola" in reply.body


def test_a_command_signed_with_another_secret_is_refused(bolt: App) -> None:
    with serving(bolt=bolt) as server:
        reply = ask(server, "POST", "/slack/events", COMMAND, signed(COMMAND, "another-secret"))

    assert reply.status == 401


def test_a_command_signed_six_minutes_ago_is_refused(bolt: App) -> None:
    with serving(bolt=bolt) as server:
        reply = ask(server, "POST", "/slack/events", COMMAND, signed(COMMAND, age=360))

    assert reply.status == 401


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Slack-Request-Timestamp": ""},
        {"X-Slack-Signature": "v0=0"},
        {"X-Slack-Request-Timestamp": "soon"},
        {"X-Slack-Signature": "v0=\xf1"},
    ],
    ids=["unsigned", "no-time", "short", "no-number", "no-ascii"],
)
def test_a_broken_signature_is_refused_and_breaks_nothing(bolt: App, headers: dict[str, str]) -> None:
    with serving(bolt=bolt) as server:
        reply = ask(server, "POST", "/slack/events", COMMAND, signed(COMMAND) | headers if headers else {})

    assert reply.status == 401


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"\xff\xfe\xff", "application/x-www-form-urlencoded"),
        (b"not json", "application/json"),
        (b"payload=not+json", "application/x-www-form-urlencoded"),
        (b"[" * 100_000, "application/json"),
    ],
    ids=["not-utf-8", "not-json", "form-not-json", "deep"],
)
def test_what_slack_did_not_sign_is_refused_before_it_is_parsed(
    bolt: App, body: bytes, content_type: str
) -> None:
    with serving(bolt=bolt) as server:
        reply = ask(
            server, "POST", "/slack/events", body, signed(body, "another") | {"Content-Type": content_type}
        )

    assert reply.status == 401


def test_a_large_unsigned_request_is_refused_and_leaves_no_trace_in_the_metrics(
    bolt: App, metrics: Metrics
) -> None:
    body = urlencode({"payload": json.dumps({"type": "made_up", "text": "x" * 900_000})}).encode()
    with serving(metrics=metrics, bolt=bolt) as server:
        before = ask(server, "GET", "/metrics").body
        reply = ask(
            server, "POST", "/slack/events", body, {"Content-Type": "application/x-www-form-urlencoded"}
        )
        after = ask(server, "GET", "/metrics").body

    assert reply.status == 401
    assert after == before


def test_the_kinds_of_payload_in_the_metrics_are_a_closed_list(bolt: App, metrics: Metrics) -> None:
    kinds = ("block_actions", "view_submission", "made_up", "made_up_too")
    payloads = [urlencode({"payload": json.dumps({"type": kind, "team": {"id": "T0"}})}) for kind in kinds]
    bodies = [COMMAND, *(payload.encode() for payload in payloads)]
    with serving(metrics=metrics, bolt=bolt) as server:
        for body in bodies:
            ask(server, "POST", "/slack/events", body, signed(body))
        shown = ask(server, "GET", "/metrics").body

    counted = re.findall(r'^llaves_listener_seconds_count\{listener="(\w+)"\} (\d+)', shown, re.MULTILINE)
    assert dict(counted) == {"command": "1", "block_actions": "1", "view_submission": "1", "other": "2"}


def test_a_body_beyond_the_limit_is_refused_before_it_is_read(bolt: App) -> None:
    with serving(bolt=bolt) as server, socket.create_connection(("127.0.0.1", server.port), 10) as client:
        head = f"POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: {LARGEST_BODY + 1}\r\n\r\n"
        client.sendall(head.encode())

        assert b" 413 " in client.recv(1000)


def test_a_taken_port_is_told_at_once() -> None:
    with serving() as server, pytest.raises(OSError, match="in use"):
        serve(WebSide({}, Metrics("1")), "127.0.0.1", server.port)


def test_stopping_finishes_the_request_under_way_and_closes_the_port() -> None:
    asked, go_on = threading.Event(), threading.Event()

    def slow() -> str | None:
        asked.set()
        go_on.wait(10)
        return None

    replies: list[Reply] = []
    server = serve(WebSide({"slow": slow}, Metrics("1")), "127.0.0.1", 0)
    client = threading.Thread(target=lambda: replies.append(ask(server, "GET", "/readyz")))
    client.start()
    assert asked.wait(10)
    stopper = threading.Thread(target=server.stop)
    stopper.start()
    go_on.set()
    client.join(10)
    stopper.join(10)

    assert [reply.status for reply in replies] == [200]
    with pytest.raises(ConnectionRefusedError):
        ask(server, "GET", "/healthz")


def test_stopping_twice_does_nothing_the_second_time() -> None:
    server = serve(WebSide({}, Metrics("1")), "127.0.0.1", 0)
    server.stop()
    server.stop()


def test_stopping_leaves_no_thread_behind() -> None:
    before = set(threading.enumerate())
    with serving() as server:
        ask(server, "GET", "/healthz")

    assert set(threading.enumerate()) <= before
