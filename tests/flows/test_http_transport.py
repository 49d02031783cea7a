"""HTTP mode: only what Slack signed lately is heard."""

import hashlib
import hmac
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from sqlalchemy import Engine

from tests.flows.conftest import Town, open_town


@pytest.fixture
def http_town(sqlite_engine: Engine) -> Iterator[Town]:
    yield from open_town(sqlite_engine, "http")


def command_body(town: Town) -> bytes:
    return urlencode(
        {
            "command": "/llaves",
            "text": "ayuda",
            "team_id": town.slack.team_id,
            "user_id": town.cast.laura.user_id,
            "channel_id": "C0ANYWHERE",
            "trigger_id": "1.2.made-up",
            "response_url": "http://127.0.0.1:9/never",
        }
    ).encode()


def post(town: Town, body: bytes, *, secret: str, at: float, **headers: str) -> tuple[int, str]:
    stamp = str(int(at))
    signed = hmac.new(secret.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
    request = urllib.request.Request(
        f"http://127.0.0.1:{town.office.port}/slack/events",
        data=body,
        headers={
            "Content-Type": "application/x-www-form-urlencoded",
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": f"v0={signed}",
            **headers,
        },
    )
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refusal:
        with refusal:
            return refusal.code, refusal.read().decode()


def test_a_request_that_slack_signed_is_answered(http_town: Town) -> None:
    status, text = post(
        http_town, command_body(http_town), secret=http_town.slack.signing_secret, at=time.time()
    )
    assert status == 200
    assert "/llaves registro" in text


def test_a_request_signed_with_another_secret_is_refused(http_town: Town) -> None:
    status, text = post(http_town, command_body(http_town), secret="not-the-secret", at=time.time())
    assert status == 401
    assert "registro" not in text


def test_a_request_signed_six_minutes_ago_is_refused(http_town: Town) -> None:
    stale = time.time() - 6 * 60
    status, _ = post(http_town, command_body(http_town), secret=http_town.slack.signing_secret, at=stale)
    assert status == 401


def test_a_request_changed_after_signing_is_refused(http_town: Town) -> None:
    body = command_body(http_town)
    stamp = str(int(time.time()))
    secret = http_town.slack.signing_secret.encode()
    signed = hmac.new(secret, f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
    status, _ = post(
        http_town,
        body.replace(b"ayuda", b"ver"),
        secret="unused",
        at=time.time(),
        **{"X-Slack-Signature": f"v0={signed}", "X-Slack-Request-Timestamp": stamp},
    )
    assert status == 401


def test_a_request_without_a_signature_is_refused(http_town: Town) -> None:
    body = command_body(http_town)
    status, _ = post(http_town, body, secret="x", at=time.time(), **{"X-Slack-Signature": ""})
    assert status == 401


def test_slack_may_verify_the_address(http_town: Town) -> None:
    body = b'{"type": "url_verification", "challenge": "made-up-challenge", "token": "t"}'
    status, text = post(
        http_town,
        body,
        secret=http_town.slack.signing_secret,
        at=time.time(),
        **{"Content-Type": "application/json"},
    )
    assert status == 200
    assert "made-up-challenge" in text


def test_the_web_side_tells_health_readiness_and_numbers(http_town: Town) -> None:
    def get(path: str) -> tuple[int, str]:
        with urllib.request.urlopen(f"http://127.0.0.1:{http_town.office.port}{path}", timeout=5) as answer:
            return answer.status, answer.read().decode()

    http_town.cast.laura.command("/llaves ayuda")
    assert get("/healthz")[0] == 200
    assert get("/readyz")[0] == 200
    status, numbers = get("/metrics")
    assert status == 200
    assert 'llaves_listener_seconds_count{listener="command"} 1.0' in numbers
