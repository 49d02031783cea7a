"""The registration modals (manual §6.2)."""

from collections.abc import Sequence

from slack_sdk.models.blocks import (
    Block,
    HeaderBlock,
    InputBlock,
    Option,
    PlainTextObject,
    RadioButtonsElement,
)
from slack_sdk.models.views import View

from bot.ids import Action, Callback, Field
from bot.rules.consent_texts import CURRENT
from bot.rules.fields.documents import DOCUMENT_LABELS
from bot.rules.fields.nit import format_nit
from bot.views.parts import facts, field, paragraph, select, small, text_input, tick
from bot.views.registration.designation import let_in_by_the_list
from bot.views.session import Place, breadcrumb, header
from bot.views.text import ENTITY_TYPES, HELPDESK, USER_TYPES, person_state, safe
from storage.enums import ConsentKind, EntityType, Role
from storage.models import Person, Provider

TITLE = "Registro de usuarios"


def user_type_form(refused: Person | None, origin: str | None = None) -> View:
    """Ask for the tipo de usuario (Imagen 05); tells why an earlier registration was `refused`.

    `origin` is `FROM_HOME` or nothing, and goes on to the form that follows.
    """
    options = [
        Option(
            value=Role.DELEGATE,
            text=PlainTextObject(text=USER_TYPES[Role.DELEGATE]),
            description=PlainTextObject(text="Solicita y consulta las llaves de un prestador"),
        ),
        Option(
            value=Role.OFFICIAL,
            text=PlainTextObject(text=USER_TYPES[Role.OFFICIAL]),
            description=PlainTextObject(text="Funcionario del MSPS que asigna las llaves"),
        ),
    ]
    why = safe(refused.decision_reason or "") if refused else ""
    refusal = [paragraph(f"*Su registro anterior fue rechazado:* {why}")] if refused else []
    return View(
        type="modal",
        callback_id=Callback.USER_TYPE,
        private_metadata=origin,
        title=PlainTextObject(text=TITLE),
        submit=PlainTextObject(text="Continuar"),
        close=PlainTextObject(text="Cancelar"),
        blocks=[
            breadcrumb(Place.REGISTRATION),
            HeaderBlock(text=PlainTextObject(text="REGISTRAR USUARIO -IHCE-")),
            *refusal,
            field(
                Field.USER_TYPE,
                "Seleccione el tipo de usuario",
                RadioButtonsElement(
                    action_id=Action.INPUT,
                    options=options,
                    initial_option=next(
                        (each for each in options if refused and each.value == refused.role), None
                    ),
                ),
            ),
            small(HELPDESK),
        ],
    )


def delegate_form(refused: Person | None = None, origin: str | None = None) -> View:
    """Ask a delegate for the fields of §6.2.1. The captcha has no place here: Slack knows who is typing.

    What a `refused` registration said is typed in already.
    """
    before = refused if refused and refused.role is Role.DELEGATE else None
    return _form(
        Callback.DELEGATE_REGISTRATION,
        origin,
        [
            field(
                Field.ENTITY_TYPE,
                "Tipo de Entidad",
                select(
                    [(kind.value, label) for kind, label in ENTITY_TYPES.items()],
                    initial=EntityType.PSS.value,
                ),
            ),
            field(
                Field.NIT,
                "Nit de la entidad",
                text_input("900123456", longest=20, initial=before.nit if before else None),
                hint="Sin espacios, sin comas, sin guiones, sin puntos y sin dígito de verificación.",
            ),
            *_document("Tipo identificación delegado", "Número identificación delegado", refused),
            field(
                Field.LOGIN,
                "Login de Hércules",
                text_input("ADMINHCEIPS900123456", longest=40),
                hint="Si lo tiene a mano, escríbalo tal como se lo dio Hércules. Si no, déjelo vacío.",
                optional=True,
            ),
        ],
    )


def official_form(refused: Person | None = None, origin: str | None = None) -> View:
    """Ask an official for the fields of §6.2.2; `refused` as in `delegate_form`."""
    return _form(
        Callback.OFFICIAL_REGISTRATION,
        origin,
        _document("Tipo identificación", "Número de identificación", refused),
    )


def _document(type_label: str, number_label: str, before: Person | None) -> list[InputBlock]:
    kinds = [(kind.value, text) for kind, text in DOCUMENT_LABELS.items()]
    return [
        field(
            Field.DOCUMENT_TYPE,
            type_label,
            select(kinds, initial=before.document_type if before else None),
        ),
        field(
            Field.DOCUMENT_NUMBER,
            number_label,
            text_input("1020304050", longest=30, initial=before.document_number if before else None),
            hint="Sin espacios, sin comas, sin guiones, sin puntos y sin dígito de verificación.",
        ),
    ]


def _form(callback: Callback, origin: str | None, inputs: Sequence[Block]) -> View:
    consent = CURRENT[ConsentKind.CONFIDENTIALITY]
    return View(
        type="modal",
        callback_id=callback,
        private_metadata=origin,
        title=PlainTextObject(text=TITLE),
        submit=PlainTextObject(text="Registrar"),
        close=PlainTextObject(text="Cancelar"),
        blocks=[
            breadcrumb(Place.REGISTRATION),
            HeaderBlock(text=PlainTextObject(text="REGISTRAR USUARIO -IHCE-")),
            *inputs,
            paragraph(consent.body),
            field(
                Field.CONFIDENTIALITY,
                "Acuerdo de confidencialidad",
                tick(consent.kind, "Acepto el acuerdo de confidencialidad"),
            ),
            small(HELPDESK),
        ],
    )


def summary(person: Person, provider: Provider | None) -> View:
    """Return the Resumen del registro (Imagen 04 and 07), with the login to note down."""
    pairs = {
        "LOGIN DE USUARIO": f"`{safe(person.login)}`",
        "Tipo de Registro": USER_TYPES[person.role],
        "Tipo Documento Identificación": DOCUMENT_LABELS[person.document_type]
        if person.document_type
        else "",
        "Número documento de Identificación": safe(person.document_number or ""),
    }
    if person.nit:
        pairs["NIT Entidad"] = format_nit(person.nit)
        pairs["Entidad"] = safe(provider.name) if provider else ""
    pairs["Estado"] = person_state(person)
    return View(
        type="modal",
        title=PlainTextObject(text=TITLE),
        close=PlainTextObject(text="Cerrar"),
        blocks=[
            *header(person, provider, Place.REGISTRATION),
            HeaderBlock(text=PlainTextObject(text="REGISTRO SATISFACTORIO")),
            facts(pairs),
            paragraph(f"Anote y conserve su login.\n*Qué sigue:* {_next(person)}"),
        ],
    )


def _next(person: Person) -> str:
    if let_in_by_the_list(person):
        return "usted figura en la lista de delegados designados. Ya puede pedir las llaves con `/llaves solicitar`."
    approver = "un funcionario del MSPS" if person.role is Role.DELEGATE else "un gerente"
    return (
        f"{approver} revisará su registro y le avisaremos aquí mismo, por mensaje directo. "
        "Hasta entonces no podrá hacer nada más."
    )
