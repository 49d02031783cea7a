"""Verificación de requisitos (manual §6.1): the checklist of whoever asks, and what a delegate declares."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from bot.forms.requirements import RequirementsForm
from bot.rules.permissions import Ability
from bot.rules.requirements import NOTHING_KNOWN, Evidence, Requirement, checklist
from bot.services.access import Actor, require
from bot.services.desk import Desk
from bot.services.traces import note
from storage import declarations, designations, people, providers
from storage.designations import Post
from storage.enums import AuditAction, DesignationMatch, PersonStatus, Role
from storage.models import Person, Provider


@dataclass(frozen=True)
class Verification:
    """Who asks, if anybody we know, with the sedes of their NIT, and where the prerequisites stand for them."""

    person: Person | None
    sedes: Sequence[Provider]
    requirements: Sequence[Requirement]


def verification(desk: Desk, actor: Actor) -> Verification:
    """Return the checklist; anybody may ask about themselves."""
    with desk.sessions.begin() as session:
        return _verification(session, people.find(session, actor.team_id, actor.user_id))


def declare(desk: Desk, actor: Actor, form: RequirementsForm) -> Verification:
    """Keep what a delegate declares and return the checklist as it is then. Raises `NotAllowedError` for others."""
    return desk.transact(lambda session: _declare(desk, session, actor, form))


def requirements_of(session: Session, person: Person | None) -> Sequence[Requirement]:
    """Return where the prerequisites stand for a delegate; for anybody else all of them are open."""
    if person is None or person.role is not Role.DELEGATE:
        return checklist(NOTHING_KNOWN)
    active = person.status is PersonStatus.ACTIVE
    # To whoever merely knows somebody's NIT and document the list tells nothing.
    proven = active or person.designation_match is DesignationMatch.MATCHED
    return checklist(
        Evidence(
            listed=proven and _is_listed(session, person),
            active=active,
            decided=person.decided_by_id is not None,
            login=person.login,
            declared=declarations.of_person(session, person.id),
        )
    )


def _declare(desk: Desk, session: Session, actor: Actor, form: RequirementsForm) -> Verification:
    person = require(session, actor, Ability.REQUEST_KEYS)
    ticked = frozenset(form.prerequisites)
    # A second press, or another window, may say again what is said already.
    declared = [
        each.prerequisite
        for each in requirements_of(session, person)
        if each.declarable and each.prerequisite in ticked
    ]
    if declared:
        declarations.add(session, person.id, declared, desk.now())
        subject = f"person:{person.id}"
        note(desk, session, actor, AuditAction.PREREQUISITES_DECLARED, subject, prerequisites=declared)
    return _verification(session, person)


def _verification(session: Session, person: Person | None) -> Verification:
    sedes = providers.of_nit(session, person.nit) if person and person.nit else ()
    return Verification(person, sedes, requirements_of(session, person))


def _is_listed(session: Session, person: Person) -> bool:
    if person.nit is None or person.document_type is None or person.document_number is None:
        return False
    post = Post(person.nit, person.document_type, person.document_number)
    return designations.find(session, post) is not None
