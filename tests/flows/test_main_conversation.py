"""From `/llaves solicitar` to keys in the delegate's hands, as its people do it."""

from sqlalchemy import func, select

from bot.demo import sample, scenes
from storage.enums import PersonStatus
from storage.models import Consent, Intent, Key, KeyRequest, Person
from tests.flows.conftest import Town
from tests.flows.people import (
    CONSENTS,
    ask_for_keys,
    choose_sede,
    fill_keys,
    fill_request,
    find_card,
    register_delegate,
    register_official,
    secret,
    settle_in,
    told,
    told_only_to,
)

PRODUCTION, PREPRODUCTION = "Ambiente Productivo", "Ambiente PreProducción"


def count(town: Town, model: type) -> int:
    with town.sessions() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def test_keys_travel_from_the_official_to_the_delegate_over_both_transports(town: Town) -> None:
    laura, camila = town.cast.laura, town.cast.camila
    settle_in(town)
    ask_for_keys(laura)
    card = find_card(camila, town.cast.officials_channel, "Inscripción Token", "Pendiente")
    camila.press("Ingresar info", in_=card)
    one, other = secret("abc"), secret("xyz")
    fill_keys(camila, **{PRODUCTION: one, PREPRODUCTION: other})
    assert not camila.submit().errors
    assert camila.modal
    assert "El registro se realizó correctamente" in camila.modal.text
    redrawn = find_card(camila, town.cast.officials_channel, "Asignado")
    assert redrawn.ts == card.ts
    assert redrawn.buttons == []
    assert "@Camila Ospina" in redrawn.text
    notice = told(laura, "Se ha asignado token")
    assert one not in str(notice.raw)
    laura.command("/llaves ver")
    assert laura.modal
    assert one in laura.modal.text
    assert other in laura.modal.text
    assert f"CLIENT_SECRET={one}" in laura.modal.text


def test_a_second_request_is_refused_and_the_pending_one_is_shown(socket_town: Town) -> None:
    laura = socket_town.cast.laura
    settle_in(socket_town)
    ask_for_keys(laura)
    laura.command("/llaves solicitar")
    assert laura.modal
    assert "Ya tiene una solicitud en trámite" in laura.modal.text
    assert "Token solicitados por primera vez" in laura.modal.text
    assert laura.modal.submit_label is None
    assert count(socket_town, KeyRequest) == 1


def test_a_redelivered_submission_makes_one_request_and_one_card(socket_town: Town) -> None:
    laura, camila = socket_town.cast.laura, socket_town.cast.camila
    settle_in(socket_town)
    laura.command("/llaves solicitar")
    fill_request(laura)
    socket_town.slack.faults.redeliver()
    laura.submit()
    find_card(camila, socket_town.cast.officials_channel, "Inscripción Token")
    assert count(socket_town, KeyRequest) == 1
    assert count(socket_town, Consent) == 2 + 2  # the two of the request, and one for each registration
    cards = [
        seen for seen in camila.messages(socket_town.cast.officials_channel) if "Inscripción" in seen.text
    ]
    assert len(cards) == 1


def test_two_officials_on_one_request_end_in_one_effect_and_an_explanation(socket_town: Town) -> None:
    camila, julian = socket_town.cast.camila, socket_town.cast.julian
    settle_in(socket_town)
    register_official(socket_town, julian, "1010101011")
    ask_for_keys(socket_town.cast.laura)
    channel = socket_town.cast.officials_channel
    card = find_card(camila, channel, "Inscripción Token", "Pendiente")
    for official in (camila, julian):
        official.press("Ingresar info", in_=card)
        fill_keys(official, **{PRODUCTION: secret("one"), PREPRODUCTION: secret("two")})
    assert not camila.submit().errors
    julian.submit()
    assert julian.modal
    assert "ya no está pendiente" in julian.modal.text
    assert "@Camila Ospina" in julian.modal.text
    assert count(socket_town, Key) == 2
    julian.close()  # the notice: what was typed is still underneath
    assert julian.modal.labels
    assert count(socket_town, Key) == 2


def test_a_double_click_on_aprobar_approves_once(socket_town: Town) -> None:
    laura, camila = socket_town.cast.laura, socket_town.cast.camila
    register_official(socket_town, camila, "1010101010")
    scenes.register_delegate(laura, sample.HOSPITAL_NIT, "1020304051")
    card = find_card(camila, socket_town.cast.officials_channel, "Pendiente de aprobación")
    camila.press("Aprobar", confirm=True, in_=card)
    camila.press_again()
    told_only_to(camila, "ya fue atendido")
    told(laura, "fue aprobado")
    with socket_town.sessions() as session:
        decided = session.scalars(
            select(Intent.dedupe_key).where(Intent.dedupe_key.like("registration_decided:%"))
        )
        assert len(list(decided)) == 2  # Camila's and Laura's


def test_somebody_who_only_sees_the_card_cannot_use_its_buttons(socket_town: Town) -> None:
    beatriz = socket_town.cast.beatriz
    settle_in(socket_town)
    ask_for_keys(socket_town.cast.laura)
    card = find_card(beatriz, socket_town.cast.officials_channel, "Inscripción Token", "Pendiente")
    beatriz.press("Ingresar info", in_=card)
    told_only_to(beatriz, "Solo un funcionario del MSPS ingresa llaves")
    assert beatriz.modal is None
    beatriz.press("Devolver", in_=card)
    told_only_to(beatriz, "Solo un funcionario del MSPS devuelve solicitudes")
    assert beatriz.modal is None


def test_a_returned_request_comes_back_corrected_on_the_same_card(socket_town: Town) -> None:
    laura, camila = socket_town.cast.laura, socket_town.cast.camila
    channel = socket_town.cast.officials_channel
    settle_in(socket_town)
    ask_for_keys(laura)
    card = find_card(camila, channel, "Inscripción Token", "Pendiente")
    camila.press("Devolver", in_=card)
    camila.fill("Motivo de la devolución", "El software no corresponde al prestador.")
    assert not camila.submit().errors
    assert find_card(camila, channel, "Devuelta").buttons == []
    notice = told(laura, "El software no corresponde al prestador.")
    laura.press("Corregir solicitud", in_=notice)
    assert laura.modal
    assert "Andino HIS" in laura.modal.text
    laura.fill("Software SIH", "Otro HIS")
    blocked = laura.submit()
    assert set(blocked.errors) == set(CONSENTS)  # asked for anew, never ticked beforehand
    for label in CONSENTS:
        laura.fill(label, True)
    assert not laura.submit().errors
    corrected = find_card(camila, channel, "corregida por @Laura Restrepo", "Otro HIS", "Pendiente")
    assert corrected.ts == card.ts
    assert corrected.buttons == ["Ingresar info", "Tomar", "Devolver"]
    word = find_card(camila, channel, "@Laura Restrepo corrigió la solicitud")
    assert word.raw["thread_ts"] == card.ts
    assert word.raw["subtype"] == "thread_broadcast"


def test_a_refused_registration_can_be_sent_again(socket_town: Town) -> None:
    laura, camila = socket_town.cast.laura, socket_town.cast.camila
    register_official(socket_town, camila, "1010101010")
    scenes.register_delegate(laura, sample.CLINIC_NIT, "1020304051")
    card = find_card(camila, socket_town.cast.officials_channel, "Pendiente de aprobación")
    camila.press("Rechazar", in_=card)
    camila.fill("Motivo del rechazo", "Usted es delegada del hospital, no de la clínica.")
    assert not camila.submit().errors
    find_card(camila, socket_town.cast.officials_channel, "Rechazado", "Usted es delegada del hospital")
    told(laura, "no fue aprobado")
    laura.press("Registrarse de nuevo")
    assert laura.modal
    assert "Usted es delegada del hospital" in laura.modal.text
    laura.close()
    register_delegate(socket_town, laura, sample.HOSPITAL_NIT, "1020304051", camila)


def test_a_delegate_of_several_sedes_chooses_among_them(socket_town: Town) -> None:
    andres, camila = socket_town.cast.andres, socket_town.cast.camila
    register_official(socket_town, camila, "1010101010")
    register_delegate(socket_town, andres, sample.CLINIC_NIT, "1020304052", camila)
    for sede in ("SEDE NORTE", "SEDE SUR"):
        andres.command("/llaves solicitar")
        choose_sede(andres, sede)
        fill_request(andres)
        assert not andres.submit().errors
        andres.close()
    andres.command("/llaves solicitar")
    assert andres.options("Código de habilitación", "sede") == [
        "059990000201 · SEDE NORTE · Vallehermoso · En trámite",
        "059990000202 · SEDE CENTRO · Vallehermoso",
        "059990000203 · SEDE SUR · Vallehermoso · En trámite",
    ]
    choose_sede(andres, "SEDE NORTE")  # one in course is shown, with what can be done about it
    assert andres.modal
    assert "Ya tiene una solicitud en trámite" in andres.modal.text
    assert "059990000201" in andres.modal.text
    andres.close()
    andres.command("/llaves ver")
    assert andres.options("Código de habilitación") == [
        "059990000201 · SEDE NORTE · Vallehermoso",
        "059990000203 · SEDE SUR · Vallehermoso",
    ]
    andres.fill("Código de habilitación", "059990000203 · SEDE SUR · Vallehermoso")
    andres.submit()
    assert andres.modal
    assert "aún no ha asignado sus llaves" in andres.modal.text
    assert "EndPoint: https://production.example.org/ihce" in andres.modal.text


def test_a_returned_sede_among_several_opens_filled_in_and_with_its_reason(socket_town: Town) -> None:
    andres, camila = socket_town.cast.andres, socket_town.cast.camila
    channel = socket_town.cast.officials_channel
    register_official(socket_town, camila, "1010101010")
    register_delegate(socket_town, andres, sample.CLINIC_NIT, "1020304052", camila)
    andres.command("/llaves solicitar")
    choose_sede(andres, "SEDE SUR")
    fill_request(andres)
    assert not andres.submit().errors
    andres.close()
    camila.press("Devolver", in_=find_card(camila, channel, "Inscripción Token", "Pendiente"))
    camila.fill("Motivo de la devolución", "El software no corresponde al prestador.")
    assert not camila.submit().errors
    told(andres, "fue devuelta")
    andres.command("/llaves solicitar")
    choose_sede(andres, "SEDE SUR · Vallehermoso · Devuelta")
    assert andres.modal
    assert "El software no corresponde al prestador." in andres.modal.text
    assert "Software SIH: Andino HIS" in andres.modal.text


def test_a_delegate_who_was_an_official_all_along_reaches_the_managers(socket_town: Town) -> None:
    laura, camila, beatriz = socket_town.cast.laura, socket_town.cast.camila, socket_town.cast.beatriz
    register_official(socket_town, camila, "1010101010")
    scenes.register_delegate(laura, sample.HOSPITAL_NIT, "1020304051")
    card = find_card(camila, socket_town.cast.officials_channel, "Pendiente de aprobación")
    camila.press("Rechazar", in_=card)
    camila.fill("Motivo del rechazo", "Usted es funcionaria, no delegada.")
    assert not camila.submit().errors
    told(laura, "no fue aprobado")
    register_official(socket_town, laura, "1020304051")
    left = find_card(camila, socket_town.cast.officials_channel, "continúa en otro canal")
    assert left.ts == card.ts
    assert left.buttons == []
    assert "1020304051" not in left.text
    assert "Activo" in find_card(beatriz, socket_town.cast.managers_channel, "@Laura Restrepo").text


def test_a_click_on_a_card_that_shows_an_older_registration_decides_nothing(socket_town: Town) -> None:
    laura, camila = socket_town.cast.laura, socket_town.cast.camila
    channel = socket_town.cast.officials_channel
    register_official(socket_town, camila, "1010101010")
    scenes.register_delegate(laura, sample.CLINIC_NIT, "1020304051")
    camila.press("Rechazar", in_=find_card(camila, channel, "Pendiente de aprobación"))
    camila.close()
    old = find_card(camila, channel, "Pendiente de aprobación").raw["blocks"]
    with socket_town.sessions.begin() as session:
        person = session.scalars(select(Person).where(Person.user_id == laura.user_id)).one()
        person.nit, person.version = (
            sample.HOSPITAL_NIT,
            person.version + 2,
        )  # refused and sent again meanwhile
    assert f"{person.id}:1" in str(old)
    camila.press("Aprobar", confirm=True, in_=find_card(camila, channel, "Pendiente de aprobación"))
    told_only_to(camila, "cambió desde que usted lo leyó")
    with socket_town.sessions() as session:
        assert session.get_one(Person, person.id).status is PersonStatus.PENDING


def test_a_window_that_slack_no_longer_opens_is_explained(socket_town: Town) -> None:
    laura = socket_town.cast.laura
    socket_town.slack.faults.fail("views.open", "expired_trigger_id")
    assert "Inténtelo de nuevo" in laura.command("/llaves registro").text
    assert laura.modal is None
    assert laura.command("/llaves registro").text == ""
    assert laura.modal


def test_an_unknown_word_gets_the_list_of_known_ones(socket_town: Town) -> None:
    reply = socket_town.cast.stranger.command("/llaves cerezas")
    assert "No conozco «cerezas»" in reply.text
    assert "/llaves registro" in reply.text
