"""What people do in every conversation, once, so that a test tells only its own part."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from bot.demo import sample, scenes
from bot.demo.human.person import Person
from bot.demo.human.seen import Message
from storage.enums import DesignationMatch, DocumentType, EntityType, PersonStatus, RequestKind, Role
from storage.models import KeyRequest
from storage.models import Person as Registered
from tests.flows.conftest import Town

REQUEST = {
    "Nombre del Proveedor": "Software Clínico Andino S.A.S.",
    "Software SIH": "Andino HIS",
    "Nombre Líder Técnico": "Marcela Pineda",
    "Correo Líder Técnico": "sistemas@sanroque.example.com",
    "Teléfono Líder Técnico": "3001234567",
    "Nombre Responsable": "Hernán Castaño",
    "Correo Responsable": "datos@sanroque.example.com",
    "Teléfono Responsable": "6013305043",
}
CONSENTS = ("Aceptación términos para la solicitud de token", "Autorización de datos personales")


def stored_request(codigo: str, delegate_id: int, **columns: Any) -> KeyRequest:
    """Return a row as if a delegate had sent the form; `columns` tell when, and what became of it."""
    return KeyRequest(
        codigo=codigo,
        kind=RequestKind.ENROLLMENT,
        supplier_name="Software Clínico Andino S.A.S.",
        software_name="Andino HIS",
        lead_name="Marcela Pineda",
        lead_email="sistemas@sanroque.example.com",
        lead_phone="+573001234567",
        responsible_name="Hernán Castaño",
        responsible_email="datos@sanroque.example.com",
        responsible_phone="+576013305043",
        requested_by_id=delegate_id,
        **columns,
    )


def find_card(person: Person, channel: str, *words: str) -> Message:
    """Wait for the card that says all these words."""
    return person.wait_for(
        lambda who: [seen for seen in who.messages(channel) if all(word in seen.text for word in words)],
        what=f"a card that says {words}",
    )[-1]


def told(person: Person, words: str) -> Message:
    """Wait for the direct message that says these words."""
    return person.wait_for(
        lambda who: [seen for seen in who.dms if words in seen.text], what=f"a direct message: {words}"
    )[-1]


def told_only_to(person: Person, words: str) -> Message:
    """Wait for the ephemeral message that says these words."""
    return person.wait_for(
        lambda who: [seen for seen in who.ephemerals if words in seen.text], what=f"an ephemeral: {words}"
    )[-1]


def register_official(town: Town, person: Person, document: str) -> None:
    """Register as Otro Usuario and be approved by the manager."""
    scenes.register_official(person, document)
    scenes.approve(town.cast.beatriz, town.cast.managers_channel, person.name)
    told(person, "Su registro fue aprobado")


def register_delegate(town: Town, person: Person, nit: str, document: str, official: Person) -> None:
    """Register as Delegado Administrativo and be approved by an official."""
    scenes.register_delegate(person, nit, document)
    scenes.approve(official, town.cast.officials_channel, person.name)
    told(person, "fue aprobado")


def fill_request(person: Person, **changes: str) -> None:
    """Fill in the request form, consents included."""
    for label, text in (REQUEST | changes).items():
        person.fill(label, text)
    for label in CONSENTS:
        person.fill(label, True)


def choose_sede(person: Person, words: str) -> None:
    """Choose the sede whose text has these words, and go on to its form."""
    label = "Código de habilitación"
    person.fill(label, next(text for text in person.options(label) if words in text))
    assert not person.submit().errors


def ask_for_keys(person: Person) -> None:
    """Request keys for the only sede of the person's NIT."""
    person.command("/llaves solicitar")
    fill_request(person)
    assert not person.submit().errors
    person.close()


def fill_keys(person: Person, **secrets: str) -> None:
    """Fill in the key form; `secrets` by the name of the environment on the form."""
    expires = (datetime.now(UTC) + timedelta(days=300)).date().isoformat()
    for environment, secret in secrets.items():
        person.fill(f"{environment}: ClientID", str(uuid4()))
        person.fill(f"{environment}: ClientSecret", secret)
        person.fill(f"{environment}: Fecha de expiración", expires)


def secret(first: str) -> str:
    """Return a made-up secret with the form of Entra's."""
    return f"{first}8Q~" + uuid4().hex + "~."


def settle_in(town: Town) -> None:
    """Register Camila as official and Laura as the hospital's delegate, on their screens."""
    register_official(town, town.cast.camila, "1010101010")
    register_delegate(town, town.cast.laura, sample.HOSPITAL_NIT, "1020304051", town.cast.camila)


def begin_settled(town: Town) -> None:
    """Begin with Camila and Julián as officials and Laura as the hospital's delegate, for what happens long after.

    Puts the rows that their registrations would: Slack paces the cards of one channel, which takes seconds.
    """
    cast = town.cast
    with town.sessions.begin() as session:
        manager = session.query(Registered).filter_by(user_id=cast.beatriz.user_id).one()
        camila, julian = (
            _approved(person, manager, Role.OFFICIAL, document)
            for person, document in ((cast.camila, "1010101010"), (cast.julian, "1010101011"))
        )
        laura = _approved(cast.laura, camila, Role.DELEGATE, "1020304051")
        laura.nit, laura.entity_type = sample.HOSPITAL_NIT, EntityType.PSS
        laura.designation_match = DesignationMatch.NOT_LISTED
        session.add_all([camila, julian, laura])


def _approved(person: Person, by: Registered, role: Role, document: str) -> Registered:
    now = datetime.now(UTC)
    return Registered(
        team_id=by.team_id,
        user_id=person.user_id,
        role=role,
        status=PersonStatus.ACTIVE,
        document_type=DocumentType.CC,
        document_number=document,
        login=f"CC{document}",
        registered_at=now - timedelta(days=1),
        decided_by=by,
        decided_at=now - timedelta(days=1),
        guest=False,
        version=2,
    )
