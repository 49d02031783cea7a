"""Ayuda: what each role can do, by command and by button, and the ministry's helpdesk with its hours."""

from bot.ids import Word
from bot.views.messages.message import Message
from bot.views.parts import paragraph, small
from bot.views.text import SUPPORT, safe
from storage.enums import PersonStatus, Role
from storage.models import Person

_MENU: dict[str, str] = {"": "abrir el menú con todo lo que puede hacer"}

COMMANDS: dict[Role, dict[str, str]] = {
    Role.DELEGATE: {
        Word.REQUIREMENTS: "verificar lo que debe estar hecho antes",
        Word.REQUEST: "pedir llaves, o corregir o cancelar una solicitud",
        Word.STATUS: "en qué va su solicitud y cuándo vencen sus llaves",
        Word.VIEW: "ver y copiar ClientID, ClientSecret y los parámetros de conexión",
    },
    Role.OFFICIAL: {
        Word.ASSIGN: "el listado de pendientes; con un NIT, código o nombre detrás, va directo",
        Word.UPDATE: "corregir las llaves de una entidad que ya las tiene; igual, con búsqueda detrás",
        Word.STATUS: "cuántas solicitudes esperan",
    },
    Role.MANAGER: {
        Word.USERS: "aprobar, suspender y reactivar personas, y cambiar el delegado de un NIT",
        Word.DIGEST: "recibir por mensaje directo los vencimientos, la cola y los tiempos de respuesta",
        Word.STATUS: "cuántas solicitudes esperan",
    },
}

_REGISTER: dict[str, str] = {Word.REGISTER: "registrarse como delegado o funcionario"}

_WITHOUT_ACCESS: dict[str, str] = {
    Word.REQUIREMENTS: "verificar lo que debe estar hecho antes",
    Word.STATUS: "en qué va su registro",
}

_SUSPENDED: dict[str, str] = {Word.STATUS: "por qué no tiene acceso y qué hacer"}

_BUTTONS = {
    Role.DELEGATE: "*Por mensaje directo* le avisamos cuando su solicitud sea devuelta o se asigne el token, con el "
    "botón para seguir. La pestaña *Inicio* de esta app muestra el estado, los vencimientos y el siguiente paso.",
    Role.OFFICIAL: "*En las tarjetas del canal de funcionarios* usted aprueba o rechaza delegados (*Aprobar*, "
    "*Rechazar*), reserva una solicitud por dos horas hábiles (*Tomar*, *Soltar*), ingresa llaves (*Ingresar info*) "
    "y devuelve solicitudes (*Devolver*). La pestaña *Inicio* muestra la cola y lo suyo.",
    Role.MANAGER: "*En las tarjetas del canal de gerentes* usted aprueba o rechaza funcionarios. Allí llega el resumen "
    "semanal y el mensual, con los botones *Recordar a los delegados*, *Ver detalle*, *Detener recordatorios* y "
    "*Preferencias*. La pestaña *Inicio* muestra los vencimientos, la cola y la carga de cada funcionario.",
}


def help_text(person: Person | None, unknown: str | None = None) -> Message:
    """Tell what this person can do; `unknown` is the word that was not understood."""
    active = person if person and person.status is PersonStatus.ACTIVE else None
    commands = {**_commands(person), Word.HELP: "lo que usted puede escribir"}
    typed = "\n".join(f"`{f'/llaves {word}'.strip()}` – {what}" for word, what in commands.items())
    lines = [
        *([f"No conozco «{safe(unknown)}»."] if unknown else []),
        f"*Usted puede escribir:*\n{typed}",
        *([_BUTTONS[active.role]] if active else []),
    ]
    return Message(
        text="\n\n".join([*lines, SUPPORT]), blocks=[*(paragraph(line) for line in lines), small(SUPPORT)]
    )


def _commands(person: Person | None) -> dict[str, str]:
    if person is None:
        return _MENU | _REGISTER | _WITHOUT_ACCESS
    match person.status:
        case PersonStatus.ACTIVE:
            return _MENU | COMMANDS[person.role]
        case PersonStatus.SUSPENDED:
            return _SUSPENDED
        case PersonStatus.REJECTED:
            return _MENU | _REGISTER | _WITHOUT_ACCESS
        case PersonStatus.PENDING:
            return _MENU | _WITHOUT_ACCESS
