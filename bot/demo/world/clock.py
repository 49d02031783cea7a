"""The clock of the local workspace: it runs like the real one, and a test may let time pass at once."""

import time


class Clock:
    """Monotonic seconds for triggers, rate limits and response URLs."""

    def __init__(self) -> None:
        self._passed = 0.0

    def __call__(self) -> float:
        """Seconds since an arbitrary moment; never goes back."""
        return time.monotonic() + self._passed

    @property
    def passed(self) -> float:
        """The seconds jumped so far."""
        return self._passed

    def let_pass(self, seconds: float) -> None:
        """Jump forward."""
        self._passed += seconds
