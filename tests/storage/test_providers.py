import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError

from storage import providers
from storage.db import Sessions, sessions_of
from storage.models import Provider, ProviderWord
from storage.providers import Entry

NORTH = Entry("059990000201", "901000202", "CLÍNICA", "NORTE", "Vallehermoso", "Antioquia")
SOUTH = NORTH._replace(codigo="059990000202", sede="SUR")


def _put(sessions: Sessions, *entries: Entry) -> None:
    with sessions.begin() as session:
        providers.put(session, entries)


def test_what_is_put_is_read_back_as_a_whole_by_codigo_and_by_nit(sessions: Sessions) -> None:
    _put(sessions, SOUTH, NORTH)
    with sessions() as session:
        assert providers.directory(session) == {NORTH.codigo: NORTH, SOUTH.codigo: SOUTH}
        found = session.get(Provider, NORTH.codigo)
        assert found is not None
        assert found.sede == "NORTE"
        assert [sede.codigo for sede in providers.of_nit(session, NORTH.nit)] == [NORTH.codigo, SOUTH.codigo]


def test_putting_a_known_codigo_overwrites_every_other_column(sessions: Sessions) -> None:
    _put(sessions, NORTH, SOUTH)
    changed = Entry(NORTH.codigo, "901000303", "OTRA", "", "Villaflor", "Cundinamarca")
    _put(sessions, changed)
    with sessions() as session:
        assert providers.directory(session) == {NORTH.codigo: changed, SOUTH.codigo: SOUTH}


def test_putting_nothing_is_no_statement(sessions: Sessions) -> None:
    _put(sessions)
    with sessions() as session:
        assert providers.directory(session) == {}


def test_an_entry_has_the_columns_of_the_table() -> None:
    assert set(Entry._fields) == {column.name for column in Provider.__table__.columns}


def test_while_the_directory_is_held_others_read_it_and_cannot_write_it(postgresql_engine: Engine) -> None:
    sessions = sessions_of(postgresql_engine)
    _put(sessions, NORTH)
    with sessions.begin() as holder:
        providers.hold_directory(holder)
        with sessions.begin() as reader:
            reader.execute(text("SELECT 1 FROM providers FOR KEY SHARE"))
            assert providers.directory(reader) == {NORTH.codigo: NORTH}
        with sessions() as writer:
            writer.execute(text("SET LOCAL lock_timeout = '200ms'"))
            with pytest.raises(OperationalError):
                providers.put(writer, [SOUTH])


def _words(sessions: Sessions) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    with sessions() as session:
        for row in session.query(ProviderWord):
            found.setdefault(row.codigo, set()).add(row.word)
    return found


def test_a_sede_is_found_by_its_codigo_its_nit_and_the_words_of_its_name(sessions: Sessions) -> None:
    _put(sessions, NORTH._replace(name="E.S.E. Clínica La Peña"))
    assert _words(sessions) == {NORTH.codigo: {NORTH.codigo, NORTH.nit, "ese", "clinica", "la", "pena"}}


def test_a_renamed_sede_is_no_more_found_by_its_old_words_and_others_keep_theirs(sessions: Sessions) -> None:
    _put(sessions, NORTH, SOUTH)
    _put(sessions, NORTH._replace(nit="901000303", name="OTRA"))
    assert _words(sessions) == {
        NORTH.codigo: {NORTH.codigo, "901000303", "otra"},
        SOUTH.codigo: {SOUTH.codigo, SOUTH.nit, "clinica"},
    }


def test_putting_a_sede_again_as_it_is_leaves_its_words_as_they_are(sessions: Sessions) -> None:
    _put(sessions, NORTH)
    before = _words(sessions)
    _put(sessions, NORTH)
    assert _words(sessions) == before
