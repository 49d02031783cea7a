import pytest
import structlog

from bot.services.access import Actor
from bot.services.registration.registering import register
from bot.services.users.managers import seed_managers
from storage.enums import AuditAction, IntentKind, PersonStatus, Role
from storage.models import Person
from tests.services.office import BEATRIZ, CAMILA, LAURA, TEAM, TOMAS, Noted, Office
from tests.services.typed import delegate_form


def _people(office: Office) -> int:
    with office.sessions() as session:
        return session.query(Person).count()


def test_the_managers_of_the_settings_are_in_from_the_start_on_the_record(office: Office) -> None:
    with office.recorded() as record:
        seed_managers(office.desk, TEAM, ["U0RODRIGO", "U0SOFIA"])
    for user_id in ("U0RODRIGO", "U0SOFIA"):
        person = office.person(Actor(TEAM, user_id))
        assert (person.role, person.status) == (Role.MANAGER, PersonStatus.ACTIVE)
        noted = Noted(Actor(TEAM, user_id), AuditAction.MANAGER_SEEDED, f"person:{person.id}", {})
        assert noted in record.noted
    assert len(record.noted) == 2
    assert record.told == []


def test_a_restart_seeds_nobody_twice(office: Office) -> None:
    seed_managers(office.desk, TEAM, ["U0RODRIGO"])
    with office.nothing_stored():
        seed_managers(office.desk, TEAM, ["U0RODRIGO", BEATRIZ.user_id])


def test_the_same_user_named_twice_in_the_settings_is_one_manager(office: Office) -> None:
    before = _people(office)
    seed_managers(office.desk, TEAM, ["U0RODRIGO", "U0RODRIGO"])
    assert _people(office) == before + 1


@pytest.mark.parametrize("actor", [CAMILA, LAURA])
def test_whoever_works_already_keeps_the_role_and_the_log_says_so(office: Office, actor: Actor) -> None:
    role = office.person(actor).role
    with office.nothing_stored(), structlog.testing.capture_logs() as logs:
        seed_managers(office.desk, TEAM, [actor.user_id])
    (line,) = logs
    assert (line["event"], line["log_level"]) == ("manager_has_another_role", "warning")
    assert (line["user"], line["role"]) == (actor.user_id, role)


@pytest.mark.parametrize("status", [PersonStatus.PENDING, PersonStatus.REJECTED])
def test_whoever_registered_as_something_else_and_was_not_let_in_becomes_manager(
    office: Office, status: PersonStatus
) -> None:
    person_id = register(office.desk, TOMAS, delegate_form()).person.id
    office.change(TOMAS, status=status)
    with office.recorded() as record:
        seed_managers(office.desk, TEAM, [TOMAS.user_id])
    person = office.person(TOMAS)
    assert (person.role, person.status, person.version) == (Role.MANAGER, PersonStatus.ACTIVE, 2)
    assert record.noted == [Noted(TOMAS, AuditAction.MANAGER_SEEDED, f"person:{person_id}", {})]
    assert [told.kind for told in record.told] == [IntentKind.REGISTRATION_CARD]


def test_a_manager_who_is_in_is_no_news(office: Office) -> None:
    with office.nothing_stored(), structlog.testing.capture_logs() as logs:
        seed_managers(office.desk, TEAM, [BEATRIZ.user_id])
    assert logs == []


@pytest.mark.parametrize("actor", [BEATRIZ, LAURA])
def test_a_restart_does_not_lift_a_suspension(office: Office, actor: Actor) -> None:
    office.change(actor, status=PersonStatus.SUSPENDED)
    with office.nothing_stored():
        seed_managers(office.desk, TEAM, [actor.user_id])
