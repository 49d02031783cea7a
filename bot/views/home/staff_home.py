"""App Home of the ministry's people: the queue and its age, what each has in hand, and which keys expire when."""

from collections.abc import Sequence

from slack_sdk.models.blocks import ActionsBlock, Block, SectionBlock

from bot.ids import Action
from bot.rules.staleness import business_days_waited
from bot.views.digests.counts import bucket_lines
from bot.views.digests.reminders import reminders_button, reminders_line
from bot.views.home.boards import Load, ManagerBoard, OfficialBoard
from bot.views.parts import button, entry, facts, heading, paragraph, small
from bot.views.text import (
    KINDS,
    count_text,
    figure,
    mention,
    moment_text,
    safe,
    wait_text,
)
from storage.enums import Role
from storage.models import KeyRequest

TAKEN_SHOWN = 10
OFFICIALS_SHOWN = 30


def official_blocks(board: OfficialBoard) -> list[Block]:
    """Return queue, own requests and today's numbers of an official."""
    today = board.today
    return [
        heading("Solicitudes pendientes"),
        _queue(board),
        *(_request(request, _waits(request, board)) for request in board.oldest),
        ActionsBlock(
            elements=[
                button(Action.OPEN_ASSIGN_LIST, "Asignar Token", primary=True),
                button(Action.OPEN_UPDATE_LIST, "Actualizar Token"),
                button(Action.OPEN_MENU, "Abrir menú"),
            ]
        ),
        heading("Tomadas por usted"),
        *_taken(board.taken),
        heading("Hoy"),
        facts(
            {
                "Recibidas": figure(today.received),
                "Asignadas": figure(today.assigned),
                "Devueltas": figure(today.returned),
                "Atendidas por usted": figure(today.mine),
            }
        ),
    ]


def _queue(board: OfficialBoard | ManagerBoard) -> Block:
    queue = board.queue
    if not queue.pending or queue.oldest_at is None:
        return paragraph("No hay solicitudes pendientes. Cuando llegue una, aparecerá aquí y en el canal.")
    waiting = count_text(queue.pending, "solicitud pendiente", "solicitudes pendientes")
    return paragraph(
        f"*{waiting}* · la más antigua espera desde el {moment_text(queue.oldest_at)} "
        f"({wait_text(business_days_waited(queue.oldest_at, board.now, board.hours))})"
    )


def _request(request: KeyRequest, remark: str) -> SectionBlock:
    provider = request.provider
    return entry(
        f"*{safe(provider.name)}* · {request.codigo}\n{KINDS[request.kind]} · {remark}",
        button(Action.ENTER_KEYS, "Ingresar info", str(request.id)),
    )


def _waits(request: KeyRequest, board: OfficialBoard) -> str:
    holder = request.holder(board.now)
    taken = f" · tomada por {mention(holder)}" if holder else ""
    waited = wait_text(business_days_waited(request.submitted_at, board.now, board.hours))
    return f"{moment_text(request.submitted_at)} ({waited}){taken}"


def _taken(requests: Sequence[KeyRequest]) -> list[Block]:
    if not requests:
        return [
            paragraph("No ha tomado ninguna. Con *Tomar*, en una tarjeta, la reserva por dos horas hábiles.")
        ]
    blocks: list[Block] = [
        _request(request, f"suya hasta el {moment_text(request.taken_until)}")
        for request in requests[:TAKEN_SHOWN]
        if request.taken_until
    ]
    more = len(requests) - TAKEN_SHOWN
    return blocks + ([small(f"Y {more} más: sus tarjetas están en el canal.")] if more > 0 else [])


def manager_blocks(board: ManagerBoard) -> list[Block]:
    """Return expiries, queue, officials' load and waiting registrations for a manager."""
    return [
        heading("Vencimiento de llaves"),
        *_expiries(board),
        ActionsBlock(
            elements=[
                button(Action.ORDER_DIGEST, "Resumen"),
                button(Action.OPEN_EXPIRIES, "Ver detalle"),
                button(Action.OPEN_DIGEST_PREFERENCES, "Preferencias"),
            ]
        ),
        entry(reminders_line(board.reminders), reminders_button(board.reminders)),
        heading("Solicitudes pendientes"),
        _queue(board),
        heading("Carga de los funcionarios"),
        *_loads(board.loads),
        heading("Registros por aprobar"),
        _waiting(board),
        ActionsBlock(
            elements=[
                button(Action.OPEN_USERS, "Usuarios", primary=True),
                button(Action.OPEN_MENU, "Abrir menú"),
            ]
        ),
    ]


def _expiries(board: ManagerBoard) -> list[Block]:
    if not board.expiries:
        return [paragraph("Aún no hay llaves asignadas. Cuando las haya, aquí verá cuántas vencen y cuándo.")]
    return [paragraph(line) for line in bucket_lines(board.expiries, None)]


def _loads(loads: Sequence[Load]) -> list[Block]:
    if not loads:
        return [paragraph("No hay funcionarios activos. Apruebe o reactive a alguno en *Usuarios*.")]
    lines = [
        f"{mention(load.official)} · asignadas en 7 días: *{figure(load.assigned)}* · tomadas ahora: {figure(load.taken)}"
        for load in loads[:OFFICIALS_SHOWN]
    ]
    more = len(loads) - OFFICIALS_SHOWN
    rest = count_text(more, "funcionario", "funcionarios")
    return [paragraph("\n".join(lines)), *([small(f"Y {rest} más.")] if more > 0 else [])]


def _waiting(board: ManagerBoard) -> Block:
    officials, delegates = board.waiting.get(Role.OFFICIAL, 0), board.waiting.get(Role.DELEGATE, 0)
    if not officials + delegates:
        return paragraph("Nadie espera aprobación.")
    groups = (
        (officials, count_text(officials, "funcionario", "funcionarios")),
        (delegates, count_text(delegates, "delegado", "delegados")),
    )
    who = " y ".join(f"*{told}*" for number, told in groups if number)
    return paragraph(f"{who} {'espera' if officials + delegates == 1 else 'esperan'} aprobación.")
