"""Cancelling is acknowledged once it is stored: nobody is asked to repeat what is done."""

from typing import Any

import pytest

from bot.ids import Action
from storage.enums import RequestStatus
from tests.delivery.stub import Answer, refusal
from tests.listeners.front import DONE, Front, pressed, said, window
from tests.services.office import LAURA


def _cancellation(front: Front, method: str) -> tuple[int, dict[str, Any]]:
    request_id = front.office.request()
    read = front.office.request_sent(request_id).model_dump_json()
    inside = window("in_course", "") if method == "views.update" else None
    return request_id, pressed(LAURA, Action.CANCEL_REQUEST, read, inside)


FAILURES = [
    ("views.update", refusal("internal_error"), "SlackApiError"),
    ("views.open", refusal("expired_trigger_id"), "UserError"),
    ("views.open", Answer(drop=True), "RemoteDisconnected"),
]


@pytest.mark.parametrize(("method", "failure", "reason"), FAILURES, ids=["window", "trigger", "connection"])
def test_a_cancellation_that_cannot_be_shown_is_not_asked_for_again(
    front: Front, method: str, failure: Answer, reason: str
) -> None:
    request_id, body = _cancellation(front, method)
    front.slack.fail(method, failure)
    response, logged = front.logged(body)
    assert (response.status, said(response)) == (200, None)
    assert logged == [("cancellation_not_shown", reason)]
    assert [call.method for call in front.slack.calls] == [method]  # and no notice
    assert front.office.stored_request(request_id).status is RequestStatus.CANCELLED


@pytest.mark.parametrize("method", ["views.update", "views.open"])
def test_a_cancellation_is_acknowledged_while_slack_still_shows_it(front: Front, method: str) -> None:
    request_id, body = _cancellation(front, method)
    assert front.answer_while_slack_hangs(method, body).status == 200
    assert front.office.stored_request(request_id).status is RequestStatus.CANCELLED


def test_a_cancellation_is_shown_where_it_was_asked_for(front: Front) -> None:
    _, body = _cancellation(front, "views.update")
    front.slack.fail("views.update", DONE)
    front.answer(body)
    (call,) = front.slack.calls
    assert "Su solicitud quedó cancelada." in str(call.args["view"])
