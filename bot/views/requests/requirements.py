"""Verificación de requisitos (manual §6.1): the four prerequisites, who vouches for each, and how to fix it."""

from collections.abc import Sequence

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    CheckboxesElement,
    HeaderBlock,
    Option,
    PlainTextObject,
)
from slack_sdk.models.views import View

from bot.ids import Action, Callback, Field
from bot.rules.requirements import Requirement, Voucher
from bot.views.parts import button, field, paragraph, small
from bot.views.session import Place, header_for
from bot.views.text import SUPPORT, date_text
from storage.enums import PersonStatus, Prerequisite, Role
from storage.models import Person, Provider

TITLE = "Verificar requisitos"  # the whole name is longer than Slack's 24 characters
SCREEN = "Verificación de requisitos"

MISEGURIDADSOCIAL = "www.miseguridadsocial.gov.co"
HERCULES = "https://hercules.sispro.gov.co/SecurityWeb2/ALCANCE_USER_ESQ2/RegistrarUsuario.aspx"

_MET, _OPEN = "✅", "⬜"

_TEXTS = {
    Prerequisite.ORGANIZATION: (
        f"Cada Prestador de Servicios de Salud debe estar previamente registrado en {MISEGURIDADSOCIAL} como "
        "organización."
    ),
    Prerequisite.DESIGNATION: (
        "Cada Prestador de Servicios de Salud deberá designar a un funcionario de su entidad en "
        f"{MISEGURIDADSOCIAL} quien actuará como delegado administrativo. Este último será el encargado de "
        "realizar la autogestión de llaves de acceso ante el Ministerio."
    ),
    Prerequisite.NATURAL_PERSON: (
        f"El delegado administrativo deberá estar previamente registrado en {MISEGURIDADSOCIAL} como persona natural."
    ),
    Prerequisite.HERCULES: (
        "El delegado administrativo deberá registrarse en el Módulo de Registros de Usuarios de IHCE del sistema de "
        "información de Hércules con el tipo de usuario “Delegado Administrativo”."
    ),
}

_SHORT = {
    Prerequisite.ORGANIZATION: "Prestador registrado como organización en Mi Seguridad Social",
    Prerequisite.DESIGNATION: "Delegado administrativo designado por el prestador",
    Prerequisite.NATURAL_PERSON: "Delegado registrado como persona natural en Mi Seguridad Social",
    Prerequisite.HERCULES: "Delegado registrado en Hércules",
}

_FIXES = {
    Prerequisite.ORGANIZATION: f"Registre la entidad en <https://{MISEGURIDADSOCIAL}|{MISEGURIDADSOCIAL}> como organización.",
    Prerequisite.DESIGNATION: (
        f"El representante de la entidad designa al delegado en <https://{MISEGURIDADSOCIAL}|{MISEGURIDADSOCIAL}>; "
        "luego el delegado se registra aquí con `/llaves registro`."
    ),
    Prerequisite.NATURAL_PERSON: f"Regístrese en <https://{MISEGURIDADSOCIAL}|{MISEGURIDADSOCIAL}> como persona natural.",
    Prerequisite.HERCULES: (
        f"Regístrese en <{HERCULES}|Hércules>: elija IHCE y el tipo de usuario «Delegado Administrativo»."
    ),
}

_VOUCHED = {
    Voucher.DESIGNATION_LIST: "Según la lista de designados.",
    Voucher.DECIDER: "Aprobado por un funcionario.",
    Voucher.REGISTRATION: "Según su registro, que está activo.",
    Voucher.HERCULES_LOGIN: "Según su login de Hércules.",
}

_NOT_ACTIVE = {
    PersonStatus.PENDING: (
        "*Qué sigue:* su registro está pendiente de aprobación. Cuando lo aprueben podrá declarar aquí lo que ya se "
        "cumple."
    ),
    PersonStatus.REJECTED: "*Qué sigue:* su registro no fue aprobado. Corríjalo con `/llaves registro`.",
    PersonStatus.SUSPENDED: "*Su acceso está suspendido.* Comuníquese con la mesa de ayuda: 601 330 5043.",
}

_INTRODUCTION = (
    "Para poder realizar la solicitud de llaves para la interoperabilidad de la historia clínica electrónica - IHCE, "
    "es necesario cumplir con los siguientes prerrequisitos:"
)


def requirements_view(
    person: Person | None, sedes: Sequence[Provider], checklist: Sequence[Requirement]
) -> View:
    """Return the whole list. A delegate who may act declares in it what nobody else can see."""
    may_declare = person is not None and _is_delegate(person) and person.status is PersonStatus.ACTIVE
    declarable = [each for each in checklist if each.declarable] if may_declare else []
    return View(
        type="modal",
        callback_id=Callback.REQUIREMENTS,
        title=PlainTextObject(text=TITLE),
        submit=PlainTextObject(text="Guardar") if declarable else None,
        close=PlainTextObject(text="Cerrar"),
        blocks=[
            *header_for(person, sedes, Place.REQUIREMENTS),
            HeaderBlock(text=PlainTextObject(text=SCREEN)),
            paragraph(_INTRODUCTION),
            *(_full(number, each, person) for number, each in enumerate(checklist, start=1)),
            paragraph(_advice(person, checklist)),
            *([_declaration(declarable)] if declarable else []),
            small(SUPPORT),
        ],
    )


def requirement_lines(checklist: Sequence[Requirement]) -> list[Block]:
    """Return the list in four lines for the top of another modal, with the way to the whole of it while one is open."""
    lines = "\n".join(f"{_mark(each)} {_SHORT[each.prerequisite]}" for each in checklist)
    blocks: list[Block] = [paragraph(f"*{SCREEN}*\n{lines}")]
    if all(each.met for each in checklist):
        return blocks
    whole = button(Action.OPEN_REQUIREMENTS, SCREEN)
    return [
        *blocks,
        small("Puede enviar la solicitud. Revise cómo se cumple lo que falta y declare lo que ya se cumple:"),
        ActionsBlock(elements=[whole]),
    ]


def _full(number: int, requirement: Requirement, person: Person | None) -> Block:
    # To an official the list is reading, not something to tick off.
    mark = f"{_mark(requirement)} " if person is None or _is_delegate(person) else ""
    return paragraph(
        f"{mark}*{number}.* {_TEXTS[requirement.prerequisite]}\n{_standing(requirement, person)}"
    )


def _mark(requirement: Requirement) -> str:
    return _MET if requirement.met else _OPEN


def _standing(requirement: Requirement, person: Person | None) -> str:
    if requirement.declared_at is not None:
        return f"_Usted lo declaró el {date_text(requirement.declared_at)}._"
    if requirement.voucher is not None:
        return f"_{_VOUCHED[requirement.voucher]}_"
    waits = person is not None and _is_delegate(person) and person.status is PersonStatus.PENDING
    if waits and requirement.prerequisite is Prerequisite.DESIGNATION:
        return "_Un funcionario del MSPS lo verificará al revisar su registro._"
    return f"*Cómo se cumple:* {_FIXES[requirement.prerequisite]}"


def _advice(person: Person | None, checklist: Sequence[Requirement]) -> str:
    if person is None:
        return "*Qué sigue:* regístrese con `/llaves registro`; así sabremos cuáles cumple."
    if not _is_delegate(person):
        return "*Estos requisitos son de los delegados administrativos:* usted no necesita cumplirlos ni declararlos."
    if person.status is not PersonStatus.ACTIVE:
        return _NOT_ACTIVE[person.status]
    if all(each.met for each in checklist):
        return "*Se cumplen los cuatro requisitos.* Pida las llaves con `/llaves solicitar`."
    return (
        "*Qué sigue:* haga lo que falta en las direcciones indicadas. Lo que ya se cumple, declárelo abajo: el "
        "Ministerio puede verificarlo."
    )


def _is_delegate(person: Person) -> bool:
    return person.role is Role.DELEGATE


def _declaration(declarable: Sequence[Requirement]) -> Block:
    boxes = CheckboxesElement(
        action_id=Action.INPUT,
        options=[
            Option(value=each.prerequisite, text=PlainTextObject(text=_SHORT[each.prerequisite]))
            for each in declarable
        ],
    )
    return field(Field.PREREQUISITES, "Declaro que ya se cumplen", boxes, optional=True)
