from functools import partial

import pytest
from sqlalchemy import Engine

from bot.services.access import Account, Actor, Read
from bot.services.registration.deciding import approve
from bot.services.registration.registering import register
from bot.services.requests.taking import take_request
from bot.services.users.accounts import BECAME_GUEST, DEACTIVATED, account_changed
from storage import audit, cards
from storage.enums import AuditAction, CardKind, IntentKind, PersonStatus
from tests.services.at_once import at_once
from tests.services.office import BEATRIZ, CAMILA, LAURA, TOMAS, Noted, Office
from tests.services.typed import delegate_form, official_form

GONE = Account(deleted=True)
GUEST = Account(guest=True)
MEMBER = Account(email="alguien@example.org")


def _kinds(office: Office, actor: Actor, account: Account) -> list[IntentKind]:
    with office.sessions.begin() as session:
        cards.place(session, CardKind.REGISTRATION, office.person(actor).id, "C0CARDS", "1.000001", 1)
    with office.recorded() as record:
        account_changed(office.desk, actor, account)
    return [told.kind for told in record.told]


@pytest.mark.parametrize("actor", [LAURA, CAMILA, BEATRIZ])
def test_whoever_leaves_is_suspended_by_the_system_whatever_the_role(office: Office, actor: Actor) -> None:
    with office.recorded() as record:
        account_changed(office.desk, actor, GONE)
    person = office.person(actor)
    assert (person.status, person.decision_reason) == (PersonStatus.SUSPENDED, DEACTIVATED)
    assert (person.decided_by_id, person.decided_at) == (None, office.clock.now())
    assert record.noted == [Noted(actor, AuditAction.PERSON_SUSPENDED, f"person:{person.id}", {})]


def test_whoever_leaves_is_told_nothing_and_the_card_tells_it(office: Office) -> None:
    assert _kinds(office, LAURA, GONE) == [IntentKind.REGISTRATION_CARD]


def test_whoever_leaves_before_being_let_in_is_refused(office: Office) -> None:
    register(office.desk, TOMAS, delegate_form())
    assert _kinds(office, TOMAS, GONE) == [IntentKind.REGISTRATION_CARD]
    person = office.person(TOMAS)
    assert (person.status, person.decision_reason) == (PersonStatus.REJECTED, DEACTIVATED)
    assert [line.action for line in office.lines()] == [
        AuditAction.REGISTERED,
        AuditAction.REGISTRATION_REJECTED,
    ]


def test_what_a_departed_official_had_taken_is_free(office: Office) -> None:
    request_id = office.request()
    take_request(office.desk, CAMILA, request_id)
    account_changed(office.desk, CAMILA, GONE)
    assert office.stored_request(request_id).taken_by_id is None


@pytest.mark.parametrize("status", [PersonStatus.SUSPENDED, PersonStatus.REJECTED])
def test_whoever_could_do_nothing_before_is_left_as_they_were(office: Office, status: PersonStatus) -> None:
    office.change(LAURA, status=status, decision_reason="Otro motivo.")
    with office.nothing_stored():
        account_changed(office.desk, LAURA, GONE)


def test_coming_back_reactivates_nobody(office: Office) -> None:
    account_changed(office.desk, LAURA, GONE)
    with office.nothing_stored():
        account_changed(office.desk, LAURA, MEMBER)


@pytest.mark.parametrize("actor", [TOMAS, Actor("T0ELSEWHERE", LAURA.user_id)])
def test_strangers_and_other_teams_are_nobodys_business(office: Office, actor: Actor) -> None:
    with office.nothing_stored():
        for account in (GONE, GUEST, MEMBER):
            account_changed(office.desk, actor, account)


def test_a_change_of_something_else_leaves_everything_as_it_was(office: Office) -> None:
    with office.nothing_stored():
        account_changed(office.desk, LAURA, MEMBER)


def test_a_delegate_who_becomes_a_guest_works_on_and_the_card_says_so(office: Office) -> None:
    assert _kinds(office, LAURA, GUEST) == [IntentKind.REGISTRATION_CARD]
    assert (office.person(LAURA).status, office.person(LAURA).guest) == (PersonStatus.ACTIVE, True)
    assert _kinds(office, LAURA, MEMBER) == [IntentKind.REGISTRATION_CARD]
    assert office.person(LAURA).guest is False


@pytest.mark.parametrize("actor", [CAMILA, BEATRIZ])
def test_whoever_works_for_the_ministry_and_becomes_a_guest_is_suspended_and_told(
    office: Office, actor: Actor
) -> None:
    assert IntentKind.ACCESS_CHANGED in _kinds(office, actor, GUEST)
    person = office.person(actor)
    assert (person.status, person.decision_reason) == (PersonStatus.SUSPENDED, BECAME_GUEST)
    assert person.guest


def test_an_official_who_becomes_a_guest_while_waiting_is_refused_and_told(office: Office) -> None:
    register(office.desk, TOMAS, official_form())
    assert IntentKind.REGISTRATION_DECIDED in _kinds(office, TOMAS, GUEST)
    assert office.person(TOMAS).status is PersonStatus.REJECTED


def test_the_second_delivery_of_an_event_changes_nothing(office: Office) -> None:
    account_changed(office.desk, CAMILA, GUEST)
    with office.nothing_stored():
        account_changed(office.desk, CAMILA, GUEST)


def test_whoever_leaves_at_the_moment_of_their_approval_is_out_all_the_same(
    office: Office, engine: Engine
) -> None:
    person_id = register(office.desk, TOMAS, delegate_form()).person.id
    at_once(
        engine,
        "UPDATE people",
        partial(approve, office.desk, CAMILA, Read(person_id, 1)),
        partial(account_changed, office.desk, TOMAS, GONE),
    )
    assert office.person(TOMAS).status in {PersonStatus.SUSPENDED, PersonStatus.REJECTED}
    assert office.person(TOMAS).decision_reason == DEACTIVATED
    assert audit.first_broken(office.lines()) is None
