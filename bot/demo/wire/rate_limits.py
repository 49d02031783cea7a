"""Slack's rate limits: calls of a method in a minute, and posts into one channel."""

from collections import defaultdict, deque
from collections.abc import Callable
from math import ceil

from bot.demo.strict.limits import behaviour
from bot.demo.strict.payloads import MethodRule

"""Slack lets the one-a-minute tier burst: ten sockets of an app may open together."""


class RateLimits:
    """Counts calls on the workspace's clock.

    Args:
        clock: monotonic seconds.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._calls: dict[str, deque[float]] = defaultdict(deque)
        self._tokens: dict[str, tuple[float, float]] = {}

    def seconds_to_wait(self, method: str, rule: MethodRule, channel: str | None) -> int:
        """Count one call; 0 lets it through, otherwise the `Retry-After` in whole seconds."""
        now = self._clock()
        calls = self._calls[method]
        while calls and now - calls[0] >= behaviour().rate_window_seconds:
            calls.popleft()
        if len(calls) >= max(rule.per_minute, behaviour().smallest_tier):
            return max(1, ceil(calls[0] + behaviour().rate_window_seconds - now))
        if channel and rule.per_channel_per_second:
            wait = self._draw(channel, rule.per_channel_per_second, now)
            if wait > 0:
                return max(1, ceil(wait))
        calls.append(now)
        return 0

    def _draw(self, channel: str, rate: float, now: float) -> float:
        """Take a token of the channel's bucket, or tell the seconds until there is one."""
        tokens, since = self._tokens.get(channel, (float(behaviour().channel_burst), now))
        tokens = min(behaviour().channel_burst, tokens + (now - since) * rate)
        if tokens < 1:
            self._tokens[channel] = (tokens, now)
            return (1 - tokens) / rate
        self._tokens[channel] = (tokens - 1, now)
        return 0.0
