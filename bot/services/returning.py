"""Devolver: a request goes back to its delegate with a reason. Our extension; the manual has none."""

from bot.rules.lifecycle import RequestStep
from bot.rules.permissions import Ability
from bot.services import request_steps
from bot.services.access import Actor, Read, require
from bot.services.desk import Desk
from bot.services.traces import note, tell
from storage.enums import AuditAction, IntentKind
from storage.models import KeyRequest


def request_to_return(desk: Desk, actor: Actor, request_id: int) -> KeyRequest:
    """Return a request that this official may send back now. Raises `UserError` otherwise."""
    with desk.sessions.begin() as session:
        require(session, actor, Ability.RETURN_REQUESTS)
        return request_steps.pending(session, request_id)


def return_request(desk: Desk, actor: Actor, read: Read, reason: str) -> None:
    """Send a request back as it was `read`, and tell its delegate why."""
    with desk.sessions.begin() as session:
        official = require(session, actor, Ability.RETURN_REQUESTS)
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
        tell(desk, session, IntentKind.REQUEST_RETURNED, request, request.submitted_by.id)
