from typing import Any
from zlib import crc32

import pytest
from sqlalchemy.exc import IntegrityError

from storage import people
from storage.db import Sessions
from storage.enums import DocumentType, PersonStatus, Role
from storage.models import Person
from tests.clock import Clock

TEAM = "T0TEAM"


def _add(sessions: Sessions, clock: Clock, user_id: str, **values: Any) -> Person:
    person = Person(
        **{
            "team_id": TEAM,
            "user_id": user_id,
            "role": Role.OFFICIAL,
            "status": PersonStatus.ACTIVE,
            "document_type": DocumentType.CC,
            "document_number": f"{crc32(user_id.encode()):010}",
            "login": user_id,
            "registered_at": clock.now(),
        }
        | values
    )
    with sessions.begin() as session:
        session.add(person)
    return person


def test_a_person_is_found_by_team_and_user_together(sessions: Sessions, clock: Clock) -> None:
    person = _add(sessions, clock, "U0LAURA")
    with sessions() as session:
        assert people.find(session, TEAM, "U0LAURA") is not None
        assert people.find(session, "T0OTHER", "U0LAURA") is None
        assert people.find(session, TEAM, "U0OTHER") is None
        assert people.find(session, TEAM, "U0LAURA") is session.get(Person, person.id)


def test_the_same_user_id_may_exist_in_two_teams_but_not_twice_in_one(
    sessions: Sessions, clock: Clock
) -> None:
    _add(sessions, clock, "U0LAURA")
    _add(sessions, clock, "U0LAURA", team_id="T0OTHER")
    with pytest.raises(IntegrityError):
        _add(sessions, clock, "U0LAURA", document_number="1999999999")


def test_a_loaded_person_names_who_decided(sessions: Sessions, clock: Clock) -> None:
    manager = _add(sessions, clock, "U0BEATRIZ", role=Role.MANAGER)
    official = _add(sessions, clock, "U0CAMILA", decided_by_id=manager.id)
    with sessions() as session:
        found = people.load(session, official.id)
        assert found is not None
        assert found.decided_by is not None
        assert found.decided_by.user_id == "U0BEATRIZ"
        assert people.load(session, 999) is None


@pytest.mark.parametrize("status", [PersonStatus.PENDING, PersonStatus.ACTIVE, PersonStatus.SUSPENDED])
def test_a_document_belongs_to_whoever_registered_it(
    sessions: Sessions, clock: Clock, status: PersonStatus
) -> None:
    _add(sessions, clock, "U0LAURA", status=status, document_number="1020304050")
    with sessions() as session:
        holder = people.holder_of_document(session, TEAM, DocumentType.CC, "1020304050")
        assert holder is not None
        assert people.holder_of_document(session, TEAM, DocumentType.CE, "1020304050") is None
        assert people.holder_of_document(session, "T0OTHER", DocumentType.CC, "1020304050") is None


def test_a_rejection_frees_the_document(sessions: Sessions, clock: Clock) -> None:
    _add(sessions, clock, "U0LAURA", status=PersonStatus.REJECTED, document_number="1020304050")
    with sessions() as session:
        assert people.holder_of_document(session, TEAM, DocumentType.CC, "1020304050") is None
    _add(sessions, clock, "U0ANDRES", document_number="1020304050")


def test_the_database_itself_refuses_one_document_for_two_people(sessions: Sessions, clock: Clock) -> None:
    _add(sessions, clock, "U0LAURA", document_number="1020304050")
    with pytest.raises(IntegrityError):
        _add(sessions, clock, "U0ANDRES", document_number="1020304050")


def test_a_delegate_without_nit_and_an_official_without_document_cannot_be_stored(
    sessions: Sessions, clock: Clock
) -> None:
    with pytest.raises(IntegrityError):
        _add(sessions, clock, "U0LAURA", role=Role.DELEGATE, nit=None)
    with pytest.raises(IntegrityError):
        _add(sessions, clock, "U0CAMILA", document_number=None)
    _add(sessions, clock, "U0BEATRIZ", role=Role.MANAGER, document_type=None, document_number=None)


def test_only_the_active_delegates_of_a_nit_act_for_it_first_approved_first(
    sessions: Sessions, clock: Clock
) -> None:
    delegate = {"role": Role.DELEGATE, "nit": "901000202"}
    decided = clock.now()
    clock.advance(hours=1)
    _add(sessions, clock, "U0LATER", decided_at=clock.now(), **delegate)
    _add(sessions, clock, "U0FIRST", decided_at=decided, **delegate)
    _add(sessions, clock, "U0WAITS", status=PersonStatus.PENDING, **delegate)
    _add(sessions, clock, "U0SUSPENDED", status=PersonStatus.SUSPENDED, **delegate)
    _add(sessions, clock, "U0ELSEWHERE", decided_at=decided, role=Role.DELEGATE, nit="901000101")
    with sessions() as session:
        found = [person.user_id for person in people.active_delegates(session, "901000202")]
    assert found == ["U0FIRST", "U0LATER"]


def test_a_change_holds_when_the_status_is_as_expected_and_counts_the_version(
    sessions: Sessions, clock: Clock
) -> None:
    person = _add(sessions, clock, "U0LAURA", status=PersonStatus.PENDING)
    with sessions.begin() as session:
        found = session.get_one(Person, person.id)
        assert people.change(session, found, PersonStatus.PENDING, status=PersonStatus.ACTIVE)
        assert (found.status, found.version) == (PersonStatus.ACTIVE, 2)


def test_a_change_that_comes_too_late_changes_nothing(sessions: Sessions, clock: Clock) -> None:
    person = _add(sessions, clock, "U0LAURA", status=PersonStatus.ACTIVE)
    with sessions.begin() as session:
        found = session.get_one(Person, person.id)
        assert not people.change(session, found, PersonStatus.PENDING, status=PersonStatus.REJECTED)
    with sessions() as session:
        stored = session.get_one(Person, person.id)
        assert (stored.status, stored.version) == (PersonStatus.ACTIVE, 1)


def test_a_change_may_ask_that_nothing_changed_since_a_version_was_read(
    sessions: Sessions, clock: Clock
) -> None:
    person = _add(sessions, clock, "U0LAURA", status=PersonStatus.PENDING, version=3)
    with sessions.begin() as session:
        found = session.get_one(Person, person.id)
        assert not people.change(session, found, PersonStatus.PENDING, 2, status=PersonStatus.ACTIVE)
        assert not people.change(session, found, PersonStatus.ACTIVE, 3, status=PersonStatus.SUSPENDED)
        assert people.change(session, found, PersonStatus.PENDING, 3, status=PersonStatus.ACTIVE)
        assert (found.status, found.version) == (PersonStatus.ACTIVE, 4)


def test_who_may_take_a_delegates_place_waits_or_is_suspended_for_the_same_nit_newest_first(
    sessions: Sessions, clock: Clock
) -> None:
    delegate = {"role": Role.DELEGATE, "nit": "901000202"}
    old = _add(sessions, clock, "U0OLD", **delegate)
    _add(sessions, clock, "U0SUSPENDED", status=PersonStatus.SUSPENDED, **delegate)
    clock.advance(hours=1)
    _add(sessions, clock, "U0WAITS", status=PersonStatus.PENDING, **delegate)
    _add(sessions, clock, "U0REFUSED", status=PersonStatus.REJECTED, **delegate)
    _add(sessions, clock, "U0ACTIVE", **delegate)
    _add(sessions, clock, "U0OTHERNIT", status=PersonStatus.PENDING, role=Role.DELEGATE, nit="901000101")
    _add(sessions, clock, "U0OTHERTEAM", status=PersonStatus.PENDING, team_id="T0OTHER", **delegate)
    with sessions() as session:
        found = people.successors_of(session, session.get_one(Person, old.id))
    assert [person.user_id for person in found] == ["U0WAITS", "U0SUSPENDED"]


def test_only_the_active_managers_of_the_team_are_held(sessions: Sessions, clock: Clock) -> None:
    manager = {"role": Role.MANAGER, "document_type": None, "document_number": None}
    held = [_add(sessions, clock, user_id, **manager).id for user_id in ("U0BEATRIZ", "U0SOFIA")]
    _add(sessions, clock, "U0GONE", status=PersonStatus.SUSPENDED, **manager)
    _add(sessions, clock, "U0FAR", team_id="T0OTHER", **manager)
    _add(sessions, clock, "U0CAMILA")
    with sessions.begin() as session:
        assert people.hold_managers(session, TEAM) == held
