"""Looks at everything the app needs before it runs, and says in one line each what to mend. Never prints a secret."""

import difflib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from pathlib import Path

from slack_sdk import WebClient
from slack_sdk.web import SlackResponse
from sqlalchemy import Engine, inspect, make_url
from sqlalchemy.exc import SQLAlchemyError

from bot.logs import name_of
from bot.rules.fields.connection import ConnectionParameters
from bot.settings import Settings, SettingsFault
from bot.slack_advice import INVITE, channel_advice, token_advice, user_advice
from storage.db import current_revision, newest_revision, open_engine
from storage.enums import Environment

REQUIRED_SCOPES = frozenset(
    {
        "commands",
        "chat:write",
        "files:write",
        "im:write",
        "im:history",
        "channels:read",
        "channels:history",
        "groups:read",
        "groups:history",
        "users:read",
        "users:read.email",
    }
)

_TIMEOUT = 10  # seconds per Slack call

_PREFIX = "LLAVES_"

# Those whose parameters a delegate sees.
_ENVIRONMENT_NAMES = {Environment.PRODUCTION: "producción", Environment.PREPRODUCTION: "preproducción"}


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


def checks_of(fault: SettingsFault, environ: Mapping[str, str] | None = None) -> list[Check]:
    """Turn faulty settings into failed checks, one per variable: nothing else can be looked at before.

    `environ` is where they came from, the process's own unless given: a missing variable may be a misspelt one.
    """
    lines = [line.partition(": ") for line in fault.faults]
    faulty = [Check(variable, ok=False, detail=sentence) for variable, _, sentence in lines]
    return [*faulty, *_check_names(os.environ if environ is None else environ)]


def diagnose(settings: Settings, environ: Mapping[str, str] | None = None) -> list[Check]:
    """Check everything in the order in which it is mended; `environ` as for `checks_of`."""
    return [
        Check("Configuración", ok=True, detail="completa"),
        Check(
            "Claves de cifrado", ok=True, detail=f"la clave activa es {settings.encryption_keys.primary_id}"
        ),
        _check_database(settings),
        *_check_slack(settings),
        *_check_connections(settings),
        *_check_names(os.environ if environ is None else environ),
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
        yield Check(name, ok=False, detail=token_advice(error, "SLACK_BOT_TOKEN", "auth.test", settings))
        return
    yield Check(name, ok=True, detail=f"{answer['user']} en {answer['team']} ({answer['team_id']})")
    yield _check_scopes(answer)
    if settings.slack_app_token is not None:
        yield _check_app_token(client, settings)
    else:
        yield Check("Conexión", ok=True, detail="HTTP: Slack debe poder llamar a https://…/slack/events")
    for label, channel, variable in (
        ("Canal de funcionarios", settings.officials_channel, "LLAVES_OFFICIALS_CHANNEL"),
        ("Canal de gerentes", settings.managers_channel, "LLAVES_MANAGERS_CHANNEL"),
    ):
        yield _check_channel(client, label, channel, variable, settings)
    yield _check_managers(client, settings)


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
        variable = "SLACK_APP_TOKEN (con connections:write)"
        detail = token_advice(error, variable, "apps.connections.open", settings)
        return Check(name, ok=False, detail=detail)
    return Check(name, ok=True, detail="Socket Mode")


def _check_channel(client: WebClient, name: str, channel: str, variable: str, settings: Settings) -> Check:
    try:
        found = client.conversations_info(channel=channel)["channel"]
    except Exception as error:  # noqa: BLE001 - whatever the network does becomes a line
        detail = channel_advice(error, variable, settings)
        return Check(name, ok=False, detail=detail)
    if found.get("is_archived"):
        return Check(name, ok=False, detail=f"está archivado. Ponga otro canal en {variable}")
    if not found.get("is_member"):
        return Check(name, ok=False, detail=f"la app no está en él. {INVITE}")
    if found.get("is_ext_shared"):
        detail = (
            "está compartido con otra organización, que lee cada tarjeta. Deje de compartirlo, o ponga otro canal en "
            f"{variable}"
        )
        return Check(name, ok=False, detail=detail, required=False)
    return Check(name, ok=True, detail=f"#{found.get('name', channel)}")


def _check_managers(client: WebClient, settings: Settings) -> Check:
    """Warn about managers who cannot do their work, or should not: the app starts without looking at them."""
    doubts = [doubt for user_id in settings.managers if (doubt := _doubt_about(client, user_id, settings))]
    if doubts:
        detail = f"{'; '.join(doubts)}. Corrija LLAVES_MANAGERS"
        return Check("Gerentes", ok=False, detail=detail, required=False)
    count = len(settings.managers)
    return Check("Gerentes", ok=True, detail=f"{count} {'persona' if count == 1 else 'personas'}")


def _doubt_about(client: WebClient, user_id: str, settings: Settings) -> str | None:
    try:
        user = client.users_info(user=user_id)["user"]
    except Exception as error:  # noqa: BLE001 - whatever the network does becomes a line
        return f"{user_id}: {user_advice(error, settings)}"
    if user.get("deleted"):
        return f"{user_id} tiene la cuenta desactivada"
    if user.get("is_bot"):
        return f"{user_id} es una aplicación, no una persona"
    if user.get("is_restricted") or user.get("is_ultra_restricted"):
        return f"{user_id} es un invitado: se suspenderá en cuanto su cuenta cambie en algo"
    return None


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


def _check_names(environ: Mapping[str, str]) -> Iterator[Check]:
    """Warn about variables that look like ours and are not: a misspelt one would silently do nothing."""
    known = _known_names()
    for name in sorted(environ):
        if not name.startswith(_PREFIX) or name in known or not environ[name].strip():
            continue
        near = difflib.get_close_matches(name, known, n=1)
        advice = f"¿Quiso decir {near[0]}?" if near else "Quítela, o corrija su nombre"
        yield Check(name, ok=False, detail=f"llaves no conoce esta variable. {advice}", required=False)


def _known_names() -> list[str]:
    settings = [field.alias for field in Settings.model_fields.values() if field.alias]
    parameters = [
        f"{_PREFIX}ENV_{environment.name}_{parameter.upper()}"
        for environment in Environment
        for parameter in (field.name for field in fields(ConnectionParameters))
    ]
    return [*settings, *parameters]
