"""The managers' view of everybody: the list of users, and one person's page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from bot.errors import UserError
from bot.forms.users import UserListState
from bot.rules.governing import UserAct, acts_on
from bot.rules.permissions import Ability
from bot.services.access import Actor, Read, require
from bot.services.desk import Desk
from bot.services.registration import registration_steps
from bot.services.users.user_search import terms_of
from storage import people, providers, requests, user_list
from storage.models import KeyRequest, Person, Provider
from storage.paging import Page

PAGE_SIZE = 10


@dataclass(frozen=True)
class UserListing:
    """What a manager sees of the list. `entities` holds a sede of each NIT on the page, for its name."""

    manager: Person
    state: UserListState
    page: Page[Person]
    entities: Mapping[str, Provider]


@dataclass(frozen=True)
class UserFile:
    """All about one person: their entity, its other active delegates and open requests, and what may be done."""

    manager: Person
    person: Person
    provider: Provider | None
    colleagues: Sequence[Person]
    requests: Sequence[KeyRequest]
    acts: frozenset[UserAct]


def list_users(desk: Desk, actor: Actor, state: UserListState) -> UserListing:
    """Return the page of users that `state` names, or its last one. Raises `NotAllowedError` for non-managers."""
    with desk.sessions.begin() as session:
        manager = require(session, actor, Ability.GOVERN_USERS)
        terms = terms_of(state.search)
        page = user_list.page(session, manager.team_id, terms, number=state.page, size=PAGE_SIZE)
        entities = {person.nit: entity_of(session, person) for person in page.rows if person.nit}
    named = {nit: entity for nit, entity in entities.items() if entity}
    return UserListing(manager, state.on_page(page.number), page, named)


def user_file(desk: Desk, actor: Actor, person_id: int) -> UserFile:
    """Return one person's page. Raises `UserError` for non-managers, and when there is no such person."""
    with desk.sessions.begin() as session:
        manager = require(session, actor, Ability.GOVERN_USERS)
        person = member(session, manager, person_id)
        delegates = people.active_delegates(session, person.nit) if person.nit else ()
        asked = requests.latest_of_nit(session, person.nit) if person.nit else ()
        return UserFile(
            manager,
            person,
            entity_of(session, person),
            [each for each in delegates if each.id != person.id],
            [request for request in asked if request.status in requests.OPEN],
            acts_on(person.role, person.status, oneself=person.id == manager.id, guest=person.guest),
        )


def user_file_as_read(desk: Desk, actor: Actor, read: Read) -> UserFile:
    """Return one person's page as `user_file` does, or raise `OvertakenError` when it is no more as it was read."""
    found = user_file(desk, actor, read.id)
    if found.person.version != read.version:
        raise registration_steps.changed()
    return found


def member(session: Session, manager: Person, person_id: int) -> Person:
    """Return a person of the manager's own workspace. Raises `UserError` when there is none."""
    person = people.load(session, person_id)
    if person is None or person.team_id != manager.team_id:
        raise UserError("Ese usuario ya no existe. Búsquelo de nuevo con `/llaves usuarios`.")
    return person


def entity_of(session: Session, person: Person) -> Provider | None:
    """Return a sede of the person's NIT, for its name."""
    return next(iter(providers.of_nit(session, person.nit)), None) if person.nit else None
