"""Requests for keys (manual §6.4.1.1): asking, correcting, returning, and reading where they stand."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from bot.errors import FieldError, OvertakenError, UserError
from bot.forms.key_request import KeyRequestForm
from bot.ids import Field
from bot.rules.consent_texts import CURRENT
from bot.rules.lifecycle import REQUEST_STEPS, RequestStep, kind_of_request
from bot.rules.permissions import Ability
from bot.services.access import Actor, require
from bot.services.desk import Desk
from bot.views.text import mention, moment_text, official_state
from storage import audit, consents, outbox, providers, requests
from storage.enums import AuditAction, ConsentKind, IntentKind, RequestKind, RequestStatus
from storage.models import KeyRequest, Person, Provider

ANSWERS = (
    "supplier_name",
    "software_name",
    "lead_name",
    "lead_email",
    "lead_phone",
    "responsible_name",
    "responsible_email",
    "responsible_phone",
)


@dataclass(frozen=True)
class Application:
    """What the request form needs: the sedes that may ask, the kind when it is known, and what to correct."""

    person: Person
    sedes: Sequence[Provider]
    pending: Sequence[KeyRequest]
    kind: RequestKind | None
    returned: KeyRequest | None


@dataclass(frozen=True)
class Submitted:
    """A request just stored."""

    person: Person
    request: KeyRequest


def prepare_request(desk: Desk, actor: Actor, codigo: str | None = None) -> Application:
    """Find out what a delegate may ask for; `codigo` narrows it to one sede of theirs.

    When every sede has a request in course, `sedes` is empty and `pending` says which.
    """
    with desk.sessions.begin() as session:
        person = require(session, actor, Ability.REQUEST_KEYS)
        assert person.nit is not None, "a delegate has a NIT: the table says so"  # noqa: S101
        latest = {request.codigo: request for request in requests.latest_of_nit(session, person.nit)}
        own = providers.of_nit(session, person.nit)
        if not own:
            raise UserError(
                "Su NIT ya no está en el directorio de prestadores (REPS). "
                "Comuníquese con la mesa de ayuda: 601 330 5043."
            )
        chosen = [sede for sede in own if codigo in {None, sede.codigo}] or own
        pending = [
            latest[sede.codigo]
            for sede in chosen
            if sede.codigo in latest and latest[sede.codigo].status is RequestStatus.PENDING
        ]
        waiting = {request.codigo for request in pending}
        sedes = [sede for sede in chosen if sede.codigo not in waiting]
        only = latest.get(sedes[0].codigo) if len(sedes) == 1 else None
        kind = kind_of_request(asked_before=only is not None) if len(sedes) == 1 else None
        returned = only if only and only.status is RequestStatus.RETURNED else None
        return Application(person, sedes, pending, returned.kind if returned else kind, returned)


def submit_request(desk: Desk, actor: Actor, form: KeyRequestForm) -> Submitted:
    """Store a request, or the correction of a returned one, with its consents; the officials get its card.

    Raises `FieldError` or `UserError`; then nothing is stored.
    """
    return desk.transact(lambda session: _submit(desk, session, actor, form))


def _submit(desk: Desk, session: Session, actor: Actor, form: KeyRequestForm) -> Submitted:
    person = require(session, actor, Ability.REQUEST_KEYS)
    provider = providers.by_codigo(session, form.codigo)
    if provider is None or provider.nit != person.nit:
        raise FieldError({Field.CODIGO: "Esta sede no pertenece a su entidad. Elija una de la lista."})
    current = requests.open_of(session, form.codigo)
    if current is None:
        request = _create(desk, session, person, form)
    elif current.status is RequestStatus.RETURNED:
        request = _correct(desk, session, person, current, form)
    else:
        raise _overtaken(current)
    for kind in (ConsentKind.TERMS, ConsentKind.PERSONAL_DATA):
        text = CURRENT[kind]
        consents.record(
            session,
            person_id=person.id,
            request_id=request.id,
            kind=kind,
            version=text.version,
            body=text.body,
            sha256=text.sha256,
            at=desk.now(),
        )
    return Submitted(person, request)


def _create(desk: Desk, session: Session, person: Person, form: KeyRequestForm) -> KeyRequest:
    now = desk.now()
    request = KeyRequest(
        codigo=form.codigo,
        kind=kind_of_request(asked_before=requests.has_history(session, form.codigo)),
        status=RequestStatus.PENDING,
        version=1,
        requested_by_id=person.id,
        requested_at=now,
        **form.model_dump(include=set(ANSWERS)),
    )
    session.add(request)
    session.flush()
    _audit(
        desk, session, person, AuditAction.KEYS_REQUESTED, request.id, codigo=form.codigo, kind=request.kind
    )
    return redraw_card(desk, session, request.id)


def _correct(
    desk: Desk, session: Session, person: Person, current: KeyRequest, form: KeyRequestForm
) -> KeyRequest:
    step(
        session,
        current.id,
        RequestStep.RESUBMIT,
        resubmitted_at=desk.now(),
        **form.model_dump(include=set(ANSWERS)),
    )
    _audit(desk, session, person, AuditAction.REQUEST_CORRECTED, current.id, codigo=current.codigo)
    return redraw_card(desk, session, current.id)


def pending_request(desk: Desk, actor: Actor, request_id: int, ability: Ability) -> Submitted:
    """Return a request that waits for an official, and the official. Raises `UserError` when it no longer does."""
    with desk.sessions.begin() as session:
        official = require(session, actor, ability)
        return Submitted(official, still_pending(session, request_id))


def return_request(desk: Desk, actor: Actor, request_id: int, reason: str) -> None:
    """Send a request back to its delegate with a reason; our extension, the manual has none."""
    now = desk.now()
    with desk.sessions.begin() as session:
        official = require(session, actor, Ability.RETURN_REQUESTS)
        still_pending(session, request_id)
        step(
            session,
            request_id,
            RequestStep.RETURN,
            returned_by_id=official.id,
            returned_at=now,
            return_reason=reason,
        )
        _audit(desk, session, official, AuditAction.REQUEST_RETURNED, request_id)
        request = redraw_card(desk, session, request_id)
        outbox.add(
            session,
            kind=IntentKind.REQUEST_RETURNED,
            subject_id=request_id,
            dedupe_key=f"request_returned:{request_id}:{request.version}",
            lane=f"dm:{request.requested_by_id}",
            now=now,
        )


def still_pending(session: Session, request_id: int) -> KeyRequest:
    """Return a pending request whole. Raises `UserError` that says who was faster."""
    request = requests.load(session, request_id)
    if request is None:
        raise UserError("Esa solicitud ya no existe.")
    if request.status is not RequestStatus.PENDING:
        raise _overtaken(request)
    return request


def step(session: Session, request_id: int, move: RequestStep, **changes: object) -> None:
    """Move a request along the lifecycle table, or raise `OvertakenError` when somebody was faster."""
    expected, status = REQUEST_STEPS[move]
    if not requests.change(session, request_id, expected, status=status, **changes):
        request = requests.load(session, request_id)
        raise _overtaken(request) if request else UserError("Esa solicitud ya no existe.")


def _overtaken(request: KeyRequest) -> OvertakenError:
    if request.status is RequestStatus.PENDING:
        return OvertakenError(
            f"Esta sede ya tiene una solicitud en trámite desde el {moment_text(request.requested_at)}. "
            "Consulte su estado con `/llaves estado`."
        )
    who, when = (
        (request.assigned_by, request.assigned_at)
        if request.status is RequestStatus.ASSIGNED
        else (request.returned_by, request.returned_at)
    )
    by = f" La atendió {mention(who)} el {moment_text(when)}." if who and when else ""
    return OvertakenError(f"Esta solicitud ya no está pendiente: {official_state(request)}.{by}")


def redraw_card(desk: Desk, session: Session, request_id: int) -> KeyRequest:
    """Queue the card of a request as it is after this transaction; return the request whole."""
    request = requests.load(session, request_id)
    assert request is not None, "it was just written"  # noqa: S101
    outbox.add(
        session,
        kind=IntentKind.REQUEST_CARD,
        subject_id=request_id,
        dedupe_key=f"request_card:{request_id}:{request.version}",
        lane=f"card:request:{request_id}",
        now=desk.now(),
    )
    return request


def _audit(
    desk: Desk, session: Session, person: Person, action: AuditAction, request_id: int, **detail: object
) -> None:
    audit.append(
        session,
        at=desk.now(),
        team_id=person.team_id,
        user_id=person.user_id,
        action=action,
        subject=f"request:{request_id}",
        **detail,
    )
