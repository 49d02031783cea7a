from functools import partial

import pytest
from sqlalchemy import Engine

from bot.errors import FieldError, NotAllowedError, OvertakenError, UserError
from bot.services.access import Account, Actor, Read
from bot.services.keys.assigning import assign_keys
from bot.services.registration.registering import register
from bot.services.requests.asking import submit_request
from bot.services.requests.taking import take_request
from bot.services.users.suspending import reactivate, suspend
from storage import audit, cards
from storage.enums import AuditAction, CardKind, IntentKind, PersonStatus, RequestStatus, Role
from tests.services.at_once import at_once
from tests.services.office import (
    BEATRIZ,
    CAMILA,
    HOSPITAL,
    JULIAN,
    LAURA,
    TEAM,
    TOMAS,
    Noted,
    Office,
    Told,
    active,
)
from tests.services.typed import answers, official_form

SOFIA = Actor(TEAM, "U0SOFIA")  # another manager
REASON = "Salió de la entidad."


def _read(office: Office, actor: Actor) -> Read:
    person = office.person(actor)
    return Read(person.id, person.version)


def _suspend(office: Office, actor: Actor, by: Actor = BEATRIZ) -> None:
    suspend(office.desk, by, _read(office, actor), REASON)


def _has_card(office: Office, actor: Actor) -> None:
    with office.sessions.begin() as session:
        cards.place(session, CardKind.REGISTRATION, office.person(actor).id, "C0CARDS", "1.000001", 1)


def _kinds(told: list[Told]) -> list[IntentKind]:
    return [each.kind for each in told]


@pytest.fixture
def sofia(office: Office) -> Actor:
    office.add(active(office.clock, SOFIA, Role.MANAGER, None))
    return SOFIA


def test_a_suspension_is_on_the_record_and_told_with_its_reason(office: Office) -> None:
    _has_card(office, LAURA)
    office.clock.advance(hours=1)
    with office.recorded() as record:
        _suspend(office, LAURA)
    person = office.person(LAURA)
    assert (person.status, person.decision_reason) == (PersonStatus.SUSPENDED, REASON)
    assert (person.decided_by_id, person.decided_at) == (office.person(BEATRIZ).id, office.clock.now())
    assert record.noted == [Noted(BEATRIZ, AuditAction.PERSON_SUSPENDED, f"person:{person.id}", {})]
    assert _kinds(record.told) == [IntentKind.REGISTRATION_CARD, IntentKind.ACCESS_CHANGED]
    assert record.told[1].lane == f"dm:{person.id}"


def test_whoever_never_had_a_card_gets_none(office: Office, sofia: Actor) -> None:
    with office.recorded() as record:
        _suspend(office, sofia)
        reactivate(office.desk, BEATRIZ, _read(office, sofia))
    assert _kinds(record.told) == [IntentKind.ACCESS_CHANGED, IntentKind.ACCESS_CHANGED]


def test_the_suspended_can_do_nothing_and_the_reactivated_everything_again(office: Office) -> None:
    request_id = office.request()
    _suspend(office, CAMILA)
    with office.nothing_stored(), pytest.raises(NotAllowedError, match="suspendido"):
        assign_keys(office.desk, CAMILA, request_id, office.both(1))
    reactivate(office.desk, BEATRIZ, _read(office, CAMILA))
    assign_keys(office.desk, CAMILA, request_id, office.both(1))
    assert office.stored_request(request_id).status is RequestStatus.ASSIGNED


def test_a_reactivation_is_on_the_record_told_and_leaves_no_reason(office: Office) -> None:
    _has_card(office, LAURA)
    _suspend(office, LAURA)
    with office.recorded() as record:
        reactivate(office.desk, BEATRIZ, _read(office, LAURA))
    person = office.person(LAURA)
    assert (person.status, person.decision_reason) == (PersonStatus.ACTIVE, None)
    assert record.noted == [Noted(BEATRIZ, AuditAction.PERSON_REACTIVATED, f"person:{person.id}", {})]
    assert _kinds(record.told) == [IntentKind.REGISTRATION_CARD, IntentKind.ACCESS_CHANGED]


def test_what_a_suspended_official_had_taken_is_free_for_the_others(office: Office) -> None:
    request_id = office.request()
    take_request(office.desk, CAMILA, request_id)
    with office.recorded() as record:
        _suspend(office, CAMILA)
    request = office.stored_request(request_id)
    assert (request.taken_by_id, request.taken_until) == (None, None)
    assert IntentKind.REQUEST_CARD in _kinds(record.told)
    assert [(noted.action, noted.subject) for noted in record.noted] == [
        (AuditAction.PERSON_SUSPENDED, f"person:{office.person(CAMILA).id}"),
        (AuditAction.REQUEST_RELEASED, f"request:{request_id}"),
    ]
    take_request(office.desk, JULIAN, request_id)


def test_the_requests_of_a_suspended_delegate_go_on(office: Office) -> None:
    request_id = office.request()
    _suspend(office, LAURA)
    assign_keys(office.desk, CAMILA, request_id, office.both(1))
    assert office.stored_request(request_id).status is RequestStatus.ASSIGNED


def test_the_document_of_the_suspended_stays_theirs(office: Office) -> None:
    _suspend(office, CAMILA)
    with pytest.raises(FieldError, match="ya está registrado con otra cuenta"):
        register(office.desk, TOMAS, official_form(number="1000000004"))
    reactivate(office.desk, BEATRIZ, _read(office, CAMILA))


def test_no_manager_suspends_themselves_so_one_always_remains(office: Office, sofia: Actor) -> None:
    with office.nothing_stored(), pytest.raises(NotAllowedError, match="a sí mismo"):
        _suspend(office, BEATRIZ)
    _suspend(office, BEATRIZ, by=sofia)
    with office.nothing_stored(), pytest.raises(NotAllowedError, match="a sí mismo"):
        _suspend(office, sofia, by=sofia)


def test_of_two_managers_who_suspend_each_other_one_remains(
    office: Office, sofia: Actor, engine: Engine
) -> None:
    each_other = [
        partial(suspend, office.desk, BEATRIZ, _read(office, sofia), REASON),
        partial(suspend, office.desk, sofia, _read(office, BEATRIZ), REASON),
    ]
    outcomes = at_once(engine, "SELECT people.id \nFROM people \nWHERE people.role", *each_other)
    (refused,) = [outcome for outcome in outcomes if isinstance(outcome, UserError)]
    assert "suspendido" in refused.sentence
    standing = {office.person(actor).status for actor in (BEATRIZ, sofia)}
    assert standing == {PersonStatus.ACTIVE, PersonStatus.SUSPENDED}


def test_of_two_managers_on_one_person_the_later_learns_who_was_first(
    office: Office, sofia: Actor, engine: Engine
) -> None:
    read = _read(office, LAURA)
    acting = [partial(suspend, office.desk, who, read, REASON) for who in (BEATRIZ, sofia)]
    outcomes = at_once(engine, "UPDATE people", *acting)
    (refused,) = [outcome for outcome in outcomes if isinstance(outcome, UserError)]
    assert isinstance(refused, OvertakenError)
    assert "Suspendido. Lo decidió <@U0" in refused.sentence
    lines = office.lines()
    assert audit.first_broken(lines) is None
    assert [line.action for line in lines] == [AuditAction.PERSON_SUSPENDED]


@pytest.mark.parametrize("actor", [LAURA, CAMILA, TOMAS, Actor("T0ELSEWHERE", BEATRIZ.user_id)])
def test_nobody_but_a_manager_suspends_or_reactivates(office: Office, actor: Actor) -> None:
    read = _read(office, JULIAN)
    with office.nothing_stored():
        with pytest.raises(NotAllowedError):
            suspend(office.desk, actor, read, REASON)
        with pytest.raises(NotAllowedError):
            reactivate(office.desk, actor, read)


def test_a_decision_on_an_older_version_changes_nothing(office: Office) -> None:
    old = _read(office, LAURA)
    _suspend(office, LAURA)
    reactivate(office.desk, BEATRIZ, _read(office, LAURA))
    with office.nothing_stored(), pytest.raises(OvertakenError, match="cambió desde que usted lo leyó"):
        suspend(office.desk, BEATRIZ, old, REASON)


@pytest.mark.parametrize("status", [PersonStatus.REJECTED, PersonStatus.SUSPENDED])
def test_only_the_active_are_suspended(office: Office, status: PersonStatus) -> None:
    office.change(LAURA, status=status)
    with office.nothing_stored(), pytest.raises(OvertakenError, match="ya fue atendido"):
        _suspend(office, LAURA)


@pytest.mark.parametrize("status", [PersonStatus.ACTIVE, PersonStatus.REJECTED])
def test_only_the_suspended_are_reactivated(office: Office, status: PersonStatus) -> None:
    office.change(LAURA, status=status)
    with office.nothing_stored(), pytest.raises(OvertakenError, match="ya fue atendido"):
        reactivate(office.desk, BEATRIZ, _read(office, LAURA))


def test_a_guest_is_reactivated_as_delegate_and_not_as_official(office: Office) -> None:
    for actor in (LAURA, CAMILA):
        office.change(actor, status=PersonStatus.SUSPENDED, guest=True)
    with office.nothing_stored(), pytest.raises(NotAllowedError, match="que la haga miembro"):
        reactivate(office.desk, BEATRIZ, _read(office, CAMILA))
    reactivate(office.desk, BEATRIZ, _read(office, LAURA))
    assert submit_request(office.desk, LAURA, answers(HOSPITAL)).request.id


def test_whose_account_is_closed_is_not_let_back_in(office: Office) -> None:
    suspend(office.desk, BEATRIZ, _read(office, CAMILA), REASON)
    with office.nothing_stored(), pytest.raises(NotAllowedError, match="está desactivada"):
        reactivate(office.desk, BEATRIZ, _read(office, CAMILA), Account(deleted=True))
