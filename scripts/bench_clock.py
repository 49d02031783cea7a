"""The clock at its fullest: every sede of the country has two keys. How long its ladder and its digest take.

Each part runs in a process of its own, so that the peak of memory is its own: `bench_clock.py PART URL`.
"""

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bench_list import ALIKE, put, settle
from rich.table import Table
from sqlalchemy import Engine

from bot.rules.calendar.days import day_in_bogota, start_of_day
from bot.rules.calendar.service_hours import HELPDESK_HOURS
from bot.services.desk import Desk
from bot.services.digests.file import expiry_file
from bot.services.digests.gathering import gather
from bot.services.keys.reminding import remind_of_expiries
from storage.crypto import KeyRing
from storage.db import open_engine, sessions_of, upgrade
from storage.enums import (
    DocumentType,
    EntityType,
    Environment,
    PersonStatus,
    RequestKind,
    RequestStatus,
    Role,
)
from storage.models import Key, KeyRequest, Person, Provider
from storage.reading import reading

SEDES = 76_821
SIZES = (SEDES // 4, SEDES // 2, SEDES)
NOW = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)  # a Monday without a holiday, 9:00 in Bogotá

_ENVIRONMENTS = (Environment.PRODUCTION, Environment.PREPRODUCTION)
_A_YEAR, _ONE_DAY = "over a year", "all on one day"
_DAYS_AHEAD: Mapping[str, Callable[[random.Random], int]] = {
    _A_YEAR: lambda rows: rows.randrange(-10, 355),
    _ONE_DAY: lambda _rows: 7,
}
_ALL_DUE, _A_DAY_LATER = "ladder that was never climbed", "ladder a day later"
_PARTS = (_ALL_DUE, _A_DAY_LATER, "figures", "file")

Database = Callable[[], AbstractContextManager[str]]


def clock_table(databases: Mapping[str, Database]) -> Table:
    """Return a row per database, spread of expiries and number of keys: seconds and megabytes of each part.

    The ladder is measured when nobody was reminded of anything yet, and on the day after, as on every day.
    """
    table = Table(
        "database",
        "expiries",
        "keys",
        *(f"{part}: s, MB" for part in _PARTS),
        "a day's ladder and digest, s",
        "all at once, s",
        title=f"the clock, up to {2 * SEDES:,} keys of {SEDES:,} sedes",
    )
    for name, database in databases.items():
        for spread in _DAYS_AHEAD:
            for size in SIZES:
                with database() as url:
                    _fill(url, size, _DAYS_AHEAD[spread])
                    found = {part: _measure(part, url) for part in _PARTS}
                table.add_row(name, spread, f"{2 * size:,}", *_cells(found))
    return table


def _cells(found: Mapping[str, tuple[float, float]]) -> Iterator[str]:
    for seconds, megabytes in found.values():
        yield f"{seconds:.2f}, {megabytes:.0f}"
    everything = sum(seconds for seconds, _ in found.values())
    yield f"{everything - found[_ALL_DUE][0]:.2f}"
    yield f"{everything - found[_A_DAY_LATER][0]:.2f}"


def _measure(part: str, url: str) -> tuple[float, float]:
    done = subprocess.run(  # noqa: S603 - ourselves
        [sys.executable, __file__, part, url], stdout=subprocess.PIPE, text=True, check=True, timeout=600
    )
    seconds, megabytes = json.loads(done.stdout)
    return seconds, megabytes


def _run(part: str, url: str) -> None:
    now = NOW + timedelta(days=part == _A_DAY_LATER)
    with open_engine(url) as engine:
        desk = Desk(sessions_of(engine), KeyRing([os.urandom(32)]), {}, lambda: now)
        with engine.connect():
            pass  # a bot that runs has its connection already
        start = time.perf_counter()
        if part in {_ALL_DUE, _A_DAY_LATER}:
            remind_of_expiries(desk)
        else:
            with reading(desk.sessions) as session:
                if part == "figures":
                    gather(session, now, now - timedelta(days=7), HELPDESK_HOURS)
                else:
                    expiry_file(session, now)
        sys.stdout.write(json.dumps([time.perf_counter() - start, _peak()]))


def _peak() -> float:
    """Return the most megabytes this process ever held; getrusage would count its parent's from before exec as well."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    (line,) = (line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) / 1024


def _fill(url: str, size: int, days_ahead: Callable[[random.Random], int]) -> None:
    """Put sedes, a delegate of nine in ten, and their requests and keys into an empty database."""
    rows = random.Random(1)  # noqa: S311 - the same every time
    with open_engine(url) as engine:
        upgrade(engine)
        _people_and_sedes(engine, size)
        put(engine, KeyRequest, list(_requests(rows, size)))
        put(engine, Key, list(_keys(rows, size, days_ahead)))
        settle(engine)


def _people_and_sedes(engine: Engine, size: int) -> None:
    numbers = range(size)
    put(
        engine,
        Provider,
        [
            {
                "codigo": _codigo(number),
                "nit": str(801_000_000 + number),
                "name": f"CLÍNICA DE VILLAFLOR {number} S.A.S.",
                "sede": "SEDE PRINCIPAL",
                "municipality": "Villaflor",
                "department": "Cundinamarca",
            }
            for number in numbers
        ],
    )
    official: dict[str, Any] = {"role": Role.OFFICIAL, "nit": None, "entity_type": None}
    delegate: dict[str, Any] = {"role": Role.DELEGATE, "entity_type": EntityType.PSS}
    people = [official, *(delegate | {"nit": str(801_000_000 + number)} for number in numbers if number % 10)]
    put(engine, Person, [_person(number, person) for number, person in enumerate(people, 1)])


def _person(number: int, values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **values,
        "id": number,
        "team_id": "T0BENCH",
        "user_id": f"U0{number}",
        "status": PersonStatus.ACTIVE,
        "document_type": DocumentType.CC,
        "document_number": str(1_000_000 + number),
        "login": f"CC{1_000_000 + number}",
        "registered_at": NOW,
        "version": 1,
    }


def _codigo(number: int) -> str:
    return f"11999{number:07}"


def _requests(rows: random.Random, size: int) -> Iterator[dict[str, Any]]:
    """Yield a request with keys for every sede, and one that waits for one in thirty."""
    for number in range(size):
        asked = NOW - timedelta(minutes=rows.randrange(525_600))
        yield {
            **ALIKE,
            "id": number + 1,
            "codigo": _codigo(number),
            "kind": RequestKind.ENROLLMENT,
            "status": RequestStatus.ASSIGNED,
            "requested_at": asked,
            "assigned_at": min(asked + timedelta(hours=rows.randrange(100)), NOW),
            "assigned_by_id": 1,
        }
    for number in range(0, size, 30):
        yield {
            **ALIKE,
            "id": size + number + 1,
            "codigo": _codigo(number),
            "kind": RequestKind.RENEWAL,
            "status": RequestStatus.PENDING,
            "requested_at": NOW - timedelta(minutes=rows.randrange(10_000)),
            "assigned_at": None,
            "assigned_by_id": None,
        }


def _keys(
    rows: random.Random, size: int, days_ahead: Callable[[random.Random], int]
) -> Iterator[dict[str, Any]]:
    today = day_in_bogota(NOW)
    for number in range(size):
        expires_at = start_of_day(today + timedelta(days=days_ahead(rows)))
        for environment in _ENVIRONMENTS:
            yield {
                "codigo": _codigo(number),
                "environment": environment,
                "version": 1,
                "client_id": f"{number:036}",
                "secret_ciphertext": "x" * 120,
                "secret_fingerprint": f"{environment.value[:3]}{number:061}",
                "expires_at": expires_at,
                "request_id": number + 1,
                "assigned_by_id": 1,
                "assigned_at": NOW,
            }


if __name__ == "__main__":
    _run(*sys.argv[1:])
