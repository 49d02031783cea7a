"""The terminal at which a newcomer is every person of the demo."""

import io

import pytest
from rich.console import Console

from bot.demo.console.prompt import INTRODUCTION
from bot.demo.console.seat import Seat
from bot.demo.console.words import obey
from tests.flows.conftest import Town

OFFICIAL = (
    "/llaves registro",
    "llenar tipo Otro",
    "pulsar Continuar",
    'llenar "Tipo identificación" ciudadania',
    "llenar numero 1010101010",
    "marcar acuerdo",
)


@pytest.fixture
def seat(socket_town: Town) -> Seat:
    cast = socket_town.cast
    people = {"laura": cast.laura, "camila": cast.camila, "beatriz": cast.beatriz, "tomás": cast.stranger}
    out = Console(file=io.StringIO(), width=120)
    return Seat(out, people, cast.laura)


def printed(seat: Seat, *lines: str) -> str:
    """What these lines print."""
    assert isinstance(seat.console.file, io.StringIO)
    seat.console.file.truncate(0)
    seat.console.file.seek(0)
    for line in lines:
        obey(seat, line)
    return seat.console.file.getvalue()


def test_a_newcomer_registers_from_the_terminal(seat: Seat) -> None:
    text = printed(
        seat,
        "/llaves registro",
        'llenar "Seleccione el tipo de usuario" "Otro Usuario"',
        "enviar",
        'llenar "Tipo identificación" "CC – Cédula de ciudadanía"',
        'llenar "Número de identificación" 1010101010',
        'marcar "Acuerdo de confidencialidad"',
        "enviar",
    )
    assert "REGISTRO SATISFACTORIO" in text


def test_parts_of_names_without_accents_are_enough(seat: Seat) -> None:
    assert "REGISTRO SATISFACTORIO" in printed(seat, *OFFICIAL, "pulsar registrar")


def test_the_options_of_a_menu_are_told_when_asked(seat: Seat) -> None:
    text = printed(seat, *OFFICIAL[:3], 'opciones "Tipo identificación"')
    assert "  • CC – Cédula de ciudadanía\n" in text
    assert "  • CE – Cédula de extranjería\n" in text


def test_an_option_that_is_not_there_is_answered_with_those_that_are(seat: Seat) -> None:
    text = printed(seat, "/llaves registro", "llenar tipo Gerente")
    assert "«Gerente» no está entre las opciones de «Seleccione el tipo de usuario»:" in text
    assert "  • Delegado Administrativo\n  • Otro Usuario\n" in text


def test_an_option_that_may_be_two_is_answered_with_both(seat: Seat) -> None:
    text = printed(seat, *OFFICIAL[:3], 'llenar "Tipo identificación" cedula')
    assert "«cedula» puede ser:\n  • CC – Cédula de ciudadanía\n  • CE – Cédula de extranjería\n" in text


def test_what_is_not_in_sight_is_answered_with_what_is(seat: Seat) -> None:
    text = printed(seat, "/llaves registro", 'llenar "Nit" 1')
    assert (
        "«Nit» no está a la vista. Campos: Seleccione el tipo de usuario. Botones: Cancelar, Continuar."
        in text
    )


def test_a_card_behind_an_open_window_cannot_be_pressed(seat: Seat) -> None:
    printed(seat, "soy camila", *OFFICIAL, "enviar", "cerrar")
    beatriz = seat.people["beatriz"]
    beatriz.wait_for(lambda who: "[ Aprobar ]" in who.screen)
    text = printed(seat, "soy beatriz", "pulsar rechazar", "pulsar Aprobar")
    assert seat.who.modal is not None, text
    assert "«Aprobar» no está a la vista." in text
    assert "Estado: Pendiente de aprobación" in printed(seat, "pulsar cancelar")


def test_a_command_waits_until_the_window_is_closed(seat: Seat) -> None:
    assert "Tiene una ventana abierta" in printed(seat, "/llaves registro", "/llaves estado")


def test_approving_shows_the_card_redrawn(seat: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
    printed(seat, "soy camila", *OFFICIAL, "enviar", "cerrar")
    seat.people["beatriz"].wait_for(lambda who: "[ Aprobar ]" in who.screen)
    monkeypatch.setattr("sys.stdin", io.StringIO("s\n"))
    printed(seat, "soy beatriz")
    text = printed(seat, "pulsar aprobar")
    assert "¿Confirma?" in text
    assert "Estado: Activo" in text


def test_who_does_not_confirm_changes_nothing(seat: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
    printed(seat, "soy camila", *OFFICIAL, "enviar", "cerrar")
    seat.people["beatriz"].wait_for(lambda who: "[ Aprobar ]" in who.screen)
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert "Estado: Pendiente de aprobación" in printed(seat, "soy beatriz", "pulsar aprobar")


def test_of_two_cards_the_newest_is_pressed_and_the_other_has_a_number(
    seat: Seat, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = [line.replace("1010101010", "2020202020") for line in OFFICIAL]
    printed(seat, "soy camila", *OFFICIAL, "enviar", "cerrar")
    seat.people["beatriz"].wait_for(lambda who: "1010101010" in who.screen)
    printed(seat, "soy tomas", *other, "enviar", "cerrar")
    seat.people["beatriz"].wait_for(lambda who: "2020202020" in who.screen)
    monkeypatch.setattr("sys.stdin", io.StringIO("s\n"))
    printed(seat, "soy beatriz")
    assert "Había 2 botones «Rechazar»" in printed(seat, "pulsar rechazar")
    assert seat.who.modal is not None
    printed(seat, "cerrar", "pulsar aprobar 2")
    newest, oldest = seat.who.visible[:2]
    assert "Pendiente" in newest.text
    assert "Activo" in oldest.text


def test_a_number_beyond_the_last_button_is_explained(seat: Seat) -> None:
    printed(seat, "soy camila", *OFFICIAL, "enviar", "cerrar")
    seat.people["beatriz"].wait_for(lambda who: "[ Rechazar ]" in who.screen)
    text = printed(seat, "soy beatriz", "pulsar rechazar 3")
    assert "«Rechazar» está 1 vez. Escriba cuál, del 1 al 1" in text


def test_a_text_that_is_too_long_is_told_at_once(seat: Seat) -> None:
    text = printed(seat, *OFFICIAL[:3], f"llenar numero {'1' * 31}")
    assert "⚠ Número de identificación: Escriba como máximo 30 caracteres." in text


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("bailar", "No conozco «bailar»."),
        ("llenar solo-uno", 'Faltan valores. Se escribe así: llenar "Rótulo" "valor"'),
        ("llenar nit de 1", "Sobran valores. Lo que tenga espacios va entre comillas."),
        ("ver todo", "Sobran valores. Se escribe así: ver"),
        ('llenar "sin cerrar', "Falta cerrar unas comillas"),
        ("soy nadie", "No hay nadie que se llame nadie. Están: laura, camila, beatriz, tomás."),
        ("soy la", "Laura Restrepo"),
        ("/otro", "Este Slack no tiene el comando /otro."),
        ("enviar", "No hay ninguna ventana abierta."),
        ("cerrar", "No hay ninguna ventana abierta."),
        ("ayuda", 'opciones "Rótulo"'),
    ],
)
def test_a_line_that_cannot_be_obeyed_is_explained(seat: Seat, line: str, answer: str) -> None:
    assert answer in printed(seat, line)


@pytest.mark.parametrize("line", ["marcar numero", "opciones numero"])
def test_a_text_field_is_no_box_and_no_menu(seat: Seat, line: str) -> None:
    text = printed(seat, *OFFICIAL[:3], line)
    assert 'Escriba: llenar "Número de identificación" "valor"' in text
    assert "Número de identificación: True" not in text


def test_one_may_become_somebody_else(seat: Seat) -> None:
    assert "Beatriz Salazar ve" in printed(seat, "soy Beatriz")
    assert seat.who.name == "Beatriz Salazar"
    printed(seat, "soy tomas")
    assert seat.who.name == "Tomás Vargas"


def test_everyone_one_can_be_is_introduced(seat: Seat) -> None:
    assert all(name.capitalize() in INTRODUCTION for name in seat.people)
