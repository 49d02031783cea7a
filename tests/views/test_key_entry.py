"""The form in which officials enter keys says what Imagen 18 and 19 say (§6.4.2.1)."""

import pytest

from bot.views.key_entry import entry_form, saved
from bot.views.text import ENVIRONMENT_FORMS
from storage.enums import Environment, RequestKind, RequestStatus
from tests.views import samples
from tests.views.reading import Json, fields, headings, inputs, labels, view_json, whole
from tests.views.samples import CODIGO


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
    assert _form()["private_metadata"] == "1"


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
        view = view_json(saved(samples.request(RequestStatus.ASSIGNED, kind), unusual=[]))
        assert view["title"]["text"] == "Llaves registradas"
        assert "*El registro se realizó correctamente.*" in whole(view)
        assert fields(view)["Estado token"] == state

    def test_it_is_silent_about_secrets_of_the_usual_form(self) -> None:
        assert "forma habitual" not in whole(
            view_json(saved(samples.request(RequestStatus.ASSIGNED), unusual=[]))
        )

    def test_it_names_the_environments_whose_secret_looks_unusual(self) -> None:
        unusual = [Environment.PRODUCTION, Environment.PREPRODUCTION]
        text = whole(view_json(saved(samples.request(RequestStatus.ASSIGNED), unusual=unusual)))
        assert "El ClientSecret de Ambiente Productivo y Ambiente PreProducción no tiene la forma" in text
        assert ENVIRONMENT_FORMS[Environment.DEVELOPMENT] not in text
