"""The real clock, shifted: one file holds by how much, so that a process of its own can go by it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

CLOCK_VARIABLE = "LLAVES_DEMO_CLOCK"
"""The environment variable that tells the bot's process where that file is."""


class ShiftedClock:
    """Reads the shift at every look, from a file of seconds."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def now(self) -> datetime:
        """Return what time it is, in UTC; without a file, what it really is."""
        return datetime.now(UTC) + self._shift()

    def shift(self, distance: timedelta) -> None:
        """Make it that much later from now on."""
        shift = self._shift() + distance
        beside = self._path.with_suffix(".new")
        beside.write_text(str(shift.total_seconds()))
        beside.replace(self._path)  # whole: who reads meanwhile reads the one or the other

    def _shift(self) -> timedelta:
        try:
            return timedelta(seconds=float(self._path.read_text()))
        except FileNotFoundError:
            return timedelta()
