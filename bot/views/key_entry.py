"""Ingreso de APIKey y APISuscripción (manual §6.4.2.1, Imagen 18 and 19)."""

from slack_sdk.models.blocks import Block, DividerBlock, HeaderBlock, PlainTextObject
from slack_sdk.models.views import View

from bot.forms.key_entry import OPTIONAL, block_id
from bot.ids import Callback, KeyField
from bot.rules.contact import format_phone
from bot.rules.nit import format_nit
from bot.views.parts import day_picker, facts, field, paragraph, small, text_input
from bot.views.session import Place, header
from bot.views.states import official_state
from bot.views.text import ENVIRONMENT_FORMS, KINDS, safe
from storage.enums import Environment
from storage.models import KeyRequest, Person


def entry_form(person: Person, request: KeyRequest) -> View:
    """Ask an official for the keys of each environment, made beforehand in Microsoft Entra ID.

    A label names its environment: the manual tells the three ClientID apart only by their place on the screen.
    """
    return View(
        type="modal",
        callback_id=Callback.KEY_ENTRY,
        private_metadata=str(request.id),
        title=PlainTextObject(text="Ingresar info"),
        submit=PlainTextObject(text="Guardar"),
        close=PlainTextObject(text="Cancelar"),
        blocks=[
            *header(person, None, Place.ASSIGN),
            HeaderBlock(text=PlainTextObject(text="Ingreso de APIKey y APISuscripción")),
            facts(_whose(request) | _contacts(request)),
            *(block for environment in Environment for block in _group(environment)),
            small("Slack no oculta lo que se escribe: verifique que nadie más vea su pantalla."),
        ],
    )


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


def _group(environment: Environment) -> list[Block]:
    name = ENVIRONMENT_FORMS[environment]
    optional = environment in OPTIONAL
    return [
        DividerBlock(),
        HeaderBlock(text=PlainTextObject(text=f"{name}:")),
        *([small("Opcional: déjelo vacío si el prestador no usa este ambiente.")] if optional else []),
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


def saved(request: KeyRequest, *, unusual: list[Environment]) -> View:
    """Confirm the registration (Imagen 19). `unusual` are environments whose secret has not today's Entra form."""
    warning = (
        [
            paragraph(
                ":warning: El ClientSecret de "
                + " y ".join(ENVIRONMENT_FORMS[environment] for environment in unusual)
                + " no tiene la forma habitual de Entra. Quedó guardado; verifique que sea el correcto."
            )
        ]
        if unusual
        else []
    )
    return View(
        type="modal",
        title=PlainTextObject(text="Llaves registradas"),
        close=PlainTextObject(text="Cerrar"),
        blocks=[
            paragraph(":white_check_mark: *El registro se realizó correctamente.*"),
            facts({**_whose(request), "Estado token": official_state(request)}),
            *warning,
            paragraph(
                "El delegado recibirá un mensaje directo y podrá ver sus llaves con `/llaves ver`. El mensaje no las lleva."
            ),
        ],
    )
