"""How the value of each setting must look. Each check raises `ValueError` in Spanish, without the value in it."""

import re

from pydantic import AfterValidator, SecretStr
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from storage.crypto import KeyRing, parse_master_key


def token_of_kind(prefix: str, advice: str) -> AfterValidator:
    """Return a check that a token has Slack's prefix; `advice` says where to copy the right one."""

    def check(token: SecretStr) -> SecretStr:
        if not re.fullmatch(rf"{prefix}-[A-Za-z0-9-]+", token.get_secret_value()):
            raise ValueError(f"no es un token {prefix}-. {advice}")
        return token

    return AfterValidator(check)


def slack_url(text: str) -> str:
    """Check the base URL of the Web API and end it in one slash."""
    if not re.fullmatch(r"https?://[^\s/?#@]+(/[^\s?#]*)?", text):
        raise ValueError("debe ser una dirección http(s)://servidor/ruta/; para Slack, quite la variable.")
    return text.rstrip("/") + "/"


def database_url(text: str) -> str:
    """Check the URL of a SQLite file or a PostgreSQL database; `postgres://` is understood too."""
    # make_url and SQLAlchemy's own errors repeat the URL, which holds a password.
    if text.startswith("postgres://"):
        text = text.replace("postgres://", "postgresql://", 1)
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise ValueError(
            "no se entiende. Use sqlite:///archivo o postgresql://usuario:clave@servidor/base."
        ) from None
    if url.get_backend_name() not in {"sqlite", "postgresql"}:
        raise ValueError("solo puede ser sqlite:///archivo o postgresql://usuario:clave@servidor/base.")
    if url.get_backend_name() == "sqlite" and (
        url.drivername != "sqlite" or url.query or url.database in {None, "", ":memory:"}
    ):
        raise ValueError("necesita un archivo, por ejemplo sqlite:////var/lib/llaves/llaves.sqlite3.")
    return text


def key_ring(text: object) -> KeyRing:
    """Read the master keys, newest first, separated by commas."""
    masters = [part for part in str(text).split(",") if part.strip()]
    try:
        return KeyRing([parse_master_key(part) for part in masters])
    except ValueError:
        raise ValueError(
            "cada clave debe tener 32 bytes en base64; van separadas por comas, la más nueva primero. "
            "Genere una con «openssl rand -base64 32»."
        ) from None


def channel_id(text: str) -> str:
    """Check the id of a channel; a name such as `#canal` is explained."""
    if re.fullmatch(r"[CG][A-Z0-9_]+", text):
        return text
    seen = "parece un nombre de canal" if text.startswith("#") else "no es un id de canal"
    raise ValueError(f"{seen}. Use el id, como C0123ABCD (en Slack: detalles del canal, al final).")


def people_ids(text: object) -> tuple[str, ...]:
    """Read at least one user id, separated by commas or blanks; each counts once."""
    ids = [part for part in re.split(r"[\s,;]+", str(text)) if part]
    if not ids or not all(re.fullmatch(r"[UW][A-Z0-9_]+", part) for part in ids):
        raise ValueError(
            "deben ser ids de personas, como U0123ABCD, separados por comas "
            "(en Slack: perfil, ⋮, «Copiar ID de miembro»)."
        )
    return tuple(dict.fromkeys(ids))


def port_number(text: object) -> object:
    """Check a port; 0 takes a free one."""
    if not re.fullmatch(r"[0-9]{1,5}", str(text)) or not 0 <= int(str(text)) <= 65535:
        raise ValueError("debe ser un número de 0 a 65535 (0 toma un puerto libre).")
    return text


def log_level(text: object) -> object:
    """Check a log level, in capitals or not."""
    level = str(text).upper()
    if level not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
        raise ValueError("debe ser DEBUG, INFO, WARNING o ERROR.")
    return level
