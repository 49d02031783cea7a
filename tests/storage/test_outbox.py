from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from time import monotonic
from uuid import UUID

import pytest
from sqlalchemy import Engine, func, select, text

from storage import outbox
from storage.db import Sessions, sessions_of
from storage.enums import IntentKind, IntentStatus
from storage.models import Intent
from storage.outbox import Claim
from tests.clock import Clock

LEASE = timedelta(minutes=2)


def _add(sessions: Sessions, clock: Clock, key: str, lane: str | None = None, wait: float = 0) -> None:
    with sessions.begin() as session:
        outbox.add(
            session,
            kind=IntentKind.REQUEST_CARD,
            subject_id=1,
            dedupe_key=key,
            lane=lane or f"card:request:{key}",
            now=clock.now(),
            due_at=clock.now() + timedelta(seconds=wait) if wait else None,
        )


def _claim(sessions: Sessions, clock: Clock) -> Claim | None:
    with sessions.begin() as session:
        return outbox.claim(session, clock.now(), LEASE)


def _claimed(sessions: Sessions, clock: Clock) -> Claim:
    claim = _claim(sessions, clock)
    assert claim is not None
    return claim


def _row(sessions: Sessions, key: str) -> Intent:
    with sessions() as session:
        return session.scalars(select(Intent).where(Intent.dedupe_key == key)).one()


def test_the_same_thing_to_tell_twice_is_one_intent(sessions: Sessions, clock: Clock) -> None:
    _add(sessions, clock, "a")
    first = _row(sessions, "a")
    clock.advance(seconds=1)
    _add(sessions, clock, "a")
    with sessions() as session:
        assert session.scalar(select(func.count()).select_from(Intent)) == 1
    assert _row(sessions, "a").operation_id == first.operation_id


def test_a_new_intent_is_due_at_once_untried_and_has_an_operation_id(
    sessions: Sessions, clock: Clock
) -> None:
    _add(sessions, clock, "a")
    intent = _row(sessions, "a")
    assert (intent.status, intent.due_at, intent.attempts, intent.in_doubt) == (
        IntentStatus.PENDING,
        clock.now(),
        0,
        False,
    )
    assert str(UUID(intent.operation_id)) == intent.operation_id


def test_an_intent_of_a_rolled_back_use_case_does_not_exist(sessions: Sessions, clock: Clock) -> None:
    with sessions() as session:
        outbox.add(
            session,
            kind=IntentKind.REQUEST_CARD,
            subject_id=1,
            dedupe_key="a",
            lane="card:request:1",
            now=clock.now(),
        )
        session.rollback()
    assert _claim(sessions, clock) is None


def test_the_oldest_due_intent_goes_first(sessions: Sessions, clock: Clock) -> None:
    _add(sessions, clock, "later", wait=5)
    _add(sessions, clock, "sooner", wait=3)
    clock.advance(seconds=10)
    keys = [_claimed(sessions, clock).intent.dedupe_key for _ in range(2)]
    assert keys == ["sooner", "later"]


def test_an_intent_that_is_not_due_yet_waits(sessions: Sessions, clock: Clock) -> None:
    _add(sessions, clock, "a", wait=5)
    assert _claim(sessions, clock) is None
    clock.advance(seconds=5)
    assert _claim(sessions, clock) is not None


def test_a_first_claim_is_not_in_doubt_but_leaves_the_row_in_doubt(sessions: Sessions, clock: Clock) -> None:
    _add(sessions, clock, "a")
    assert not _claimed(sessions, clock).in_doubt
    row = _row(sessions, "a")
    assert (row.status, row.in_doubt, row.attempts, row.leased_until) == (
        IntentStatus.SENDING,
        True,
        1,
        clock.now() + LEASE,
    )


def test_a_lane_in_flight_holds_its_next_intent_back_and_no_other_lane(
    sessions: Sessions, clock: Clock
) -> None:
    _add(sessions, clock, "a1", lane="dm:1")
    _add(sessions, clock, "a2", lane="dm:1")
    _add(sessions, clock, "b1", lane="dm:2")
    first = _claimed(sessions, clock)
    assert _claimed(sessions, clock).intent.dedupe_key == "b1"
    assert _claim(sessions, clock) is None
    with sessions.begin() as session:
        outbox.settle_sent(session, first, clock.now())
    assert _claimed(sessions, clock).intent.dedupe_key == "a2"


def test_a_claim_nobody_settled_is_claimed_again_in_doubt_when_its_lease_ran_out(
    sessions: Sessions, clock: Clock
) -> None:
    _add(sessions, clock, "a")
    _claimed(sessions, clock)
    clock.advance(seconds=119)
    assert _claim(sessions, clock) is None
    clock.advance(seconds=1)
    again = _claimed(sessions, clock)
    assert again.in_doubt
    assert again.intent.attempts == 2


def test_an_abandoned_claim_holds_its_lane_until_it_is_claimed_again(
    sessions: Sessions, clock: Clock
) -> None:
    _add(sessions, clock, "a1", lane="card:request:1")
    _claimed(sessions, clock)
    _add(sessions, clock, "a2", lane="card:request:1")
    clock.advance(minutes=10)
    assert _claimed(sessions, clock).intent.dedupe_key == "a1"
    assert _claim(sessions, clock) is None


def test_an_intent_to_be_tried_again_is_not_overtaken_in_its_lane(sessions: Sessions, clock: Clock) -> None:
    _add(sessions, clock, "a1", lane="card:request:1")
    claim = _claimed(sessions, clock)
    with sessions.begin() as session:
        outbox.settle_retry(session, claim, clock.now() + timedelta(seconds=30), "timeout", in_doubt=True)
    _add(sessions, clock, "a2", lane="card:request:1")
    assert _claim(sessions, clock) is None
    clock.advance(seconds=30)
    assert _claimed(sessions, clock).intent.dedupe_key == "a1"


@pytest.mark.parametrize("in_doubt", [True, False])
def test_a_retry_remembers_whether_slack_may_have_the_message(
    sessions: Sessions, clock: Clock, *, in_doubt: bool
) -> None:
    _add(sessions, clock, "a")
    with sessions.begin() as session:
        claim = outbox.claim(session, clock.now(), LEASE)
        assert claim is not None
        outbox.settle_retry(session, claim, clock.now(), "e" * 200, in_doubt=in_doubt)
    assert _row(sessions, "a").last_error == "e" * 80
    assert _claimed(sessions, clock).in_doubt is in_doubt


def test_a_postponed_intent_is_as_untried_and_as_doubtful_as_before(sessions: Sessions, clock: Clock) -> None:
    _add(sessions, clock, "a")
    claim = _claimed(sessions, clock)
    with sessions.begin() as session:
        outbox.postpone(session, claim, clock.now() + timedelta(seconds=1))
    row = _row(sessions, "a")
    assert (row.status, row.attempts, row.in_doubt) == (IntentStatus.PENDING, 0, False)
    clock.advance(seconds=1)
    assert not _claimed(sessions, clock).in_doubt


def test_when_leases_are_ended_what_a_crash_left_is_claimed_at_once_in_doubt(
    sessions: Sessions, clock: Clock
) -> None:
    for key in ("a", "b"):
        _add(sessions, clock, key)
        _claimed(sessions, clock)
    with sessions.begin() as session:
        outbox.end_leases(session, clock.now())
    taken = [_claimed(sessions, clock) for _ in range(2)]
    assert [(claim.intent.dedupe_key, claim.in_doubt) for claim in taken] == [("a", True), ("b", True)]
    assert _claim(sessions, clock) is None


def test_ending_leases_hurries_nothing_that_waits_and_wakes_nothing_that_is_over(
    sessions: Sessions, clock: Clock
) -> None:
    _add(sessions, clock, "sent")
    with sessions.begin() as session:
        claim = outbox.claim(session, clock.now(), LEASE)
        assert claim is not None
        outbox.settle_sent(session, claim, clock.now())
    _add(sessions, clock, "waits", wait=5)
    with sessions.begin() as session:
        outbox.end_leases(session, clock.now())
    assert _claim(sessions, clock) is None
    assert (_row(sessions, "sent").leased_until, _row(sessions, "waits").leased_until) == (None, None)


def test_a_sender_that_outlived_its_lease_cannot_undo_its_successors_work(
    sessions: Sessions, clock: Clock
) -> None:
    _add(sessions, clock, "a")
    late = _claimed(sessions, clock)
    clock.advance(minutes=3)
    successor = _claimed(sessions, clock)
    with sessions.begin() as session:
        assert not outbox.settle_retry(session, late, clock.now(), "timeout", in_doubt=False)
        assert outbox.settle_sent(session, successor, clock.now())
    assert _row(sessions, "a").status is IntentStatus.SENT


def test_sent_obsolete_and_dead_intents_are_never_claimed_again(sessions: Sessions, clock: Clock) -> None:
    for key in ("sent", "obsolete", "dead"):
        _add(sessions, clock, key)
    sent, obsolete, dead = (_claimed(sessions, clock) for _ in range(3))
    with sessions.begin() as session:
        outbox.settle_sent(session, sent, clock.now())
        outbox.settle_obsolete(session, obsolete)
        outbox.settle_dead(session, dead, "user_not_found")
    clock.advance(days=1)
    assert _claim(sessions, clock) is None
    assert _row(sessions, "sent").sent_at == clock.now() - timedelta(days=1)
    assert _row(sessions, "dead").last_error == "user_not_found"


def test_the_depth_counts_every_status_and_tells_how_long_the_oldest_has_waited(
    sessions: Sessions, clock: Clock
) -> None:
    for key in ("a", "b", "c"):
        _add(sessions, clock, key)
    _add(sessions, clock, "future", wait=3600)
    with sessions.begin() as session:
        claim = outbox.claim(session, clock.now(), LEASE)
        assert claim is not None
        outbox.settle_sent(session, claim, clock.now())
    clock.advance(seconds=90)
    with sessions() as session:
        depth = outbox.depth(session, clock.now())
    assert depth.oldest_due == timedelta(seconds=90)
    assert depth.counts == {
        IntentStatus.PENDING: 3,
        IntentStatus.SENDING: 0,
        IntentStatus.SENT: 1,
        IntentStatus.OBSOLETE: 0,
        IntentStatus.DEAD: 0,
    }


def test_an_empty_outbox_has_no_oldest(sessions: Sessions, clock: Clock) -> None:
    with sessions() as session:
        assert outbox.depth(session, clock.now()).oldest_due is None


def test_replicas_that_claim_at_the_same_time_never_share_an_intent_nor_a_lane(
    postgresql_engine: Engine, clock: Clock
) -> None:
    sessions = sessions_of(postgresql_engine)
    replicas, lanes = 8, 5
    for number in range(20):
        _add(sessions, clock, str(number), lane=f"dm:{number % lanes}")
    together = Barrier(replicas)

    def replica(_: int) -> Claim | None:
        together.wait()
        return _claim(sessions, clock)

    with ThreadPoolExecutor(replicas) as pool:
        claims = [claim for claim in pool.map(replica, range(replicas)) if claim is not None]
    taken = [claim.intent.lane for claim in claims]
    assert sorted(taken) == sorted(f"dm:{lane}" for lane in range(lanes))


def test_a_replica_that_loses_a_lane_to_an_uncommitted_claim_takes_another_lane(
    postgresql_engine: Engine, clock: Clock
) -> None:
    sessions = sessions_of(postgresql_engine)
    _add(sessions, clock, "a1", lane="dm:1")
    _add(sessions, clock, "a2", lane="dm:1")
    _add(sessions, clock, "b1", lane="dm:2")
    with ThreadPoolExecutor(1) as pool:
        with sessions.begin() as first:
            held = outbox.claim(first, clock.now(), LEASE)
            second = pool.submit(_claim, sessions, clock)  # sees "a2" free, and waits for the index to tell
            _wait_until_blocked(sessions)
        other = second.result(timeout=10)
    assert held is not None
    assert other is not None
    assert (held.intent.dedupe_key, other.intent.dedupe_key) == ("a1", "b1")


def _wait_until_blocked(sessions: Sessions) -> None:
    deadline = monotonic() + 10
    while monotonic() < deadline:
        with sessions() as session:
            if session.scalar(text("SELECT count(*) FROM pg_locks WHERE NOT granted")):
                return
    pytest.fail("the second replica never met the first one's lane")
