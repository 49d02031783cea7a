from datetime import date

import pytest

from bot.services.access import Actor
from bot.services.registration.registering import register
from bot.services.requests.chasing import chase_stale
from bot.services.requests.withdrawing import cancel_request
from bot.services.standing import menu_of, session_header, standing
from bot.views.home.boards import DelegateMenu, InCourse, ManagerMenu, Offer, OfficialMenu, VisitorBoard
from storage.enums import Environment, PersonStatus, RequestKind, RequestStatus
from tests.services.office import (
    ANDRES,
    BEATRIZ,
    CAMILA,
    CENTRO,
    HOSPITAL,
    LAURA,
    MATEO,
    NORTE,
    SUR,
    TOMAS,
    Office,
)
from tests.services.typed import delegate_form


@pytest.mark.parametrize("actor", [TOMAS, Actor("T0ELSEWHERE", CAMILA.user_id)])
def test_a_stranger_stands_nowhere_and_learns_nothing(office: Office, actor: Actor) -> None:
    office.request()
    found = standing(office.desk, actor)
    assert (found.person, found.provider, found.active) == (None, None, False)
    assert (list(found.requests), found.keys, found.pending) == ([], {}, 0)


def test_a_delegate_who_waits_sees_the_provider_and_no_requests(office: Office) -> None:
    office.request(NORTE, ANDRES)
    register(office.desk, TOMAS, delegate_form())
    found = standing(office.desk, TOMAS)
    assert found.person is not None
    assert (found.person.status, found.active) == (PersonStatus.PENDING, False)
    assert found.provider is not None
    assert (list(found.requests), found.keys) == ([], {})


def test_a_delegate_sees_the_newest_request_of_each_sede_of_their_own_nit(office: Office) -> None:
    office.assigned()
    office.assigned(NORTE, ANDRES, number=11)
    renewal = office.request(NORTE, ANDRES)
    returned = office.returned(SUR, MATEO)
    found = standing(office.desk, MATEO)
    assert [(request.codigo, request.id, request.status) for request in found.requests] == [
        (NORTE, renewal, RequestStatus.PENDING),
        (SUR, returned, RequestStatus.RETURNED),
    ]
    assert found.active
    assert found.requests[0].provider.sede == "SEDE NORTE"


def test_a_delegate_sees_when_the_keys_in_force_expire(office: Office) -> None:
    office.assigned(number=1)
    office.clock.advance(days=100)
    office.assigned(number=11)
    found = standing(office.desk, LAURA)
    assert found.now == office.clock.now()
    assert {environment: key.version for environment, key in found.keys[HOSPITAL].items()} == {
        Environment.PRODUCTION: 2,
        Environment.PREPRODUCTION: 2,
    }


def test_a_delegates_sedes_that_never_asked_are_counted(office: Office) -> None:
    office.assigned(NORTE, ANDRES)
    assert standing(office.desk, MATEO).unasked == 2


@pytest.mark.parametrize("actor", [CAMILA, TOMAS])
def test_who_is_no_active_delegate_has_no_sedes_to_ask_for(office: Office, actor: Actor) -> None:
    register(office.desk, TOMAS, delegate_form())
    assert standing(office.desk, actor).unasked == 0


def test_looking_is_not_noted(office: Office) -> None:
    office.assigned()
    with office.nothing_stored():
        standing(office.desk, LAURA)


@pytest.mark.parametrize("actor", [CAMILA, BEATRIZ])
def test_officials_and_managers_see_how_many_requests_wait_and_none_of_them(
    office: Office, actor: Actor
) -> None:
    office.assigned()
    office.returned(NORTE, ANDRES)
    office.request(CENTRO, ANDRES)
    office.request(SUR, ANDRES)
    found = standing(office.desk, actor)
    assert (found.pending, list(found.requests), found.keys) == (2, [], {})


@pytest.mark.parametrize("status", [PersonStatus.PENDING, PersonStatus.REJECTED, PersonStatus.SUSPENDED])
@pytest.mark.parametrize("actor", [CAMILA, LAURA])
def test_whoever_is_not_active_sees_only_their_own_registration(
    office: Office, actor: Actor, status: PersonStatus
) -> None:
    office.assigned()
    office.request(NORTE, ANDRES)
    office.change(actor, status=status)
    found = standing(office.desk, actor)
    assert found.person is not None
    assert (found.active, found.pending, list(found.requests), found.keys) == (False, 0, [], {})


def _offers(office: Office, actor: Actor) -> dict[RequestKind, Offer]:
    found = menu_of(office.desk, actor)
    assert isinstance(found, DelegateMenu)
    return dict(found.offers)


def _in_course(office: Office, actor: Actor) -> InCourse | None:
    found = menu_of(office.desk, actor)
    assert isinstance(found, DelegateMenu)
    return found.in_course


class TestMenu:
    @pytest.mark.parametrize("actor", [TOMAS, Actor("T0ELSEWHERE", CAMILA.user_id)])
    def test_a_stranger_is_offered_a_visitors_menu(self, office: Office, actor: Actor) -> None:
        assert menu_of(office.desk, actor) == VisitorBoard(None, None)

    @pytest.mark.parametrize("actor", [LAURA, CAMILA, BEATRIZ])
    def test_whoever_was_suspended_is_a_visitor_from_that_moment(self, office: Office, actor: Actor) -> None:
        office.change(actor, status=PersonStatus.SUSPENDED)
        found = menu_of(office.desk, actor)
        assert isinstance(found, VisitorBoard)
        assert found.person is not None

    def test_before_the_first_request_only_inscripcion_applies(self, office: Office) -> None:
        offers = _offers(office, LAURA)
        assert list(offers) == [RequestKind.ENROLLMENT]
        offer = offers[RequestKind.ENROLLMENT]
        assert offer.only is not None
        assert (offer.sedes, offer.only.codigo, offer.request) == (1, HOSPITAL, None)

    def test_an_open_request_keeps_its_kind_and_is_told(self, office: Office) -> None:
        request_id = office.returned()
        offer = _offers(office, LAURA)[RequestKind.ENROLLMENT]
        assert offer.request is not None
        assert offer.request.id == request_id

    def test_once_assigned_resolicitud_applies(self, office: Office) -> None:
        office.assigned()
        offers = _offers(office, LAURA)
        assert list(offers) == [RequestKind.RENEWAL]
        assert offers[RequestKind.RENEWAL].request is None

    def test_what_was_taken_back_does_not_count_as_asked(self, office: Office) -> None:
        request_id = office.request()
        cancel_request(office.desk, LAURA, office.request_sent(request_id))
        assert list(_offers(office, LAURA)) == [RequestKind.ENROLLMENT]

    def test_where_the_sedes_differ_both_kinds_apply(self, office: Office) -> None:
        office.assigned(NORTE, ANDRES)
        offers = _offers(office, MATEO)
        assert {kind: offer.sedes for kind, offer in offers.items()} == {
            RequestKind.ENROLLMENT: 2,
            RequestKind.RENEWAL: 1,
        }
        assert offers[RequestKind.ENROLLMENT].only is None
        only = offers[RequestKind.RENEWAL].only
        assert only is not None
        assert only.codigo == NORTE

    def test_of_several_sedes_those_in_course_are_counted_apart_from_both_kinds(self, office: Office) -> None:
        office.assigned(NORTE, ANDRES)
        office.request(CENTRO, ANDRES)
        assert {kind: offer.sedes for kind, offer in _offers(office, MATEO).items()} == {
            RequestKind.ENROLLMENT: 1,
            RequestKind.RENEWAL: 1,
        }
        course = _in_course(office, MATEO)
        assert course is not None
        assert course.only is not None
        assert (course.pending, course.returned, course.only.codigo) == (1, 0, CENTRO)
        office.returned(SUR, ANDRES)
        assert _in_course(office, MATEO) == InCourse(pending=1, returned=1, only=None)

    def test_while_every_sede_is_in_course_no_kind_applies(self, office: Office) -> None:
        for codigo in (NORTE, CENTRO, SUR):
            office.request(codigo, ANDRES)
        assert _offers(office, MATEO) == {}
        assert _in_course(office, MATEO) == InCourse(pending=3, returned=0, only=None)

    def test_the_open_request_of_an_only_sede_stands_beside_its_kind(self, office: Office) -> None:
        office.request()
        assert _in_course(office, LAURA) is None

    def test_it_knows_whether_there_are_keys_to_see(self, office: Office) -> None:
        found = menu_of(office.desk, LAURA)
        assert isinstance(found, DelegateMenu)
        assert not found.has_keys
        office.assigned()
        found = menu_of(office.desk, LAURA)
        assert isinstance(found, DelegateMenu)
        assert found.has_keys

    def test_an_official_is_told_how_many_requests_wait(self, office: Office) -> None:
        office.request()
        office.returned(NORTE, ANDRES)
        found = menu_of(office.desk, CAMILA)
        assert isinstance(found, OfficialMenu)
        assert found.pending == 1

    def test_a_manager_is_told_how_many_people_wait(self, office: Office) -> None:
        register(office.desk, TOMAS, delegate_form())
        found = menu_of(office.desk, BEATRIZ)
        assert isinstance(found, ManagerMenu)
        assert found.waiting == 1


@pytest.mark.parametrize(
    ("actor", "codigo"), [(LAURA, HOSPITAL), (ANDRES, "3 sedes"), (CAMILA, "MSPS"), (BEATRIZ, "MSPS")]
)
def test_the_header_above_a_notice_is_the_persons(office: Office, actor: Actor, codigo: str) -> None:
    drawn = str([block.to_dict() for block in session_header(office.desk, actor)])
    assert "Inicio > Aviso" in drawn
    assert f"<@{actor.user_id}>" in drawn
    assert f"Código: *{codigo}*" in drawn


def test_above_a_strangers_notice_is_the_breadcrumb_alone(office: Office) -> None:
    (block,) = session_header(office.desk, TOMAS)
    assert "Inicio > Aviso" in str(block.to_dict())


def test_a_delegate_sees_until_when_to_expect_the_answer_to_what_is_pending(office: Office) -> None:
    office.request(NORTE, ANDRES)
    office.returned(SUR, MATEO)
    assert standing(office.desk, MATEO).answers == {NORTE: date(2026, 1, 19)}


def test_who_was_told_of_a_delay_sees_the_new_date(office: Office) -> None:
    office.request(NORTE, ANDRES)
    office.clock.advance(days=6)
    chase_stale(office.desk)
    assert standing(office.desk, ANDRES).answers == {NORTE: date(2026, 1, 23)}
