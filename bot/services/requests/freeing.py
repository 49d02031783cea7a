"""Freeing what was taken and not finished."""

from bot.errors import OvertakenError
from bot.rules.calendar.service_hours import next_opening
from bot.rules.lifecycle import RequestStep
from bot.services.access import Actor
from bot.services.desk import Desk
from bot.services.registration.designated import NOBODY
from bot.services.requests import request_steps
from bot.services.traces import note, say_freed
from storage import requests
from storage.enums import AuditAction, RequestStatus
from storage.reading import reading


def free_taken(desk: Desk) -> int:
    """Free the pending requests whose take ended, and say so in their cards' threads; return how many.

    A request is free at once, at any hour; the word about it waits until somebody attends.
    """
    with reading(desk.sessions) as session:
        ended = requests.takes_ended(session, desk.now())
    # One transaction each: whoever attends one of them at this moment waits for no other.
    return sum(_free(desk, request_id) for request_id in ended)


def _free(desk: Desk, request_id: int) -> bool:
    now = desk.now()
    with desk.sessions.begin() as session:
        request = requests.load(session, request_id)
        if request is None or request.status is not RequestStatus.PENDING:
            return False
        official, until = request.taken_by, request.taken_until
        if official is None or until is None or until > now:
            return False  # taken anew since we looked
        nobody = {"taken_by_id": None, "taken_until": None}
        try:
            freed = request_steps.move(
                desk, session, request_id, RequestStep.RELEASE, request.version, **nobody
            )
        except OvertakenError:
            return False  # attended, or taken anew, at this very moment
        say_freed(desk, session, freed, official, next_opening(now, desk.timetable.hours))
        note(
            desk,
            session,
            Actor(official.team_id, NOBODY),
            AuditAction.REQUEST_FREED,
            f"request:{request_id}",
            official=official.id,
            until=until.isoformat(),
        )
        return True
