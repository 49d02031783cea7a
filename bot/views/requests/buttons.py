"""What a delegate may do about their open request, wherever it is shown."""

from slack_sdk.models.blocks import ButtonElement, ConfirmObject, PlainTextObject

from bot.forms.key_request import SentRequest
from bot.ids import Action
from bot.views.parts import mrkdwn
from bot.views.text import safe
from storage.enums import RequestKind
from storage.models import KeyRequest


def correct_button(request: KeyRequest) -> ButtonElement:
    """Return the button that opens the form filled in with an open request."""
    return ButtonElement(
        action_id=Action.CORRECT_REQUEST,
        value=request.codigo,
        text=PlainTextObject(text="Corregir solicitud"),
        style="primary",
    )


def cancel_button(request: KeyRequest) -> ButtonElement:
    """Return the button by which a delegate takes an open request back, which asks first."""
    # Only a sede that was assigned keys before makes a Resolicitud.
    stay = (
        "Las llaves que ya tiene siguen vigentes, y podrá pedir otras cuando quiera."
        if request.kind is RequestKind.RENEWAL
        else "Podrá pedir llaves de nuevo cuando quiera."
    )
    name = safe(request.provider.name, 100)  # the question has 300 characters in all
    return ButtonElement(
        action_id=Action.CANCEL_REQUEST,
        value=SentRequest.of(request).model_dump_json(),
        text=PlainTextObject(text="Cancelar solicitud"),
        style="danger",
        confirm=ConfirmObject(
            title=PlainTextObject(text="Cancelar solicitud"),
            text=mrkdwn(f"El Ministerio ya no atenderá la solicitud de {name} · {request.codigo}. {stay}"),
            confirm=PlainTextObject(text="Sí, cancelar"),
            deny=PlainTextObject(text="No, conservarla"),
        ),
    )
