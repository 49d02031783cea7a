"""What the manual keeps visible all session (§6.3, Imagen 09 to 17): who is here for whom, and the breadcrumb."""

from collections.abc import Sequence
from enum import Enum

from slack_sdk.models.blocks import Block

from bot.views.parts import small
from bot.views.text import MINISTRY, MINISTRY_NIT, NOTHING, ROLES, login_text, mention, safe
from storage.models import Person, Provider

STEP_REQUEST = "*1 Solicitud de Llave* · 2 Visualización de Llaves"
STEP_VIEW = "1 Solicitud de Llave · *2 Visualización de Llaves*"
STEP_LIST = "*1 Consulta de Token*"


class Place(Enum):
    """Where in the menu a window is; the value is its breadcrumb after «Inicio», as the images have it."""

    HOME = ()
    REGISTRATION = ("Registro de usuarios",)
    REQUIREMENTS = ("Verificación de requisitos",)
    REQUEST = ("Administración de Llaves", "Inscripción Llave")
    KEYS = ("Menu Principal", "Administración de Llaves", "Solicitar Token")
    ASSIGN = ("Menu Principal", "Administración de Llaves", "Asignar Token")
    UPDATE = ("Menu Principal", "Administración de Llaves", "Actualizar Token")
    MENU = ("Menu Principal", "Administración de Llaves")
    USERS = ("Menu Principal", "Usuarios")
    DIGEST = ("Menu Principal", "Resumen de llaves")
    EXPIRIES = ("Menu Principal", "Resumen de llaves", "Ver detalle")
    STATUS = ("Estado de la solicitud",)
    HELP = ("Ayuda",)
    NOTICE = ("Aviso",)


def breadcrumb(place: Place) -> Block:
    """Return where the person is."""
    return small(" > ".join(("Inicio", *place.value)))


def header(
    person: Person, provider: Provider | None, place: Place, *, codigo: str | None = None
) -> list[Block]:
    """Return breadcrumb and session header.

    Without a provider the entity is the ministry, unless a delegate's has left the directory; `codigo` stands in for
    a sede that is not chosen yet.
    """
    entity, its_codigo = (NOTHING, NOTHING) if person.nit else (MINISTRY, "MSPS")
    if provider is not None:
        entity, its_codigo = provider.name, provider.codigo
    parts = {
        "Login": login_text(person),
        "NIT Entidad": person.nit or MINISTRY_NIT,
        "Usuario": mention(person),
        "Entidad": safe(entity),
        "Rol": ROLES[person.role],
        "Código": codigo or its_codigo,
    }
    return [
        breadcrumb(place),
        small(" · ".join(f"{label}: *{value}*" for label, value in parts.items())),
    ]


def header_for(
    person: Person | None, sedes: Sequence[Provider], place: Place, *, codigo: str | None = None
) -> list[Block]:
    """Return the header of a person with every sede of their NIT, or the breadcrumb when nobody is known yet.

    Where no sede is chosen, several stand together: the código is how many they are, or `codigo`.
    """
    if person is None:
        return [breadcrumb(place)]
    several = f"{len(sedes)} sedes" if len(sedes) > 1 else None
    return header(person, sedes[0] if sedes else None, place, codigo=codigo or several)
