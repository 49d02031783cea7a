from datetime import UTC, datetime, timedelta

import pytest

from bot.rules.calendar.days import BOGOTA
from bot.rules.digest_periods import Period, period_of, since_when
from storage.enums import DigestKind


def _bogota(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=BOGOTA).astimezone(UTC)


@pytest.mark.parametrize(
    ("now", "name", "due_at"),
    [
        (_bogota(2026, 11, 26, 12), "2026-W48", _bogota(2026, 11, 23, 8)),
        (_bogota(2026, 11, 16, 9), "2026-W47", _bogota(2026, 11, 17, 8)),  # that Monday is a holiday
        (_bogota(2027, 1, 2, 9), "2026-W53", _bogota(2026, 12, 28, 8)),
        (_bogota(2026, 11, 22, 23, 59), "2026-W47", _bogota(2026, 11, 17, 8)),  # Monday already in London
    ],
)
def test_a_week_is_due_on_its_first_business_day_at_eight(now: datetime, name: str, due_at: datetime) -> None:
    assert period_of(DigestKind.WEEKLY, now) == Period(name, due_at)


@pytest.mark.parametrize(
    ("now", "name", "due_at"),
    [
        (_bogota(2026, 12, 31, 23), "2026-12", _bogota(2026, 12, 1, 8)),
        (_bogota(2026, 8, 1, 9), "2026-08", _bogota(2026, 8, 3, 8)),  # a Saturday
        (_bogota(2027, 1, 1, 9), "2027-01", _bogota(2027, 1, 4, 8)),  # a holiday, and then a week-end
    ],
)
def test_a_month_is_due_on_its_first_business_day_at_eight(
    now: datetime, name: str, due_at: datetime
) -> None:
    assert period_of(DigestKind.MONTHLY, now) == Period(name, due_at)


def test_a_digest_on_demand_has_no_period() -> None:
    with pytest.raises(ValueError, match="on demand"):
        period_of(DigestKind.ON_DEMAND, _bogota(2026, 11, 23))


@pytest.mark.parametrize("kind", [DigestKind.WEEKLY, DigestKind.ON_DEMAND])
def test_the_first_digest_counts_seven_days(kind: DigestKind) -> None:
    now = _bogota(2026, 11, 23, 9)
    assert since_when(kind, now) == now - timedelta(days=7)


@pytest.mark.parametrize(
    ("now", "since"),
    [
        (_bogota(2026, 12, 1, 8), _bogota(2026, 11, 1, 8)),
        (_bogota(2027, 1, 4, 8), _bogota(2026, 12, 4, 8)),
        (_bogota(2027, 3, 31, 8), _bogota(2027, 2, 28, 8)),  # no February 31st
    ],
)
def test_the_first_monthly_digest_counts_since_the_same_day_a_month_before(
    now: datetime, since: datetime
) -> None:
    assert since_when(DigestKind.MONTHLY, now) == since
