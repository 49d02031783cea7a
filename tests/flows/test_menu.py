"""The menu, as people who know nothing but `/llaves` find their way by it."""

from bot.demo import sample, scenes
from storage.enums import PersonStatus
from storage.models import Person
from tests.flows.conftest import Town
from tests.flows.people import (
    ask_for_keys,
    begin_settled,
    choose_sede,
    fill_request,
    register_delegate,
)

SHORTCUT = "Llaves IHCE"


def test_a_delegate_finds_every_screen_from_the_bare_command_over_both_transports(town: Town) -> None:
    laura = town.cast.laura
    begin_settled(town)
    laura.command("/llaves")
    assert laura.modal
    assert laura.modal.title == "Menú Principal"
    assert laura.modal.text.startswith("Inicio > Menu Principal > Administración de Llaves")
    assert "1 Solicitud de Llave · 2 Visualización de Llaves" in laura.modal.text
    assert (
        "Resolicitud Token: estará disponible cuando el Ministerio asigne las primeras llaves de su entidad."
        in laura.modal.text
    )
    laura.press("Inscripción Token")
    fill_request(laura)
    assert not laura.submit().errors
    laura.close()
    laura.close()
    laura.command("/llaves")
    assert "está en trámite" in laura.modal.text
    laura.press("Estado de la solicitud")
    assert laura.modal.title == "Estado"
    assert "Token solicitados por primera vez" in laura.modal.text
    laura.close()
    laura.press("Ayuda")
    assert "601 330 5043" in laura.modal.text
    laura.close()
    laura.press("Visualización de Llaves")
    assert "INSCRIPCION DE LLAVE" in laura.modal.text


def test_the_global_shortcut_opens_the_same_menu(socket_town: Town) -> None:
    laura = socket_town.cast.laura
    begin_settled(socket_town)
    laura.command("/llaves")
    assert laura.modal
    menu = laura.modal.text
    laura.close()
    laura.shortcut(SHORTCUT)
    assert laura.modal.text == menu


def test_a_form_that_is_refused_over_the_menu_still_finds_room_for_the_notice(socket_town: Town) -> None:
    laura = socket_town.cast.laura
    begin_settled(socket_town)
    laura.command("/llaves")
    laura.press("Inscripción Token")
    fill_request(laura)
    with socket_town.sessions.begin() as session:
        session.query(Person).filter_by(user_id=laura.user_id).update({"status": PersonStatus.SUSPENDED})
    laura.submit()
    assert laura.modal
    assert "Su acceso está suspendido" in laura.modal.text
    assert laura.modal.text.startswith("Inicio > Aviso")


def test_a_delegate_of_several_sedes_is_offered_what_applies_to_each(socket_town: Town) -> None:
    cast = socket_town.cast
    begin_settled(socket_town)
    register_delegate(socket_town, cast.andres, sample.CLINIC_NIT, "1020304052", cast.camila)
    cast.andres.command("/llaves solicitar")
    choose_sede(cast.andres, "SEDE NORTE")
    fill_request(cast.andres)
    assert not cast.andres.submit().errors
    cast.andres.close()
    cast.andres.command("/llaves")
    assert cast.andres.modal
    assert "Código: 3 sedes" in cast.andres.modal.text
    cast.andres.press("Inscripción Token")
    assert cast.andres.modal.title == "Solicitud de Llave"


def test_a_stranger_registers_from_the_menu_and_then_reads_that_they_wait(socket_town: Town) -> None:
    stranger = socket_town.cast.stranger
    stranger.command("/llaves")
    assert stranger.modal
    assert "Usted aún no está registrado" in stranger.modal.text
    stranger.press("Registro de usuarios")
    assert stranger.modal.title == "Registro de usuarios"
    stranger.close(everything=True)
    scenes.register_delegate(stranger, sample.HOSPITAL_NIT, "1020304077")
    stranger.command("/llaves")
    assert "Pendiente de aprobación" in stranger.modal.text
    assert "Registro de usuarios" not in stranger.modal.buttons


def test_an_official_opens_the_list_from_the_menu_in_its_place(socket_town: Town) -> None:
    camila = socket_town.cast.camila
    begin_settled(socket_town)
    ask_for_keys(socket_town.cast.laura)
    camila.command("/llaves")
    assert camila.modal
    assert "1 solicitud pendiente" in camila.modal.text
    camila.press("Asignar Token")
    assert camila.modal.title == "Listado de Tokens"
    camila.press("Ingresar info")
    camila.close()
    assert camila.modal.title == "Listado de Tokens"


def test_a_manager_opens_the_users_from_the_menu(socket_town: Town) -> None:
    beatriz = socket_town.cast.beatriz
    scenes.register_delegate(socket_town.cast.laura, sample.HOSPITAL_NIT, "1020304051")
    beatriz.command("/llaves")
    assert beatriz.modal
    assert "1 registro por aprobar" in beatriz.modal.text
    beatriz.press("Usuarios")
    assert beatriz.modal.title == "Usuarios"


def test_the_answers_to_words_lead_to_the_menu(socket_town: Town) -> None:
    laura = socket_town.cast.laura
    begin_settled(socket_town)
    for words in ("estado", "ayuda", "quiero llaves"):
        reply = laura.command(f"/llaves {words}")
        assert reply.message
        laura.press("Abrir menú", in_=reply.message)
        assert laura.modal
        assert laura.modal.title == "Menú Principal"
        laura.close()
    assert "No conozco «quiero llaves»" in laura.command("/llaves quiero llaves").text


def test_a_word_is_understood_in_capitals_and_with_something_after_it(socket_town: Town) -> None:
    laura = socket_town.cast.laura
    begin_settled(socket_town)
    assert "Aún no ha solicitado llaves" in laura.command("/llaves ESTADO por favor").text
    assert "Usted puede escribir" in laura.command("/llaves  Ayuda").text
