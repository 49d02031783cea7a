from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from storage import keys
from storage.db import Sessions
from storage.enums import Environment
from storage.models import Key
from tests.clock import Clock
from tests.delivery.office import CODIGO, Office

PRODUCTION, PREPRODUCTION = Environment.PRODUCTION, Environment.PREPRODUCTION


@pytest.fixture
def office(sessions: Sessions, clock: Clock) -> Office:
    return Office.open(sessions, clock)


@pytest.fixture
def request_id(office: Office) -> int:
    return office.request()


def _key(office: Office, request_id: int, version: int, **values: Any) -> Key:
    return Key(
        **{
            "codigo": CODIGO,
            "environment": PRODUCTION,
            "version": version,
            "client_id": f"00000000-0000-4000-8000-{version:012}",
            "secret_ciphertext": "sealed",
            "secret_fingerprint": f"{version:064}",
            "expires_at": office.clock.now() + timedelta(days=180),
            "request_id": request_id,
            "assigned_by_id": office.official_id,
            "assigned_at": office.clock.now(),
        }
        | values
    )


def _replace(office: Office, *new: Key) -> None:
    with office.sessions.begin() as session:
        for key in new:
            keys.replace(session, key)


def test_versions_count_from_one_for_each_environment(office: Office, request_id: int) -> None:
    _replace(office, _key(office, request_id, 1), _key(office, request_id, 2))
    with office.sessions() as session:
        assert keys.next_version(session, CODIGO, PRODUCTION) == 3
        assert keys.next_version(session, CODIGO, PREPRODUCTION) == 1
        assert keys.next_version(session, "110010000002", PRODUCTION) == 1


def test_the_newest_key_of_each_environment_is_in_force(office: Office, request_id: int) -> None:
    other = _key(office, request_id, 1, environment=PREPRODUCTION)
    _replace(office, _key(office, request_id, 1), other, _key(office, request_id, 2))
    with office.sessions() as session:
        found = keys.in_force(session, CODIGO)
        assert keys.in_force(session, "110010000002") == {}
    assert {environment: key.version for environment, key in found.items()} == {
        PRODUCTION: 2,
        PREPRODUCTION: 1,
    }


def test_a_retired_key_keeps_its_row_and_the_moment_it_was_retired(office: Office, request_id: int) -> None:
    _replace(office, _key(office, request_id, 1))
    office.clock.advance(days=90)
    _replace(office, _key(office, request_id, 2))
    office.clock.advance(days=90)
    second_retired = office.clock.now()
    _replace(office, _key(office, request_id, 3))
    with office.sessions() as session:
        rows = session.query(Key).order_by(Key.version).all()
    assert [key.superseded_at for key in rows] == [second_retired - timedelta(days=90), second_retired, None]


def test_a_secret_is_found_by_any_of_its_fingerprints_retired_keys_too(
    office: Office, request_id: int
) -> None:
    _replace(office, _key(office, request_id, 1), _key(office, request_id, 2))
    with office.sessions() as session:
        found = keys.with_fingerprint(session, ["f" * 64, f"{1:064}"])
        assert keys.with_fingerprint(session, ["f" * 64]) is None
    assert found is not None
    assert found.version == 1


def test_a_client_id_is_held_only_by_a_key_in_force(office: Office, request_id: int) -> None:
    retired, current = _key(office, request_id, 1), _key(office, request_id, 2)
    _replace(office, retired, current)
    with office.sessions() as session:
        assert keys.with_client_id(session, retired.client_id) is None
        found = keys.with_client_id(session, current.client_id)
    assert found is not None
    assert found.version == 2


@pytest.mark.parametrize("version", [1, 2], ids=["the-same-version", "two-in-force"])
def test_the_database_itself_refuses_two_keys_in_one_place(
    office: Office, request_id: int, version: int
) -> None:
    _replace(office, _key(office, request_id, 1))
    with pytest.raises(IntegrityError), office.sessions.begin() as session:
        session.add(_key(office, request_id, version))


def test_a_retired_version_is_never_written_again(office: Office, request_id: int) -> None:
    _replace(office, _key(office, request_id, 1), _key(office, request_id, 2))
    with pytest.raises(IntegrityError):
        _replace(office, _key(office, request_id, 1))


def test_the_keys_of_one_guardar_are_found_by_any_of_them(office: Office, request_id: int) -> None:
    _replace(office, _key(office, request_id, 1))
    office.clock.advance(days=1)
    both = [_key(office, request_id, 2), _key(office, request_id, 1, environment=PREPRODUCTION)]
    _replace(office, *both)
    with office.sessions() as session:
        for one in both:
            assert [key.id for key in keys.saved_with(session, one.id)] == [key.id for key in both]
        assert list(keys.saved_with(session, 999)) == []


def test_of_the_keys_in_force_the_first_to_expire_counts(office: Office, request_id: int) -> None:
    now = office.clock.now()
    _replace(
        office,
        _key(office, request_id, 1, expires_at=now + timedelta(days=1)),
        _key(office, request_id, 2, expires_at=now + timedelta(days=90)),
        _key(office, request_id, 1, environment=PREPRODUCTION, expires_at=now + timedelta(days=30)),
    )
    with office.sessions() as session:
        found = keys.first_expiries(session, [CODIGO, "110010000002"])
    assert found == {CODIGO: now + timedelta(days=30)}


def test_a_ciphertext_is_bound_to_provider_environment_and_version() -> None:
    bindings = {
        keys.binding(codigo, environment, version)
        for codigo in (CODIGO, "110010000002")
        for environment in Environment
        for version in (1, 2)
    }
    assert len(bindings) == 12
