"""Requests for keys (manual §6.4.1.1): asking, and correcting what was asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from bot.errors import FieldError, UserError
from bot.forms.key_request import KeyRequestForm, SentRequest
from bot.ids import Field
from bot.rules.lifecycle import RequestStep, kind_of_request
from bot.rules.permissions import Ability
from bot.rules.requirements import Requirement
from bot.rules.staleness import answer_due
from bot.services.access import Actor, require
from bot.services.desk import Desk
from bot.services.requests import request_steps
from bot.services.requests.requirements import requirements_of
from bot.services.traces import announce, keep_consents, note, redraw_card
from bot.views.requests.in_course import SHOWN_AT_ONCE
from bot.views.requests.sede_picker import sede_label
from storage import providers, requests
from storage.enums import AuditAction, CardKind, ConsentKind, IntentKind, RequestKind, RequestStatus
from storage.models import KeyRequest, Person, Provider
from storage.words import matches

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
    """What the request form needs. `previous` is the sede's newest request: to correct while open, else to copy from.

    `requirements` are those of §6.1 before a first request, and none otherwise.
    """

    person: Person
    sede: Provider
    kind: RequestKind
    previous: KeyRequest | None
    requirements: Sequence[Requirement] = ()


@dataclass(frozen=True)
class SedeChoice:
    """Several sedes: which? `latest` is the request that tells where each stands that ever asked, by código."""

    person: Person
    sedes: Sequence[Provider]
    latest: Mapping[str, KeyRequest]


@dataclass(frozen=True)
class InCourse:
    """These requests wait for the ministry: nothing more to ask for, but to correct or cancel; `SHOWN_AT_ONCE` at most."""

    person: Person
    requests: Sequence[KeyRequest]


@dataclass(frozen=True)
class Submitted:
    """A request just stored; `answer_by` is the last day on which an answer keeps the promise."""

    person: Person
    request: KeyRequest
    answer_by: date


def prepare_request(
    desk: Desk, actor: Actor, codigo: str | None = None
) -> Application | SedeChoice | InCourse:
    """Find out what a delegate may ask for; `codigo` names one sede of theirs."""
    with desk.sessions.begin() as session:
        person = require(session, actor, Ability.REQUEST_KEYS)
        sedes = _sedes_of(session, person, codigo)
        latest = _latest_of(session, person)
        requirements = requirements_of(session, person)
    waiting = [latest[sede.codigo] for sede in sedes if _waits(latest.get(sede.codigo))]
    if len(waiting) == len(sedes) <= SHOWN_AT_ONCE:
        return InCourse(person, waiting)
    if len(sedes) > 1:
        return SedeChoice(person, sedes, latest)
    found = _application(person, sedes[0], latest.get(sedes[0].codigo))
    first = found.kind is RequestKind.ENROLLMENT and not _is_open(found.previous)
    return replace(found, requirements=requirements) if first else found


def _latest_of(session: Session, person: Person) -> dict[str, KeyRequest]:
    return {request.codigo: request for request in requests.latest_of_nit(session, person.nit or "")}


def _is_open(request: KeyRequest | None) -> bool:
    return request is not None and request.status in requests.OPEN


def _waits(request: KeyRequest | None) -> bool:
    return request is not None and request.status is RequestStatus.PENDING


def _application(person: Person, sede: Provider, previous: KeyRequest | None) -> Application:
    if previous and _is_open(previous):
        return Application(person, sede, previous.kind, previous)
    # A cancelled one is the sede's latest only where no other was ever sent.
    asked_before = previous is not None and previous.status is not RequestStatus.CANCELLED
    return Application(person, sede, kind_of_request(asked_before=asked_before), previous)


def prepare_correction(desk: Desk, actor: Actor, codigo: str) -> Application:
    """Return the open request of a sede to its delegate. Raises `UserError` when there is none to correct any more."""
    with desk.sessions.begin() as session:
        person = require(session, actor, Ability.REQUEST_KEYS)
        (sede,) = _sedes_of(session, person, codigo)
        latest = _latest_of(session, person).get(codigo)
    if latest is None or latest.status is RequestStatus.CANCELLED:
        raise UserError(
            "Esta sede no tiene una solicitud para corregir. Pida llaves con `/llaves solicitar`."
        )
    if latest.status not in requests.OPEN:
        raise request_steps.overtaken_delegate(latest)
    return _application(person, sede, latest)


def sedes_to_request(desk: Desk, actor: Actor, typed: str) -> SedeChoice:
    """Return the delegate's sedes that match what they typed, to choose the one to ask keys for."""
    with desk.sessions.begin() as session:
        person = require(session, actor, Ability.REQUEST_KEYS)
        latest = _latest_of(session, person)
        found = [
            sede
            for sede in providers.of_nit(session, person.nit or "")
            if matches(typed, sede_label(sede, latest.get(sede.codigo)))
        ]
    return SedeChoice(person, found, latest)


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


def submit_request(
    desk: Desk, actor: Actor, form: KeyRequestForm, corrects: SentRequest | None = None
) -> Submitted:
    """Store a request, or the correction of an open one, with its consents; the officials get its card.

    `corrects` is the request as it was read to be corrected; without it, a returned one of the sede is. Raises
    `FieldError` or `UserError`; then nothing is stored.
    """
    return desk.transact(lambda session: _submit(desk, session, actor, form, corrects))


def _submit(
    desk: Desk, session: Session, actor: Actor, form: KeyRequestForm, corrects: SentRequest | None
) -> Submitted:
    person = require(session, actor, Ability.REQUEST_KEYS)
    _sedes_of(session, person, form.codigo)
    current = requests.open_of(session, form.codigo)
    if corrects is None and current and current.status is RequestStatus.RETURNED:
        corrects = SentRequest.of(current)
    if corrects is not None:
        request = _correct(desk, session, actor, person, corrects, form)
    elif current is None:
        request = _create(desk, session, actor, person, form)
    else:
        raise request_steps.overtaken_delegate(current)
    keep_consents(desk, session, person, ConsentKind.TERMS, ConsentKind.PERSONAL_DATA, request=request)
    timetable = desk.timetable
    return Submitted(
        person, request, answer_due(request.submitted_at, timetable.promised_days, timetable.hours)
    )


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
    desk: Desk, session: Session, actor: Actor, person: Person, read: SentRequest, form: KeyRequestForm
) -> KeyRequest:
    before = requests.load(session, read.id)
    if before is None or before.codigo != form.codigo:
        raise UserError("Esta solicitud no es de la sede elegida. Ábrala de nuevo con `/llaves solicitar`.")
    request = request_steps.move(
        desk,
        session,
        read.id,
        RequestStep.CORRECT if read.status is RequestStatus.PENDING else RequestStep.RESUBMIT,
        submitted_at=read.submitted_at,
        resubmitted_by_id=person.id,
        resubmitted_at=desk.now(),
        # The wait starts anew, and what was said of it.
        chased_step=0,
        chase_id=None,
        delay_told_at=None,
        **form.model_dump(include=set(ANSWERS)),
    )
    subject = f"request:{request.id}"
    note(desk, session, actor, AuditAction.REQUEST_CORRECTED, subject, codigo=request.codigo)
    announce(desk, session, IntentKind.REQUEST_CORRECTED, CardKind.REQUEST, request)
    return request
