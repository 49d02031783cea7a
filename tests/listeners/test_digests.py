"""The digest's buttons, wherever they stand, and the windows behind them."""

from typing import Any

import pytest
from sqlalchemy import func, select

from bot.forms.expiries import ExpiriesState
from bot.ids import COMMAND, NO_VALUE, Action, Callback, Field
from bot.services.access import Actor
from bot.views.digests.expiries import EVERYTHING
from storage.enums import IntentKind
from storage.models import Digest
from tests.delivery.stub import refusal
from tests.forms.submission import submitted
from tests.listeners.front import DONE, Front, pressed, said, sent, window
from tests.services.office import BEATRIZ, CAMILA, HOSPITAL
from tests.views.reading import whole

HOME = {"type": "home", "id": "V0HOME", "hash": "1.made-up"}


def _command(who: Actor) -> dict[str, Any]:
    names = {"team_id": who.team_id, "user_id": who.user_id}
    return {"command": COMMAND, "text": "resumen", "trigger_id": "1.2.three", **names}


def _digests(front: Front) -> int:
    with front.office.sessions() as session:
        return session.scalar(select(func.count()).select_from(Digest)) or 0


def _opened(front: Front, method: str) -> str:
    (call,) = front.slack.made(method)
    return whole(call.args["view"])


def test_the_word_orders_the_digest_and_says_where_it_will_be(front: Front) -> None:
    with front.office.recorded() as record:
        response = front.answer(_command(BEATRIZ))
    assert said(response)["response_type"] == "ephemeral"
    assert said(response)["text"] == "Le enviamos el resumen por mensaje directo."
    assert [told.kind for told in record.told] == [IntentKind.DIGEST]


def test_whoever_is_no_manager_reads_why_there_is_no_digest(front: Front) -> None:
    response = front.answer(_command(CAMILA))
    assert "Solo un gerente consulta el resumen de las llaves." in said(response)["text"]
    assert _digests(front) == 0


@pytest.mark.parametrize(
    ("place", "method"),
    [(None, "views.open"), (HOME, "views.open"), (window("", ""), "views.push")],
    ids=["in a message", "on Home", "in the menu"],
)
def test_the_button_orders_it_and_says_so_wherever_it_stands(
    front: Front, place: dict[str, Any] | None, method: str
) -> None:
    front.slack.fail(method, DONE)
    front.answer(pressed(BEATRIZ, Action.ORDER_DIGEST, NO_VALUE, place))
    assert "Le enviamos el resumen por mensaje directo." in _opened(front, method)
    assert _digests(front) == 1


def test_a_window_that_does_not_open_is_no_failure_of_the_order(front: Front) -> None:
    front.slack.fail("views.open", refusal("expired_trigger_id"))
    response, logged = front.logged(pressed(BEATRIZ, Action.ORDER_DIGEST, NO_VALUE))
    assert (response.status, said(response)) == (200, None)
    assert logged == [("window_not_opened", "UserError")]
    assert _digests(front) == 1


class TestDetail:
    def test_it_opens_on_everything_that_expires_within_ninety_days(self, front: Front) -> None:
        front.office.assigned()
        front.office.clock.advance(days=100)
        front.slack.fail("views.open", DONE)
        front.answer(pressed(BEATRIZ, Action.OPEN_EXPIRIES, NO_VALUE))
        assert HOSPITAL in _opened(front, "views.open")

    @pytest.mark.parametrize(("bucket", "listed"), [("6", True), ("0", False), (EVERYTHING, False)])
    def test_another_bucket_is_shown_in_its_place(self, front: Front, bucket: str, *, listed: bool) -> None:
        front.office.assigned()
        body = pressed(
            BEATRIZ, Action.FILTER_EXPIRIES, "", window(Callback.EXPIRIES, ExpiriesState(page=3).build())
        )
        body["actions"][0]["selected_option"] = {"value": bucket}
        front.slack.fail("views.update", DONE)
        front.answer(body)
        assert (HOSPITAL in _opened(front, "views.update")) is listed

    def test_the_pager_keeps_the_bucket(self, front: Front) -> None:
        state = ExpiriesState(bucket=6)
        front.slack.fail("views.update", DONE)
        front.answer(pressed(BEATRIZ, Action.NEXT_EXPIRIES, "2", window(Callback.EXPIRIES, state.build())))
        (call,) = front.slack.made("views.update")
        assert ExpiriesState.parse(call.args["view"]["private_metadata"]).bucket == 6


class TestPreferences:
    def test_what_is_ticked_is_stored_and_said(self, front: Front) -> None:
        form = window(Callback.DIGEST_PREFERENCES, "", **submitted({Field.DIGESTS: ["monthly"]}))
        response = front.answer(sent(BEATRIZ, form))
        assert said(response)["response_action"] == "update"
        assert "Le avisará el resumen mensual." in whole(said(response)["view"])
        manager = front.office.person(BEATRIZ)
        assert (manager.weekly_digest, manager.monthly_digest) == (False, True)

    def test_nothing_ticked_is_nothing_chosen(self, front: Front) -> None:
        form = window(Callback.DIGEST_PREFERENCES, "", **submitted({Field.DIGESTS: []}))
        front.answer(sent(BEATRIZ, form))
        manager = front.office.person(BEATRIZ)
        assert (manager.weekly_digest, manager.monthly_digest) == (False, False)

    def test_the_form_is_for_managers(self, front: Front) -> None:
        front.slack.fail("views.open", DONE)
        response = front.answer(pressed(CAMILA, Action.OPEN_DIGEST_PREFERENCES, NO_VALUE, HOME))
        assert response.status == 200
        assert "Solo un gerente consulta el resumen" in _opened(front, "views.open")
