"""Visualización de llaves (manual §6.4.1.2, Imagen 14). The only place where a secret is shown."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from slack_sdk.models.blocks import (
    Block,
    DividerBlock,
    HeaderBlock,
    PlainTextObject,
    RichTextBlock,
    RichTextElementParts,
    RichTextPreformattedElement,
)
from slack_sdk.models.views import View

from bot.rules.fields.connection import ConnectionParameters
from bot.views.parts import paragraph, small
from bot.views.requests.request_form import state_table
from bot.views.session import STEP_VIEW, Place, header
from bot.views.states import expiry_text
from bot.views.text import ENVIRONMENTS, KINDS, date_text, safe
from storage.enums import Environment, RequestStatus
from storage.models import KeyRequest, Person

SHOWN = (Environment.PREPRODUCTION, Environment.PRODUCTION)  # the manual never shows Desarrollo to a delegate

_TITLES = {Environment.PREPRODUCTION: "Preproducción", Environment.PRODUCTION: "Producción"}

_UNSET = "(por definir)"

_OPEN = frozenset({RequestStatus.PENDING, RequestStatus.RETURNED})

DISCRETION = (
    "No comparta estas llaves por correo ni por chat. Cada consulta queda registrada con su usuario y hora."
)

_MARKS = re.compile(r"[^A-Za-z0-9_~./:@%+,=-]")
_MARKS_IN_DOUBLE_QUOTES = re.compile(r"[\"$\\`!]")


@dataclass(frozen=True)
class RevealedKey:
    """A key with its secret in the clear, on its way to the modal of its own delegate."""

    client_id: str
    client_secret: str = field(repr=False)
    expires_at: datetime


def keys_view(
    person: Person,
    request: KeyRequest,
    keys: Mapping[Environment, RevealedKey],
    parameters: Mapping[Environment, ConnectionParameters],
    now: datetime,
) -> View:
    """Show state, keys and connection parameters, one copyable block per environment, and again as `.env`.

    The parameters are shown before the keys exist, as the manual does (Imagen 13).
    """
    return View(
        type="modal",
        title=PlainTextObject(text="Visualización de Llaves"),
        close=PlainTextObject(text="Cerrar"),
        blocks=[
            *header(person, request.provider, Place.KEYS),
            small(STEP_VIEW),
            *state_table(request),
            *_about(request, has_keys=bool(keys), working=any(key.expires_at > now for key in keys.values())),
            *(
                block
                for environment in SHOWN
                for block in _environment(
                    environment, request, keys.get(environment), parameters.get(environment), now
                )
            ),
            *([small(DISCRETION)] if keys else []),
        ],
    )


def _about(request: KeyRequest, *, has_keys: bool, working: bool) -> list[Block]:
    if request.status is RequestStatus.RETURNED:
        reason = safe(request.return_reason or "")
        former = "\nMientras tanto siguen vigentes las llaves anteriores." if working else ""
        return [
            paragraph(f"*Su solicitud fue devuelta:* {reason}\nCorríjala con `/llaves solicitar`.{former}")
        ]
    if has_keys and request.status is RequestStatus.PENDING:
        meanwhile = " Mientras tanto, estas llaves siguen funcionando hasta que venzan." if working else ""
        return [
            paragraph(
                f"*Su {KINDS[request.kind]} está en trámite:* le avisaremos por mensaje directo.{meanwhile}"
            )
        ]
    if has_keys:
        return []
    if request.status is RequestStatus.CANCELLED:
        return [paragraph("Su solicitud fue cancelada. Pida llaves con `/llaves solicitar`.")]
    return [paragraph("El Ministerio aún no ha asignado sus llaves. Le avisaremos por mensaje directo.")]


def _environment(
    environment: Environment,
    request: KeyRequest,
    key: RevealedKey | None,
    parameters: ConnectionParameters | None,
    now: datetime,
) -> list[Block]:
    endpoint, tenant, scope, subscription = (
        (parameters.endpoint, parameters.tenant_id, parameters.scope, parameters.apim_subscription_key)
        if parameters
        else (None,) * 4
    )
    rows = {
        "ClientID": key.client_id if key else "",
        "ClientSecret": key.client_secret if key else "",
        "Fecha de expiración": date_text(key.expires_at) if key else "",
        "EndPoint": endpoint or _UNSET,
        "TenantID": tenant or _UNSET,
        "Scope": scope or _UNSET,
        "APIMsubskey": subscription or _UNSET,
    }
    variables = {
        "TENANT_ID": tenant,
        "CLIENT_ID": key.client_id if key else None,
        "CLIENT_SECRET": key.client_secret if key else None,
        "SCOPE": scope,
        "SUBSCRIPTION_KEY": subscription,
        "BASE_URL": endpoint,
        "HABILITACION": request.codigo[:10],
        "SEDE": request.codigo[10:],
    }
    return [
        DividerBlock(),
        HeaderBlock(text=PlainTextObject(text=ENVIRONMENTS[environment])),
        *(_expiry_warning(request, key.expires_at, now) if key else []),
        paragraph(
            f"*Parámetros de conexión {_TITLES[environment]}* · *Copiar todo:* seleccione el recuadro y cópielo.\n"
            "Señor usuario por favor tenga en cuenta la siguiente información para el proceso de integración:"
        ),
        copyable("\n".join(f"{name}: {value}" for name, value in rows.items())),
        *(_as_env(variables) if key else []),
    ]


def _expiry_warning(request: KeyRequest, expires_at: datetime, now: datetime) -> list[Block]:
    state = expiry_text(expires_at, now)
    if not state:
        return []
    # What is said above of an open request tells what to do already.
    ask = "" if request.status in _OPEN else " Pida otras con `/llaves solicitar`."
    return [paragraph(f":warning: *{state}* · {date_text(expires_at)}.{ask}")]


def _as_env(variables: Mapping[str, str | None]) -> list[Block]:
    return [
        paragraph("*Copiar todo* como archivo `.env`:"),
        copyable("\n".join(f"{name}={_quoted(value or '')}" for name, value in variables.items())),
    ]


def _quoted(value: str) -> str:
    # A secret may hold # or $, which a .env reader would take for a comment or a variable. Every reader takes
    # single quotes as they are; only a value with quotes or backslashes of its own needs more.
    if not _MARKS.search(value):
        return value
    if "'" in value and not _MARKS_IN_DOUBLE_QUOTES.search(value):
        return f'"{value}"'
    escaped = value.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def copyable(text: str) -> RichTextBlock:
    """Return a block of fixed-width text, which Slack lets people copy whole."""
    return RichTextBlock(
        elements=[RichTextPreformattedElement(elements=[RichTextElementParts.Text(text=text)])]
    )
