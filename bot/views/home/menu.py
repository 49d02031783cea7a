"""Menú Principal (manual §6.3, §6.4): what each role may open, every entry with a line that says what it is."""

from collections.abc import Sequence

from slack_sdk.models.blocks import ActionsBlock, Block, DividerBlock
from slack_sdk.models.views import View

from bot.ids import NO_VALUE, Action
from bot.views.home.boards import DelegateMenu, InCourse, ManagerMenu, Menu, Offer, OfficialMenu, VisitorBoard
from bot.views.messages.message import Message
from bot.views.messages.status import registration_lines
from bot.views.parts import button, entry, paragraph, small, window
from bot.views.session import STEP_REQUEST, STEP_VIEW, Place, header_for
from bot.views.text import KINDS, SUPPORT, count_text, date_text, safe, sede_text
from storage.enums import PersonStatus, RequestKind, RequestStatus, Role
from storage.models import Person

TITLE = "Menú Principal"

_WHAT = {
    RequestKind.ENROLLMENT: "Pida por primera vez las llaves de su entidad.",
    RequestKind.RENEWAL: "Su entidad ya solicitó llaves: pida unas nuevas.",
}

_OFFERED_FOR = {
    RequestKind.ENROLLMENT: ("sede aún no ha solicitado llaves.", "sedes aún no han solicitado llaves."),
    RequestKind.RENEWAL: (
        "sede ya tiene llaves y puede pedir otras.",
        "sedes ya tienen llaves y pueden pedir otras.",
    ),
}


def menu(board: Menu) -> View:
    """Return the menu of whoever opens it."""
    match board:
        case DelegateMenu():
            blocks = _delegate(board)
        case OfficialMenu():
            blocks = [*header_for(board.person, (), Place.MENU), *_official(board)]
        case ManagerMenu():
            blocks = [*header_for(board.person, (), Place.MENU), *_manager(board)]
        case VisitorBoard():
            blocks = _visitor(board)
    return window(TITLE, [*blocks, *_for_all(_role_of(board)), small(SUPPORT)])


def _role_of(board: Menu) -> Role | None:
    person = board.person
    return person.role if person and person.status is PersonStatus.ACTIVE else None


def _delegate(board: DelegateMenu) -> list[Block]:
    return [
        *header_for(board.person, board.sedes, Place.MENU),
        small(STEP_VIEW if board.has_keys else STEP_REQUEST),
        DividerBlock(),
        *_kinds(board),
        entry(
            "*Visualización de Llaves*\nVea y copie el ClientID, el ClientSecret y los parámetros de conexión.",
            button(Action.OPEN_KEYS, "Visualización de Llaves"),
        ),
        entry(
            "*Verificación de requisitos*\nLo que debe estar hecho antes de solicitar llaves.",
            button(Action.OPEN_REQUIREMENTS, "Verificación de requisitos"),
        ),
    ]


def _kinds(board: DelegateMenu) -> list[Block]:
    if not board.sedes:
        return [
            paragraph(
                "*Su NIT ya no está en el directorio de prestadores (REPS).* Sin él no puede solicitar llaves: "
                "comuníquese con la mesa de ayuda."
            )
        ]
    blocks: list[Block] = [_in_course(board.in_course)] if board.in_course else []
    for kind in sorted(RequestKind, key=lambda each: each not in board.offers):
        offer = board.offers.get(kind)
        if offer is None:
            blocks.append(small(f"*{KINDS[kind]}*: {_why_not(kind, board)}"))
        else:
            value = offer.only.codigo if offer.only else NO_VALUE
            text = f"*{KINDS[kind]}*\n{_line(offer, several=len(board.sedes) > 1)}"
            blocks.append(entry(text, button(Action.START_REQUEST, KINDS[kind], value, primary=True)))
    return blocks


def _in_course(found: InCourse) -> Block:
    counts = {"En trámite": found.pending, "Devueltas": found.returned}
    told = " · ".join(f"{label}: *{count_text(n, 'sede', 'sedes')}*" for label, n in counts.items() if n)
    if found.only is not None:
        state = "devuelta" if found.returned else "en trámite"
        told = f"{safe(sede_text(found.only))}: *{state}*"
    value = found.only.codigo if found.only else NO_VALUE
    return entry(
        f"*Solicitudes en trámite*\n{told}. Puede ver, corregir o cancelar cada solicitud.",
        button(Action.START_REQUEST, "Ver solicitudes", value),
    )


def _why_not(kind: RequestKind, board: DelegateMenu) -> str:
    if kind is RequestKind.RENEWAL:
        if board.has_keys:
            return "las sedes que tienen llaves ya tienen una solicitud en trámite."
        return "estará disponible cuando el Ministerio asigne las primeras llaves de su entidad."
    done = "todas sus sedes ya la hicieron" if len(board.sedes) > 1 else "su entidad ya la hizo"
    renew = "; para pedir llaves nuevas use Resolicitud Token" if RequestKind.RENEWAL in board.offers else ""
    return f"{done}{renew}."


def _line(offer: Offer, *, several: bool) -> str:
    if offer.request is not None and offer.request.status is RequestStatus.RETURNED:
        return "El Ministerio devolvió su solicitud: corrija lo indicado y envíela de nuevo."
    if offer.request is not None:
        return f"Su solicitud del {date_text(offer.request.requested_at)} está en trámite: puede verla, corregirla o cancelarla."
    if not several:
        return _WHAT[offer.kind]
    if offer.only is not None:
        return f"Para {safe(sede_text(offer.only))}."
    return f"{count_text(offer.sedes, *_OFFERED_FOR[offer.kind])} Elija cuál al continuar."


def _official(board: OfficialMenu) -> list[Block]:
    waiting = (
        f"*{count_text(board.pending, 'solicitud pendiente', 'solicitudes pendientes')}*: ingrese sus llaves."
        if board.pending
        else "No hay solicitudes pendientes."
    )
    return [
        DividerBlock(),
        entry(
            f"*Asignar Token*\n{waiting}",
            button(Action.OPEN_ASSIGN_LIST, "Asignar Token", primary=board.pending > 0),
        ),
        entry(
            "*Actualizar Token*\nCorrija las llaves de una entidad que ya las tiene.",
            button(Action.OPEN_UPDATE_LIST, "Actualizar Token"),
        ),
    ]


def _manager(board: ManagerMenu) -> list[Block]:
    waiting = (
        f"*{count_text(board.waiting, 'registro por aprobar', 'registros por aprobar')}.* "
        if board.waiting
        else ""
    )
    return [
        DividerBlock(),
        entry(
            f"*Usuarios*\n{waiting}Apruebe, suspenda o reactive a las personas, y cambie el delegado de un NIT.",
            button(Action.OPEN_USERS, "Usuarios", primary=board.waiting > 0),
        ),
        entry(
            "*Resumen de llaves*\nReciba por mensaje directo los vencimientos, la cola y los tiempos de respuesta.",
            button(Action.ORDER_DIGEST, "Resumen de llaves"),
        ),
        entry(
            "*Vencimientos*\nVea sede por sede qué llaves vencen y cuándo.",
            button(Action.OPEN_EXPIRIES, "Ver detalle"),
        ),
        entry(
            "*Preferencias*\nElija si el resumen semanal y el mensual le avisan.",
            button(Action.OPEN_DIGEST_PREFERENCES, "Preferencias"),
        ),
    ]


def _visitor(board: VisitorBoard) -> list[Block]:
    sedes = [board.provider] if board.provider else []
    person = board.person
    blocks: list[Block] = [
        *header_for(person, sedes, Place.MENU),
        *(paragraph(line) for line in registration_lines(person, board.provider)),
        DividerBlock(),
    ]
    if may_register(person):
        blocks.append(
            entry(
                "*Registro de usuarios*\nRegístrese como delegado administrativo o como funcionario del MSPS.",
                button(Action.START_REGISTRATION, "Registro de usuarios", primary=True),
            )
        )
    if person is None or person.status is not PersonStatus.SUSPENDED:
        blocks.append(
            entry(
                "*Verificación de requisitos*\nLo que debe estar hecho antes de solicitar llaves.",
                button(Action.OPEN_REQUIREMENTS, "Verificación de requisitos"),
            )
        )
    return blocks


def may_register(person: Person | None) -> bool:
    """Tell whether the menu offers to register: to nobody we know, and to whoever was refused."""
    return person is None or person.status is PersonStatus.REJECTED


def _for_all(role: Role | None) -> Sequence[Block]:
    status = {
        None: None,
        Role.DELEGATE: ("Estado de la solicitud", "En qué va cada solicitud y cuándo vencen sus llaves."),
        Role.OFFICIAL: ("Estado", "Cuántas solicitudes esperan."),
        Role.MANAGER: ("Estado", "Cuántas solicitudes esperan."),
    }[role]
    entries = [
        entry(f"*{status[0]}*\n{status[1]}", button(Action.OPEN_STATUS, status[0])) if status else None,
        entry("*Ayuda*\nQué puede hacer y a quién llamar.", button(Action.OPEN_HELP, "Ayuda")),
    ]
    return [each for each in entries if each is not None]


def offering_menu(message: Message, *before: tuple[Action, str]) -> Message:
    """Return a message with a button that opens the menu, after those of `before`, the first of them the main one."""
    buttons = [button(action, label, primary=number == 0) for number, (action, label) in enumerate(before)]
    row = ActionsBlock(elements=[*buttons, button(Action.OPEN_MENU, "Abrir menú")])
    return Message(text=message.text, blocks=[*message.blocks, row])
