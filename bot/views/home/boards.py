"""What the menu and App Home are drawn from, per role: read at one moment, without a secret."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.rules.calendar.service_hours import HELPDESK_HOURS, ServiceHours
from bot.rules.next_step import NextStep
from storage.enums import Environment, RequestKind, Role
from storage.models import Key, KeyRequest, Person, Provider


@dataclass(frozen=True)
class VisitorBoard:
    """Somebody who may not act: nobody we know, or a registration that is not in force."""

    person: Person | None
    provider: Provider | None


@dataclass(frozen=True)
class Offer:
    """The sedes to which one kind of request applies. `only` is set when it is a single one."""

    kind: RequestKind
    sedes: int
    only: Provider | None
    request: KeyRequest | None
    """The open request of a delegate's only sede; those of several sedes are `InCourse`."""


@dataclass(frozen=True)
class InCourse:
    """How many of a delegate's several sedes have an open request. `only` is set when it is a single one."""

    pending: int
    returned: int
    only: Provider | None


@dataclass(frozen=True)
class DelegateMenu:
    """What a delegate may do; `offers` has one kind, both when the sedes differ, or none while all are in course."""

    person: Person
    sedes: Sequence[Provider]
    offers: Mapping[RequestKind, Offer]
    has_keys: bool
    in_course: InCourse | None = None


@dataclass(frozen=True)
class OfficialMenu:
    """What waits for officials."""

    person: Person
    pending: int


@dataclass(frozen=True)
class ManagerMenu:
    """What waits for managers: registrations, of officials and of delegates."""

    person: Person
    waiting: int


Menu = VisitorBoard | DelegateMenu | OfficialMenu | ManagerMenu


@dataclass(frozen=True)
class SedeBoard:
    """Where one sede stands. `request` is None before its first; `keys` are those in force."""

    sede: Provider
    request: KeyRequest | None
    keys: Mapping[Environment, Key]
    step: NextStep


@dataclass(frozen=True)
class DelegateBoard:
    """A delegate's sedes, the most urgent first and not all of them, and what was asked lately.

    `unasked` counts the sedes, shown or not, without a request but cancelled ones; `history_count` all requests ever.
    """

    person: Person
    sedes: Sequence[SedeBoard]
    sede_count: int
    history: Sequence[KeyRequest]
    now: datetime
    unasked: int = 0
    history_count: int = 0


@dataclass(frozen=True)
class Queue:
    """The pending requests, and since when the oldest waits."""

    pending: int
    oldest_at: datetime | None


@dataclass(frozen=True)
class Today:
    """What happened to requests since midnight in Bogotá; `mine` are those this official assigned or returned."""

    received: int
    assigned: int
    returned: int
    mine: int


@dataclass(frozen=True)
class OfficialBoard:
    """The queue, its oldest requests, what this official took, and today's numbers."""

    person: Person
    queue: Queue
    oldest: Sequence[KeyRequest]
    taken: Sequence[KeyRequest]
    today: Today
    now: datetime
    hours: ServiceHours = HELPDESK_HOURS


@dataclass(frozen=True)
class Load:
    """What one official assigned in the last seven days, and has taken now."""

    official: Person
    assigned: int
    taken: int


@dataclass(frozen=True)
class Reminders:
    """How many reminders of keys about to expire have not left yet, and who halted them since when, if anybody did."""

    waiting: int = 0
    halted_by: Person | None = None
    halted_at: datetime | None = None


@dataclass(frozen=True)
class ManagerBoard:
    """Expiries, one count per bucket of `bot.rules.figures`, by environment; the queue; who works; who waits."""

    person: Person
    expiries: Mapping[Environment, Sequence[int]]
    queue: Queue
    loads: Sequence[Load]
    now: datetime
    hours: ServiceHours = HELPDESK_HOURS
    waiting: Mapping[Role, int] = field(default_factory=dict)
    reminders: Reminders = field(default_factory=Reminders)


Board = VisitorBoard | DelegateBoard | OfficialBoard | ManagerBoard
