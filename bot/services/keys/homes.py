"""Homes that follow the clock: a key becomes «Por vencer» and «Vencida» without anybody doing anything."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.rules.states import EXPIRING
from bot.services.desk import Desk
from bot.views.keys.key_view import SHOWN
from storage import home, jobs, renewals
from storage.enums import JobName
from storage.reading import reading

AT_FIRST = timedelta(days=1)
"""How far back is looked when the job never succeeded: whoever opened a Home before sees it drawn anew anyway."""

MOST = 500
"""Homes drawn for one edge, some five minutes of what Slack allows. The others see theirs right when they open it."""


def redraw_at_edges(desk: Desk) -> int:
    """Queue the Homes of delegates with a key that passed an edge since this job last succeeded; return how many.

    Done twice it draws twice, and each time what is true then.
    """
    now = desk.now()
    with reading(desk.sessions) as session:
        since = _last_success(session) or now - AT_FIRST
        watching = {
            person_id
            for stretch in ((since, now), (since + EXPIRING, now + EXPIRING))
            for person_id in renewals.watched_by(session, stretch, SHOWN, MOST)
        }
    if watching:
        with desk.sessions.begin() as session:
            home.queue(session, watching, now=now, due_at=now)
    return len(watching)


def _last_success(session: Session) -> datetime | None:
    found = (job.succeeded_at for job in jobs.listed(session) if job.name is JobName.EXPIRING_KEYS)
    return next(found, None)
