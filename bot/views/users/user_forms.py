"""What a manager is asked about a person: why they are suspended or refused, and who takes a delegate's place."""

from collections.abc import Sequence

from slack_sdk.models.blocks import Block, PlainTextObject
from slack_sdk.models.views import View

from bot.forms.reason import LONGEST, SHORTEST
from bot.forms.users import UserPlace
from bot.ids import Callback, Field
from bot.rules.fields.nit import format_nit
from bot.views.parts import OPTIONS_PER_LIST, field, paragraph, select, small, text_input, versioned
from bot.views.session import Place, header
from bot.views.text import figure, mention, person_state, safe
from storage.enums import Role
from storage.models import Person, Provider

NAMES_PER_PARAGRAPH = 15  # however long they are, a paragraph takes them

_TITLE = "Cambiar delegado"


def suspension_form(manager: Person, person: Person, place: UserPlace) -> View:
    """Ask for the reason of a Suspender."""
    return _reason_form(
        Callback.USER_SUSPENSION,
        manager,
        place,
        ("Suspender usuario", "Suspender", "Motivo de la suspensión"),
        f"Desde ese momento {mention(person)} no podrá hacer nada, tampoco con botones que ya tenga a la vista. "
        "Recibirá el motivo por mensaje directo." + _left_alone(person),
    )


def _left_alone(person: Person) -> str:
    if person.role is not Role.DELEGATE:
        return ""
    return " Las solicitudes y llaves de su entidad se conservan."


def user_rejection_form(manager: Person, person: Person, place: UserPlace) -> View:
    """Ask for the reason of a Rechazar."""
    return _reason_form(
        Callback.USER_REJECTION,
        manager,
        place,
        ("Rechazar registro", "Rechazar", "Motivo del rechazo"),
        f"{mention(person)} recibirá el motivo y podrá registrarse de nuevo.",
    )


def _reason_form(
    callback: Callback, manager: Person, place: UserPlace, words: tuple[str, str, str], explanation: str
) -> View:
    title, submit, label = words
    return View(
        type="modal",
        callback_id=callback,
        private_metadata=place.model_dump_json(),
        title=PlainTextObject(text=title),
        submit=PlainTextObject(text=submit),
        close=PlainTextObject(text="Cancelar"),
        blocks=[
            *header(manager, None, Place.USERS),
            paragraph(explanation),
            field(
                Field.REASON,
                label,
                text_input(
                    "Qué pasó y qué debe hacer la persona",
                    shortest=SHORTEST,
                    longest=LONGEST,
                    multiline=True,
                ),
            ),
        ],
    )


def delegate_change_form(
    manager: Person,
    person: Person,
    provider: Provider | None,
    candidates: Sequence[Person],
    place: UserPlace,
) -> View:
    """Ask who speaks for the NIT from now on; without candidates, say how to get one.

    Of more candidates than a list takes, the first are offered, and it says how many are not.
    """
    whose = f"{safe(provider.name) if provider else 'la entidad'} · NIT {format_nit(person.nit or '')}"
    if not candidates:
        return View(
            type="modal",
            title=PlainTextObject(text=_TITLE),
            close=PlainTextObject(text="Volver"),
            blocks=[
                *header(manager, None, Place.USERS),
                paragraph(
                    f"*Nadie más está registrado para {whose}.*\nPida al nuevo delegado que escriba `/llaves registro` "
                    "con este NIT, y vuelva aquí cuando lo haya hecho."
                ),
            ],
        )
    return View(
        type="modal",
        callback_id=Callback.DELEGATE_CHANGE,
        private_metadata=place.model_dump_json(),
        title=PlainTextObject(text=_TITLE),
        submit=PlainTextObject(text="Cambiar"),
        close=PlainTextObject(text="Cancelar"),
        blocks=[
            *header(manager, None, Place.USERS),
            paragraph(
                f"*{whose}*\nQuien elija podrá trabajar de inmediato; {mention(person)} quedará sin acceso. Les avisaremos "
                "a los dos. Las solicitudes y llaves de la entidad se conservan. ¿Verificó la identidad?"
            ),
            *_new_delegate(candidates),
        ],
    )


def _new_delegate(candidates: Sequence[Person]) -> list[Block]:
    """Return the names, which a list cannot show, then the list, then how many it leaves out."""
    offered = candidates[:OPTIONS_PER_LIST]
    lines = [f"• {mention(person)} · {safe(_told_apart(person))}" for person in offered]
    options = [(versioned(person), _told_apart(person)) for person in offered]
    left_out = len(candidates) - len(offered)
    more = f"y {figure(left_out)} más: búsquelos en Usuarios"
    return [
        *(
            paragraph("\n".join(lines[start : start + NAMES_PER_PARAGRAPH]))
            for start in range(0, len(lines), NAMES_PER_PARAGRAPH)
        ),
        field(Field.NEW_DELEGATE, "Nuevo delegado", select(options)),
        *([small(more)] if left_out else []),
    ]


def _told_apart(person: Person) -> str:
    return f"{person.document_type} {person.document_number} · {person_state(person)}"
