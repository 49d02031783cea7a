"""The figures of a digest: counts, ages and names of providers, never a key."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from pydantic import BaseModel, ConfigDict

from storage.enums import Environment

BUCKET_DAYS = (0, 7, 15, 30, 60, 90)
"""Days until which keys are counted together: expired ones, then up to each of these, then all later ones."""

WEEKS = 13
MOST_URGENT = 10


class _Figure(BaseModel):
    model_config = ConfigDict(frozen=True)


class Week(_Figure):
    """How many keys expire in the week that begins on a Monday, by environment."""

    begins: date
    expiring: Mapping[Environment, int]


class Urgent(_Figure):
    """A provider whose keys expire first, or expired lately, while nobody has asked for new ones.

    `delegates` are the active ones: whoever has none hears of nothing.
    """

    codigo: str
    nit: str
    name: str
    sede: str | None
    expires_at: datetime
    environments: Sequence[Environment]
    delegates: int


class OfficialLoad(_Figure):
    """What one official assigned and returned in the period, and has taken now."""

    user_id: str
    assigned: int
    returned: int
    taken: int


class Figures(_Figure):
    """What managers are told, as of `made_at`; what was done is counted since `since`.

    `keys` has, per environment with keys, one count per bucket. Waits are business time. `median_wait` and
    `late_wait` (90th percentile) are of the requests assigned in the period; None when there were none.
    `uncovered` counts the keys expired or in their last 30 days that nobody has asked to renew, and
    `sedes_alone` the sedes among them without an active delegate.
    """

    made_at: datetime
    since: datetime
    keys: Mapping[Environment, Sequence[int]]
    weeks: Sequence[Week]
    urgent: Sequence[Urgent]
    uncovered: int
    sedes_alone: int
    pending: int
    taken: int
    oldest_at: datetime | None
    oldest_wait: timedelta | None
    received: int
    assigned: int
    returned: int
    median_wait: timedelta | None
    late_wait: timedelta | None
    loads: Sequence[OfficialLoad]
