"""How the value of each setting must look. Each check raises `ValueError` in Spanish, without the value in it."""

import re
from datetime import time

from pydantic import AfterValidator, SecretStr
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from bot.rules.calendar.service_hours import Opening, ServiceHours
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


_WEEK = "LMXJVSD"
_SATURDAY = _WEEK.index("S")
_HOURS = (
    "debe decir días y horas, como «L-V 7-18, S 8-13»: días L M X J V S D, horas de 0 a 23:59 "
    "(«L-V 7:30-12 14-18» parte el día)."
)


def service_hours(text: object) -> object:
    """Read when somebody attends: `L-V 7-18, S 8-13`, minutes as in `7:30`, several stretches after one another."""
    if isinstance(text, ServiceHours):
        return text
    try:
        week = _week(str(text))
    except ValueError:
        raise ValueError(_HOURS) from None
    if not any(week[:_SATURDAY]):
        raise ValueError("necesita algún horario de lunes a viernes: los plazos se cuentan en días hábiles.")
    try:
        return ServiceHours(tuple(tuple(sorted(day, key=lambda each: each.opens)) for day in week))
    except ValueError:
        raise ValueError("tiene horas que se cruzan en un mismo día. Deje cada hora una sola vez.") from None


def _week(text: str) -> list[list[Opening]]:
    week: list[list[Opening]] = [[] for _day in _WEEK]
    for part in re.split(r"[,;]", text):
        days, first, *others = part.split()
        read = [_opening(stretch) for stretch in (first, *others)]
        for day in _days(days):
            week[day] += read
    return week


def _days(text: str) -> range:
    found = re.fullmatch(rf"([{_WEEK}])(?:[-–]([{_WEEK}]))?", text.upper())
    if not found:
        raise ValueError
    first = _WEEK.index(found[1])
    last = _WEEK.index(found[2] or found[1])
    if last < first:
        raise ValueError
    return range(first, last + 1)


def _opening(text: str) -> Opening:
    found = re.fullmatch(r"([0-9]{1,2})(?::([0-9]{2}))?[-–]([0-9]{1,2})(?::([0-9]{2}))?", text)
    if not found:
        raise ValueError
    opens_at, opens_past, closes_at, closes_past = (int(each or 0) for each in found.groups())
    return Opening(time(opens_at, opens_past), time(closes_at, closes_past))


def stale_days(text: object) -> object:
    """Read business days from 1 to 60, rising whatever their order; each counts once."""
    days = _numbers(text, 1, 60, "deben ser días hábiles de 1 a 60 separados por comas, como 1,3,5.")
    return tuple(sorted(days))


def reminder_days(text: object) -> object:
    """Read days before the expiry from 0 to 365, falling whatever their order; each counts once."""
    days = _numbers(
        text, 0, 365, "deben ser días antes del vencimiento, de 0 a 365 separados por comas, como 60,30,7,0."
    )
    return tuple(sorted(days, reverse=True))


def promised_days(text: object) -> object:
    """Read one number of business days from 1 to 60."""
    return _numbers(text, 1, 60, "debe ser un número de días hábiles de 1 a 60.", most=1).pop()


def _numbers(text: object, least: int, largest: int, sentence: str, most: int = 20) -> set[int]:
    parts = [part for part in re.split(r"[\s,;]+", str(text)) if part]
    if not 1 <= len(parts) <= most or not all(re.fullmatch(r"[0-9]{1,3}", part) for part in parts):
        raise ValueError(sentence)
    numbers = {int(part) for part in parts}
    if not all(least <= number <= largest for number in numbers):
        raise ValueError(sentence)
    return numbers
