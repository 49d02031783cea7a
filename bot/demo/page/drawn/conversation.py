"""What stands in a conversation: messages by day, replies under what they answer, ephemerals where they came."""

from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from markupsafe import Markup

from bot.demo.human.mrkdwn import Names
from bot.demo.page.drawn import mrkdwn
from bot.demo.page.drawn.blocks import Surface
from bot.demo.world.records import Json, MessageRecord
from bot.demo.world.world import World
from bot.rules.calendar.days import BOGOTA

_WEEKDAYS = ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo")
_MONTHS = (
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
)
_TOGETHER = timedelta(minutes=5)
"""Messages that follow one another within this are drawn under one name."""

LATEST = 60
"""How many messages of a place are drawn: each change draws them all, and after months there are hundreds."""


@dataclass(frozen=True)
class Shown:
    """A message in its place.

    Attributes:
        key: its id on the page.
        time: of the day, in Bogotá.
        surfaces: its blocks and those of its attachments.
        text: its words when it has no blocks.
        follows: whether it stands under the name of the one above.
        answers: whether it is a reply that was also sent to the channel.
        replies: under it, oldest first.
    """

    key: str
    moment: datetime
    time: str
    surfaces: Sequence[Surface]
    text: Markup
    files: Sequence[Json]
    ephemeral: bool
    edited: bool
    follows: bool
    answers: bool
    replies: Sequence["Shown"] = ()


@dataclass(frozen=True)
class Day:
    """The messages of one day under their date."""

    label: str
    messages: Sequence[Shown]


@dataclass(frozen=True)
class History:
    """What somebody sees of a channel at one moment; changes of the workspace do not reach it.

    Attributes:
        messages: the latest ones and the replies to them, oldest first.
        earlier: how many messages stand above them, without their replies.
    """

    messages: Sequence[MessageRecord] = ()
    earlier: int = 0


def history(world: World, user_id: str, channel_id: str) -> History:
    """Copy the latest that a person sees in a channel; the caller holds the world's lock."""
    seen = visible_in(world, user_id, channel_id)
    there = {each.ts for each in seen}
    above = [each.ts for each in seen if _root(each) not in there - {each.ts} or _is_broadcast(each)]
    latest = set(above[-LATEST:])
    return History(
        [_copy(each) for each in seen if each.ts in latest or _root(each) in latest],
        len(above) - len(latest),
    )


def conversation(told: History, names: Names, who: str, now: datetime) -> list[Day]:
    """Return a channel as it is drawn for a person, oldest first.

    Args:
        told: what stands there.
        names: how ids read.
        who: the key of the person.
        now: which day is today.
    """
    there = {each.ts for each in told.messages}
    replies: dict[str, list[MessageRecord]] = {}
    above: list[MessageRecord] = []
    for each in told.messages:
        is_reply = _root(each) != each.ts and _root(each) in there
        if is_reply:
            replies.setdefault(_root(each), []).append(each)
        if not is_reply or _is_broadcast(each):
            above.append(each)
    days: dict[date, list[Shown]] = {}
    before: Shown | None = None
    for each in above:
        under = [_shown(reply, names, who) for reply in replies.get(each.ts, ())]
        before = _shown(each, names, who, before, replies=under, answers=_is_broadcast(each))
        days.setdefault(before.moment.date(), []).append(before)
    today = now.astimezone(BOGOTA).date()
    return [Day(day_label(day, today), messages) for day, messages in days.items()]


def visible_in(world: World, user_id: str, channel_id: str) -> list[MessageRecord]:
    """Return the history of a channel with this person's ephemerals, oldest first."""
    mine = [each for each in world.messages.ephemerals_of(user_id) if each.channel_id == channel_id]
    return sorted([*world.messages.in_channel(channel_id), *mine], key=lambda each: float(each.ts))


def day_label(day: date, today: date) -> str:
    """Return "Hoy", "Ayer", or the date in words."""
    near = {today: "Hoy", today - timedelta(days=1): "Ayer"}
    return near.get(day) or long_date(day)


def long_date(day: date) -> str:
    """Return "lunes, 14 de enero de 2026"."""
    return f"{_WEEKDAYS[day.weekday()]}, {day.day} de {_MONTHS[day.month - 1]} de {day.year}"


def message_surfaces(message: MessageRecord, names: Names, key: str, who: str = "") -> list[Surface]:
    """Return the blocks of a message, and those of its attachments, in which nothing can be pressed."""
    ref = f"message:{message.channel_id}:{message.ts}"
    attached: Iterable[Json] = message.body.get("attachments", ())
    return [
        *([Surface(ref, key, names, message.blocks, message.values, who=who)] if message.blocks else []),
        *(
            Surface(ref, f"{key}-a{number}", names, each["blocks"], acts=False, who=who)
            for number, each in enumerate(attached)
            if each.get("blocks")
        ),
    ]


def _shown(
    message: MessageRecord,
    names: Names,
    who: str,
    before: Shown | None = None,
    *,
    answers: bool = False,
    replies: Sequence[Shown] = (),
) -> Shown:
    moment = datetime.fromtimestamp(float(message.ts), UTC).astimezone(BOGOTA)
    # A reply in the channel is on the page twice: each place has ids of its own.
    key = f"{'again' if answers else 'message'}-{message.ts.replace('.', '-')}"
    surfaces = message_surfaces(message, names, key, who)
    follows = (
        before is not None
        and not before.replies
        and not before.ephemeral
        and before.moment.date() == moment.date()
        and moment - before.moment < _TOGETHER
    )
    return Shown(
        key=key,
        moment=moment,
        time=f"{moment:%H:%M}",
        surfaces=surfaces,
        text=Markup("") if surfaces else mrkdwn.html(message.body.get("text", ""), names, who),
        files=message.body.get("files", ()),
        ephemeral=message.only_for is not None,
        edited=message.edited_ts is not None,
        follows=follows,
        answers=answers,
        replies=replies,
    )


def _root(message: MessageRecord) -> str:
    return str(message.body.get("thread_ts") or message.ts)


def _is_broadcast(message: MessageRecord) -> bool:
    return bool(message.body.get("reply_broadcast"))


def _copy(message: MessageRecord) -> MessageRecord:
    """A change of a message puts new blocks in place of the old ones; only what is typed changes where it stands."""
    return replace(message, body=dict(message.body), values=deepcopy(message.values))
