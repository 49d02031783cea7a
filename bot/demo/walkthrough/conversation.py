"""The main conversation, scene by scene: each step acts as its person would and checks what the person then sees."""

from datetime import date, timedelta
from uuid import uuid4

from bot.demo import sample
from bot.demo.human.person import Person
from bot.demo.walkthrough.stage import Stage, expect, find_card, modal_text, told
from bot.rules.calendar.days import day_in_bogota


def officials_come_in(stage: Stage) -> None:
    """An official registers and a manager approves (§6.2.2)."""
    cast = stage.demo.cast
    with stage.playing(cast.camila, "escribe /llaves registro, elige Otro Usuario y se registra") as camila:
        camila.command("/llaves registro")
        camila.fill("Seleccione el tipo de usuario", "Otro Usuario")
        camila.submit()
        camila.fill("Tipo identificación", "CC – Cédula de ciudadanía")
        camila.fill("Número de identificación", "1010101010")
        camila.fill("Acuerdo de confidencialidad", True)
        expect(not camila.submit().errors, "el registro no tiene errores")
        expect("LOGIN DE USUARIO" in modal_text(camila), "el resumen muestra el login")
    camila.close()
    with stage.playing(cast.beatriz, "la aprueba en la tarjeta del canal de gerentes") as beatriz:
        card = find_card(beatriz, cast.managers_channel, "Otro Usuario", "Pendiente de aprobación")
        stage.show(beatriz)
        beatriz.press("Aprobar", confirm=True, in_=card)
        find_card(beatriz, cast.managers_channel, "Otro Usuario", "Activo")
    with stage.playing(cast.camila, "recibe el aviso") as camila:
        told(camila, "Su registro fue aprobado")


def delegate_comes_in(stage: Stage) -> None:
    """A delegate registers, mistyping the NIT, and an official approves (§6.2.1)."""
    cast = stage.demo.cast
    with stage.playing(cast.laura, "escribe /llaves solicitar sin estar registrada") as laura:
        reply = laura.command("/llaves solicitar")
        expect("/llaves registro" in reply.text, "se le dice cómo registrarse")
    with stage.playing(cast.laura, "se registra, pero escribe el NIT con su dígito de verificación") as laura:
        laura.command("/llaves registro")
        laura.fill("Seleccione el tipo de usuario", "Delegado Administrativo")
        laura.submit()
        laura.fill("Nit de la entidad", f"{sample.HOSPITAL_NIT}-1")
        laura.fill("Tipo identificación delegado", "CC – Cédula de ciudadanía")
        laura.fill("Número identificación delegado", "1020304051")
        laura.fill("Acuerdo de confidencialidad", True)
        errors = laura.submit().errors
        expect("Nit de la entidad" in errors, "el error está bajo el NIT")
    with stage.playing(cast.laura, "corrige el NIT y envía: lo demás sigue escrito") as laura:
        laura.fill("Nit de la entidad", sample.HOSPITAL_NIT)
        expect(not laura.submit().errors, "el registro no tiene errores")
        expect("REGISTRO SATISFACTORIO" in modal_text(laura), "el registro es satisfactorio")
    laura.close()
    with stage.playing(cast.camila, "aprueba a la delegada en el canal de funcionarios") as camila:
        card = find_card(camila, cast.officials_channel, "Delegado Administrativo", "Pendiente de aprobación")
        stage.show(camila)
        camila.press("Aprobar", confirm=True, in_=card)
        find_card(camila, cast.officials_channel, "Delegado Administrativo", "Activo")
    with stage.playing(cast.laura, "recibe el aviso") as laura:
        told(laura, "fue aprobado")


def delegate_asks(stage: Stage) -> None:
    """The delegate requests keys, is refused a second request, and the officials get the card (§6.4.1.1)."""
    cast = stage.demo.cast
    with stage.playing(cast.laura, "pulsa Solicitar llaves y escribe mal un teléfono") as laura:
        laura.press("Solicitar llaves")
        fill_request(laura)
        laura.fill("Teléfono Líder Técnico", "12345")
        errors = laura.submit().errors
        expect(list(errors) == ["Teléfono Líder Técnico"], "el error está bajo el teléfono")
    with stage.playing(cast.laura, "lo corrige y pulsa Generar llave de acceso") as laura:
        laura.fill("Teléfono Líder Técnico", "300 123 4567")
        expect(not laura.submit().errors, "la solicitud no tiene errores")
        text = modal_text(laura)
        expect("Registro de solicitud de inscripción de llave creado con éxito!" in text, "se confirma")
        expect("Token solicitados por primera vez" in text, "se muestra el estado")
    laura.close()
    with stage.playing(cast.laura, "vuelve a escribir /llaves solicitar") as laura:
        laura.command("/llaves solicitar")
        expect("Ya tiene una solicitud en trámite" in modal_text(laura), "se le muestra la pendiente")
    laura.close()


def official_returns(stage: Stage) -> None:
    """The official sends the request back; the delegate corrects it."""
    cast = stage.demo.cast
    with stage.playing(cast.camila, "ve la tarjeta y pulsa Devolver") as camila:
        card = find_card(camila, cast.officials_channel, "Inscripción Token", "Pendiente")
        stage.show(camila)
        camila.press("Devolver", in_=card)
        camila.fill("Motivo de la devolución", "El correo del líder técnico debe ser institucional.")
        stage.show(camila)
        expect(not camila.submit().errors, "la devolución no tiene errores")
        find_card(camila, cast.officials_channel, "Inscripción Token", "Devuelta")
    with stage.playing(cast.laura, "recibe el motivo y pulsa Corregir solicitud") as laura:
        told(laura, "fue devuelta")
        stage.show(laura)
        laura.press("Corregir solicitud")
        expect("Software Clínico Andino" in modal_text(laura), "el formulario viene con lo que ya escribió")
    with stage.playing(cast.laura, "corrige el correo y envía de nuevo") as laura:
        laura.fill("Correo Líder Técnico", "sistemas@sanroque.example.com")
        laura.fill("Aceptación términos para la solicitud de token", True)
        laura.fill("Autorización de datos personales", True)
        expect(not laura.submit().errors, "la corrección no tiene errores")
    laura.close()


def official_enters_keys(stage: Stage) -> None:
    """The official enters the keys, first with the Secret ID in the wrong place (§6.4.2.1)."""
    cast = stage.demo.cast
    with stage.playing(cast.camila, "pulsa Ingresar info y pega el Secret ID en vez del secreto") as camila:
        card = find_card(camila, cast.officials_channel, "Inscripción Token", "Pendiente", "corregida")
        stage.show(camila)
        camila.press("Ingresar info", in_=card)
        for environment in ("Ambiente Productivo", "Ambiente PreProducción"):
            fill_key(stage, camila, environment)
        camila.fill("Ambiente Productivo: ClientSecret", str(uuid4()))
        errors = camila.submit().errors
        expect(list(errors) == ["Ambiente Productivo: ClientSecret"], "el error está bajo el secreto")
    with stage.playing(cast.camila, "copia la columna Valor y pulsa Guardar") as camila:
        camila.fill("Ambiente Productivo: ClientSecret", stage.secrets[0])
        expect(not camila.submit().errors, "el ingreso no tiene errores")
        expect("El registro se realizó correctamente" in modal_text(camila), "se confirma")
    camila.close()
    with stage.playing(cast.camila, "ve la tarjeta redibujada en su sitio") as camila:
        redrawn = find_card(camila, cast.officials_channel, "Inscripción Token", "Asignado")
        expect(redrawn.ts == card.ts, "es la misma tarjeta")


def delegate_reads(stage: Stage) -> None:
    """The delegate is told, reads the keys, and asks for the state without them (§6.4.1.2)."""
    cast = stage.demo.cast
    with stage.playing(cast.laura, "recibe el aviso, que no lleva las llaves, y pulsa Ver llaves") as laura:
        notice = told(laura, "Se ha asignado token")
        expect(not any(secret in str(notice.raw) for secret in stage.secrets), "el aviso no lleva secretos")
        stage.show(laura)
        laura.press("Ver llaves", in_=notice)
        text = modal_text(laura)
        expect(all(secret in text for secret in stage.secrets), "la ventana muestra los secretos")
        expect("CLIENT_SECRET=" in text, "y en forma de .env")
    laura.close()
    with stage.playing(cast.laura, "escribe /llaves estado") as laura:
        reply = laura.command("/llaves estado")
        expect("Se ha asignado token" in reply.text, "se muestra el estado")
        expect(not any(secret in reply.text for secret in stage.secrets), "el estado no lleva secretos")
    with stage.playing(cast.andres, ", que no está registrado, escribe /llaves ver") as andres:
        expect("no está registrado" in andres.command("/llaves ver").text, "no ve nada")


def fill_request(person: Person) -> None:
    """Fill in the request form as delegates do."""
    for label, text in {
        "Nombre del Proveedor": "Software Clínico Andino S.A.S.",
        "Software SIH": "Andino HIS",
        "Nombre Líder Técnico": "Marcela Pineda",
        "Correo Líder Técnico": "marcela_pineda@gmail.com",
        "Teléfono Líder Técnico": "3001234567",
        "Nombre Responsable": "Hernán Castaño",
        "Correo Responsable": "datos@sanroque.example.com",
        "Teléfono Responsable": "6013305043",
    }.items():
        person.fill(label, text)
    person.fill("Aceptación términos para la solicitud de token", True)
    person.fill("Autorización de datos personales", True)


def fill_key(stage: Stage, official: Person, environment: str, expiry: date | None = None) -> None:
    """Fill in one environment of the key form with a made-up key, of a year's life unless told otherwise."""
    official.fill(f"{environment}: ClientID", str(uuid4()))
    official.fill(f"{environment}: ClientSecret", stage.new_secret())
    expiry = expiry or day_in_bogota(stage.demo.now()) + timedelta(days=365)
    official.fill(f"{environment}: Fecha de expiración", expiry.isoformat())
