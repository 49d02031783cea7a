"""The day it is for people: Colombia has one time zone, five hours behind UTC, and no daylight saving."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

BOGOTA = ZoneInfo("America/Bogota")


def day_in_bogota(moment: datetime) -> date:
    """Return the day a moment falls on for people."""
    return moment.astimezone(BOGOTA).date()


def start_of_day(day: date) -> datetime:
    """Return midnight in Bogotá, which is when the manual shows a key to expire (Imagen 14)."""
    return datetime.combine(day, time.min, tzinfo=BOGOTA)
