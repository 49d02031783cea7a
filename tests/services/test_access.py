from itertools import product

import pytest

from bot.errors import NotAllowedError
from bot.rules.permissions import Ability
from bot.services.access import Actor, active_person, require, require_member
from storage.enums import PersonStatus, Role
from tests.services.office import ANDRES, BEATRIZ, CAMILA, LAURA, TEAM, Office, active
from tests.services.typed import CLINIC_NIT

NEWCOMER = Actor(TEAM, "U0NEWCOMER")

MAY = {
    Role.DELEGATE: {Ability.REQUEST_KEYS, Ability.VIEW_KEYS, Ability.SNOOZE_REMINDERS},
    Role.OFFICIAL: {
        Ability.ASSIGN_KEYS,
        Ability.UPDATE_KEYS,
        Ability.TAKE_REQUESTS,
        Ability.RETURN_REQUESTS,
        Ability.DECIDE_ON_DELEGATES,
    },
    Role.MANAGER: {
        Ability.DECIDE_ON_DELEGATES,
        Ability.DECIDE_ON_OFFICIALS,
        Ability.GOVERN_USERS,
        Ability.READ_DIGESTS,
        Ability.GOVERN_REMINDERS,
    },
}


def _granted(office: Office, actor: Actor) -> set[Ability]:
    granted = set()
    for ability in Ability:
        with office.sessions() as session:
            try:
                require(session, actor, ability)
            except NotAllowedError:
                continue
        granted.add(ability)
    return granted


@pytest.mark.parametrize(("role", "status"), list(product(Role, PersonStatus)))
def test_a_role_grants_its_abilities_to_the_active_and_to_nobody_else(
    office: Office, role: Role, status: PersonStatus
) -> None:
    nit = CLINIC_NIT if role is Role.DELEGATE else None
    person = active(office.clock, NEWCOMER, role, "1030303030", nit)
    person.status = status
    office.add(person)
    assert _granted(office, NEWCOMER) == (MAY[role] if status is PersonStatus.ACTIVE else set())


@pytest.mark.parametrize(
    "actor", [NEWCOMER, Actor("T0ELSEWHERE", BEATRIZ.user_id), Actor("T0ELSEWHERE", CAMILA.user_id)]
)
def test_the_unregistered_and_people_of_another_team_may_do_nothing(office: Office, actor: Actor) -> None:
    assert _granted(office, actor) == set()


def test_the_unregistered_are_told_how_to_start(office: Office) -> None:
    with office.sessions() as session, pytest.raises(NotAllowedError, match="/llaves registro"):
        active_person(session, NEWCOMER)


@pytest.mark.parametrize(
    ("status", "next_step"),
    [
        (PersonStatus.PENDING, "Le avisaremos"),
        (PersonStatus.REJECTED, "/llaves registro"),
        (PersonStatus.SUSPENDED, "Comuníquese con la mesa de ayuda"),
    ],
)
def test_whoever_is_not_active_is_told_what_to_do_next(
    office: Office, status: PersonStatus, next_step: str
) -> None:
    office.change(LAURA, status=status)
    with office.sessions() as session, pytest.raises(NotAllowedError, match=next_step):
        active_person(session, LAURA)


@pytest.mark.parametrize("ability", Ability)
def test_every_refusal_says_whose_job_it_is(office: Office, ability: Ability) -> None:
    outsider = CAMILA if ability in MAY[Role.DELEGATE] else ANDRES
    with office.sessions() as session, pytest.raises(NotAllowedError, match=r"^Solo "):
        require(session, outsider, ability)


def test_a_person_of_the_installing_team_may_act_whoever_they_are() -> None:
    require_member(NEWCOMER, TEAM, bot=False)


def test_somebody_of_another_team_is_told_whom_to_write_to() -> None:
    with pytest.raises(NotAllowedError, match=r"otra organización.*soporte_ihce@minsalud\.gov\.co"):
        require_member(Actor("T0ELSEWHERE", LAURA.user_id), TEAM, bot=False)


def test_an_app_does_not_act_for_people() -> None:
    with pytest.raises(NotAllowedError, match="hágalo una persona"):
        require_member(NEWCOMER, TEAM, bot=True)
