"""Identifiers and timestamps in Slack's shapes."""

import itertools
import secrets
import time
from collections import defaultdict
from collections.abc import Callable


class Ids:
    """Mints ids that are unique in one workspace: `U0DEMO00001`, timestamps, hashes.

    Args:
        now: wall clock in Unix seconds, for timestamps.
    """

    def __init__(self, now: Callable[[], float] = time.time) -> None:
        self._now = now
        self._counters: dict[str, itertools.count[int]] = defaultdict(lambda: itertools.count(1))
        self._last_micros = 0

    def mint(self, prefix: str) -> str:
        """The next id with this prefix; 11 characters, upper case."""
        return f"{prefix}0DEMO{next(self._counters[prefix]):05d}"

    def timestamp(self) -> str:
        """A message `ts`: Unix seconds with six decimals, always later than the one before."""
        self._last_micros = max(int(self._now() * 1_000_000), self._last_micros + 1)
        return f"{self._last_micros // 1_000_000}.{self._last_micros % 1_000_000:06d}"

    def seconds(self) -> int:
        """Unix seconds."""
        return int(self._now())

    def view_hash(self) -> str:
        """A view's `hash`, different for each state of the view."""
        return f"{int(self._now())}.{secrets.token_urlsafe(6)}"

    def trigger(self) -> str:
        """An opaque trigger id."""
        return f"{next(self._counters['trigger'])}.{self.seconds()}.{secrets.token_hex(16)}"

    @staticmethod
    def nonce() -> str:
        """A short random name, as Slack gives to blocks and elements that have none."""
        return secrets.token_urlsafe(4)
