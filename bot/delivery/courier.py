"""Works the outbox off: one commit to claim, the calls to Slack outside any transaction, one commit to settle."""

import random
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from threading import Event

import structlog
from slack_sdk import WebClient
from sqlalchemy.orm import Session

from bot.delivery import pace
from bot.delivery.carrier import SHOWING, UPLOAD, CallFailedError, Place
from bot.delivery.faults import Reaction
from bot.delivery.pace import Outage, Pace
from bot.delivery.rendering.drafts import (
    CardDraft,
    ChannelDraft,
    DigestDraft,
    DirectDraft,
    Draft,
    FileDraft,
    HomeDraft,
    ReplyDraft,
)
from bot.delivery.rendering.job import Job, Surroundings
from bot.delivery.rendering.render import draft as draft_of
from bot.delivery.sender import PASSING, NotYetError, Sender, named, told
from bot.metrics import Metrics
from storage import cards, digests, outbox
from storage.db import Sessions
from storage.enums import IntentKind
from storage.models import Person
from storage.outbox import Claim
from storage.reading import reading

LEASE = timedelta(
    minutes=2
)  # longer than the slowest delivery: a few calls that time out after 10 s, or a file
IDLE_SECONDS = 0.3
INTERRUPTED_SECONDS = 5
ATTEMPTS_FOR_A_FILE = (
    100  # a day of waiting for a scope or a policy; the list is of its day, and 20 MB each time
)


class Delivery:
    """Tells Slack what the outbox holds. Use each instance from one thread; replicas share only the database.

    `client` must have no retry handlers and a time-out of about 10 s. `luck` returns 0…1 and spreads retries.
    """

    def __init__(
        self,
        sessions: Sessions,
        client: WebClient,
        surroundings: Surroundings,
        now: Callable[[], datetime],
        metrics: Metrics,
        *,
        monotonic: Callable[[], float] = time.monotonic,
        luck: Callable[[], float] = random.random,
    ) -> None:
        self._sessions = sessions
        self._sender = Sender(sessions, client, monotonic)
        self._monotonic = monotonic
        self._outage = Outage()
        self._surroundings = surroundings
        self._now = now
        self._metrics = metrics
        self._luck = luck
        self._log = structlog.get_logger(__name__)

    def run(self, stop: Event) -> None:
        """Deliver until `stop` is set. No failure ends it: a database that is away is asked again."""
        while not stop.is_set():
            # Before anything is claimed: whoever is most pressing afterwards goes first.
            if (seconds := max(self._sender.pause(), self._outage.rest(self._monotonic()))) > 0:
                stop.wait(seconds)
                continue
            try:
                worked = self.deliver_next()
            except Exception as error:  # noqa: BLE001 - the loop outlives everything
                self._log.error("delivery_interrupted", error=type(error).__name__)
                stop.wait(INTERRUPTED_SECONDS)
            else:
                if not worked:
                    stop.wait(IDLE_SECONDS)

    def drain(self) -> int:
        """Deliver everything due now without spacing it out, and return how many intents that were; for tests."""
        paced, self._sender.pace = self._sender.pace, Pace(seconds_between=0)
        try:
            taken = 0
            while self.deliver_next():
                taken += 1
            return taken
        finally:
            self._sender.pace = paced

    def deliver_next(self) -> bool:
        """Take one due intent as far as it goes now; return False when none is due."""
        with self._sessions.begin() as session:
            claim = outbox.claim(session, self._now(), LEASE)
        if claim is None:
            return False
        try:
            self._carry(claim)
        except NotYetError as wait:
            with self._sessions.begin() as session:
                outbox.postpone(session, claim, self._in(wait.seconds))
        except CallFailedError as failure:
            self._failed(claim, failure)
        except Exception as error:  # noqa: BLE001 - a fault of ours must not stop the other intents
            self._broke(claim, error)
        return True

    def _carry(self, claim: Claim) -> None:
        with reading(self._sessions) as session:  # the whole list of a digest takes its time
            draft = draft_of(Job(session, claim.intent, self._surroundings, self._now()))
        if draft is not None:
            self._send(claim, draft)
            self._outage.over()
        elif claim.intent.kind is IntentKind.HOME:
            self._forget(claim, "obsolete")
        else:
            with self._sessions.begin() as session:
                outbox.settle_obsolete(session, claim)
            self._report(claim, "obsolete")

    def _send(self, claim: Claim, draft: Draft) -> None:
        match draft:
            case CardDraft():
                self._settle(
                    claim, partial(_remember_card, draft=draft, place=self._sender.draw(claim, draft))
                )
            case DirectDraft():
                self._sender.tell(claim, draft.person, draft.message)
                self._settle(claim)
            case ReplyDraft():
                self._sender.reply(claim, draft)
                self._settle(claim)
            case ChannelDraft():
                self._sender.announce(claim, draft.channel, draft.message)
                self._settle(claim)
            case DigestDraft():
                place = self._post_digest(claim, draft)
                self._settle(claim, partial(_remember_digest, draft=draft, place=place, now=self._now()))
            case FileDraft():
                self._sender.attach(claim, draft)
                self._settle(claim)
            case HomeDraft():
                self._sender.publish(draft)
                self._forget(claim, "sent")

    def _post_digest(self, claim: Claim, draft: DigestDraft) -> Place:
        if isinstance(draft.to, Person):
            return self._sender.tell(claim, draft.to, draft.message)
        return self._sender.announce(claim, draft.to, draft.message)

    def _settle(self, claim: Claim, remember: Callable[[Session], None] | None = None) -> None:
        with self._sessions.begin() as session:
            # Whoever outlived the lease leaves the place to the successor.
            if outbox.settle_sent(session, claim, self._now()) and remember:
                remember(session)
        self._report(claim, "sent")

    def _forget(self, claim: Claim, outcome: str) -> None:
        with self._sessions.begin() as session:
            outbox.forget(session, claim)
        self._report(claim, outcome)

    def _failed(self, claim: Claim, failure: CallFailedError) -> None:
        fault = failure.fault
        if fault.reaction in PASSING:
            told_to_wait = pace.obeyed(fault.retry_after, 1.0) if fault.reaction is Reaction.OBEY else 0.0
            self._outage.failed(self._monotonic(), told_to_wait)
        else:
            self._outage.over()
        if reason := _hopeless(claim, failure):
            with self._sessions.begin() as session:
                outbox.settle_dead(session, claim, fault.code)
            self._log.error(reason, **named(claim), **told(fault))
            self._report(claim, "dead")
            return
        seconds = self._seconds_until_retry(claim, failure)
        in_doubt = fault.ambiguous if failure.method in SHOWING else claim.in_doubt
        log = self._log.warning if fault.reaction in PASSING else self._log.error
        log("delivery_failed", **named(claim), method=failure.method, **told(fault), retry_in=round(seconds))
        self._retry(claim, seconds, fault.code, in_doubt=in_doubt)

    def _seconds_until_retry(self, claim: Claim, failure: CallFailedError) -> float:
        attempts, luck = claim.intent.attempts, self._luck()
        match failure.fault.reaction:
            case Reaction.OBEY:
                seconds = pace.obeyed(failure.fault.retry_after, luck)
                self._sender.hold(failure, seconds)
                return seconds
            case Reaction.RETRY if failure.method != UPLOAD:  # Slack shows a file a while after it took it
                return pace.backoff(attempts, luck)
            case _:
                return pace.slow_backoff(attempts, luck)

    def _broke(self, claim: Claim, error: Exception) -> None:
        name = type(error).__name__
        seconds = pace.slow_backoff(claim.intent.attempts, self._luck())
        self._log.error("delivery_broke", **named(claim), exc_info=error, retry_in=round(seconds))
        self._retry(claim, seconds, name, in_doubt=True)

    def _retry(self, claim: Claim, seconds: float, error: str, *, in_doubt: bool) -> None:
        with self._sessions.begin() as session:
            outbox.settle_retry(session, claim, self._in(seconds), error, in_doubt=in_doubt)
        self._metrics.delivered(claim.intent.kind, "retried")

    def _report(self, claim: Claim, outcome: str) -> None:
        self._log.info("intent_settled", **named(claim), outcome=outcome)
        self._metrics.delivered(claim.intent.kind, outcome)

    def _in(self, seconds: float) -> datetime:
        return self._now() + timedelta(seconds=seconds)


def _remember_card(session: Session, *, draft: CardDraft, place: Place) -> None:
    cards.place(session, draft.kind, draft.subject_id, place.channel, place.ts, draft.version)


def _remember_digest(session: Session, *, draft: DigestDraft, place: Place, now: datetime) -> None:
    """Note where a digest stands, and that the whole list is to be put beside it."""
    number = draft.digest.id
    digests.place(session, number, place.channel, place.ts)
    outbox.add(
        session,
        kind=IntentKind.DIGEST_FILE,
        subject_id=number,
        dedupe_key=f"digest_file:{number}",
        lane=f"digest:{number}",
        now=now,
    )


def _hopeless(claim: Claim, failure: CallFailedError) -> str | None:
    """Return what the log says when there is no use in trying again."""
    if failure.fault.reaction is Reaction.UNREACHABLE:
        return "person_unreachable"
    lost = failure.fault.reaction is Reaction.GONE or claim.intent.attempts >= ATTEMPTS_FOR_A_FILE
    return "file_given_up" if failure.method == UPLOAD and lost else None
