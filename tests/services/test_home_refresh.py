"""Which Homes are drawn anew when something changes, and when."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, text

from bot.services.home import follow_home, open_home, redraw_later
from bot.services.registration.deciding import approve
from bot.services.registration.registering import register
from bot.services.requests.taking import release_request, take_request
from bot.services.requests.withdrawing import cancel_request
from bot.services.traces import refresh_homes
from bot.services.users.suspending import suspend
from storage.db import sessions_of
from storage.enums import IntentKind, IntentStatus, PersonStatus
from storage.models import Intent
from tests.clock import Clock
from tests.services.office import (
    ANDRES,
    BEATRIZ,
    CAMILA,
    CENTRO,
    JULIAN,
    LAURA,
    MATEO,
    NORTE,
    SUR,
    TOMAS,
    Office,
)
from tests.services.typed import delegate_form


def _queued(office: Office) -> dict[str, datetime]:
    """When whose Home is to be drawn, by the person's Slack id."""
    people = {
        office.person(actor).id: actor.user_id for actor in (LAURA, ANDRES, MATEO, CAMILA, JULIAN, BEATRIZ)
    }
    with office.sessions() as session:
        rows = session.query(Intent).filter_by(kind=IntentKind.HOME, status=IntentStatus.PENDING).all()
    assert len({(row.recipient_id, row.due_at) for row in rows}) == len(rows)
    return {people[row.recipient_id or 0]: row.due_at for row in rows}


def _forget(office: Office) -> None:
    with office.sessions.begin() as session:
        session.query(Intent).filter_by(kind=IntentKind.HOME).delete()


class TestDrawnAnew:
    def test_nobodys_is_queued_who_never_looked(self, office: Office) -> None:
        office.assigned()
        assert _queued(office) == {}

    def test_a_request_is_seen_by_its_delegates_and_the_staff(self, office: Office) -> None:
        for actor in (LAURA, ANDRES, MATEO, CAMILA, BEATRIZ):
            open_home(office.desk, actor)
        office.request(NORTE, ANDRES)
        assert set(_queued(office)) == {actor.user_id for actor in (ANDRES, MATEO, CAMILA, BEATRIZ)}

    def test_ones_own_is_drawn_within_three_seconds_and_the_staffs_within_twenty_one(
        self, office: Office
    ) -> None:
        for actor in (LAURA, CAMILA):
            open_home(office.desk, actor)
        office.clock.advance(seconds=1)
        office.request()
        waits = {who: due - office.clock.now() for who, due in _queued(office).items()}
        assert timedelta(seconds=1) < waits[LAURA.user_id] <= timedelta(seconds=3)
        assert timedelta(seconds=1) < waits[CAMILA.user_id] <= timedelta(seconds=21)

    def test_many_changes_at_once_are_one_drawing_each(self, office: Office) -> None:
        for actor in (ANDRES, CAMILA):
            open_home(office.desk, actor)
        for codigo in (NORTE, CENTRO, SUR):
            request_id = office.request(codigo, ANDRES)
            take_request(office.desk, CAMILA, request_id)
            release_request(office.desk, CAMILA, request_id)
        assert set(_queued(office)) == {ANDRES.user_id, CAMILA.user_id}

    def test_a_later_change_is_another_drawing(self, office: Office) -> None:
        open_home(office.desk, LAURA)
        request_id = office.request()
        before = _queued(office)
        office.clock.advance(seconds=2)
        cancel_request(office.desk, LAURA, office.request_sent(request_id))
        with office.sessions() as session:
            assert session.query(Intent).filter_by(kind=IntentKind.HOME).count() == 2
        assert _queued(office) != before

    @pytest.mark.parametrize("step", ["request", "return", "assign", "cancel", "take"])
    def test_every_step_of_a_request_queues_it(self, office: Office, step: str) -> None:
        open_home(office.desk, LAURA)
        open_home(office.desk, JULIAN)
        if step in {"request", "return", "assign"}:
            {"request": office.request, "return": office.returned, "assign": office.assigned}[step]()
        else:
            request_id = office.request()
            _forget(office)
            if step == "cancel":
                cancel_request(office.desk, LAURA, office.request_sent(request_id))
            else:
                take_request(office.desk, CAMILA, request_id)
        assert set(_queued(office)) == {LAURA.user_id, JULIAN.user_id}

    def test_a_registration_is_seen_by_the_managers(self, office: Office) -> None:
        for actor in (BEATRIZ, CAMILA, LAURA):
            open_home(office.desk, actor)
        register(office.desk, TOMAS, delegate_form())
        assert set(_queued(office)) == {BEATRIZ.user_id}

    def test_whoever_waits_for_approval_sees_it_come(self, office: Office) -> None:
        person_id = register(office.desk, TOMAS, delegate_form()).person.id
        open_home(office.desk, TOMAS)
        approve(office.desk, CAMILA, office.person_read(person_id))
        with office.sessions() as session:
            assert session.query(Intent).filter_by(kind=IntentKind.HOME, recipient_id=person_id).count() == 1

    def test_whoever_registered_on_their_home_sees_it_follow(self, office: Office) -> None:
        follow_home(office.desk, TOMAS)
        person_id = register(office.desk, TOMAS, delegate_form()).person.id
        follow_home(office.desk, TOMAS)
        assert office.person(TOMAS).home_opened_at == office.clock.now()
        with office.sessions() as session:
            assert session.query(Intent).filter_by(kind=IntentKind.HOME, recipient_id=person_id).count() == 1

    def test_whoever_is_suspended_sees_that(self, office: Office) -> None:
        open_home(office.desk, LAURA)
        suspend(
            office.desk, BEATRIZ, office.person_read(office.person(LAURA).id), "Ya no trabaja en la entidad."
        )
        assert set(_queued(office)) == {LAURA.user_id}

    def test_whoever_was_suspended_follows_nothing_any_more(self, office: Office) -> None:
        for actor in (LAURA, CAMILA):
            open_home(office.desk, actor)
            office.change(actor, status=PersonStatus.SUSPENDED)
        office.request(NORTE, ANDRES)
        assert _queued(office) == {}

    def test_a_home_that_could_not_be_drawn_is_drawn_later(self, office: Office) -> None:
        redraw_later(office.desk, LAURA)
        redraw_later(office.desk, TOMAS)
        assert set(_queued(office)) == {LAURA.user_id}


def test_two_who_change_something_at_once_do_not_wait_for_each_other(
    postgresql_engine: Engine, clock: Clock
) -> None:
    office = Office.open(sessions_of(postgresql_engine), clock)
    first, second = (office.stored_request(office.request(codigo, ANDRES)) for codigo in (NORTE, SUR))
    for actor in (ANDRES, CAMILA):
        open_home(office.desk, actor)
    with office.sessions.begin() as one, office.sessions.begin() as other:
        other.execute(text("SET LOCAL lock_timeout = '200ms'"))
        refresh_homes(office.desk, one, first)
        refresh_homes(office.desk, other, second)
    with office.sessions() as session:
        assert session.query(Intent).filter_by(kind=IntentKind.HOME).count() == 4
