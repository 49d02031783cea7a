"""What a use case leaves behind in its own transaction: an audit line, proofs of consent, intents to tell Slack."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from bot.rules.consent_texts import CURRENT
from bot.services.access import Actor
from bot.services.desk import Desk
from storage import audit, consents, home, outbox, people
from storage.enums import AuditAction, CardKind, ConsentKind, IntentKind, PersonStatus, Role
from storage.models import Key, KeyRequest, Person

HOMES_OF_THEIR_OWN = timedelta(seconds=2)
HOMES_OF_ALL = timedelta(seconds=20)
"""How long changes are gathered before a Home is drawn: what concerns one person, and what concerns all the staff."""

OFFICIALS_LANE = "channel:officials"
MANAGERS_LANE = "channel:managers"
"""The queues of what is said in each channel, beside its cards."""

_COMMITTED_BY_THEN = timedelta(seconds=1)  # whatever was noted in time is stored before the Home is read

_CARD_INTENTS = {
    CardKind.REGISTRATION: IntentKind.REGISTRATION_CARD,
    CardKind.REQUEST: IntentKind.REQUEST_CARD,
}


def note(
    desk: Desk, session: Session, actor: Actor, action: AuditAction, subject: str, **detail: object
) -> None:
    """Write the audit line of what somebody did; `detail` never holds a secret."""
    audit.append(
        session,
        at=desk.now(),
        team_id=actor.team_id,
        user_id=actor.user_id,
        action=action,
        subject=subject,
        **detail,
    )


def keep_consents(
    desk: Desk, session: Session, person: Person, *kinds: ConsentKind, request: KeyRequest | None = None
) -> None:
    """Keep the proof that a person just accepted the current texts of these kinds."""
    for text in (CURRENT[kind] for kind in kinds):
        consents.record(
            session,
            person_id=person.id,
            request_id=request.id if request else None,
            kind=text.kind,
            version=text.version,
            body=text.body,
            sha256=text.sha256,
            at=desk.now(),
        )


def _card_lane(kind: CardKind, subject: Person | KeyRequest) -> str:
    return f"card:{kind}:{subject.id}"


def redraw_card(desk: Desk, session: Session, kind: CardKind, subject: Person | KeyRequest) -> None:
    """Queue the card of a subject, to be drawn as it is after this transaction, and the Homes that show it."""
    _add(desk, session, _CARD_INTENTS[kind], subject, _card_lane(kind, subject))
    refresh_homes(desk, session, subject)


def announce(
    desk: Desk, session: Session, intent: IntentKind, kind: CardKind, subject: Person | KeyRequest
) -> None:
    """Queue a word in the thread of a subject's card: Slack tells nobody that a card was redrawn."""
    _add(desk, session, intent, subject, _card_lane(kind, subject))


def say_freed(desk: Desk, session: Session, request: KeyRequest, official: Person, due_at: datetime) -> None:
    """Queue the word, in the thread of a request's card, that an official took it and did not finish it."""
    lane = _card_lane(CardKind.REQUEST, request)
    _add(desk, session, IntentKind.REQUEST_FREED, request, lane, recipient_id=official.id, due_at=due_at)


def tell(
    desk: Desk, session: Session, intent: IntentKind, subject: Person | KeyRequest | Key, person_id: int
) -> None:
    """Queue a direct message about a subject to a person, and the Homes that show it."""
    refresh_homes(desk, session, subject)
    _add(
        desk,
        session,
        intent,
        subject,
        f"dm:{person_id}",
        recipient_id=person_id,
        dedupe_key=f"{intent}:{subject.id}:{subject.version}:{person_id}",
    )


def tell_delegates(desk: Desk, session: Session, intent: IntentKind, request: KeyRequest) -> None:
    """Queue a direct message about a request to the delegates who hear of it."""
    for delegate in delegates_who_hear(session, request):
        tell(desk, session, intent, request, delegate.id)


def delegates_who_hear(session: Session, request: KeyRequest) -> Sequence[Person]:
    """Return who is told of a request: whoever sent it; who may act no more has successors."""
    sender = request.submitted_by
    if sender.status is PersonStatus.ACTIVE:
        return [sender]
    return people.active_delegates(session, request.provider.nit)


def refresh_homes(desk: Desk, session: Session, subject: Person | KeyRequest | Key) -> None:
    """Queue the Homes on which a subject is seen, of those who have opened theirs.

    Of a person: their own and the managers'; of a request or a key: its delegates' and those of the staff.
    """
    if isinstance(subject, Person):
        own: Collection[int] = [subject.id] if subject.home_opened_at else []
        staff = home.staff_watching(session, Role.MANAGER)
    else:
        own = home.delegates_watching(session, subject.codigo)
        staff = home.staff_watching(session, Role.OFFICIAL, Role.MANAGER)
    _queue_homes(desk, session, own, HOMES_OF_THEIR_OWN)
    _queue_homes(desk, session, [each for each in staff if each not in own], HOMES_OF_ALL)


def draw_home(desk: Desk, session: Session, person_id: int) -> None:
    """Queue the Home of one person."""
    _queue_homes(desk, session, [person_id], HOMES_OF_THEIR_OWN)


def _queue_homes(desk: Desk, session: Session, person_ids: Collection[int], every: timedelta) -> None:
    now = desk.now()
    seconds = int(every.total_seconds())
    number = int(now.timestamp()) // seconds
    ends = datetime.fromtimestamp((number + 1) * seconds, UTC)
    home.queue(session, person_ids, now=now, due_at=ends + _COMMITTED_BY_THEN)


def _add(
    desk: Desk,
    session: Session,
    intent: IntentKind,
    subject: Person | KeyRequest | Key,
    lane: str,
    *,
    recipient_id: int | None = None,
    dedupe_key: str | None = None,
    due_at: datetime | None = None,
) -> None:
    outbox.add(
        session,
        kind=intent,
        subject_id=subject.id,
        dedupe_key=dedupe_key or f"{intent}:{subject.id}:{subject.version}",
        lane=lane,
        recipient_id=recipient_id,
        now=desk.now(),
        due_at=due_at,
    )
