"""What Homes show, and which are drawn anew when something changes."""

from datetime import UTC, datetime

import pytest

from bot.rules.next_step import NextStep
from bot.services.access import Actor
from bot.services.home import HISTORY, home_board, open_home
from bot.services.keys.assigning import assign_keys
from bot.services.registration.registering import register
from bot.services.requests.taking import take_request
from bot.services.requests.withdrawing import cancel_request
from bot.views.home.boards import DelegateBoard, ManagerBoard, OfficialBoard, VisitorBoard
from storage.enums import Environment, PersonStatus, RequestStatus, Role
from tests.services.office import (
    ANDRES,
    BEATRIZ,
    CAMILA,
    CENTRO,
    HOSPITAL,
    JULIAN,
    LAURA,
    MATEO,
    NORTE,
    SUR,
    TOMAS,
    Office,
)
from tests.services.typed import delegate_form, official_form


def _delegate(office: Office, actor: Actor) -> DelegateBoard:
    found = open_home(office.desk, actor)
    assert isinstance(found, DelegateBoard)
    return found


def _official(office: Office, actor: Actor) -> OfficialBoard:
    found = open_home(office.desk, actor)
    assert isinstance(found, OfficialBoard)
    return found


def _manager(office: Office) -> ManagerBoard:
    found = open_home(office.desk, BEATRIZ)
    assert isinstance(found, ManagerBoard)
    return found


class TestOpening:
    def test_it_is_noted_once_that_somebody_looks(self, office: Office) -> None:
        first = office.clock.now()
        open_home(office.desk, LAURA)
        office.clock.advance(days=1)
        open_home(office.desk, LAURA)
        assert office.person(LAURA).home_opened_at == first

    def test_looking_changes_nothing_a_card_would_show(self, office: Office) -> None:
        version = office.person(LAURA).version
        open_home(office.desk, LAURA)
        assert office.person(LAURA).version == version
        assert office.lines() == []

    @pytest.mark.parametrize("actor", [TOMAS, Actor("T0ELSEWHERE", CAMILA.user_id)])
    def test_a_stranger_is_a_visitor_and_nothing_is_noted(self, office: Office, actor: Actor) -> None:
        with office.nothing_stored():
            assert open_home(office.desk, actor) == VisitorBoard(None, None)

    @pytest.mark.parametrize("status", [PersonStatus.PENDING, PersonStatus.REJECTED, PersonStatus.SUSPENDED])
    @pytest.mark.parametrize("actor", [LAURA, CAMILA, BEATRIZ])
    def test_whoever_is_not_active_is_a_visitor_and_sees_nothing_of_others(
        self, office: Office, actor: Actor, status: PersonStatus
    ) -> None:
        office.change(actor, status=status)
        found = open_home(office.desk, actor)
        assert isinstance(found, VisitorBoard)
        assert found.person is not None


class TestDelegate:
    def test_the_most_urgent_sede_comes_first(self, office: Office) -> None:
        office.assigned(CENTRO, ANDRES)
        office.returned(SUR, ANDRES)
        board = _delegate(office, MATEO)
        assert [(each.sede.codigo, each.step) for each in board.sedes] == [
            (SUR, NextStep.CORRECT),
            (CENTRO, NextStep.VIEW),
            (NORTE, NextStep.ENROLL),
        ]
        assert board.sede_count == 3

    def test_keys_near_their_end_ask_for_a_renewal(self, office: Office) -> None:
        office.assigned()
        office.clock.advance(days=179 - 60)
        assert _delegate(office, LAURA).sedes[0].step is NextStep.VIEW
        office.clock.advance(days=2)
        board = _delegate(office, LAURA)
        assert board.sedes[0].step is NextStep.RENEW
        assert set(board.sedes[0].keys) == {Environment.PREPRODUCTION, Environment.PRODUCTION}

    def test_a_renewal_in_course_shows_the_keys_that_are_still_in_force(self, office: Office) -> None:
        office.assigned()
        office.clock.advance(days=150)
        office.request()
        board = _delegate(office, LAURA)
        assert board.sedes[0].step is NextStep.VIEW_MEANWHILE
        assert board.sedes[0].request is not None
        assert board.sedes[0].request.status is RequestStatus.PENDING
        assert board.sedes[0].keys

    def test_desarrollo_is_not_shown(self, office: Office) -> None:
        request_id = office.request()
        entries = [*office.both(1), office.entry(Environment.DEVELOPMENT, 3)]
        assign_keys(office.desk, CAMILA, request_id, entries)
        assert Environment.DEVELOPMENT not in _delegate(office, LAURA).sedes[0].keys

    def test_the_history_is_the_entitys_own_newest_first(self, office: Office) -> None:
        office.assigned(NORTE, ANDRES)
        first = office.assigned(number=11)
        office.clock.advance(days=1)
        second = office.request()
        assert [request.id for request in _delegate(office, LAURA).history] == [second, first]

    def test_a_history_that_is_cut_still_counts_every_request_of_the_entity(self, office: Office) -> None:
        office.assigned(NORTE, ANDRES, number=100)
        for _ in range(HISTORY + 1):
            request_id = office.request()
            cancel_request(office.desk, LAURA, office.request_sent(request_id))
            office.clock.advance(days=1)
        board = _delegate(office, LAURA)
        assert (len(board.history), board.history_count) == (HISTORY, HISTORY + 1)

    def test_the_sedes_without_keys_or_request_are_counted(self, office: Office) -> None:
        office.assigned(NORTE, ANDRES)
        assert _delegate(office, MATEO).unasked == 2
        office.request(CENTRO, ANDRES)
        assert _delegate(office, MATEO).unasked == 1
        request_id = office.request(SUR, ANDRES)
        assert _delegate(office, MATEO).unasked == 0
        cancel_request(office.desk, ANDRES, office.request_sent(request_id))
        assert _delegate(office, MATEO).unasked == 1


class TestOfficial:
    def test_the_queue_and_its_oldest(self, office: Office) -> None:
        started = office.clock.now()
        ids = []
        for codigo, actor in ((HOSPITAL, LAURA), (NORTE, ANDRES), (CENTRO, ANDRES), (SUR, ANDRES)):
            ids.append(office.request(codigo, actor))
            office.clock.advance(hours=1)
        board = _official(office, CAMILA)
        assert (board.queue.pending, board.queue.oldest_at) == (4, started)
        assert [request.id for request in board.oldest] == ids[:3]

    def test_an_empty_queue_has_no_oldest(self, office: Office) -> None:
        board = _official(office, CAMILA)
        assert (board.queue.pending, board.queue.oldest_at) == (0, None)
        assert (list(board.oldest), list(board.taken)) == ([], [])

    def test_what_is_taken_is_the_takers_until_it_frees_itself(self, office: Office) -> None:
        request_id = office.request()
        take_request(office.desk, CAMILA, request_id)
        assert [request.id for request in _official(office, CAMILA).taken] == [request_id]
        assert list(_official(office, JULIAN).taken) == []
        office.clock.advance(days=3)
        assert list(_official(office, CAMILA).taken) == []

    def test_todays_numbers_are_of_today_in_bogota_and_some_are_mine(self, office: Office) -> None:
        office.assigned(NORTE, ANDRES, number=21)
        office.clock.advance(hours=14)  # midnight in Bogotá, exactly
        office.assigned(number=1)
        office.returned(CENTRO, ANDRES)
        office.request(SUR, ANDRES)
        today = _official(office, CAMILA).today
        assert (today.received, today.assigned, today.returned, today.mine) == (3, 1, 1, 2)
        assert _official(office, JULIAN).today.mine == 0


class TestManager:
    def test_keys_are_counted_by_when_they_expire(self, office: Office) -> None:
        office.assigned(HOSPITAL, LAURA, number=1)
        request_id = office.request(NORTE, ANDRES)
        entries = [
            office.entry(Environment.PRODUCTION, 21, days=5),
            office.entry(Environment.PREPRODUCTION, 22, days=80),
        ]
        assign_keys(office.desk, CAMILA, request_id, entries)
        board = _manager(office)
        assert board.expiries == {
            Environment.PRODUCTION: [0, 1, 0, 0, 0, 0, 1],
            Environment.PREPRODUCTION: [0, 0, 0, 0, 0, 1, 1],
        }
        office.clock.advance(days=6)
        assert _manager(office).expiries[Environment.PRODUCTION][0] == 1

    def test_keys_that_were_replaced_are_not_counted(self, office: Office) -> None:
        office.assigned(number=1)
        office.assigned(number=11)
        assert sum(_manager(office).expiries[Environment.PRODUCTION]) == 1

    def test_each_official_has_the_last_seven_days_and_what_they_hold(self, office: Office) -> None:
        office.assigned(NORTE, ANDRES, number=21)
        office.clock.advance(days=8)
        office.assigned(number=1)
        take_request(office.desk, JULIAN, office.request(CENTRO, ANDRES))
        loads = {load.official.user_id: (load.assigned, load.taken) for load in _manager(office).loads}
        assert loads == {CAMILA.user_id: (1, 0), JULIAN.user_id: (0, 1)}

    def test_registrations_that_wait_are_counted_by_role(self, office: Office) -> None:
        register(office.desk, TOMAS, delegate_form())
        register(office.desk, Actor(TOMAS.team_id, "U0NEW"), official_form("1010101011"))
        assert _manager(office).waiting == {Role.DELEGATE: 1, Role.OFFICIAL: 1}


def test_a_home_is_read_from_one_moment(office: Office) -> None:
    office.request()
    with office.sessions.begin() as session:
        found = home_board(session, office.person(CAMILA), datetime(2026, 1, 14, 16, 0, tzinfo=UTC))
    assert isinstance(found, OfficialBoard)
    assert found.now == datetime(2026, 1, 14, 16, 0, tzinfo=UTC)
