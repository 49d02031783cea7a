"""The Listado de Tokens at its fullest: every provider of the country has keys, and asks for new ones."""

import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, insert, text

from bot.forms.search import ListState, TokenList
from bot.services.access import Actor
from bot.services.desk import Desk
from bot.services.keys.token_list import list_tokens
from storage.enums import Environment, RequestKind, RequestStatus
from storage.models import Base, Key, KeyRequest, Provider, ProviderWord
from storage.words import words_of

PROVIDERS = 60_000
LAST = 10**9
_KINDS = ("CLÍNICA", "CLÍNICA", "CENTRO MÉDICO", "E.S.E. HOSPITAL", "CONSULTORIO", "IPS", "FUNDACIÓN")
_SYLLABLES = [
    "ba",
    "be",
    "ca",
    "co",
    "da",
    "fa",
    "ga",
    "la",
    "le",
    "lo",
    "ma",
    "mi",
    "na",
    "no",
    "pa",
    "ra",
    "re",
    "ri",
    "sa",
    "so",
    "ta",
    "te",
    "va",
    "vi",
]
ALIKE: Mapping[str, Any] = {
    "version": 1,
    "supplier_name": "Software Clínico Andino S.A.S.",
    "software_name": "Andino HIS",
    "lead_name": "Marcela Pineda",
    "lead_email": "marcela@prestador.example.com",
    "lead_phone": "+573001234567",
    "responsible_name": "Hernán Castaño",
    "responsible_email": "datos@prestador.example.com",
    "responsible_phone": "+576013305043",
    "requested_by_id": 1,
}

Query = tuple[str, TokenList, str, int]

QUERIES: Sequence[Query] = (
    ("first page", TokenList.ASSIGN, "", 1),
    ("last page", TokenList.ASSIGN, "", PROVIDERS // 10),
    ("rare word", TokenList.ASSIGN, "caribe", 1),
    ("common word", TokenList.ASSIGN, "clinica", 1),
    ("common word, last page", TokenList.ASSIGN, "clinica", LAST),
    ("three common words", TokenList.ASSIGN, "clinica de sas", 1),
    ("one letter", TokenList.ASSIGN, "c", 1),
    ("a letter that all have", TokenList.ASSIGN, "s", 1),
    ("state: resolicitud", TokenList.ASSIGN, "resolicitud", 1),
    ("nothing found", TokenList.ASSIGN, "zapateria", 1),
    ("NIT", TokenList.ASSIGN, "801000123", 1),
    ("código", TokenList.ASSIGN, "119990012345", 1),
    ("first page, with keys", TokenList.UPDATE, "", 1),
    ("last page, with keys", TokenList.UPDATE, "", PROVIDERS // 10),
    ("common word, with keys", TokenList.UPDATE, "clinica", 1),
    ("one letter, with keys", TokenList.UPDATE, "c", 1),
    ("state: reasignado", TokenList.UPDATE, "reasignado", 1),
    ("state: por vencer", TokenList.UPDATE, "por vencer", 1),
    ("state: vencida, last page", TokenList.UPDATE, "vencida", LAST),
    ("NIT, with keys", TokenList.UPDATE, "801000123", 1),
)


def list_calls(desk: Desk, official: Actor) -> Iterator[tuple[str, ListState]]:
    """Yield what to measure by its name; which page is the last is found out beforehand."""
    for name, which, typed, number in QUERIES:
        state = ListState(which=which).searching(typed).on_page(number)
        yield name, list_tokens(desk, official, state).state


def fill(engine: Engine, now: datetime) -> None:
    """Put the providers, their words, two requests and two keys of each into empty tables, in bulk."""
    rows = random.Random(1)  # noqa: S311 - made-up names, the same every time
    sedes = [
        {
            "codigo": f"11999{number:07}",
            "nit": str(801_000_000 + number),
            "name": f"{rows.choice(_KINDS)} {_word(rows)} DE {_word(rows)} S.A.S.",
            "sede": "SEDE PRINCIPAL",
            "municipality": "Villaflor",
            "department": "Cundinamarca",
        }
        for number in range(PROVIDERS)
    ]
    words = (
        {"word": word, "codigo": sede["codigo"]}
        for sede in sedes
        for word in {sede["codigo"], sede["nit"], *words_of(sede["name"])}
    )
    codigos = [sede["codigo"] for sede in sedes]
    for table, found in (
        (Provider, iter(sedes)),
        (ProviderWord, words),
        (KeyRequest, _requests(rows, codigos, now)),
        (Key, _keys(rows, codigos, now)),
    ):
        put(engine, table, list(found))
    settle(engine)


def settle(engine: Engine) -> None:
    """Let PostgreSQL look over what was put in bulk."""
    if engine.dialect.name == "postgresql":
        # As its autovacuum does by itself within minutes; SQLite is measured as it comes.
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))


def put(engine: Engine, table: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Put rows into a table, in bulk."""
    with engine.begin() as connection:
        for start in range(0, len(rows), 20_000):
            connection.execute(insert(table), rows[start : start + 20_000])


def _word(rows: random.Random) -> str:
    return "".join(rows.choice(_SYLLABLES) for _ in range(rows.randint(2, 4))).upper()


def _requests(rows: random.Random, codigos: Sequence[str], now: datetime) -> Iterator[dict[str, Any]]:
    for number, codigo in enumerate(codigos):
        asked = now - timedelta(minutes=rows.randrange(300_000))
        for status in (RequestStatus.ASSIGNED, RequestStatus.PENDING):
            assigned = status is RequestStatus.ASSIGNED
            yield {
                **ALIKE,
                "id": 2 * number + 1 + (not assigned),
                "codigo": codigo,
                "kind": rows.choice(list(RequestKind)),
                "status": status,
                "requested_at": asked if assigned else asked + timedelta(days=1),
                "assigned_at": asked if assigned else None,
                "updated_at": asked if assigned and number % 7 == 0 else None,
            }


def _keys(rows: random.Random, codigos: Sequence[str], now: datetime) -> Iterator[dict[str, Any]]:
    for number, codigo in enumerate(codigos):
        for environment in (Environment.PRODUCTION, Environment.PREPRODUCTION):
            yield {
                "codigo": codigo,
                "environment": environment,
                "version": 1,
                "client_id": f"{number:036}",
                "secret_ciphertext": "x" * 120,
                "secret_fingerprint": f"{environment.value[:3]}{number:061}",
                "expires_at": now + timedelta(days=rows.randrange(-30, 700)),
                "request_id": 2 * number + 1,
                "assigned_by_id": 1,
                "assigned_at": now,
            }
