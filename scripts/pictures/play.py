"""What the scenes need: the people, the camera, and the steps that several of them take."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta

from bot.demo.human.person import Person
from bot.demo.sample import Cast
from bot.demo.walkthrough.conversation import fill_key
from bot.demo.walkthrough.stage import WAIT_SECONDS, Stage
from bot.rules.calendar.days import day_in_bogota
from scripts.pictures.camera import Camera, PictureError
from scripts.pictures.table import Place

PRODUCTION, PREPRODUCTION, DEVELOPMENT = (
    "Ambiente Productivo",
    "Ambiente PreProducción",
    "Ambiente Desarrollo",
)
CEDULA = "CC – Cédula de ciudadanía"


@dataclass(frozen=True)
class Play:
    """The simulation being played for the camera; `address` is the page's."""

    stage: Stage
    camera: Camera
    address: str

    @property
    def cast(self) -> Cast:
        """The people and the ids of their channels."""
        return self.stage.demo.cast

    @property
    def today(self) -> date:
        """Return the day it is in the simulation."""
        return day_in_bogota(self.stage.demo.now())

    def take(self, name: str) -> None:
        """Take the picture of this name, as the table says."""
        self.camera.take(name, self.address, self._channels())

    def take_and_close(self, name: str, person: Person) -> None:
        """Take a picture of a person's window, and close it with all those behind."""
        self.take(name)
        person.close(everything=True)

    @contextmanager
    def at_home(self, person: Person, words: str) -> Iterator[None]:
        """Have a person look at Home, once it says these words."""
        person.open_home()
        person.wait_for(
            lambda who: who.home and words in who.home.text, timeout=WAIT_SECONDS, what=f"Home with {words}"
        )
        yield
        person.leave_home()

    def fill_keys(self, official: Person, days: Mapping[str, int]) -> None:
        """Fill in made-up keys, by environment, that live for so many days."""
        for environment, life in days.items():
            fill_key(self.stage, official, environment, self.today + timedelta(days=life))

    def _channels(self) -> dict[Place, str]:
        return {
            Place.GENERAL: self.cast.general,
            Place.OFFICIALS: self.cast.officials_channel,
            Place.MANAGERS: self.cast.managers_channel,
        }


def send(person: Person) -> None:
    """Submit the open form. PictureError when it is refused."""
    errors = person.submit().errors
    if errors:
        raise PictureError(f"{person.name}: {errors}")


def begin_registration(person: Person, kind: str, answers: Mapping[str, str]) -> None:
    """Fill in a registration (§6.2), without sending it."""
    person.command("/llaves registro")
    person.fill("Seleccione el tipo de usuario", kind)
    person.submit()
    for label, answer in answers.items():
        person.fill(label, answer)
    person.fill("Acuerdo de confidencialidad", True)


def official_answers(document: str) -> dict[str, str]:
    """Return what an official answers (§6.2.2)."""
    return {"Tipo identificación": CEDULA, "Número de identificación": document}


def delegate_answers(nit: str, document: str) -> dict[str, str]:
    """Return what a delegate answers (§6.2.1)."""
    return {
        "Nit de la entidad": nit,
        "Tipo identificación delegado": CEDULA,
        "Número identificación delegado": document,
    }


def choose_sede(delegate: Person, typed: str) -> None:
    """Choose the one sede that is found with these letters."""
    delegate.command("/llaves solicitar")
    (found,) = delegate.options("Código de habilitación", typed)
    delegate.fill("Código de habilitación", found, search=typed)
    delegate.submit()
