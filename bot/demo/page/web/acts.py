"""What a visitor does on the page: a JSON body, one thing a person does, and a sentence when it does not work."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.demo.console.choosing import NotUnderstoodError
from bot.demo.deployment import NotConnectedError
from bot.demo.human.hands import NotInFrontError
from bot.demo.human.person import Person
from bot.demo.page.samples import fill_with_samples
from bot.demo.page.seat import seat_from
from bot.demo.page.show import Show
from bot.demo.page.travel import BusyError
from bot.demo.scenes import NotRegisteredError
from bot.demo.time_travel import TimeTravelError
from bot.demo.world.refusal import AppFault, DispatchFailed, OperationTimeout
from bot.rules.calendar.days import day_in_bogota

Text = Annotated[str, Field(max_length=10_000)]
LongText = Annotated[str, Field(max_length=200_000)]
"""What is typed into a field: that it is too long for the field is told when the form is sent."""


class Body(BaseModel):
    """Who acts."""

    model_config = ConfigDict(frozen=True, strict=True)

    who: Text = Field(alias="as")
    at: Text = ""


class CommandBody(Body):
    """A line of the composer, typed `at` a place."""

    line: Text


class ElementBody(Body):
    """Which element: where it is, and its two ids."""

    ref: Text
    block: Text
    action: Text


class ShortcutBody(Body):
    """A shortcut of the app, by its visible name."""

    name: Text


class PutBody(ElementBody):
    """What the element holds from now on: see `Touch.put`."""

    content: LongText | bool | list[Text] | None = None


class PressBody(ElementBody):
    """`option` is the value of an overflow menu's entry."""

    option: Text | None = None


class WindowBody(Body):
    """Which window was drawn: `view:ID`."""

    ref: Text


class CloseBody(WindowBody):
    """`everything` closes the views below as well."""

    everything: bool = False


class ClockBody(BaseModel):
    """How much time passes: `12h`, `1d`, `2s` (weeks)."""

    model_config = ConfigDict(frozen=True, strict=True)

    by: Text


class ActFailedError(Exception):
    """What was asked does not work; the text is for the visitor."""


def do(show: Show, name: str, content: bytes) -> None:
    """Do one act by its name. ActFailedError with the sentence when it does not work; KeyError for an unknown name."""
    act = OF_ONE.get(name) or OF_EVERYBODY[name]
    try:
        act(show, content)
    except ValidationError as error:
        raise ActFailedError(_not_understood(error)) from None
    except EXPECTED as error:
        raise ActFailedError(sentence_for(error)) from None


def _not_understood(error: ValidationError) -> str:
    for each in error.errors():
        if each["type"] == "string_too_long":
            return f"Eso es demasiado largo: escriba como máximo {each['ctx']['max_length']} caracteres."
    return "La página envió algo que no se entiende. Vuelva a cargarla."


def person_of(show: Show, key: str) -> Person:
    """Return a person by key. LookupError for nobody."""
    return show.people[key].person


def sentence_for(error: Exception) -> str:
    """Say what does not work, and what to do. The error is one of `EXPECTED`."""
    if isinstance(error, _SAY_IT_THEMSELVES):
        return str(error)
    if isinstance(error, AppFault):
        return f"El bot respondió algo que Slack rechazaría: {error}"
    return next(sentence for kind, sentence in _SENTENCES.items() if isinstance(error, kind))


_SAY_IT_THEMSELVES = (NotUnderstoodError, BusyError, TimeTravelError)

_SENTENCES: Mapping[type[Exception], str] = MappingProxyType(
    {
        NotConnectedError: "El bot no se conectó: sigue la simulación de antes. Intente de nuevo.",
        DispatchFailed: "El bot no está conectado. Reinicie la simulación.",
        OperationTimeout: "El bot no respondió en tres segundos.",
        NotRegisteredError: "El bot no aceptó el registro de quienes ya están: sigue la simulación de antes.",
        TimeoutError: "El bot no respondió a tiempo: sigue la simulación de antes. Intente de nuevo.",
        PermissionError: "Esta persona no puede hacer eso: no es de este espacio de Slack, o su cuenta está cerrada.",
        NotInFrontError: "Esa ventana ya no está al frente. Mire de nuevo la pantalla.",
        LookupError: "Eso ya no está a la vista. Mire de nuevo la pantalla.",
        ValueError: "Eso no es una fecha. Escríbala así: 2027-03-18.",
    }
)

EXPECTED: tuple[type[Exception], ...] = (*_SAY_IT_THEMSELVES, AppFault, *_SENTENCES)
"""What there is a sentence for; anything else is a fault of ours."""


def _command(show: Show, content: bytes) -> None:
    body = CommandBody.model_validate_json(content)
    person, commands = person_of(show, body.who), show.world.manifest.commands
    name, space, words = body.line.strip().partition(" ")
    if name.lower() not in commands:
        raise NotUnderstoodError(
            f"Este Slack de mentira solo entiende comandos. Escriba: {', '.join(commands)}"
        )
    at = seat_from({"as": body.who, "at": body.at}, show.people, show.world).at
    with show.world.changed:
        channel = show.world.directory.channels.get(at)
    if channel is None and show.world.manifest.messages_tab_read_only:
        raise NotUnderstoodError("Los comandos se escriben en un canal, por ejemplo # general.")
    person.command(f"{name.lower()}{space}{words}", channel)


def _shortcut(show: Show, content: bytes) -> None:
    body = ShortcutBody.model_validate_json(content)
    person_of(show, body.who).shortcut(body.name)


def _put(show: Show, content: bytes) -> None:
    body = PutBody.model_validate_json(content)
    person_of(show, body.who).put(body.ref, body.block, body.action, body.content)


def _enter(show: Show, content: bytes) -> None:
    body = ElementBody.model_validate_json(content)
    person_of(show, body.who).enter(body.ref, body.block, body.action)


def _press(show: Show, content: bytes) -> None:
    body = PressBody.model_validate_json(content)
    person_of(show, body.who).press_at(body.ref, body.block, body.action, body.option)


def _fill(show: Show, content: bytes) -> None:
    body = WindowBody.model_validate_json(content)
    person = person_of(show, body.who)
    person.look_at(body.ref)
    fill_with_samples(person, body.who, day_in_bogota(show.travel.now()), body.ref)


def _submit(show: Show, content: bytes) -> None:
    body = WindowBody.model_validate_json(content)
    person_of(show, body.who).submit_at(body.ref)


def _close(show: Show, content: bytes) -> None:
    body = CloseBody.model_validate_json(content)
    person_of(show, body.who).close_at(body.ref, everything=body.everything)


def _home(show: Show, content: bytes) -> None:
    person_of(show, Body.model_validate_json(content).who).open_home()


def _clock(show: Show, content: bytes) -> None:
    show.travel.advance(ClockBody.model_validate_json(content).by)


def _reset(show: Show, _content: bytes) -> None:
    show.reset()


OF_ONE: Mapping[str, Callable[[Show, bytes], None]] = MappingProxyType(
    {
        "command": _command,
        "shortcut": _shortcut,
        "put": _put,
        "enter": _enter,
        "press": _press,
        "fill": _fill,
        "submit": _submit,
        "close": _close,
        "home": _home,
    }
)
"""What one person does."""

OF_EVERYBODY: Mapping[str, Callable[[Show, bytes], None]] = MappingProxyType(
    {"clock": _clock, "reset": _reset}
)
"""What happens to all."""
