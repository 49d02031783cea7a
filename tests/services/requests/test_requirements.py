import pytest
from sqlalchemy import Engine

from bot.errors import NotAllowedError
from bot.forms.requirements import RequirementsForm
from bot.rules.requirements import Requirement, Voucher
from bot.services.access import Account, Actor
from bot.services.registration.registering import register
from bot.services.requests.asking import Application, prepare_correction, prepare_request
from bot.services.requests.requirements import Verification, declare, verification
from storage import designations
from storage.designations import Designee, Post
from storage.enums import AuditAction, DocumentType, PersonStatus, Prerequisite
from tests.services.at_once import at_once
from tests.services.office import (
    ANDRES,
    BEATRIZ,
    CAMILA,
    HOSPITAL,
    HOSPITAL_NIT,
    LAURA,
    MATEO,
    NORTE,
    TOMAS,
    Noted,
    Office,
)
from tests.services.typed import CLINIC_NIT, delegate_form

ALL = (Prerequisite.ORGANIZATION, Prerequisite.NATURAL_PERSON, Prerequisite.HERCULES)


def _vouchers(found: Verification) -> dict[Prerequisite, Voucher | None]:
    return {each.prerequisite: each.voucher for each in found.requirements}


def _open(found: Verification) -> set[Prerequisite]:
    return {each.prerequisite for each in found.requirements if not each.met}


def _designate(office: Office, nit: str, number: str) -> None:
    with office.sessions.begin() as session:
        designee = Designee("Persona Inventada", "persona@example.com")
        designations.put(session, {Post(nit, DocumentType.CC, number): designee})


@pytest.mark.parametrize("who", [TOMAS, CAMILA, BEATRIZ])
def test_to_whoever_is_no_delegate_every_prerequisite_is_open(office: Office, who: Actor) -> None:
    found = verification(office.desk, who)
    assert _open(found) == set(Prerequisite)
    assert (found.person is None) == (who is TOMAS)


def test_an_active_delegate_has_a_designation_and_the_rest_to_declare(office: Office) -> None:
    found = verification(office.desk, LAURA)
    assert _open(found) == set(ALL)
    assert [sede.codigo for sede in found.sedes] == [HOSPITAL]


def test_the_list_vouches_for_an_active_delegate_who_is_on_it(office: Office) -> None:
    _designate(office, HOSPITAL_NIT, "1000000001")
    assert _vouchers(verification(office.desk, LAURA))[Prerequisite.DESIGNATION] is Voucher.DESIGNATION_LIST


def test_whoever_merely_knows_nit_and_document_does_not_learn_that_they_are_listed(office: Office) -> None:
    _designate(office, CLINIC_NIT, "1010101010")
    register(office.desk, TOMAS, delegate_form(), Account(email="otro@example.com"))
    assert _open(verification(office.desk, TOMAS)) == set(Prerequisite)


def test_a_delegate_who_waits_although_the_list_has_them_reads_that_it_does(office: Office) -> None:
    _designate(office, CLINIC_NIT, "1010101010")
    register(office.desk, TOMAS, delegate_form(), Account(email="persona@example.com"))
    assert office.person(TOMAS).status is PersonStatus.PENDING
    assert _vouchers(verification(office.desk, TOMAS))[Prerequisite.DESIGNATION] is Voucher.DESIGNATION_LIST


def test_a_hercules_login_meets_the_fourth_without_a_declaration(office: Office) -> None:
    office.change(LAURA, login=f"ADMINHCEIPS{HOSPITAL_NIT}")
    assert _vouchers(verification(office.desk, LAURA))[Prerequisite.HERCULES] is Voucher.HERCULES_LOGIN


def test_what_is_declared_is_kept_with_its_moment_and_noted(office: Office) -> None:
    form = RequirementsForm(prerequisites=(Prerequisite.ORGANIZATION, Prerequisite.NATURAL_PERSON))
    with office.recorded() as record:
        found = declare(office.desk, LAURA, form)
    assert _open(found) == {Prerequisite.HERCULES}
    moment = office.clock.now()
    assert found.requirements[0] == Requirement(Prerequisite.ORGANIZATION, Voucher.DECLARATION, moment)
    person = office.person(LAURA)
    detail = {"prerequisites": ["organization", "natural_person"]}
    assert record.noted == [Noted(LAURA, AuditAction.PREREQUISITES_DECLARED, f"person:{person.id}", detail)]
    assert verification(office.desk, LAURA).requirements == found.requirements


def test_declaring_again_changes_nothing(office: Office) -> None:
    declare(office.desk, LAURA, RequirementsForm(prerequisites=ALL))
    office.clock.advance(days=1)
    with office.nothing_stored():
        found = declare(office.desk, LAURA, RequirementsForm(prerequisites=ALL))
    assert _open(found) == set()


def test_ticking_nothing_stores_nothing(office: Office) -> None:
    with office.nothing_stored():
        assert _open(declare(office.desk, LAURA, RequirementsForm())) == set(ALL)


def test_a_declaration_is_of_the_person_not_of_the_entity(office: Office) -> None:
    declare(office.desk, ANDRES, RequirementsForm(prerequisites=ALL))
    assert _open(verification(office.desk, MATEO)) == set(ALL)


@pytest.mark.parametrize("who", [TOMAS, CAMILA, BEATRIZ])
def test_nobody_but_a_delegate_declares(office: Office, who: Actor) -> None:
    with office.nothing_stored(), pytest.raises(NotAllowedError):
        declare(office.desk, who, RequirementsForm(prerequisites=ALL))


@pytest.mark.parametrize("status", [PersonStatus.PENDING, PersonStatus.REJECTED, PersonStatus.SUSPENDED])
def test_a_delegate_who_may_not_act_declares_nothing(office: Office, status: PersonStatus) -> None:
    office.change(LAURA, status=status)
    with office.nothing_stored(), pytest.raises(NotAllowedError):
        declare(office.desk, LAURA, RequirementsForm(prerequisites=ALL))


def test_a_double_press_declares_once(office: Office, engine: Engine) -> None:
    form = RequirementsForm(prerequisites=ALL)
    outcomes = at_once(engine, "INSERT INTO declarations", *[lambda: declare(office.desk, LAURA, form)] * 2)
    assert all(isinstance(outcome, Verification) and not _open(outcome) for outcome in outcomes)
    assert [line.action for line in office.lines()] == [AuditAction.PREREQUISITES_DECLARED]


def test_the_first_request_of_a_sede_comes_with_the_checklist(office: Office) -> None:
    found = prepare_request(office.desk, LAURA)
    assert isinstance(found, Application)
    assert [each.prerequisite for each in found.requirements] == list(Prerequisite)


def test_a_renewal_and_a_correction_come_without_it(office: Office) -> None:
    office.assigned(HOSPITAL)
    office.returned(NORTE, ANDRES)
    renewal = prepare_request(office.desk, LAURA)
    returned = prepare_request(office.desk, ANDRES, NORTE)
    correction = prepare_correction(office.desk, ANDRES, NORTE)
    for found in (renewal, returned, correction):
        assert isinstance(found, Application)
        assert found.requirements == ()
