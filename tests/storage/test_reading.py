import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import SQLAlchemyError

from storage.db import Sessions
from storage.models import Provider
from storage.reading import reading


def test_whoever_writes_meanwhile_does_not_wait_and_is_not_seen(sessions: Sessions) -> None:
    with reading(sessions) as session:
        assert session.scalars(select(Provider.codigo)).all() == []
        with sessions.begin() as writing:
            writing.add(Provider(codigo="110010000001", nit="901000101", name="HOSPITAL"))
        assert session.scalars(select(Provider.codigo)).all() == []
    with reading(sessions) as session:
        assert session.scalars(select(Provider.codigo)).all() == ["110010000001"]


def test_reading_while_somebody_writes_does_not_wait_either(sessions: Sessions) -> None:
    with reading(sessions) as session, sessions.begin() as writing:
        writing.execute(text("DELETE FROM providers"))
        assert session.scalar(text("SELECT count(*) FROM providers")) == 0


def test_who_begins_to_read_while_somebody_writes_does_not_wait(sessions: Sessions) -> None:
    with sessions.begin() as writing:
        writing.execute(text("DELETE FROM providers"))
        with reading(sessions) as session:
            assert session.scalar(text("SELECT count(*) FROM providers")) == 0


def test_postgresql_refuses_to_write_in_it(sessions: Sessions) -> None:
    if sessions.kw["bind"].dialect.name == "sqlite":
        return
    with pytest.raises(SQLAlchemyError, match="read-only"), reading(sessions) as session:
        session.execute(text("DELETE FROM providers"))


def test_the_next_transaction_may_write_again(sessions: Sessions) -> None:
    with reading(sessions):
        pass
    with sessions.begin() as session:
        session.execute(text("DELETE FROM providers"))
