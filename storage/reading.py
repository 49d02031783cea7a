"""Transactions that only read, however long they take."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from storage.db import Sessions


@contextmanager
def reading(sessions: Sessions) -> Iterator[Session]:
    """Open a session that sees the database as of one moment and holds nobody up; it must not write.

    On SQLite every other transaction takes the only write lock at once, and people wait two seconds for it at most.
    """
    with sessions.begin() as session:
        connection = session.connection()
        if connection.dialect.name == "sqlite":
            # The lock that came with BEGIN IMMEDIATE is given back; the log keeps what this one sees.
            connection.exec_driver_sql("ROLLBACK")
            connection.exec_driver_sql("BEGIN")
        else:
            connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield session
