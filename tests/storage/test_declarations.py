import pytest
from sqlalchemy.exc import IntegrityError

from storage import declarations
from storage.db import Sessions
from storage.enums import PersonStatus, Prerequisite, Role
from storage.models import Person
from tests.clock import Clock


def _person(sessions: Sessions, clock: Clock, user_id: str) -> int:
    person = Person(
        team_id="T0MINISTRY",
        user_id=user_id,
        role=Role.MANAGER,
        status=PersonStatus.ACTIVE,
        login=user_id,
        registered_at=clock.now(),
    )
    with sessions.begin() as session:
        session.add(person)
    return person.id


def test_what_a_person_declared_is_read_back_with_its_moment_and_nobody_elses(
    sessions: Sessions, clock: Clock
) -> None:
    one, other = (_person(sessions, clock, user_id) for user_id in ("U0ONE", "U0OTHER"))
    with sessions.begin() as session:
        declarations.add(session, one, [Prerequisite.ORGANIZATION, Prerequisite.HERCULES], clock.now())
        declarations.add(session, other, [], clock.now())
    with sessions() as session:
        assert declarations.of_person(session, one) == {
            Prerequisite.ORGANIZATION: clock.now(),
            Prerequisite.HERCULES: clock.now(),
        }
        assert declarations.of_person(session, other) == {}


def test_nothing_is_declared_twice(sessions: Sessions, clock: Clock) -> None:
    person = _person(sessions, clock, "U0ONE")
    with sessions.begin() as session:
        declarations.add(session, person, [Prerequisite.HERCULES], clock.now())
    with pytest.raises(IntegrityError), sessions.begin() as session:
        declarations.add(session, person, [Prerequisite.HERCULES], clock.now())
