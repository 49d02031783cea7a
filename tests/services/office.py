"""A ministry with made-up people and providers, and what happens there told in short sentences."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select, text

from bot.forms.key_request import SentRequest
from bot.rules.fields.connection import ConnectionParameters
from bot.rules.fields.credentials import KeyEntry
from bot.services.access import Actor, Read
from bot.services.desk import Desk
from bot.services.keys.assigning import assign_keys
from bot.services.requests.asking import submit_request
from bot.services.requests.returning import return_request
from storage.crypto import KeyRing
from storage.db import Sessions
from storage.enums import AuditAction, DocumentType, EntityType, Environment, IntentKind, PersonStatus, Role
from storage.models import AuditLine, Base, Intent, Key, KeyRequest, Person, Provider
from tests.clock import Clock
from tests.services.typed import CLINIC_NIT, answers, client_id, client_secret

TEAM = "T0MINISTRY"
HOSPITAL_NIT = "901000101"
HOSPITAL = "259990000101"
NORTE, CENTRO, SUR = "059990000201", "059990000202", "059990000203"

LAURA = Actor(TEAM, "U0LAURA")  # delegate of the hospital
ANDRES = Actor(TEAM, "U0ANDRES")  # delegate of the clinic
MATEO = Actor(TEAM, "U0MATEO")  # the clinic's other delegate
CAMILA = Actor(TEAM, "U0CAMILA")  # official
JULIAN = Actor(TEAM, "U0JULIAN")  # official
BEATRIZ = Actor(TEAM, "U0BEATRIZ")  # manager
TOMAS = Actor(TEAM, "U0TOMAS")  # nobody yet

MASTER_KEY = bytes(range(32))
PARAMETERS = {
    Environment.PRODUCTION: ConnectionParameters(
        endpoint="https://production.example.org/ihce", apim_subscription_key="0" * 31 + "1"
    )
}


@dataclass(frozen=True)
class Told:
    """An outbox row, as far as a use case decides on it."""

    kind: IntentKind
    subject_id: int
    dedupe_key: str
    lane: str


@dataclass(frozen=True)
class Noted:
    """An audit line, as far as a use case decides on it."""

    actor: Actor
    action: AuditAction
    subject: str
    detail: Mapping[str, Any]


@dataclass
class Record:
    """What was told and noted during a `with office.recorded()`, in order."""

    told: list[Told] = field(default_factory=list)
    noted: list[Noted] = field(default_factory=list)


@dataclass(frozen=True)
class Office:
    """The desk of the services, and looks into the tables behind it."""

    desk: Desk
    clock: Clock

    @property
    def sessions(self) -> Sessions:
        return self.desk.sessions

    @classmethod
    def open(cls, sessions: Sessions, clock: Clock) -> "Office":
        """Fill the tables without a word in outbox or audit."""
        with sessions.begin() as session:
            session.add_all(_providers())
            session.add_all(
                [
                    active(clock, LAURA, Role.DELEGATE, "1000000001", HOSPITAL_NIT),
                    active(clock, ANDRES, Role.DELEGATE, "1000000002", CLINIC_NIT),
                    active(clock, MATEO, Role.DELEGATE, "1000000003", CLINIC_NIT),
                    active(clock, CAMILA, Role.OFFICIAL, "1000000004"),
                    active(clock, JULIAN, Role.OFFICIAL, "1000000005"),
                    active(clock, BEATRIZ, Role.MANAGER, None),
                ]
            )
        return cls(Desk(sessions, KeyRing([MASTER_KEY]), PARAMETERS, clock.now), clock)

    def add(self, person: Person) -> int:
        """Put a person into the table as is."""
        with self.sessions.begin() as session:
            session.add(person)
        return person.id

    def person(self, actor: Actor) -> Person:
        with self.sessions() as session:
            return session.query(Person).filter_by(team_id=actor.team_id, user_id=actor.user_id).one()

    def change(self, actor: Actor, **values: Any) -> None:
        """Change a person behind the services' back."""
        with self.sessions.begin() as session:
            session.query(Person).filter_by(user_id=actor.user_id).update(dict[Any, Any](values))

    def request(self, codigo: str = HOSPITAL, actor: Actor = LAURA) -> int:
        """A delegate asks for keys."""
        return submit_request(self.desk, actor, answers(codigo)).request.id

    def returned(self, codigo: str = HOSPITAL, actor: Actor = LAURA) -> int:
        """A delegate asks for keys and an official sends the request back."""
        request_id = self.request(codigo, actor)
        return_request(self.desk, CAMILA, self.request_read(request_id), "El correo no es institucional.")
        return request_id

    def assigned(self, codigo: str = HOSPITAL, actor: Actor = LAURA, number: int = 1) -> int:
        """A delegate asks for keys and gets the pair `both(number)`."""
        request_id = self.request(codigo, actor)
        assign_keys(self.desk, CAMILA, request_id, self.both(number))
        return request_id

    def entry(self, environment: Environment, number: int, *, days: int = 180) -> KeyEntry:
        """The made-up key of a number."""
        expires_on = self.desk.today() + timedelta(days=days)
        return KeyEntry(environment, client_id(number), client_secret(number), expires_on)

    def both(self, number: int) -> list[KeyEntry]:
        """The made-up keys `number` for production and `number + 1` for preproduction."""
        return [
            self.entry(Environment.PRODUCTION, number),
            self.entry(Environment.PREPRODUCTION, number + 1),
        ]

    def stored_request(self, request_id: int) -> KeyRequest:
        with self.sessions() as session:
            return session.query(KeyRequest).filter_by(id=request_id).one()

    def request_read(self, request_id: int) -> Read:
        """What an official has read who looks at a request now."""
        return Read(request_id, self.stored_request(request_id).version)

    def request_sent(self, request_id: int) -> SentRequest:
        """What a delegate has read who looks at a request now."""
        return SentRequest.of(self.stored_request(request_id))

    def person_read(self, person_id: int) -> Read:
        """What somebody has read who looks at a registration now."""
        with self.sessions() as session:
            return Read(person_id, session.get_one(Person, person_id).version)

    def keys(self, codigo: str) -> Sequence[Key]:
        """Every version of every key of a sede, oldest first."""
        with self.sessions() as session:
            return session.query(Key).filter_by(codigo=codigo).order_by(Key.id).all()

    def lines(self) -> Sequence[AuditLine]:
        with self.sessions() as session:
            return session.query(AuditLine).order_by(AuditLine.id).all()

    @contextmanager
    def recorded(self) -> Iterator[Record]:
        """Collect what the outbox and the audit gain during a `with`."""
        with self.sessions() as session:
            intent = session.scalar(select(func.max(Intent.id))) or 0
            line = session.scalar(select(func.max(AuditLine.id))) or 0
        record = Record()
        yield record
        with self.sessions() as session:
            for new in session.query(Intent).filter(Intent.id > intent).order_by(Intent.id):
                record.told.append(Told(new.kind, new.subject_id, new.dedupe_key, new.lane))
            for noted in session.query(AuditLine).filter(AuditLine.id > line).order_by(AuditLine.id):
                actor = Actor(noted.team_id, noted.user_id)
                record.noted.append(Noted(actor, noted.action, noted.subject, noted.detail))

    def contents(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row of every table."""
        with self.sessions() as session:
            return {
                table.name: [
                    tuple(row) for row in session.execute(select(table).order_by(*table.primary_key))
                ]
                for table in Base.metadata.sorted_tables
            }

    @contextmanager
    def nothing_stored(self) -> Iterator[None]:
        """Fail unless every table is afterwards as it was."""
        before = self.contents()
        yield
        assert self.contents() == before

    @contextmanager
    def without_table(self, name: str) -> Iterator[None]:
        """Take a table away, so that whoever writes to it fails in the middle of the work."""
        self._execute(f"ALTER TABLE {name} RENAME TO {name}_away")
        try:
            yield
        finally:
            self._execute(f"ALTER TABLE {name}_away RENAME TO {name}")

    def _execute(self, statement: str) -> None:
        with self.sessions.begin() as session:
            session.execute(text(statement))


def active(clock: Clock, actor: Actor, role: Role, number: str | None, nit: str | None = None) -> Person:
    """A person who was let in."""
    return Person(
        team_id=actor.team_id,
        user_id=actor.user_id,
        role=role,
        status=PersonStatus.ACTIVE,
        entity_type=EntityType.PSS if nit else None,
        nit=nit,
        document_type=DocumentType.CC if number else None,
        document_number=number,
        login=f"CC{number}" if number else actor.user_id,
        registered_at=clock.now(),
        guest=False,
        version=1,
    )


def _providers() -> list[Provider]:
    hospital = Provider(
        codigo=HOSPITAL,
        nit=HOSPITAL_NIT,
        name="E.S.E. HOSPITAL SAN ROQUE DE VILLAFLOR",
        sede="SEDE PRINCIPAL",
    )
    clinic = [
        Provider(codigo=codigo, nit=CLINIC_NIT, name="CLÍNICA LA ESPERANZA DE VALLEHERMOSO S.A.S.", sede=sede)
        for codigo, sede in ((NORTE, "SEDE NORTE"), (CENTRO, "SEDE CENTRO"), (SUR, "SEDE SUR"))
    ]
    return [hospital, *clinic]
