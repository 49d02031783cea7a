"""Where things stand for whoever asks, without a secret: for `/llaves estado`, the menu and the session header."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from slack_sdk.models.blocks import Block
from sqlalchemy.orm import Session

from bot.rules.lifecycle import kind_of_request
from bot.rules.staleness import answer_expected
from bot.services.access import Actor
from bot.services.desk import Desk
from bot.views.home.boards import DelegateMenu, InCourse, ManagerMenu, Menu, Offer, OfficialMenu, VisitorBoard
from bot.views.session import Place, header_for
from storage import home, keys, people, providers, requests
from storage.enums import Environment, PersonStatus, RequestKind, RequestStatus, Role
from storage.models import Key, KeyRequest, Person, Provider


@dataclass(frozen=True)
class Standing:
    """A person, or nobody yet; for a delegate their requests and expiries, for the others the queue's length.

    `unasked` counts a delegate's sedes that never asked for keys; `answers` tells, by código, until when to expect the
    answer to what is pending.
    """

    person: Person | None
    provider: Provider | None
    requests: Sequence[KeyRequest]
    keys: Mapping[str, Mapping[Environment, Key]]
    pending: int
    unasked: int
    now: datetime
    answers: Mapping[str, date] = field(default_factory=dict)

    @property
    def active(self) -> bool:
        """Tell whether the person may act."""
        return self.person is not None and self.person.status is PersonStatus.ACTIVE


def standing(desk: Desk, actor: Actor) -> Standing:
    """Return what `/llaves estado` and `/llaves ayuda` tell; anybody may ask about themselves."""
    with desk.sessions.begin() as session:
        person = people.find(session, actor.team_id, actor.user_id)
        sedes = _sedes(session, person)
        own: Sequence[KeyRequest] = []
        pending = unasked = 0
        if person and person.status is PersonStatus.ACTIVE:
            if person.role is Role.DELEGATE:
                own = requests.latest_of_nit(session, person.nit or "")
                unasked = len(sedes) - len(own)
            else:
                pending = requests.count_pending(session)
        in_force = home.keys_in_force(session, [request.codigo for request in own])
        return Standing(
            person=person,
            provider=next(iter(sedes), None),
            requests=own,
            keys={request.codigo: in_force.get(request.codigo, {}) for request in own},
            pending=pending,
            unasked=unasked,
            now=desk.now(),
            answers={
                each.codigo: _expected(desk, each) for each in own if each.status is RequestStatus.PENDING
            },
        )


def _expected(desk: Desk, request: KeyRequest) -> date:
    days, hours = desk.timetable.promised_days, desk.timetable.hours
    return answer_expected(request.submitted_at, request.delay_told_at, days, hours)


def _sedes(session: Session, person: Person | None) -> Sequence[Provider]:
    return providers.of_nit(session, person.nit) if person and person.nit else ()


def session_header(desk: Desk, actor: Actor, place: Place = Place.NOTICE) -> list[Block]:
    """Return the header of whoever acts, or the breadcrumb alone when nobody knows them."""
    with desk.sessions.begin() as session:
        person = people.find(session, actor.team_id, actor.user_id)
        sedes = _sedes(session, person)
    return header_for(person, sedes, place)


def menu_of(desk: Desk, actor: Actor) -> Menu:
    """Return what the menu offers to whoever opens it; anybody may."""
    with desk.sessions.begin() as session:
        person = people.find(session, actor.team_id, actor.user_id)
        if person is None or person.status is not PersonStatus.ACTIVE:
            return VisitorBoard(person, next(iter(_sedes(session, person)), None))
        match person.role:
            case Role.DELEGATE:
                return _delegate_menu(session, person)
            case Role.OFFICIAL:
                return OfficialMenu(person, requests.count_pending(session))
            case Role.MANAGER:
                return ManagerMenu(person, sum(home.registrations_waiting(session).values()))


def _delegate_menu(session: Session, person: Person) -> DelegateMenu:
    sedes = _sedes(session, person)
    latest = {request.codigo: request for request in requests.latest_of_nit(session, person.nit or "")}
    return DelegateMenu(
        person=person,
        sedes=sedes,
        offers={offer.kind: offer for offer in _offers(sedes, latest)},
        has_keys=bool(keys.first_expiries(session, list(latest))),
        in_course=_in_course(sedes, latest),
    )


def _in_course(sedes: Sequence[Provider], latest: Mapping[str, KeyRequest]) -> InCourse | None:
    if len(sedes) == 1:
        return None  # its open request is told beside its kind
    found = [sede for sede in sedes if _is_open(latest.get(sede.codigo))]
    if not found:
        return None
    returned = sum(latest[sede.codigo].status is RequestStatus.RETURNED for sede in found)
    return InCourse(len(found) - returned, returned, found[0] if len(found) == 1 else None)


def _offers(sedes: Sequence[Provider], latest: Mapping[str, KeyRequest]) -> Iterator[Offer]:
    free = [sede for sede in sedes if len(sedes) == 1 or not _is_open(latest.get(sede.codigo))]
    for kind in RequestKind:
        found = [sede for sede in free if _kind_for(latest.get(sede.codigo)) is kind]
        if found:
            only = found[0] if len(found) == 1 else None
            request = latest.get(only.codigo) if only else None
            yield Offer(kind, len(found), only, request if _is_open(request) else None)


def _is_open(request: KeyRequest | None) -> bool:
    return request is not None and request.status in requests.OPEN


def _kind_for(request: KeyRequest | None) -> RequestKind:
    """Return the kind of the sede's open request, or of the next one it may send."""
    if request is not None and request.status in requests.OPEN:
        return request.kind
    # A cancelled one is a sede's latest only where no other was ever sent.
    return kind_of_request(asked_before=request is not None and request.status is not RequestStatus.CANCELLED)
