"""Menú Principal, as each role finds it."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from bot.ids import NO_VALUE, Action
from bot.views.home.boards import DelegateMenu, InCourse, ManagerMenu, Menu, OfficialMenu, VisitorBoard
from bot.views.home.menu import menu, offering_menu
from bot.views.messages.status import queue_status
from storage.enums import PersonStatus, RequestKind, RequestStatus
from tests.views import samples
from tests.views.boards import delegate_menu
from tests.views.reading import Json, buttons, message_json, view_json, whole

FIRST, AGAIN = RequestKind.ENROLLMENT, RequestKind.RENEWAL


def _entries(view: Json) -> dict[str, tuple[str, str]]:
    """What can be opened: the line beside each button, and the button's value, by its label."""
    return {
        block["accessory"]["text"]["text"]: (
            block["text"]["text"].partition("\n")[2],
            block["accessory"]["value"],
        )
        for block in view["blocks"]
        if "accessory" in block
    }


def _actions(board: Menu) -> list[Action]:
    view = view_json(menu(board))
    return [Action(block["accessory"]["action_id"]) for block in view["blocks"] if "accessory" in block]


@pytest.mark.parametrize(
    ("board", "actions"),
    [
        (
            delegate_menu(FIRST),
            [
                Action.START_REQUEST,
                Action.OPEN_KEYS,
                Action.OPEN_REQUIREMENTS,
                Action.OPEN_STATUS,
                Action.OPEN_HELP,
            ],
        ),
        (
            OfficialMenu(samples.official(), 3),
            [Action.OPEN_ASSIGN_LIST, Action.OPEN_UPDATE_LIST, Action.OPEN_STATUS, Action.OPEN_HELP],
        ),
        (
            ManagerMenu(samples.manager(), 3),
            [
                Action.OPEN_USERS,
                Action.ORDER_DIGEST,
                Action.OPEN_EXPIRIES,
                Action.OPEN_DIGEST_PREFERENCES,
                Action.OPEN_STATUS,
                Action.OPEN_HELP,
            ],
        ),
        (
            VisitorBoard(None, None),
            [Action.START_REGISTRATION, Action.OPEN_REQUIREMENTS, Action.OPEN_HELP],
        ),
        (
            VisitorBoard(samples.delegate(PersonStatus.PENDING), None),
            [Action.OPEN_REQUIREMENTS, Action.OPEN_HELP],
        ),
        (
            VisitorBoard(samples.delegate(PersonStatus.REJECTED), None),
            [Action.START_REGISTRATION, Action.OPEN_REQUIREMENTS, Action.OPEN_HELP],
        ),
        (VisitorBoard(samples.official(PersonStatus.SUSPENDED), None), [Action.OPEN_HELP]),
    ],
    ids=["delegate", "official", "manager", "nobody", "pending", "rejected", "suspended"],
)
def test_everybody_is_offered_what_they_may_do_and_nothing_else(
    board: Menu, actions: Sequence[Action]
) -> None:
    assert _actions(board) == actions
    assert view_json(menu(board))["title"]["text"] == "Menú Principal"


class TestDelegate:
    def test_before_the_first_request_inscripcion_applies_and_resolicitud_is_explained(self) -> None:
        view = view_json(menu(delegate_menu(FIRST)))
        assert "Inscripción Token" in _entries(view)
        assert "Resolicitud Token" not in _entries(view)
        later = "*Resolicitud Token*: estará disponible cuando el Ministerio asigne las primeras"
        assert later in whole(view)

    def test_afterwards_resolicitud_applies_and_inscripcion_is_explained(self) -> None:
        view = view_json(menu(delegate_menu(AGAIN)))
        assert "Resolicitud Token" in _entries(view)
        assert "*Inscripción Token*: su entidad ya la hizo" in whole(view)

    def test_where_the_sedes_differ_both_apply_and_each_says_to_how_many(self) -> None:
        entries = _entries(view_json(menu(delegate_menu(FIRST, AGAIN, sedes=6))))
        assert entries["Inscripción Token"] == (
            "3 sedes aún no han solicitado llaves. Elija cuál al continuar.",
            NO_VALUE,
        )
        assert entries["Resolicitud Token"][0].startswith("3 sedes ya tienen llaves y pueden pedir otras.")

    def test_a_kind_that_applies_to_one_sede_goes_straight_to_it(self) -> None:
        entries = _entries(view_json(menu(delegate_menu(FIRST, AGAIN, sedes=2))))
        line, value = entries["Inscripción Token"]
        assert value == samples.CODIGO
        assert line == f"Para {samples.CODIGO} · Sede Norte · Bello."

    @pytest.mark.parametrize(
        ("status", "words"),
        [
            (
                RequestStatus.PENDING,
                "Su solicitud del 13 ene 2026 está en trámite: puede verla, corregirla o cancelarla.",
            ),
            (RequestStatus.RETURNED, "El Ministerio devolvió su solicitud"),
        ],
    )
    def test_an_open_request_is_told_beside_its_kind(self, status: RequestStatus, words: str) -> None:
        view = view_json(menu(delegate_menu(FIRST, request=samples.request(status))))
        assert words in _entries(view)["Inscripción Token"][0]

    def test_the_requests_of_several_sedes_are_counted_and_can_be_reached(self) -> None:
        board = replace(delegate_menu(FIRST, AGAIN, sedes=6), in_course=InCourse(2, 1, None))
        line, value = _entries(view_json(menu(board)))["Ver solicitudes"]
        assert line == (
            "En trámite: *2 sedes* · Devueltas: *1 sede*. Puede ver, corregir o cancelar cada solicitud."
        )
        assert value == NO_VALUE
        assert _actions(board).count(Action.START_REQUEST) == 3

    def test_a_count_of_nothing_is_left_out(self) -> None:
        board = replace(delegate_menu(FIRST, sedes=3), in_course=InCourse(2, 0, None))
        assert _entries(view_json(menu(board)))["Ver solicitudes"][0].startswith("En trámite: *2 sedes*. ")

    @pytest.mark.parametrize(("returned", "state"), [(0, "en trámite"), (1, "devuelta")])
    def test_the_only_request_of_several_sedes_is_named_and_opened_at_once(
        self, returned: int, state: str
    ) -> None:
        course = InCourse(1 - returned, returned, samples.provider())
        board = replace(delegate_menu(FIRST, sedes=3), in_course=course)
        line, value = _entries(view_json(menu(board)))["Ver solicitudes"]
        assert line.startswith(f"{samples.CODIGO} · Sede Norte · Bello: *{state}*.")
        assert value == samples.CODIGO

    @pytest.mark.parametrize(
        ("has_keys", "words"),
        [
            (False, "*Resolicitud Token*: estará disponible cuando el Ministerio asigne"),
            (True, "*Resolicitud Token*: las sedes que tienen llaves ya tienen una solicitud en trámite."),
        ],
    )
    def test_while_every_sede_waits_neither_kind_applies_and_both_are_explained(
        self,
        has_keys: bool,  # noqa: FBT001
        words: str,
    ) -> None:
        board = replace(delegate_menu(sedes=2, has_keys=has_keys), in_course=InCourse(2, 0, None))
        text = whole(view_json(menu(board)))
        assert words in text
        assert "*Inscripción Token*: todas sus sedes ya la hicieron." in text
        assert "directorio" not in text

    @pytest.mark.parametrize(
        ("has_keys", "bold"), [(False, "*1 Solicitud de Llave*"), (True, "*2 Visualización de Llaves*")]
    )
    def test_the_stepper_marks_where_the_entity_is(self, has_keys: bool, bold: str) -> None:  # noqa: FBT001
        assert bold in whole(view_json(menu(delegate_menu(FIRST, has_keys=has_keys))))

    def test_an_entity_that_left_the_directory_is_told_what_to_do(self) -> None:
        text = whole(view_json(menu(DelegateMenu(samples.delegate(), [], {}, has_keys=False))))
        assert "comuníquese con la mesa de ayuda" in text
        assert Action.START_REQUEST not in text


@pytest.mark.parametrize(
    ("pending", "words"),
    [
        (0, "No hay solicitudes pendientes."),
        (1, "*1 solicitud pendiente*: ingrese sus llaves."),
        (1_250, "*1.250 solicitudes pendientes*: ingrese sus llaves."),
    ],
)
def test_an_official_reads_how_many_requests_wait(pending: int, words: str) -> None:
    entries = _entries(view_json(menu(OfficialMenu(samples.official(), pending))))
    assert entries["Asignar Token"][0] == words


@pytest.mark.parametrize(
    ("waiting", "words"), [(0, "Apruebe, suspenda"), (1, "*1 registro por aprobar.*"), (2, "*2 registros")]
)
def test_a_manager_reads_how_many_people_wait(waiting: int, words: str) -> None:
    entries = _entries(view_json(menu(ManagerMenu(samples.manager(), waiting))))
    assert entries["Usuarios"][0].startswith(words)


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (PersonStatus.PENDING, "Pendiente de aprobación"),
        (PersonStatus.REJECTED, "Rechazado"),
        (PersonStatus.SUSPENDED, "Suspendido"),
    ],
)
def test_whoever_may_not_act_reads_why(status: PersonStatus, words: str) -> None:
    board = VisitorBoard(samples.delegate(status), samples.provider())
    assert words in whole(view_json(menu(board)))


def test_the_helpdesk_is_in_every_menu() -> None:
    for board in (VisitorBoard(None, None), delegate_menu(FIRST), OfficialMenu(samples.official(), 0)):
        assert "601 330 5043" in whole(view_json(menu(board)))


def test_a_message_leads_to_the_menu_and_says_what_it_said() -> None:
    before = queue_status(1)
    after = message_json(offering_menu(before, (Action.START_REGISTRATION, "Registro de usuarios")))
    assert after["text"] == before.text
    assert [(each["text"]["text"], each.get("style")) for each in buttons(after)] == [
        ("Registro de usuarios", "primary"),
        ("Abrir menú", None),
    ]
