"""Transactions that only read, however long they take."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from storage.db import ONLY_READS, Sessions


@contextmanager
def reading(sessions: Sessions) -> Iterator[Session]:
    """Open a session that sees the database as of one moment and holds nobody up; it must not write.

    On SQLite every other transaction takes the only write lock at once, and people wait two seconds for it at most.
    """
    with sessions.begin() as session:
        connection = session.connection(execution_options={ONLY_READS: True})
        if connection.dialect.name != "sqlite":
            connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield session
