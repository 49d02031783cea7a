"""Listado de Tokens and Actualizar Keys, as officials meet them on their screens."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.demo import sample
from bot.demo.human.person import Person
from storage.enums import RequestStatus
from storage.models import KeyRequest
from storage.models import Person as Registered
from storage.providers import Entry, put
from tests.flows.conftest import Town
from tests.flows.people import (
    begin_settled,
    fill_keys,
    register_official,
    secret,
    stored_request,
)

PRODUCTION, PREPRODUCTION = "Ambiente Productivo", "Ambiente PreProducción"
SEARCH = "Buscar:"
QUEUE = 24


@pytest.fixture
def queue(socket_town: Town) -> Town:
    """An official, a delegate, and more requests than two pages hold: even ones of clinics, odd ones of hospitals."""
    begin_settled(socket_town)
    fill_queue(socket_town)
    return socket_town


def fill_queue(town: Town) -> None:
    """Let as many providers wait as `QUEUE` says."""
    kinds = ("CLÍNICA", "E.S.E. HOSPITAL")
    sedes = [
        Entry(f"11999{number:07}", str(800_000_001 + number), f"{kinds[number % 2]} {number:02}", "", "", "")
        for number in range(QUEUE)
    ]
    with town.sessions.begin() as session:
        put(session, sedes)
        delegate = session.scalars(select(Registered).where(Registered.nit == sample.HOSPITAL_NIT)).one()
        session.add_all(waiting(sede.codigo, number, delegate.id) for number, sede in enumerate(sedes))


def waiting(codigo: str, number: int, delegate_id: int) -> KeyRequest:
    """Return a request that has waited a day longer the lower its number is."""
    requested_at = datetime.now(UTC) - timedelta(days=QUEUE - number)
    return stored_request(codigo, delegate_id, status=RequestStatus.PENDING, requested_at=requested_at)


def modal_text(person: Person) -> str:
    assert person.modal
    return person.modal.text


def search(person: Person, text: str) -> str:
    person.fill(SEARCH, text)
    person.press_enter(SEARCH)
    return modal_text(person)


def test_the_list_has_the_manuals_title_columns_and_pager(queue: Town) -> None:
    camila = queue.cast.camila
    camila.command("/llaves asignar")
    text = modal_text(camila)
    assert "Inicio > Menu Principal > Administración de Llaves > Asignar Token" in text
    assert "1 Consulta de Token" in text
    assert "LISTADO DE TOKENS" in text
    assert "# | NIT | Código habilitación | Razón social | Fecha solicitud | Estado token | Ingresar" in text
    assert "Página 1 de 3 · 24 solicitudes" in text
    assert camila.modal
    assert camila.modal.buttons.count("Ingresar info") == 10
    assert "Anterior «" not in camila.modal.buttons
    assert "119990000000" in text  # whoever waits longest is first


def test_pages_turn_in_place_to_the_last_and_back(queue: Town) -> None:
    camila = queue.cast.camila
    camila.command("/llaves asignar")
    camila.press("Siguiente »")
    camila.press("Siguiente »")
    assert "Página 3 de 3" in modal_text(camila)
    assert camila.modal
    assert camila.modal.buttons.count("Ingresar info") == 4
    assert "Siguiente »" not in camila.modal.buttons
    camila.press("Anterior «")
    assert "Página 2 de 3" in modal_text(camila)
    assert "119990000010" in modal_text(camila)


def test_a_search_is_sent_by_enter_or_by_the_button_and_starts_on_the_first_page(queue: Town) -> None:
    camila = queue.cast.camila
    camila.command("/llaves asignar")
    camila.press("Siguiente »")
    assert "Página 1 de 2 · 12 solicitudes" in search(camila, "clinica")
    camila.fill(SEARCH, "119990000003")
    assert not camila.submit().errors
    assert "Página 1 de 1 · 1 solicitud" in modal_text(camila)
    camila.fill(SEARCH, None)
    camila.submit()
    assert "24 solicitudes" in modal_text(camila)


def test_what_was_typed_stays_in_the_box(queue: Town) -> None:
    camila = queue.cast.camila
    camila.command("/llaves asignar")
    assert "Buscar:: Clínica" in search(camila, "Clínica")


def test_a_search_without_a_match_says_what_else_to_try(queue: Town) -> None:
    camila = queue.cast.camila
    camila.command("/llaves asignar")
    text = search(camila, "Zapatería")
    assert "Nada coincide con «zapateria»" in text
    assert "Pruebe con" in text


def test_the_list_below_comes_back_with_its_search_and_page_and_without_what_was_done(queue: Town) -> None:
    camila = queue.cast.camila
    camila.command("/llaves asignar clinica")
    camila.press("Siguiente »")
    camila.press("Ingresar info", nth=1)
    assert "Ingreso de APIKey y APISuscripción" in modal_text(camila)
    assert "119990000020" in modal_text(camila)
    fill_keys(camila, **{PRODUCTION: secret("abc"), PREPRODUCTION: secret("xyz")})
    assert not camila.submit().errors
    assert "El registro se realizó correctamente" in modal_text(camila)
    camila.close()
    camila.wait_for(lambda who: "11 solicitudes" in modal_text(who), what="the list without what was done")
    assert "Página 2 de 2 · 11 solicitudes" in modal_text(camila)
    assert "119990000020" not in modal_text(camila)


def test_a_nit_with_one_match_goes_straight_to_its_form(queue: Town) -> None:
    camila = queue.cast.camila
    camila.command("/llaves asignar 800.000.005-1")
    assert "Ingreso de APIKey y APISuscripción" in modal_text(camila)
    assert "119990000004" in modal_text(camila)


def test_an_error_of_the_form_fits_on_top_of_list_and_form(queue: Town) -> None:
    camila, julian = queue.cast.camila, queue.cast.julian
    for official in (camila, julian):
        official.command("/llaves asignar")
        official.press("Ingresar info", nth=1)
        fill_keys(official, **{PRODUCTION: secret("abc"), PREPRODUCTION: secret("xyz")})
    assert not camila.submit().errors
    julian.submit()
    assert "ya no está pendiente" in modal_text(julian)
    julian.close()
    assert "Ingreso de APIKey y APISuscripción" in modal_text(julian)
    julian.close()
    assert "LISTADO DE TOKENS" in modal_text(julian)


def test_from_the_menu_the_list_stands_in_its_place_so_that_a_form_and_a_notice_fit_above(
    queue: Town,
) -> None:
    camila, julian = queue.cast.camila, queue.cast.julian
    camila.command("/llaves")
    camila.press("Asignar Token")
    camila.press("Ingresar info", nth=1)
    fill_keys(camila, **{PRODUCTION: secret("abc"), PREPRODUCTION: secret("xyz")})
    julian.command("/llaves asignar 119990000000")
    fill_keys(julian, **{PRODUCTION: secret("one"), PREPRODUCTION: secret("two")})
    assert not julian.submit().errors
    camila.submit()
    assert "ya no está pendiente" in modal_text(camila)
    camila.close()
    camila.close()
    assert "LISTADO DE TOKENS" in modal_text(camila)
    camila.close()
    assert camila.modal is None


def test_a_queue_without_requests_says_so(socket_town: Town) -> None:
    camila = socket_town.cast.camila
    register_official(socket_town, camila, "1010101010")
    camila.command("/llaves asignar")
    assert "No hay solicitudes pendientes." in modal_text(camila)
    camila.command("/llaves actualizar")
    assert "Ningún prestador tiene llaves todavía." in modal_text(camila)


@pytest.mark.parametrize("word", ["asignar", "actualizar"])
def test_a_delegate_is_told_who_may_see_the_list(socket_town: Town, word: str) -> None:
    begin_settled(socket_town)
    laura = socket_town.cast.laura
    assert "Solo un funcionario del MSPS" in laura.command(f"/llaves {word}").text
    assert laura.modal is None
