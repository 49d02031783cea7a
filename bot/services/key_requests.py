"""Requests for keys (manual §6.4.1.1): asking, and correcting what was returned."""

from collections.abc import Mapping, Sequence
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
from bot.services.traces import announce, keep_consents, note, redraw_card
from storage import providers, requests
from storage.enums import AuditAction, CardKind, ConsentKind, IntentKind, RequestKind, RequestStatus
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
    """What the request form needs. `previous` is the sede's newest request: to correct, or to copy from."""

    person: Person
    sede: Provider
    kind: RequestKind
    previous: KeyRequest | None


@dataclass(frozen=True)
class SedeChoice:
    """Several sedes may ask: which? `latest` is the newest request of each that ever asked, by código."""

    person: Person
    sedes: Sequence[Provider]
    latest: Mapping[str, KeyRequest]


@dataclass(frozen=True)
class InCourse:
    """Nothing more may be asked for: these requests wait for the ministry."""

    person: Person
    requests: Sequence[KeyRequest]


@dataclass(frozen=True)
class Submitted:
    """A request just stored."""

    person: Person
    request: KeyRequest


def prepare_request(
    desk: Desk, actor: Actor, codigo: str | None = None
) -> Application | SedeChoice | InCourse:
    """Find out what a delegate may ask for; `codigo` names one sede of theirs."""
    with desk.sessions.begin() as session:
        person = require(session, actor, Ability.REQUEST_KEYS)
        sedes = _sedes_of(session, person, codigo)
        latest = {request.codigo: request for request in requests.latest_of_nit(session, person.nit or "")}
    waiting = [
        latest[sede.codigo]
        for sede in sedes
        if sede.codigo in latest and latest[sede.codigo].status is RequestStatus.PENDING
    ]
    free = [sede for sede in sedes if latest.get(sede.codigo) not in waiting]
    if not free:
        return InCourse(person, waiting)
    if len(free) > 1:
        return SedeChoice(person, free, latest)
    previous = latest.get(free[0].codigo)
    if previous and previous.status is RequestStatus.RETURNED:
        return Application(person, free[0], previous.kind, previous)
    return Application(person, free[0], kind_of_request(asked_before=previous is not None), previous)


def _sedes_of(session: Session, person: Person, codigo: str | None) -> Sequence[Provider]:
    own = providers.of_nit(session, person.nit or "")
    if not own:
        raise UserError(
            "Su NIT ya no está en el directorio de prestadores (REPS). "
            "Comuníquese con la mesa de ayuda: 601 330 5043."
        )
    if codigo is None:
        return own
    chosen = [sede for sede in own if sede.codigo == codigo]
    if not chosen:
        raise FieldError({Field.CODIGO: "Esta sede no pertenece a su entidad. Elija una de la lista."})
    return chosen


def submit_request(desk: Desk, actor: Actor, form: KeyRequestForm) -> Submitted:
    """Store a request, or the correction of a returned one, with its consents; the officials get its card.

    Raises `FieldError` or `UserError`; then nothing is stored.
    """
    return desk.transact(lambda session: _submit(desk, session, actor, form))


def _submit(desk: Desk, session: Session, actor: Actor, form: KeyRequestForm) -> Submitted:
    person = require(session, actor, Ability.REQUEST_KEYS)
    _sedes_of(session, person, form.codigo)
    current = requests.open_of(session, form.codigo)
    if current is None:
        request = _create(desk, session, actor, person, form)
    elif current.status is RequestStatus.RETURNED:
        request = _correct(desk, session, actor, person, current, form)
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
    desk: Desk, session: Session, actor: Actor, person: Person, returned: KeyRequest, form: KeyRequestForm
) -> KeyRequest:
    request = request_steps.move(
        desk,
        session,
        returned.id,
        RequestStep.RESUBMIT,
        resubmitted_by_id=person.id,
        resubmitted_at=desk.now(),
        **form.model_dump(include=set(ANSWERS)),
    )
    subject = f"request:{request.id}"
    note(desk, session, actor, AuditAction.REQUEST_CORRECTED, subject, codigo=request.codigo)
    announce(desk, session, IntentKind.REQUEST_CORRECTED, CardKind.REQUEST, request)
    return request
