"""The managers' windows on people: the list of users, and one person's page."""

from collections.abc import Mapping, Sequence

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ConfirmObject,
    PlainTextObject,
    SectionBlock,
)
from slack_sdk.models.views import View

from bot.forms.users import LONGEST_SEARCH, UserListState, UserPlace
from bot.ids import Action, Callback
from bot.rules.fields.nit import format_nit
from bot.rules.governing import UserAct
from bot.views.messages.cards import account_note, decision_buttons, document_text
from bot.views.parts import facts, mrkdwn, paragraph, small, versioned
from bot.views.searching import pager, search_box
from bot.views.session import Place, header
from bot.views.states import official_state
from bot.views.text import (
    USER_TYPES,
    date_text,
    login_text,
    mention,
    moment_text,
    person_state,
    reason_text,
    safe,
)
from storage.enums import PersonStatus, Role
from storage.models import KeyRequest, Person, Provider
from storage.paging import Page

TITLE = "Usuarios"
REQUESTS_SHOWN = 5

_LONGEST_NAME = 150

_WHY_NOTHING = {
    PersonStatus.ACTIVE: "Usted no puede suspenderse a sí mismo. Si hace falta, pídalo a otro gerente.",
    PersonStatus.REJECTED: "No hay nada por decidir: esta persona puede registrarse de nuevo con `/llaves registro`.",
    PersonStatus.SUSPENDED: "Su cuenta de Slack es de invitado, y un invitado no puede ser funcionario ni gerente. "
    "Para reactivarla, pida primero al administrador de Slack que la haga miembro.",
}


def user_list(
    manager: Person, state: UserListState, page: Page[Person], entities: Mapping[str, Provider]
) -> View:
    """Show one page of the users; `entities` holds a sede of each NIT on it, for its name."""
    return View(
        type="modal",
        callback_id=Callback.USER_LIST,
        private_metadata=state.model_dump_json(),
        title=PlainTextObject(text=TITLE),
        submit=PlainTextObject(text="Buscar"),
        close=PlainTextObject(text="Cerrar"),
        blocks=[
            *header(manager, None, Place.USERS),
            search_box(
                Action.SEARCH_USERS,
                "NIT, documento, login, rol o estado",
                "Por ejemplo «delegado suspendido». Vacío muestra a todos.",
                state.search,
                LONGEST_SEARCH,
            ),
            *(_rows(page, entities) if page.total else [paragraph(_empty(state))]),
        ],
    )


def _empty(state: UserListState) -> str:
    if not state.search:
        return "*Aún no hay usuarios.* Pida a delegados y funcionarios que escriban `/llaves registro`."
    return (
        f"*Nadie coincide con «{safe(state.search)}».* Pruebe con el NIT, el número de documento, el login o el id de "
        "Slack completos, o con un rol o un estado como «funcionario» o «pendiente»; borre la búsqueda para ver a todos."
    )


def _rows(page: Page[Person], entities: Mapping[str, Provider]) -> list[Block]:
    return [
        *(_row(person, entities.get(person.nit or "")) for person in page.rows),
        *pager(page, Action.PREVIOUS_USERS, Action.NEXT_USERS, "persona", "personas"),
    ]


def _row(person: Person, entity: Provider | None) -> Block:
    since = person.registered_at if person.status is PersonStatus.PENDING else person.decided_at
    whose = [f"NIT {format_nit(person.nit)}"] if person.nit else []
    name = [safe(entity.name, _LONGEST_NAME)] if entity else []
    first = f"*{mention(person)}* · {USER_TYPES[person.role]} · *{person_state(person)}*"
    second = " · ".join(
        [
            *whose,
            *name,
            f"Login {login_text(person, '`')}",
            f"desde el {date_text(since or person.registered_at)}",
        ]
    )
    return SectionBlock(
        text=mrkdwn(f"{first}\n{second}"),
        accessory=ButtonElement(
            action_id=Action.OPEN_USER, value=str(person.id), text=PlainTextObject(text="Gestionar")
        ),
    )


def user_page(
    manager: Person,
    person: Person,
    provider: Provider | None,
    colleagues: Sequence[Person],
    requests: Sequence[KeyRequest],
    acts: frozenset[UserAct],
    state: UserListState,
) -> View:
    """Show all about one person and what may be done.

    `colleagues` are the other active delegates of their NIT, `requests` its open ones.
    """
    place = UserPlace(person=person.id, version=person.version, list=state)
    return View(
        type="modal",
        private_metadata=place.model_dump_json(),
        title=PlainTextObject(text="Usuario"),
        close=PlainTextObject(text="Volver"),
        blocks=[
            *header(manager, None, Place.USERS),
            facts(_facts(person, provider, colleagues)),
            *([paragraph(f"*Motivo:* {reason_text(person)}")] if person.decision_reason else []),
            *(small(note) for note in account_note(person)),
            *([paragraph(_requests_line(requests))] if person.role is Role.DELEGATE else []),
            *_acts(person, provider, acts),
        ],
    )


def _facts(person: Person, provider: Provider | None, colleagues: Sequence[Person]) -> dict[str, str]:
    pairs = {
        "Usuario": mention(person),
        "Rol": USER_TYPES[person.role],
        "Estado": f"*{person_state(person)}*",
        "Documento": document_text(person),
    }
    if person.nit:
        pairs["NIT Entidad"] = format_nit(person.nit)
        pairs["Entidad"] = safe(provider.name) if provider else ""
    pairs["Login"] = login_text(person, "`")
    pairs["Fecha de registro"] = moment_text(person.registered_at)
    if person.decided_at and person.status is not PersonStatus.PENDING:
        by = mention(person.decided_by) if person.decided_by else "El sistema"
        pairs["Última decisión"] = f"{by}, {moment_text(person.decided_at)}"
    if person.role is Role.DELEGATE:
        pairs["Otros delegados activos"] = ", ".join(mention(each) for each in colleagues) or "Ninguno"
    return pairs


def _requests_line(requests: Sequence[KeyRequest]) -> str:
    if not requests:
        return "*Solicitudes en trámite:* ninguna."
    shown = [f"{request.codigo} ({official_state(request)})" for request in requests[:REQUESTS_SHOWN]]
    more = len(requests) - REQUESTS_SHOWN
    return f"*Solicitudes en trámite:* {', '.join(shown)}{f' y {more} más' if more > 0 else ''}."


def _acts(person: Person, provider: Provider | None, acts: frozenset[UserAct]) -> list[Block]:
    buttons = [
        *(
            decision_buttons(person, provider, Action.APPROVE_USER, Action.REJECT_USER)
            if UserAct.DECIDE in acts
            else []
        ),
        *([_reactivate(person)] if UserAct.REACTIVATE in acts else []),
        *(
            [_button(Action.CHANGE_DELEGATE, "Cambiar delegado", person)]
            if UserAct.CHANGE_DELEGATE in acts
            else []
        ),
        *([_button(Action.SUSPEND_USER, "Suspender", person, "danger")] if UserAct.SUSPEND in acts else []),
    ]
    return [ActionsBlock(elements=buttons)] if buttons else [small(_WHY_NOTHING[person.status])]


def _button(action: Action, label: str, person: Person, style: str | None = None) -> ButtonElement:
    return ButtonElement(
        action_id=action, value=versioned(person), text=PlainTextObject(text=label), style=style
    )


def _reactivate(person: Person) -> ButtonElement:
    return ButtonElement(
        action_id=Action.REACTIVATE_USER,
        value=versioned(person),
        text=PlainTextObject(text="Reactivar"),
        style="primary",
        confirm=ConfirmObject(
            title=PlainTextObject(text="Reactivar usuario"),
            text=mrkdwn(f"{mention(person)} podrá trabajar de nuevo como {USER_TYPES[person.role]}."),
            confirm=PlainTextObject(text="Sí, reactivar"),
            deny=PlainTextObject(text="Cancelar"),
        ),
    )
