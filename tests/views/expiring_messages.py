"""Made-up keys about to expire: what their delegates, the officials and a governing manager read of them."""

from datetime import datetime, timedelta

from bot.rules.calendar.days import day_in_bogota
from bot.views.messages.expiring import (
    UNCOVERED_NAMED,
    ExpiryReminder,
    SedeToRenew,
    Uncovered,
    UncoveredSede,
    expiring_keys,
    expiry_reminder,
)
from bot.views.messages.reminders import ORDERED, reminders_halted, reminders_ordered, reminders_resumed
from bot.views.parts import notice
from bot.views.session import Place, header
from storage.enums import Environment
from tests.views import samples
from tests.views.reading import Json, message_json, view_json
from tests.views.samples import NOW, USUAL, Typed

SOON = NOW + timedelta(days=7)
GONE = NOW - timedelta(days=7)


def to_renew(
    number: int = 0,
    *,
    production: datetime | None = SOON,
    preproduction: datetime | None = SOON,
    returned: bool = False,
    typed: Typed = USUAL,
) -> SedeToRenew:
    """Return a sede with keys that expire at these moments."""
    expiries = {Environment.PRODUCTION: production, Environment.PREPRODUCTION: preproduction}
    return SedeToRenew(
        samples.provider(typed, number),
        {environment: at for environment, at in expiries.items() if at is not None},
        returned,
    )


def reminder(*sedes: SedeToRenew, snooze: bool = True) -> ExpiryReminder:
    """Return what a delegate is reminded of."""
    until = day_in_bogota(NOW + timedelta(days=6)) if snooze else None
    return ExpiryReminder(sedes or (to_renew(),), NOW, until)


def uncovered(total: int, delegates: int = 1, typed: Typed = USUAL) -> Uncovered:
    """Return what the officials are told of so many sedes, each with so many delegates."""
    people = [samples.delegate(typed=typed, user_id=f"U0DELEGATE{number}") for number in range(delegates)]
    first = [
        UncoveredSede(
            samples.provider(typed, number),
            {Environment.PRODUCTION: SOON, Environment.PREPRODUCTION: SOON + timedelta(days=1)},
            people,
            returned=True,
        )
        for number in range(min(total, UNCOVERED_NAMED))
    ]
    return Uncovered(total, 2 * total, day_in_bogota(SOON), first, NOW)


def expiring_in_channels(typed: Typed = USUAL) -> dict[str, Json]:
    """Return what the officials' channel reads."""
    found = {
        f"expiring {total}, delegates {delegates}": expiring_keys(uncovered(total, delegates, typed))
        for total in (1, 15, 76_821)
        for delegates in (0, 1, 40)
    }
    return {name: message_json(message) for name, message in found.items()}


def expiring_told_directly(typed: Typed = USUAL) -> dict[str, Json]:
    """Return what delegates read of their keys."""
    worst = [
        to_renew(number, production=GONE, preproduction=NOW - timedelta(days=400), returned=True, typed=typed)
        for number in range(250)
    ]
    found = {
        "reminder": reminder(to_renew(typed=typed)),
        "reminder at the last step": reminder(to_renew(typed=typed), snooze=False),
        "reminder of expired keys": reminder(worst[0], snooze=False),
        "reminder of 250 sedes": reminder(*worst),
    }
    return {name: message_json(expiry_reminder(each)) for name, each in found.items()}


def reminder_windows() -> dict[str, Json]:
    """Return the windows that answer a manager over App Home."""
    above = header(samples.manager(), None, Place.NOTICE)
    ordered = reminders_ordered(
        queued=1240, already=17, snoozed=3, sedes_alone=250, first_at=NOW, last_at=NOW + timedelta(hours=2)
    )
    texts = {"ordered": ordered, "halted": reminders_halted(312), "resumed": reminders_resumed(312)}
    return {
        f"reminders {name}": view_json(notice(ORDERED, text, above=above)) for name, text in texts.items()
    }
