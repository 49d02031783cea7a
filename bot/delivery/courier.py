"""Works the outbox off: one commit to claim, the calls to Slack outside any transaction, one commit to settle."""

import random
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from threading import Event

import structlog
from slack_sdk import WebClient

from bot.delivery import pace, render
from bot.delivery.carrier import POST, UPDATE, CallFailedError, Carrier
from bot.delivery.faults import Fault, Reaction
from bot.delivery.pace import Pace, Route
from bot.delivery.render import CardDraft, Channels, DirectDraft, ReplyDraft
from bot.metrics import Metrics
from bot.views.cards import card_moved
from bot.views.message import Message
from storage import cards, outbox
from storage.db import Sessions
from storage.models import Card, Person
from storage.outbox import Claim

LEASE = timedelta(minutes=2)  # longer than the slowest delivery: a few calls that time out after 10 s
IDLE_SECONDS = 0.3
INTERRUPTED_SECONDS = 5

_CLOCK_SKEW = timedelta(minutes=10)  # between our clock and the one that stamps Slack's messages
_ATTEMPTS_BEFORE_POSTING_BLINDLY = 10
_PASSING = frozenset({Reaction.OBEY, Reaction.RETRY})


class _NotYetError(Exception):
    """The channel has to wait; `seconds` tells until when."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class Delivery:
    """Tells Slack what the outbox holds. Use each instance from one thread; replicas share only the database.

    `client` must have no retry handlers and a time-out of about 10 s. `luck` returns 0…1 and spreads retries.
    """

    def __init__(
        self,
        sessions: Sessions,
        client: WebClient,
        channels: Channels,
        now: Callable[[], datetime],
        metrics: Metrics,
        *,
        monotonic: Callable[[], float] = time.monotonic,
        luck: Callable[[], float] = random.random,
    ) -> None:
        self._sessions = sessions
        self._carrier = Carrier(client)
        self._channels = channels
        self._now = now
        self._metrics = metrics
        self._monotonic = monotonic
        self._luck = luck
        self._pace = Pace()
        self._log = structlog.get_logger(__name__)

    def run(self, stop: Event) -> None:
        """Deliver until `stop` is set. No failure ends it: a database that is away is asked again."""
        while not stop.is_set():
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
        paced, self._pace = self._pace, Pace(seconds_between=0)
        try:
            taken = 0
            while self.deliver_next():
                taken += 1
            return taken
        finally:
            self._pace = paced

    def deliver_next(self) -> bool:
        """Take one due intent as far as it goes now; return False when none is due."""
        with self._sessions.begin() as session:
            claim = outbox.claim(session, self._now(), LEASE)
        if claim is None:
            return False
        try:
            self._carry(claim)
        except _NotYetError as wait:
            with self._sessions.begin() as session:
                outbox.postpone(session, claim, self._in(wait.seconds))
        except CallFailedError as failure:
            self._failed(claim, failure)
        except Exception as error:  # noqa: BLE001 - a fault of ours must not stop the other intents
            self._broke(claim, error)
        return True

    def _carry(self, claim: Claim) -> None:
        with self._sessions.begin() as session:
            draft = render.draft(session, claim.intent, self._channels)
        match draft:
            case CardDraft():
                self._draw(claim, draft)
            case DirectDraft():
                self._tell(claim, draft)
            case ReplyDraft():
                self._reply(claim, draft)
            case None:
                with self._sessions.begin() as session:
                    outbox.settle_obsolete(session, claim)
                self._report(claim, "obsolete")

    def _draw(self, claim: Claim, draft: CardDraft) -> None:
        """Redraw the card where it stands, or where an attempt in doubt left it; else post it."""
        place = self._redrawn(draft)
        if place is None:
            found = self._find(claim, draft.channel)
            if found is not None and self._update(draft.message, draft.channel, found):
                place = draft.channel, found
        if place is None:
            self._take_turn(POST, draft.channel)
            place = (
                draft.channel,
                self._carrier.post(draft.channel, draft.message, claim.intent.operation_id),
            )
        with self._sessions.begin() as session:
            # Whoever outlived the lease leaves the card's place to the successor.
            if outbox.settle_sent(session, claim, self._now()):
                cards.place(session, draft.kind, draft.subject_id, *place, draft.version)
        self._report(claim, "sent")

    def _redrawn(self, draft: CardDraft) -> tuple[str, str] | None:
        card = draft.placed
        if card is None:
            return None
        if card.channel != draft.channel:
            self._retire(card)
            return None
        return (card.channel, card.ts) if self._update(draft.message, card.channel, card.ts) else None

    def _retire(self, card: Card) -> None:
        """Leave a word where a card stood that goes on in another channel, out of reach or not."""
        self._take_turn(UPDATE, card.channel)
        try:
            self._carrier.update(card.channel, card.ts, card_moved())
        except CallFailedError as failure:
            if failure.fault.reaction in _PASSING:
                raise
            self._log.warning(
                "card_not_retired", kind=card.kind, subject=card.subject_id, code=failure.fault.code
            )

    def _update(self, message: Message, channel: str, ts: str) -> bool:
        """Return False when the message cannot be updated any more."""
        self._take_turn(UPDATE, channel)
        try:
            self._carrier.update(channel, ts, message)
        except CallFailedError as failure:
            if failure.fault.reaction is not Reaction.GONE:
                raise
            self._log.warning("card_lost", channel=channel, code=failure.fault.code)
            return False
        return True

    def _tell(self, claim: Claim, draft: DirectDraft) -> None:
        """Post the direct message, unless an attempt in doubt already did."""
        channel = draft.person.dm_channel or self._open_dm(draft.person)
        if self._find(claim, channel) is None:
            self._take_turn(POST, channel)
            try:
                self._carrier.post(channel, draft.message, claim.intent.operation_id)
            except CallFailedError as failure:
                if failure.fault.code == "channel_not_found":
                    self._remember_dm(draft.person, None)  # the next try opens it anew
                raise
        with self._sessions.begin() as session:
            outbox.settle_sent(session, claim, self._now())
        self._report(claim, "sent")

    def _reply(self, claim: Claim, draft: ReplyDraft) -> None:
        """Post in the card's thread, or in its channel when there is no thread any more."""
        channel = draft.card.channel
        if self._find(claim, channel) is None:
            self._take_turn(POST, channel)
            post = partial(self._carrier.post, channel, draft.message, claim.intent.operation_id)
            try:
                post(thread=draft.card.ts)
            except CallFailedError as failure:
                if failure.fault.reaction is not Reaction.GONE:
                    raise
                post()
        with self._sessions.begin() as session:
            outbox.settle_sent(session, claim, self._now())
        self._report(claim, "sent")

    def _open_dm(self, person: Person) -> str:
        try:
            channel = self._carrier.open_dm(person.user_id)
        except CallFailedError as failure:
            if failure.fault.reaction is not Reaction.REPAIR:
                raise
            # Without im:write the message still goes out: chat.postMessage takes a user's id for a channel.
            self._log.warning("dm_not_opened", person=person.id, **_told(failure.fault))
            return person.user_id
        self._remember_dm(person, channel)
        return channel

    def _remember_dm(self, person: Person, channel: str | None) -> None:
        with self._sessions.begin() as session:
            cards.remember_dm(session, person.id, channel)

    def _find(self, claim: Claim, channel: str) -> str | None:
        """Return the ts of the message an attempt in doubt left behind, if there was one and it can be seen."""
        if not claim.in_doubt:
            return None
        intent = claim.intent
        try:
            return self._carrier.find(channel, intent.operation_id, intent.created_at - _CLOCK_SKEW)
        except CallFailedError as failure:
            if failure.fault.reaction in _PASSING and intent.attempts < _ATTEMPTS_BEFORE_POSTING_BLINDLY:
                raise
            # A second message is better than a request nobody hears of.
            self._log.warning("history_not_readable", **_named(claim), **_told(failure.fault))
            return None

    def _take_turn(self, method: str, channel: str) -> None:
        seconds = self._pace.wait(Route(method, channel), self._monotonic())
        if seconds > 0:
            raise _NotYetError(seconds)

    def _failed(self, claim: Claim, failure: CallFailedError) -> None:
        fault = failure.fault
        if fault.reaction is Reaction.UNREACHABLE:
            with self._sessions.begin() as session:
                outbox.settle_dead(session, claim, fault.code)
            self._log.error("person_unreachable", **_named(claim), code=fault.code)
            self._report(claim, "dead")
            return
        seconds = self._seconds_until_retry(claim, failure)
        in_doubt = fault.ambiguous if failure.method == POST else claim.in_doubt
        log = self._log.warning if fault.reaction in _PASSING else self._log.error
        log(
            "delivery_failed", **_named(claim), method=failure.method, **_told(fault), retry_in=round(seconds)
        )
        self._retry(claim, seconds, fault.code, in_doubt=in_doubt)

    def _seconds_until_retry(self, claim: Claim, failure: CallFailedError) -> float:
        attempts, luck = claim.intent.attempts, self._luck()
        match failure.fault.reaction:
            case Reaction.OBEY:
                seconds = pace.obeyed(failure.fault.retry_after, luck)
                self._pace.hold(Route(failure.method, failure.channel), self._monotonic(), seconds)
                return seconds
            case Reaction.RETRY:
                return pace.backoff(attempts, luck)
            case _:
                return pace.slow_backoff(attempts, luck)

    def _broke(self, claim: Claim, error: Exception) -> None:
        name = type(error).__name__
        seconds = pace.slow_backoff(claim.intent.attempts, self._luck())
        self._log.error("delivery_broke", **_named(claim), exc_info=error, retry_in=round(seconds))
        self._retry(claim, seconds, name, in_doubt=True)

    def _retry(self, claim: Claim, seconds: float, error: str, *, in_doubt: bool) -> None:
        with self._sessions.begin() as session:
            outbox.settle_retry(session, claim, self._in(seconds), error, in_doubt=in_doubt)
        self._metrics.delivered(claim.intent.kind, "retried")

    def _report(self, claim: Claim, outcome: str) -> None:
        self._log.info("intent_settled", **_named(claim), outcome=outcome)
        self._metrics.delivered(claim.intent.kind, outcome)

    def _in(self, seconds: float) -> datetime:
        return self._now() + timedelta(seconds=seconds)


def _named(claim: Claim) -> dict[str, object]:
    intent = claim.intent
    return {
        "kind": intent.kind,
        "subject": intent.subject_id,
        "operation_id": intent.operation_id,
        "attempts": intent.attempts,
    }


def _told(fault: Fault) -> dict[str, object]:
    if fault.reaction in _PASSING:
        return {"code": fault.code}
    return {"code": fault.code, "remedy": fault.remedy}
