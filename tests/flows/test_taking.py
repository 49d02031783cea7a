"""Tomar, Soltar, Corregir and Cancelar, as officials and delegates meet them on their screens."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from bot.demo import sample
from bot.demo.human.hands import ConfirmationNeeded
from bot.demo.human.person import Person
from bot.demo.human.seen import Message
from bot.services.requests.freeing import free_taken
from storage.enums import RequestStatus
from storage.models import KeyRequest
from tests.flows.conftest import Town
from tests.flows.people import (
    CONSENTS,
    ask_for_keys,
    begin_settled,
    choose_sede,
    fill_keys,
    fill_request,
    find_card,
    register_delegate,
    register_official,
    secret,
    told,
    told_only_to,
)

SEDE = "Código de habilitación"


@pytest.fixture
def asked(socket_town: Town) -> Town:
    """Two officials, and the hospital's request on its card."""
    begin_settled(socket_town)
    ask_for_keys(socket_town.cast.laura)
    return socket_town


def card_of(town: Town, *words: str) -> Message:
    return find_card(town.cast.camila, town.cast.officials_channel, "Inscripción Token", *words)


def correct(person: Person, **changes: str) -> None:
    """Fill in what changes, accept again and save."""
    for label, text in changes.items():
        person.fill(label, text)
    for label in CONSENTS:
        person.fill(label, True)
    assert not person.submit().errors


def sees_no_window(person: Person) -> bool:
    return person.modal is None


def sees_it_cancelled(person: Person) -> None:
    """Wait for the window that confirms it, which comes a moment after the press is acknowledged."""
    person.wait_for(
        lambda who: who.modal and "Su solicitud quedó cancelada." in who.modal.text,
        what="a window that confirms the cancellation",
    )


def status(town: Town) -> RequestStatus:
    with town.sessions() as session:
        return session.query(KeyRequest).one().status


def test_of_two_officials_who_take_a_request_the_second_learns_who_has_it(asked: Town) -> None:
    camila, julian = asked.cast.camila, asked.cast.julian
    camila.press("Tomar", in_=card_of(asked, "Pendiente"))
    taken = card_of(asked, "tomada por @Camila Ospina hasta el")
    assert taken.buttons == ["Ingresar info", "Soltar", "Devolver"]
    for button in ("Soltar", "Ingresar info", "Devolver"):
        julian.press(button, in_=taken)
        told_only_to(julian, "@Camila Ospina tomó esta solicitud hasta el")
        assert julian.modal is None
    camila.press("Soltar", in_=taken)
    asked.cast.julian.wait_for(lambda _: "tomada" not in card_of(asked).text, what="a free card")
    julian.press("Ingresar info", in_=card_of(asked))
    assert julian.modal


def test_an_official_who_took_it_types_the_keys(asked: Town) -> None:
    camila = asked.cast.camila
    camila.press("Tomar", in_=card_of(asked, "Pendiente"))
    camila.press("Ingresar info", in_=card_of(asked, "tomada por @Camila Ospina"))
    fill_keys(camila, **{"Ambiente Productivo": secret("one"), "Ambiente PreProducción": secret("two")})
    assert not camila.submit().errors
    assert "tomada" not in card_of(asked, "Asignado").text


def test_a_taken_card_is_free_again_when_its_time_is_over(asked: Town) -> None:
    camila = asked.cast.camila
    camila.press("Tomar", in_=card_of(asked, "Pendiente"))
    card_of(asked, "tomada por @Camila Ospina")
    past = datetime.now(UTC) - timedelta(seconds=1)
    with asked.sessions.begin() as session:
        session.execute(update(KeyRequest).values(taken_until=past))
    free_taken(asked.office._desk)  # or its job, if that is faster
    camila.wait_for(
        lambda _: card_of(asked).buttons == ["Ingresar info", "Tomar", "Devolver"], what="a free card"
    )


def test_a_pending_request_is_corrected_in_the_window_that_shows_it(asked: Town) -> None:
    laura, camila = asked.cast.laura, asked.cast.camila
    card = card_of(asked, "Pendiente")
    camila.press("Tomar", in_=card)  # stops nobody's correction
    card_of(asked, "tomada por")
    laura.command("/llaves solicitar")
    laura.press("Corregir solicitud")
    assert laura.modal
    assert laura.modal.title == "Corregir solicitud"
    assert "Software SIH: Andino HIS" in laura.modal.text
    correct(laura, **{"Software SIH": "Otro HIS"})
    assert "Solicitud corregida y enviada de nuevo." in laura.modal.text
    laura.close()
    assert sees_no_window(laura)  # the form stood in the place of the list
    redrawn = card_of(asked, "corregida por @Laura Restrepo", "Otro HIS", "tomada por @Camila Ospina")
    assert redrawn.ts == card.ts
    word = find_card(camila, asked.cast.officials_channel, "@Laura Restrepo corrigió la solicitud")
    assert "@Camila Ospina, usted la tiene tomada" in word.text


def test_a_correction_of_what_was_returned_meanwhile_is_explained_and_what_was_typed_stays(
    asked: Town,
) -> None:
    laura, camila = asked.cast.laura, asked.cast.camila
    laura.command("/llaves solicitar")
    laura.press("Corregir solicitud")
    laura.fill("Software SIH", "Otro HIS")
    for label in CONSENTS:
        laura.fill(label, True)
    camila.press("Devolver", in_=card_of(asked, "Pendiente"))
    camila.fill("Motivo de la devolución", "El correo del líder no existe.")
    assert not camila.submit().errors
    laura.submit()
    assert laura.modal
    assert "El Ministerio devolvió esta solicitud" in laura.modal.text
    assert "El correo del líder no existe." in laura.modal.text
    laura.close()
    assert "Software SIH: Otro HIS" in laura.modal.text


def test_a_cancelled_request_leaves_the_queue_and_another_may_be_sent(asked: Town) -> None:
    laura = asked.cast.laura
    laura.command("/llaves solicitar")
    with pytest.raises(ConfirmationNeeded, match="ya no atenderá la solicitud"):
        laura.press("Cancelar solicitud")
    laura.press("Cancelar solicitud", confirm=False)
    assert status(asked) is RequestStatus.PENDING
    laura.press("Cancelar solicitud", confirm=True)
    sees_it_cancelled(laura)
    laura.close()
    assert sees_no_window(laura)
    assert card_of(asked, "Cancelada", "@Laura Restrepo").buttons == []
    laura.command("/llaves solicitar")
    assert laura.modal
    assert laura.modal.title == "Inscripción Token"
    assert "Traemos lo que envió la última vez" in laura.modal.text


def test_a_returned_request_is_cancelled_from_the_message_that_tells_of_it_once(asked: Town) -> None:
    laura, camila = asked.cast.laura, asked.cast.camila
    camila.press("Devolver", in_=card_of(asked, "Pendiente"))
    camila.fill("Motivo de la devolución", "Ya tiene llaves de otro programa.")
    assert not camila.submit().errors
    notice = told(laura, "Ya tiene llaves de otro programa.")
    laura.press("Cancelar solicitud", confirm=True, in_=notice)
    sees_it_cancelled(laura)
    laura.close()
    laura.press("Cancelar solicitud", confirm=True, in_=notice)
    told_only_to(laura, "@Laura Restrepo canceló esta solicitud")
    assert sees_no_window(laura)
    card_of(asked, "Cancelada")


def test_a_returned_request_is_cancelled_from_its_form(asked: Town) -> None:
    laura, camila = asked.cast.laura, asked.cast.camila
    camila.press("Devolver", in_=card_of(asked, "Pendiente"))
    camila.fill("Motivo de la devolución", "Ya tiene llaves de otro programa.")
    assert not camila.submit().errors
    told(laura, "Ya tiene llaves de otro programa.")
    laura.command("/llaves solicitar")
    laura.press("Cancelar solicitud", confirm=True)
    sees_it_cancelled(laura)


def test_a_window_left_open_cancels_nothing_that_was_attended_since(asked: Town) -> None:
    laura, camila = asked.cast.laura, asked.cast.camila
    laura.command("/llaves solicitar")
    camila.press("Ingresar info", in_=card_of(asked, "Pendiente"))
    fill_keys(camila, **{"Ambiente Productivo": secret("one"), "Ambiente PreProducción": secret("two")})
    assert not camila.submit().errors
    for button, answer in (("Cancelar solicitud", True), ("Corregir solicitud", None)):
        laura.press(button, confirm=answer)
        assert laura.modal
        assert "El Ministerio ya asignó las llaves" in laura.modal.text
        laura.close()
    assert status(asked) is RequestStatus.ASSIGNED


def test_a_sede_is_found_by_typing_over_both_transports(town: Town) -> None:
    andres, camila = town.cast.andres, town.cast.camila
    register_official(town, camila, "1010101010")
    register_delegate(town, andres, sample.CLINIC_NIT, "1020304052", camila)
    andres.command("/llaves solicitar")
    assert len(andres.options(SEDE)) == 3
    assert andres.options(SEDE, "su") == ["059990000203 · SEDE SUR · Vallehermoso"]
    assert andres.options(SEDE, "hospital") == []
    choose_sede(andres, "SEDE SUR")
    fill_request(andres)
    assert not andres.submit().errors
    andres.close()
    andres.command("/llaves solicitar")
    choose_sede(andres, "SEDE NORTE")
    fill_request(andres)
    assert not andres.submit().errors
    andres.close()
    andres.command("/llaves ver")
    assert andres.options(SEDE, "norte") == ["059990000201 · SEDE NORTE · Vallehermoso"]
    choose_sede(andres, "SEDE NORTE")
    assert andres.modal
    assert andres.modal.title == "Visualización de Llaves"


def test_whoever_comes_by_the_list_takes_and_returns_in_the_window_of_the_keys(asked: Town) -> None:
    camila = asked.cast.camila
    camila.command("/llaves asignar")
    camila.press("Ingresar info")
    camila.fill("Ambiente Productivo: ClientID", "11111111-1111-4111-8111-111111111111")
    camila.press("Tomar")
    camila.wait_for(lambda who: who.modal and "Soltar" in who.modal.buttons, what="the way to let it go")
    assert camila.modal
    assert "11111111-1111-4111-8111-111111111111" in camila.modal.text  # what was typed stays
    card_of(asked, "tomada por @Camila Ospina")
    camila.press("Devolver")
    camila.fill("Motivo de la devolución", "El software no corresponde al prestador.")
    assert not camila.submit().errors
    assert sees_no_window(camila)
    card_of(asked, "Devuelta")
