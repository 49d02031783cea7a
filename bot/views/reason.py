"""Asking an official why something goes back."""

from collections.abc import Sequence

from slack_sdk.models.blocks import Block, PlainTextObject
from slack_sdk.models.views import View

from bot.forms.reason import LONGEST, SHORTEST
from bot.ids import Callback, Field
from bot.views.parts import field, paragraph, text_input, versioned
from bot.views.session import Place, header
from bot.views.text import mention, safe
from storage.models import KeyRequest, Person


def return_form(official: Person, request: KeyRequest) -> View:
    """Ask an official for the reason of a Devolver."""
    return _form(
        header(official, None, Place.ASSIGN),
        Callback.REQUEST_RETURN,
        versioned(request),
        "Devolver solicitud",
        "Devolver",
        f"*{safe(request.provider.name)}* · {request.codigo}\n"
        f"{mention(request.submitted_by)} recibirá el motivo y podrá corregir y enviar de nuevo la solicitud.",
        "Motivo de la devolución",
    )


def rejection_form(decider: Person, person: Person) -> View:
    """Ask whoever decides on a registration for the reason of a Rechazar."""
    return _form(
        header(decider, None, Place.REGISTRATION),
        Callback.REGISTRATION_REJECTION,
        versioned(person),
        "Rechazar registro",
        "Rechazar",
        f"{mention(person)} recibirá el motivo y podrá registrarse de nuevo.",
        "Motivo del rechazo",
    )


def _form(
    top: Sequence[Block],
    callback: Callback,
    read: str,
    title: str,
    submit: str,
    explanation: str,
    label: str,
) -> View:
    return View(
        type="modal",
        callback_id=callback,
        private_metadata=read,
        title=PlainTextObject(text=title),
        submit=PlainTextObject(text=submit),
        close=PlainTextObject(text="Cancelar"),
        blocks=[
            *top,
            paragraph(explanation),
            field(
                Field.REASON,
                label,
                text_input(
                    "Qué está mal y cómo corregirlo", shortest=SHORTEST, longest=LONGEST, multiline=True
                ),
            ),
        ],
    )
