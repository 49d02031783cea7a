"""What a manager decides in Usuarios is acknowledged once it is stored, whatever becomes of the windows."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from bot.forms.users import UserListState, UserPlace
from bot.ids import Action, Callback
from bot.services.access import Actor
from bot.services.registration.registering import register
from storage.enums import PersonStatus
from tests.delivery.stub import Answer
from tests.forms.submission import submitted
from tests.listeners.front import DONE, Front, not_drawn, pressed, said, sent, window
from tests.services.office import ANDRES, BEATRIZ, TOMAS
from tests.services.typed import delegate_form

STACK = {"previous_view_id": "V0PAGE", "root_view_id": "V0LIST"}


def _place(person_id: int, version: int) -> str:
    return UserPlace(person=person_id, version=version, list=UserListState()).model_dump_json()


def _waiting(front: Front) -> int:
    return register(front.office.desk, TOMAS, delegate_form()).person.id


def _button(action: Action, person_id: int) -> dict[str, Any]:
    page = window("page", _place(person_id, 1), previous_view_id="V0LIST", root_view_id="V0LIST")
    return pressed(BEATRIZ, action, f"{person_id}:1", page)


def _form(callback: Callback, person_id: int, **answers: str) -> dict[str, Any]:
    return sent(BEATRIZ, window(callback, _place(person_id, 1), **STACK, **submitted(answers)))


def _approval(front: Front) -> dict[str, Any]:
    return _button(Action.APPROVE_USER, _waiting(front))


def _rejection(front: Front) -> dict[str, Any]:
    return _form(Callback.USER_REJECTION, _waiting(front), reason="El NIT no es el de su entidad.")


def _suspension(front: Front) -> dict[str, Any]:
    andres = front.office.person(ANDRES).id
    return _form(Callback.USER_SUSPENSION, andres, reason="Salió de la entidad el 12 de enero.")


def _reactivation(front: Front) -> dict[str, Any]:
    front.office.change(ANDRES, status=PersonStatus.SUSPENDED)
    front.slack.fail("users.info", Answer('{"ok": true, "user": {"id": "U0ANDRES"}}'))
    return _button(Action.REACTIVATE_USER, front.office.person(ANDRES).id)


def _succession(front: Front) -> dict[str, Any]:
    new = f"{_waiting(front)}:1"
    return _form(Callback.DELEGATE_CHANGE, front.office.person(ANDRES).id, new_delegate=new)


Decision = Callable[[Front], Mapping[str, Any]]
DECISIONS: dict[Decision, tuple[Actor, PersonStatus]] = {
    _approval: (TOMAS, PersonStatus.ACTIVE),
    _rejection: (TOMAS, PersonStatus.REJECTED),
    _suspension: (ANDRES, PersonStatus.SUSPENDED),
    _reactivation: (ANDRES, PersonStatus.ACTIVE),
    _succession: (TOMAS, PersonStatus.ACTIVE),
}
every_decision = pytest.mark.parametrize("decision", DECISIONS, ids=lambda each: each.__name__.lstrip("_"))


def _is_stored(front: Front, decision: Decision) -> bool:
    who, status = DECISIONS[decision]
    return front.office.person(who).status is status


@every_decision
def test_a_decision_is_acknowledged_while_slack_still_draws_the_windows(
    front: Front, decision: Decision
) -> None:
    body = decision(front)
    front.slack.fail("views.update", DONE)
    response = front.answer_while_slack_hangs("views.update", body)
    assert (response.status, said(response)) == (200, None)
    assert _is_stored(front, decision)


@every_decision
def test_both_windows_are_drawn_anew_after_a_decision(front: Front, decision: Decision) -> None:
    front.slack.fail("views.update", DONE, DONE)
    body = decision(front)
    assert front.answer(body).status == 200
    page = "V0TOP" if "actions" in body else "V0PAGE"
    assert [call.args["view_id"] for call in front.slack.made("views.update")] == [page, "V0LIST"]


@every_decision
def test_a_window_that_slack_does_not_draw_is_no_failure_of_the_decision(
    front: Front, decision: Decision
) -> None:
    body = decision(front)
    front.slack.fail("views.update", not_drawn())
    response, logged = front.logged(body)
    assert (response.status, said(response)) == (200, None)
    assert logged == [("window_not_redrawn", "SlackApiError")]
    assert _is_stored(front, decision)


@every_decision
def test_a_database_that_goes_away_after_the_decision_is_no_failure_of_it(
    front: Front, decision: Decision
) -> None:
    body = decision(front)
    front.lose_people_after_the_next_commit()
    response, logged = front.logged(body)
    front.find_people_again()
    assert (response.status, said(response)) == (200, None)
    assert logged == [("window_not_redrawn", "OperationalError")]
    assert front.slack.made("views.update") == []
    assert _is_stored(front, decision)
