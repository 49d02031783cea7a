"""The form in which officials enter keys says what Imagen 18 and 19 say (§6.4.2.1), a correction likewise."""

from datetime import timedelta

import pytest

from bot.forms.key_entry import EntryTarget
from bot.forms.search import ListState, TokenList
from bot.views.keys.key_entry import entry_form, saved, update_form, updated
from bot.views.text import ENVIRONMENT_FORMS
from storage.enums import Environment, RequestKind, RequestStatus
from tests.views import samples
from tests.views.reading import Json, fields, headings, inputs, labels, view_json, whole
from tests.views.samples import CODIGO, GUIDS, NOW


def _form() -> Json:
    return view_json(entry_form(samples.official(), samples.request()))


def test_it_has_the_manuals_title_groups_and_buttons() -> None:
    view = _form()
    assert headings(view) == [
        "Ingreso de APIKey y APISuscripción",
        "Ambiente Productivo:",
        "Ambiente Desarrollo:",
        "Ambiente PreProducción:",
    ]
    assert (view["submit"]["text"], view["close"]["text"]) == ("Guardar", "Cancelar")


def test_every_environment_has_its_three_inputs_under_its_own_name() -> None:
    assert labels(_form()) == [
        f"{environment}: {field}"
        for environment in ("Ambiente Productivo", "Ambiente Desarrollo", "Ambiente PreProducción")
        for field in ("ClientID", "ClientSecret", "Fecha de expiración")
    ]


def test_only_desarrollo_may_stay_empty() -> None:
    assert [block_id for block_id, block in inputs(_form()).items() if block["optional"]] == [
        "development_client_id",
        "development_client_secret",
        "development_expires_on",
    ]
    assert "Opcional: déjelo vacío" in whole(_form())


def test_no_value_and_no_date_is_filled_in() -> None:
    for block in inputs(_form()).values():
        assert not {name for name in block["element"] if name.startswith("initial")}


def test_the_official_is_told_which_of_entras_two_values_to_copy() -> None:
    assert "no su Secret ID" in inputs(_form())["production_client_secret"]["hint"]["text"]


def test_the_official_is_warned_that_slack_does_not_mask_what_is_typed() -> None:
    assert "Slack no oculta lo que se escribe" in whole(_form())


def test_it_travels_with_the_number_of_its_request_and_nothing_else() -> None:
    assert EntryTarget.parse(_form()["private_metadata"]) == EntryTarget(request_id=1, version=7)
    assert _form()["private_metadata"] == '{"request_id":1,"version":7}'


def test_it_shows_whose_keys_they_are_and_whom_to_call() -> None:
    assert fields(_form()) == {
        "Razón social": "Clínica Inventada S.A.S.",
        "NIT": "901.000.101-4",
        "Código habilitación": CODIGO,
        "Solicitud": "Inscripción Token",
        "Proveedor y software SIH": "Programas Inventados S.A.S. · SIH Uno",
        "Líder Técnico": "Ana Prueba\nana@clinica.example\n300 123 4567",
        "Responsable de protección de datos": "Luis Prueba\nana@clinica.example\n300 123 4567",
    }


def test_the_header_is_the_ministrys() -> None:
    assert (
        "Entidad: *MINISTERIO DE SALUD Y PROTECCIÓN SOCIAL* · Rol: *Rol_IHCE_MSPS* · Código: *MSPS*"
        in whole(_form())
    )


class TestSaved:
    @pytest.mark.parametrize(
        ("kind", "state"), [(RequestKind.ENROLLMENT, "Asignado"), (RequestKind.RENEWAL, "Reasignado")]
    )
    def test_it_confirms_with_the_manuals_state(self, kind: RequestKind, state: str) -> None:
        view = view_json(saved(samples.official(), samples.request(RequestStatus.ASSIGNED, kind), unusual=[]))
        assert view["title"]["text"] == "Llaves registradas"
        assert "*El registro se realizó correctamente.*" in whole(view)
        assert fields(view)["Estado token"] == state

    def test_it_is_silent_about_secrets_of_the_usual_form(self) -> None:
        view = view_json(saved(samples.official(), samples.request(RequestStatus.ASSIGNED), unusual=[]))
        assert "forma habitual" not in whole(view)

    def test_it_names_the_environments_whose_secret_looks_unusual(self) -> None:
        unusual = [Environment.PRODUCTION, Environment.PREPRODUCTION]
        view = saved(samples.official(), samples.request(RequestStatus.ASSIGNED), unusual=unusual)
        text = whole(view_json(view))
        assert (
            "El ClientSecret del Ambiente Productivo y del Ambiente PreProducción no tiene la forma" in text
        )
        assert ENVIRONMENT_FORMS[Environment.DEVELOPMENT] not in text


def test_from_the_list_it_travels_with_what_the_list_shows() -> None:
    below = ListState(which=TokenList.ASSIGN, search="clinica", page=2)
    view = view_json(entry_form(samples.official(), samples.request(), below))
    assert EntryTarget.parse(view["private_metadata"]).below == below


class TestUpdate:
    def _form(self, *environments: Environment, days: int = 365) -> Json:
        keys = samples.keys_in_force(*environments, expires_at=NOW + timedelta(days=days))
        request = samples.request(RequestStatus.ASSIGNED)
        return view_json(update_form(samples.official(), request, keys, NOW))

    def test_it_is_the_same_form_under_the_buttons_name(self) -> None:
        view = self._form()
        assert view["title"]["text"] == "Actualizar Keys"
        assert headings(view) == headings(_form())
        assert labels(view) == labels(_form())
        assert (view["submit"]["text"], view["close"]["text"]) == ("Guardar", "Cancelar")

    def test_every_environment_may_stay_empty_and_the_official_is_told_what_that_means(self) -> None:
        view = self._form()
        assert all(block["optional"] for block in inputs(view).values())
        assert "el que deje vacío no cambia" in whole(view)

    def test_it_shows_what_each_environment_has_today(self) -> None:
        text = whole(self._form(Environment.PRODUCTION))
        today = f"Hoy: ClientID `{GUIDS[Environment.PRODUCTION]}` · Fecha de expiración: 14 ene 2027"
        assert text.count(today) == 1
        assert text.count("Hoy: sin llaves en este ambiente.") == 2

    @pytest.mark.parametrize(("days", "state"), [(0, "Vencida"), (60, "Por vencer")])
    def test_it_says_which_keys_are_no_good_for_long(self, days: int, state: str) -> None:
        assert f"({state})" in whole(self._form(Environment.PRODUCTION, days=days))

    def test_it_never_shows_what_the_database_holds_of_a_secret(self) -> None:
        assert "v1.made-up" not in whole(self._form(*Environment))

    def test_no_value_is_filled_in(self) -> None:
        for block in inputs(self._form(*Environment)).values():
            assert not {name for name in block["element"] if name.startswith("initial")}

    def test_it_travels_with_the_version_that_was_read(self) -> None:
        target = EntryTarget.parse(self._form()["private_metadata"])
        assert (target.request_id, target.version) == (1, 7)


class TestUpdated:
    def _view(self, *environments: Environment, delegates: int | None = 1) -> Json:
        request = samples.request(RequestStatus.ASSIGNED)
        request.updated_at = NOW
        return view_json(
            updated(samples.official(), request, [*environments], unusual=[], delegates=delegates)
        )

    def test_it_names_the_environments_and_the_manuals_state(self) -> None:
        view = self._view(Environment.PRODUCTION, Environment.DEVELOPMENT)
        assert view["title"]["text"] == "Llaves actualizadas"
        assert fields(view)["Ambientes actualizados"] == "Ambiente Productivo\nAmbiente Desarrollo"
        assert fields(view)["Estado token"] == "Reasignado"

    def test_it_says_whether_anybody_learns_of_it(self) -> None:
        assert "recibirán un mensaje directo" in whole(self._view(Environment.PRODUCTION))
        nobody = whole(self._view(Environment.PRODUCTION, delegates=0))
        assert "no tiene delegado activo" in nobody
        assert "recibirán" not in nobody
        unseen = whole(self._view(Environment.DEVELOPMENT, delegates=None))
        assert "no ven el ambiente de desarrollo" in unseen
