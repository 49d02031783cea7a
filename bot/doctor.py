"""Looks at everything the app needs before it runs, and says in one line each what to mend. Never prints a secret."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse
from sqlalchemy import Engine, inspect, make_url
from sqlalchemy.exc import SQLAlchemyError

from bot.logs import name_of, slack_code
from bot.settings import Settings, SettingsFault
from storage.db import current_revision, newest_revision, open_engine
from storage.enums import Environment

REQUIRED_SCOPES = frozenset(
    {
        "commands",
        "chat:write",
        "im:write",
        "im:history",
        "channels:read",
        "channels:history",
        "groups:read",
        "groups:history",
    }
)

_TIMEOUT = 10  # seconds per Slack call

_ENVIRONMENT_NAMES = {
    Environment.PRODUCTION: "producción",
    Environment.PREPRODUCTION: "preproducción",
    Environment.DEVELOPMENT: "desarrollo",
}


@dataclass(frozen=True)
class Check:
    """One thing looked at. `required` is False where the app runs without it; `detail` says what to do."""

    name: str
    ok: bool
    detail: str
    required: bool = True


class Schema(StrEnum):
    """Where the tables of a database stand for this version of the app."""

    NEWEST = "newest"
    EMPTY = "empty"
    OTHER = "other"
    FOREIGN = "foreign"


def schema_of(engine: Engine) -> Schema:
    """Tell where a database stands. Raises SQLAlchemy's errors when it does not answer."""
    current = current_revision(engine)
    if current is None:
        return Schema.FOREIGN if inspect(engine).get_table_names() else Schema.EMPTY
    return Schema.NEWEST if current == newest_revision() else Schema.OTHER


def schema_advice(schema: Schema) -> str:
    """Say in Spanish what to do about a database."""
    return {
        Schema.NEWEST: "al día",
        Schema.EMPTY: "vacía: «llaves start» crea las tablas",
        Schema.OTHER: "no está al día. Ejecute: llaves db upgrade",
        Schema.FOREIGN: "tiene tablas de otra aplicación. Ponga una base vacía en LLAVES_DATABASE_URL",
    }[schema]


def checks_of(fault: SettingsFault) -> list[Check]:
    """Turn faulty settings into failed checks, one per variable: nothing else can be looked at before."""
    lines = [line.partition(": ") for line in fault.faults]
    return [Check(variable, ok=False, detail=sentence) for variable, _, sentence in lines]


def diagnose(settings: Settings) -> list[Check]:
    """Check everything in the order in which it is mended."""
    return [
        Check("Configuración", ok=True, detail="completa"),
        Check(
            "Claves de cifrado", ok=True, detail=f"la clave activa es {settings.encryption_keys.primary_id}"
        ),
        _check_database(settings),
        *_check_slack(settings),
        *_check_connections(settings),
    ]


def _check_database(settings: Settings) -> Check:
    name = "Base de datos"
    url = make_url(settings.database_url)
    if url.get_backend_name() == "sqlite" and url.database and not Path(url.database).exists():
        # Looking into it would create it.
        folder = Path(url.database).absolute().parent
        if folder.is_dir():
            return Check(name, ok=True, detail=schema_advice(Schema.EMPTY))
        return Check(
            name, ok=False, detail=f"falta la carpeta {folder}. Créela o corrija LLAVES_DATABASE_URL"
        )
    try:
        with open_engine(settings.database_url) as engine:
            schema = schema_of(engine)
    except (SQLAlchemyError, OSError) as error:
        detail = f"no responde ({name_of(error)}). Revise LLAVES_DATABASE_URL y que el servidor esté arriba"
        return Check(name, ok=False, detail=detail)
    return Check(name, ok=schema in {Schema.NEWEST, Schema.EMPTY}, detail=schema_advice(schema))


def _check_slack(settings: Settings) -> Iterator[Check]:
    client = WebClient(
        token=settings.slack_bot_token.get_secret_value(),
        base_url=settings.slack_api_url,
        timeout=_TIMEOUT,
        retry_handlers=[],
    )
    name = "Token de Slack"
    try:
        answer = client.auth_test()
    except Exception as error:  # noqa: BLE001 - whatever the network does becomes a line
        yield Check(name, ok=False, detail=_token_advice(error, "SLACK_BOT_TOKEN", settings))
        return
    yield Check(name, ok=True, detail=f"{answer['user']} en {answer['team']} ({answer['team_id']})")
    yield _check_scopes(answer)
    if settings.slack_app_token is not None:
        yield _check_app_token(client, settings)
    else:
        yield Check("Conexión", ok=True, detail="HTTP: Slack debe poder llamar a https://…/slack/events")
    yield _check_channel(
        client, "Canal de funcionarios", settings.officials_channel, "LLAVES_OFFICIALS_CHANNEL"
    )
    yield _check_channel(client, "Canal de gerentes", settings.managers_channel, "LLAVES_MANAGERS_CHANNEL")


def _token_advice(error: Exception, variable: str, settings: Settings) -> str:
    if isinstance(error, SlackApiError):
        return f"Slack lo rechaza ({slack_code(error)}). Copie de nuevo {variable} en api.slack.com/apps"
    return (
        f"no se llega a {settings.slack_api_url} ({name_of(error)}). Revise la red, el proxy y SLACK_API_URL"
    )


def _check_scopes(answer: SlackResponse) -> Check:
    headers = {key.lower(): str(value) for key, value in answer.headers.items()}
    granted = {scope.strip() for scope in headers.get("x-oauth-scopes", "").split(",")}
    missing = sorted(REQUIRED_SCOPES - granted)
    if missing:
        detail = f"faltan {', '.join(missing)}. Cargue manifest.yml en su app de Slack y reinstálela"
        return Check("Permisos de Slack", ok=False, detail=detail)
    return Check("Permisos de Slack", ok=True, detail="completos")


def _check_app_token(client: WebClient, settings: Settings) -> Check:
    name = "Conexión"
    assert settings.slack_app_token is not None  # noqa: S101 - the caller looked
    try:
        client.apps_connections_open(app_token=settings.slack_app_token.get_secret_value())
    except Exception as error:  # noqa: BLE001 - whatever the network does becomes a line
        detail = _token_advice(error, "SLACK_APP_TOKEN (con connections:write)", settings)
        return Check(name, ok=False, detail=detail)
    return Check(name, ok=True, detail="Socket Mode")


def _check_channel(client: WebClient, name: str, channel: str, variable: str) -> Check:
    invite = "En ese canal de Slack escriba: /invite @llaves"
    try:
        found = client.conversations_info(channel=channel)["channel"]
    except SlackApiError as error:
        # Slack hides a private channel from an app outside it: the two causes look the same.
        return Check(
            name, ok=False, detail=f"Slack no lo muestra ({name_of(error)}). {invite}, y revise {variable}"
        )
    except Exception as error:  # noqa: BLE001 - whatever the network does becomes a line
        return Check(name, ok=False, detail=f"Slack no respondió ({name_of(error)}). Intente de nuevo")
    if found.get("is_archived"):
        return Check(name, ok=False, detail=f"está archivado. Ponga otro canal en {variable}")
    if not found.get("is_member"):
        return Check(name, ok=False, detail=f"la app no está en él. {invite}")
    return Check(name, ok=True, detail=f"#{found.get('name', channel)}")


def _check_connections(settings: Settings) -> Iterator[Check]:
    for environment, label in _ENVIRONMENT_NAMES.items():
        missing = settings.connection(environment).missing
        detail = "completos"
        if missing:
            prefix = f"LLAVES_ENV_{environment.name}_"
            detail = (
                f"falta {', '.join(missing)}: los delegados no lo verán. Póngalo en las variables {prefix}…"
            )
        yield Check(f"Parámetros de {label}", ok=not missing, detail=detail, required=False)
