from functools import partial

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from bot.errors import FieldError, NotAllowedError, OvertakenError, UserError
from bot.ids import Field
from bot.services.access import Actor, Read
from bot.services.registration.registering import register
from bot.services.requests.asking import submit_request
from bot.services.users.delegate_change import change_delegate, succession
from storage import audit, cards
from storage.enums import AuditAction, CardKind, IntentKind, PersonStatus, RequestStatus, Role
from tests.services.at_once import at_once
from tests.services.office import (
    ANDRES,
    BEATRIZ,
    CAMILA,
    CENTRO,
    HOSPITAL_NIT,
    LAURA,
    MATEO,
    NORTE,
    TEAM,
    TOMAS,
    Noted,
    Office,
    active,
)
from tests.services.typed import CLINIC_NIT, answers, delegate_form

SOFIA = Actor(TEAM, "U0SOFIA")  # another manager


def _read(office: Office, actor: Actor) -> Read:
    person = office.person(actor)
    return Read(person.id, person.version)


def _change(office: Office, old: Actor, new: Actor, by: Actor = BEATRIZ) -> None:
    change_delegate(office.desk, by, _read(office, old), _read(office, new))


@pytest.fixture
def waiting(office: Office) -> Actor:
    """Tomás waits to be the clinic's delegate."""
    register(office.desk, TOMAS, delegate_form())
    ids = [office.person(actor).id for actor in (ANDRES, TOMAS)]
    with office.sessions.begin() as session:
        for person_id in ids:
            cards.place(session, CardKind.REGISTRATION, person_id, "C0CARDS", f"1.00000{person_id}", 1)
    return TOMAS


def test_whoever_waits_or_is_suspended_for_the_nit_may_take_the_place(office: Office, waiting: Actor) -> None:
    office.change(MATEO, status=PersonStatus.SUSPENDED)
    found = succession(office.desk, BEATRIZ, _read(office, ANDRES))
    assert {person.user_id for person in found.candidates} == {waiting.user_id, MATEO.user_id}
    assert found.person.user_id == ANDRES.user_id
    assert found.provider is not None
    assert found.provider.nit == CLINIC_NIT


def test_there_may_be_nobody_to_take_the_place(office: Office) -> None:
    assert succession(office.desk, BEATRIZ, _read(office, LAURA)).candidates == []


def test_one_is_let_in_and_the_other_put_out_in_one_commit(office: Office, waiting: Actor) -> None:
    with office.recorded() as record:
        _change(office, ANDRES, waiting)
    new, old, manager = office.person(waiting), office.person(ANDRES), office.person(BEATRIZ)
    assert (new.status, new.decision_reason, new.decided_by_id) == (PersonStatus.ACTIVE, None, manager.id)
    assert (old.status, old.decision_reason) == (
        PersonStatus.SUSPENDED,
        f"Reemplazado por <@{waiting.user_id}>",
    )
    assert record.noted == [
        Noted(BEATRIZ, AuditAction.PERSON_SUSPENDED, f"person:{old.id}", {}),
        Noted(BEATRIZ, AuditAction.REGISTRATION_APPROVED, f"person:{new.id}", {}),
        Noted(
            BEATRIZ,
            AuditAction.DELEGATE_CHANGED,
            f"person:{new.id}",
            {"nit": CLINIC_NIT, "replaced": old.id},
        ),
    ]
    assert {(told.kind, told.subject_id) for told in record.told} == {
        (IntentKind.REGISTRATION_CARD, old.id),
        (IntentKind.REGISTRATION_CARD, new.id),
        (IntentKind.REGISTRATION_DECIDED, new.id),
        (IntentKind.ACCESS_CHANGED, old.id),
    }


def test_a_suspended_delegate_may_come_back_in_the_place_of_another(office: Office) -> None:
    office.change(MATEO, status=PersonStatus.SUSPENDED)
    with office.recorded() as record:
        _change(office, ANDRES, MATEO)
    assert office.person(MATEO).status is PersonStatus.ACTIVE
    assert office.person(ANDRES).status is PersonStatus.SUSPENDED
    assert [told.kind for told in record.told] == [IntentKind.ACCESS_CHANGED, IntentKind.ACCESS_CHANGED]
    assert [(noted.action, noted.subject) for noted in record.noted] == [
        (AuditAction.PERSON_SUSPENDED, f"person:{office.person(ANDRES).id}"),
        (AuditAction.PERSON_REACTIVATED, f"person:{office.person(MATEO).id}"),
        (AuditAction.DELEGATE_CHANGED, f"person:{office.person(MATEO).id}"),
    ]


def test_the_place_of_a_suspended_delegate_is_taken_without_suspending_them_again(
    office: Office, waiting: Actor
) -> None:
    office.change(ANDRES, status=PersonStatus.SUSPENDED, decision_reason="Salió de la entidad.")
    with office.recorded() as record:
        _change(office, ANDRES, waiting)
    assert office.person(ANDRES).decision_reason == "Salió de la entidad."
    assert office.person(waiting).status is PersonStatus.ACTIVE
    assert IntentKind.ACCESS_CHANGED not in [told.kind for told in record.told]
    new = f"person:{office.person(waiting).id}"
    assert record.noted == [
        Noted(BEATRIZ, AuditAction.REGISTRATION_APPROVED, new, {}),
        Noted(BEATRIZ, AuditAction.DELEGATE_CHANGED, new, {"nit": CLINIC_NIT}),
    ]


@pytest.mark.parametrize("table", ["outbox", "audit"])
def test_a_change_that_cannot_be_told_or_witnessed_changes_nobody(
    office: Office, waiting: Actor, table: str
) -> None:
    with office.nothing_stored(), office.without_table(table), pytest.raises(DBAPIError):
        _change(office, ANDRES, waiting)


def test_the_requests_of_the_entity_stay_and_the_new_delegate_goes_on(office: Office, waiting: Actor) -> None:
    request_id = office.request(NORTE, ANDRES)
    _change(office, ANDRES, waiting)
    assert office.stored_request(request_id).status is RequestStatus.PENDING
    submit_request(office.desk, waiting, answers(CENTRO))
    with pytest.raises(NotAllowedError, match="suspendido"):
        submit_request(office.desk, ANDRES, answers(CENTRO))


@pytest.mark.parametrize("actor", [LAURA, CAMILA, Actor("T0ELSEWHERE", BEATRIZ.user_id)])
def test_nobody_but_a_manager_changes_a_delegate(office: Office, waiting: Actor, actor: Actor) -> None:
    with office.nothing_stored():
        with pytest.raises(NotAllowedError):
            _change(office, ANDRES, waiting, by=actor)
        with pytest.raises(NotAllowedError):
            succession(office.desk, actor, _read(office, ANDRES))


@pytest.mark.parametrize("choice", ["another NIT", "active already", "rejected", "nobody"])
def test_whoever_cannot_take_the_place_is_refused_under_the_field(office: Office, choice: str) -> None:
    register(office.desk, TOMAS, delegate_form(nit=HOSPITAL_NIT))
    office.change(LAURA, status=PersonStatus.REJECTED, nit=CLINIC_NIT)
    chosen = {
        "another NIT": _read(office, TOMAS),
        "active already": _read(office, MATEO),
        "rejected": _read(office, LAURA),
        "nobody": Read(999, 1),
    }[choice]
    with office.nothing_stored(), pytest.raises(FieldError) as refused:
        change_delegate(office.desk, BEATRIZ, _read(office, ANDRES), chosen)
    assert list(refused.value.sentences) == [Field.NEW_DELEGATE]


def test_only_a_delegate_who_was_let_in_is_changed(office: Office, waiting: Actor) -> None:
    with office.nothing_stored():
        with pytest.raises(UserError, match="Solo se cambia al delegado"):
            _change(office, CAMILA, waiting)
        with pytest.raises(OvertakenError):
            _change(office, waiting, waiting)


@pytest.mark.parametrize("stale", ["old", "new"])
def test_a_choice_made_on_an_older_version_changes_nobody(office: Office, waiting: Actor, stale: str) -> None:
    reads = {"old": _read(office, ANDRES), "new": _read(office, waiting)}
    office.change(ANDRES if stale == "old" else waiting, version=9)
    with office.nothing_stored(), pytest.raises(OvertakenError, match="cambió desde que usted lo leyó"):
        change_delegate(office.desk, BEATRIZ, reads["old"], reads["new"])


def test_two_managers_who_change_one_delegate_let_one_successor_in(
    office: Office, waiting: Actor, engine: Engine
) -> None:
    office.add(active(office.clock, SOFIA, Role.MANAGER, None))
    office.change(MATEO, status=PersonStatus.SUSPENDED)
    old = _read(office, ANDRES)
    changing = [
        partial(change_delegate, office.desk, BEATRIZ, old, _read(office, waiting)),
        partial(change_delegate, office.desk, SOFIA, old, _read(office, MATEO)),
    ]
    outcomes = at_once(engine, "UPDATE people", *changing)
    (refused,) = [outcome for outcome in outcomes if isinstance(outcome, UserError)]
    assert isinstance(refused, OvertakenError)
    assert office.person(ANDRES).status is PersonStatus.SUSPENDED
    let_in = [who for who in (waiting, MATEO) if office.person(who).status is PersonStatus.ACTIVE]
    assert len(let_in) == 1
    assert audit.first_broken(office.lines()) is None
