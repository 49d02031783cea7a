"""Who is let through to the listeners, and what is asked and heard of accounts; a real Bolt app, a stub of Slack."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

import pytest
from slack_bolt import Ack, App, BoltRequest, BoltResponse
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient
from sqlalchemy import Engine, text
from structlog.testing import capture_logs

from bot.listeners import accounts, errors
from bot.listeners.accounts import account_of
from bot.services.access import UNKNOWN_ACCOUNT, Account
from bot.services.desk import Desk
from storage.crypto import KeyRing
from storage.db import sessions_of
from storage.enums import DocumentType, PersonStatus, Role
from storage.models import Person
from tests.clock import Clock
from tests.delivery.stub import Answer, Stub, refusal, serving

HOME, ELSEWHERE = "T0TEAM", "T0ELSEWHERE"
BOT = "U0BOT"


@dataclass
class Door:
    """A Bolt app whose listeners note what came through to them."""

    slack: Stub
    desk: Desk
    passed: list[str] = field(default_factory=list)

    def send(self, body: Mapping[str, Any]) -> BoltResponse:
        payload = {**body, "response_url": f"{self.slack.url}respond"} if "actions" in body else {**body}
        return self._app().dispatch(BoltRequest(mode="socket_mode", body=payload))

    def _app(self) -> App:
        def authorize() -> AuthorizeResult:
            return AuthorizeResult(
                enterprise_id=None,
                team_id=HOME,
                bot_token="xoxb-made-up",
                bot_id="B0BOT",
                bot_user_id=BOT,
            )

        app = App(
            client=client_of(self.slack),
            signing_secret="made-up",
            authorize=authorize,
            process_before_response=True,
        )
        accounts.register(app, self.desk)
        app.command("/llaves")(self._passing("command"))
        app.action("button")(self._passing("action"))
        app.view("form")(self._passing("submission"))
        app.options("list")(self._passing("suggestion"))
        app.shortcut("menu")(self._passing("shortcut"))
        errors.register(app, self.desk)
        return app

    def _passing(self, kind: str) -> Callable[[Ack], None]:
        def listener(ack: Ack) -> None:
            self.passed.append(kind)
            ack(options=[]) if kind == "suggestion" else ack()

        return listener


def client_of(slack: Stub) -> WebClient:
    return WebClient("xoxb-made-up", base_url=slack.url, timeout=10, retry_handlers=[])


@pytest.fixture
def door(sqlite_engine: Engine, clock: Clock) -> Iterator[Door]:
    with serving(Stub()) as slack:
        yield Door(slack, Desk(sessions_of(sqlite_engine), KeyRing([bytes(32)]), {}, clock.now))


def _interaction(kind: str, team: str, user: str = "U0LAURA", **more: Any) -> dict[str, Any]:
    return {
        "type": kind,
        "team": {"id": HOME},
        "user": {"id": user, "team_id": team},
        "trigger_id": "1.2.three",
        **more,
    }


def payloads(team: str, user: str = "U0LAURA") -> dict[str, dict[str, Any]]:
    """One payload of each kind that a person sends, by the name of the listener it is for."""
    view = {"id": "V0FORM", "type": "modal", "callback_id": "form", "blocks": [], "state": {"values": {}}}
    return {
        "command": {"command": "/llaves", "text": "", "team_id": team, "user_id": user},
        "action": _interaction(
            "block_actions", team, user, actions=[{"type": "button", "action_id": "button", "value": "7"}]
        ),
        "submission": _interaction("view_submission", team, user, view=view),
        "suggestion": _interaction(
            "block_suggestion", team, user, action_id="list", block_id="b", value="san", view=view
        ),
        "shortcut": _interaction("shortcut", team, user, callback_id="menu"),
    }


def _event(user: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "type": "event_callback",
        "team_id": HOME,
        "event": {"type": "user_change", "user": {"id": "U0LAURA", "team_id": HOME, **user}},
    }


def _delegate(door: Door) -> None:
    with door.desk.sessions.begin() as session:
        session.add(
            Person(
                team_id=HOME,
                user_id="U0LAURA",
                role=Role.DELEGATE,
                status=PersonStatus.ACTIVE,
                nit="901000101",
                document_type=DocumentType.CC,
                document_number="1020304050",
                login="CC1020304050",
                registered_at=door.desk.now(),
            )
        )


def _laura(door: Door) -> Person:
    with door.desk.sessions() as session:
        return session.query(Person).filter_by(user_id="U0LAURA").one()


@pytest.mark.parametrize("kind", payloads(HOME))
def test_people_of_the_installing_team_come_through(door: Door, kind: str) -> None:
    assert door.send(payloads(HOME)[kind]).status == 200
    assert door.passed == [kind]


@pytest.mark.parametrize("kind", payloads(ELSEWHERE))
def test_people_of_another_team_come_through_with_nothing(door: Door, kind: str) -> None:
    door.slack.fail("respond", Answer("ok"))
    door.slack.fail("views.open", Answer('{"ok": true}'))
    response = door.send(payloads(ELSEWHERE)[kind])
    assert (response.status, door.passed) == (200, [])
    said = response.body + "".join(json.dumps(call.args, ensure_ascii=False) for call in door.slack.calls)
    if kind == "suggestion":
        assert json.loads(response.body) == {"options": []}
    else:
        assert "soporte_ihce@minsalud.gov.co" in said


@pytest.mark.parametrize("user", [BOT, "USLACKBOT"])
@pytest.mark.parametrize("kind", payloads(HOME))
def test_apps_come_through_with_nothing(door: Door, kind: str, user: str) -> None:
    door.slack.fail("respond", Answer("ok"))
    door.slack.fail("views.open", Answer('{"ok": true}'))
    assert door.send(payloads(HOME, user)[kind]).status == 200
    assert door.passed == []


def test_a_command_of_a_bot_comes_through_with_nothing(door: Door) -> None:
    answer = json.loads(door.send({**payloads(HOME)["command"], "bot_id": "B0OTHER"}).body)
    assert "hágalo una persona" in answer["text"]
    assert door.passed == []


def test_a_closed_account_is_heard_of_and_its_person_suspended(door: Door) -> None:
    _delegate(door)
    # Slack leaves out of a closed account whether it was a guest's.
    assert door.send(_event({"deleted": True})).status == 200
    assert _laura(door).status is PersonStatus.SUSPENDED


def test_a_guest_is_heard_of(door: Door) -> None:
    _delegate(door)
    door.send(_event({"deleted": False, "is_restricted": True, "is_ultra_restricted": True}))
    assert (_laura(door).status, _laura(door).guest) == (PersonStatus.ACTIVE, True)


def test_an_account_of_another_team_is_not_listened_to(door: Door) -> None:
    _delegate(door)
    assert door.send(_event({"team_id": ELSEWHERE, "deleted": True})).status == 200
    assert _laura(door).status is PersonStatus.ACTIVE


def test_an_event_that_fails_is_logged_and_not_sent_again_in_vain(door: Door) -> None:
    _delegate(door)
    with door.desk.sessions.begin() as session:
        session.execute(text("ALTER TABLE audit RENAME TO audit_away"))
    with capture_logs() as logs:
        assert door.send(_event({"deleted": True})).status == 200
    assert "listener_failed" in [line["event"] for line in logs]
    assert _laura(door).status is PersonStatus.ACTIVE


@pytest.mark.parametrize(
    ("user", "account"),
    [
        ({}, Account()),
        ({"profile": {"email": "ana@example.org"}}, Account(email="ana@example.org")),
        (
            {"profile": {"email": "ana@example.org"}, "is_email_confirmed": True},
            Account(email="ana@example.org"),
        ),
        ({"profile": {"email": "ana@example.org"}, "is_email_confirmed": False}, Account()),
        ({"is_restricted": True}, Account(guest=True)),
        ({"is_ultra_restricted": True}, Account(guest=True)),
        ({"is_bot": True}, Account(bot=True)),
        ({"deleted": True}, Account(deleted=True)),
    ],
    ids=[
        "member",
        "e-mail",
        "confirmed e-mail",
        "unconfirmed e-mail",
        "guest",
        "single-channel guest",
        "bot",
        "closed",
    ],
)
def test_an_account_is_what_slack_says_it_is(user: Mapping[str, Any], account: Account) -> None:
    with serving(Stub()) as slack:
        slack.fail("users.info", Answer(json.dumps({"ok": True, "user": {"id": "U0LAURA", **user}})))
        assert account_of(client_of(slack), "U0LAURA") == account


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (refusal("missing_scope"), "missing_scope"),
        (refusal("user_not_found"), "user_not_found"),
        (Answer(drop=True), "RemoteDisconnected"),
        (Answer(hang=True), "TimeoutError"),
    ],
    ids=["refused", "unknown", "drops", "hangs"],
)
def test_where_slack_says_nothing_nothing_is_held_against_anybody(fault: Answer, reason: str) -> None:
    with serving(Stub()) as slack, capture_logs() as logs:
        slack.fail("users.info", fault)
        assert account_of(client_of(slack), "U0LAURA") == UNKNOWN_ACCOUNT
    assert [(line["event"], line["reason"]) for line in logs] == [("account_not_read", reason)]


def test_slack_has_a_second_to_say_it_whatever_the_patience_of_the_client() -> None:
    with serving(Stub()) as slack:
        slack.fail("users.info", Answer(hang=True))
        asked_at = monotonic()
        assert account_of(client_of(slack), "U0LAURA") == UNKNOWN_ACCOUNT
        assert monotonic() - asked_at < 2
