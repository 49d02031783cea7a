import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.pace import Pace, Route, backoff, obeyed, slow_backoff

ROUTE = Route("chat.postMessage", "C0OFFICIALS")
lucks = st.floats(0, 1)


@pytest.mark.parametrize(("attempts", "seconds"), [(1, 2), (2, 4), (3, 8), (8, 256), (9, 300), (500, 300)])
def test_the_wait_after_a_failure_of_slack_doubles_up_to_five_minutes(attempts: int, seconds: float) -> None:
    assert backoff(attempts, 0) == seconds


@pytest.mark.parametrize(("attempts", "seconds"), [(1, 30), (2, 60), (5, 480), (6, 900), (500, 900)])
def test_the_wait_for_a_repair_doubles_up_to_a_quarter_of_an_hour(attempts: int, seconds: float) -> None:
    assert slow_backoff(attempts, 0) == seconds


@given(st.integers(1, 10_000), lucks)
def test_luck_takes_at_most_half_of_a_wait(attempts: int, luck: float) -> None:
    assert backoff(attempts, 0) / 2 <= backoff(attempts, luck) <= backoff(attempts, 0)
    assert slow_backoff(attempts, 0) / 2 <= slow_backoff(attempts, luck) <= slow_backoff(attempts, 0)


@given(st.integers(1, 3600), lucks)
def test_slack_is_never_asked_again_before_its_retry_after(seconds: int, luck: float) -> None:
    assert seconds <= obeyed(str(seconds), luck) <= seconds + 1


@pytest.mark.parametrize("header", [None, "", "soon"])
def test_a_missing_or_broken_retry_after_means_half_a_minute(header: str | None) -> None:
    assert obeyed(header, 0) == 30


def test_a_retry_after_of_nothing_is_a_second() -> None:
    assert obeyed("0", 0) == 1


def test_the_first_message_of_a_channel_does_not_wait() -> None:
    assert Pace().wait(ROUTE, 100.0) == 0


def test_the_second_message_within_a_second_waits_for_the_rest_of_it() -> None:
    pace = Pace()
    pace.wait(ROUTE, 100.0)
    assert pace.wait(ROUTE, 100.25) == pytest.approx(0.75)


def test_another_channel_does_not_wait() -> None:
    pace = Pace()
    pace.wait(ROUTE, 100.0)
    assert pace.wait(Route("chat.postMessage", "C0MANAGERS"), 100.0) == 0


def test_those_who_wait_get_slots_a_second_apart() -> None:
    pace = Pace()
    pace.wait(ROUTE, 100.0)
    assert [pace.wait(ROUTE, 100.0) for _ in range(4)] == [1.0, 2.0, 3.0, 4.0]


def test_who_comes_back_in_its_slot_does_not_wait_again() -> None:
    pace = Pace()
    pace.wait(ROUTE, 100.0)
    slots = [100.0 + pace.wait(ROUTE, 100.0) for _ in range(4)]
    assert [pace.wait(ROUTE, slot) for slot in slots] == [0, 0, 0, 0]


def test_a_route_slack_closed_stays_closed_for_all_until_then() -> None:
    pace = Pace()
    pace.hold(ROUTE, 100.0, 30.0)
    assert pace.wait(ROUTE, 101.0) == 29.0
    assert pace.wait(ROUTE, 102.0) == 29.0  # one second behind the other
    assert pace.wait(ROUTE, 130.0) == 0


def test_closing_a_method_for_a_channel_leaves_its_other_methods_open() -> None:
    pace = Pace()
    pace.hold(ROUTE, 100.0, 30.0)
    assert pace.wait(Route("chat.update", ROUTE.channel), 101.0) == 0


@given(st.lists(st.floats(0, 0.9), min_size=1, max_size=60))
def test_no_channel_ever_gets_two_messages_within_a_second(gaps: list[float]) -> None:
    pace, now, sent = Pace(), 0.0, []
    for gap in gaps:
        now += gap
        if pace.wait(ROUTE, now) == 0:
            sent.append(now)
    assert all(later - earlier >= 0.94 for earlier, later in itertools.pairwise(sent))


def test_channels_that_fell_quiet_are_forgotten() -> None:
    pace = Pace()
    for number in range(1000):
        pace.wait(Route("chat.postMessage", f"D{number}"), float(number * 2))
    assert len(pace._uses) == 1


def test_homes_may_follow_each_other_faster_than_messages() -> None:
    pace, home = Pace(), Route("views.publish", "")
    assert pace.wait(home, 0.0) == 0
    assert pace.wait(home, 0.3) == pytest.approx(0.3)
    assert pace.wait(ROUTE, 0.0) == 0
    assert pace.wait(ROUTE, 0.3) == pytest.approx(0.7)


def test_a_pace_of_ones_own_holds_for_every_method() -> None:
    pace = Pace(seconds_between=0)
    assert [pace.wait(Route("views.publish", ""), 0.0) for _ in range(3)] == [0, 0, 0]
