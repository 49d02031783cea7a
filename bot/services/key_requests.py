"""Requests for keys (manual §6.4.1.1): asking, and correcting what was returned."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from bot.errors import FieldError, UserError
from bot.forms.key_request import KeyRequestForm
from bot.ids import Field
from bot.rules.lifecycle import RequestStep, kind_of_request
from bot.rules.permissions import Ability
from bot.services import request_steps
from bot.services.access import Actor, require
from bot.services.desk import Desk
from bot.services.traces import keep_consents, note, redraw_card
from storage import providers, requests
from storage.enums import AuditAction, CardKind, ConsentKind, RequestKind, RequestStatus
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
        request = _create(desk, session, actor, person, form)
    elif current.status is RequestStatus.RETURNED:
        request = _correct(desk, session, actor, current, form)
    else:
        raise request_steps.overtaken(current)
    keep_consents(desk, session, person, ConsentKind.TERMS, ConsentKind.PERSONAL_DATA, request=request)
    return Submitted(person, request)


def _create(desk: Desk, session: Session, actor: Actor, person: Person, form: KeyRequestForm) -> KeyRequest:
    kind = kind_of_request(asked_before=requests.has_history(session, form.codigo))
    created = KeyRequest(
        codigo=form.codigo,
        kind=kind,
        status=RequestStatus.PENDING,
        version=1,
        requested_by_id=person.id,
        requested_at=desk.now(),
        **form.model_dump(include=set(ANSWERS)),
    )
    session.add(created)
    session.flush()
    subject = f"request:{created.id}"
    note(desk, session, actor, AuditAction.KEYS_REQUESTED, subject, codigo=form.codigo, kind=kind)
    request = request_steps.pending(session, created.id)
    redraw_card(desk, session, CardKind.REQUEST, request)
    return request


def _correct(
    desk: Desk, session: Session, actor: Actor, returned: KeyRequest, form: KeyRequestForm
) -> KeyRequest:
    request = request_steps.take(
        desk,
        session,
        returned.id,
        RequestStep.RESUBMIT,
        resubmitted_at=desk.now(),
        **form.model_dump(include=set(ANSWERS)),
    )
    subject = f"request:{request.id}"
    note(desk, session, actor, AuditAction.REQUEST_CORRECTED, subject, codigo=request.codigo)
    return request
