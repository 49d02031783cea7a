"""Made-up rounds of requests that wait too long, and what is said of them."""

from datetime import timedelta

from bot.views.messages.message import Message
from bot.views.messages.waiting import (
    NAMED,
    Stale,
    Wait,
    request_delayed,
    request_freed,
    stale_requests,
    stale_requests_escalated,
)
from storage.enums import RequestKind
from tests.views import samples
from tests.views.reading import Json, message_json
from tests.views.samples import NOW, USUAL, Typed

CARD = "https://made-up.slack.com/archives/C0OFFICIALS/p1768402800000100"
EXPECTED = (NOW + timedelta(days=5)).date()


def wait(number: int = 0, days: int = 3, typed: Typed = USUAL, *, taken: bool = False) -> Wait:
    """Return the wait of a sede's request; every second one stands on a card."""
    taken_until = NOW + timedelta(hours=2) if taken else None
    request = samples.request(kind=RequestKind.RENEWAL, typed=typed, number=number, taken_until=taken_until)
    return Wait(request, days, request.holder(NOW), None if number % 2 else CARD)


def stale(total: int, typed: Typed = USUAL) -> Stale:
    """Return a round of so many requests, all of them taken."""
    named = [wait(number, 1_200, typed, taken=True) for number in range(min(total, NAMED))]
    return Stale(named, total, pending=total + 5)


def waiting_in_channels(typed: Typed = USUAL) -> dict[str, Json]:
    """Return what the officials' and the managers' channel read."""
    found: dict[str, Message] = {
        "freed": request_freed(samples.request(typed=typed), samples.official(typed=typed))
    }
    for total in (1, 2, 60_000):
        found[f"stale {total}"] = stale_requests(stale(total, typed))
        found[f"stale {total}, escalated"] = stale_requests_escalated(stale(total, typed), 5)
    return {name: message_json(message) for name, message in found.items()}


def waiting_told_directly(typed: Typed = USUAL) -> dict[str, Json]:
    """Return what delegates read of a delay."""
    found = {
        f"delayed {count}": request_delayed(
            [
                samples.request(kind=RequestKind.RENEWAL, typed=typed, number=number)
                for number in range(count)
            ],
            EXPECTED,
        )
        for count in (1, 2, 250)
    }
    return {name: message_json(message) for name, message in found.items()}
