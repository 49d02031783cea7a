"""The buttons of the reminders, in a message and on App Home."""

import pytest

from bot.ids import NO_VALUE, Action
from storage.enums import Halt
from storage.models import Halted, Snooze
from tests.delivery.stub import Answer
from tests.listeners.front import DONE, Front, pressed
from tests.services.keys.expiring import expiring, reminders
from tests.services.office import BEATRIZ, CAMILA, LAURA
from tests.views.reading import whole

HOME = {"type": "home", "id": "V0HOME", "hash": "1.made-up"}


def _in_a_message(front: Front, body: dict[str, object]) -> list[tuple[str, str]]:
    """Press a button of a message; return what was answered there in private, and what was logged."""
    front.slack.fail("respond", Answer("ok"))
    front.answer(body | {"response_url": f"{front.slack.url}respond"})
    return [(call.args["text"], call.args["response_type"]) for call in front.slack.made("respond")]


def _halted(front: Front) -> bool:
    with front.office.sessions() as session:
        return session.get(Halted, Halt.EXPIRY_REMINDERS) is not None


def test_a_delegate_who_snoozes_reads_in_private_until_when(front: Front) -> None:
    expiring(front.office, 30)
    body = pressed(LAURA, Action.SNOOZE_REMINDER, "2026-01-14")
    ((text, kind),) = _in_a_message(front, body)
    assert (text, kind) == ("Listo. Le volveremos a recordar estas llaves desde el 29 ene 2026.", "ephemeral")
    with front.office.sessions() as session:
        assert session.query(Snooze).count() == 2


@pytest.mark.parametrize("value", ["2999-01-01", "made up"])
def test_a_day_that_no_reminder_of_ours_bears_is_today(front: Front, value: str) -> None:
    expiring(front.office, 30)
    ((text, _),) = _in_a_message(front, pressed(LAURA, Action.SNOOZE_REMINDER, value))
    assert text.startswith("Listo.")


def test_a_manager_who_orders_reminders_in_the_channel_reads_there_what_came_of_it(front: Front) -> None:
    expiring(front.office, 30)
    ((text, kind),) = _in_a_message(front, pressed(BEATRIZ, Action.REMIND_DELEGATES, NO_VALUE))
    assert kind == "ephemeral"
    assert text == "*Se enviará 1 recordatorio* a las 10:00 del 14 ene 2026."
    assert len(reminders(front.office)) == 1


def test_an_order_that_breaks_off_is_answered_and_may_be_given_again(front: Front) -> None:
    expiring(front.office, 30)
    order = pressed(BEATRIZ, Action.REMIND_DELEGATES, NO_VALUE)
    with front.office.without_table("outbox"):
        ((text, kind),) = _in_a_message(front, order)
    assert kind == "ephemeral"
    assert "se interrumpió. Pulse de nuevo" in text
    assert "Se enviará 1 recordatorio" in _in_a_message(front, order)[-1][0]


@pytest.mark.parametrize(
    ("action", "told"),
    [
        (Action.REMIND_DELEGATES, "Se enviará 1 recordatorio"),
        (Action.HALT_REMINDERS, "Recordatorios detenidos"),
    ],
)
def test_over_app_home_the_answer_is_a_window(front: Front, action: Action, told: str) -> None:
    expiring(front.office, 30)
    front.slack.fail("views.open", DONE)
    front.answer(pressed(BEATRIZ, action, NO_VALUE, HOME))
    (call,) = front.slack.made("views.open")
    assert told in whole(call.args["view"])


def test_halt_and_resume_do_what_they_say(front: Front) -> None:
    _in_a_message(front, pressed(BEATRIZ, Action.HALT_REMINDERS, NO_VALUE))
    assert _halted(front)
    told = _in_a_message(front, pressed(BEATRIZ, Action.RESUME_REMINDERS, NO_VALUE))
    assert not _halted(front)
    assert "Recordatorios reanudados" in told[-1][0]


def test_whoever_is_no_manager_reads_why_nothing_happened(front: Front) -> None:
    expiring(front.office, 30)
    ((text, _),) = _in_a_message(front, pressed(CAMILA, Action.REMIND_DELEGATES, NO_VALUE))
    assert text == "Solo un gerente envía o detiene los recordatorios."
    assert reminders(front.office) == []


def test_an_answer_that_cannot_be_shown_leaves_the_halt_in_force_and_the_press_acknowledged(
    front: Front,
) -> None:
    response, logged = front.logged(
        pressed(BEATRIZ, Action.HALT_REMINDERS, NO_VALUE) | {"response_url": "http://127.0.0.1:1/respond"}
    )
    assert response.status == 200
    assert [event for event, _ in logged] == ["halt_not_told"]
    assert _halted(front)
