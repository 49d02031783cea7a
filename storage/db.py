"""The engine, its sessions, and where the schema stands."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import (
    Connection,
    DateTime,
    Dialect,
    Engine,
    TypeDecorator,
    create_engine,
    event,
    make_url,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker

Sessions = sessionmaker[Session]

ONLY_READS = "only_reads"
"""The execution option of a transaction that writes nothing, and takes no lock of a writer on SQLite."""

CONNECT_SECONDS = 5
LOCK_SECONDS = 2  # how long a SQLite writer waits for the one before it; Slack waits three

_UPGRADE_LOCK = 4_118_002  # any constant of ours: PostgreSQL's advisory locks are plain numbers


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC moment; SQLite keeps no zone, so it is put back on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive moment: it could be anybody's local time."""
        del dialect
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored moment must be aware")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return an aware moment on every database."""
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def connect(url: str) -> Engine:
    """Open an engine on SQLite or PostgreSQL. Statement parameters never reach a log or an exception."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "postgresql":
        return create_engine(
            parsed.set(drivername="postgresql+psycopg"),
            hide_parameters=True,
            pool_size=20,
            pool_pre_ping=True,
        )
    engine = create_engine(parsed, hide_parameters=True, connect_args={"timeout": LOCK_SECONDS})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's own type
    connection.isolation_level = None  # SQLAlchemy says BEGIN itself, below
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    # A deferred transaction that reads first and writes later may fail with "database is locked" whatever the
    # time-out; taking the write lock at once makes writers queue instead.
    only_reads = connection.get_execution_options().get(ONLY_READS, False)
    connection.exec_driver_sql("BEGIN" if only_reads else "BEGIN IMMEDIATE")


def sessions_of(engine: Engine) -> Sessions:
    """Sessions whose objects stay readable after commit and never load behind the reader's back."""
    return sessionmaker(engine, expire_on_commit=False)


def insert_into(session: Session, table: type[DeclarativeBase]) -> postgresql.Insert | sqlite.Insert:
    """Begin an INSERT that may say ON CONFLICT, which each database has in a dialect of its own."""
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)


def _alembic(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config


def upgrade(engine: Engine) -> None:
    """Bring the schema to the newest migration; does nothing when it is there."""
    with engine.connect() as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            # Replicas that start together on an empty database take turns; SQLite has one writer anyway.
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _UPGRADE_LOCK})
        command.upgrade(_alembic(connection), "head")


def newest_revision() -> str:
    """Return the id of the newest migration this code knows."""
    head = ScriptDirectory.from_config(_alembic()).get_current_head()
    assert head is not None, "the code ships at least one migration"  # noqa: S101
    return head


def current_revision(engine: Engine) -> str | None:
    """Return the migration the database is at, or None for an empty one."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


@contextmanager
def open_engine(url: str) -> Iterator[Engine]:
    """Open an engine for the length of a `with`, and close its connections after it."""
    engine = connect(url)
    try:
        yield engine
    finally:
        engine.dispose()
