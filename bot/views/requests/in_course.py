"""Requests that wait for the ministry, as their delegate sees them, and the answer to taking one back."""

from collections.abc import Sequence

from slack_sdk.models.blocks import ActionsBlock, Block, PlainTextObject
from slack_sdk.models.views import View

from bot.views.parts import paragraph
from bot.views.requests.buttons import cancel_button, correct_button
from bot.views.requests.request_form import state_table
from bot.views.session import Place, header
from storage.models import KeyRequest, Person

SHOWN_AT_ONCE = 10  # in one window; whoever has more chooses the sede first

CANCELLED = "Su solicitud quedó cancelada."


def already_open(person: Person, requests: Sequence[KeyRequest]) -> View:
    """Tell a delegate that what they ask for is already being attended; show it, to be corrected or cancelled.

    `requests` are pending, and at most `SHOWN_AT_ONCE`.
    """
    blocks: list[Block] = [
        *header(person, requests[0].provider, Place.REQUEST),
        paragraph(
            "*Ya tiene una solicitud en trámite.* Mientras no se resuelva no hace falta enviar otra: "
            "le avisaremos por mensaje directo cuando el Ministerio responda. Si algo quedó mal, corríjala; "
            "si ya no la necesita, cancélela."
        ),
    ]
    for request in requests:
        blocks += state_table(request)
        blocks.append(ActionsBlock(elements=[correct_button(request), cancel_button(request)]))
    return View(
        type="modal",
        title=PlainTextObject(text="Solicitud en trámite"),
        close=PlainTextObject(text="Cerrar"),
        blocks=blocks,
    )


def cancelled(person: Person, request: KeyRequest, *, keys_in_force: bool) -> View:
    """Confirm that a delegate took a request back, and tell what stays and what can be done."""
    told = "Si necesita llaves, escriba `/llaves solicitar`."
    if keys_in_force:
        told = (
            "Las llaves que ya tiene siguen vigentes: véalas con `/llaves ver`. "
            "Si necesita llaves nuevas, escriba `/llaves solicitar`."
        )
    return View(
        type="modal",
        title=PlainTextObject(text="Solicitud cancelada"),
        close=PlainTextObject(text="Cerrar"),
        blocks=[
            *header(person, request.provider, Place.REQUEST),
            paragraph(f":white_check_mark: *{CANCELLED}*"),
            *state_table(request),
            paragraph(told),
        ],
    )
