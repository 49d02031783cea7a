"""What there is to send, whoever it is for."""

from dataclasses import dataclass

from slack_sdk.models.views import View

from bot.views.messages.message import Message
from storage.enums import CardKind
from storage.models import Card, Digest, Person


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
class ChannelDraft:
    """A message of its own in a channel."""

    channel: str
    message: Message


@dataclass(frozen=True)
class DigestDraft:
    """A digest, for a channel or, when one person asked for it, for that person."""

    digest: Digest
    to: str | Person
    message: Message


@dataclass(frozen=True)
class FileDraft:
    """A file in the thread of a digest that was sent. Its name tells whether it is there already."""

    channel: str
    thread: str
    name: str
    content: bytes
    comment: str


@dataclass(frozen=True)
class HomeDraft:
    """The Home of one person as it must look now."""

    person: Person
    view: View


Draft = CardDraft | DirectDraft | ReplyDraft | ChannelDraft | DigestDraft | FileDraft | HomeDraft
