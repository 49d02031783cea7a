"""Moving the clock from the terminal."""

import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from rich.console import Console
from slack_sdk import WebClient

from bot.demo.console.prompt import _next_line
from bot.demo.console.seat import Seat
from bot.demo.console.words import obey
from bot.demo.server import Workspace
from bot.demo.time_travel import TimeTravelError


class Days:
    """A clock that goes on at once; `on_the_way` is what happens meanwhile."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 1, 14, 15, 0, tzinfo=UTC)
        self.on_the_way: Callable[[], object] = lambda: None

    def now(self) -> datetime:
        return self.moment

    def advance(self, delta: timedelta, on_step: Callable[[datetime], None]) -> None:
        self.moment += delta
        self.on_the_way()
        on_step(self.moment)


@pytest.fixture
def days() -> Days:
    return Days()


@pytest.fixture
def seat(slack: Workspace, days: Days) -> Seat:
    people = {"laura": slack.add_person("Laura Restrepo"), "camila": slack.add_person("Camila Ospina")}
    return Seat(Console(file=io.StringIO(), width=120), people, people["laura"], days)


def printed(seat: Seat, line: str) -> str:
    """What this line prints."""
    assert isinstance(seat.console.file, io.StringIO)
    seat.console.file.truncate(0)
    seat.console.file.seek(0)
    obey(seat, line)
    return seat.console.file.getvalue()


@pytest.mark.parametrize(
    ("line", "moment"),
    [
        ("avanzar 12h", "14 ene 2026, 22:00"),
        ("avanzar 30d", "13 feb 2026, 10:00"),
        ("AVANZAR 2S", "28 ene 2026, 10:00"),
        ("/llaves-demo avanzar 30d", "13 feb 2026, 10:00"),
    ],
)
def test_time_passes_by_hours_days_and_weeks(seat: Seat, line: str, moment: str) -> None:
    assert f"Ahora es {moment}. Mensajes nuevos para: nadie." in printed(seat, line)


def test_who_got_messages_on_the_way_is_told_and_the_screen_shows_them(
    seat: Seat, days: Days, slack: Workspace, client: WebClient
) -> None:
    channel = slack.add_channel("llaves-funcionarios", members=list(seat.people.values()))

    def write() -> None:
        client.chat_postMessage(channel=seat.who.user_id, text="Sus llaves vencen en 7 días")
        client.chat_postMessage(channel=channel.id, text="Resumen")

    days.on_the_way = write
    text = printed(seat, "avanzar 7d")
    assert "Sus llaves vencen en 7 días" in text
    assert "Mensajes nuevos para: Laura (2), Camila (1)." in text


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        (
            "avanzar ayer",
            "No entiendo «ayer». Escriba cuánto avanzar: 12h (horas), 30d (días) o 2s (semanas)",
        ),
        ("avanzar 0d", "No entiendo «0d»."),
        ("avanzar -3d", "El reloj no puede ir hacia atrás."),
        ("avanzar 367d", "Avance como máximo 366d de una vez."),
        ("avanzar 99999d", "No entiendo «99999d»."),
        ("avanzar", "Faltan valores. Se escribe así: avanzar 30d"),
        ("/llaves-demo", "Se escribe así: /llaves-demo avanzar 30d"),
        ("/llaves-demo bailar", "Se escribe así: /llaves-demo avanzar 30d"),
        ("ayuda", "/llaves-demo avanzar 30d"),
    ],
)
def test_what_no_clock_can_do_is_explained(seat: Seat, days: Days, line: str, answer: str) -> None:
    before = days.now()
    assert answer in printed(seat, line)
    assert days.now() == before


def test_a_bot_that_does_not_follow_is_told(seat: Seat, days: Days) -> None:
    def stuck() -> None:
        raise TimeTravelError("El bot no terminó.")

    days.on_the_way = stuck
    assert "El bot no terminó." in printed(seat, "avanzar 1d")


def test_a_terminal_without_a_clock_of_its_own_says_so(seat: Seat) -> None:
    seat.clock = None
    assert "El reloj de este Slack no se puede adelantar." in printed(seat, "avanzar 1d")


def test_the_prompt_shows_what_time_it_is(seat: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("salir\n"))
    assert _next_line(seat) is None
    assert isinstance(seat.console.file, io.StringIO)
    assert seat.console.file.getvalue() == "14 ene 2026, 10:00 Laura Restrepo> "
