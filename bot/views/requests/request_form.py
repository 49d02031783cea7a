"""The request for keys (manual §6.4.1.1): its form, and the answer to it."""

from collections.abc import Sequence
from datetime import date

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    DividerBlock,
    EmailInputElement,
    HeaderBlock,
    InputBlock,
    PlainTextObject,
)
from slack_sdk.models.views import View

from bot.forms.key_request import RequestPurpose, SentRequest
from bot.ids import Action, Callback, Field
from bot.rules.consent_texts import CURRENT, ConsentText
from bot.rules.fields.contact import COMPANY_NAME_LENGTH, PERSON_NAME_LENGTH, format_phone, is_free_mail
from bot.rules.requirements import Requirement
from bot.views.parts import facts, field, paragraph, small, text_input, tick
from bot.views.requests.buttons import cancel_button
from bot.views.requests.requirements import requirement_lines
from bot.views.session import STEP_REQUEST, Place, header
from bot.views.states import delegate_state
from bot.views.text import HELPDESK, KINDS, day_text, moment_text, safe
from storage.enums import ConsentKind, RequestKind, RequestStatus
from storage.models import KeyRequest, Person, Provider

CREATED = "Registro de solicitud de inscripción de llave creado con éxito!"

CORRECTED = "Solicitud corregida y enviada de nuevo."

_CORRECTABLE = frozenset({RequestStatus.PENDING, RequestStatus.RETURNED})


def request_form(
    person: Person,
    sede: Provider,
    kind: RequestKind,
    previous: KeyRequest | None,
    requirements: Sequence[Requirement] = (),
) -> View:
    """Return FORMULARIO PARA INSCRIPCIÓN DE LLAVES (Imagen 12) for one sede.

    `previous` fills the form with what was sent before, so that only what changes is typed again; the consents are
    asked for anew. An open one is corrected by this form, and when it was returned its reason stands above. Before a first request the `requirements` do; one that is open stops nobody.
    """
    corrected = previous if previous and previous.status in _CORRECTABLE else None
    purpose = RequestPurpose(codigo=sede.codigo, corrects=SentRequest.of(corrected) if corrected else None)
    return View(
        type="modal",
        callback_id=Callback.KEY_REQUEST,
        private_metadata=purpose.build(),
        title=PlainTextObject(text="Corregir solicitud" if corrected else KINDS[kind]),
        submit=PlainTextObject(text="Guardar" if corrected else "Generar llave de acceso"),
        close=PlainTextObject(text="Cancelar"),
        blocks=[
            *header(person, sede, Place.REQUEST),
            small(STEP_REQUEST),
            HeaderBlock(text=PlainTextObject(text="FORMULARIO PARA INSCRIPCIÓN DE LLAVES")),
            paragraph(
                f"Este formulario {'corrige' if corrected else 'crea'} una *solicitud*: las llaves las genera el "
                "Ministerio y usted las verá con `/llaves ver` cuando se asignen."
            ),
            *(requirement_lines(requirements) if requirements else []),
            *_about(previous),
            *_inputs(previous),
            DividerBlock(),
            *_consent(
                CURRENT[ConsentKind.TERMS],
                Field.TERMS,
                "Aceptación términos para la solicitud de token",
                "Acepto los términos y condiciones para la solicitud del token",
            ),
            DividerBlock(),
            *_consent(
                CURRENT[ConsentKind.PERSONAL_DATA],
                Field.PERSONAL_DATA,
                "Autorización de datos personales",
                "Autorizo el tratamiento de los datos personales",
            ),
            small(HELPDESK),
        ],
    )


def _about(previous: KeyRequest | None) -> list[Block]:
    if previous is None:
        return []
    if previous.status is RequestStatus.RETURNED:
        reason = safe(previous.return_reason or "")
        told = f"*Devuelta por el Ministerio:* {reason}\nCorrija lo indicado y envíela de nuevo."
        return [paragraph(told), ActionsBlock(elements=[cancel_button(previous)])]
    if previous.status is RequestStatus.PENDING:
        sent = moment_text(previous.submitted_at)
        return [
            paragraph(
                f"Usted está corrigiendo la solicitud de {KINDS[previous.kind]} enviada el {sent}: cambie lo que "
                "haga falta, acepte de nuevo los términos y guarde. No pierde su lugar en la fila."
            )
        ]
    return [paragraph("Traemos lo que envió la última vez: revíselo antes de enviar.")]


def _inputs(before: KeyRequest | None) -> list[InputBlock]:
    def text(block: Field, label: str, placeholder: str, longest: int = COMPANY_NAME_LENGTH[1]) -> InputBlock:
        return field(block, label, text_input(placeholder, longest=longest, initial=typed.get(block)))

    def email(block: Field, label: str, placeholder: str) -> InputBlock:
        element = EmailInputElement(
            action_id=Action.INPUT,
            placeholder=PlainTextObject(text=placeholder),
            initial_value=typed.get(block),
        )
        return field(block, label, element)

    typed = _typed_before(before) if before else {}
    return [
        text(Field.SUPPLIER_NAME, "Nombre del Proveedor", "Proveedor S.A.S."),
        text(Field.SOFTWARE_NAME, "Software SIH", "Nombre del software"),
        text(Field.LEAD_NAME, "Nombre Líder Técnico", "Nombre y apellido", longest=PERSON_NAME_LENGTH[1]),
        email(Field.LEAD_EMAIL, "Correo Líder Técnico", "lider@empresa.com"),
        text(Field.LEAD_PHONE, "Teléfono Líder Técnico", "3001234567", longest=40),
        text(
            Field.RESPONSIBLE_NAME, "Nombre Responsable", "Nombre y apellido", longest=PERSON_NAME_LENGTH[1]
        ),
        email(Field.RESPONSIBLE_EMAIL, "Correo Responsable", "responsable@empresa.com"),
        text(Field.RESPONSIBLE_PHONE, "Teléfono Responsable", "3109876543", longest=40),
    ]


def _typed_before(request: KeyRequest) -> dict[str, str]:
    return {
        Field.SUPPLIER_NAME: request.supplier_name,
        Field.SOFTWARE_NAME: request.software_name,
        Field.LEAD_NAME: request.lead_name,
        Field.LEAD_EMAIL: request.lead_email,
        Field.LEAD_PHONE: format_phone(request.lead_phone),
        Field.RESPONSIBLE_NAME: request.responsible_name,
        Field.RESPONSIBLE_EMAIL: request.responsible_email,
        Field.RESPONSIBLE_PHONE: format_phone(request.responsible_phone),
    }


def _consent(text: ConsentText, block_id: Field, label: str, box: str) -> list[Block]:
    note = [small(f"Nota: {text.note}")] if text.note else []
    return [paragraph(text.body), *note, field(block_id, label, tick(text.kind, box))]


def created(person: Person, request: KeyRequest, answer_by: date) -> View:
    """Return the confirmation and the state table (Imagen 13), and until when to expect the answer."""
    warning = (
        [
            paragraph(
                "El correo del líder técnico no parece institucional. Si tiene uno del prestador, es preferible."
            )
        ]
        if is_free_mail(request.lead_email)
        else []
    )
    return View(
        type="modal",
        title=PlainTextObject(text=KINDS[request.kind]),
        close=PlainTextObject(text="Cerrar"),
        blocks=[
            *header(person, request.provider, Place.REQUEST),
            paragraph(f":white_check_mark: *{CORRECTED if request.resubmitted_at else CREATED}*"),
            *state_table(request),
            *warning,
            paragraph(
                "*Qué sigue:* un funcionario del MSPS asignará las llaves y le avisaremos por mensaje directo.\n"
                f"Respuesta esperada: a más tardar el {day_text(answer_by)}. "
                "Mientras tanto puede consultar el estado con `/llaves estado`."
            ),
        ],
    )


def state_table(request: KeyRequest) -> list[Block]:
    """Return the INSCRIPCION DE LLAVE table as labelled values."""
    return [
        HeaderBlock(text=PlainTextObject(text="INSCRIPCION DE LLAVE")),
        facts(
            {
                "Estado de inscripción": f"*{delegate_state(request)}*",
                "Fecha solicitud": moment_text(request.requested_at),
                "Entidad": safe(request.provider.name),
                "Código habilitación": request.codigo,
            }
        ),
    ]
