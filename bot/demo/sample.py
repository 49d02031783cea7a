"""Made-up people, providers and settings for the local workspace. Municipality 999 does not exist."""

import base64
import os
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from bot.demo.human.person import Person
from bot.demo.server import Workspace
from storage import providers
from storage.db import Sessions
from storage.enums import DocumentType
from storage.models import Designation
from storage.providers import Entry

HOSPITAL_NIT = "901000101"
CLINIC_NIT = "901000202"

LAURAS_DOCUMENT = "1020304051"
CAMILAS_DOCUMENT = "1010101010"
JULIANS_DOCUMENT = "1010101011"

# The clinic designated Andrés: with this document, and an account of this e-mail, he is let in at once.
DESIGNATED_DOCUMENT = "1020304060"
DESIGNATED_EMAIL = "andres.quintero@laesperanza.example.com"

PROVIDERS = (
    # a hospital with one sede, a clinic with three, and a professional on her own
    Entry(
        codigo="259990000101",
        nit=HOSPITAL_NIT,
        name="E.S.E. HOSPITAL SAN ROQUE DE VILLAFLOR",
        sede="SEDE PRINCIPAL",
        municipality="Villaflor",
        department="Cundinamarca",
    ),
    *(
        Entry(
            codigo=f"0599900002{number:02}",
            nit=CLINIC_NIT,
            name="CLÍNICA LA ESPERANZA DE VALLEHERMOSO S.A.S.",
            sede=sede,
            municipality="Vallehermoso",
            department="Antioquia",
        )
        for number, sede in enumerate(("SEDE NORTE", "SEDE CENTRO", "SEDE SUR"), start=1)
    ),
    Entry(
        codigo="089990000301",
        nit="1020304050",
        name="ELENA MARÍA DUARTE PINZÓN",
        sede="CONSULTORIO",
        municipality="Puerto Claro",
        department="Atlántico",
    ),
)


@dataclass(frozen=True)
class Cast:
    """The people of the demo, the channel of everybody, and the two of the app."""

    laura: Person
    andres: Person
    camila: Person
    julian: Person
    beatriz: Person
    stranger: Person
    general: str
    officials_channel: str
    managers_channel: str


def invite(slack: Workspace) -> Cast:
    """Put the people and the channels into an empty workspace."""
    laura, andres = (
        slack.add_person("Laura Restrepo", email="laura@sanroque.example.com"),
        slack.add_person("Andrés Quintero", email=DESIGNATED_EMAIL),
    )
    camila, julian = slack.add_person("Camila Ospina"), slack.add_person("Julián Mejía")
    beatriz, stranger = slack.add_person("Beatriz Salazar"), slack.add_person("Tomás Vargas")
    everybody = [laura, andres, camila, julian, beatriz, stranger]
    general = slack.add_channel("general", private=False, members=everybody)
    officials = slack.add_channel("llaves-funcionarios", private=True, members=[camila, julian, beatriz])
    managers = slack.add_channel("llaves-gerentes", private=True, members=[beatriz])
    return Cast(laura, andres, camila, julian, beatriz, stranger, general.id, officials.id, managers.id)


def settings_for(slack: Workspace, cast: Cast, database_url: str) -> dict[str, str]:
    """Return the bot's environment variables for this workspace, with a key ring of its own."""
    return {
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_APP_TOKEN": slack.app_token,
        "SLACK_API_URL": slack.api_url,
        "LLAVES_DATABASE_URL": database_url,
        "LLAVES_ENCRYPTION_KEYS": base64.b64encode(os.urandom(32)).decode(),
        "LLAVES_OFFICIALS_CHANNEL": cast.officials_channel,
        "LLAVES_MANAGERS_CHANNEL": cast.managers_channel,
        "LLAVES_MANAGERS": cast.beatriz.user_id,
        **_connection_parameters(),
    }


def _connection_parameters() -> Mapping[str, str]:
    def of(environment: str, number: int) -> dict[str, str]:
        guid = UUID(int=number)
        return {
            f"LLAVES_ENV_{environment}_ENDPOINT": f"https://{environment.lower()}.example.org/ihce",
            f"LLAVES_ENV_{environment}_TENANT_ID": str(UUID(int=7)),
            f"LLAVES_ENV_{environment}_SCOPE": f"api://{guid}/.default",
            f"LLAVES_ENV_{environment}_APIM_SUBSCRIPTION_KEY": f"{number:032x}",
        }

    return of("PRODUCTION", 1) | of("PREPRODUCTION", 2) | of("DEVELOPMENT", 3)


def fill(sessions: Sessions) -> None:
    """Put the made-up providers and designations where the imports would."""
    with sessions.begin() as session:
        providers.put(session, PROVIDERS)
        session.add(
            Designation(
                nit=CLINIC_NIT,
                document_type=DocumentType.CC,
                document_number=DESIGNATED_DOCUMENT,
                name="Andrés Quintero",
                email=DESIGNATED_EMAIL,
            )
        )
