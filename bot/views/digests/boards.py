"""What «Ver detalle» of a digest is drawn from: sedes by when their keys expire, without a secret."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.forms.expiries import ExpiriesState
from storage.enums import Environment
from storage.models import Person, Provider
from storage.paging import Page


@dataclass(frozen=True)
class ExpiryRow:
    """A sede and those of its keys that are looked into.

    `expires_at` is the first of `environments`, which are in the order they expire; `request_pending` tells that
    somebody has asked for new ones; `delegates` are the active ones.
    """

    provider: Provider
    expires_at: datetime
    environments: Mapping[Environment, datetime]
    request_pending: bool
    delegates: int


@dataclass(frozen=True)
class ExpiryList:
    """A page of sedes, the first to expire first, for a manager."""

    manager: Person
    state: ExpiriesState
    page: Page[ExpiryRow]
    now: datetime
