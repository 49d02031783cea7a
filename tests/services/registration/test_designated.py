"""Who is on the list of designated delegates is let in at once; who may not be that person waits (§6.1)."""

from dataclasses import replace
from functools import partial

import pytest
from sqlalchemy import Engine

from bot.services.access import UNKNOWN_ACCOUNT, Account, Actor, Read
from bot.services.registration.deciding import reject
from bot.services.registration.registering import register
from bot.services.requests.asking import prepare_request
from storage import designations
from storage.designations import Designee, Post
from storage.enums import AuditAction, DesignationMatch, DocumentType, IntentKind, PersonStatus
from tests.services.at_once import at_once
from tests.services.office import ANDRES, CAMILA, LAURA, MATEO, TEAM, TOMAS, Noted, Office, Told
from tests.services.typed import CLINIC_NIT, delegate_form, official_form

VALERIA = Actor(TEAM, "U0VALERIA")
EMAIL = "tomas@esperanza.example.com"
ACCOUNT = Account(email="Tomas@Esperanza.example.com")
WAITING = [
    (Account(email="otro@esperanza.example.com"), DesignationMatch.OTHER_EMAIL),
    (UNKNOWN_ACCOUNT, DesignationMatch.NO_EMAIL),
]


def _designate(office: Office, number: str = "1010101010", email: str = EMAIL) -> int:
    post = Post(CLINIC_NIT, DocumentType.CC, number)
    with office.sessions.begin() as session:
        designations.put(session, {post: Designee("Tomás Vargas", email)})
        found = designations.find(session, post)
        assert found is not None
        return found.id


def _vacate(office: Office) -> None:
    """Leave the clinic without a delegate."""
    for delegate in (ANDRES, MATEO):
        office.change(delegate, status=PersonStatus.SUSPENDED)


def test_a_designated_delegate_with_the_listed_email_is_let_in_at_once(office: Office) -> None:
    _vacate(office)
    designation_id = _designate(office)
    with office.recorded() as record:
        person = register(office.desk, TOMAS, delegate_form(), ACCOUNT).person
    stored = office.person(TOMAS)
    assert (stored.status, stored.version) == (PersonStatus.ACTIVE, 2)
    assert (stored.decided_by_id, stored.decided_at) == (None, office.clock.now())
    assert stored.designation_match is DesignationMatch.MATCHED
    subject = f"person:{person.id}"
    assert record.noted == [
        Noted(TOMAS, AuditAction.REGISTERED, subject, {"role": "delegate", "nit": CLINIC_NIT}),
        Noted(Actor(TEAM, "-"), AuditAction.REGISTRATION_APPROVED, subject, {"designation": designation_id}),
    ]
    assert record.told == [
        Told(
            IntentKind.REGISTRATION_CARD,
            person.id,
            f"registration_card:{person.id}:2",
            f"card:registration:{person.id}",
        ),
        Told(
            IntentKind.REGISTRATION_DECIDED,
            person.id,
            f"registration_decided:{person.id}:2:{person.id}",
            f"dm:{person.id}",
        ),
    ]


def test_who_was_let_in_by_the_list_may_ask_for_keys(office: Office) -> None:
    _vacate(office)
    _designate(office)
    register(office.desk, TOMAS, delegate_form(), ACCOUNT)
    assert prepare_request(office.desk, TOMAS).person.user_id == TOMAS.user_id


def test_a_guest_may_be_let_in_by_the_list(office: Office) -> None:
    _vacate(office)
    _designate(office)
    register(office.desk, TOMAS, delegate_form(), Account(guest=True, email=EMAIL))
    assert office.person(TOMAS).status is PersonStatus.ACTIVE


@pytest.mark.parametrize(("account", "match"), WAITING)
def test_nit_and_document_without_the_listed_email_wait_for_an_official(
    office: Office, account: Account, match: DesignationMatch
) -> None:
    _vacate(office)
    _designate(office)
    with office.recorded() as record:
        register(office.desk, TOMAS, delegate_form(), account)
    person = office.person(TOMAS)
    assert (person.status, person.designation_match) == (PersonStatus.PENDING, match)
    assert [told.kind for told in record.told] == [IntentKind.REGISTRATION_CARD]


@pytest.mark.parametrize("changes", [{"number": "1010101011"}, {"nit": "901000101"}, {"document_type": "CE"}])
def test_whoever_differs_in_nit_or_document_is_not_on_the_list(
    office: Office, changes: dict[str, str]
) -> None:
    _vacate(office)
    office.change(LAURA, status=PersonStatus.SUSPENDED)
    _designate(office)
    register(office.desk, TOMAS, delegate_form(**changes), ACCOUNT)
    person = office.person(TOMAS)
    assert (person.status, person.designation_match) == (PersonStatus.PENDING, DesignationMatch.NOT_LISTED)


def test_a_designated_delegate_of_a_nit_that_has_one_waits_for_an_official(office: Office) -> None:
    _designate(office)
    register(office.desk, TOMAS, delegate_form(), ACCOUNT)
    person = office.person(TOMAS)
    assert (person.status, person.designation_match) == (PersonStatus.PENDING, DesignationMatch.MATCHED)


def test_two_designated_delegates_of_one_nit_at_the_same_moment_are_not_both_let_in(
    office: Office, engine: Engine
) -> None:
    _vacate(office)
    _designate(office)
    _designate(office, "1010101011", "valeria@esperanza.example.com")
    at_once(
        engine,
        "SELECT designations.id",
        partial(register, office.desk, TOMAS, delegate_form(), ACCOUNT),
        partial(
            register,
            office.desk,
            VALERIA,
            delegate_form(number="1010101011"),
            Account(email="valeria@esperanza.example.com"),
        ),
    )
    assert {office.person(who).status for who in (TOMAS, VALERIA)} == {
        PersonStatus.ACTIVE,
        PersonStatus.PENDING,
    }


def test_the_list_does_not_overrule_who_refused_the_registration_before(office: Office) -> None:
    _vacate(office)
    _designate(office)
    person = register(office.desk, TOMAS, delegate_form(), replace(ACCOUNT, email=None)).person
    reject(office.desk, CAMILA, Read(person.id, person.version), "Ya no trabaja con el prestador.")
    with office.recorded() as record:
        register(office.desk, TOMAS, delegate_form(), ACCOUNT)
    stored = office.person(TOMAS)
    assert (stored.status, stored.designation_match) == (PersonStatus.PENDING, DesignationMatch.MATCHED)
    assert [told.kind for told in record.told] == [
        IntentKind.REGISTRATION_CARD,
        IntentKind.REGISTRATION_REPEATED,
    ]


def test_an_official_is_never_let_in_by_the_list(office: Office) -> None:
    _designate(office)
    register(office.desk, TOMAS, official_form(), ACCOUNT)
    person = office.person(TOMAS)
    assert (person.status, person.designation_match) == (PersonStatus.PENDING, None)


def test_an_approval_that_cannot_be_told_leaves_no_registration_behind(office: Office) -> None:
    _vacate(office)
    _designate(office)
    before = office.contents()
    with office.without_table("outbox"), pytest.raises(Exception, match="outbox"):
        register(office.desk, TOMAS, delegate_form(), ACCOUNT)
    assert office.contents() == before
