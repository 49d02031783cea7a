"""App Home, as each role finds it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.ids import NO_VALUE, Action
from bot.rules.next_step import NextStep
from bot.views.home.boards import Board, Reminders, VisitorBoard
from bot.views.home.home import home, plain_home
from storage.enums import Environment, PersonStatus, RequestKind, RequestStatus, Role
from tests.views import samples
from tests.views.boards import delegate_board, homes, manager_board, official_board, sede_board
from tests.views.reading import Json, buttons, fields, headings, view_json, whole
from tests.views.samples import CODIGO, GUIDS, NOW, SECRETS, USUAL


def _drawn(board: Board) -> Json:
    return view_json(home(board))


def _primary(view: Json) -> list[tuple[str, str, str]]:
    return [
        (each["text"]["text"], each["action_id"], each["value"])
        for each in buttons(view)
        if each.get("style") == "primary"
    ]


def test_every_home_is_a_home_within_slacks_hundred_blocks() -> None:
    for name, view in homes().items():
        assert view["type"] == "home", name
        assert len(view["blocks"]) <= 100, name


def test_no_home_shows_a_key_or_a_part_of_one() -> None:
    for name, view in homes().items():
        for trace in (*GUIDS.values(), *SECRETS.values(), "v1.made-up"):
            assert trace not in whole(view), name


def test_every_home_but_the_barest_says_whom_to_call() -> None:
    assert [name for name, view in homes().items() if "601 330 5043" not in whole(view)] == []


class TestVisitor:
    def test_a_stranger_reads_what_the_app_is_and_registers(self) -> None:
        view = _drawn(VisitorBoard(None, None))
        assert "solicita y consulta el ClientID y el ClientSecret" in whole(view)
        assert _primary(view) == [("Registro de usuarios", Action.START_REGISTRATION, NO_VALUE)]
        assert Action.OPEN_REQUIREMENTS in whole(view)

    @pytest.mark.parametrize(
        ("status", "words", "may_register"),
        [
            (PersonStatus.PENDING, "Pendiente de aprobación", False),
            (PersonStatus.REJECTED, "Rechazado", True),
            (PersonStatus.SUSPENDED, "Suspendido", False),
        ],
    )
    def test_somebody_without_access_reads_why(
        self,
        status: PersonStatus,
        words: str,
        may_register: bool,  # noqa: FBT001
    ) -> None:
        view = _drawn(VisitorBoard(samples.delegate(status), samples.provider()))
        assert words in whole(view)
        assert bool(_primary(view)) is may_register

    def test_a_suspended_person_has_nothing_to_press_but_help(self) -> None:
        view = _drawn(VisitorBoard(samples.official(PersonStatus.SUSPENDED), None))
        assert [each["action_id"] for each in buttons(view)] == [Action.OPEN_HELP]


class TestDelegate:
    @pytest.mark.parametrize(
        ("step", "status", "button"),
        [
            (NextStep.CORRECT, RequestStatus.RETURNED, ("Corregir solicitud", Action.START_REQUEST, CODIGO)),
            (NextStep.RENEW, RequestStatus.ASSIGNED, ("Resolicitud Token", Action.START_REQUEST, CODIGO)),
            (NextStep.VIEW, RequestStatus.ASSIGNED, ("Visualización de Llaves", Action.OPEN_KEYS, NO_VALUE)),
            (
                NextStep.VIEW_MEANWHILE,
                RequestStatus.PENDING,
                ("Visualización de Llaves", Action.OPEN_KEYS, NO_VALUE),
            ),
            (NextStep.ENROLL, None, ("Inscripción Token", Action.START_REQUEST, NO_VALUE)),
        ],
    )
    def test_the_next_step_is_the_one_primary_button(
        self, step: NextStep, status: RequestStatus | None, button: tuple[str, str, str]
    ) -> None:
        request = samples.request(status) if status else None
        assert _primary(_drawn(delegate_board(sede_board(step, request)))) == [button]

    def test_while_the_ministry_is_at_work_there_is_nothing_to_press(self) -> None:
        view = _drawn(delegate_board(sede_board(NextStep.WAIT, samples.request())))
        assert _primary(view) == []
        assert "un funcionario del MSPS atenderá su solicitud" in whole(view)

    def test_while_a_renewal_is_pending_the_keys_are_said_to_work_meanwhile(self) -> None:
        request = samples.request(RequestStatus.PENDING, RequestKind.RENEWAL)
        text = whole(_drawn(delegate_board(sede_board(NextStep.VIEW_MEANWHILE, request))))
        assert f"La nueva solicitud de {CODIGO} · Sede Norte · Bello está en trámite" in text
        assert "las llaves que ya tiene siguen funcionando hasta que venzan" in text
        assert "Ya puede ver sus llaves" not in text

    def test_a_returned_request_tells_its_reason(self) -> None:
        request = samples.request(RequestStatus.RETURNED)
        text = whole(_drawn(delegate_board(sede_board(NextStep.CORRECT, request))))
        assert f"Motivo: {USUAL.reason}" in text
        assert "Motivo:" not in whole(_drawn(delegate_board(sede_board(NextStep.WAIT, samples.request()))))

    def test_after_a_cancellation_nobody_reads_that_they_never_asked(self) -> None:
        request = samples.request(RequestStatus.CANCELLED)
        text = whole(_drawn(delegate_board(sede_board(NextStep.ENROLL, request))))
        assert (
            "Su última solicitud quedó cancelada; si aún necesita llaves, haga la Inscripción Token." in text
        )
        assert "Aún no ha solicitado" not in text

    @pytest.mark.parametrize(
        ("unasked", "words"),
        [
            (1, "1 sede aún no tiene llaves ni solicitud."),
            (2, "2 sedes aún no tienen llaves ni solicitud."),
        ],
    )
    @pytest.mark.parametrize("step", [step for step in NextStep if step is not NextStep.ENROLL])
    def test_the_sedes_that_never_asked_keep_a_button_of_their_own(
        self, step: NextStep, unasked: int, words: str
    ) -> None:
        board = replace(delegate_board(sede_board(step, samples.request()), count=3), unasked=unasked)
        beside = [block for block in _drawn(board)["blocks"] if "accessory" in block]
        assert [(each["text"]["text"], each["accessory"]["action_id"]) for each in beside] == [
            (words, Action.START_REQUEST)
        ]
        assert "style" not in beside[0]["accessory"]

    def test_inscripcion_is_offered_once_where_it_is_the_next_step_anyway(self) -> None:
        board = replace(delegate_board(sede_board(NextStep.ENROLL), count=3), unasked=3)
        labels = [each["text"]["text"] for each in buttons(_drawn(board))]
        assert labels.count("Inscripción Token") == 1

    def test_a_history_that_is_cut_says_how_much_is_missing(self) -> None:
        board = delegate_board(sede_board(NextStep.WAIT, samples.request()))
        assert "Y 1.249 más." in whole(_drawn(replace(board, history_count=1_250)))
        assert "más." not in whole(_drawn(replace(board, history_count=1)))

    def test_it_tells_state_and_expiries_of_each_sede(self) -> None:
        keys = samples.keys_in_force(Environment.PREPRODUCTION, expires_at=NOW) | samples.keys_in_force(
            Environment.PRODUCTION, expires_at=NOW + timedelta(days=7)
        )
        board = sede_board(NextStep.RENEW, samples.request(RequestStatus.ASSIGNED))
        board.keys.update(keys)  # type: ignore[attr-defined] # a dictionary here
        text = whole(_drawn(delegate_board(board)))
        assert "Estado de inscripción: *Se ha asignado token* · 13 ene 2026" in text
        assert "PREPRODUCCION: venció el 14 ene 2026 · *Vencida*" in text
        assert "PRODUCCION: vence el 21 ene 2026 · *Por vencer*" in text

    def test_the_history_has_date_kind_and_state(self) -> None:
        request = samples.request(RequestStatus.CANCELLED, RequestKind.RENEWAL)
        text = whole(_drawn(delegate_board(sede_board(NextStep.ENROLL, request))))
        assert f"13 ene 2026 · Resolicitud Token · {CODIGO} · *Cancelada*" in text

    def test_before_anything_was_asked_the_lists_say_what_to_do(self) -> None:
        text = whole(_drawn(delegate_board(sede_board(NextStep.ENROLL))))
        assert "haga la Inscripción Token" in text
        assert "Aún no ha solicitado llaves." in text
        assert "Aquí verá cada solicitud que envíe" in text

    def test_of_250_sedes_the_rest_is_counted(self) -> None:
        board = delegate_board(sede_board(NextStep.VIEW), count=250)
        text = whole(_drawn(board))
        assert "Y 249 sedes más: escriba `/llaves estado`." in text
        assert "Código: *250 sedes*" in text

    def test_an_entity_that_left_the_directory_is_told_what_to_do(self) -> None:
        assert "comuníquese con la mesa de ayuda" in whole(_drawn(delegate_board()))


class TestOfficial:
    def test_the_queue_tells_its_length_and_the_age_of_the_oldest(self) -> None:
        requests = [samples.request(number=number) for number in range(5)]
        text = whole(_drawn(official_board(*requests)))
        assert (
            "*5 solicitudes pendientes* · la más antigua espera desde el 13 ene 2026, 10:05 (1 día hábil)"
            in text
        )

    def test_the_three_oldest_can_be_attended_at_once(self) -> None:
        requests = [samples.request(number=number) for number in range(5)]
        view = _drawn(official_board(*requests))
        beside = [block["accessory"] for block in view["blocks"] if "accessory" in block]
        assert [(each["action_id"], each["value"]) for each in beside] == [
            (Action.ENTER_KEYS, "1"),
            (Action.ENTER_KEYS, "2"),
            (Action.ENTER_KEYS, "3"),
        ]

    def test_what_is_taken_says_until_when(self) -> None:
        taken = samples.request(taken_until=NOW + timedelta(hours=2))
        text = whole(_drawn(official_board(taken)))
        assert "suya hasta el 14 ene 2026, 12:05" in text
        assert "No ha tomado ninguna." in whole(_drawn(official_board()))

    def test_todays_numbers_stand_side_by_side(self) -> None:
        found = fields(_drawn(official_board()))
        assert found == {
            "Recibidas": "12",
            "Asignadas": "1.250",
            "Devueltas": "3",
            "Atendidas por usted": "4",
        }

    def test_an_empty_queue_says_what_will_come(self) -> None:
        assert "No hay solicitudes pendientes. Cuando llegue una" in whole(_drawn(official_board()))


class TestManager:
    def test_expiries_are_counted_per_environment_and_horizon(self) -> None:
        text = whole(_drawn(manager_board()))
        assert (
            "*PRODUCCION* – 21 llaves\nVencidas: *0* · hasta 7 días: *1* · 8 a 15 días: *2* · "
            "16 a 30 días: *3* · 31 a 60 días: *4* · 61 a 90 días: *5* · más de 90 días: *6*"
        ) in text

    def test_the_queue_the_load_and_the_waiting_registrations_follow(self) -> None:
        view = _drawn(manager_board())
        text = whole(view)
        assert headings(view) == [
            "Vencimiento de llaves",
            "Solicitudes pendientes",
            "Carga de los funcionarios",
            "Registros por aprobar",
        ]
        assert "*61.073 solicitudes pendientes*" in text
        assert "<@U0OFFICIAL> · asignadas en 7 días: *40* · tomadas ahora: 0" in text
        assert "Y 10 funcionarios más." in text
        assert "*1 funcionario* y *2.000 delegados* esperan aprobación." in text

    @pytest.mark.parametrize(
        ("waiting", "sentence"),
        [
            ({Role.OFFICIAL: 0, Role.DELEGATE: 1}, "*1 delegado* espera aprobación."),
            ({Role.OFFICIAL: 2}, "*2 funcionarios* esperan aprobación."),
            ({Role.OFFICIAL: 1, Role.DELEGATE: 1}, "*1 funcionario* y *1 delegado* esperan aprobación."),
        ],
    )
    def test_a_count_of_nobody_is_left_out(self, waiting: dict[Role, int], sentence: str) -> None:
        board = replace(manager_board(full=False), waiting=waiting)
        texts = [block["text"]["text"] for block in _drawn(board)["blocks"] if block["type"] == "section"]
        assert sentence in texts

    def test_the_digest_its_detail_and_the_preferences_are_a_press_away(self) -> None:
        labels = [each["text"]["text"] for each in buttons(_drawn(manager_board()))]
        assert labels == ["Resumen", "Ver detalle", "Preferencias", "Usuarios", "Abrir menú"]

    @pytest.mark.parametrize(
        ("reminders", "words", "action"),
        [
            (Reminders(), "Ningún recordatorio espera", Action.HALT_REMINDERS),
            (Reminders(1), "1 recordatorio espera su turno", Action.HALT_REMINDERS),
            (
                Reminders(312, samples.manager(), NOW),
                "*Recordatorios detenidos* por <@U0MANAGER> el 14 ene 2026, 10:05: 312 recordatorios esperan",
                Action.RESUME_REMINDERS,
            ),
        ],
        ids=["none", "one waits", "halted"],
    )
    def test_the_reminders_tell_how_they_stand_beside_the_button_that_changes_it(
        self, reminders: Reminders, words: str, action: Action
    ) -> None:
        view = _drawn(replace(manager_board(), reminders=reminders))
        (beside,) = [block for block in view["blocks"] if "accessory" in block]
        assert words in beside["text"]["text"]
        assert beside["accessory"]["action_id"] == action

    def test_where_nothing_has_happened_every_part_says_so(self) -> None:
        text = whole(_drawn(manager_board(full=False)))
        for words in (
            "Aún no hay llaves asignadas.",
            "No hay solicitudes pendientes.",
            "No hay funcionarios activos. Apruebe o reactive a alguno en *Usuarios*.",
            "Nadie espera aprobación.",
        ):
            assert words in text


def test_the_barest_home_still_says_how_to_go_on() -> None:
    assert "/llaves" in whole(view_json(plain_home()))
