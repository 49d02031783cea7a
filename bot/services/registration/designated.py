"""Letting in at once whom their entity designated (§6.1), as far as the list and Slack prove it."""

from sqlalchemy.orm import Session

from bot.forms.registration import DelegateRegistrationForm
from bot.rules.designation import match_designation
from bot.rules.lifecycle import RegistrationStep
from bot.services.access import Account, Actor
from bot.services.desk import Desk
from bot.services.registration import registration_steps
from bot.services.traces import note
from storage import designations, people
from storage.designations import Post
from storage.enums import AuditAction, DesignationMatch
from storage.models import Designation, Person

NOBODY = "-"
"""The user of what no person did: the list decided."""


def designation_of(session: Session, form: DelegateRegistrationForm) -> Designation | None:
    """Return the designation of who registers; no other registration of the NIT is let in by the list meanwhile."""
    designations.hold_nit(session, form.nit)
    return designations.find(session, Post(form.nit, form.document_type, form.document_number))


def match(designation: Designation | None, account: Account) -> DesignationMatch:
    """Tell how the account that registers stands to the designation."""
    return match_designation(
        listed_email=designation.email if designation else None, account_email=account.email
    )


def let_in(desk: Desk, session: Session, person: Person, designation: Designation | None) -> bool:
    """Approve a registration that the list vouches for; return whether it did.

    Of a NIT that has a delegate already, an official decides who speaks for it.
    """
    if designation is None or person.designation_match is not DesignationMatch.MATCHED:
        return False
    if people.active_delegates(session, designation.nit):
        return False
    registration_steps.move(
        session, person, RegistrationStep.APPROVE, person.version, decided_by_id=None, decided_at=desk.now()
    )
    note(
        desk,
        session,
        Actor(person.team_id, NOBODY),
        AuditAction.REGISTRATION_APPROVED,
        f"person:{person.id}",
        designation=designation.id,
    )
    return True
