"""When to send: how long to wait after a failure, and how fast a channel and a workspace may be filled.

No clock, no I/O.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

SECONDS_BETWEEN = 1.0  # Slack's limit for posts in one channel; an update in its place keeps to it as well
SECONDS_BETWEEN_CALLS_OF = {"views.publish": 0.6}  # a hundred a minute, whoever they are for
EVERYBODY = ""  # for what Slack counts without asking for a channel

_DEFAULT_RETRY_AFTER = 30.0
_LONGEST_WAIT_FOR_SLACK = 60.0
_LONGEST_OBEDIENCE = 5 * 60.0
_LONGEST_WAIT_FOR_PEOPLE = 15 * 60.0
_EARLY = 0.05  # the database's clock and this one round differently: who comes so early is on time
_FAILURES_OF_AN_OUTAGE = 3


class Route(NamedTuple):
    """What Slack counts together: one method in one channel."""

    method: str
    channel: str


class Allowance(NamedTuple):
    """How often one method may be called in a workspace: `burst` times at once, then every so many seconds."""

    burst: int
    seconds: float


ALLOWANCES: Mapping[str, Allowance] = MappingProxyType(
    {
        "chat.postMessage": Allowance(
            50, 0.25
        ),  # at most 290 in any minute of the "several hundred" Slack tells
        "conversations.open": Allowance(8, 1.5),  # at most 48 of 50
    }
)


def backoff(attempts: int, luck: float) -> float:
    """Seconds until the next try after Slack failed: 2, 4, 8… up to a minute, less up to half by `luck` in 0…1."""
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

    Who has to wait for a channel is given a slot of its own behind the others that wait, so that a hundred cards for
    one channel come back one by one and not all together every second. Nobody queues for what the whole workspace
    shares: whoever is most pressing when `pause` is over goes next, and thousands of reminders hold up no card.
    """

    def __init__(self, seconds_between: float | None = None) -> None:
        """Space calls by what Slack allows, or the calls of a channel by `seconds_between` and no others."""
        self._fixed = seconds_between
        self._uses: dict[Route, _Use] = {}
        self._refilled: dict[str, float] = {}  # when the whole burst of a method is there again
        self._closed: dict[str, float] = {}
        self._patient: dict[str, float] = {}  # when the last of those that let others go first comes back

    def wait(self, route: Route, now: float, *, patient: bool = False) -> float:
        """Return 0 and count a use when the route is free; else the seconds until it is worth coming back.

        A use is counted for the channel and for the workspace, or for neither. While Slack has closed a method for
        the whole workspace, the `patient` are told to come back one by one, and the others as soon as it opens.
        """
        if self._closed.get(route.method, now) > now + _EARLY:
            return self._until_open(route.method, now, patient=patient)
        seconds = self._until_allowed(route.method, now)
        if seconds > _EARLY:
            return seconds
        if route.channel != EVERYBODY or route.method not in ALLOWANCES:
            seconds = self._wait_in_channel(route, now)
            if seconds > 0:
                return seconds
        if route.method in ALLOWANCES:
            ends = max(self._refilled.get(route.method, now), now)
            self._refilled[route.method] = ends + ALLOWANCES[route.method].seconds
        return 0.0

    def pause(self, now: float) -> float:
        """Return the seconds in which nothing should be taken up, because a shared allowance is used up."""
        seconds = max(self._until_allowed(method, now) for method in ALLOWANCES)
        return seconds if seconds > _EARLY else 0.0

    def hold(self, route: Route, now: float, seconds: float) -> None:
        """Close the route for `seconds`, because Slack said so."""
        until = now + seconds
        if route.channel == EVERYBODY and route.method in ALLOWANCES:
            self._closed[route.method] = until
            return
        use = self._uses.setdefault(route, _Use(now, until, until))
        use.held_until = until
        use.queue_ends = max(use.queue_ends, until)

    def _until_open(self, method: str, now: float, *, patient: bool) -> float:
        if not patient:
            return self._closed[method] - now
        slot = max(self._patient.get(method, now), self._closed[method])
        self._patient[method] = slot + ALLOWANCES[method].seconds
        return slot - now

    def _until_allowed(self, method: str, now: float) -> float:
        if self._fixed is not None or method not in ALLOWANCES:
            return 0.0
        burst, seconds = ALLOWANCES[method]
        return self._refilled.get(method, now) - now - (burst - 1) * seconds

    def _wait_in_channel(self, route: Route, now: float) -> float:
        self._forget_idle(now)
        use, between = self._uses.get(route), self._between(route)
        if use is None or max(use.last + between, use.held_until) <= now + _EARLY:
            queue_ends = use.queue_ends if use else now
            self._uses[route] = _Use(now, max(queue_ends, now + between), 0.0)
            return 0.0
        slot = max(use.queue_ends, use.last + between, use.held_until)
        use.queue_ends = slot + between
        return slot - now

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


class Outage:
    """Tells a Slack that fails from a message that fails, and how long to leave it alone.

    After a few failures in a row, whatever they were about, nothing is sent for a while, and then the most pressing
    tries first: thousands of reminders do not knock at a closed door, and none of them passes a card.
    """

    def __init__(self) -> None:
        self._in_a_row = 0
        self._rests = 0
        self._until: float | None = None

    def failed(self, now: float, seconds: float = 0.0) -> None:
        """Note a failure that is Slack's or the network's; `seconds` is how long Slack told to wait, if it did."""
        self._in_a_row += 1
        if self._in_a_row < _FAILURES_OF_AN_OUTAGE:
            return
        self._in_a_row = 0
        self._rests += 1
        # Never less than who failed first was told to wait: it has to be due when the rest is over.
        self._until = now + max(backoff(self._rests, 0.0), min(seconds, _LONGEST_OBEDIENCE))

    def over(self) -> None:
        """Note that Slack answered as it should."""
        self._in_a_row = self._rests = 0
        self._until = None

    def rest(self, now: float) -> float:
        """Return the seconds in which nothing should be sent."""
        return 0.0 if self._until is None else max(self._until - now, 0.0)
