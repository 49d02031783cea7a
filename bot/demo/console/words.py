"""The words of the prompt: what each takes, and what each does."""

import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from rich.markup import escape

from bot.demo.console.choosing import NotUnderstoodError, only_one
from bot.demo.console.filling import fill, search, tell_options, tick
from bot.demo.console.opening import leave_home, open_home, run_shortcut
from bot.demo.console.pressing import close, press, submit
from bot.demo.console.seat import Seat
from bot.demo.console.travelling import DEMO_COMMAND, advance
from bot.demo.time_travel import TimeTravelError
from bot.demo.world.refusal import AppFault, OperationTimeout

HELP = """\
[bold]/llaves …[/bold]                  escribir el comando (empiece por [bold]/llaves registro[/bold])
[bold]soy[/bold] [italic]nombre[/italic]                 ser otra persona: {people}
[bold]ver[/bold]                        mirar de nuevo lo que tiene delante
[bold]llenar[/bold] [italic]"Rótulo" "valor"[/italic]    escribir en un campo, o elegir una opción por su texto
[bold]opciones[/bold] [italic]"Rótulo"[/italic]          ver las opciones de un campo
[bold]marcar[/bold] [italic]"Rótulo"[/italic]            marcar una casilla
[bold]enviar[/bold]                     pulsar el botón principal de la ventana
[bold]pulsar[/bold] [italic]"Botón"[/italic]             pulsar un botón: de la ventana, o del mensaje más reciente que lo tenga
[bold]cerrar[/bold]                     cerrar la ventana
[bold]buscar[/bold] [italic]"Rótulo" "texto"[/italic]    escribir en un campo que busca, y pulsar Intro
[bold]atajo[/bold] [italic]nombre[/italic]               usar un atajo de la aplicación{shortcuts}
[bold]inicio[/bold]                     abrir la pestaña Inicio de la aplicación
[bold]mensajes[/bold]                   volver a las conversaciones
[bold]avanzar[/bold] [italic]30d[/italic]                adelantar el reloj: 12h, 30d o 2s (semanas); también [bold]/llaves-demo avanzar 30d[/bold]
[bold]salir[/bold]                      terminar
Basta una parte del nombre, con o sin tildes: [bold]llenar nit 901000101[/bold]"""

_STRAIGHT_QUOTES = str.maketrans("“”", '""')


@dataclass(frozen=True)
class Word:
    """One word of the prompt.

    Attributes:
        usage: how it is written.
        least: how few values it takes; `most`: how many.
        act: does it; returns a remark to print last, if any.
        shows: whether the screen is printed afterwards.
    """

    usage: str
    least: int
    most: int
    act: Callable[..., str | None]
    shows: bool = True


def obey(seat: Seat, line: str) -> None:
    """Do what a line says and show what the person sees, or a sentence about what does not work."""
    if not line:
        return
    try:
        if line.partition(" ")[0] == DEMO_COMMAND:
            _demo_command(seat, line)
        elif line.startswith("/"):
            _command(seat, line)
        else:
            _word(seat, line)
    except NotUnderstoodError as error:
        seat.say(str(error))
    except LookupError:  # gone between looking and acting
        seat.say(f"Eso ya no está a la vista. {seat.within_reach()}")
    except PermissionError:
        seat.say(
            "Esta cuenta está desactivada: no puede hacer nada."
            if seat.who.deactivated
            else "Esta persona no es de este espacio de Slack: no puede usar sus comandos ni sus atajos."
        )
    except TimeTravelError as error:
        seat.say(str(error), "yellow")
    except OperationTimeout:
        seat.say("El bot no respondió en tres segundos.", "yellow")
    except AppFault as fault:
        seat.say(f"El bot respondió algo que Slack rechazaría: {fault}", "yellow")


def tell_help(seat: Seat) -> None:
    """Print every word."""
    seat.console.print(_help_of(seat))


def _help_of(seat: Seat) -> str:
    names = escape(", ".join(seat.who.shortcuts))
    return HELP.format(people=", ".join(seat.people), shortcuts=f": {names}" if names else "")


def _command(seat: Seat, line: str) -> None:
    seat.needs_no_window()
    before = seat.glance()
    try:
        seat.who.command(line)
    except LookupError:
        name = line.split(maxsplit=1)[0]
        raise NotUnderstoodError(f"Este Slack no tiene el comando {name}. Pruebe: /llaves") from None
    seat.wait_for_news(before)
    seat.show()


def _demo_command(seat: Seat, line: str) -> None:
    """Obey the workspace's own command, which the bot never hears of."""
    rest = line.removeprefix(DEMO_COMMAND).strip()
    if not rest.lower().startswith("avanzar"):
        raise NotUnderstoodError(f"Se escribe así: {DEMO_COMMAND} avanzar 30d")
    _word(seat, rest)


def _word(seat: Seat, line: str) -> None:
    try:
        name, *values = shlex.split(line.translate(_STRAIGHT_QUOTES))
    except ValueError:
        raise NotUnderstoodError('Falta cerrar unas comillas ("…").') from None
    word = _words().get(name.lower())
    if word is None:
        raise NotUnderstoodError(f"No conozco «{name}». Escriba «ayuda».")
    if not word.least <= len(values) <= word.most:
        problem = "Faltan valores." if len(values) < word.least else "Sobran valores."
        hint = " Lo que tenga espacios va entre comillas." if len(values) > word.most > 0 else ""
        raise NotUnderstoodError(f"{problem}{hint} Se escribe así: {word.usage}")
    remark = word.act(seat, *values)
    if word.shows:
        seat.show()
    if remark:
        seat.say(remark)


def _words() -> Mapping[str, Word]:
    a_few = 20  # an unquoted label is as many values as it has words
    return {
        "soy": Word("soy laura", 1, a_few, _be),
        "ver": Word("ver", 0, 0, lambda _seat: None),
        "llenar": Word('llenar "Rótulo" "valor"', 2, 2, fill),
        "opciones": Word('opciones "Rótulo"', 1, a_few, tell_options, shows=False),
        "marcar": Word('marcar "Rótulo"', 1, a_few, tick),
        "enviar": Word("enviar", 0, 0, submit),
        "pulsar": Word('pulsar "Botón"', 1, a_few, press),
        "cerrar": Word("cerrar", 0, 0, close),
        "buscar": Word('buscar "Rótulo" "texto"', 2, 2, search),
        "atajo": Word("atajo nombre", 1, a_few, run_shortcut),
        "inicio": Word("inicio", 0, 0, open_home),
        "mensajes": Word("mensajes", 0, 0, leave_home),
        "avanzar": Word("avanzar 30d", 1, 1, advance),
        "ayuda": Word("ayuda", 0, 0, tell_help, shows=False),
    }


def _be(seat: Seat, *words: str) -> None:
    name = " ".join(words)
    people = {person.name: person for person in seat.people.values()}
    nobody = f"No hay nadie que se llame {name}. Están: {', '.join(seat.people)}."
    seat.who = people[only_one(name, list(people), nobody)]
