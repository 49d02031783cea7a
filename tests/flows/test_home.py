"""App Home, looked at while others act."""

from bot.demo import sample
from bot.demo.human.person import Person
from bot.demo.human.seen import Modal
from tests.flows.conftest import Town
from tests.flows.people import (
    ask_for_keys,
    begin_settled,
    fill_keys,
    find_card,
    register_delegate,
    register_official,
    secret,
)

PRODUCTION, PREPRODUCTION = "Ambiente Productivo", "Ambiente PreProducción"


def _sees(person: Person, *words: str, within: float = 10) -> Modal:
    """Wait until the open Home says all these words."""
    return person.wait_for(
        lambda who: who.home if who.home and all(each in who.home.text for each in words) else None,
        timeout=within,
        what=f"a Home that says {words}",
    )


def test_a_delegates_home_follows_the_request_over_both_transports(town: Town) -> None:
    laura, camila = town.cast.laura, town.cast.camila
    begin_settled(town)
    laura.open_home()
    home = _sees(laura, "Aún no ha solicitado llaves: haga la Inscripción Token.")
    assert home.text.startswith("Inicio")
    assert "Rol: securityAdmin_IHCE_IPS" in home.text
    laura.press("Inscripción Token")
    assert laura.modal
    laura.close()
    ask_for_keys(laura)
    _sees(laura, "Token solicitados por primera vez", "Nada por ahora")
    card = find_card(camila, town.cast.officials_channel, "Inscripción Token", "Pendiente")
    camila.press("Ingresar info", in_=card)
    fill_keys(camila, **{PRODUCTION: secret("abc"), PREPRODUCTION: secret("xyz")})
    assert not camila.submit().errors
    home = _sees(laura, "Se ha asignado token", "PREPRODUCCION: vence el", "PRODUCCION: vence el")
    assert "Visualización de Llaves" in home.buttons
    laura.press("Visualización de Llaves")
    assert laura.modal
    assert "abc" in laura.modal.text


def test_a_stranger_registers_from_home_and_sees_it_follow(socket_town: Town) -> None:
    laura, camila = socket_town.cast.laura, socket_town.cast.camila
    register_official(socket_town, camila, "1010101010")
    laura.open_home()
    _sees(laura, "Usted aún no está registrado")
    laura.press("Registro de usuarios")
    laura.fill("Seleccione el tipo de usuario", "Delegado Administrativo")
    laura.submit()
    laura.fill("Nit de la entidad", sample.HOSPITAL_NIT)
    laura.fill("Tipo identificación delegado", "CC – Cédula de ciudadanía")
    laura.fill("Número identificación delegado", "1020304051")
    laura.fill("Acuerdo de confidencialidad", True)
    assert not laura.submit().errors
    laura.close()
    _sees(laura, "Pendiente de aprobación")
    card = find_card(camila, socket_town.cast.officials_channel, "1020304051", "Pendiente de aprobación")
    camila.press("Aprobar", confirm=True, in_=card)
    _sees(laura, "haga la Inscripción Token")


def test_an_officials_home_shows_the_queue_and_takes_them_to_a_request(socket_town: Town) -> None:
    laura, camila = socket_town.cast.laura, socket_town.cast.camila
    begin_settled(socket_town)
    ask_for_keys(laura)
    camila.open_home()
    home = _sees(camila, "1 solicitud pendiente", "SAN ROQUE", "Recibidas\n1")
    assert {"Ingresar info", "Asignar Token", "Actualizar Token", "Abrir menú"} <= set(home.buttons)
    camila.press("Ingresar info")
    assert camila.modal
    assert "Ingreso de APIKey y APISuscripción" in camila.modal.text
    camila.close()
    camila.press("Asignar Token")
    assert camila.modal.title == "Listado de Tokens"


def test_a_managers_home_counts_without_a_secret(socket_town: Town) -> None:
    cast = socket_town.cast
    begin_settled(socket_town)
    ask_for_keys(cast.laura)
    card = find_card(cast.camila, socket_town.cast.officials_channel, "Inscripción Token", "Pendiente")
    cast.camila.press("Ingresar info", in_=card)
    fill_keys(cast.camila, **{PRODUCTION: secret("abc"), PREPRODUCTION: secret("xyz")})
    assert not cast.camila.submit().errors
    cast.beatriz.open_home()
    home = _sees(
        cast.beatriz, "PRODUCCION – 1 llave", "más de 90 días: 1", "@Camila Ospina · asignadas en 7 días: 1"
    )
    assert "abc" not in home.text
    cast.beatriz.press("Usuarios")
    assert cast.beatriz.modal
    assert cast.beatriz.modal.title == "Usuarios"


def test_a_staff_home_is_drawn_anew_within_its_twenty_seconds(socket_town: Town) -> None:
    cast = socket_town.cast
    begin_settled(socket_town)
    cast.camila.open_home()
    _sees(cast.camila, "No hay solicitudes pendientes")
    ask_for_keys(cast.laura)
    _sees(cast.camila, "1 solicitud pendiente", within=25)


def test_other_entities_homes_stay_as_they_are(socket_town: Town) -> None:
    cast = socket_town.cast
    begin_settled(socket_town)
    register_delegate(socket_town, cast.andres, sample.CLINIC_NIT, "1020304052", cast.camila)
    for person in (cast.laura, cast.andres):
        person.open_home()
        _sees(person, "Siguiente paso")
    before = cast.andres.home
    ask_for_keys(cast.laura)
    _sees(cast.laura, "Token solicitados por primera vez")
    assert cast.andres.home
    assert before
    assert cast.andres.home.raw["hash"] == before.raw["hash"]
