"""What is said of requests that wait too long: short, complete as plain text, and what to do next."""

from datetime import date

import pytest

from bot.views.messages.waiting import (
    NAMED,
    Stale,
    answer_line,
    request_delayed,
    request_freed,
    stale_requests,
    stale_requests_escalated,
)
from bot.views.parts import LONGEST_TEXT
from tests.views import samples
from tests.views.reading import buttons, message_json, whole
from tests.views.samples import NOW, Typed
from tests.views.waiting_messages import CARD, EXPECTED, stale, wait


def test_officials_read_who_waits_since_when_and_who_has_it() -> None:
    waits = [wait(0, 3), wait(1, 1, taken=True)]
    assert stale_requests(Stale(waits, total=2, pending=9)).text == (
        ":hourglass_flowing_sand: *2 solicitudes de llaves esperan respuesta.* En la fila hay 9 pendientes en total.\n"
        "• *Clínica Inventada S.A.S.* · 259990000101 · Resolicitud Token · desde el 13 ene 2026, 10:05 "
        "(3 días hábiles)\n"
        "• *Clínica Inventada S.A.S.* · 259990000102 · Resolicitud Token · desde el 13 ene 2026, 10:05 "
        "(1 día hábil) · la tiene <@U0OFFICIAL>\n"
        "Las llaves se ingresan con `/llaves asignar` o desde cada tarjeta."
    )


def test_every_request_whose_card_is_known_links_to_it() -> None:
    message = message_json(stale_requests(Stale([wait(0), wait(1)], total=2, pending=2)))
    assert whole(message).count(f"<{CARD}|Ver tarjeta>") == 1


def test_a_button_opens_the_list_of_what_waits_for_keys() -> None:
    (button,) = buttons(message_json(stale_requests(stale(1))))
    assert (button["text"]["text"], button["action_id"]) == ("Asignar Token", "open_assign_list")


def test_beyond_the_first_fifteen_they_are_counted() -> None:
    text = stale_requests(stale(147)).text
    assert text.count("• ") == NAMED == 15
    assert "Y 132 más. " in text


def test_managers_read_how_long_it_has_been_and_who_has_them() -> None:
    message = stale_requests_escalated(stale(1), last_step=5)
    assert message.text.startswith(
        ":rotating_light: *1 solicitud de llaves lleva 5 días hábiles o más sin respuesta.*"
    )
    assert "la tiene <@U0OFFICIAL>" in message.text
    assert buttons(message_json(message)) == []  # they never enter a key


@pytest.mark.parametrize("letter", ["W", "&", "🏥"])
def test_nothing_of_the_longest_message_is_cut_off_its_text(letter: str) -> None:
    typed = Typed.longest(letter)
    for text, end in (
        (stale_requests(stale(60_000, typed)).text, "cada tarjeta."),
        (stale_requests_escalated(stale(60_000, typed), 5).text, "quién las atiende hoy."),
        (
            request_delayed([samples.request(typed=typed)] * 250, EXPECTED).text,
            "soporte_ihce@minsalud.gov.co.",
        ),
    ):
        assert len(text) <= LONGEST_TEXT
        assert text.endswith(end)


def test_a_request_that_was_not_finished_names_who_had_it_and_says_that_it_is_free() -> None:
    assert request_freed(samples.request(), samples.official()).text == (
        "<@U0OFFICIAL> tomó la solicitud de Clínica Inventada S.A.S. · 259990000101 y no la terminó; quedó libre. "
        "Tómela de nuevo o ingrese las llaves en la tarjeta de este hilo."
    )


def test_a_delegate_reads_the_new_date_and_that_there_is_nothing_to_do() -> None:
    text = request_delayed([samples.request()], EXPECTED).text
    assert text.startswith("*La respuesta a su solicitud de llaves está tardando más de lo previsto.*\n")
    assert (
        "Sigue pendiente y no perdió su lugar. Nueva fecha esperada: a más tardar el *19 ene 2026*.\n"
        "No tiene que hacer nada: le avisaremos por mensaje directo."
    ) in text
    assert "601 330 5043" in text


def test_a_delegate_of_many_sedes_reads_of_the_first_and_how_many_more() -> None:
    text = request_delayed([samples.request(number=number) for number in range(250)], EXPECTED).text
    assert "sus 250 solicitudes" in text
    assert text.count("• ") == 15
    assert "Y 235 solicitudes más de su entidad." in text


def test_a_promise_is_told_until_its_day_is_over() -> None:
    today = NOW.date()
    assert answer_line(today, today) == "Respuesta esperada: a más tardar el 14 ene 2026."
    assert answer_line(date(2026, 1, 13), today) == (
        "La respuesta se esperaba el 13 ene 2026 y está tardando más de lo previsto."
    )
