"""The terminal at which a newcomer is every person of the demo."""

import io

import pytest
from rich.console import Console

from bot.demo.console import Seat, obey
from tests.flows.conftest import Town


@pytest.fixture
def seat(socket_town: Town) -> Seat:
    people = {"laura": socket_town.cast.laura, "beatriz": socket_town.cast.beatriz}
    out = Console(file=io.StringIO(), width=120)
    return Seat(out, people, socket_town.cast.laura)


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


def test_what_is_not_in_sight_is_answered_with_what_is(seat: Seat) -> None:
    text = printed(seat, "/llaves registro", 'llenar "Nit" 1')
    assert "Eso no está a la vista. Campos: Seleccione el tipo de usuario." in text


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("bailar", "No conozco esa palabra."),
        ("llenar solo-uno", "Faltan o sobran valores."),
        ('llenar "sin cerrar', "Faltan o sobran valores."),
        ("soy nadie", "No hay nadie que se llame nadie. Están: laura, beatriz."),
        ("/otro", "Eso no está a la vista."),
        ("ayuda", "escribir el comando"),
    ],
)
def test_a_line_that_cannot_be_obeyed_is_explained(seat: Seat, line: str, answer: str) -> None:
    assert answer in printed(seat, line)


def test_one_may_become_somebody_else(seat: Seat) -> None:
    assert "Beatriz Salazar ve" in printed(seat, "soy Beatriz")
    assert seat.who.name == "Beatriz Salazar"
