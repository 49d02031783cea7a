"""When digests are made, once each, and for whom."""

from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import Engine

from bot.errors import NotAllowedError
from bot.rules.calendar.service_hours import HELPDESK_HOURS
from bot.services.access import Actor
from bot.services.digests.gathering import kept_figures, previous
from bot.services.digests.making import figures_now, make_due_digests, order_digest, post_digest
from storage import jobs
from storage.enums import AuditAction, DigestKind, IntentKind, JobName
from storage.models import Digest, Intent
from tests.services.at_once import at_once
from tests.services.office import BEATRIZ, CAMILA, LAURA, Office, Told

WEEKLY, MONTHLY, ON_DEMAND = DigestKind.WEEKLY, DigestKind.MONTHLY, DigestKind.ON_DEMAND


def _digests(office: Office) -> list[Digest]:
    with office.sessions() as session:
        return session.query(Digest).order_by(Digest.id).all()


def _periods(office: Office) -> list[tuple[DigestKind, str]]:
    return [(digest.kind, digest.period) for digest in _digests(office)]


def _to(office: Office, *, days: int = 0, hours: int = 0, minutes: int = 0) -> None:
    """Make what is due by now, and then move on."""
    make_due_digests(office.desk)
    office.clock.advance(days=days, hours=hours, minutes=minutes)


class TestDue:
    def test_each_kind_is_made_once_and_queued_with_it(self, office: Office) -> None:
        with office.recorded() as record:
            assert make_due_digests(office.desk) == 2
        assert _periods(office) == [(WEEKLY, "2026-W03"), (MONTHLY, "2026-01")]
        assert record.told == [
            Told(IntentKind.DIGEST, digest.id, f"digest:{digest.id}", f"digest:{digest.id}")
            for digest in _digests(office)
        ]
        assert make_due_digests(office.desk) == 0

    def test_a_new_installation_does_not_make_up_for_what_was_due_before_it_began(
        self, office: Office
    ) -> None:
        with office.sessions.begin() as session:
            jobs.make_known(session, [JobName.DIGESTS], office.desk.now())  # Wednesday, the 14th
        assert make_due_digests(office.desk) == 0
        office.clock.advance(days=5)
        make_due_digests(office.desk)
        assert _periods(office) == [(WEEKLY, "2026-W04")]
        office.clock.advance(days=14)
        make_due_digests(office.desk)
        assert _periods(office)[1:] == [(WEEKLY, "2026-W06"), (MONTHLY, "2026-02")]

    def test_monday_at_eight_and_not_a_minute_before(self, office: Office) -> None:
        _to(office, days=4, hours=21, minutes=59)  # Monday 7:59
        assert make_due_digests(office.desk) == 0
        office.clock.advance(minutes=1)
        assert make_due_digests(office.desk) == 1
        assert _periods(office)[-1] == (WEEKLY, "2026-W04")

    def test_nothing_is_made_while_nobody_attends(self, office: Office) -> None:
        office.clock.advance(hours=9)  # Wednesday 19:00
        assert make_due_digests(office.desk) == 0

    def test_after_three_weeks_away_only_the_newest_is_made(self, office: Office) -> None:
        _to(office, days=21)  # Wednesday 4 February
        assert make_due_digests(office.desk) == 2
        assert _periods(office)[2:] == [(WEEKLY, "2026-W06"), (MONTHLY, "2026-02")]

    def test_it_counts_since_the_one_before_it(self, office: Office) -> None:
        _to(office, days=7)
        make_due_digests(office.desk)
        first, _, second = (kept_figures(digest) for digest in _digests(office))
        assert first.since == first.made_at - timedelta(days=7)
        assert second.since == first.made_at

    def test_none_is_made_that_nobody_chose(self, office: Office) -> None:
        office.change(BEATRIZ, weekly_digest=False)
        assert make_due_digests(office.desk) == 1
        assert _periods(office) == [(MONTHLY, "2026-01")]

    def test_whoever_turns_it_on_in_the_middle_of_a_week_has_it_at_once(self, office: Office) -> None:
        office.change(BEATRIZ, weekly_digest=False, monthly_digest=False)
        _to(office, days=1)
        office.change(BEATRIZ, weekly_digest=True)
        assert make_due_digests(office.desk) == 1
        assert _periods(office) == [(WEEKLY, "2026-W03")]

    def test_two_replicas_in_the_same_minute_make_one(self, office: Office, engine: Engine) -> None:
        office.change(BEATRIZ, monthly_digest=False)
        outcomes = at_once(engine, "INSERT INTO digests", *[partial(make_due_digests, office.desk)] * 2)
        assert sorted(map(str, outcomes)) == ["0", "1"]
        assert _periods(office) == [(WEEKLY, "2026-W03")]
        with office.sessions() as session:
            assert session.query(Intent).count() == 1


class TestOrdered:
    def test_it_goes_to_the_manager_who_asks(self, office: Office) -> None:
        manager = office.person(BEATRIZ)
        with office.recorded() as record:
            order_digest(office.desk, BEATRIZ)
        (digest,) = _digests(office)
        assert (digest.kind, digest.ordered_by_id) == (ON_DEMAND, manager.id)
        assert record.told == [Told(IntentKind.DIGEST, digest.id, f"digest:{digest.id}", f"dm:{manager.id}")]
        assert [(line.actor, line.action, line.subject) for line in record.noted] == [
            (BEATRIZ, AuditAction.DIGEST_ORDERED, f"digest:{digest.id}")
        ]
        with office.sessions() as session:
            assert session.query(Intent).filter_by(kind=IntentKind.DIGEST).one().recipient_id == manager.id
        assert digest.figures is None  # gathering them takes longer than an answer in Slack may

    def test_pressing_twice_within_a_minute_orders_one(self, office: Office) -> None:
        office.clock.advance(seconds=50)
        order_digest(office.desk, BEATRIZ)
        office.clock.advance(seconds=59)
        order_digest(office.desk, BEATRIZ)
        assert len(_digests(office)) == 1
        office.clock.advance(seconds=1)
        order_digest(office.desk, BEATRIZ)
        assert len(_digests(office)) == 2

    def test_two_presses_at_the_same_moment_order_one(self, office: Office, engine: Engine) -> None:
        at_once(engine, "INSERT INTO digests", *[partial(order_digest, office.desk, BEATRIZ)] * 2)
        assert len(_digests(office)) == 1
        assert [line.action for line in office.lines()] == [AuditAction.DIGEST_ORDERED]

    @pytest.mark.parametrize("actor", [LAURA, CAMILA])
    def test_nobody_else_is_told_the_figures(self, office: Office, actor: Actor) -> None:
        with office.nothing_stored(), pytest.raises(NotAllowedError, match="Solo un gerente"):
            order_digest(office.desk, actor)

    def test_one_posted_from_the_command_line_is_for_the_channel(self, office: Office) -> None:
        with office.recorded() as record:
            digest_id = post_digest(
                office.sessions, figures_now(office.sessions, office.clock.now(), HELPDESK_HOURS)
            )
        assert record.told == [
            Told(IntentKind.DIGEST, digest_id, f"digest:{digest_id}", f"digest:{digest_id}")
        ]
        assert [(line.actor.user_id, line.action) for line in record.noted] == [
            ("cli", AuditAction.DIGEST_ORDERED)
        ]


class TestPrevious:
    def test_the_first_of_its_kind_has_none(self, office: Office) -> None:
        make_due_digests(office.desk)
        with office.sessions() as session:
            assert [previous(session, digest) for digest in _digests(office)] == [None, None]

    def test_each_is_compared_with_the_one_before_it_and_one_on_demand_with_the_last_weekly(
        self, office: Office
    ) -> None:
        _to(office, days=7)
        _to(office, days=1)
        order_digest(office.desk, BEATRIZ)
        first, _, second, ordered = _digests(office)
        with office.sessions() as session:
            assert previous(session, second) == kept_figures(first)
            assert previous(session, ordered) == kept_figures(second)
