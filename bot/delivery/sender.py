"""Puts one draft where it belongs in Slack: a card in its place, a message, a word or a file in a thread."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import structlog
from slack_sdk import WebClient

from bot.delivery.carrier import OPEN, POST, PUBLISH, UPDATE, UPLOAD, CallFailedError, Carrier, Place
from bot.delivery.faults import Fault, Reaction
from bot.delivery.pace import EVERYBODY, Pace, Route
from bot.delivery.rendering.drafts import CardDraft, FileDraft, HomeDraft, ReplyDraft
from bot.views.messages.cards import card_moved
from bot.views.messages.message import Message
from storage import cards
from storage.db import Sessions
from storage.enums import Priority
from storage.models import Card, Person
from storage.outbox import Claim

PASSING = frozenset({Reaction.OBEY, Reaction.RETRY})
NO_CHANNEL = "channel_not_found"
ATTEMPTS_BEFORE_POSTING_BLINDLY = 20  # about a quarter of an hour

_CLOCK_SKEW = timedelta(minutes=10)  # between our clock and the one that stamps Slack's messages


class NotYetError(Exception):
    """It is not the turn of a channel, or not the hour; `seconds` tells until when."""

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

    def draw(self, claim: Claim, draft: CardDraft) -> Place:
        """Redraw the card where it stands, or where an attempt in doubt left it, else post it; return its place."""
        place = self._redrawn(draft)
        if place is not None:
            return place
        found = self._find(claim, draft.channel)
        if found is not None and self._update(draft.message, draft.channel, found):
            return Place(draft.channel, found)
        self._take_turn(POST, draft.channel)
        return self._carrier.post(draft.channel, draft.message, claim.intent.operation_id)

    def tell(self, claim: Claim, person: Person, message: Message) -> Place:
        """Post a direct message, unless an attempt in doubt already did; return where it stands."""
        channel = person.dm_channel or self._first_channel(claim, person)
        try:
            place = self.announce(claim, channel, message)
        except CallFailedError as failure:
            if failure.method != POST or failure.fault.code != NO_CHANNEL:
                raise
            if channel != person.user_id:
                self._remember_dm(person, None)  # the next try opens it anew
                raise
            opened = self._open_dm(claim, person)  # if it cannot be, Slack tells why when asked for it alone
            place = self.announce(claim, opened, message)
        if channel == person.user_id != place.channel:
            self._remember_dm(person, place.channel)
        return place

    def announce(self, claim: Claim, channel: str, message: Message) -> Place:
        """Post in a channel, unless an attempt in doubt already did; return where it stands."""
        found = self._find(claim, channel)
        if found is not None:
            return Place(channel, found)
        self._take_turn(POST, channel)
        return self._carrier.post(channel, message, claim.intent.operation_id)

    def attach(self, claim: Claim, draft: FileDraft) -> None:
        """Put a file in a thread, unless an attempt in doubt already did."""
        look = partial(self._carrier.find_file, draft.channel, draft.thread, draft.name)
        if self._looked(claim, look) is not None:
            return
        self._take_turn(UPLOAD, draft.channel)
        self._carrier.upload(draft)

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

    def pause(self) -> float:
        """Return the seconds in which nothing should be taken up, because the workspace has had its share."""
        return self.pace.pause(self._monotonic())

    def hold(self, failure: CallFailedError, seconds: float) -> None:
        """Close the way a call failed on for `seconds`, because Slack said so."""
        self.pace.hold(Route(failure.method, failure.channel), self._monotonic(), seconds)

    def _redrawn(self, draft: CardDraft) -> Place | None:
        card = draft.placed
        if card is None:
            return None
        if card.channel != draft.channel:
            self._retire(card)
            return None
        return Place(card.channel, card.ts) if self._update(draft.message, card.channel, card.ts) else None

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

    def _first_channel(self, claim: Claim, person: Person) -> str:
        """Return where to write to a person for the first time.

        One of thousands goes to their id, and Slack opens the conversation itself: it opens fewer than one a second
        when asked to, and takes four posts. Only who has to look for an earlier message needs the channel before.
        """
        if claim.intent.priority > Priority.PROMPT and not claim.in_doubt:
            return person.user_id
        return self._open_dm(claim, person)

    def _open_dm(self, claim: Claim, person: Person) -> str:
        self._take_turn(OPEN, EVERYBODY, patient=claim.intent.priority > Priority.PROMPT)
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
        intent = claim.intent
        since = intent.created_at - _CLOCK_SKEW
        return self._looked(claim, partial(self._carrier.find, channel, intent.operation_id, since))

    def _looked(self, claim: Claim, look: Callable[[], str | None]) -> str | None:
        if not claim.in_doubt:
            return None
        try:
            return look()
        except CallFailedError as failure:
            if failure.fault.reaction in PASSING and claim.intent.attempts < ATTEMPTS_BEFORE_POSTING_BLINDLY:
                raise
            # A second message is better than a request nobody hears of.
            self._log.warning("history_not_readable", **named(claim), **told(failure.fault))
            return None

    def _take_turn(self, method: str, channel: str, *, patient: bool = False) -> None:
        seconds = self.pace.wait(Route(method, channel), self._monotonic(), patient=patient)
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
