"""App Home: what each role finds when they open the app, drawn anew whenever what it shows changes."""

from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement, DividerBlock
from slack_sdk.models.views import View

from bot.ids import Action
from bot.rules.next_step import NextStep
from bot.views.home.boards import Board, DelegateBoard, ManagerBoard, OfficialBoard, SedeBoard, VisitorBoard
from bot.views.home.menu import may_register
from bot.views.home.staff_home import manager_blocks, official_blocks
from bot.views.keys.key_view import SHOWN
from bot.views.messages.status import expiry_line, registration_lines
from bot.views.parts import button, entry, heading, paragraph, small
from bot.views.session import STEP_REQUEST, STEP_VIEW, Place, header_for
from bot.views.states import delegate_state
from bot.views.text import KINDS, SUPPORT, count_text, date_text, figure, safe, sede_text
from storage.enums import PersonStatus, RequestKind, RequestStatus
from storage.models import KeyRequest, Person

_ABOUT = (
    "*Llaves de acceso IHCE* – Aquí el delegado administrativo de un prestador solicita y consulta el ClientID y el "
    "ClientSecret con que su software entra a la Historia Clínica Electrónica interoperable; un funcionario del "
    "Ministerio los asigna."
)

_NEXT = {
    NextStep.CORRECT: "El Ministerio devolvió la solicitud de {sede}: corrija lo que dice el motivo y envíela de nuevo.",
    NextStep.RENEW: "Las llaves de {sede} están por vencer o vencidas: solicite unas nuevas.",
    NextStep.VIEW: "Ya puede ver sus llaves y ponerlas en su software.",
    NextStep.VIEW_MEANWHILE: "La nueva solicitud de {sede} está en trámite: le avisaremos por mensaje directo. Mientras "
    "tanto, las llaves que ya tiene siguen funcionando hasta que venzan.",
    NextStep.WAIT: "Nada por ahora: un funcionario del MSPS atenderá su solicitud y le avisaremos por mensaje directo.",
    NextStep.ENROLL: "Aún no ha solicitado llaves: haga la Inscripción Token.",
}

_ENROLL_AGAIN = "Su última solicitud quedó cancelada; si aún necesita llaves, haga la Inscripción Token."


def home(board: Board) -> View:
    """Return the Home tab of whoever looks at it."""
    match board:
        case DelegateBoard():
            blocks = _delegate(board)
        case OfficialBoard():
            blocks = [*header_for(board.person, (), Place.HOME), *official_blocks(board)]
        case ManagerBoard():
            blocks = [*header_for(board.person, (), Place.HOME), *manager_blocks(board)]
        case VisitorBoard():
            blocks = _visitor(board)
    return View(type="home", blocks=[*blocks, DividerBlock(), small(SUPPORT)])


def plain_home() -> View:
    """Return the little that is shown when Slack refuses the blocks of the real one."""
    return View(
        type="home", blocks=[paragraph("Escriba `/llaves` para ver qué puede hacer."), small(SUPPORT)]
    )


def _visitor(board: VisitorBoard) -> list[Block]:
    person = board.person
    return [
        *header_for(person, [board.provider] if board.provider else [], Place.HOME),
        paragraph(_ABOUT),
        *(paragraph(line) for line in registration_lines(person, board.provider)),
        ActionsBlock(elements=_visitor_buttons(person)),
    ]


def _visitor_buttons(person: Person | None) -> list[ButtonElement]:
    first = (
        [button(Action.START_REGISTRATION, "Registro de usuarios", primary=True)]
        if may_register(person)
        else []
    )
    suspended = person is not None and person.status is PersonStatus.SUSPENDED
    second = [] if suspended else [button(Action.OPEN_REQUIREMENTS, "Verificación de requisitos")]
    return [*first, *second, button(Action.OPEN_HELP, "Ayuda")]


def _delegate(board: DelegateBoard) -> list[Block]:
    sedes = [each.sede for each in board.sedes]
    several = f"{board.sede_count} sedes" if board.sede_count > 1 else None
    viewing = any(each.keys for each in board.sedes)
    return [
        *header_for(board.person, sedes, Place.HOME, codigo=several),
        small(STEP_VIEW if viewing else STEP_REQUEST),
        *_next_step(board),
        heading("Estado de sus llaves"),
        *_sedes(board),
        heading("Historial de solicitudes"),
        *_history(board),
    ]


def _next_step(board: DelegateBoard) -> list[Block]:
    if not board.sedes:
        return [
            paragraph(
                "*Su NIT ya no está en el directorio de prestadores (REPS).* Sin él no puede solicitar llaves: "
                "comuníquese con la mesa de ayuda."
            ),
            ActionsBlock(elements=[button(Action.OPEN_MENU, "Abrir menú")]),
        ]
    first = board.sedes[0]
    text = _NEXT[first.step].format(sede=safe(sede_text(first.sede)))
    if first.step is NextStep.ENROLL and any(each.request for each in board.sedes):
        text = _ENROLL_AGAIN
    return [
        paragraph(f"*Siguiente paso*\n{text}"),
        ActionsBlock(elements=[*_main_button(board), button(Action.OPEN_MENU, "Abrir menú")]),
        *_enrolling_too(board),
    ]


def _enrolling_too(board: DelegateBoard) -> list[Block]:
    """Offer the first request of the sedes that never asked, where another sede's next step comes first."""
    if not board.unasked or board.sedes[0].step is NextStep.ENROLL:
        return []
    told = count_text(board.unasked, "sede aún no tiene llaves", "sedes aún no tienen llaves")
    # A block of its own: a renewal's button above has the same action.
    return [entry(f"{told} ni solicitud.", button(Action.START_REQUEST, KINDS[RequestKind.ENROLLMENT]))]


def _main_button(board: DelegateBoard) -> list[ButtonElement]:
    first = board.sedes[0]
    codigo = first.sede.codigo
    match first.step:
        case NextStep.CORRECT:
            return [button(Action.START_REQUEST, "Corregir solicitud", codigo, primary=True)]
        case NextStep.RENEW:
            return [button(Action.START_REQUEST, KINDS[RequestKind.RENEWAL], codigo, primary=True)]
        case NextStep.ENROLL:
            # Which of the sedes is theirs to say, when no one is more urgent than another.
            return [button(Action.START_REQUEST, KINDS[RequestKind.ENROLLMENT], primary=True)]
        case NextStep.VIEW | NextStep.VIEW_MEANWHILE:
            return [button(Action.OPEN_KEYS, "Visualización de Llaves", primary=True)]
        case NextStep.WAIT:
            return []


def _sedes(board: DelegateBoard) -> list[Block]:
    blocks: list[Block] = [paragraph(_sede(each, board)) for each in board.sedes]
    more = board.sede_count - len(board.sedes)
    if more:
        blocks.append(small(f"Y {count_text(more, 'sede', 'sedes')} más: escriba `/llaves estado`."))
    return blocks or [paragraph("No hay sedes de su NIT en el directorio.")]


def _sede(each: SedeBoard, board: DelegateBoard) -> str:
    lines = [f"*{safe(sede_text(each.sede))}*"]
    if each.request is None:
        lines.append("Aún no ha solicitado llaves.")
    else:
        asked = date_text(each.request.requested_at)
        lines.append(f"Estado de inscripción: *{delegate_state(each.request)}* · {asked}")
        if each.request.status is RequestStatus.RETURNED:
            lines.append(f"Motivo: {safe(each.request.return_reason or '')}")
    lines += [
        expiry_line(environment, each.keys[environment], board.now)
        for environment in SHOWN
        if environment in each.keys
    ]
    return "\n".join(lines)


def _history(board: DelegateBoard) -> list[Block]:
    if not board.history:
        return [paragraph("Aquí verá cada solicitud que envíe, con su fecha y su estado.")]
    more = board.history_count - len(board.history)
    return [
        paragraph("\n".join(_past(request) for request in board.history)),
        *([small(f"Y {figure(more)} más.")] if more > 0 else []),
    ]


def _past(request: KeyRequest) -> str:
    asked = date_text(request.requested_at)
    return f"{asked} · {KINDS[request.kind]} · {request.codigo} · *{delegate_state(request)}*"
