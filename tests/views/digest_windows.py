"""Made-up figures of a ministry, quiet, small and at its worst week, and the managers' messages and windows on them."""

from collections.abc import Sequence
from datetime import date, timedelta

from bot.forms.expiries import ExpiriesState
from bot.rules.figures import BUCKET_DAYS, MOST_URGENT, WEEKS, Figures, OfficialLoad, Urgent, Week
from bot.views.digests.boards import ExpiryList, ExpiryRow
from bot.views.digests.digest import digest_message
from bot.views.digests.expiries import expiries_view
from bot.views.digests.preferences import (
    digest_on_its_way,
    digest_on_its_way_notice,
    preferences_form,
    preferences_saved,
)
from bot.views.home.boards import Reminders
from bot.views.messages.message import Message
from bot.views.session import Place, header
from storage.enums import DigestKind, Environment
from storage.models import Person
from storage.paging import Page
from tests.views import samples
from tests.views.reading import Json, message_json, view_json
from tests.views.samples import NIT, NOW, USUAL, Typed

MONDAY = date(2026, 1, 12)
AWAY = timedelta(days=3)


def quiet() -> Figures:
    """Return the figures of a ministry where nothing has happened yet."""
    return Figures(
        made_at=NOW,
        since=NOW - timedelta(days=7),
        keys={},
        weeks=weeks([]),
        urgent=[],
        uncovered=0,
        sedes_alone=0,
        pending=0,
        taken=0,
        oldest_at=None,
        oldest_days=None,
        received=0,
        assigned=0,
        returned=0,
        median_wait=None,
        late_wait=None,
        service_day=timedelta(hours=11),
        loads=[],
    )


def small() -> Figures:
    """Return the figures of a week with a handful of everything."""
    return quiet().model_copy(
        update={
            "keys": {
                Environment.PREPRODUCTION: [0, 1, 0, 0, 0, 0, 40],
                Environment.PRODUCTION: [1, 2, 3, 0, 4, 5, 1_250],
            },
            "weeks": weeks([2, 1]),
            "urgent": [urgent()],
            "uncovered": 3,
            "sedes_alone": 1,
            "pending": 4,
            "taken": 1,
            "oldest_at": NOW - timedelta(days=2),
            "oldest_days": 1,
            "received": 9,
            "assigned": 12,
            "returned": 4,
            "median_wait": timedelta(hours=4, minutes=10),
            "late_wait": timedelta(hours=25),
            "loads": [OfficialLoad(user_id="U0OFFICIAL", assigned=12, returned=4, taken=1)],
        }
    )


def worst(typed: Typed = USUAL) -> Figures:
    """Return the figures of a week in which 3,000 keys of every environment expire, with every list full."""
    everything = {environment: [3_000] * (len(BUCKET_DAYS) + 1) for environment in Environment}
    return small().model_copy(
        update={
            "keys": everything,
            "weeks": weeks([3_000] * WEEKS, *Environment),
            "urgent": [urgent(typed, number) for number in range(MOST_URGENT)],
            "uncovered": 27_000,
            "sedes_alone": 9_000,
            "pending": 61_073,
            "taken": 1_250,
            "oldest_days": 100,
            "loads": [
                OfficialLoad(user_id=f"U0OFFICIAL{number}", assigned=4_000, returned=1_000, taken=250)
                for number in range(40)
            ],
        }
    )


def weeks(counts: Sequence[int], *environments: Environment) -> list[Week]:
    """Return thirteen weeks in which so many keys of each environment expire, and none after the last count."""
    padded = [*counts, *[0] * (WEEKS - len(counts))]
    named = environments or (Environment.PRODUCTION, Environment.PREPRODUCTION)
    return [
        Week(begins=MONDAY + timedelta(weeks=number), expiring=dict.fromkeys(named, count))
        for number, count in enumerate(padded)
    ]


def urgent(typed: Typed = USUAL, number: int = 0, *, delegates: int = 0) -> Urgent:
    """Return a provider whose keys expire in so many days."""
    sede = samples.provider(typed, number)
    return Urgent(
        codigo=sede.codigo,
        nit=NIT,
        name=sede.name,
        sede=sede.sede,
        expires_at=NOW + timedelta(days=number),
        environments=[Environment.PRODUCTION, Environment.PREPRODUCTION],
        delegates=delegates,
    )


def digest(
    figures: Figures,
    previous: Figures | None = None,
    kind: DigestKind = DigestKind.WEEKLY,
    readers: Sequence[Person] = (),
    reminders: Reminders | None = None,
) -> Message:
    """Return the message of a digest."""
    return digest_message(figures, previous, kind, readers, reminders or Reminders())


def halted(waiting: int = 312) -> Reminders:
    """Return reminders that a manager halted an hour ago."""
    return Reminders(waiting, samples.manager(), NOW - timedelta(hours=1))


def simpler(message: Message) -> Message:
    """Return what a workspace without charts gets."""
    assert message.simpler
    return Message(message.text, message.simpler)


def expiry_list(
    count: int, *, bucket: int | None = None, page: int = 1, typed: Typed = USUAL, pending: bool = False
) -> ExpiryList:
    """Return a page of `count` sedes; of every second one nobody hears of anything."""
    rows = [
        ExpiryRow(
            provider=samples.provider(typed, number),
            expires_at=NOW + timedelta(days=number),
            environments={
                Environment.PRODUCTION: NOW + timedelta(days=number),
                Environment.PREPRODUCTION: NOW + AWAY + timedelta(days=number),
            },
            request_pending=pending,
            delegates=2 * (number % 2),
        )
        for number in range(min(count, 10))
    ]
    state = ExpiriesState(bucket=bucket, page=page)
    return ExpiryList(samples.manager(), state, Page(rows, page, 10, count), NOW)


def preferring(*, weekly: bool = True, monthly: bool = True) -> Person:
    """Return a manager who chose these digests."""
    person = samples.manager()
    person.weekly_digest, person.monthly_digest = weekly, monthly
    return person


def digest_windows(typed: Typed) -> dict[str, Json]:
    """Return every window by a name that tells its state."""
    found = {
        f"expiries, bucket {bucket} of {count}": expiries_view(
            expiry_list(count, bucket=bucket, page=2 if count else 1, typed=typed, pending=count > 0)
        )
        for bucket in (None, 0, len(BUCKET_DAYS))
        for count in (0, 3_000)
    }
    for weekly in (True, False):
        for monthly in (True, False):
            person = preferring(weekly=weekly, monthly=monthly)
            found[f"preferences {weekly} {monthly}"] = preferences_form(person)
            found[f"preferences saved {weekly} {monthly}"] = preferences_saved(person)
    above = header(samples.manager(), None, Place.DIGEST)
    found["digest on its way"] = digest_on_its_way_notice(above)
    return {name: view_json(view) for name, view in found.items()}


def digest_messages(typed: Typed) -> dict[str, Json]:
    """Return every digest, with charts and without."""
    crowd = [samples.manager() for _ in range(40)]
    found = {
        "digest, nothing yet": digest(quiet()),
        "digest, ordered": digest(small(), small(), DigestKind.ON_DEMAND),
        "digest, halted": digest(small(), quiet(), DigestKind.MONTHLY, crowd[:1], halted()),
        "digest, worst week": digest(worst(typed), quiet(), DigestKind.WEEKLY, crowd, halted(61_073)),
        "digest ordered": digest_on_its_way(),
    }
    found |= {
        f"{name}, simpler": simpler(message) for name, message in found.items() if message.simpler is not None
    }
    return {name: message_json(message) for name, message in found.items()}
