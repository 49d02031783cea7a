"""Verificación de requisitos as people reach it (§6.1): by its word, by the menu, above the first request."""

from sqlalchemy import select

from bot.demo import sample, scenes
from storage.enums import Prerequisite
from storage.models import Declaration
from tests.flows.conftest import Town
from tests.flows.people import (
    ask_for_keys,
    begin_settled,
    fill_request,
    find_card,
    register_official,
)

BOXES = "Declaro que ya se cumplen"


def declared(town: Town) -> set[Prerequisite]:
    with town.sessions() as session:
        return set(session.scalars(select(Declaration.prerequisite)))


def test_a_delegate_declares_what_is_met_and_reads_it_back_over_both_transports(town: Town) -> None:
    laura = town.cast.laura
    begin_settled(town)
    laura.command("/llaves requisitos")
    assert laura.modal
    assert "Inicio > Verificación de requisitos" in laura.modal.text
    assert "Aprobado por un funcionario." in laura.modal.text
    assert laura.modal.text.count("⬜") == 3
    assert len(laura.options(BOXES)) == 3
    laura.fill(BOXES, laura.options(BOXES)[:2])
    assert not laura.submit().errors
    assert laura.modal.text.count("⬜") == 1
    assert laura.modal.text.count("Usted lo declaró el") == 2
    assert len(laura.options(BOXES)) == 1
    assert declared(town) == {Prerequisite.ORGANIZATION, Prerequisite.NATURAL_PERSON}


def test_somebody_unknown_reads_how_to_start_and_has_nothing_to_send(socket_town: Town) -> None:
    stranger = socket_town.cast.stranger
    stranger.command("/llaves requisitos")
    assert stranger.modal
    assert "regístrese con /llaves registro" in stranger.modal.text.replace("`", "")
    assert stranger.modal.text.count("⬜") == 4
    assert stranger.modal.submit_label is None


def test_the_first_request_opens_the_list_on_top_and_keeps_what_was_typed(socket_town: Town) -> None:
    laura = socket_town.cast.laura
    begin_settled(socket_town)
    laura.command("/llaves solicitar")
    fill_request(laura)
    laura.press("Verificación de requisitos")
    assert laura.modal
    assert "es necesario cumplir con los siguientes prerrequisitos" in laura.modal.text
    laura.fill(BOXES, laura.options(BOXES))
    assert not laura.submit().errors
    assert "Se cumplen los cuatro requisitos" in laura.modal.text
    laura.close()
    assert laura.modal.submit_label == "Generar llave de acceso"
    assert not laura.submit().errors
    assert "creado con éxito" in laura.modal.text


def test_open_prerequisites_stop_no_request(socket_town: Town) -> None:
    begin_settled(socket_town)
    ask_for_keys(socket_town.cast.laura)
    find_card(socket_town.cast.camila, socket_town.cast.officials_channel, "Inscripción Token", "Pendiente")


def test_an_official_reads_the_list_and_has_nothing_to_declare(socket_town: Town) -> None:
    camila = socket_town.cast.camila
    register_official(socket_town, camila, "1010101010")
    camila.command("/llaves requisitos")
    assert camila.modal
    assert "Estos requisitos son de los delegados administrativos" in camila.modal.text
    assert camila.modal.submit_label is None


def test_the_menu_leads_to_the_list_directly_and_by_the_request_form(socket_town: Town) -> None:
    laura = socket_town.cast.laura
    begin_settled(socket_town)
    laura.command("/llaves")
    laura.press("Verificación de requisitos")
    assert laura.modal
    assert "Inicio > Verificación de requisitos" in laura.modal.text
    laura.close()
    laura.press("Inscripción Token")
    laura.press("Verificación de requisitos")
    laura.fill(BOXES, laura.options(BOXES)[:1])
    assert not laura.submit().errors
    assert declared(socket_town) == {Prerequisite.ORGANIZATION}


def test_a_delegate_who_waits_reads_that_an_official_will_verify(socket_town: Town) -> None:
    laura = socket_town.cast.laura
    scenes.register_delegate(laura, sample.HOSPITAL_NIT, "1020304051")
    laura.command("/llaves requisitos")
    assert laura.modal
    assert "lo verificará al revisar su registro" in laura.modal.text
    assert laura.modal.submit_label is None


def test_a_delegate_suspended_meanwhile_can_declare_nothing(socket_town: Town) -> None:
    laura = socket_town.cast.laura
    begin_settled(socket_town)
    laura.command("/llaves requisitos")
    laura.fill(BOXES, laura.options(BOXES))
    beatriz = socket_town.cast.beatriz
    beatriz.command(f"/llaves usuarios {sample.HOSPITAL_NIT}")
    beatriz.press("Gestionar")
    beatriz.press("Suspender")
    beatriz.fill("Motivo de la suspensión", "Salió de la entidad el 12 de enero.")
    assert not beatriz.submit().errors
    laura.submit()
    assert laura.modal
    assert "Su acceso está suspendido" in laura.modal.text
    assert declared(socket_town) == set()
