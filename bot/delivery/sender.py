"""Puts one draft where it belongs in Slack: a card in its place, a direct message, a word in a card's thread."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import structlog
from slack_sdk import WebClient

from bot.delivery.carrier import EVERYBODY, POST, PUBLISH, UPDATE, CallFailedError, Carrier
from bot.delivery.faults import Fault, Reaction
from bot.delivery.pace import Pace, Route
from bot.delivery.rendering.drafts import CardDraft, DirectDraft, HomeDraft, ReplyDraft
from bot.views.messages.cards import card_moved
from bot.views.messages.message import Message
from storage import cards
from storage.db import Sessions
from storage.models import Card, Person
from storage.outbox import Claim

PASSING = frozenset({Reaction.OBEY, Reaction.RETRY})

_CLOCK_SKEW = timedelta(minutes=10)  # between our clock and the one that stamps Slack's messages
_ATTEMPTS_BEFORE_POSTING_BLINDLY = 10


class NotYetError(Exception):
    """The channel has to wait; `seconds` tells until when."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class Sender:
    """Sends, and looks first where an attempt in doubt may have left its message. Settles nothing.

    Every method may raise `NotYetError` when a channel's turn has not come, and `CallFailedError`.
    """

    def __init__(self, sessions: Sessions, client: WebClient, monotonic: Callable[[], float]) -> None:
        self.pace = Pace()
        self._sessions = sessions
        self._carrier = Carrier(client)
        self._monotonic = monotonic
        self._log = structlog.get_logger(__name__)

    def draw(self, claim: Claim, draft: CardDraft) -> tuple[str, str]:
        """Redraw the card where it stands, or where an attempt in doubt left it, else post it; return its place."""
        place = self._redrawn(draft)
        if place is not None:
            return place
        found = self._find(claim, draft.channel)
        if found is not None and self._update(draft.message, draft.channel, found):
            return draft.channel, found
        self._take_turn(POST, draft.channel)
        return draft.channel, self._carrier.post(draft.channel, draft.message, claim.intent.operation_id)

    def tell(self, claim: Claim, draft: DirectDraft) -> None:
        """Post the direct message, unless an attempt in doubt already did."""
        channel = draft.person.dm_channel or self._open_dm(draft.person)
        if self._find(claim, channel) is not None:
            return
        self._take_turn(POST, channel)
        try:
            self._carrier.post(channel, draft.message, claim.intent.operation_id)
        except CallFailedError as failure:
            if failure.fault.code == "channel_not_found":
                self._remember_dm(draft.person, None)  # the next try opens it anew
            raise

    def reply(self, claim: Claim, draft: ReplyDraft) -> None:
        """Post in the card's thread, or in its channel when there is no thread any more."""
        channel = draft.card.channel
        if self._find(claim, channel) is not None:
            return
        self._take_turn(POST, channel)
        post = partial(self._carrier.post, channel, draft.message, claim.intent.operation_id)
        try:
            post(thread=draft.card.ts)
        except CallFailedError as failure:
            if failure.fault.reaction is not Reaction.GONE:
                raise
            post()

    def publish(self, draft: HomeDraft) -> None:
        """Show a Home; drawing it a second time does no harm, so nothing is looked up."""
        self._take_turn(PUBLISH, EVERYBODY)
        self._carrier.publish(draft.person.user_id, draft.view)

    def hold(self, failure: CallFailedError, seconds: float) -> None:
        """Close the way a call failed on for `seconds`, because Slack said so."""
        self.pace.hold(Route(failure.method, failure.channel), self._monotonic(), seconds)

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
            if failure.fault.reaction in PASSING:
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

    def _open_dm(self, person: Person) -> str:
        try:
            channel = self._carrier.open_dm(person.user_id)
        except CallFailedError as failure:
            if failure.fault.reaction is not Reaction.REPAIR:
                raise
            # Without im:write the message still goes out: chat.postMessage takes a user's id for a channel.
            self._log.warning("dm_not_opened", person=person.id, **told(failure.fault))
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
            if failure.fault.reaction in PASSING and intent.attempts < _ATTEMPTS_BEFORE_POSTING_BLINDLY:
                raise
            # A second message is better than a request nobody hears of.
            self._log.warning("history_not_readable", **named(claim), **told(failure.fault))
            return None

    def _take_turn(self, method: str, channel: str) -> None:
        seconds = self.pace.wait(Route(method, channel), self._monotonic())
        if seconds > 0:
            raise NotYetError(seconds)


def named(claim: Claim) -> dict[str, object]:
    """Return what a log line says of an intent."""
    intent = claim.intent
    return {
        "kind": intent.kind,
        "subject": intent.subject_id,
        "operation_id": intent.operation_id,
        "attempts": intent.attempts,
    }


def told(fault: Fault) -> dict[str, object]:
    """Return what a log line says of a failure: the remedy where somebody has to act."""
    if fault.reaction in PASSING:
        return {"code": fault.code}
    return {"code": fault.code, "remedy": fault.remedy}
