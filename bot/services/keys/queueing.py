"""Queueing reminders of keys about to expire: entity by entity, the most urgent first, in short transactions."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from bot.rules.calendar.days import day_in_bogota
from bot.rules.calendar.spreading import next_business_opening, spread
from bot.rules.ladder import Edge, edges
from bot.services.desk import Desk
from storage import mailing, reminders
from storage.enums import IntentKind, IntentStatus, Priority
from storage.reminders import Due

AT_ONCE = 500
"""Entities in one transaction: some 50 ms, for on SQLite it holds the only write lock and people wait for it."""


@dataclass
class Entity:
    """What there is to do for one NIT: `key_ids` to note as told, and the delegates to `tell`."""

    key_ids: set[int] = field(default_factory=set)
    tell: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class Occasion:
    """When reminders leave: from `start` on. `day` is the first of those days, in which nobody is told twice."""

    now: datetime
    start: datetime
    day: str
    reached: Sequence[Edge]

    @classmethod
    def of(cls, desk: Desk) -> "Occasion":
        """Return what follows from the time it is: what is ordered at night leaves in the morning."""
        now = desk.now()
        start = next_business_opening(now, desk.timetable.hours)
        today = day_in_bogota(start)
        return cls(now, start, today.isoformat(), edges(today, desk.timetable.ladder))


def by_entity(rows: Iterable[Due]) -> Mapping[str, list[Due]]:
    """Gather what is due by NIT, in the order in which the first key of each expires."""
    found: dict[str, list[Due]] = {}
    for row in rows:
        found.setdefault(row.nit, []).append(row)
    return found


def was_told(row: Due) -> bool:
    """Tell whether a delegate's reminder of the day has left, so that what is due now must wait for another day."""
    return row.told is not None and row.told != IntentStatus.PENDING


def queue(desk: Desk, occasion: Occasion, entities: Sequence[Entity], *, ordered: bool) -> Sequence[datetime]:
    """Note the keys as told and queue a reminder to each delegate; return when each message leaves.

    Unless `ordered`, only entities with a key that nobody else noted at the same time are told of.
    """
    count = sum(len(entity.tell) for entity in entities)
    moments = spread(occasion.start, count, desk.timetable.hours)
    queued: list[datetime] = []
    for batch in _batches(entities):
        queued += _queue_batch(desk, occasion, batch, moments, ordered=ordered)
    return queued


def _batches(entities: Sequence[Entity]) -> Iterator[Sequence[Entity]]:
    left = iter(entities)
    while batch := list(islice(left, AT_ONCE)):
        yield batch


def _queue_batch(
    desk: Desk, occasion: Occasion, batch: Sequence[Entity], moments: Iterator[datetime], *, ordered: bool
) -> Sequence[datetime]:
    with desk.sessions.begin() as session:
        key_ids = [key_id for entity in batch for key_id in entity.key_ids]
        noted = reminders.mark(session, key_ids, occasion.reached)
        due = {
            person_id: next(moments)
            for entity in batch
            if ordered or not entity.key_ids.isdisjoint(noted)
            for person_id in entity.tell
        }
        added = mailing.add_direct(
            session,
            kind=IntentKind.EXPIRY_REMINDER,
            to=due,
            occasion=occasion.day,
            now=occasion.now,
            priority=Priority.REMINDER,
        )
        return [due[person_id] for person_id in added]
