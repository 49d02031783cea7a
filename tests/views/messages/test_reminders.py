"""What a manager is answered who governs the reminders."""

from datetime import datetime, timedelta

import pytest

from bot.views.messages.reminders import reminders_halted, reminders_ordered, reminders_resumed
from tests.views.samples import NOW


def _ordered(
    queued: int = 0,
    already: int = 0,
    snoozed: int = 0,
    sedes_alone: int = 0,
    last_at: datetime = NOW,
) -> str:
    return reminders_ordered(
        queued=queued,
        already=already,
        snoozed=snoozed,
        sedes_alone=sedes_alone,
        first_at=NOW if queued else None,
        last_at=last_at if queued else None,
    )


def test_an_order_tells_how_many_leave_between_when() -> None:
    assert _ordered(1240, last_at=NOW + timedelta(hours=2)) == (
        "*Se enviarán 1.240 recordatorios* entre las 10:05 y las 12:05 del 14 ene 2026."
    )
    assert _ordered(1) == "*Se enviará 1 recordatorio* a las 10:05 del 14 ene 2026."


def test_an_order_that_takes_days_tells_both_days() -> None:
    assert "entre el 14 ene 2026, 10:05 y el 15 ene 2026, 10:05." in _ordered(
        76_821, last_at=NOW + timedelta(days=1)
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (_ordered(already=3), "No hay más recordatorios por enviar hoy"),
        (_ordered(snoozed=3), "todos los delegados los pospusieron"),
        (_ordered(), "ningún delegado tiene llaves vencidas o que venzan en 30 días"),
    ],
)
def test_an_order_that_sends_nothing_tells_why(text: str, told: str) -> None:
    assert told in text


def test_an_order_tells_who_is_left_out() -> None:
    lines = _ordered(2, 1, 1, 250).split("\n")[1:]
    assert lines == [
        "1 delegado ya fue avisado hoy, o su recordatorio espera para salir.",
        "1 delegado pidió que le recuerden más tarde.",
        ":warning: 250 sedes no tienen delegado activo: de sus llaves nadie recibe aviso.",
    ]


def test_a_halt_and_its_end_tell_how_many_wait() -> None:
    assert "312 esperan a que un gerente los reanude" in reminders_halted(312)
    assert "312 que esperaban salen en horario de servicio" in reminders_resumed(312)
    assert "Ninguno sale" in reminders_halted(0)
    assert "No había ninguno en espera" in reminders_resumed(0)
