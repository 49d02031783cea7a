"""What an intent says at the moment it is sent: the subject's state now, not when the intent was added."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from bot.views import cards as card_views
from bot.views import notices
from bot.views.message import Message
from storage import cards, keys, people, providers, requests
from storage.enums import CardKind, IntentKind, PersonStatus, RequestStatus, Role
from storage.models import Card, Intent, Person, Provider


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


Draft = CardDraft | DirectDraft | ReplyDraft


def draft(session: Session, intent: Intent, channels: Channels) -> Draft | None:
    """Return what to send for an intent, or None when it no longer holds or a newer card shows it already."""
    return _DRAFTS[intent.kind](session, intent.subject_id, channels)


def _registration_card(session: Session, person_id: int, channels: Channels) -> Draft | None:
    person = people.load(session, person_id)
    placed = cards.find(session, CardKind.REGISTRATION, person_id)
    if person is None or _is_shown(placed, person.version):
        return None
    delegates = people.active_delegates(session, person.nit) if person.nit else ()
    others = [other for other in delegates if other.id != person.id]
    return CardDraft(
        kind=CardKind.REGISTRATION,
        subject_id=person_id,
        version=person.version,
        channel=channels.officials if person.role is Role.DELEGATE else channels.managers,
        placed=placed,
        message=card_views.registration_card(person, _provider_of(session, person), others),
    )


def _request_card(session: Session, request_id: int, channels: Channels) -> Draft | None:
    request = requests.load(session, request_id)
    placed = cards.find(session, CardKind.REQUEST, request_id)
    if request is None or _is_shown(placed, request.version):
        return None
    return CardDraft(
        kind=CardKind.REQUEST,
        subject_id=request_id,
        version=request.version,
        channel=channels.officials,
        placed=placed,
        message=card_views.request_card(request),
    )


def _registration_repeated(session: Session, person_id: int, _channels: Channels) -> Draft | None:
    person = people.load(session, person_id)
    card = cards.find(session, CardKind.REGISTRATION, person_id)
    if person is None or card is None or person.status is not PersonStatus.PENDING:
        return None
    return ReplyDraft(card, notices.registration_repeated(person))


def _request_corrected(session: Session, request_id: int, _channels: Channels) -> Draft | None:
    request = requests.load(session, request_id)
    card = cards.find(session, CardKind.REQUEST, request_id)
    if request is None or card is None or request.status is not RequestStatus.PENDING:
        return None
    return ReplyDraft(card, notices.request_corrected(request))


def _registration_decided(session: Session, person_id: int, _channels: Channels) -> Draft | None:
    person = people.load(session, person_id)
    if person is None or person.status not in {PersonStatus.ACTIVE, PersonStatus.REJECTED}:
        return None
    return DirectDraft(person, notices.registration_decided(person, _provider_of(session, person)))


def _request_returned(session: Session, request_id: int, _channels: Channels) -> Draft | None:
    request = requests.load(session, request_id)
    if request is None or request.status is not RequestStatus.RETURNED:
        return None
    return DirectDraft(request.submitted_by, notices.request_returned(request))


def _keys_assigned(session: Session, request_id: int, _channels: Channels) -> Draft | None:
    request = requests.load(session, request_id)
    if request is None or request.status is not RequestStatus.ASSIGNED:
        return None
    in_force = keys.in_force(session, request.codigo)
    return DirectDraft(request.submitted_by, notices.keys_assigned(request, in_force))


def _is_shown(placed: Card | None, version: int) -> bool:
    return placed is not None and placed.drawn_version >= version


def _provider_of(session: Session, person: Person) -> Provider | None:
    sedes = providers.of_nit(session, person.nit) if person.nit else ()
    return sedes[0] if sedes else None


_DRAFTS: Mapping[IntentKind, Callable[[Session, int, Channels], Draft | None]] = {
    IntentKind.REGISTRATION_CARD: _registration_card,
    IntentKind.REGISTRATION_REPEATED: _registration_repeated,
    IntentKind.REGISTRATION_DECIDED: _registration_decided,
    IntentKind.REQUEST_CARD: _request_card,
    IntentKind.REQUEST_CORRECTED: _request_corrected,
    IntentKind.REQUEST_RETURNED: _request_returned,
    IntentKind.KEYS_ASSIGNED: _keys_assigned,
}
