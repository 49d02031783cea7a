"""What every use case works with."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from bot.rules.connection import ConnectionParameters
from bot.views.text import BOGOTA
from storage.crypto import KeyRing
from storage.db import Sessions
from storage.enums import Environment


@dataclass(frozen=True)
class Desk:
    """Sessions, the key ring, each environment's connection parameters, and the clock (aware UTC)."""

    sessions: Sessions
    key_ring: KeyRing
    parameters: Mapping[Environment, ConnectionParameters]
    now: Callable[[], datetime]

    def today(self) -> date:
        """Return the day it is in Bogotá."""
        return self.now().astimezone(BOGOTA).date()
