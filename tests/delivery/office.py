"""One provider, its delegate and an official, and what happens to them, without Slack and without services."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bot.delivery.rendering.job import Surroundings
from bot.rules.calendar.service_hours import HELPDESK_HOURS
from bot.services.digests.making import figures_now
from storage import cards, outbox, people, requests
from storage.db import Sessions
from storage.enums import (
    CardKind,
    DigestKind,
    DocumentType,
    EntityType,
    Environment,
    IntentKind,
    IntentStatus,
    PersonStatus,
    Priority,
    RequestKind,
    RequestStatus,
    Role,
)
from storage.models import Card, Digest, Intent, Key, KeyRequest, Person, Provider
from tests.clock import Clock

CODIGO = "110010000001"
NIT = "900123456"
CHANNELS = Surroundings(officials="C0OFFICIALS", managers="C0MANAGERS")


@dataclass
class Office:
    """Writes rows as services would, each in a transaction of its own."""

    sessions: Sessions
    clock: Clock
    delegate_id: int
    official_id: int

    @classmethod
    def open(
        cls,
        sessions: Sessions,
        clock: Clock,
        delegate_user: str = "U0DELEGATE",
        official_user: str = "U0OFFICIAL",
    ) -> "Office":
        delegate = _person(
            delegate_user, "10000001", Role.DELEGATE, clock, nit=NIT, entity_type=EntityType.PSS
        )
        official = _person(official_user, "10000002", Role.OFFICIAL, clock, status=PersonStatus.ACTIVE)
        with sessions.begin() as session:
            session.add(Provider(codigo=CODIGO, nit=NIT, name="Clínica Inventada S.A.S."))
            session.add_all([delegate, official])
        return cls(sessions, clock, delegate.id, official.id)

    def request(self) -> int:
        """A delegate asks for keys."""
        request = KeyRequest(
            codigo=CODIGO,
            kind=RequestKind.ENROLLMENT,
            status=RequestStatus.PENDING,
            supplier_name="Software Inventado",
            software_name="SIH Uno",
            lead_name="Ana Prueba",
            lead_email="ana@clinica.example",
            lead_phone="+576011234567",
            responsible_name="Luis Prueba",
            responsible_email="luis@clinica.example",
            responsible_phone="+576011234567",
            requested_by_id=self.delegate_id,
            requested_at=self.clock.now(),
        )
        with self.sessions.begin() as session:
            session.add(request)
        return request.id

    def return_request(self, request_id: int) -> None:
        self.change_request(
            request_id,
            RequestStatus.PENDING,
            status=RequestStatus.RETURNED,
            returned_by_id=self.official_id,
            returned_at=self.clock.now(),
            return_reason="Falta el teléfono.",
        )

    def resubmit(self, request_id: int, by: int | None = None) -> None:
        """A delegate corrects a returned request; `by` is a person's id."""
        self.change_request(
            request_id,
            RequestStatus.RETURNED,
            status=RequestStatus.PENDING,
            resubmitted_by_id=by or self.delegate_id,
            resubmitted_at=self.clock.now(),
        )

    def take(self, request_id: int, minutes: int = 120) -> None:
        """An official takes a request for themselves; `minutes` from now it is free."""
        self.change_request(
            request_id,
            RequestStatus.PENDING,
            taken_by_id=self.official_id,
            taken_until=self.clock.now() + timedelta(minutes=minutes),
        )

    def cancel(self, request_id: int) -> None:
        self.change_request(
            request_id,
            RequestStatus.PENDING,
            status=RequestStatus.CANCELLED,
            cancelled_by_id=self.delegate_id,
            cancelled_at=self.clock.now(),
            taken_by_id=None,
            taken_until=None,
        )

    def assign(self, request_id: int) -> None:
        """An official enters a key; the ciphertext is no real one."""
        key = Key(
            codigo=CODIGO,
            environment=Environment.PRODUCTION,
            version=1,
            client_id="00000000-0000-4000-8000-000000000001",
            secret_ciphertext="sealed",
            secret_fingerprint="0" * 64,
            expires_at=self.clock.now() + timedelta(days=180),
            request_id=request_id,
            assigned_by_id=self.official_id,
            assigned_at=self.clock.now(),
        )
        with self.sessions.begin() as session:
            session.add(key)
        self.change_request(
            request_id,
            RequestStatus.PENDING,
            status=RequestStatus.ASSIGNED,
            assigned_by_id=self.official_id,
            assigned_at=self.clock.now(),
        )

    def other_delegate(self) -> int:
        """Another delegate of the provider, U0OTHER; returns the id."""
        other = _person("U0OTHER", "10000003", Role.DELEGATE, self.clock, nit=NIT, entity_type=EntityType.PSS)
        with self.sessions.begin() as session:
            session.add(other)
        return other.id

    def reject(self, person_id: int) -> None:
        self.change_person(
            person_id,
            status=PersonStatus.REJECTED,
            decided_by_id=self.official_id,
            decided_at=self.clock.now(),
            decision_reason="El documento no coincide.",
        )

    def register_again(self, person_id: int, **answers: Any) -> None:
        self.change_person(
            person_id,
            status=PersonStatus.PENDING,
            decided_by_id=None,
            decided_at=None,
            decision_reason=None,
            **answers,
        )

    def register_as_official(self, person_id: int) -> None:
        self.register_again(person_id, role=Role.OFFICIAL, nit=None, entity_type=None)

    def change_request(self, request_id: int, expected: RequestStatus, **changes: Any) -> None:
        with self.sessions.begin() as session:
            assert requests.change(session, request_id, {expected}, **changes)

    def change_person(self, person_id: int, **changes: Any) -> None:
        with self.sessions.begin() as session:
            person = people.load(session, person_id)
            assert person is not None
            assert people.change(session, person, person.status, **changes)

    def tell(self, kind: IntentKind, subject_id: int, key: str | None = None) -> str:
        """Add an intent due now; returns its dedupe key."""
        lanes = {
            IntentKind.REGISTRATION_CARD: f"card:registration:{subject_id}",
            IntentKind.REGISTRATION_REPEATED: f"card:registration:{subject_id}",
            IntentKind.REQUEST_CARD: f"card:request:{subject_id}",
            IntentKind.REQUEST_CORRECTED: f"card:request:{subject_id}",
            IntentKind.REQUEST_FREED: f"card:request:{subject_id}",
            IntentKind.REGISTRATION_DECIDED: f"dm:{subject_id}",
        }
        key = key or f"{kind}:{subject_id}:{self.clock.now()}"
        with self.sessions.begin() as session:
            outbox.add(
                session,
                kind=kind,
                subject_id=subject_id,
                dedupe_key=key,
                lane=lanes.get(kind, f"dm:{self.delegate_id}"),
                now=self.clock.now(),
            )
        return key

    def remind(self, people: int, *, known: bool = False) -> None:
        """As many people as that are told, as thousands are told, of what concerns each alone: all due now.

        `known`: their conversation with the app is open.
        """
        some = [
            _person(
                f"U0R{number:04d}",
                f"2{number:07d}",
                Role.DELEGATE,
                self.clock,
                nit=NIT,
                entity_type=EntityType.PSS,
                status=PersonStatus.ACTIVE,
                dm_channel=f"D0R{number:04d}" if known else None,
            )
            for number in range(people)
        ]
        with self.sessions.begin() as session:
            session.add_all(some)
            session.flush()
            for each in some:
                outbox.add(
                    session,
                    kind=IntentKind.REGISTRATION_DECIDED,
                    subject_id=each.id,
                    dedupe_key=f"reminder:{each.id}",
                    lane=f"dm:{each.id}",
                    recipient_id=each.id,
                    now=self.clock.now(),
                    priority=Priority.BULK,
                )

    def digest(self, recipient_id: int | None = None) -> int:
        """A digest of this moment, due now, for the managers' channel or for one person; returns its id."""
        figures = figures_now(self.sessions, self.clock.now(), HELPDESK_HOURS)
        made = Digest(
            kind=DigestKind.ON_DEMAND,
            period=f"{recipient_id}@{self.clock.now()}",
            made_at=self.clock.now(),
            ordered_by_id=recipient_id,
            figures=figures.model_dump(mode="json"),
        )
        with self.sessions.begin() as session:
            session.add(made)
            session.flush()
            outbox.add(
                session,
                kind=IntentKind.DIGEST,
                subject_id=made.id,
                dedupe_key=f"digest:{made.id}",
                lane=f"digest:{made.id}",
                recipient_id=recipient_id,
                now=self.clock.now(),
            )
        return made.id

    def place_of_digest(self, digest_id: int) -> tuple[str | None, str | None]:
        with self.sessions() as session:
            made = session.query(Digest).filter_by(id=digest_id).one()
            return made.channel, made.ts

    def intent(self, key: str) -> Intent:
        with self.sessions() as session:
            return session.query(Intent).filter_by(dedupe_key=key).one()

    def statuses(self) -> list[IntentStatus]:
        with self.sessions() as session:
            return [intent.status for intent in session.query(Intent).order_by(Intent.id)]

    def card(self, request_id: int) -> Card | None:
        with self.sessions() as session:
            return cards.find(session, CardKind.REQUEST, request_id)

    def registration_card(self, person_id: int) -> Card | None:
        with self.sessions() as session:
            return cards.find(session, CardKind.REGISTRATION, person_id)

    def person(self, person_id: int) -> Person:
        with self.sessions() as session:
            return session.query(Person).filter_by(id=person_id).one()

    def crash_during_claim(self) -> None:
        """A replica claims the next intent and is never heard of again; its lease runs out."""
        with self.sessions.begin() as session:
            assert outbox.claim(session, self.clock.now(), timedelta(minutes=3)) is not None
        self.clock.advance(minutes=3)


def _person(user_id: str, document: str, role: Role, clock: Clock, **more: Any) -> Person:
    return Person(
        team_id="T0TEAM",
        user_id=user_id,
        role=role,
        document_type=DocumentType.CC,
        document_number=document,
        login=f"login-{user_id}",
        registered_at=clock.now(),
        **({"status": PersonStatus.PENDING} | more),
    )
