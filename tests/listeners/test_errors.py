"""Listeners that raise inside a real Bolt app; what Slack would get is looked at."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from time import monotonic
from typing import Any

import pytest
import structlog
from slack_bolt import App, BoltRequest, BoltResponse
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient
from sqlalchemy import Engine
from structlog.testing import capture_logs

from bot.errors import FieldError, NotAllowedError, OvertakenError, UserError
from bot.listeners import errors
from bot.services.desk import Desk
from storage.crypto import KeyRing
from storage.db import sessions_of
from storage.enums import PersonStatus, Role
from storage.models import Person
from tests.clock import Clock
from tests.delivery.stub import Answer, Stub, refusal, serving

UNKNOWN = RuntimeError("the secret mAd8Q~up is in here")
KNOWN: list[UserError] = [
    UserError("Aún no ha solicitado llaves."),
    NotAllowedError("Solo un funcionario del MSPS ingresa llaves."),
    OvertakenError("Esta solicitud ya no está pendiente."),
]
SUBMISSION: dict[str, Any] = {
    "type": "view_submission",
    "team": {"id": "T0TEAM"},
    "user": {"id": "U0LAURA", "team_id": "T0TEAM"},
    "trigger_id": "1.2.three",
    "view": {
        "id": "V0FORM",
        "type": "modal",
        "callback_id": "form",
        "blocks": [
            {"type": "section", "block_id": "codigo"},
            {"type": "input", "block_id": "nit"},
            {"type": "input", "block_id": "document_number"},
        ],
        "state": {"values": {"nit": {"input": {"type": "plain_text_input", "value": "901000202"}}}},
    },
}
COMMAND = {
    "command": "/llaves",
    "text": "ver",
    "team_id": "T0TEAM",
    "user_id": "U0LAURA",
    "trigger_id": "1.2.three",
}


@dataclass
class Counter:
    """A Bolt app whose every listener raises what the test hands it."""

    slack: Stub
    desk: Desk

    def answer(self, error: Exception, body: Mapping[str, Any]) -> BoltResponse:
        app = self._app(error)
        payload = {**body}
        if body is COMMAND or "actions" in body:
            payload["response_url"] = payload.get("response_url", f"{self.slack.url}respond")
        return app.dispatch(BoltRequest(mode="socket_mode", body=payload))

    def told(self, error: Exception, body: Mapping[str, Any]) -> Any:
        """The JSON that the ack carries."""
        response = self.answer(error, body)
        assert response.status == 200
        return json.loads(response.body)

    def _app(self, error: Exception) -> App:
        def authorize() -> AuthorizeResult:
            return AuthorizeResult(
                enterprise_id=None,
                team_id="T0TEAM",
                bot_token="xoxb-made-up",
                bot_id="B0BOT",
                bot_user_id="U0BOT",
            )

        def fail() -> None:
            raise error

        app = App(
            client=WebClient("xoxb-made-up", base_url=self.slack.url, timeout=10, retry_handlers=[]),
            signing_secret="made-up",
            authorize=authorize,
            process_before_response=True,
        )
        app.view("form")(fail)
        app.action("button")(fail)
        app.command("/llaves")(fail)
        app.options("list")(fail)
        app.shortcut("menu")(fail)
        errors.register(app, self.desk)
        return app


@pytest.fixture
def counter(sqlite_engine: Engine, clock: Clock) -> Iterator[Counter]:
    desk = Desk(sessions_of(sqlite_engine), KeyRing([bytes(32)]), {}, clock.now)
    with serving(Stub()) as slack:
        yield Counter(slack, desk)


@pytest.fixture(autouse=True)
def plain_logging() -> Iterator[None]:
    with structlog.testing.capture_logs():
        yield


def _pressed(**where: Any) -> dict[str, Any]:
    return {
        "type": "block_actions",
        "team": {"id": "T0TEAM"},
        "user": {"id": "U0LAURA", "team_id": "T0TEAM"},
        "trigger_id": "1.2.three",
        "actions": [{"type": "button", "action_id": "button", "block_id": "b", "value": "7"}],
        **where,
    }


def _text(view: Mapping[str, Any]) -> str:
    return "\n".join(block["text"]["text"] for block in view["blocks"] if block["type"] == "section")


def _stacked(view: Mapping[str, Any], *below: str) -> dict[str, Any]:
    """The view as it lies on top of the windows with these ids, lowest first."""
    return {
        **view,
        "root_view_id": below[0] if below else view["id"],
        "previous_view_id": below[-1] if below else None,
    }


def test_sentences_go_under_the_fields_they_are_about(counter: Counter) -> None:
    sentences = {
        "nit": "Este NIT no está en el directorio.",
        "document_number": "Este documento está en uso.",
    }
    told = counter.told(FieldError(sentences), SUBMISSION)
    assert told == {"response_action": "errors", "errors": sentences}


def test_a_field_the_form_does_not_ask_for_is_told_in_a_notice_on_top(counter: Counter) -> None:
    told = counter.told(FieldError({"sede": "Esta sede no pertenece a su entidad."}), SUBMISSION)
    assert told["response_action"] == "push"
    assert _text(told["view"]) == "Esta sede no pertenece a su entidad."


def test_a_block_that_is_no_input_cannot_carry_an_error(counter: Counter) -> None:
    told = counter.told(FieldError({"codigo": "Esta sede no pertenece a su entidad."}), SUBMISSION)
    assert told["response_action"] == "push"


def test_of_mixed_sentences_slack_gets_only_those_it_can_place(counter: Counter) -> None:
    told = counter.told(FieldError({"codigo": "Elija otra sede.", "nit": "Revise el NIT."}), SUBMISSION)
    assert told == {"response_action": "errors", "errors": {"nit": "Revise el NIT."}}


@pytest.mark.parametrize("error", [*KNOWN, UNKNOWN], ids=lambda error: type(error).__name__)
def test_a_notice_lies_on_top_of_the_form_and_what_was_typed_stays_below(
    counter: Counter, error: Exception
) -> None:
    told = counter.told(error, SUBMISSION)
    assert told["response_action"] == "push"
    assert told["view"]["type"] == "modal"
    assert "submit" not in told["view"]
    assert told["view"]["close"]["text"] == "Cerrar"
    assert counter.slack.calls == []


def test_a_notice_says_who_is_acting_and_where(counter: Counter) -> None:
    stranger = counter.told(KNOWN[0], SUBMISSION)["view"]
    with counter.desk.sessions.begin() as session:
        session.add(
            Person(
                team_id="T0TEAM",
                user_id="U0LAURA",
                role=Role.MANAGER,
                status=PersonStatus.ACTIVE,
                login="ULOGIN",
                registered_at=counter.desk.now(),
            )
        )
    known = counter.told(KNOWN[0], SUBMISSION)["view"]
    assert "Inicio > Aviso" in json.dumps(stranger)
    assert "Login" not in json.dumps(stranger)
    assert "Login: *ULOGIN*" in json.dumps(known)


@pytest.mark.parametrize("below", [(), ("V0LIST",)], ids=["alone", "second"])
def test_below_the_third_window_a_notice_has_room_above(counter: Counter, below: tuple[str, ...]) -> None:
    body = {**SUBMISSION, "view": _stacked(SUBMISSION["view"], *below)}
    assert counter.told(KNOWN[0], body)["response_action"] == "push"


def test_above_a_third_window_slack_has_no_room_so_the_notice_takes_its_place(counter: Counter) -> None:
    third = _stacked(SUBMISSION["view"], "V0LIST", "V0PERSON")
    assert counter.told(KNOWN[0], {**SUBMISSION, "view": third})["response_action"] == "update"
    counter.slack.fail("views.update", Answer('{"ok": true}'))
    assert counter.answer(KNOWN[0], _pressed(view=third)).status == 200
    (call,) = counter.slack.calls
    assert (call.method, call.args["view_id"]) == ("views.update", "V0FORM")


@pytest.mark.parametrize("error", [*KNOWN, UNKNOWN], ids=lambda error: type(error).__name__)
def test_a_list_that_asks_for_its_options_gets_none(counter: Counter, error: Exception) -> None:
    suggestion = {
        "type": "block_suggestion",
        "team": {"id": "T0TEAM"},
        "user": {"id": "U0LAURA", "team_id": "T0TEAM"},
        "action_id": "list",
        "block_id": "b",
        "value": "san",
        "view": SUBMISSION["view"],
    }
    assert counter.told(error, suggestion) == {"options": []}
    assert counter.slack.calls == []


@pytest.mark.parametrize(
    "body",
    [
        {**_pressed(), "view": {"id": "V0HOME", "type": "home", "blocks": []}},
        {**_pressed(), "type": "shortcut", "callback_id": "menu"},
    ],
    ids=["home", "shortcut"],
)
def test_where_there_is_no_window_the_notice_opens_one(counter: Counter, body: Mapping[str, Any]) -> None:
    counter.slack.fail("views.open", Answer('{"ok": true}'))
    assert counter.answer(KNOWN[0], body).status == 200
    assert [call.method for call in counter.slack.calls] == ["views.open"]


@pytest.mark.parametrize("error", KNOWN, ids=lambda error: type(error).__name__)
def test_what_we_know_is_said_as_it_is_and_not_logged_as_a_failure(
    counter: Counter, error: UserError
) -> None:
    with capture_logs() as logs:
        told = counter.told(error, SUBMISSION)
    assert _text(told["view"]) == error.sentence
    assert logs == []


@pytest.mark.parametrize("error", KNOWN, ids=lambda error: type(error).__name__)
def test_a_command_is_answered_to_its_sender_alone(counter: Counter, error: UserError) -> None:
    told = counter.told(error, COMMAND)
    assert told == {"response_type": "ephemeral", "text": error.sentence}
    assert counter.slack.calls == []


@pytest.mark.parametrize("error", [*KNOWN, UNKNOWN], ids=lambda error: type(error).__name__)
def test_a_button_on_a_card_is_answered_to_its_presser_and_the_card_stays(
    counter: Counter, error: Exception
) -> None:
    counter.slack.fail("respond", Answer("ok"))
    response = counter.answer(error, _pressed(channel={"id": "C0OFFICIALS"}, message={"ts": "1.000001"}))
    (call,) = counter.slack.calls
    assert (response.status, response.body) == (200, "")
    assert (call.args["response_type"], call.args["replace_original"]) == ("ephemeral", False)
    if isinstance(error, UserError):
        assert call.args["text"] == error.sentence
    else:
        assert str(error) not in call.args["text"]


@pytest.mark.parametrize("error", [*KNOWN, UNKNOWN], ids=lambda error: type(error).__name__)
def test_a_button_in_a_modal_gets_a_notice_on_top_of_it(counter: Counter, error: Exception) -> None:
    counter.slack.fail("views.push", Answer('{"ok": true}'))
    response = counter.answer(error, _pressed(view=SUBMISSION["view"]))
    assert response.status == 200
    (call,) = counter.slack.calls
    assert (call.method, call.args["trigger_id"]) == ("views.push", "1.2.three")
    view = json.loads(call.args["view"]) if isinstance(call.args["view"], str) else call.args["view"]
    assert str(UNKNOWN) not in _text(view)


@pytest.mark.parametrize(
    ("fault", "reason"),
    [(refusal("expired_trigger_id"), "expired_trigger_id"), (Answer(drop=True), "RemoteDisconnected")],
)
def test_a_notice_that_cannot_be_shown_is_logged_and_the_button_still_acknowledged(
    counter: Counter, fault: Answer, reason: str
) -> None:
    counter.slack.fail("views.push", fault)
    with capture_logs() as logs:
        response = counter.answer(KNOWN[0], _pressed(view=SUBMISSION["view"]))
    assert response.status == 200
    assert [(line["event"], line["reason"]) for line in logs] == [("notice_not_shown", reason)]


def test_a_response_url_that_is_gone_leaves_the_button_acknowledged(counter: Counter) -> None:
    counter.slack.fail("respond", Answer("expired_url", status=404))
    assert counter.answer(KNOWN[0], _pressed(message={"ts": "1.000001"})).status == 200


@pytest.mark.parametrize(
    ("fault", "reason"),
    [(Answer(hang=True), "TimeoutError"), (Answer(drop=True), "RemoteDisconnected")],
    ids=["hangs", "drops"],
)
def test_a_response_url_that_does_not_answer_leaves_the_button_acknowledged_within_slacks_three_seconds(
    counter: Counter, fault: Answer, reason: str
) -> None:
    counter.slack.fail("respond", fault)
    pressed_at = monotonic()
    with capture_logs() as logs:
        response = counter.answer(KNOWN[0], _pressed(message={"ts": "1.000001"}))
    assert response.status == 200
    assert monotonic() - pressed_at < 3
    assert [(line["event"], line["reason"]) for line in logs] == [("notice_not_shown", reason)]


def _reference_shown(counter: Counter, body: Mapping[str, Any]) -> tuple[str, Any]:
    with capture_logs() as logs:
        answer = counter.answer(UNKNOWN, body).body
    (line,) = logs
    assert line["event"] == "listener_failed"
    assert line["log_level"] == "error"
    assert line["exc_info"] is UNKNOWN
    return answer, line["reference"]


@pytest.mark.parametrize("body", [SUBMISSION, COMMAND], ids=["submission", "command"])
def test_an_unknown_error_shows_the_reference_that_is_in_the_log_and_nothing_of_its_text(
    counter: Counter, body: Mapping[str, Any]
) -> None:
    answer, reference = _reference_shown(counter, body)
    assert f"referencia `{reference}`" in answer
    for word in ("RuntimeError", "secret", "mAd8Q~up"):
        assert word not in answer


def test_an_unknown_error_promises_nothing_about_what_was_stored_and_says_where_to_look(
    counter: Counter,
) -> None:
    answer, _ = _reference_shown(counter, COMMAND)
    assert "no se guardó" not in json.loads(answer)["text"]
    assert "Revise con `/llaves estado`" in answer


def test_each_failure_has_a_reference_of_its_own(counter: Counter) -> None:
    assert _reference_shown(counter, COMMAND)[1] != _reference_shown(counter, COMMAND)[1]
