"""A registration is answered once it is stored; the Home it was begun on follows afterwards."""

from typing import Any

import pytest

from bot.ids import FROM_HOME, Callback
from storage.enums import IntentKind, PersonStatus
from tests.delivery.stub import Answer
from tests.forms.submission import DELEGATE, OFFICIAL, submitted
from tests.listeners.front import Front, said, sent, window
from tests.services.office import TOMAS

FORMS = {Callback.DELEGATE_REGISTRATION: DELEGATE, Callback.OFFICIAL_REGISTRATION: OFFICIAL}
either_form = pytest.mark.parametrize("callback", FORMS)
MEMBER = Answer('{"ok": true, "user": {"id": "U0TOMAS"}}')


def _registration(callback: Callback, origin: str) -> dict[str, Any]:
    return sent(TOMAS, window(callback, origin, **submitted(FORMS[callback])))


@either_form
def test_a_home_that_cannot_follow_is_no_failure_of_the_registration(
    front: Front, callback: Callback
) -> None:
    front.slack.fail("users.info", MEMBER)
    front.lose_people_after_the_next_commit()
    response, logged = front.logged(_registration(callback, FROM_HOME))
    front.find_people_again()
    assert said(response)["response_action"] == "update"
    assert logged == [("home_not_followed", "OperationalError")]
    assert front.office.person(TOMAS).status is PersonStatus.PENDING


@either_form
@pytest.mark.parametrize("origin", [FROM_HOME, ""], ids=["home", "command"])
def test_the_home_of_whoever_began_on_it_follows_and_no_other(
    front: Front, callback: Callback, origin: str
) -> None:
    front.slack.fail("users.info", MEMBER)
    with front.office.recorded() as record:
        front.answer(_registration(callback, origin))
    assert (IntentKind.HOME in [told.kind for told in record.told]) is (origin == FROM_HOME)


@either_form
def test_a_registration_is_answered_although_slack_says_nothing_of_the_account(
    front: Front, callback: Callback
) -> None:
    front.slack.fail("users.info", Answer(hang=True))
    assert said(front.answer(_registration(callback, "")))["response_action"] == "update"
    assert front.office.person(TOMAS).status is PersonStatus.PENDING
