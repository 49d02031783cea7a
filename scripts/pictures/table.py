"""The pictures: what each is called, who sees it, where that person is, and how much of the page is taken."""

from dataclasses import dataclass
from enum import StrEnum


class Place(StrEnum):
    """Where somebody is; the three channels stand for their ids, which each run makes anew."""

    TOUR = "tour"
    HOME = "home"
    APP = "app"
    GENERAL = "general"
    OFFICIALS = "officials"
    MANAGERS = "managers"
    TERMINAL = "terminal"


class Part(StrEnum):
    """How much of the page is taken, as its selector."""

    PAGE = "body"
    WINDOW = "#modal > form"
    HOME = ".sheet"
    MESSAGE = "#messages > ol > li.message"
    TERMINAL = "svg"


@dataclass(frozen=True)
class Picture:
    """One picture.

    Attributes:
        name: the file's, without its ending.
        who: the key of the person, as in the page's address.
        words: in the newest message that says them, where a message is taken.
        height: of the browser's window, in pixels; what does not fit is scrolled out of sight.
        since, until: the words where the picture begins and before which it ends, where a part is too long for one.
    """

    name: str
    who: str
    at: Place
    part: Part
    words: str = ""
    height: int = 760
    since: str = ""
    until: str = ""


_TALL = 3600  # pixels; more than any window or message has

# Where long windows are parted.
_TERMS = "Acepto los términos y condiciones para la solicitud del token. El"
_DIGEST, _URGENT = "Resumen semanal de llaves", "Prestadores más urgentes"


def _window(name: str, who: str, since: str = "", until: str = "") -> Picture:
    return Picture(name, who, Place.APP, Part.WINDOW, "", _TALL, since, until)


def _message(name: str, who: str, at: Place, words: str, since: str = "", until: str = "") -> Picture:
    return Picture(name, who, at, Part.MESSAGE, words, _TALL, since, until)


def _home(name: str, who: str) -> Picture:
    return Picture(name, who, Place.HOME, Part.HOME, height=_TALL)


def _page(name: str, who: str, at: Place) -> Picture:
    return Picture(name, who, at, Part.PAGE)


def _terminal(name: str) -> Picture:
    return Picture(name, "", Place.TERMINAL, Part.TERMINAL)


README_PICTURE = "page"

PICTURES = (
    _page(README_PICTURE, "camila", Place.OFFICIALS),
    _message("manual-01-ayuda", "laura", Place.GENERAL, "Solo usted puede ver este mensaje"),
    _home("manual-02-inicio", "laura"),
    _page("administrador-01-demo", "laura", Place.TOUR),
    _terminal("administrador-02-import-providers"),
    _terminal("administrador-03-import-designations"),
    _terminal("administrador-04-doctor"),
    _window("administrador-05-primer-menu", "beatriz"),
    _terminal("administrador-06-digest"),
    _window("delegado-01-requisitos", "laura"),
    _window("delegado-02-tipo-de-usuario", "laura"),
    _window("delegado-03-registro", "laura"),
    _window("delegado-04-resumen-del-registro", "laura"),
    _window("delegado-05-menu", "laura"),
    _window("delegado-06-solicitud", "laura", until=_TERMS),
    _window("delegado-07-aceptaciones", "laura", since=_TERMS),
    _window("delegado-08-solicitud-creada", "laura"),
    _message("delegado-09-solicitud-devuelta", "laura", Place.APP, "fue devuelta"),
    _window("delegado-10-preproduccion", "laura", until="PRODUCCION"),
    _window("delegado-11-produccion", "laura", since="PRODUCCION"),
    _message("delegado-12-recordatorio", "laura", Place.APP, "están por vencer"),
    _window("funcionario-01-registro", "camila"),
    _window("funcionario-02-menu", "camila"),
    _home("funcionario-03-inicio", "camila"),
    _message("funcionario-04-registro-por-aprobar", "camila", Place.OFFICIALS, "Laura"),
    _message("funcionario-05-tarjeta", "camila", Place.OFFICIALS, "Inscripción Token"),
    _window("funcionario-06-devolver", "camila"),
    _window("funcionario-07-listado", "camila"),
    _window("funcionario-08-ingresar-info", "camila", until="Ambiente Desarrollo:"),
    _window("funcionario-09-otros-ambientes", "camila", since="Ambiente Desarrollo:"),
    _window("funcionario-10-llaves-registradas", "camila"),
    _window("funcionario-11-actualizar-keys", "camila", until="Ambiente Desarrollo:"),
    _window("gerente-01-menu", "beatriz"),
    _home("gerente-02-inicio", "beatriz"),
    _message("gerente-03-registro-por-aprobar", "beatriz", Place.MANAGERS, "Camila"),
    _window("gerente-04-usuarios", "beatriz"),
    _window("gerente-05-cambiar-delegado", "beatriz"),
    _message("gerente-06-resumen", "beatriz", Place.MANAGERS, _DIGEST, until=_URGENT),
    _message("gerente-07-resumen-continua", "beatriz", Place.MANAGERS, _DIGEST, since=_URGENT),
    _window("gerente-08-ver-detalle", "beatriz"),
    _window("gerente-09-preferencias", "beatriz"),
    _message("gerente-10-recordar", "beatriz", Place.MANAGERS, "Solo usted puede ver este mensaje"),
    _home("gerente-11-recordatorios-detenidos", "beatriz"),
)
