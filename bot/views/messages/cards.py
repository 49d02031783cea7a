"""Cards in the channels: one message per registration or request, redrawn from its state at every change."""

from collections.abc import Sequence
from datetime import datetime

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ConfirmObject,
    HeaderBlock,
    PlainTextObject,
)

from bot.ids import Action
from bot.rules.fields.contact import is_free_mail
from bot.rules.fields.documents import DOCUMENT_LABELS
from bot.rules.fields.nit import format_nit
from bot.views.messages.message import Message
from bot.views.parts import button, clip, facts, mrkdwn, paragraph, small, versioned
from bot.views.registration.designation import BY_THE_LIST, designation_note, let_in_by_the_list
from bot.views.requests.official_buttons import official_buttons
from bot.views.states import official_state
from bot.views.text import (
    KINDS,
    USER_TYPES,
    mention,
    moment_text,
    person_state,
    place_text,
    reason_text,
    safe,
)
from storage.enums import PersonStatus, RequestStatus, Role
from storage.models import KeyRequest, Person, Provider

HEADER_LIMIT = 150

GUEST = ":warning: Cuenta de invitado en Slack"


def registration_card(
    person: Person, provider: Provider | None, other_delegates: Sequence[Person]
) -> Message:
    """Return the card by which a registration is approved: a delegate's by officials, an official's by managers."""
    kind = USER_TYPES[person.role]
    pairs = {
        "Usuario": mention(person),
        "Login": f"`{safe(person.login)}`",
        "Documento": document_text(person),
        "Fecha de registro": moment_text(person.registered_at),
    }
    if person.nit:
        pairs["NIT Entidad"] = format_nit(person.nit)
        pairs["Entidad"] = safe(provider.name) if provider else ""
    blocks: list[Block] = [HeaderBlock(text=PlainTextObject(text=f"Registro: {kind}")), facts(pairs)]
    whose = f" · NIT {pairs['NIT Entidad']} · {pairs['Entidad']}" if person.nit else ""
    warning = ""
    if person.status is PersonStatus.PENDING:
        if other_delegates:
            names = ", ".join(mention(other) for other in other_delegates)
            warning = f" · Este NIT ya tiene delegado activo: {names}"
            blocks.append(paragraph(f":warning: Este NIT ya tiene delegado activo: {names}."))
        if listed := designation_note(person):
            warning = f" · {listed}{warning}"
            blocks.append(small(listed))
        blocks.append(_registration_buttons(person, provider))
    outcome = _registration_outcome(person, other_delegates)
    blocks.append(small(outcome))
    return Message(
        text=f"Registro de {kind}: {mention(person)}{whose} · {outcome}{warning}",
        blocks=blocks,
    )


def document_text(person: Person) -> str:
    """Return type and number of the document, or nothing for a manager of the settings."""
    if person.document_type is None:
        return ""
    return f"{DOCUMENT_LABELS[person.document_type]}: {safe(person.document_number or '')}"


def _registration_buttons(person: Person, provider: Provider | None) -> ActionsBlock:
    return ActionsBlock(
        block_id=f"registration_{person.id}",
        elements=decision_buttons(person, provider, Action.APPROVE_REGISTRATION, Action.REJECT_REGISTRATION),
    )


def decision_buttons(
    person: Person, provider: Provider | None, approve: Action, reject: Action
) -> list[ButtonElement]:
    """Return Aprobar, which asks first, and Rechazar; `approve` and `reject` tell where they were pressed."""
    does = (
        "podrá solicitar y consultar las llaves de su entidad"
        if person.role is Role.DELEGATE
        else "podrá asignar llaves"
    )
    return [
        ButtonElement(
            action_id=approve,
            value=versioned(person),
            text=PlainTextObject(text="Aprobar"),
            style="primary",
            confirm=ConfirmObject(
                title=PlainTextObject(text="Aprobar registro"),
                text=mrkdwn(
                    f"{mention(person)}{_for_whom(person, provider)} {does}. ¿Verificó su identidad?"
                ),
                confirm=PlainTextObject(text="Sí, aprobar"),
                deny=PlainTextObject(text="Cancelar"),
            ),
        ),
        ButtonElement(
            action_id=reject,
            value=versioned(person),
            text=PlainTextObject(text="Rechazar"),
            style="danger",
        ),
    ]


def _for_whom(person: Person, provider: Provider | None) -> str:
    if person.nit is None:
        return ""
    name = safe(provider.name, 120) if provider else ""  # a question has 300 characters in all
    return f", de {name} (NIT {format_nit(person.nit)}),"


def _registration_outcome(person: Person, other_delegates: Sequence[Person]) -> str:
    parts = [f"Estado: *{person_state(person)}*"]
    if person.decided_at is not None and person.status is not PersonStatus.PENDING:
        by = f"{mention(person.decided_by)}, " if person.decided_by else ""
        by = f"{BY_THE_LIST}, " if let_in_by_the_list(person) else by
        parts.append(f"{by}{moment_text(person.decided_at)}")
        if person.decision_reason:
            parts.append(f"Motivo: {reason_text(person)}")
    parts += account_note(person)
    if person.role is Role.DELEGATE and person.status is PersonStatus.SUSPENDED and not other_delegates:
        parts.append(":warning: Al suspenderlo, este NIT quedó sin delegado activo")
    return " · ".join(parts)


def account_note(person: Person) -> list[str]:
    """Return what to know of somebody's Slack account before deciding on them: one line or none."""
    if person.guest:
        return [GUEST]
    unknown = person.guest is None and person.role is Role.OFFICIAL and person.status is PersonStatus.PENDING
    return (
        [":warning: Slack no dijo si es cuenta de invitado: confírmelo antes de aprobar"] if unknown else []
    )


def card_moved() -> Message:
    """Return what stays of a card that goes on in another channel."""
    text = "Esta tarjeta continúa en otro canal."
    return Message(text=text, blocks=[small(text)])


def request_card(request: KeyRequest, now: datetime) -> Message:
    """Return the card of a key request: who asks, for whom, and what an official may do about it."""
    provider = request.provider
    title = f"{KINDS[request.kind]}: {provider.name}"
    blocks: list[Block] = [
        HeaderBlock(text=PlainTextObject(text=clip(title, HEADER_LIMIT))),
        facts(
            {
                "NIT": format_nit(provider.nit),
                "Código habilitación": request.codigo,
                "Razón social": safe(provider.name),
                "Ubicación": safe(place_text(provider)),
                "Solicitud": KINDS[request.kind],
                "Solicitó": f"{mention(request.requested_by)}, {moment_text(request.requested_at)}",
                "Nombre del Proveedor": safe(request.supplier_name),
                "Software SIH": safe(request.software_name),
            }
        ),
    ]
    if request.status is RequestStatus.PENDING:
        if is_free_mail(request.lead_email):
            blocks.append(small(":warning: El correo del líder técnico no parece institucional."))
        blocks.append(_request_buttons(request, held=request.holder(now) is not None))
    blocks.append(small(_request_outcome(request, now)))
    return Message(
        text=f"{safe(title)} · NIT {format_nit(provider.nit)} · {request.codigo}. {_request_outcome(request, now)}",
        blocks=blocks,
    )


def _request_buttons(request: KeyRequest, *, held: bool) -> ActionsBlock:
    enter = button(Action.ENTER_KEYS, "Ingresar info", str(request.id), primary=True)
    return ActionsBlock(
        block_id=f"request_{request.id}", elements=[enter, *official_buttons(request, held=held)]
    )


def _request_outcome(request: KeyRequest, now: datetime) -> str:
    return " · ".join([f"Estado: *{official_state(request)}*", *_what_happened(request, now)])


def _what_happened(request: KeyRequest, now: datetime) -> list[str]:
    match request.status:
        case RequestStatus.PENDING:
            returned = [f"devuelta por {_by(request.returned_by, request.returned_at)}"]
            corrected = [f"corregida por {_by(request.submitted_by, request.resubmitted_at)}"]
            holder = request.holder(now)
            held = request.taken_until if holder else None
            taken = [f"tomada por {mention(holder)} hasta el {moment_text(held)}"] if holder and held else []
            return [
                *(returned if request.returned_at else []),
                *(corrected if request.resubmitted_at else []),
                *taken,
            ]
        case RequestStatus.RETURNED:
            reason = f"Motivo: {safe(request.return_reason or '')}"
            return [_by(request.returned_by, request.returned_at), reason]
        case RequestStatus.CANCELLED:
            return [_by(request.cancelled_by, request.cancelled_at)]
        case RequestStatus.ASSIGNED | RequestStatus.SUPERSEDED:
            updated = [f"actualizado por {_by(request.updated_by, request.updated_at)}"]
            return [_by(request.assigned_by, request.assigned_at), *(updated if request.updated_at else [])]


def _by(person: Person | None, moment: datetime | None) -> str:
    return ", ".join(
        part for part in (mention(person) if person else "", moment_text(moment) if moment else "") if part
    )
