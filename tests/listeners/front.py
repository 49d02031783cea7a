"""All our listeners in a real Bolt app that acks as in earnest: from a thread, as soon as the listener does."""

import json
import sqlite3
import threading
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from slack_bolt import App, BoltRequest, BoltResponse
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient
from sqlalchemy import event
from structlog.testing import capture_logs

from bot import listeners
from bot.services.access import Actor
from tests.delivery.stub import Answer, Stub, refusal
from tests.services.office import TEAM, Office

DONE = Answer('{"ok": true}')


@dataclass
class Front:
    """What people send comes in here; `slack` is what the app calls, `office` what it stores in."""

    slack: Stub
    office: Office

    def answer(self, body: Mapping[str, Any]) -> BoltResponse:
        """Send a payload, wait until its listener is through, and return what the ack carried."""
        with self._open() as app:
            return _send(app, body)

    def logged(self, body: Mapping[str, Any]) -> tuple[BoltResponse, list[tuple[str, str]]]:
        """Likewise, with the events that were logged and their reasons."""
        with capture_logs() as logs:
            response = self.answer(body)
        return response, [(line["event"], line.get("reason", "")) for line in logs]

    def answer_while_slack_hangs(self, method: str, body: Mapping[str, Any]) -> BoltResponse:
        """Send a payload and return its ack, while Slack has not answered a call of this method yet."""
        acknowledged = threading.Event()
        self.slack.fail(method, DONE)
        self.slack.meanwhile(method, lambda: acknowledged.wait(10))
        with self._open() as app:
            response = _send(app, body)
            acknowledged.set()
        return response

    def lose_people_after_the_next_commit(self) -> None:
        """Take the table of people away as soon as something is stored, before anything is read again."""
        path = self.office.sessions.kw["bind"].url.database
        stored: list[object] = []  # a transaction that only reads writes no audit line

        def lose(_session: object) -> None:
            if len(stored) != 1:
                return
            stored.append("and lost")
            connection = sqlite3.connect(path)
            connection.execute("ALTER TABLE people RENAME TO people_away")
            connection.close()

        event.listen(
            self.office.sessions, "after_flush", lambda session, _context: stored.append(session), once=True
        )
        event.listen(self.office.sessions, "after_commit", lose)

    def find_people_again(self) -> None:
        """Bring the table back."""
        connection = sqlite3.connect(self.office.sessions.kw["bind"].url.database)
        connection.execute("ALTER TABLE people_away RENAME TO people")
        connection.close()

    @contextmanager
    def _open(self) -> Iterator[App]:
        with ThreadPoolExecutor(1) as threads:
            app = App(
                client=WebClient("xoxb-made-up", base_url=self.slack.url, timeout=20, retry_handlers=[]),
                signing_secret="made-up",
                authorize=_authorize,
                listener_executor=threads,
            )
            listeners.register(app, self.office.desk)
            yield app


def _authorize() -> AuthorizeResult:
    return AuthorizeResult(
        enterprise_id=None, team_id=TEAM, bot_token="xoxb-made-up", bot_id="B0BOT", bot_user_id="U0BOT"
    )


def _send(app: App, body: Mapping[str, Any]) -> BoltResponse:
    return app.dispatch(BoltRequest(mode="socket_mode", body=dict(body)))


def pressed(who: Actor, action: str, value: str, view: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """A press of a button, in a window if there is one."""
    body = _interaction("block_actions", who)
    body["actions"] = [{"type": "button", "action_id": action, "block_id": "b", "value": value}]
    return body | ({"view": view} if view else {})


def sent(who: Actor, view: Mapping[str, Any]) -> dict[str, Any]:
    """A form that is sent."""
    return _interaction("view_submission", who) | {"view": view}


def window(callback_id: str, private_metadata: str, **more: Any) -> dict[str, Any]:
    """A window as Slack tells of it: alone, unless `previous_view_id` and `root_view_id` say otherwise."""
    alone = {"id": "V0TOP", "root_view_id": "V0TOP", "previous_view_id": None, "hash": "1.made-up"}
    return {
        "type": "modal",
        "callback_id": callback_id,
        "private_metadata": private_metadata,
        "blocks": [],
        "state": {"values": {}},
        **alone,
        **more,
    }


def said(response: BoltResponse) -> Any:
    """The JSON of an ack, or nothing."""
    return json.loads(response.body) if response.body else None


def not_drawn() -> Answer:
    """What Slack says of a window that cannot be drawn."""
    return refusal("internal_error")


def _interaction(kind: str, who: Actor) -> dict[str, Any]:
    return {
        "type": kind,
        "team": {"id": who.team_id},
        "user": {"id": who.user_id, "team_id": who.team_id},
        "trigger_id": "1.2.three",
    }
