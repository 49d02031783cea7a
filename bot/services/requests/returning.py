"""Devolver: a request goes back to its delegate with a reason. Our extension; the manual has none."""

from dataclasses import dataclass

from bot.rules.lifecycle import RequestStep
from bot.rules.permissions import Ability
from bot.services.access import Actor, Read, require
from bot.services.desk import Desk
from bot.services.requests import request_steps
from bot.services.traces import note, tell_delegates
from storage.enums import AuditAction, IntentKind
from storage.models import KeyRequest, Person


@dataclass(frozen=True)
class Return:
    """A request that is about to go back, and who sends it."""

    official: Person
    request: KeyRequest


def prepare_return(desk: Desk, actor: Actor, request_id: int) -> Return:
    """Return a request that this official may send back now. Raises `UserError` otherwise."""
    with desk.sessions.begin() as session:
        official = require(session, actor, Ability.RETURN_REQUESTS)
        request = request_steps.pending(session, request_id)
        request_steps.refuse_if_held(request, official, desk.now())
        return Return(official, request)


def return_request(desk: Desk, actor: Actor, read: Read, reason: str) -> None:
    """Send a request back as it was `read`, and tell its delegate why.

    Raises `OvertakenError` when it changed since, or another official took it for themselves.
    """
    with desk.sessions.begin() as session:
        official = require(session, actor, Ability.RETURN_REQUESTS)
        request_steps.refuse_if_held(request_steps.pending(session, read.id), official, desk.now())
        request = request_steps.move(
            desk,
            session,
            read.id,
            RequestStep.RETURN,
            read.version,
            returned_by_id=official.id,
            returned_at=desk.now(),
            return_reason=reason,
        )
        note(desk, session, actor, AuditAction.REQUEST_RETURNED, f"request:{read.id}")
        tell_delegates(desk, session, IntentKind.REQUEST_RETURNED, request)
