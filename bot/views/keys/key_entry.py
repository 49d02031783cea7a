"""Ingreso de APIKey y APISuscripción (manual §6.4.2.1, Imagen 18 and 19)."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from slack_sdk.models.blocks import ActionsBlock, Block, DividerBlock, HeaderBlock, PlainTextObject
from slack_sdk.models.views import View

from bot.forms.key_entry import ALL_OPTIONAL, OPTIONAL, EntryTarget, block_id
from bot.forms.search import ListState
from bot.ids import Callback, KeyField
from bot.rules.fields.contact import format_phone
from bot.rules.fields.nit import format_nit
from bot.views.parts import day_picker, facts, field, paragraph, small, text_input
from bot.views.requests.official_buttons import official_buttons
from bot.views.session import Place, header
from bot.views.states import expiry_text, official_state
from bot.views.text import ENVIRONMENT_FORMS, KINDS, date_text, safe
from storage.enums import Environment
from storage.models import Key, KeyRequest, Person

_HOW_TO_UPDATE = (
    "Diligencie solo los ambientes que va a corregir: el que deje vacío no cambia. Si solo cambia el secreto, "
    "escriba de nuevo el mismo ClientID."
)
_UNUSED = "Opcional: déjelo vacío si el prestador no usa este ambiente."


def entry_form(
    person: Person, request: KeyRequest, below: ListState | None = None, *, held: bool = False
) -> View:
    """Ask an official for the keys of each environment, made beforehand in Microsoft Entra ID.

    A label names its environment: the manual tells the three ClientID apart only by their place on the screen.
    `below` is what the list shows that the form was opened from; `held` when the official took the request. The card's
    other buttons are here as well, for whoever came by the list.
    """
    return _form(
        person,
        request,
        below,
        callback_id=Callback.KEY_ENTRY,
        title="Ingresar info",
        place=Place.ASSIGN,
        acts=[ActionsBlock(block_id="request_acts", elements=official_buttons(request, held=held))],
        how=None,
        optional=OPTIONAL,
        notes=dict.fromkeys(OPTIONAL, _UNUSED),
    )


def update_form(
    person: Person,
    request: KeyRequest,
    in_force: Mapping[Environment, Key],
    now: datetime,
    below: ListState | None = None,
) -> View:
    """Ask an official for the keys to correct; what is left empty stays. No secret in force is ever shown."""
    return _form(
        person,
        request,
        below,
        callback_id=Callback.KEY_UPDATE,
        title="Actualizar Keys",
        place=Place.UPDATE,
        acts=(),
        how=_HOW_TO_UPDATE,
        optional=ALL_OPTIONAL,
        notes={environment: _current(in_force.get(environment), now) for environment in Environment},
    )


def _form(
    person: Person,
    request: KeyRequest,
    below: ListState | None,
    *,
    callback_id: Callback,
    title: str,
    place: Place,
    acts: Sequence[Block],
    how: str | None,
    optional: Collection[Environment],
    notes: Mapping[Environment, str],
) -> View:
    target = EntryTarget(request_id=request.id, version=request.version, below=below)
    return View(
        type="modal",
        callback_id=callback_id,
        private_metadata=target.build(),
        title=PlainTextObject(text=title),
        submit=PlainTextObject(text="Guardar"),
        close=PlainTextObject(text="Cancelar"),
        blocks=[
            *header(person, None, place),
            HeaderBlock(text=PlainTextObject(text="Ingreso de APIKey y APISuscripción")),
            facts(_whose(request) | _contacts(request)),
            *acts,
            *([paragraph(how)] if how else []),
            *(
                block
                for environment in Environment
                for block in _group(
                    environment, optional=environment in optional, note=notes.get(environment)
                )
            ),
            small("Slack no oculta lo que se escribe: verifique que nadie más vea su pantalla."),
        ],
    )


def _current(key: Key | None, now: datetime) -> str:
    if key is None:
        return "Hoy: sin llaves en este ambiente."
    expiry = expiry_text(key.expires_at, now)
    expires = f"{date_text(key.expires_at)}{f' ({expiry})' if expiry else ''}"
    return f"Hoy: ClientID `{safe(key.client_id)}` · Fecha de expiración: {expires}"


def _whose(request: KeyRequest) -> dict[str, str]:
    return {
        "Razón social": safe(request.provider.name),
        "NIT": format_nit(request.provider.nit),
        "Código habilitación": request.codigo,
        "Solicitud": KINDS[request.kind],
    }


def _contacts(request: KeyRequest) -> dict[str, str]:
    # Only here: in the card they would stay in the channel's history.
    lead = (request.lead_name, request.lead_email, format_phone(request.lead_phone))
    responsible = (
        request.responsible_name,
        request.responsible_email,
        format_phone(request.responsible_phone),
    )
    return {
        "Proveedor y software SIH": safe(f"{request.supplier_name} · {request.software_name}"),
        "Líder Técnico": safe("\n".join(lead)),
        "Responsable de protección de datos": safe("\n".join(responsible)),
    }


def _group(environment: Environment, *, optional: bool, note: str | None) -> list[Block]:
    name = ENVIRONMENT_FORMS[environment]
    return [
        DividerBlock(),
        HeaderBlock(text=PlainTextObject(text=f"{name}:")),
        *([small(note)] if note else []),
        field(
            block_id(environment, KeyField.CLIENT_ID),
            f"{name}: ClientID",
            text_input("Id. de aplicación (cliente) en Entra", longest=100),
            optional=optional,
        ),
        field(
            block_id(environment, KeyField.CLIENT_SECRET),
            f"{name}: ClientSecret",
            text_input("Columna «Valor» en Entra", longest=200),
            hint="El valor del secreto, no su Secret ID. Puede tener ~ . _ -",
            optional=optional,
        ),
        field(
            block_id(environment, KeyField.EXPIRES_ON),
            f"{name}: Fecha de expiración",
            day_picker(),
            optional=optional,
        ),
    ]


def saved(person: Person, request: KeyRequest, *, unusual: list[Environment]) -> View:
    """Confirm the registration (Imagen 19). `unusual` are environments whose secret has not today's Entra form."""
    return _confirmation(
        header(person, None, Place.ASSIGN),
        "Llaves registradas",
        _whose(request) | {"Estado token": official_state(request)},
        unusual,
        "El delegado recibirá un mensaje directo y podrá ver sus llaves con `/llaves ver`. El mensaje no las lleva.",
    )


def updated(
    person: Person,
    request: KeyRequest,
    environments: list[Environment],
    *,
    unusual: list[Environment],
    delegates: int | None,
) -> View:
    """Confirm a correction: which environments changed, and whether anybody learns of it (`delegates`)."""
    changed = {
        "Ambientes actualizados": "\n".join(ENVIRONMENT_FORMS[environment] for environment in environments),
        "Estado token": official_state(request),
    }
    return _confirmation(
        header(person, None, Place.UPDATE),
        "Llaves actualizadas",
        _whose(request) | changed,
        unusual,
        _who_hears(delegates),
    )


def _who_hears(delegates: int | None) -> str:
    if delegates is None:
        return "Los delegados no ven el ambiente de desarrollo: nadie recibirá aviso."
    if delegates == 0:
        return (
            ":warning: Este prestador no tiene delegado activo: nadie recibirá aviso. Avise al líder técnico."
        )
    return (
        "Los delegados activos del prestador recibirán un mensaje directo que dice qué cambió y podrán ver las "
        "llaves con `/llaves ver`. El mensaje no las lleva."
    )


def _confirmation(
    above: list[Block], title: str, pairs: Mapping[str, str], unusual: list[Environment], told: str
) -> View:
    warning = (
        [
            paragraph(
                ":warning: El ClientSecret del "
                + " y del ".join(ENVIRONMENT_FORMS[environment] for environment in unusual)
                + " no tiene la forma habitual de Entra. Quedó guardado; verifique que sea el correcto."
            )
        ]
        if unusual
        else []
    )
    return View(
        type="modal",
        title=PlainTextObject(text=title),
        close=PlainTextObject(text="Cerrar"),
        blocks=[
            *above,
            paragraph(":white_check_mark: *El registro se realizó correctamente.*"),
            facts(pairs),
            *warning,
            paragraph(told),
        ],
    )
