"""What the deployment decides: every setting from the environment, checked at once before anything starts."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    TypeAdapter,
    ValidationError,
    ValidationInfo,
    field_validator,
)

from bot import setting_values
from bot.rules.calendar.service_hours import HELPDESK_HOURS, ServiceHours
from bot.rules.fields.connection import (
    ConnectionParameters,
    check_apim_subscription_key,
    check_endpoint,
    check_scope,
    check_tenant_id,
)
from bot.rules.timetable import LADDER, PROMISED_DAYS, STALE_DAYS, Timetable
from storage.crypto import KeyRing
from storage.enums import Environment

DEFAULT_DATABASE_URL = "sqlite:///llaves.sqlite3"

_Value = TypeVar("_Value")

_MISSING = "falta. "
_HOW_TO_GET: Mapping[str, str] = {
    "SLACK_BOT_TOKEN": "En api.slack.com/apps, su app, «OAuth & Permissions», copie el token que empieza por xoxb-.",
    "LLAVES_ENCRYPTION_KEYS": "Genere una con «openssl rand -base64 32» y guárdela también fuera de este servidor.",
    "LLAVES_OFFICIALS_CHANNEL": "Ponga el id del canal de funcionarios (en Slack: detalles del canal, al final).",
    "LLAVES_MANAGERS_CHANNEL": "Ponga el id del canal de gerentes (en Slack: detalles del canal, al final).",
    "LLAVES_MANAGERS": "Ponga el id de al menos un gerente (en Slack: su perfil, ⋮, «Copiar ID de miembro»).",
}


class SettingsFault(Exception):  # noqa: N818 - a fault is what the operator mends
    """The environment cannot be used. `faults` has one Spanish line per variable, never with a secret in it."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


_PARAMETER_CHECKS: Mapping[str, Callable[[str], str]] = {
    "endpoint": check_endpoint,
    "tenant_id": check_tenant_id,
    "scope": check_scope,
    "apim_subscription_key": check_apim_subscription_key,
}


DatabaseUrl = Annotated[str, AfterValidator(setting_values.database_url)]
Hours = Annotated[ServiceHours, BeforeValidator(setting_values.service_hours)]
ChannelId = Annotated[str, AfterValidator(setting_values.channel_id)]
LogLevel = Literal["DEBUG", "INFO", "WARNING", "ERROR"]


class Settings(BaseModel):
    """The settings of one deployment; each field's alias is its environment variable (design §5)."""

    model_config = ConfigDict(
        frozen=True, arbitrary_types_allowed=True, hide_input_in_errors=True, str_strip_whitespace=True
    )

    slack_bot_token: Annotated[
        SecretStr,
        setting_values.token_of_kind("xoxb", "Cópielo de «OAuth & Permissions» en api.slack.com/apps."),
    ] = Field(alias="SLACK_BOT_TOKEN")
    slack_app_token: (
        Annotated[
            SecretStr,
            setting_values.token_of_kind(
                "xapp", "Cópielo de «Basic Information», «App-Level Tokens», en api.slack.com/apps."
            ),
        ]
        | None
    ) = Field(default=None, alias="SLACK_APP_TOKEN")
    slack_signing_secret: SecretStr | None = Field(
        default=None, alias="SLACK_SIGNING_SECRET", validate_default=True
    )
    slack_api_url: Annotated[str, AfterValidator(setting_values.slack_url)] = Field(
        default="https://slack.com/api/", alias="SLACK_API_URL"
    )
    database_url: DatabaseUrl = Field(default=DEFAULT_DATABASE_URL, alias="LLAVES_DATABASE_URL", repr=False)
    encryption_keys: Annotated[KeyRing, BeforeValidator(setting_values.key_ring)] = Field(
        alias="LLAVES_ENCRYPTION_KEYS"
    )
    officials_channel: ChannelId = Field(alias="LLAVES_OFFICIALS_CHANNEL")
    managers_channel: ChannelId = Field(alias="LLAVES_MANAGERS_CHANNEL")
    managers: Annotated[tuple[str, ...], BeforeValidator(setting_values.people_ids)] = Field(
        alias="LLAVES_MANAGERS"
    )
    port: Annotated[int, BeforeValidator(setting_values.port_number)] = Field(
        default=3000, alias="LLAVES_PORT"
    )
    configured_host: str | None = Field(default=None, alias="LLAVES_HOST")
    log_level: Annotated[LogLevel, BeforeValidator(setting_values.log_level)] = Field(
        default="INFO", alias="LLAVES_LOG_LEVEL"
    )
    service_hours: Hours = Field(default=HELPDESK_HOURS, alias="LLAVES_SERVICE_HOURS")
    stale_days: Annotated[tuple[int, ...], BeforeValidator(setting_values.stale_days)] = Field(
        default=STALE_DAYS, alias="LLAVES_STALE_DAYS"
    )
    promised_days: Annotated[int, BeforeValidator(setting_values.promised_days)] = Field(
        default=PROMISED_DAYS, alias="LLAVES_PROMISED_DAYS"
    )
    reminder_days: Annotated[tuple[int, ...], BeforeValidator(setting_values.reminder_days)] = Field(
        default=LADDER, alias="LLAVES_REMINDER_DAYS"
    )
    connections: Mapping[Environment, ConnectionParameters] = Field(default_factory=dict)

    @field_validator("slack_signing_secret", mode="after")
    @classmethod
    def _one_transport(cls, secret: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        # A faulty SLACK_APP_TOKEN is absent from the data: Socket Mode was meant, and its fault is told already.
        if secret is None and info.data.get("slack_app_token", "faulty") is None:
            raise ValueError(
                "falta, y SLACK_APP_TOKEN también. Ponga SLACK_APP_TOKEN (Socket Mode) o, para HTTP, "
                "el «Signing Secret» de «Basic Information» en api.slack.com/apps."
            )
        return secret

    @property
    def socket_mode(self) -> bool:
        """Whether Slack is reached over a WebSocket; otherwise Slack calls `/slack/events`."""
        return self.slack_app_token is not None

    @property
    def host(self) -> str:
        """Address the web side listens on: the loopback unless Slack itself must reach it."""
        return self.configured_host or ("127.0.0.1" if self.socket_mode else "0.0.0.0")  # noqa: S104

    @property
    def timetable(self) -> Timetable:
        """When the clock speaks."""
        return Timetable(
            hours=self.service_hours,
            stale_days=self.stale_days,
            promised_days=self.promised_days,
            ladder=self.reminder_days,
        )

    def connection(self, environment: Environment) -> ConnectionParameters:
        """Return the connection parameters of an environment; its fields are None where nothing is set."""
        return self.connections.get(environment, ConnectionParameters())


def load_settings(environ: Mapping[str, str]) -> Settings:
    """Read the settings from a mapping of environment variables; an empty variable counts as absent.

    Raises:
        SettingsFault: with every fault at once.
    """
    given = _given(environ)
    connections, faults = _connections(given)
    try:
        settings = Settings.model_validate(given | {"connections": connections})
    except ValidationError as error:
        raise SettingsFault(_sentences(error) + faults) from None
    if faults:
        raise SettingsFault(faults)
    return settings


def load_database_url(environ: Mapping[str, str]) -> str:
    """Read only where the database is, for what works without Slack.

    Raises:
        SettingsFault: when the URL cannot be used.
    """
    return _load_one(environ, "LLAVES_DATABASE_URL", TypeAdapter[str](DatabaseUrl), DEFAULT_DATABASE_URL)


def load_service_hours(environ: Mapping[str, str]) -> ServiceHours:
    """Read only the hours of service, for what counts time without Slack.

    Raises:
        SettingsFault: when they cannot be read.
    """
    return _load_one(environ, "LLAVES_SERVICE_HOURS", TypeAdapter[ServiceHours](Hours), HELPDESK_HOURS)


def _load_one(environ: Mapping[str, str], name: str, value: TypeAdapter[_Value], default: object) -> _Value:
    try:
        return value.validate_python(_given(environ).get(name, default))
    except ValidationError as error:
        raise SettingsFault(_sentences(error, name)) from None


def _given(environ: Mapping[str, str]) -> dict[str, Any]:
    return {name: value.strip() for name, value in environ.items() if value.strip()}


def _connections(given: Mapping[str, str]) -> tuple[dict[Environment, ConnectionParameters], list[str]]:
    connections: dict[Environment, ConnectionParameters] = {}
    faults: list[str] = []
    for environment in Environment:
        values: dict[str, str] = {}
        for parameter, check in _PARAMETER_CHECKS.items():
            name = f"LLAVES_ENV_{environment.name}_{parameter.upper()}"
            if name not in given:
                continue
            try:
                values[parameter] = check(given[name])
            except ValueError as error:
                faults.append(f"{name}: {error}")
        if values:
            connections[environment] = ConnectionParameters(**values)
    return connections, faults


def _sentences(error: ValidationError, name: str | None = None) -> list[str]:
    sentences: list[str] = []
    for fault in error.errors(include_url=False, include_input=False):
        place = str(fault["loc"][0]) if fault["loc"] else ""
        # A default that does not hold is reported under the field, not under its variable.
        known = Settings.model_fields.get(place)
        variable = name or (known.alias if known else None) or place
        if fault["type"] == "missing":
            sentence = _MISSING + _HOW_TO_GET.get(variable, "")
        else:
            # Ours are ValueErrors with a Spanish sentence; nothing pydantic words itself can reach a text field.
            sentence = str(fault["ctx"]["error"])
        sentences.append(f"{variable}: {sentence}".strip())
    return sentences
