"""Being the people of the local workspace from a terminal: type what they would type, see what they see."""

import shlex
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass

from rich.console import Console
from rich.markup import escape
from rich.panel import Panel

from bot.demo.deployment import Demo
from bot.demo.human.person import ConfirmationNeeded, Person
from bot.demo.world.refusal import AppFault, OperationTimeout

HELP = """\
[bold]/llaves …[/bold]              escribir el comando (empiece por [bold]/llaves registro[/bold])
[bold]soy[/bold] [italic]nombre[/italic]             ser otra persona: {people}
[bold]ver[/bold]                    mirar de nuevo lo que tiene delante
[bold]llenar[/bold] [italic]"Rótulo" "valor"[/italic]  escribir en un campo, o elegir una opción por su texto
[bold]marcar[/bold] [italic]"Rótulo"[/italic]        marcar una casilla
[bold]enviar[/bold]                 pulsar el botón principal de la ventana
[bold]pulsar[/bold] [italic]"Botón"[/italic]         pulsar un botón, aquí o en el mensaje más reciente
[bold]cerrar[/bold]                 cerrar la ventana
[bold]salir[/bold]                  terminar"""


@dataclass
class Seat:
    """Whose client the terminal is."""

    console: Console
    people: dict[str, Person]
    who: Person

    def show(self) -> None:
        """Print what the person has in front of them."""
        seen = self.who.screen or "Nada todavía. Escriba /llaves registro"
        self.console.print(Panel(escape(seen), title=f"{self.who.name} ve", title_align="left"))


def run(demo: Demo, console: Console | None = None) -> int:
    """Read lines until `salir` or the end of the input; without a terminal, serve until interrupted."""
    out = console or Console(highlight=False)
    cast = demo.cast
    people = {
        person.name.split()[0].lower(): person
        for person in (cast.laura, cast.andres, cast.camila, cast.julian, cast.beatriz, cast.stranger)
    }
    seat = Seat(out, people, cast.laura)
    out.print("[bold]Un Slack de mentira con el bot de verdad.[/bold] Personas y prestadores inventados.")
    out.print(
        f"Laura (NIT 901000101) y Andrés (NIT 901000202) son delegados; Camila y Julián, funcionarios; "
        f"Beatriz, gerente. Web API: {demo.slack.api_url}\n"
    )
    _help(seat)
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
    try:
        line = seat.console.input(f"[cyan]{seat.who.name}>[/cyan] ").strip()
    except EOFError:
        return None
    return None if line == "salir" else line


def obey(seat: Seat, line: str) -> None:
    """Do what a line says and show what the person sees, or a sentence about what does not work."""
    if not line:
        return
    try:
        if line.startswith("/"):
            seat.who.command(line)
        else:
            word, *arguments = shlex.split(line)
            _words()[word](seat, *arguments)
            if word in {"ayuda", "soy"}:
                return
        seat.show()
    except KeyError:
        seat.console.print("No conozco esa palabra. Escriba [bold]ayuda[/bold].")
    except (TypeError, ValueError):
        seat.console.print("Faltan o sobran valores. Escriba [bold]ayuda[/bold].")
    except LookupError:
        seat.console.print(f"Eso no está a la vista. {_in_sight(seat.who)}")
    except PermissionError:
        seat.console.print("Esta persona no es de este espacio de Slack: no puede usar sus comandos.")
    except OperationTimeout:
        seat.console.print("[yellow]El bot no respondió en tres segundos.[/yellow]")
    except AppFault as fault:
        seat.console.print(
            f"[yellow]El bot respondió algo que Slack rechazaría: {escape(str(fault))}[/yellow]"
        )


def _in_sight(person: Person) -> str:
    modal = person.modal
    labels = modal.labels if modal else []
    buttons = modal.buttons if modal else [button for message in person.dms for button in message.buttons]
    return f"Campos: {escape(', '.join(labels)) or 'ninguno'}. Botones: {escape(', '.join(buttons)) or 'ninguno'}."


def _words() -> dict[str, Callable[..., None]]:
    return {
        "soy": _be,
        "ver": lambda _seat: None,
        "llenar": lambda seat, label, value: seat.who.fill(label, value),
        "marcar": lambda seat, label: seat.who.fill(label, True),
        "enviar": lambda seat: seat.who.submit(),
        "pulsar": _press,
        "cerrar": lambda seat: seat.who.close(),
        "ayuda": _help,
    }


def _be(seat: Seat, name: str) -> None:
    if name.lower() not in seat.people:
        seat.console.print(f"No hay nadie que se llame {escape(name)}. Están: {', '.join(seat.people)}.")
        return
    seat.who = seat.people[name.lower()]
    seat.show()


def _press(seat: Seat, label: str) -> None:
    try:
        seat.who.press(label)
    except ConfirmationNeeded as dialog:
        seat.console.print(Panel(escape(str(dialog)), title="¿Confirma?", title_align="left"))
        seat.who.press(label, confirm=seat.console.input("(s/n) ").strip().lower().startswith("s"))


def _help(seat: Seat) -> None:
    seat.console.print(HELP.format(people=", ".join(seat.people)))
