"""The prompt itself: an introduction, then one line after another."""

import sys
import threading

from rich.console import Console

from bot.demo.console.seat import Seat
from bot.demo.console.words import obey, tell_help
from bot.demo.deployment import Demo
from bot.demo.sample import CLINIC_NIT, HOSPITAL_NIT
from bot.views.text import moment_text

INTRODUCTION = f"""\
[bold]Un Slack de mentira con el bot de verdad.[/bold] Personas y prestadores inventados:
  Laura (NIT {HOSPITAL_NIT}) y Andrés (NIT {CLINIC_NIT}), delegados de prestadores
  Camila y Julián, funcionarios del Ministerio
  Beatriz, gerente: aprueba a los funcionarios
  Tomás, un extraño sin registro: con él se ve qué se le niega a cualquiera
Salvo Beatriz, nadie está registrado todavía. Web API: {{api_url}}
"""


def run(demo: Demo, console: Console | None = None) -> int:
    """Read lines until `salir` or the end of the input; without a terminal, serve until interrupted."""
    out = console or Console(highlight=False)
    cast = demo.cast
    people = {
        person.name.split()[0].lower(): person
        for person in (cast.laura, cast.andres, cast.camila, cast.julian, cast.beatriz, cast.stranger)
    }
    seat = Seat(out, people, cast.laura, demo)
    out.print(INTRODUCTION.format(api_url=demo.slack.api_url))
    tell_help(seat)
    try:
        if not sys.stdin.isatty() and console is None:
            out.print("\nSin terminal: sigue en marcha hasta Ctrl-C.")
            threading.Event().wait()
        while (line := _next_line(seat)) is not None:
            obey(seat, line)
    except KeyboardInterrupt:
        pass
    return 0


def _next_line(seat: Seat) -> str | None:
    moment = f"[dim]{moment_text(seat.clock.now())}[/dim] " if seat.clock else ""
    try:
        line = seat.console.input(f"{moment}[cyan]{seat.who.name}>[/cyan] ").strip()
    except EOFError:
        return None
    return None if line == "salir" else line
