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
    """

    name: str
    who: str
    at: Place
    part: Part
    words: str = ""
    height: int = 760


_TALL = 2200  # pixels; more than any window or message has


def _window(name: str, who: str, height: int = _TALL) -> Picture:
    return Picture(name, who, Place.APP, Part.WINDOW, height=height)


def _message(name: str, who: str, at: Place, words: str) -> Picture:
    return Picture(name, who, at, Part.MESSAGE, words, height=_TALL)


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
    _page("manual-02-inicio", "laura", Place.HOME),
    _page("administrador-01-demo", "laura", Place.TOUR),
    _page("administrador-02-canales", "camila", Place.OFFICIALS),
    _terminal("administrador-03-import-providers"),
    _terminal("administrador-04-import-designations"),
    _terminal("administrador-05-doctor"),
    _window("administrador-06-primer-menu", "beatriz"),
    _terminal("administrador-08-digest"),
    _window("delegado-01-requisitos", "laura"),
    _window("delegado-02-tipo-de-usuario", "laura"),
    _window("delegado-03-registro", "laura"),
    _window("delegado-04-resumen-del-registro", "laura"),
    _window("delegado-05-menu", "laura"),
    _window("delegado-06-solicitud", "laura", 1400),
    _window("delegado-07-solicitud-creada", "laura"),
    _message("delegado-08-solicitud-devuelta", "laura", Place.APP, "fue devuelta"),
    _window("delegado-09-llaves", "laura"),
    _message("delegado-10-recordatorio", "laura", Place.APP, "están por vencer"),
    _window("funcionario-01-registro", "camila"),
    _window("funcionario-02-menu", "camila"),
    _home("funcionario-03-inicio", "camila"),
    _message("funcionario-04-registro-por-aprobar", "camila", Place.OFFICIALS, "Laura"),
    _message("funcionario-05-tarjeta", "camila", Place.OFFICIALS, "Inscripción Token"),
    _window("funcionario-06-devolver", "camila"),
    _window("funcionario-07-listado", "camila"),
    _window("funcionario-08-ingresar-info", "camila"),
    _window("funcionario-09-llaves-registradas", "camila"),
    _window("funcionario-10-actualizar-keys", "camila"),
    _window("gerente-01-menu", "beatriz"),
    _home("gerente-02-inicio", "beatriz"),
    _message("gerente-03-registro-por-aprobar", "beatriz", Place.MANAGERS, "Camila"),
    _window("gerente-04-usuarios", "beatriz"),
    _window("gerente-05-cambiar-delegado", "beatriz"),
    _message("gerente-06-resumen", "beatriz", Place.MANAGERS, "Resumen semanal de llaves"),
    _window("gerente-07-ver-detalle", "beatriz"),
    _window("gerente-08-preferencias", "beatriz"),
    _message("gerente-09-recordar", "beatriz", Place.MANAGERS, "Solo usted puede ver este mensaje"),
    _home("gerente-10-recordatorios-detenidos", "beatriz"),
)
