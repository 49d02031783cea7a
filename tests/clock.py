"""A clock that moves only when a test says so."""

from datetime import UTC, datetime, timedelta


class Clock:
    """`now` and `monotonic` are what services and delivery take; both go by `advance`."""

    def __init__(self) -> None:
        self._start = datetime(2026, 1, 14, 15, 0, tzinfo=UTC)
        self._passed = timedelta()

    def now(self) -> datetime:
        return self._start + self._passed

    def monotonic(self) -> float:
        return self._passed.total_seconds()

    def advance(self, *, days: float = 0, hours: float = 0, minutes: float = 0, seconds: float = 0) -> None:
        self._passed += timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
