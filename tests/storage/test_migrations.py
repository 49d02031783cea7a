import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, text
from sqlalchemy.exc import DatabaseError

from storage import audit
from storage.db import Sessions, current_revision, newest_revision, open_engine, upgrade
from storage.enums import AuditAction
from storage.models import Base
from tests.clock import Clock


def test_the_migrated_schema_is_the_one_the_models_describe(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_upgrading_twice_is_harmless(engine: Engine) -> None:
    upgrade(engine)
    upgrade(engine)
    assert current_revision(engine) == newest_revision()


def test_an_empty_database_has_no_revision() -> None:
    with open_engine("sqlite://") as engine:
        assert current_revision(engine) is None


@pytest.mark.parametrize("statement", ["UPDATE audit SET user_id = 'U0OTHER'", "DELETE FROM audit"])
def test_the_database_itself_refuses_to_rewrite_the_audit(
    engine: Engine, sessions: Sessions, clock: Clock, statement: str
) -> None:
    with sessions.begin() as session:
        audit.append(
            session,
            at=clock.now(),
            team_id="T0TEAM",
            user_id="U0MANAGER",
            action=AuditAction.MANAGER_SEEDED,
            subject="person:1",
        )
    with pytest.raises(DatabaseError, match="append-only"), engine.begin() as connection:
        connection.execute(text(statement))
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT user_id FROM audit")) == "U0MANAGER"


def test_no_row_is_lost_when_postgresql_is_asked_to_truncate_the_audit(
    postgresql_engine: Engine,
) -> None:
    with pytest.raises(DatabaseError, match="append-only"), postgresql_engine.begin() as connection:
        connection.execute(text("TRUNCATE audit"))


def test_every_constraint_of_the_models_has_that_name_in_the_database(postgresql_engine: Engine) -> None:
    with postgresql_engine.connect() as connection:
        names = connection.scalars(text("SELECT conname FROM pg_constraint")).all()
    expected = {
        str(constraint.name)
        for table in Base.metadata.tables.values()
        for constraint in table.constraints
        if constraint.name is not None
    }
    assert expected <= set(names)
