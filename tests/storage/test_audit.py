from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta, timezone

import pytest
from sqlalchemy import Engine, select

from storage import audit
from storage.db import Sessions, sessions_of
from storage.enums import AuditAction
from storage.models import AuditLine
from tests.clock import Clock


def _write(sessions: Sessions, clock: Clock, subject: str, **detail: object) -> None:
    with sessions.begin() as session:
        audit.append(
            session,
            at=clock.now(),
            team_id="T0TEAM",
            user_id="U0OFFICIAL",
            action=AuditAction.KEYS_ASSIGNED,
            subject=subject,
            **detail,
        )


def _lines(sessions: Sessions) -> list[AuditLine]:
    with sessions() as session:
        return list(session.scalars(select(AuditLine).order_by(AuditLine.id)))


def test_the_first_line_follows_from_nothing_and_each_next_one_from_the_line_before(
    sessions: Sessions, clock: Clock
) -> None:
    for number in range(3):
        _write(sessions, clock, f"request:{number}")
    first, second, third = _lines(sessions)
    assert first.previous_hash == audit.GENESIS
    assert [second.previous_hash, third.previous_hash] == [first.hash, second.hash]


def test_the_chain_read_back_from_the_database_is_whole(sessions: Sessions, clock: Clock) -> None:
    _write(sessions, clock, "request:1", prestador="Clínica Ñandú", ambientes=["production"], version=2)
    clock.advance(seconds=1)
    _write(sessions, clock, "request:2")
    assert audit.first_broken(_lines(sessions)) is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("user_id", "U0OTHER"),
        ("team_id", "T0OTHER"),
        ("subject", "request:9"),
        ("action", AuditAction.KEYS_VIEWED),
        ("detail", {"codigo": "110010000002"}),
    ],
)
def test_a_line_whose_content_was_changed_is_found(
    sessions: Sessions, clock: Clock, field: str, value: object
) -> None:
    for number in range(3):
        _write(sessions, clock, f"request:{number}", codigo="110010000001")
    lines = _lines(sessions)
    setattr(lines[1], field, value)
    assert audit.first_broken(lines) is lines[1]


def test_a_line_whose_moment_was_changed_is_found(sessions: Sessions, clock: Clock) -> None:
    _write(sessions, clock, "request:1")
    (line,) = _lines(sessions)
    line.at -= timedelta(microseconds=1)
    assert audit.first_broken([line]) is line


def test_a_missing_line_is_found_at_the_one_after_it(sessions: Sessions, clock: Clock) -> None:
    for number in range(3):
        _write(sessions, clock, f"request:{number}")
    first, _, third = _lines(sessions)
    assert audit.first_broken([first, third]) is third


def test_a_forged_line_with_a_right_hash_still_does_not_follow(sessions: Sessions, clock: Clock) -> None:
    for number in range(2):
        _write(sessions, clock, f"request:{number}")
    first, second = _lines(sessions)
    first.subject = "request:9"
    first.hash = audit.hash_of(first)
    assert audit.first_broken([first, second]) is second


def test_the_same_moment_told_in_another_zone_hashes_alike(sessions: Sessions, clock: Clock) -> None:
    _write(sessions, clock, "request:1")
    (line,) = _lines(sessions)
    before = audit.hash_of(line)
    line.at = line.at.astimezone(timezone(timedelta(hours=-5)))
    assert audit.hash_of(line) == before


def test_a_line_of_a_rolled_back_use_case_does_not_exist(sessions: Sessions, clock: Clock) -> None:
    with sessions() as session:
        audit.append(
            session,
            at=clock.now(),
            team_id="T0TEAM",
            user_id="U0OFFICIAL",
            action=AuditAction.KEYS_ASSIGNED,
            subject="request:1",
        )
        session.rollback()
    assert _lines(sessions) == []


def test_writers_at_the_same_time_do_not_fork_the_chain(engine: Engine, clock: Clock) -> None:
    sessions = sessions_of(engine)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: _write(sessions, clock, f"request:{number}"), range(24)))
    lines = _lines(sessions)
    assert len(lines) == 24
    assert audit.first_broken(lines) is None
