"""The steps of the first screen are done when they really happened."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine

from bot.demo.page.seat import Seat
from bot.demo.page.tour import done_in, steps
from storage import audit
from storage.db import sessions_of
from storage.enums import AuditAction

ASKED, ENTERED, READ = AuditAction.KEYS_REQUESTED, AuditAction.KEYS_ASSIGNED, AuditAction.KEYS_VIEWED


@pytest.mark.parametrize(
    ("happened", "done"),
    [
        ((), set()),
        ((ASKED,), {1}),
        ((ASKED, READ), {1}),
        ((ASKED, READ, ENTERED), {1, 2}),
        ((ASKED, READ, ENTERED, READ), {1, 2, 3}),
        ((ASKED, ENTERED, READ, ENTERED), {1, 2, 3}),
    ],
)
def test_reading_counts_only_once_there_are_keys(
    sqlite_engine: Engine, happened: tuple[AuditAction, ...], done: set[int]
) -> None:
    with sessions_of(sqlite_engine).begin() as session:
        for action in happened:
            audit.append(
                session,
                at=datetime(2026, 1, 14, 15, 0, tzinfo=UTC),
                team_id="T1",
                user_id="U1",
                action=action,
                subject="1",
            )
        assert done_in(session) == done


def test_a_step_says_whether_the_visitor_is_at_its_place() -> None:
    first, second, third = steps("C0", "C1", {1}, Seat("camila", "C1"))
    assert [first.done, second.done, third.done] == [True, False, False]
    assert [first.here, second.here, third.here] == [False, True, False]
    assert (second.who, second.at) == ("camila", "C1")
