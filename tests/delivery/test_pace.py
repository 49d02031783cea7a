import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.delivery.pace import EVERYBODY, Outage, Pace, Route, backoff, obeyed, slow_backoff

ROUTE = Route("chat.postMessage", "C0OFFICIALS")
OPEN = Route("conversations.open", EVERYBODY)
lucks = st.floats(0, 1)


@pytest.mark.parametrize(("attempts", "seconds"), [(1, 2), (2, 4), (3, 8), (5, 32), (6, 60), (500, 60)])
def test_the_wait_after_a_failure_of_slack_doubles_up_to_a_minute(attempts: int, seconds: float) -> None:
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


def _posts(pace: Pace, count: int, now: float) -> list[float]:
    return [pace.wait(Route("chat.postMessage", f"D{number}"), now) for number in range(count)]


def test_posts_to_fifty_people_leave_at_once_and_the_next_ones_four_a_second() -> None:
    pace = Pace()
    assert set(_posts(pace, 50, 100.0)) == {0.0}
    assert (pace.wait(ROUTE, 100.0), pace.pause(100.0)) == (0.25, 0.25)
    assert (pace.pause(100.25), pace.wait(ROUTE, 100.25)) == (0.0, 0.0)


def test_who_waits_for_the_workspace_has_no_place_before_others() -> None:
    pace = Pace()
    _posts(pace, 50, 100.0)
    assert _posts(pace, 2000, 100.0) == [0.25] * 2000
    assert pace.wait(ROUTE, 100.25) == 0


def test_a_turn_refused_by_the_workspace_uses_up_none_of_the_channel() -> None:
    pace = Pace()
    _posts(pace, 50, 100.0)
    assert pace.wait(ROUTE, 100.0) == 0.25
    assert pace.wait(ROUTE, 100.25) == 0


def test_a_turn_refused_by_the_channel_uses_up_none_of_the_workspace() -> None:
    pace = Pace()
    _posts(pace, 48, 100.0)
    assert [pace.wait(ROUTE, 100.0) for _ in range(20)][:2] == [0, 1.0]
    assert pace.pause(100.0) == 0


@settings(max_examples=20)
@given(st.lists(st.floats(0, 0.5), min_size=300, max_size=400), st.sampled_from(["post", "open"]))
def test_no_minute_sees_more_calls_than_slack_allows(gaps: list[float], kind: str) -> None:
    pace, now, made = Pace(), 0.0, []
    for number, gap in enumerate(gaps):
        now += gap
        if pace.wait(OPEN if kind == "open" else Route("chat.postMessage", f"D{number}"), now) == 0:
            made.append(now)
    most = max(sum(start <= moment < start + 60 for moment in made) for start in made)
    assert most <= (50 if kind == "open" else 300)


def test_opening_closed_by_slack_stays_closed_while_posts_go_on() -> None:
    pace = Pace()
    pace.hold(OPEN, 100.0, 30.0)
    assert (pace.wait(OPEN, 101.0), pace.wait(ROUTE, 101.0), pace.pause(101.0)) == (29.0, 0, 0)
    assert pace.wait(OPEN, 130.0) == 0


def test_while_opening_is_closed_reminders_are_told_to_come_back_one_by_one_and_others_at_once() -> None:
    pace = Pace()
    pace.hold(OPEN, 100.0, 30.0)
    assert [pace.wait(OPEN, 100.0, patient=True) for _ in range(3)] == [30.0, 31.5, 33.0]
    assert pace.wait(OPEN, 100.0) == 30.0
    assert [pace.wait(OPEN, moment, patient=True) for moment in (130.0, 131.5, 133.0)] == [0, 0, 0]


def test_a_pace_of_ones_own_pauses_for_nobody() -> None:
    pace = Pace(seconds_between=0)
    assert (set(_posts(pace, 500, 0.0)), pace.pause(0.0)) == ({0.0}, 0.0)


def test_a_failure_among_successes_is_no_outage() -> None:
    outage = Outage()
    for _ in range(9):
        outage.failed(0.0)
        outage.failed(0.0)
        outage.over()
    assert outage.rest(0.0) == 0


def test_after_three_failures_in_a_row_there_is_rest_and_longer_each_time() -> None:
    outage, rests = Outage(), []
    for _ in range(21):
        outage.failed(100.0)
        rests.append(outage.rest(100.0))
    assert rests[:3] == [0, 0, 2]
    assert rests[2::3] == [2, 4, 8, 16, 32, 60, 60]
    assert outage.rest(130.0) == 30.0
    outage.over()
    assert outage.rest(100.0) == 0


@pytest.mark.parametrize(("told", "rest"), [(1.0, 2.0), (30.0, 30.0), (9999.0, 300.0)])
def test_a_rest_is_as_long_as_slack_says_within_reason(told: float, rest: float) -> None:
    outage = Outage()
    for _ in range(3):
        outage.failed(0.0, told)
    assert outage.rest(0.0) == rest
