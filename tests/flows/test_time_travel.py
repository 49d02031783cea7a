"""Three days of the demo in seconds, with the bot as a process of its own."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.demo.deployment import Demo
from bot.demo.time_travel import MORNING
from bot.rules.calendar.days import BOGOTA, is_business_day
from storage import jobs
from storage.db import open_engine, sessions_of
from storage.enums import IntentKind, JobName
from storage.models import Intent


def test_the_bot_lives_through_every_working_day_on_the_way() -> None:
    stops: list[datetime] = []
    with Demo() as demo:
        start = demo.now()
        with pytest.raises(ValueError, match="forward"):
            demo.advance(timedelta())
        demo.advance(timedelta(days=3), stops.append)
        arrived = demo.now()
        with open_engine(demo.database_url) as engine, sessions_of(engine).begin() as session:
            rows = jobs.listed(session)
            false_alarms = session.scalars(select(Intent).where(Intent.kind == IntentKind.JOB_OVERDUE)).all()
    assert stops[-1] == pytest.approx(start + timedelta(days=3), abs=timedelta(seconds=5))
    first = start.astimezone(BOGOTA).date()
    days = [first + timedelta(days=number) for number in range(4)]
    mornings = {datetime.combine(day, MORNING, BOGOTA) for day in days if is_business_day(day)}
    assert {morning for morning in mornings if start < morning < start + timedelta(days=3)} <= set(stops)
    assert {row.name for row in rows} == set(JobName)
    for row in rows:
        assert row.succeeded_at is not None
        assert arrived - row.succeeded_at < timedelta(minutes=11), row.name
        assert row.failed_at is None, row.name
    assert false_alarms == []
