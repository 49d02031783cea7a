import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.crypto import CryptoError, KeyRing, parse_master_key

OLD, NEW = b"o" * 32, b"n" * 32
ROW = "110010000001/production/1"
SECRET = "made-up~secret.for_tests"


@given(st.text())
def test_what_was_encrypted_for_a_row_is_read_back_for_that_row(secret: str) -> None:
    ring = KeyRing([NEW])
    assert ring.decrypt(ring.encrypt(secret, ROW), ROW) == secret


def test_a_ciphertext_copied_onto_another_row_cannot_be_read() -> None:
    ring = KeyRing([NEW])
    sealed = ring.encrypt(SECRET, ROW)
    with pytest.raises(CryptoError, match="does not belong to this row"):
        ring.decrypt(sealed, "110010000001/preproduction/1")


def test_the_same_secret_is_never_sealed_alike_twice() -> None:
    ring = KeyRing([NEW])
    assert ring.encrypt(SECRET, ROW) != ring.encrypt(SECRET, ROW)


def test_an_older_key_of_the_ring_still_reads_what_it_sealed() -> None:
    sealed = KeyRing([OLD]).encrypt(SECRET, ROW)
    assert KeyRing([NEW, OLD]).decrypt(sealed, ROW) == SECRET


def test_the_newest_key_of_the_ring_seals() -> None:
    ring = KeyRing([NEW, OLD])
    assert ring.encrypt(SECRET, ROW).startswith(f"{KeyRing([NEW]).primary_id}:")


def test_a_ciphertext_whose_key_left_the_ring_names_the_key_and_nothing_else() -> None:
    sealed = KeyRing([OLD]).encrypt(SECRET, ROW)
    with pytest.raises(CryptoError) as refused:
        KeyRing([NEW]).decrypt(sealed, ROW)
    assert str(refused.value) == f"key {KeyRing([OLD]).primary_id} is not in the ring"


@pytest.mark.parametrize("body", ["", "AAAA", "not base64!", base64.b64encode(bytes(40)).decode()])
def test_a_damaged_ciphertext_is_refused_without_a_word_of_the_content(body: str) -> None:
    ring = KeyRing([NEW])
    with pytest.raises(CryptoError) as refused:
        ring.decrypt(f"{ring.primary_id}:{body}", ROW)
    assert str(refused.value) == "the ciphertext does not belong to this row"
    assert refused.value.__cause__ is None


@given(st.integers(min_value=0))
def test_a_ciphertext_with_one_byte_changed_is_refused(position: int) -> None:
    ring = KeyRing([NEW])
    key_id, _, body = ring.encrypt(SECRET, ROW).partition(":")
    raw = bytearray(base64.b64decode(body))
    raw[position % len(raw)] ^= 1
    with pytest.raises(CryptoError):
        ring.decrypt(f"{key_id}:{base64.b64encode(raw).decode()}", ROW)


def test_the_secret_is_not_in_its_ciphertext_nor_in_its_fingerprint() -> None:
    ring = KeyRing([NEW])
    assert SECRET.encode() not in base64.b64decode(ring.encrypt(SECRET, ROW).partition(":")[2])
    assert SECRET not in ring.fingerprint(SECRET)


def test_the_same_secret_has_the_same_fingerprint_whatever_row_it_is_in() -> None:
    assert KeyRing([NEW]).fingerprint(SECRET) == KeyRing([NEW]).fingerprint(SECRET)
    assert KeyRing([NEW]).fingerprint(SECRET) != KeyRing([NEW]).fingerprint(SECRET + " ")


def test_nobody_without_the_key_can_make_a_fingerprint() -> None:
    assert KeyRing([NEW]).fingerprint(SECRET) != KeyRing([OLD]).fingerprint(SECRET)


def test_reuse_shows_across_a_rotation() -> None:
    stored = KeyRing([OLD]).fingerprint(SECRET)
    assert stored in KeyRing([NEW, OLD]).fingerprints(SECRET)
    assert KeyRing([NEW, OLD]).fingerprint(SECRET) == KeyRing([NEW]).fingerprint(SECRET)


def test_a_ring_shows_only_the_ids_of_its_keys() -> None:
    shown = repr(KeyRing([NEW, OLD]))
    assert shown == f"KeyRing({KeyRing([NEW]).primary_id}, {KeyRing([OLD]).primary_id})"
    assert NEW.hex()[:8] not in shown


def test_an_empty_ring_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one key"):
        KeyRing([])


def test_a_key_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        KeyRing([b"short"])


KEY = bytes(range(224, 256))


@pytest.mark.parametrize(
    "written",
    [
        base64.b64encode(KEY).decode(),
        base64.b64encode(KEY).decode().rstrip("="),
        base64.urlsafe_b64encode(KEY).decode(),
        KEY.hex(),
        KEY.hex().upper(),
        f"  {base64.b64encode(KEY).decode()}\n",
    ],
)
def test_a_master_key_is_read_in_every_usual_spelling(written: str) -> None:
    assert parse_master_key(written) == KEY


@pytest.mark.parametrize("written", ["", "short", "z" * 64, base64.b64encode(bytes(31)).decode(), "clave ñ"])
def test_a_wrong_master_key_is_refused_with_advice_and_without_an_echo(written: str) -> None:
    with pytest.raises(ValueError, match="openssl rand -base64 32") as refused:
        parse_master_key(written)
    assert not written or written not in str(refused.value)
