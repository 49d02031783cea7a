"""Encryption of client secrets at rest: AES-256-GCM under a key ring, and keyed fingerprints."""

import base64
import binascii
import hashlib
import hmac
import os
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
NONCE_BYTES = 12


class CryptoError(Exception):
    """A secret cannot be read: its key is gone from the ring, or the row was tampered with."""


@dataclass(frozen=True)
class _RingKey:
    """One 32-byte master key, split by purpose so that no key is used for two things."""

    id: str
    cipher: AESGCM
    fingerprint_key: bytes

    @classmethod
    def of(cls, master: bytes) -> "_RingKey":
        return cls(
            id=hashlib.sha256(b"llaves key id" + master).hexdigest()[:8],
            cipher=AESGCM(_derive(master, b"llaves secret encryption")),
            fingerprint_key=_derive(master, b"llaves secret fingerprint"),
        )


def _derive(master: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=purpose).derive(master)


class KeyRing:
    """The master keys, newest first: the first encrypts, all of them decrypt.

    Ciphertexts are text, `<key id>:<base64 of nonce and ciphertext>`. The associated data ties each to the row
    it belongs to, so that a ciphertext copied onto another row cannot be read there.
    """

    def __init__(self, masters: Sequence[bytes]) -> None:
        if not masters:
            raise ValueError("a key ring needs at least one key")
        if any(len(master) != KEY_BYTES for master in masters):
            raise ValueError(f"a key has {KEY_BYTES} bytes")
        self._keys = [_RingKey.of(master) for master in masters]

    def __repr__(self) -> str:
        return f"KeyRing({', '.join(key.id for key in self._keys)})"

    @property
    def primary_id(self) -> str:
        """Id of the key that encrypts; safe to show."""
        return self._keys[0].id

    def encrypt(self, secret: str, bound_to: str) -> str:
        """Encrypt `secret` for the row that `bound_to` names."""
        key = self._keys[0]
        nonce = os.urandom(NONCE_BYTES)
        sealed = key.cipher.encrypt(nonce, secret.encode(), bound_to.encode())
        return f"{key.id}:{base64.b64encode(nonce + sealed).decode()}"

    def decrypt(self, ciphertext: str, bound_to: str) -> str:
        """Undo `encrypt`. Raises `CryptoError` without a word of the content."""
        key_id, _, body = ciphertext.partition(":")
        key = next((key for key in self._keys if key.id == key_id), None)
        if key is None:
            raise CryptoError(f"key {key_id} is not in the ring")
        try:
            sealed = base64.b64decode(body, validate=True)
            plain = key.cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], bound_to.encode())
        except (InvalidTag, binascii.Error, ValueError):
            raise CryptoError("the ciphertext does not belong to this row") from None
        return plain.decode()

    def fingerprint(self, secret: str) -> str:
        """Return a keyed digest that finds the same secret again and reveals nothing of it."""
        return self.fingerprints(secret)[0]

    def fingerprints(self, secret: str) -> list[str]:
        """Return the digest under every key of the ring, so that reuse shows across a rotation."""
        return [
            hmac.new(key.fingerprint_key, secret.encode(), hashlib.sha256).hexdigest() for key in self._keys
        ]


def parse_master_key(text: str) -> bytes:
    """Read 32 bytes written as base64 (standard or URL-safe, padded or not) or as 64 hex digits.

    Raises `ValueError` without echoing the text.
    """
    text = text.strip()
    if len(text) == 2 * KEY_BYTES:
        try:
            return bytes.fromhex(text)
        except ValueError:
            pass
    try:
        raw = base64.b64decode(
            text.replace("-", "+").replace("_", "/").rstrip("=") + "=" * (-len(text.rstrip("=")) % 4),
            validate=True,
        )
    except ValueError:  # binascii.Error is one; so is what a letter beyond ASCII raises
        raw = b""
    if len(raw) != KEY_BYTES:
        raise ValueError("cada clave son 32 bytes en base64: genere una con «openssl rand -base64 32»")
    return raw
