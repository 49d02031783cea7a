"""When the clock speaks: the hours of service, and after how long it reminds whom."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.rules.calendar.service_hours import HELPDESK_HOURS, ServiceHours

STALE_DAYS = (1, 3, 5)
PROMISED_DAYS = 3
LADDER = (60, 30, 15, 7, 1, 0)
URGENT_DAYS = 7


@dataclass(frozen=True)
class Timetable:
    """What the settings decide about time.

    Attributes:
        hours: when somebody attends; nobody is reminded of anything outside them.
        stale_days: business days, rising, after which officials are reminded of a pending request.
        promised_days: business days in which a request is to be answered.
        ladder: days before the expiry, falling, at which delegates are reminded of a key.
    """

    hours: ServiceHours = HELPDESK_HOURS
    stale_days: Sequence[int] = STALE_DAYS
    promised_days: int = PROMISED_DAYS
    ladder: Sequence[int] = LADDER
