from collections.abc import Iterator
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs

from bot.errors import UserError
from bot.listeners.payload import actor_of, afterwards, open_modal, pressed_value, read_of
from bot.services.access import Actor, Read
from bot.views.parts import notice
from tests.delivery.stub import Answer, Stub, refusal, serving

VIEW = notice("Aviso", "Un aviso.")


@pytest.fixture
def slack() -> Iterator[Stub]:
    with serving(Stub()) as stub:
        yield stub


@pytest.fixture
def client(slack: Stub) -> WebClient:
    return WebClient("xoxb-made-up", base_url=slack.url, timeout=10, retry_handlers=[])


@pytest.mark.parametrize(
    "body",
    [
        {"team_id": "T0TEAM", "user_id": "U0LAURA", "command": "/llaves"},
        {"team": {"id": "T0TEAM"}, "user": {"id": "U0LAURA", "team_id": "T0TEAM"}},
        {"team": {"id": "T0TEAM"}, "user": {"id": "U0LAURA"}},
    ],
    ids=["command", "interaction", "interaction-without-the-users-team"],
)
def test_every_payload_names_who_acted(body: dict[str, Any]) -> None:
    assert actor_of(body) == Actor("T0TEAM", "U0LAURA")


def test_a_stranger_of_a_shared_channel_bears_the_team_they_come_from() -> None:
    body = {"team": {"id": "T0TEAM"}, "user": {"id": "U0LAURA", "team_id": "T0ELSEWHERE"}}
    assert actor_of(body) == Actor("T0ELSEWHERE", "U0LAURA")


def test_a_button_is_read_as_text() -> None:
    assert pressed_value({"actions": [{"action_id": "enter_keys", "value": "7"}]}) == "7"


def test_a_button_tells_the_thing_and_the_version_that_was_read() -> None:
    assert read_of("12:3") == Read(id=12, version=3)


@pytest.mark.parametrize("text", ["", "12", "12:", ":3", "12:3:4", "twelve:3"])
def test_a_button_without_a_version_is_a_fault_and_not_a_guess(text: str) -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        read_of(text)


def test_a_modal_opens_on_the_trigger_of_the_payload(slack: Stub, client: WebClient) -> None:
    slack.fail("views.open", Answer('{"ok": true}'))
    open_modal(client, {"trigger_id": "1.2.three"}, VIEW)
    (call,) = slack.made("views.open")
    assert call.args["trigger_id"] == "1.2.three"


@pytest.mark.parametrize(
    "code",
    [
        "expired_trigger_id",
        "exchanged_trigger_id",
        "invalid_trigger_id",
        "trigger_expired",
        "trigger_exchanged",
        "invalid_trigger",
    ],
)
def test_when_the_trigger_is_gone_the_person_is_asked_to_try_again(
    slack: Stub, client: WebClient, code: str
) -> None:
    slack.fail("views.open", refusal(code))
    with pytest.raises(UserError, match="Inténtelo de nuevo"):
        open_modal(client, {"trigger_id": "1.2.three"}, VIEW)


def test_a_fault_of_ours_is_not_told_as_a_slow_window(slack: Stub, client: WebClient) -> None:
    slack.fail("views.open", refusal("invalid_arguments"))
    with pytest.raises(SlackApiError):
        open_modal(client, {"trigger_id": "1.2.three"}, VIEW)


def _fail(failure: BaseException) -> None:
    raise failure


@pytest.mark.parametrize(
    "failure",
    [
        UserError("Solo un gerente administra los usuarios."),
        OperationalError("SELECT 'mAd8Q~up'", {}, Exception("database is locked")),
        TimeoutError("mAd8Q~up"),
        KeyError("mAd8Q~up"),
    ],
    ids=lambda failure: type(failure).__name__,
)
def test_what_fails_after_the_ack_is_logged_by_its_class_and_nothing_of_its_text(failure: Exception) -> None:
    with capture_logs() as logs, afterwards("window_not_redrawn"):
        _fail(failure)
    assert logs == [{"event": "window_not_redrawn", "log_level": "warning", "reason": type(failure).__name__}]


def test_an_interruption_after_the_ack_is_not_swallowed() -> None:
    with pytest.raises(KeyboardInterrupt), afterwards("window_not_redrawn"):
        _fail(KeyboardInterrupt())
