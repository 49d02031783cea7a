from bot.services.access import Actor
from bot.services.managers import seed_managers
from bot.services.registration import register
from storage.enums import AuditAction, PersonStatus, Role
from storage.models import Person
from tests.services.office import BEATRIZ, CAMILA, TEAM, TOMAS, Noted, Office
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


def test_a_restart_does_not_raise_somebody_registered_to_manager(office: Office) -> None:
    register(office.desk, TOMAS, delegate_form())
    with office.nothing_stored():
        seed_managers(office.desk, TEAM, [CAMILA.user_id, TOMAS.user_id])


def test_a_restart_does_not_lift_a_suspension(office: Office) -> None:
    office.change(BEATRIZ, status=PersonStatus.SUSPENDED)
    seed_managers(office.desk, TEAM, [BEATRIZ.user_id])
    assert office.person(BEATRIZ).status is PersonStatus.SUSPENDED
