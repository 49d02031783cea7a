"""Tomar and Soltar: an official keeps a request for themselves, so that two do not type the same keys. Ours, not the manual's."""

from datetime import timedelta

from bot.errors import OvertakenError
from bot.rules.calendar.service_hours import add_business_time
from bot.rules.lifecycle import RequestStep
from bot.rules.permissions import Ability
from bot.services.access import Actor, require
from bot.services.desk import Desk
from bot.services.requests import request_steps
from bot.services.traces import note
from storage.enums import AuditAction
from storage.models import KeyRequest

TAKEN_FOR = timedelta(hours=2)  # of service


def take_request(desk: Desk, actor: Actor, request_id: int) -> KeyRequest:
    """Keep a pending request for an official, until `TAKEN_FOR` of service is over.

    Whoever has it already gets the time anew. Raises `OvertakenError` that tells who has it and until when.
    """
    now = desk.now()
    with desk.sessions.begin() as session:
        official = require(session, actor, Ability.TAKE_REQUESTS)
        request = request_steps.pending(session, request_id)
        request_steps.refuse_if_held(request, official, now)
        until = add_business_time(now, TAKEN_FOR, desk.timetable.hours)
        try:
            request = request_steps.move(
                desk,
                session,
                request_id,
                RequestStep.TAKE,
                request.version,
                taken_by_id=official.id,
                taken_until=until,
            )
        except OvertakenError:
            # Of two at once the later learns who has it; a double click of one person is one take.
            found = request_steps.pending(session, request_id)
            request_steps.refuse_if_held(found, official, now)
            if found.holder(now) is None:
                raise
            return found
        note(
            desk,
            session,
            actor,
            AuditAction.REQUEST_TAKEN,
            f"request:{request_id}",
            until=until.isoformat(),
        )
        return request


def release_request(desk: Desk, actor: Actor, request_id: int) -> KeyRequest:
    """Give a request back to all officials. Raises `OvertakenError` unless this official has it."""
    now = desk.now()
    with desk.sessions.begin() as session:
        official = require(session, actor, Ability.TAKE_REQUESTS)
        request = request_steps.pending(session, request_id)
        request_steps.refuse_if_held(request, official, now)
        if request.holder(now) is None:
            raise OvertakenError("Esta solicitud ya está libre. Tómela de nuevo si la va a atender.")
        request = request_steps.move(
            desk,
            session,
            request_id,
            RequestStep.RELEASE,
            request.version,
            taken_by_id=None,
            taken_until=None,
        )
        note(desk, session, actor, AuditAction.REQUEST_RELEASED, f"request:{request_id}")
        return request
