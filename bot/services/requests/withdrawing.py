"""Cancelar solicitud: a delegate takes a request back. Our extension; the manual has none."""

from dataclasses import dataclass

from bot.errors import UserError
from bot.forms.key_request import SentRequest
from bot.rules.lifecycle import RequestStep
from bot.rules.permissions import Ability
from bot.services.access import Actor, require
from bot.services.desk import Desk
from bot.services.requests import request_steps
from bot.services.traces import note
from storage import keys, requests
from storage.enums import AuditAction
from storage.models import KeyRequest, Person


@dataclass(frozen=True)
class Withdrawn:
    """A request just cancelled; `keys_in_force` tells whether its sede has keys all the same."""

    person: Person
    request: KeyRequest
    keys_in_force: bool


def cancel_request(desk: Desk, actor: Actor, read: SentRequest) -> Withdrawn:
    """Cancel an open request of the delegate's own NIT as it was `read`; the officials' card tells of it.

    An official who took it does not stop this. Raises `OvertakenError` when its answers or its state are others now.
    """
    with desk.sessions.begin() as session:
        person = require(session, actor, Ability.REQUEST_KEYS)
        before = requests.load(session, read.id)
        if before is None or before.provider.nit != person.nit:
            raise UserError("Esta solicitud no es de su entidad.")
        request = request_steps.move(
            desk,
            session,
            read.id,
            RequestStep.CANCEL,
            submitted_at=read.submitted_at,
            cancelled_by_id=person.id,
            cancelled_at=desk.now(),
        )
        note(
            desk,
            session,
            actor,
            AuditAction.REQUEST_CANCELLED,
            f"request:{request.id}",
            codigo=request.codigo,
        )
        return Withdrawn(person, request, bool(keys.in_force(session, request.codigo)))
