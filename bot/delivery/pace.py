"""When to send: how long to wait after a failure, and how fast a channel may be filled. No clock, no I/O."""

from dataclasses import dataclass
from typing import NamedTuple

SECONDS_BETWEEN = 1.0  # Slack's limit for posts in one channel; an update in its place keeps to it as well
SECONDS_BETWEEN_CALLS_OF = {"views.publish": 0.6}  # a hundred a minute, whoever they are for

_DEFAULT_RETRY_AFTER = 30.0
_LONGEST_WAIT_FOR_SLACK = 5 * 60.0
_LONGEST_WAIT_FOR_PEOPLE = 15 * 60.0
_EARLY = 0.05  # the database's clock and this one round differently: who comes so early is on time


class Route(NamedTuple):
    """What Slack counts together: one method in one channel."""

    method: str
    channel: str


def backoff(attempts: int, luck: float) -> float:
    """Seconds until the next try after Slack failed: 2, 4, 8… up to 5 minutes, less up to half by `luck` in 0…1."""
    return _exponential(2.0, attempts, _LONGEST_WAIT_FOR_SLACK) * (1 - luck / 2)


def slow_backoff(attempts: int, luck: float) -> float:
    """Seconds until the next try when somebody has to put something right first: from 30 up to 15 minutes."""
    return _exponential(30.0, attempts, _LONGEST_WAIT_FOR_PEOPLE) * (1 - luck / 2)


def _exponential(first: float, attempts: int, longest: float) -> float:
    return min(longest, first * 2.0 ** min(max(attempts - 1, 0), 16))


def obeyed(retry_after: str | None, luck: float) -> float:
    """Seconds to wait for a `Retry-After` header, and up to one more so that replicas do not return together."""
    try:
        seconds = max(float(retry_after or ""), 1.0)
    except ValueError:
        seconds = _DEFAULT_RETRY_AFTER
    return seconds + luck


@dataclass
class _Use:
    last: float
    queue_ends: float
    held_until: float


class Pace:
    """How each route was used lately, in seconds of a monotonic clock that the caller reads.

    Who has to wait is given a slot of its own behind the others that wait, so that a hundred cards for one channel
    come back one by one and not all together every second.
    """

    def __init__(self, seconds_between: float | None = None) -> None:
        """Space calls by what Slack allows, or all of them by `seconds_between`."""
        self._fixed = seconds_between
        self._uses: dict[Route, _Use] = {}

    def wait(self, route: Route, now: float) -> float:
        """Return 0 and count a use when the route is free; else the seconds until the caller's slot."""
        self._forget_idle(now)
        use, between = self._uses.get(route), self._between(route)
        if use is None or max(use.last + between, use.held_until) <= now + _EARLY:
            queue_ends = use.queue_ends if use else now
            self._uses[route] = _Use(now, max(queue_ends, now + between), 0.0)
            return 0.0
        slot = max(use.queue_ends, use.last + between, use.held_until)
        use.queue_ends = slot + between
        return slot - now

    def hold(self, route: Route, now: float, seconds: float) -> None:
        """Close the route for `seconds`, because Slack said so."""
        until = now + seconds
        use = self._uses.setdefault(route, _Use(now, until, until))
        use.held_until = until
        use.queue_ends = max(use.queue_ends, until)

    def _between(self, route: Route) -> float:
        if self._fixed is not None:
            return self._fixed
        return SECONDS_BETWEEN_CALLS_OF.get(route.method, SECONDS_BETWEEN)

    def _forget_idle(self, now: float) -> None:
        # One entry per person ever written to would be a slow leak in a process that runs for months.
        self._uses = {
            route: use
            for route, use in self._uses.items()
            if max(use.last + self._between(route), use.queue_ends, use.held_until) > now
        }
