"""A database of an earlier release, filled, brought to the newest migration on both kinds."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Engine, text

from storage import db, outbox
from storage.db import open_engine, sessions_of, upgrade
from storage.enums import IntentKind
from tests.conftest import new_database

MOMENT = "2026-01-14 15:00:00+00:00"


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An engine whose database has no table yet."""
    if request.param == "sqlite":
        with open_engine(f"sqlite:///{tmp_path / 'old.db'}") as engine:
            yield engine
        return
    with (
        new_database(request.getfixturevalue("postgresql_url"), "template1") as url,
        open_engine(url) as engine,
    ):
        yield engine


@pytest.fixture
def first_release(empty: Engine) -> Engine:
    """An engine whose database is at migration 0001."""
    return _at("0001", empty)


def _at(revision: str, engine: Engine) -> Engine:
    with engine.connect() as connection, connection.begin():
        command.upgrade(db._alembic(connection), revision)
    return engine


def _fill(engine: Engine, assigned: Sequence[int] = (1, 2)) -> None:
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO providers (codigo, nit, name, sede, municipality, department) VALUES "
                "('259990000101', '901000101', 'E.S.E. HOSPITAL SAN ROQUE', 'SEDE', 'Villaflor', 'Cundinamarca')"
            )
        )
        connection.execute(
            text(
                "INSERT INTO people (id, team_id, user_id, role, status, nit, document_type, document_number, login,"
                " registered_at, version) VALUES (1, 'T0TEAM', 'U0LAURA', 'delegate', 'active', '901000101', 'CC',"
                " '1020304051', 'CC1020304051', :moment, 2)"
            ),
            {"moment": MOMENT},
        )
        for number in assigned:
            connection.execute(
                text(
                    "INSERT INTO key_requests (id, codigo, kind, status, version, supplier_name, software_name,"
                    " lead_name, lead_email, lead_phone, responsible_name, responsible_email, responsible_phone,"
                    " requested_by_id, requested_at, assigned_by_id, assigned_at) VALUES (:id, '259990000101',"
                    " 'enrollment', 'assigned', 2, 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 1, :moment, 1, :moment)"
                ),
                {"id": number, "moment": MOMENT},
            )


def test_of_several_assigned_requests_the_newest_stays_in_force(first_release: Engine) -> None:
    _fill(first_release)
    upgrade(first_release)
    with first_release.connect() as connection:
        rows = connection.execute(text("SELECT id, status, version FROM key_requests ORDER BY id")).all()
    assert [tuple(row) for row in rows] == [(1, "superseded", 3), (2, "assigned", 2)]


def test_providers_that_were_there_can_be_searched(first_release: Engine) -> None:
    _fill(first_release)
    upgrade(first_release)
    with first_release.connect() as connection:
        words = connection.scalars(text("SELECT word FROM provider_words ORDER BY word")).all()
    assert words == ["259990000101", "901000101", "ese", "hospital", "roque", "san"]


def test_nothing_is_known_of_the_accounts_of_who_registered_before(first_release: Engine) -> None:
    _fill(first_release)
    upgrade(first_release)
    with first_release.connect() as connection:
        assert connection.scalar(text("SELECT guest FROM people")) is None


@pytest.mark.parametrize("revision", ["0001", "0002"])
def test_a_message_that_waited_during_the_upgrade_is_sent_first(empty: Engine, revision: str) -> None:
    _fill(_at(revision, empty), assigned=[1])
    with empty.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO outbox (kind, subject_id, dedupe_key, operation_id, lane, status, due_at, created_at,"
                " attempts, in_doubt) VALUES ('keys_assigned', 1, 'old', 'operation', 'dm:1', 'pending', :moment,"
                " :moment, 0, :no)"
            ),
            {"moment": MOMENT, "no": False},
        )
    upgrade(empty)
    now = datetime.fromisoformat(MOMENT) + timedelta(days=1)
    with sessions_of(empty).begin() as session:
        outbox.add(
            session, kind=IntentKind.REQUEST_CARD, subject_id=2, dedupe_key="new", lane="officials", now=now
        )
        claim = outbox.claim(session, now, timedelta(minutes=2))
        assert claim is not None
        assert (claim.intent.kind, claim.intent.subject_id) == (IntentKind.KEYS_ASSIGNED, 1)
