"""What is said of keys about to expire: when, what to do, until when it may wait."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.ids import Action
from bot.views.messages.expiring import (
    CANNOT_REPORT,
    SEDES_NAMED,
    expiring_keys,
    expiry_reminder,
    snoozed,
)
from bot.views.text import when_text
from tests.views.expiring_messages import GONE, SOON, reminder, to_renew, uncovered
from tests.views.reading import buttons, message_json, objects, whole
from tests.views.samples import CODIGO, NOW, Typed


def _accessories(message: object) -> list[tuple[str, str]]:
    """The button beside each sede: its label and what it is about."""
    found = [each["accessory"] for each in objects(message) if "accessory" in each]
    return [(each["text"]["text"], each["value"]) for each in found]


def test_a_delegate_reads_what_expires_when_and_what_to_do() -> None:
    assert expiry_reminder(reminder()).text == (
        "*Sus llaves de acceso están por vencer*\n"
        "Pida otras con el botón de cada sede: el Ministerio las asigna y le avisamos por mensaje directo.\n\n"
        "*259990000101 · Sede Norte · Bello*\n"
        "PREPRODUCCION y PRODUCCION: vencen el 21 ene 2026, en 7 días\n\n"
        "«Recordar más tarde»: el siguiente aviso de estas llaves llega desde el 20 ene 2026."
    )


def test_every_sede_has_a_button_that_asks_for_its_keys() -> None:
    message = message_json(expiry_reminder(reminder(to_renew(), to_renew(1, returned=True))))
    assert _accessories(message) == [
        ("Resolicitud Token", CODIGO),
        ("Corregir solicitud", "259990000102"),
    ]
    assert "Su solicitud fue devuelta: corríjala" in whole(message)


def test_environments_that_expire_on_different_days_are_told_apart_the_first_first() -> None:
    text = expiry_reminder(reminder(to_renew(production=NOW + timedelta(days=1)))).text
    assert "\nPRODUCCION: vence mañana, 15 ene 2026\nPREPRODUCCION: vence el 21 ene 2026, en 7 días" in text


def test_expired_keys_say_what_cannot_be_done_without_them() -> None:
    both = expiry_reminder(reminder(to_renew(production=GONE))).text
    assert both.startswith("*Tiene llaves de acceso vencidas y por vencer*")
    assert CANNOT_REPORT in both
    gone = expiry_reminder(reminder(to_renew(production=GONE, preproduction=GONE))).text
    assert gone.startswith("*Sus llaves de acceso vencieron*")
    assert CANNOT_REPORT not in expiry_reminder(reminder()).text


@pytest.mark.parametrize(
    ("expires_at", "told"),
    [
        (
            datetime(2026, 1, 14, 5, tzinfo=UTC),
            "venció hoy, 14 ene 2026",
        ),  # at midnight, as the manual has it
        (datetime(2026, 1, 15, 0, tzinfo=UTC), "vence hoy, 14 ene 2026"),  # 19:00 in Bogotá
        (datetime(2026, 1, 15, 5, tzinfo=UTC), "vence mañana, 15 ene 2026"),
        (datetime(2026, 1, 16, 5, tzinfo=UTC), "vence el 16 ene 2026, en 2 días"),
        (datetime(2026, 1, 14, 4, tzinfo=UTC), "venció el 13 ene 2026"),
    ],
)
def test_days_are_those_of_bogota(expires_at: datetime, told: str) -> None:
    assert when_text(expires_at, NOW) == told


def test_ten_sedes_are_named_and_the_others_counted() -> None:
    message = expiry_reminder(reminder(*(to_renew(number) for number in range(SEDES_NAMED + 3))))
    assert len(_accessories(message_json(message))) == SEDES_NAMED
    assert "Y 3 sedes más: escriba `/llaves estado`." in message.text


def test_the_last_reminder_cannot_be_put_off() -> None:
    assert buttons(message_json(expiry_reminder(reminder(snooze=False)))) == []
    (later,) = buttons(message_json(expiry_reminder(reminder())))
    assert (later["action_id"], later["value"]) == (Action.SNOOZE_REMINDER, "2026-01-14")


@pytest.mark.parametrize("letter", ["W", "&", "🏥"])
def test_the_whole_text_fits_in_a_message_whatever_the_names(letter: str) -> None:
    worst = [
        to_renew(
            number,
            production=GONE,
            preproduction=GONE - timedelta(days=1),
            returned=True,
            typed=Typed.longest(letter),
        )
        for number in range(250)
    ]
    message = expiry_reminder(reminder(*worst))
    assert len(message.text) <= 4000
    assert len(message.blocks) <= 50
    told = expiring_keys(uncovered(76_821, 40, Typed.longest(letter)))
    assert len(told.text) <= 4000
    assert len(told.blocks) <= 50


def test_a_snooze_is_confirmed_with_the_day_of_the_next_reminder() -> None:
    until = SOON.date()
    assert snoozed(until, some_stay=False) == (
        "Listo. Le volveremos a recordar estas llaves desde el 21 ene 2026."
    )
    assert "no se posponen con él" in snoozed(until, some_stay=True)


def test_officials_read_which_sedes_run_out_of_keys_and_whom_to_ask() -> None:
    message = expiring_keys(uncovered(17))
    lines = message.text.split("\n")
    assert lines[0] == "*Llaves por vencer sin renovación en trámite: 17 sedes, 34 llaves*"
    assert lines[1].startswith("Vencen a más tardar el 21 ene 2026 o vencieron en los últimos 30 días")
    assert lines[2] == (
        "• *Clínica Inventada S.A.S.* · 259990000101 · Sede Norte · Bello · PRODUCCION: vence el 21 ene 2026, en 7 días; "
        "PREPRODUCCION: vence el 22 ene 2026, en 8 días · <@U0DELEGATE0> · solicitud devuelta, espera al delegado"
    )
    assert lines[-1] == "Y 5 sedes más."
    (update,) = buttons(message_json(message))
    assert update["action_id"] == Action.OPEN_UPDATE_LIST


def test_officials_read_that_a_sede_has_no_delegate() -> None:
    assert "sin delegado activo" in expiring_keys(uncovered(1, 0)).text
    assert "<@U0DELEGATE0>, <@U0DELEGATE1> y 38 más" in expiring_keys(uncovered(1, 40)).text
