"""A manager governs users, accounts close or become guests', and strangers press buttons, as their people see it."""

import pytest
from sqlalchemy import select

from bot.demo import sample, scenes
from bot.demo.human.person import Person as Human
from bot.demo.server import Channel
from storage.enums import AuditAction, DocumentType, PersonStatus, Role
from storage.models import AuditLine, Person
from tests.flows.conftest import Town
from tests.flows.people import (
    ask_for_keys,
    fill_request,
    find_card,
    register_delegate,
    register_official,
    settle_in,
    told,
    told_only_to,
)

REASON = "Salió de la entidad el 12 de enero."


def standing(town: Town, who: Human) -> tuple[PersonStatus, str | None]:
    with town.sessions() as session:
        person = session.scalars(select(Person).where(Person.user_id == who.user_id)).one()
        return person.status, person.decision_reason


def text_of(who: Human) -> str:
    assert who.modal is not None, who.screen
    return who.modal.text


def reads(who: Human, words: str) -> None:
    """Wait until the window on top says these words: it is drawn anew a moment after what was decided in it."""
    who.wait_for(lambda seen: seen.modal and words in seen.modal.text, what=f"a window that says {words}")


def open_page(manager: Human, words: str) -> None:
    """Search so that one person is left, and open their page."""
    manager.command(f"/llaves usuarios {words}")
    assert manager.modal
    assert manager.modal.buttons == ["Gestionar"], manager.modal.text
    manager.press("Gestionar")


def suspend(manager: Human, words: str) -> None:
    open_page(manager, words)
    manager.press("Suspender")
    manager.fill("Motivo de la suspensión", REASON)
    assert not manager.submit().errors
    manager.close(everything=True)


def test_a_manager_suspends_and_reactivates_and_sees_it_at_once_in_both_windows(town: Town) -> None:
    beatriz, laura = town.cast.beatriz, town.cast.laura
    settle_in(town)
    open_page(beatriz, sample.HOSPITAL_NIT)
    beatriz.press("Suspender")
    beatriz.fill("Motivo de la suspensión", REASON)
    assert not beatriz.submit().errors
    reads(beatriz, "Suspendido")
    assert REASON in text_of(beatriz)
    assert "Reactivar" in (beatriz.modal.buttons if beatriz.modal else [])
    told(laura, REASON)
    card = find_card(town.cast.camila, town.cast.officials_channel, "Suspendido", REASON)
    assert "quedó sin delegado activo" in card.text
    assert "suspendido" in laura.command("/llaves solicitar").text
    beatriz.press("Reactivar", confirm=True)
    reads(beatriz, "Activo")
    beatriz.close()
    reads(beatriz, "Activo")
    assert "Suspendido" not in text_of(beatriz)
    told(laura, "Su acceso fue restablecido")
    laura.command("/llaves solicitar")
    assert laura.modal


def test_the_list_is_searched_with_enter_or_the_button_and_turned_by_pages(socket_town: Town) -> None:
    beatriz = socket_town.cast.beatriz
    with socket_town.sessions.begin() as session:
        team = session.scalars(select(Person.team_id)).one()
        manager = session.scalars(select(Person)).one()
        session.add_all(
            Person(
                team_id=team,
                user_id=f"U0DELEGATE{number:02}",
                role=Role.DELEGATE,
                status=PersonStatus.PENDING if number == 3 else PersonStatus.ACTIVE,
                nit=sample.CLINIC_NIT if number % 2 else sample.HOSPITAL_NIT,
                document_type=DocumentType.CC,
                document_number=f"10000000{number:02}",
                login=f"CC10000000{number:02}",
                registered_at=manager.registered_at,
            )
            for number in range(24)
        )
    beatriz.command("/llaves usuarios")
    assert "Página 1 de 3 · 25 personas" in text_of(beatriz)
    assert text_of(beatriz).index("Pendiente de aprobación") < text_of(beatriz).index("Activo")
    beatriz.press("Siguiente »")
    beatriz.press("Siguiente »")
    assert "Página 3 de 3" in text_of(beatriz)
    assert "Siguiente »" not in (beatriz.modal.buttons if beatriz.modal else [])
    beatriz.fill("Buscar:", "901.000.202-1 activo")
    beatriz.press_enter("Buscar:")
    assert "Página 1 de 2 · 11 personas" in text_of(beatriz)
    beatriz.press("Siguiente »")
    assert "Página 2 de 2" in text_of(beatriz)
    beatriz.press("Gestionar")
    beatriz.close()
    assert "Página 2 de 2" in text_of(beatriz)
    beatriz.fill("Buscar:", "nadie")
    assert not beatriz.submit().errors
    assert "Nadie coincide con «nadie»" in text_of(beatriz)


def test_a_manager_decides_on_a_registration_from_the_list(socket_town: Town) -> None:
    beatriz, laura = socket_town.cast.beatriz, socket_town.cast.laura
    scenes.register_delegate(laura, sample.HOSPITAL_NIT, "1020304051")
    find_card(beatriz, socket_town.cast.officials_channel, "1020304051", "Pendiente")
    open_page(beatriz, "pendiente")
    beatriz.press("Rechazar")
    beatriz.fill("Motivo del rechazo", "El NIT no es el de su entidad.")
    assert not beatriz.submit().errors
    reads(beatriz, "Rechazado")
    told(laura, "no fue aprobado")
    find_card(beatriz, socket_town.cast.officials_channel, "Rechazado")
    beatriz.close(everything=True)
    scenes.register_delegate(laura, sample.HOSPITAL_NIT, "1020304051")
    open_page(beatriz, "1020304051")
    beatriz.press("Aprobar", confirm=True)
    reads(beatriz, "Activo")
    told(laura, "Su registro fue aprobado")


def test_another_delegate_takes_over_and_the_request_goes_on(socket_town: Town) -> None:
    beatriz, laura, tomas = socket_town.cast.beatriz, socket_town.cast.laura, socket_town.cast.stranger
    settle_in(socket_town)
    ask_for_keys(laura)
    open_page(beatriz, "1020304051")
    beatriz.press("Cambiar delegado")
    assert "Nadie más está registrado" in text_of(beatriz)
    assert "/llaves registro" in text_of(beatriz)
    beatriz.close(everything=True)
    scenes.register_delegate(tomas, sample.HOSPITAL_NIT, "1020304099")
    open_page(beatriz, "1020304051")
    beatriz.press("Cambiar delegado")
    (candidate,) = beatriz.options("Nuevo delegado")
    assert "1020304099" in candidate
    assert "@Tomás Vargas · CC 1020304099" in text_of(beatriz)
    beatriz.fill("Nuevo delegado", candidate)
    assert not beatriz.submit().errors
    reads(beatriz, "Reemplazado por @Tomás Vargas")
    told(laura, "Reemplazado por @Tomás Vargas")
    told(tomas, "Su registro fue aprobado")
    find_card(beatriz, socket_town.cast.officials_channel, "Reemplazado por @Tomás Vargas")
    tomas.command("/llaves solicitar")
    assert "Ya tiene una solicitud en trámite" in text_of(tomas)
    assert "suspendido" in laura.command("/llaves ver").text


def test_two_managers_on_one_person_end_in_one_effect_and_an_explanation(socket_town: Town) -> None:
    beatriz, camila = socket_town.cast.beatriz, socket_town.cast.camila
    settle_in(socket_town)
    with socket_town.sessions.begin() as session:
        session.scalars(select(Person).where(Person.user_id == camila.user_id)).one().role = Role.MANAGER
    for manager in (beatriz, camila):
        open_page(manager, sample.HOSPITAL_NIT)
        manager.press("Suspender")
        manager.fill("Motivo de la suspensión", REASON)
    assert not beatriz.submit().errors
    assert not camila.submit().errors
    assert "ya fue atendido: Suspendido" in text_of(camila)
    assert "@Beatriz Salazar" in text_of(camila)
    camila.close()
    assert standing(socket_town, socket_town.cast.laura)[0] is PersonStatus.SUSPENDED


def test_only_managers_see_the_users(socket_town: Town) -> None:
    settle_in(socket_town)
    for who in (socket_town.cast.laura, socket_town.cast.camila):
        assert "Solo un gerente administra los usuarios" in who.command("/llaves usuarios").text
        assert who.modal is None


WORDS = ("solicitar", "ver", "asignar", "actualizar", "usuarios")


@pytest.mark.parametrize("word", WORDS)
def test_a_suspended_person_gets_no_word_of_the_command(socket_town: Town, word: str) -> None:
    beatriz = socket_town.cast.beatriz
    settle_in(socket_town)
    for who, words in ((socket_town.cast.laura, "1020304051"), (socket_town.cast.camila, "1010101010")):
        suspend(beatriz, words)
        assert "suspendido" in who.command(f"/llaves {word}").text
        assert who.modal is None


def test_a_suspended_delegate_gets_nothing_from_old_windows_and_buttons(socket_town: Town) -> None:
    beatriz, laura, camila = socket_town.cast.beatriz, socket_town.cast.laura, socket_town.cast.camila
    settle_in(socket_town)
    old = told(laura, "Su registro fue aprobado")
    laura.command("/llaves solicitar")
    fill_request(laura)
    suspend(beatriz, "1020304051")
    laura.submit()
    assert "suspendido" in text_of(laura)
    laura.close(everything=True)
    laura.press("Solicitar llaves", in_=old)
    told_only_to(laura, "suspendido")
    assert laura.modal is None
    assert not [
        seen
        for seen in camila.messages(socket_town.cast.officials_channel)
        if "Inscripción Token" in seen.text
    ]


def test_a_suspended_official_gets_nothing_from_old_windows_and_buttons(socket_town: Town) -> None:
    beatriz, laura, camila = socket_town.cast.beatriz, socket_town.cast.laura, socket_town.cast.camila
    channel = socket_town.cast.officials_channel
    settle_in(socket_town)
    ask_for_keys(laura)
    card = find_card(camila, channel, "Inscripción Token", "Pendiente")
    camila.press("Tomar", in_=card)
    card = find_card(camila, channel, "tomada por @Camila Ospina")
    camila.press("Devolver", in_=card)
    camila.fill("Motivo de la devolución", "El software no corresponde al prestador.")
    suspend(beatriz, "1010101010")
    camila.submit()
    assert "suspendido" in text_of(camila)
    camila.close(everything=True)
    freed = camila.wait_for(
        lambda who: [
            seen
            for seen in who.messages(channel)
            if "Inscripción Token" in seen.text and "tomada por" not in seen.text
        ],
        what="the card of a request that is free again",
    )[-1]
    for button in ("Ingresar info", "Tomar", "Devolver"):
        camila.press(button, in_=freed)
        told_only_to(camila, "suspendido")
        assert camila.modal is None


def test_a_suspended_manager_gets_nothing_from_the_windows_left_open(socket_town: Town) -> None:
    beatriz, laura = socket_town.cast.beatriz, socket_town.cast.laura
    settle_in(socket_town)
    open_page(beatriz, "1020304051")
    with socket_town.sessions.begin() as session:
        manager = session.scalars(select(Person).where(Person.user_id == beatriz.user_id)).one()
        manager.status = PersonStatus.SUSPENDED
    beatriz.press("Suspender")
    assert "suspendido" in text_of(beatriz)
    beatriz.close()
    beatriz.close()
    beatriz.press("Gestionar")
    assert "suspendido" in text_of(beatriz)
    assert standing(socket_town, laura)[0] is PersonStatus.ACTIVE


def test_whoever_leaves_slack_is_suspended_and_returns_only_by_a_manager(town: Town) -> None:
    laura, camila, beatriz = town.cast.laura, town.cast.camila, town.cast.beatriz
    settle_in(town)
    town.slack.deactivate(laura)
    card = find_card(camila, town.cast.officials_channel, "Suspendido", "fue desactivada")
    assert "quedó sin delegado activo" in card.text
    assert "Su acceso" not in laura.conversations
    open_page(beatriz, "1020304051")
    beatriz.press("Reactivar", confirm=True)
    assert "La cuenta de Slack de @Laura Restrepo está desactivada" in text_of(beatriz)
    beatriz.close(everything=True)
    town.slack.reactivate(laura)
    assert "suspendido" in laura.command("/llaves ver").text
    open_page(beatriz, "1020304051")
    assert "El sistema" in text_of(beatriz)
    beatriz.press("Reactivar", confirm=True)
    told(laura, "Su acceso fue restablecido")
    with town.sessions() as session:
        lines = session.scalars(
            select(AuditLine).where(AuditLine.action == AuditAction.PERSON_SUSPENDED)
        ).all()
    assert [line.user_id for line in lines] == [laura.user_id]


def test_an_official_who_becomes_a_guest_is_suspended_and_a_delegate_is_marked(socket_town: Town) -> None:
    laura, camila, beatriz = socket_town.cast.laura, socket_town.cast.camila, socket_town.cast.beatriz
    settle_in(socket_town)
    socket_town.slack.make_guest(laura)
    find_card(camila, socket_town.cast.officials_channel, "Activo", "Cuenta de invitado en Slack")
    socket_town.slack.make_guest(camila)
    told(camila, "pasó a ser de invitado")
    open_page(beatriz, "1010101010")
    assert "Reactivar" not in (beatriz.modal.buttons if beatriz.modal else [])
    assert "que la haga miembro" in text_of(beatriz)
    assert standing(socket_town, laura)[0] is PersonStatus.ACTIVE


def test_a_guest_may_be_delegate_and_not_official(socket_town: Town) -> None:
    guest = socket_town.slack.add_person("Ximena Rueda", restricted=True)
    beatriz = socket_town.cast.beatriz
    guest.command("/llaves registro")
    guest.fill("Seleccione el tipo de usuario", "Otro Usuario")
    guest.submit()
    guest.fill("Tipo identificación", "CC – Cédula de ciudadanía")
    guest.fill("Número de identificación", "1020304077")
    guest.fill("Acuerdo de confidencialidad", True)
    guest.submit()
    assert "un invitado no puede registrarse como funcionario" in text_of(guest)
    guest.close(everything=True)
    scenes.register_delegate(guest, sample.HOSPITAL_NIT, "1020304077")
    find_card(beatriz, socket_town.cast.officials_channel, "1020304077", "Cuenta de invitado en Slack")


def test_registering_does_not_wait_for_what_slack_says_of_the_account(socket_town: Town) -> None:
    socket_town.slack.faults.fail("users.info", "internal_error")
    register_official(socket_town, socket_town.cast.camila, "1010101010")


def test_people_of_another_organisation_are_turned_away(socket_town: Town) -> None:
    foreigner = socket_town.slack.add_person("Nadie Nuestro", team_id="T0ELSEWHERE")
    channel = socket_town.cast.officials_channel
    socket_town.slack.invite(Channel(channel, "llaves-funcionarios"), foreigner)
    scenes.register_delegate(socket_town.cast.laura, sample.HOSPITAL_NIT, "1020304051")
    card = find_card(foreigner, channel, "1020304051")
    foreigner.press("Aprobar", confirm=True, in_=card)
    told_only_to(foreigner, "es de otra organización")
    foreigner.press("Rechazar", in_=card)
    assert foreigner.modal is None
    assert standing(socket_town, socket_town.cast.laura)[0] is PersonStatus.PENDING


def test_a_delegate_of_the_clinic_is_found_by_its_nit_with_the_dv(socket_town: Town) -> None:
    register_official(socket_town, socket_town.cast.camila, "1010101010")
    register_delegate(
        socket_town, socket_town.cast.andres, sample.CLINIC_NIT, "1020304052", socket_town.cast.camila
    )
    open_page(socket_town.cast.beatriz, "901.000.202-1")
    assert "@Andrés Quintero" in text_of(socket_town.cast.beatriz)
