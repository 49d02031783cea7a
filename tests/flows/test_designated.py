"""Whom a provider designated (§6.1) is let in at once, when the account proves it."""

from bot.demo import sample, scenes
from bot.demo.scenes import DELEGATE, delegate_answers, fill_registration
from tests.flows.conftest import Town
from tests.flows.people import find_card, register_official, told


def test_a_designated_delegate_goes_from_registration_to_request_without_an_official(town: Town) -> None:
    andres, camila = town.cast.andres, town.cast.camila
    register_official(town, camila, "1010101010")
    answers = delegate_answers(sample.CLINIC_NIT, sample.DESIGNATED_DOCUMENT)
    fill_registration(andres, DELEGATE, answers)
    assert not andres.submit().errors
    assert andres.modal
    assert "Activo" in andres.modal.text
    assert "/llaves solicitar" in andres.modal.text
    andres.close()
    told(andres, "Su registro fue aprobado")
    card = find_card(camila, town.cast.officials_channel, sample.DESIGNATED_DOCUMENT)
    assert "según la lista de delegados designados" in card.text
    assert card.buttons == []
    andres.command("/llaves solicitar")
    assert andres.modal
    assert "Código de habilitación" in andres.modal.text


def test_another_account_that_types_their_nit_and_document_waits_for_an_official(socket_town: Town) -> None:
    laura, camila = socket_town.cast.laura, socket_town.cast.camila
    register_official(socket_town, camila, "1010101010")
    scenes.register_delegate(laura, sample.CLINIC_NIT, sample.DESIGNATED_DOCUMENT)
    card = find_card(camila, socket_town.cast.officials_channel, "Pendiente de aprobación")
    assert "Figura en la lista de designados, pero con otro correo." in card.text
    assert "Aprobar" in card.buttons


def test_a_delegate_who_is_not_on_the_list_waits_for_an_official(socket_town: Town) -> None:
    laura, camila = socket_town.cast.laura, socket_town.cast.camila
    register_official(socket_town, camila, "1010101010")
    scenes.register_delegate(laura, sample.HOSPITAL_NIT, "1020304051")
    card = find_card(camila, socket_town.cast.officials_channel, "Pendiente de aprobación")
    assert "No figura en la lista de designados." in card.text
