"""Connection parameters that every provider of an environment shares (manual 6.4.1.2).

They come from the deployment's settings: whoever runs the app reads these sentences. A screenshot in the manual
shows damaged values, so each parameter is judged by its exact shape.
"""

import re
from dataclasses import dataclass, field
from urllib.parse import SplitResult, urlsplit

from bot.rules.fields.credentials import is_guid
from bot.rules.fields.typed import strip_typed

_SCOPE_START, _SCOPE_END = "api://", "/.default"
_HOST = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)(?:\.(?!-)[a-z0-9-]{1,63}(?<!-))*")
_LONGEST_HOST = 253


@dataclass(frozen=True, slots=True)
class ConnectionParameters:
    """What reaches the IHCE in one environment, the same for every provider; None where not configured."""

    endpoint: str | None = None
    tenant_id: str | None = None
    scope: str | None = None
    apim_subscription_key: str | None = field(default=None, repr=False)

    @property
    def missing(self) -> list[str]:
        """The manual's labels of what is not set."""
        labels = {
            "EndPoint": self.endpoint,
            "TenantID": self.tenant_id,
            "Scope": self.scope,
            "APIMsubskey": self.apim_subscription_key,
        }
        return [label for label, value in labels.items() if value is None]


def check_tenant_id(text: str) -> str:
    """Check a TenantID (GUID) and return it in lower case.

    Raises:
        ValueError: with a Spanish sentence.
    """
    value = strip_typed(text).lower()
    if not is_guid(value):
        raise ValueError("El TenantID debe tener 32 caracteres (0-9, a-f) en grupos de 8-4-4-4-12.")
    return value


def check_scope(text: str) -> str:
    """Check a Scope, "api://<guid>/.default", and return it in lower case.

    Raises:
        ValueError: with a Spanish sentence.
    """
    value = strip_typed(text).lower()
    application = value.removeprefix(_SCOPE_START).removesuffix(_SCOPE_END)
    if value != f"{_SCOPE_START}{application}{_SCOPE_END}" or not is_guid(application):
        raise ValueError("El Scope debe ser api://<id>/.default, con un id en grupos de 8-4-4-4-12.")
    return value


def check_apim_subscription_key(text: str) -> str:
    """Check an APIM subscription key (32 hexadecimal characters) and return it as given.

    Raises:
        ValueError: with a Spanish sentence that never holds the key: it is treated as a secret.
    """
    value = strip_typed(text)
    if not re.fullmatch(r"[0-9a-fA-F]{32}", value):
        raise ValueError("La APIMsubskey debe tener 32 caracteres, solo 0-9 y a-f. Cópiela de nuevo.")
    return value


def check_endpoint(text: str) -> str:
    """Check an EndPoint, an https URL, and return it with its host in lower case and no slash at the end.

    Raises:
        ValueError: with a Spanish sentence that never holds the URL: it may carry a password.
    """
    value = strip_typed(text)
    # urlsplit drops tabs and line breaks silently, and cannot tell an empty query from none.
    if re.search(r"[^!-~]|[\"<>\\^`{|}]", value):
        raise ValueError("El EndPoint no lleva espacios, tildes ni símbolos especiales.")
    if re.search(r"[?#]", value):
        raise ValueError("Escriba el EndPoint sin ? ni #: solo la dirección base.")
    parts, port = _split(value)
    if parts.scheme != "https" or not parts.netloc:
        raise ValueError("El EndPoint debe empezar por https://.")
    if "@" in parts.netloc:
        raise ValueError("Escriba el EndPoint sin usuario ni contraseña.")
    host = parts.hostname or ""
    if not _HOST.fullmatch(host) or len(host) > _LONGEST_HOST:
        raise ValueError("Revise el servidor del EndPoint: https://servidor/ruta.")
    return f"https://{host}{port}{parts.path.rstrip('/')}"


def _split(value: str) -> tuple[SplitResult, str]:
    try:
        parts = urlsplit(value)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        raise ValueError("Revise el servidor y el puerto del EndPoint: https://servidor/ruta.") from None
    return parts, port
