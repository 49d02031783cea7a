from dataclasses import replace
from typing import Any

import pytest

from bot.errors import FieldError
from bot.services.keys.assigning import assign_keys
from bot.services.keys.viewing import reveal
from storage.crypto import CryptoError, KeyRing
from storage.enums import Environment
from tests.services.office import ANDRES, CAMILA, HOSPITAL, LAURA, MASTER_KEY, NORTE, Office
from tests.services.typed import client_id, client_secret

NEWER_KEY = bytes(range(32, 64))


def _rotated(office: Office) -> Office:
    return replace(office, desk=replace(office.desk, key_ring=KeyRing([NEWER_KEY, MASTER_KEY])))


def _refused(office: Office, request_id: int, **production: Any) -> dict[str, str]:
    """Enter good keys but for what `production` says; return the sentences, once nothing was stored."""
    first, second = office.both(21)
    with office.nothing_stored(), pytest.raises(FieldError) as refused:
        assign_keys(office.desk, CAMILA, request_id, [second, replace(first, **production)])
    return refused.value.sentences


def test_a_secret_of_another_provider_is_refused_and_the_good_environment_waits_too(office: Office) -> None:
    office.assigned(NORTE, ANDRES, number=1)
    sentences = _refused(office, office.request(), client_secret=client_secret(1))
    assert list(sentences) == ["production_client_secret"]
    assert "ya se usó" in sentences["production_client_secret"]


def test_a_secret_of_another_environment_of_the_provider_is_refused(office: Office) -> None:
    office.assigned(number=1)
    sentences = _refused(office, office.request(), client_secret=client_secret(2))
    assert list(sentences) == ["production_client_secret"]


def test_a_retired_secret_of_the_same_provider_is_refused(office: Office) -> None:
    office.assigned(number=1)
    office.assigned(number=11)
    assert _refused(office, office.request(), client_secret=client_secret(1))


def test_a_secret_entered_before_the_key_ring_was_rotated_is_still_refused(office: Office) -> None:
    office.assigned(NORTE, ANDRES, number=1)
    assert _refused(_rotated(office), office.request(), client_secret=client_secret(1))


def test_a_refusal_never_repeats_the_secret(office: Office) -> None:
    office.assigned(number=1)
    sentences = _refused(office, office.request(), client_secret=client_secret(1))
    assert client_secret(1) not in str(sentences)


def test_a_client_id_of_another_provider_is_refused_without_saying_whose(office: Office) -> None:
    office.assigned(NORTE, ANDRES, number=1)
    sentences = _refused(office, office.request(), client_id=client_id(1))
    assert list(sentences) == ["production_client_id"]
    assert NORTE not in sentences["production_client_id"]


def test_a_client_id_of_another_environment_of_the_provider_is_refused(office: Office) -> None:
    office.assigned(number=1)
    assert list(_refused(office, office.request(), client_id=client_id(2))) == ["production_client_id"]


def test_both_faults_of_one_entry_are_told_at_once(office: Office) -> None:
    office.assigned(NORTE, ANDRES, number=1)
    sentences = _refused(office, office.request(), client_id=client_id(1), client_secret=client_secret(2))
    assert set(sentences) == {"production_client_id", "production_client_secret"}


def test_a_renewal_may_keep_its_client_id(office: Office) -> None:
    office.assigned(number=1)
    renewed = [replace(entry, client_id=client_id(1 + at)) for at, entry in enumerate(office.both(11))]
    assign_keys(office.desk, CAMILA, office.request(), renewed)
    in_force = [key for key in office.keys(HOSPITAL) if key.superseded_at is None]
    assert [(key.client_id, key.version) for key in in_force] == [(client_id(1), 2), (client_id(2), 2)]


def test_a_rotated_ring_reads_what_the_older_key_encrypted(office: Office) -> None:
    office.assigned(number=1)
    shown = reveal(_rotated(office).desk, LAURA, HOSPITAL)
    assert shown.keys[Environment.PRODUCTION].client_secret == client_secret(1)


def test_a_ring_that_lost_the_key_shows_nothing_and_notes_no_viewing(office: Office) -> None:
    office.assigned(number=1)
    lost = replace(office.desk, key_ring=KeyRing([NEWER_KEY]))
    with office.nothing_stored(), pytest.raises(CryptoError):
        reveal(lost, LAURA, HOSPITAL)
