from datetime import UTC, date, datetime, timedelta

import pytest

from bot.rules.figures import MOST_URGENT, WEEKS, bucket_ends, median_and_late, most_urgent, weeks_from
from storage.enums import Environment

NOW = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)  # Monday, 9:00 in Bogotá
PRODUCTION, PREPRODUCTION = Environment.PRODUCTION, Environment.PREPRODUCTION


def _bucket(expires_at: datetime) -> int:
    """The bucket a key is counted in."""
    return sum(expires_at > end for end in bucket_ends(NOW))


@pytest.mark.parametrize(
    ("expires_at", "bucket"),
    [
        (NOW, 0),
        (NOW + timedelta(microseconds=1), 1),
        (datetime(2026, 11, 30, 5, 0, tzinfo=UTC), 1),  # midnight at the start of the seventh day in Bogotá
        (datetime(2026, 12, 1, 4, 59, 59, 999_999, tzinfo=UTC), 1),  # and its last moment
        (datetime(2026, 12, 1, 5, 0, tzinfo=UTC), 2),
        (datetime(2027, 2, 22, 4, 59, tzinfo=UTC), 6 - 1),
        (datetime(2027, 2, 22, 5, 0, tzinfo=UTC), 6),
    ],
)
def test_a_key_is_counted_by_the_day_in_bogota_on_which_it_expires(expires_at: datetime, bucket: int) -> None:
    assert _bucket(expires_at) == bucket


def test_midnight_in_london_on_the_18th_is_the_17th_in_bogota() -> None:
    today = datetime(2027, 3, 10, 15, 0, tzinfo=UTC)
    assert datetime(2027, 3, 18, 0, 0, tzinfo=UTC) <= bucket_ends(today)[1]


def test_the_weeks_begin_on_mondays_in_bogota() -> None:
    late_on_sunday = datetime(2026, 11, 23, 4, 59, tzinfo=UTC)
    assert weeks_from(late_on_sunday)[0] == date(2026, 11, 16)
    mondays = weeks_from(NOW)
    assert (mondays[0], mondays[1], len(mondays)) == (date(2026, 11, 23), date(2026, 11, 30), WEEKS + 1)


@pytest.mark.parametrize(
    ("hours", "median", "late"),
    [
        ([3], 3, 3),
        ([1, 2], 1.5, 2),
        ([5, 1, 3], 3, 5),
        (list(range(1, 11)), 5.5, 9),
        (list(range(1, 12)), 6, 10),
    ],
)
def test_nine_of_ten_waited_no_longer_than_the_90th_percentile(
    hours: list[int], median: float, late: int
) -> None:
    waits = [timedelta(hours=each) for each in hours]
    assert median_and_late(waits) == (timedelta(hours=median), timedelta(hours=late))


def test_nobody_waited_where_nothing_was_assigned() -> None:
    assert median_and_late([]) == (None, None)


def test_what_is_nearest_to_now_is_most_urgent_whether_it_expired_or_will() -> None:
    keys = [
        ("110010000001", PRODUCTION, NOW - timedelta(days=20)),
        ("110010000002", PRODUCTION, NOW + timedelta(days=2)),
        ("110010000003", PRODUCTION, NOW - timedelta(days=1)),
        ("110010000004", PRODUCTION, NOW + timedelta(days=40)),
    ]
    assert [codigo[-1] for codigo in most_urgent(keys, NOW)] == ["3", "2", "1", "4"]


def test_a_provider_is_urgent_once_by_its_nearest_expiry() -> None:
    keys = [
        ("110010000001", PRODUCTION, NOW + timedelta(days=9)),
        ("110010000001", PREPRODUCTION, NOW + timedelta(days=3)),
    ]
    assert most_urgent(keys, NOW) == {"110010000001": NOW + timedelta(days=3)}


def test_no_more_than_ten_providers_are_most_urgent() -> None:
    keys = [(f"{number:012}", PRODUCTION, NOW + timedelta(hours=number)) for number in range(1, 30)]
    assert list(most_urgent(keys, NOW)) == [f"{number:012}" for number in range(1, MOST_URGENT + 1)]
