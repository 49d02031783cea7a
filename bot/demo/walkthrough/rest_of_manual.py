"""What the manual shows beside the main conversation: requirements, lists, corrections, users, Home."""

from bot.demo import sample
from bot.demo.human.person import Person
from bot.demo.walkthrough.conversation import fill_key, fill_request
from bot.demo.walkthrough.stage import Stage, await_modal, expect, find_card, modal_text, told

PREPRODUCTION = "Ambiente PreProducción"


def designated_delegate_comes_in(stage: Stage) -> None:
    """A delegate on the list of designations is let in at once (§6.1, §6.2.1)."""
    cast = stage.demo.cast
    with stage.playing(cast.andres, "escribe /llaves y abre la verificación de requisitos") as andres:
        andres.command("/llaves")
        expect("no está registrado" in modal_text(andres), "el menú le dice por dónde empezar")
        stage.show(andres)
        andres.press("Verificación de requisitos")
        expect(modal_text(andres).count("⬜") == 4, "ningún requisito está verificado aún")
    andres.close(everything=True)
    with stage.playing(
        cast.andres, "se registra: la clínica lo designó, y queda activo de una vez"
    ) as andres:
        andres.command("/llaves registro")
        andres.fill("Seleccione el tipo de usuario", "Delegado Administrativo")
        andres.submit()
        andres.fill("Nit de la entidad", sample.CLINIC_NIT)
        andres.fill("Tipo identificación delegado", "CC – Cédula de ciudadanía")
        andres.fill("Número identificación delegado", sample.DESIGNATED_DOCUMENT)
        andres.fill("Acuerdo de confidencialidad", True)
        expect(not andres.submit().errors, "el registro no tiene errores")
        expect("lista de delegados designados" in modal_text(andres), "se le dice por qué puede seguir")
    andres.close()


def delegate_changes_their_mind(stage: Stage) -> None:
    """A delegate finds a sede by typing, corrects the request, cancels it and sends another."""
    cast = stage.demo.cast
    with stage.playing(
        cast.andres, "solicita llaves para una de sus sedes: escribe «sur» y la elige"
    ) as andres:
        andres.command("/llaves solicitar")
        _choose_sede(andres, "sur")
        expect(
            "Delegado administrativo designado" in modal_text(andres), "el formulario muestra los requisitos"
        )
        fill_request(andres)
        expect(not andres.submit().errors, "la solicitud no tiene errores")
    andres.close()
    with stage.playing(cast.andres, "la corrige mientras espera") as andres:
        andres.command("/llaves solicitar")
        _choose_sede(andres, "sur")
        andres.press("Corregir solicitud")
        andres.fill("Software SIH", "Andino HIS 2")
        andres.fill("Aceptación términos para la solicitud de token", True)
        andres.fill("Autorización de datos personales", True)
        expect(not andres.submit().errors, "la corrección no tiene errores")
    andres.close()
    with stage.playing(cast.andres, "la cancela: era para otra sede") as andres:
        andres.command("/llaves solicitar")
        _choose_sede(andres, "sur")
        andres.press("Cancelar solicitud", confirm=True)
        await_modal(andres, "cancelada")
    andres.close()
    with stage.playing(cast.andres, "la pide de nuevo, para la sede norte") as andres:
        andres.command("/llaves solicitar")
        _choose_sede(andres, "norte")
        fill_request(andres)
        expect(not andres.submit().errors, "la solicitud no tiene errores")
    andres.close()


def officials_share_the_queue(stage: Stage) -> None:
    """An official takes a request, finds it in the list and enters its keys there (§6.4.2.1, Imagen 15 and 16)."""
    cast = stage.demo.cast
    with stage.playing(cast.camila, "toma la solicitud en su tarjeta: nadie más la trabaja") as camila:
        card = find_card(camila, cast.officials_channel, "059990000201", "Pendiente")
        camila.press("Tomar", in_=card)
        find_card(camila, cast.officials_channel, "059990000201", "tomada por @Camila Ospina")
    with stage.playing(cast.camila, "abre Asignar Token en el menú y busca «esperanza»") as camila:
        camila.command("/llaves")
        camila.press("Asignar Token")
        camila.fill("Buscar:", "esperanza")
        camila.submit()
        expect("059990000201" in modal_text(camila), "la encuentra por su razón social")
    with stage.playing(cast.camila, "ingresa las llaves y vuelve al listado") as camila:
        camila.press("Ingresar info")
        for environment in ("Ambiente Productivo", PREPRODUCTION):
            fill_key(stage, camila, environment)
        expect(not camila.submit().errors, "el ingreso no tiene errores")
        camila.close()
        await_modal(camila, "Nada coincide con «esperanza»")
    camila.close()
    with stage.playing(cast.andres, "recibe el aviso") as andres:
        told(andres, "Se ha asignado token")


def official_corrects_keys(stage: Stage) -> None:
    """An official corrects one environment without a request (Actualizar Token, Imagen 17)."""
    cast = stage.demo.cast
    with stage.playing(
        cast.camila, "escribe /llaves actualizar 901000101: llega directo al hospital"
    ) as camila:
        camila.command(f"/llaves actualizar {sample.HOSPITAL_NIT}")
        fill_key(stage, camila, PREPRODUCTION)
        expect(not camila.submit().errors, "la corrección no tiene errores")
    camila.close()
    with stage.playing(cast.laura, "recibe qué ambiente cambió, sin las llaves") as laura:
        notice = told(laura, "corrigió sus llaves")
        expect("PREPRODUCCION" in notice.text, "el aviso nombra el ambiente")
        expect(not any(secret in str(notice.raw) for secret in stage.secrets), "el aviso no lleva secretos")
    with stage.playing(cast.camila, "ve la tarjeta redibujada") as camila:
        find_card(camila, cast.officials_channel, "259990000101", "Reasignado")


def manager_governs(stage: Stage) -> None:
    """A manager suspends an official, whose old buttons stop working, and lets them back in."""
    cast = stage.demo.cast
    with stage.playing(cast.beatriz, "abre Usuarios y suspende a Camila") as beatriz:
        beatriz.command("/llaves usuarios funcionario activo")
        stage.show(beatriz)
        beatriz.press("Gestionar")
        beatriz.press("Suspender")
        beatriz.fill("Motivo de la suspensión", "Cambió de dependencia hasta enero.")
        expect(not beatriz.submit().errors, "la suspensión no tiene errores")
        await_modal(beatriz, "Suspendido")
    with stage.playing(cast.camila, "escribe /llaves asignar y ya no puede") as camila:
        expect("suspendido" in camila.command("/llaves asignar").text, "se le dice por qué")
    with stage.playing(cast.beatriz, "la reactiva") as beatriz:
        beatriz.press("Reactivar", confirm=True)
        await_modal(beatriz, "Activo")
    beatriz.close(everything=True)


def everybody_goes_home(stage: Stage) -> None:
    """App Home tells each role where things stand."""
    cast = stage.demo.cast
    for person, sees in (
        (cast.laura, "Historial de solicitudes"),
        (cast.camila, "Solicitudes pendientes"),
        (cast.beatriz, "Vencimiento de llaves"),
    ):
        with stage.playing(person, "abre la pestaña Inicio") as who:
            who.open_home()
            who.wait_for(lambda each: each.home, what="su pestaña Inicio")
            expect(sees in who.screen, f"la pestaña dice «{sees}»")
        person.leave_home()


def no_secret_anywhere(stage: Stage) -> None:
    """No secret stayed in a message, a log or the database."""
    demo = stage.demo
    stage.announce("Y al final: ningún secreto quedó fuera de la ventana de sus delegados")
    said = [message.raw for message in demo.cast.camila.messages(demo.cast.officials_channel)]
    said += [
        message.raw
        for person in (demo.cast.laura, demo.cast.andres, demo.cast.camila)
        for message in person.dms
    ]
    kept = b"".join(path.read_bytes() for path in demo.log.parent.iterdir() if path.is_file())
    for secret in stage.secrets:
        expect(secret not in str(said), "ningún mensaje lo lleva")
        expect(
            secret.encode() not in kept, "ni el registro del bot ni la base de datos lo guardan a la vista"
        )


def _choose_sede(delegate: Person, typed: str) -> None:
    (found,) = delegate.options("Código de habilitación", typed)
    delegate.fill("Código de habilitación", found, search=typed)
    delegate.submit()
