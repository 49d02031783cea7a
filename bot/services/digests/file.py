"""The whole list of expiries as a CSV file: what a digest has no room for, and no key."""

import io
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import BinaryIO

from sqlalchemy.orm import Session

from bot.csv_files.writing import inert, write_csv
from bot.rules.calendar.days import day_in_bogota
from bot.rules.states import expiry_state
from bot.views.states import DELEGATE_STATES
from bot.views.text import ENVIRONMENTS
from storage import expiries

HEADER = (
    "código de habilitación",
    "NIT",
    "razón social",
    "sede",
    "municipio",
    "departamento",
    "ambiente",
    "vence",
    "días",
    "estado",
    "solicitud en trámite",
    "delegados activos",
)

GOOD = "Vigente"

_REPORTED = 2_000  # rows between two reports of progress


def file_name(made_at: datetime, digest_id: int) -> str:
    """Return "llaves-vencimientos-2026-11-23-7.csv": the day in Bogotá, and the digest it belongs to."""
    return f"llaves-vencimientos-{day_in_bogota(made_at)}-{digest_id}.csv"


def expiry_file(session: Session, now: datetime) -> bytes:
    """Return the file of all keys in force, the first to expire first; about 20 MB for the whole country."""
    file = io.BytesIO()
    write_expiries(session, now, file)
    return file.getvalue()


def write_expiries(
    session: Session,
    now: datetime,
    file: BinaryIO,
    on_progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> None:
    """Write the file row by row; `on_progress` counts keys. Raises `OSError`.

    Dates are days in Bogotá as YYYY-MM-DD; «días» is negative since the day of expiry.
    """
    write_csv(file, HEADER, _rows(session, now, on_progress))


def _rows(
    session: Session, now: datetime, on_progress: Callable[[int, int], None]
) -> Iterator[tuple[object, ...]]:
    pending, delegates = expiries.pending(session), expiries.delegates(session)
    environments = {environment.value: label for environment, label in ENVIRONMENTS.items()}
    total, today = expiries.count(session), day_in_bogota(now)
    number = 0
    for expires_at, keys in expiries.whole_list(session):
        when = _when(expires_at, now, today)
        for codigo, nit, name, sede, municipality, department, environment, *_ in keys:
            if number % _REPORTED == 0:
                on_progress(number, total)
            number += 1
            yield (
                codigo,
                nit,
                inert(name),
                inert(sede),
                inert(municipality),
                inert(department),
                environments[environment],
                *when,
                "sí" if codigo in pending else "no",
                delegates.get(nit, 0),
            )
    on_progress(total, total)


def _when(expires_at: datetime, now: datetime, today: date) -> tuple[str, int, str]:
    day, state = day_in_bogota(expires_at), expiry_state(expires_at, now)
    return day.isoformat(), (day - today).days, DELEGATE_STATES[state] if state else GOOD
