"""What a manager reads of people, and what each window carries back."""

from collections.abc import Sequence

import pytest

from bot.forms.users import UserListState, UserPlace
from bot.rules.governing import UserAct
from bot.views.text import replaced_by
from bot.views.users.user_forms import delegate_change_form, suspension_form, user_rejection_form
from bot.views.users.user_list import user_list, user_page
from storage.enums import PersonStatus, RequestStatus
from storage.models import KeyRequest, Person
from storage.paging import Page
from tests.views import samples
from tests.views.reading import Json, buttons, fields, inputs, labels, view_json, whole
from tests.views.samples import NIT, USUAL

STATE = UserListState(search="delegado", page=2)
PLACE = UserPlace(person=1, version=5, list=STATE)
MANAGER = samples.manager()
CLINIC = samples.provider()


def _list(people: Sequence[Person], *, number: int = 1, total: int | None = None, search: str = "") -> Json:
    page = Page(people, number, 10, len(people) if total is None else total)
    return view_json(user_list(MANAGER, UserListState(search=search, page=number), page, {NIT: CLINIC}))


def _page(
    person: Person,
    *acts: UserAct,
    colleagues: Sequence[Person] = (),
    requests: Sequence[KeyRequest] = (),
) -> Json:
    provider = CLINIC if person.nit else None
    return view_json(user_page(MANAGER, person, provider, colleagues, requests, frozenset(acts), STATE))


def _labels(value: Json) -> list[str]:
    return [button["text"]["text"] for button in buttons(value)]


class TestTheList:
    def test_a_row_names_the_person_the_role_the_state_the_entity_and_since_when(self) -> None:
        row = next(block for block in _list([samples.delegate()])["blocks"] if "accessory" in block)
        assert row["text"]["text"] == (
            "*<@U0DELEGATE>* · Delegado Administrativo · *Activo*\n"
            f"NIT 901.000.101-4 · {USUAL.name} · Login `{USUAL.login}` · desde el 14 ene 2026"
        )
        assert (row["accessory"]["action_id"], row["accessory"]["value"]) == ("open_user", "1")

    def test_who_waits_has_waited_since_registering(self) -> None:
        view = _list([samples.official(PersonStatus.PENDING)])
        assert "Otro Usuario · *Pendiente de aprobación*" in whole(view)
        assert "desde el 12 ene 2026" in whole(view)

    def test_enter_searches_and_so_does_the_button(self) -> None:
        view = _list([samples.delegate()], search="delegado")
        box = inputs(view)["search"]
        assert (view["submit"]["text"], labels(view)) == ("Buscar", ["Buscar:"])
        assert box["dispatch_action"] is True
        assert box["element"]["dispatch_action_config"]["trigger_actions_on"] == ["on_enter_pressed"]
        assert box["element"]["initial_value"] == "delegado"

    def test_the_window_carries_what_it_shows(self) -> None:
        view = _list([samples.delegate()], number=3, total=24, search="delegado")
        assert UserListState.model_validate_json(view["private_metadata"]) == UserListState(
            search="delegado", page=3
        )

    @pytest.mark.parametrize(
        ("number", "turns"),
        [
            (1, [("Siguiente »", "2")]),
            (2, [("Anterior «", "1"), ("Siguiente »", "3")]),
            (3, [("Anterior «", "2")]),
        ],
    )
    def test_the_pager_leads_where_there_is_a_page(self, number: int, turns: list[tuple[str, str]]) -> None:
        view = _list([samples.delegate()], number=number, total=24)
        assert [(button["text"]["text"], button["value"]) for button in buttons(view)] == turns
        assert f"Página {number} de 3 · 24 personas" in whole(view)

    def test_sixty_thousand_are_written_with_a_dot(self) -> None:
        assert "Página 1 de 6.000 · 60.000 personas" in whole(_list([samples.delegate()], total=60_000))

    def test_one_page_needs_no_pager(self) -> None:
        assert buttons(_list([samples.delegate()])) == []
        assert "1 persona" in whole(_list([samples.delegate()]))

    def test_a_search_without_a_match_says_what_to_search_for(self) -> None:
        view = _list([], search="<!channel>")
        assert "Nadie coincide con «&lt;!channel&gt;»" in whole(view)
        assert "borre la búsqueda" in whole(view)

    def test_an_empty_list_says_how_people_come_into_it(self) -> None:
        assert "/llaves registro" in whole(_list([]))


class TestThePage:
    def test_it_tells_all_there_is_to_know(self) -> None:
        person = samples.delegate()
        found = fields(_page(person, UserAct.SUSPEND, colleagues=[samples.delegate(user_id="U0OTHER")]))
        assert found == {
            "Usuario": "<@U0DELEGATE>",
            "Rol": "Delegado Administrativo",
            "Estado": "*Activo*",
            "Documento": f"PT – Permiso por protección temporal: {USUAL.document}",
            "NIT Entidad": "901.000.101-4",
            "Entidad": USUAL.name,
            "Login": f"`{USUAL.login}`",
            "Fecha de registro": "12 ene 2026, 10:05",
            "Última decisión": "<@U0MANAGER>, 14 ene 2026, 10:05",
            "Otros delegados activos": "<@U0OTHER>",
        }

    def test_what_the_system_decided_is_told_as_such_with_its_reason(self) -> None:
        person = samples.delegate(PersonStatus.SUSPENDED)
        person.decided_by, person.decision_reason = None, "Su cuenta de Slack fue desactivada."
        view = _page(person, UserAct.REACTIVATE)
        assert fields(view)["Última decisión"].startswith("El sistema, ")
        assert "*Motivo:* Su cuenta de Slack fue desactivada." in whole(view)

    def test_a_successor_is_named_and_a_typed_reason_mentions_nobody(self) -> None:
        person = samples.delegate(PersonStatus.SUSPENDED)
        person.decision_reason = replaced_by(samples.official())
        assert "*Motivo:* Reemplazado por <@U0OFFICIAL>" in whole(_page(person))
        person.decision_reason = "Reemplazado por <!channel>"
        assert "Reemplazado por &lt;!channel&gt;" in whole(_page(person))

    def test_the_open_requests_of_the_entity_stand_in_a_line(self) -> None:
        some = [samples.request(RequestStatus.RETURNED, number=number) for number in range(7)]
        assert "259990000101 (Devuelta)" in whole(_page(samples.delegate(), requests=some))
        assert "y 2 más" in whole(_page(samples.delegate(), requests=some))
        assert "trámite:* ninguna" in whole(_page(samples.delegate()))
        assert "trámite" not in whole(_page(samples.official()))

    def test_a_guest_is_marked(self) -> None:
        person = samples.delegate()
        person.guest = True
        assert "Cuenta de invitado en Slack" in whole(_page(person))
        assert "invitado" not in whole(_page(samples.delegate()))

    @pytest.mark.parametrize(
        ("status", "acts", "offered"),
        [
            (PersonStatus.PENDING, [UserAct.DECIDE], ["Aprobar", "Rechazar"]),
            (
                PersonStatus.ACTIVE,
                [UserAct.SUSPEND, UserAct.CHANGE_DELEGATE],
                ["Cambiar delegado", "Suspender"],
            ),
            (
                PersonStatus.SUSPENDED,
                [UserAct.REACTIVATE, UserAct.CHANGE_DELEGATE],
                ["Reactivar", "Cambiar delegado"],
            ),
        ],
    )
    def test_what_may_be_done_has_its_button_which_carries_what_was_read(
        self, status: PersonStatus, acts: list[UserAct], offered: list[str]
    ) -> None:
        view = _page(samples.delegate(status), *acts)
        assert _labels(view) == offered
        assert {button["value"] for button in buttons(view)} == {"1:5"}

    def test_what_lets_somebody_in_asks_first(self) -> None:
        asking = [
            button["text"]["text"]
            for view in (
                _page(samples.delegate(PersonStatus.PENDING), UserAct.DECIDE),
                _page(samples.delegate(PersonStatus.SUSPENDED), UserAct.REACTIVATE),
            )
            for button in buttons(view)
            if "confirm" in button
        ]
        assert asking == ["Aprobar", "Reactivar"]

    @pytest.mark.parametrize(
        ("person", "why"),
        [
            (samples.manager(), "no puede suspenderse a sí mismo"),
            (samples.delegate(PersonStatus.REJECTED), "registrarse de nuevo"),
            (samples.official(PersonStatus.SUSPENDED), "que la haga miembro"),
        ],
        ids=["oneself", "rejected", "guest"],
    )
    def test_where_nothing_may_be_done_it_says_why(self, person: Person, why: str) -> None:
        assert buttons(_page(person)) == []
        assert why in whole(_page(person))

    def test_it_carries_the_list_below_it(self) -> None:
        view = _page(samples.delegate())
        assert UserPlace.model_validate_json(view["private_metadata"]) == PLACE


class TestTheForms:
    def test_the_reason_of_a_suspension_is_asked_with_what_it_means(self) -> None:
        view = view_json(suspension_form(MANAGER, samples.delegate(), PLACE))
        assert labels(view) == ["Motivo de la suspensión"]
        assert "<@U0DELEGATE> no podrá hacer nada" in whole(view)
        assert "Las solicitudes y llaves de su entidad se conservan." in whole(view)
        official = view_json(suspension_form(MANAGER, samples.official(), PLACE))
        assert "se conservan" not in whole(official)

    @pytest.mark.parametrize("form", [suspension_form, user_rejection_form])
    def test_a_form_carries_whom_it_is_about_as_read_and_the_list(self, form: type) -> None:
        view = view_json(form(MANAGER, samples.delegate(PersonStatus.PENDING), PLACE))
        assert UserPlace.model_validate_json(view["private_metadata"]) == PLACE

    def test_the_new_delegate_is_chosen_by_name_state_and_document(self) -> None:
        candidates = [
            samples.delegate(PersonStatus.PENDING, user_id="U0NEW"),
            samples.delegate(PersonStatus.SUSPENDED, user_id="U0BACK"),
        ]
        view = view_json(delegate_change_form(MANAGER, samples.delegate(), CLINIC, candidates, PLACE))
        element = inputs(view)["new_delegate"]["element"]
        assert [option["text"]["text"] for option in element["options"]] == [
            "PT 1020304050 · Pendiente de aprobación",
            "PT 1020304050 · Suspendido",
        ]
        assert "• <@U0NEW> · PT 1020304050 · Pendiente de aprobación" in whole(view)
        assert "• <@U0BACK> · PT 1020304050 · Suspendido" in whole(view)
        assert element["options"][0]["value"] == "1:5"
        assert "initial_option" not in element
        assert "<@U0DELEGATE> quedará sin acceso" in whole(view)

    @pytest.mark.parametrize(("waiting", "offered"), [(11, 11), (100, 100), (101, 100), (1_300, 100)])
    def test_of_many_candidates_as_many_as_slack_lists_are_offered_and_the_others_counted(
        self, waiting: int, offered: int
    ) -> None:
        candidates = [samples.delegate(user_id=f"U0NEW{number:04}") for number in range(waiting)]
        view = view_json(delegate_change_form(MANAGER, samples.delegate(), CLINIC, candidates, PLACE))
        assert len(inputs(view)["new_delegate"]["element"]["options"]) == offered
        assert whole(view).count("<@U0NEW") == offered
        more = {101: "y 1 más: búsquelos en Usuarios", 1_300: "y 1.200 más: búsquelos en Usuarios"}
        assert more.get(waiting, "") in whole(view)
        assert ("búsquelos" in whole(view)) is (waiting > offered)

    def test_without_anybody_to_choose_it_says_how_to_get_somebody(self) -> None:
        view = view_json(delegate_change_form(MANAGER, samples.delegate(), CLINIC, [], PLACE))
        assert "submit" not in view
        assert inputs(view) == {}
        assert "escriba `/llaves registro` con este NIT" in whole(view)
