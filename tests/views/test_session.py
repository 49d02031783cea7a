"""The breadcrumb and the session header, above everything (manual §6.3)."""

import pytest

from bot.views.session import STEP_LIST, STEP_REQUEST, STEP_VIEW, Place, breadcrumb, header, header_for
from tests.views import samples
from tests.views.gallery import Gallery
from tests.views.reading import Json, whole

PLAIN = {"plain home"}  # all that is left of a Home whose blocks Slack refuses


def _first_line(view: Json) -> str:
    block = view["blocks"][0]
    return str(block["elements"][0]["text"]) if block["type"] == "context" else ""


def test_every_window_starts_with_the_breadcrumb(usual: Gallery) -> None:
    without = [name for name, view in usual.views.items() if not _first_line(view).startswith("Inicio")]
    assert sorted(set(without) - PLAIN) == []


def test_every_breadcrumb_is_one_of_the_places(usual: Gallery) -> None:
    known = {whole(breadcrumb(place).to_dict()["elements"][0]["text"]) for place in Place}
    found = {_first_line(view) for view in usual.views.values()} - {""}
    assert found <= known


@pytest.mark.parametrize(
    ("place", "trail"),
    [
        (Place.HOME, "Inicio"),
        (Place.REQUEST, "Inicio > Administración de Llaves > Inscripción Llave"),
        (Place.KEYS, "Inicio > Menu Principal > Administración de Llaves > Solicitar Token"),
        (Place.ASSIGN, "Inicio > Menu Principal > Administración de Llaves > Asignar Token"),
        (Place.UPDATE, "Inicio > Menu Principal > Administración de Llaves > Actualizar Token"),
    ],
)
def test_a_trail_reads_as_in_the_images(place: Place, trail: str) -> None:
    assert breadcrumb(place).to_dict()["elements"][0]["text"] == trail


def test_the_header_of_a_delegate_has_the_six_facts_of_the_manual() -> None:
    line = whole(header(samples.delegate(), samples.provider(), Place.KEYS)[1].to_dict())
    assert (
        "Login: *ADMINHCEIPS901000101* · NIT Entidad: *901000101* · Usuario: *<@U0DELEGATE>* · "
        "Entidad: *Clínica Inventada S.A.S.* · Rol: *securityAdmin_IHCE_IPS* · Código: *259990000101*"
    ) in line


def test_the_header_of_an_official_is_the_ministrys() -> None:
    line = whole(header(samples.official(), None, Place.ASSIGN)[1].to_dict())
    assert "NIT Entidad: *900474727*" in line
    assert "Entidad: *MINISTERIO DE SALUD Y PROTECCIÓN SOCIAL*" in line
    assert "Código: *MSPS*" in line


def test_a_manager_by_setting_has_no_login_and_their_slack_id_is_none() -> None:
    line = whole(header(samples.manager(), None, Place.HOME)[1].to_dict())
    assert "Login: *—*" in line
    assert "Usuario: *<@U0MANAGER>*" in line


def test_a_sede_that_is_not_chosen_yet_is_said_to_be_open() -> None:
    line = whole(
        header(samples.delegate(), samples.provider(), Place.REQUEST, codigo="por elegir")[1].to_dict()
    )
    assert "Entidad: *Clínica Inventada S.A.S.*" in line
    assert "Código: *por elegir*" in line


@pytest.mark.parametrize(("count", "codigo"), [(0, "—"), (1, "259990000101"), (3, "3 sedes")])
def test_where_no_sede_is_meant_the_header_tells_how_many_there_are(count: int, codigo: str) -> None:
    sedes = [samples.provider(number=number) for number in range(count)]
    line = whole(header_for(samples.delegate(), sedes, Place.MENU)[1].to_dict())
    assert f"Código: *{codigo}*" in line


def test_whoever_is_not_registered_sees_the_breadcrumb_alone() -> None:
    assert [block.to_dict() for block in header_for(None, [], Place.MENU)] == [
        breadcrumb(Place.MENU).to_dict()
    ]


def test_the_stepper_marks_the_step_somebody_is_at() -> None:
    assert STEP_REQUEST == "*1 Solicitud de Llave* · 2 Visualización de Llaves"
    assert STEP_VIEW == "1 Solicitud de Llave · *2 Visualización de Llaves*"
    assert STEP_LIST == "*1 Consulta de Token*"
