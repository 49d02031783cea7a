"""What every use case works with."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.rules.calendar.days import day_in_bogota
from bot.rules.fields.connection import ConnectionParameters
from bot.rules.timetable import Timetable
from storage.crypto import KeyRing
from storage.db import Sessions
from storage.enums import Environment

Done = TypeVar("Done")


@dataclass(frozen=True)
class Desk:
    """Sessions, the key ring, each environment's connection parameters, the clock (aware UTC) and the timetable."""

    sessions: Sessions
    key_ring: KeyRing
    parameters: Mapping[Environment, ConnectionParameters]
    now: Callable[[], datetime]
    timetable: Timetable = field(default_factory=Timetable)

    def today(self) -> date:
        """Return the day it is in Bogotá."""
        return day_in_bogota(self.now())

    def transact(self, work: Callable[[Session], Done]) -> Done:
        """Do `work` in one transaction; when a constraint stops it, once more in a new one.

        A constraint stops whoever wrote at the same moment as somebody else. The second time the other's rows are
        there to see, and the rules say in words what they mean for this person.
        """
        try:
            with self.sessions.begin() as session:
                return work(session)
        except IntegrityError:
            with self.sessions.begin() as session:
                return work(session)
