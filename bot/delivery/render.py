"""What an intent says at the moment it is sent: the subject's state now, not when the intent was added."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from slack_sdk.models.views import View
from sqlalchemy.orm import Session

from bot.services.home import home_board
from bot.views.home.home import home as home_view
from bot.views.messages import cards as card_views
from bot.views.messages import notices
from bot.views.messages.message import Message
from storage import cards, home, keys, people, providers, requests
from storage.enums import CardKind, IntentKind, PersonStatus, RequestStatus, Role
from storage.models import Card, Intent, KeyRequest, Person, Provider


@dataclass(frozen=True)
class Channels:
    """Where cards go, by Slack channel id."""

    officials: str
    managers: str


@dataclass(frozen=True)
class CardDraft:
    """A card as it must look now. `placed` is where it stands already; `channel` is where a new one goes."""

    kind: CardKind
    subject_id: int
    version: int
    channel: str
    placed: Card | None
    message: Message


@dataclass(frozen=True)
class DirectDraft:
    """A direct message to one person."""

    person: Person
    message: Message


@dataclass(frozen=True)
class ReplyDraft:
    """A word in the thread of a card, shown in its channel too."""

    card: Card
    message: Message


@dataclass(frozen=True)
class HomeDraft:
    """The Home of one person as it must look now."""

    person: Person
    view: View


Draft = CardDraft | DirectDraft | ReplyDraft | HomeDraft


@dataclass(frozen=True)
class _Job:
    session: Session
    intent: Intent
    channels: Channels
    now: datetime

    @property
    def subject_id(self) -> int:
        return self.intent.subject_id

    def recipient(self, otherwise: Person) -> Person:
        """Return whom the intent names; rows of an older version name nobody."""
        found = people.load(self.session, self.intent.recipient_id) if self.intent.recipient_id else None
        return found or otherwise


def draft(session: Session, intent: Intent, channels: Channels, now: datetime) -> Draft | None:
    """Return what to send for an intent, or None when it no longer holds or a newer card shows it already."""
    return _DRAFTS[intent.kind](_Job(session, intent, channels, now))


def _registration_card(job: _Job) -> Draft | None:
    person = people.load(job.session, job.subject_id)
    placed = cards.find(job.session, CardKind.REGISTRATION, job.subject_id)
    if person is None or _is_shown(placed, person.version):
        return None
    delegates = people.active_delegates(job.session, person.nit) if person.nit else ()
    others = [other for other in delegates if other.id != person.id]
    return CardDraft(
        kind=CardKind.REGISTRATION,
        subject_id=person.id,
        version=person.version,
        channel=job.channels.officials if person.role is Role.DELEGATE else job.channels.managers,
        placed=placed,
        message=card_views.registration_card(person, _provider_of(job.session, person), others),
    )


def _request_card(job: _Job) -> Draft | None:
    request = requests.load(job.session, job.subject_id)
    placed = cards.find(job.session, CardKind.REQUEST, job.subject_id)
    if request is None or _is_shown(placed, request.version):
        return None
    return _drawn(job, request, placed)


def _request_freed(job: _Job) -> Draft | None:
    """Draw the card without who took it: the take has ended by itself, which changes no version."""
    request = requests.load(job.session, job.subject_id)
    placed = cards.find(job.session, CardKind.REQUEST, job.subject_id)
    ended = (
        request is not None
        and request.status is RequestStatus.PENDING
        and request.taken_until is not None
        and request.taken_until <= job.now
    )
    return _drawn(job, request, placed) if request and placed and ended else None


def _drawn(job: _Job, request: KeyRequest, placed: Card | None) -> CardDraft:
    return CardDraft(
        kind=CardKind.REQUEST,
        subject_id=request.id,
        version=request.version,
        channel=job.channels.officials,
        placed=placed,
        message=card_views.request_card(request, job.now),
    )


def _registration_repeated(job: _Job) -> Draft | None:
    person = people.load(job.session, job.subject_id)
    card = cards.find(job.session, CardKind.REGISTRATION, job.subject_id)
    if person is None or card is None or person.status is not PersonStatus.PENDING:
        return None
    return ReplyDraft(card, notices.registration_repeated(person))


def _request_corrected(job: _Job) -> Draft | None:
    request = requests.load(job.session, job.subject_id)
    card = cards.find(job.session, CardKind.REQUEST, job.subject_id)
    if request is None or card is None or request.status is not RequestStatus.PENDING:
        return None
    return ReplyDraft(card, notices.request_corrected(request, request.holder(job.now)))


def _registration_decided(job: _Job) -> Draft | None:
    person = people.load(job.session, job.subject_id)
    if person is None or person.status not in {PersonStatus.ACTIVE, PersonStatus.REJECTED}:
        return None
    return DirectDraft(person, notices.registration_decided(person, _provider_of(job.session, person)))


def _access_changed(job: _Job) -> Draft | None:
    person = people.load(job.session, job.subject_id)
    if person is None or person.status not in {PersonStatus.ACTIVE, PersonStatus.SUSPENDED}:
        return None
    return DirectDraft(person, notices.access_changed(person))


def _request_returned(job: _Job) -> Draft | None:
    request = requests.load(job.session, job.subject_id)
    if request is None or request.status is not RequestStatus.RETURNED:
        return None
    return DirectDraft(job.recipient(request.submitted_by), notices.request_returned(request))


def _keys_assigned(job: _Job) -> Draft | None:
    request = requests.load(job.session, job.subject_id)
    if request is None or request.status is not RequestStatus.ASSIGNED:
        return None
    in_force = keys.in_force(job.session, request.codigo)
    return DirectDraft(job.recipient(request.submitted_by), notices.keys_assigned(request, in_force))


def _keys_updated(job: _Job) -> Draft | None:
    saved = keys.saved_with(job.session, job.subject_id)
    request = requests.load(job.session, saved[0].request_id) if saved else None
    if request is None:
        return None
    return DirectDraft(job.recipient(request.submitted_by), notices.keys_updated(request, saved))


def _home(job: _Job) -> Draft | None:
    person = people.load(job.session, job.subject_id)
    if person is None or home.is_superseded(job.session, job.intent, job.now):
        return None
    return HomeDraft(person, home_view(home_board(job.session, person, job.now)))


def _is_shown(placed: Card | None, version: int) -> bool:
    return placed is not None and placed.drawn_version >= version


def _provider_of(session: Session, person: Person) -> Provider | None:
    sedes = providers.of_nit(session, person.nit) if person.nit else ()
    return sedes[0] if sedes else None


_DRAFTS: Mapping[IntentKind, Callable[[_Job], Draft | None]] = {
    IntentKind.REGISTRATION_CARD: _registration_card,
    IntentKind.REGISTRATION_REPEATED: _registration_repeated,
    IntentKind.REGISTRATION_DECIDED: _registration_decided,
    IntentKind.ACCESS_CHANGED: _access_changed,
    IntentKind.REQUEST_CARD: _request_card,
    IntentKind.REQUEST_FREED: _request_freed,
    IntentKind.REQUEST_CORRECTED: _request_corrected,
    IntentKind.REQUEST_RETURNED: _request_returned,
    IntentKind.KEYS_ASSIGNED: _keys_assigned,
    IntentKind.KEYS_UPDATED: _keys_updated,
    IntentKind.HOME: _home,
}
