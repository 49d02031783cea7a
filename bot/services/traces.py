"""What a use case leaves behind in its own transaction: an audit line, proofs of consent, intents to tell Slack."""

from sqlalchemy.orm import Session

from bot.rules.consent_texts import CURRENT
from bot.services.access import Actor
from bot.services.desk import Desk
from storage import audit, consents, outbox
from storage.enums import AuditAction, CardKind, ConsentKind, IntentKind
from storage.models import Key, KeyRequest, Person

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
    """Queue the card of a subject, to be drawn as it is after this transaction."""
    _add(desk, session, _CARD_INTENTS[kind], subject, _card_lane(kind, subject))


def announce(
    desk: Desk, session: Session, intent: IntentKind, kind: CardKind, subject: Person | KeyRequest
) -> None:
    """Queue a word in the thread of a subject's card: Slack tells nobody that a card was redrawn."""
    _add(desk, session, intent, subject, _card_lane(kind, subject))


def tell(
    desk: Desk, session: Session, intent: IntentKind, subject: Person | KeyRequest | Key, person_id: int
) -> None:
    """Queue a direct message about a subject to a person."""
    _add(
        desk,
        session,
        intent,
        subject,
        f"dm:{person_id}",
        recipient_id=person_id,
        dedupe_key=f"{intent}:{subject.id}:{subject.version}:{person_id}",
    )


def _add(
    desk: Desk,
    session: Session,
    intent: IntentKind,
    subject: Person | KeyRequest | Key,
    lane: str,
    *,
    recipient_id: int | None = None,
    dedupe_key: str | None = None,
) -> None:
    outbox.add(
        session,
        kind=intent,
        subject_id=subject.id,
        dedupe_key=dedupe_key or f"{intent}:{subject.id}:{subject.version}",
        lane=lane,
        recipient_id=recipient_id,
        now=desk.now(),
    )
