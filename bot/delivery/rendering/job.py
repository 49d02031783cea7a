"""What rendering an intent works with."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from bot.rules.timetable import Timetable
from storage import people
from storage.models import Intent, Person


@dataclass(frozen=True)
class Surroundings:
    """Where the app works: the two channels by Slack id, the timetable, and the address of the workspace.

    `workspace_url` is what `auth.test` tells, `https://….slack.com/`; None while nobody asked.
    """

    officials: str
    managers: str
    timetable: Timetable = field(default_factory=Timetable)
    workspace_url: str | None = None

    def link_to(self, channel: str, ts: str) -> str | None:
        """Return the permalink of a message, made as Slack documents it; None where the workspace is not known."""
        if self.workspace_url is None:
            return None
        return f"{self.workspace_url.rstrip('/')}/archives/{channel}/p{ts.replace('.', '')}"


@dataclass(frozen=True)
class Job:
    """One intent to render, now."""

    session: Session
    intent: Intent
    surroundings: Surroundings
    now: datetime

    @property
    def subject_id(self) -> int:
        """Which registration, request, key, digest… it is about."""
        return self.intent.subject_id

    def recipient(self, otherwise: Person) -> Person:
        """Return whom the intent names; rows of an older version name nobody."""
        return self.named() or otherwise

    def named(self) -> Person | None:
        """Return whom the intent names, if anybody."""
        return people.load(self.session, self.intent.recipient_id) if self.intent.recipient_id else None
