"""Which sede? Asked of the delegate of a NIT that has several, who may have hundreds: the list asks for its options."""

from collections.abc import Mapping, Sequence

from slack_sdk.models.blocks import ExternalDataSelectElement, Option, PlainTextObject
from slack_sdk.models.views import View

from bot.ids import Action, Callback, Field
from bot.views.parts import OPTIONS_PER_LIST, clip, field
from bot.views.session import Place, header
from bot.views.states import delegate_state
from bot.views.text import sede_text
from storage.enums import RequestStatus
from storage.models import KeyRequest, Person, Provider

LONGEST_OPTION = 75  # Slack's limit for the text of an option

# Short enough to leave room for the sede; a cancelled request leaves it as if it had never asked.
_SHORT_STATES = {
    RequestStatus.PENDING: "En trámite",
    RequestStatus.RETURNED: "Devuelta",
    RequestStatus.ASSIGNED: "Con llaves",
}


def sede_to_request(person: Person, sedes: Sequence[Provider]) -> View:
    """Ask for which of these sedes the keys are wanted."""
    return _picker(
        Callback.REQUEST_SEDE,
        Action.SEDE_TO_REQUEST,
        Place.REQUEST,
        title="Solicitud de Llave",
        submit="Continuar",
        person=person,
        sedes=sedes,
    )


def sede_to_view(person: Person, sedes: Sequence[Provider]) -> View:
    """Ask which of these sedes' keys to show."""
    return _picker(
        Callback.KEYS_SEDE,
        Action.SEDE_TO_VIEW,
        Place.KEYS,
        title="Visualización de Llaves",
        submit="Ver llaves",
        person=person,
        sedes=sedes,
    )


def _picker(
    callback: Callback,
    action: Action,
    place: Place,
    *,
    title: str,
    submit: str,
    person: Person,
    sedes: Sequence[Provider],
) -> View:
    return View(
        type="modal",
        callback_id=callback,
        title=PlainTextObject(text=title),
        submit=PlainTextObject(text=submit),
        close=PlainTextObject(text="Cancelar"),
        blocks=[
            *header(person, sedes[0], place, codigo="por elegir"),
            field(
                Field.CODIGO,
                "Código de habilitación",
                ExternalDataSelectElement(
                    action_id=action,
                    placeholder=PlainTextObject(text="Escriba parte del nombre o del código"),
                    min_query_length=0,
                ),
                hint=f"Su entidad tiene {len(sedes)} sedes para elegir; cada una tiene sus propias llaves.",
            ),
        ],
    )


def sede_label(sede: Provider, asked_before: KeyRequest | None = None) -> str:
    """Return all that a sede is found by: its code, name and municipality, and its state, in short and in full."""
    states = [_short_state(asked_before), delegate_state(asked_before)] if asked_before else []
    return " · ".join([sede_text(sede), *(state for state in dict.fromkeys(states) if state)])


def _short_state(asked_before: KeyRequest | None) -> str:
    return _SHORT_STATES.get(asked_before.status, "") if asked_before else ""


def sede_options(sedes: Sequence[Provider], latest: Mapping[str, KeyRequest]) -> list[Option]:
    """Return the first sedes as options; `latest` is what each asked for, by código, told in short."""
    return [
        Option(value=sede.codigo, text=PlainTextObject(text=_fitting(sede, latest.get(sede.codigo))))
        for sede in sedes[:OPTIONS_PER_LIST]
    ]


def _fitting(sede: Provider, asked_before: KeyRequest | None) -> str:
    state = _short_state(asked_before)
    told = f" · {state}" if state else ""
    return clip(sede_text(sede), LONGEST_OPTION - len(told)) + told
