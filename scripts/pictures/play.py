"""What the scenes need: the people, the camera, and the steps that several of them take."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.demo.human.person import Person
from bot.demo.sample import Cast
from bot.demo.walkthrough.conversation import fill_key
from bot.demo.walkthrough.stage import WAIT_SECONDS, Stage
from bot.rules.calendar.days import BOGOTA, day_in_bogota, is_business_day
from scripts.pictures.camera import Camera, PictureError
from scripts.pictures.table import Place

PRODUCTION, PREPRODUCTION, DEVELOPMENT = (
    "Ambiente Productivo",
    "Ambiente PreProducción",
    "Ambiente Desarrollo",
)
CLIENT_ID = "7c2f9a41-5d0e-4b68-9f13-c4a8e0b7d526"  # made up; the hospital's in production
YEAR = 365  # days
_MORNING, _NOON = time(10), time(12)


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

    def begin(self) -> None:
        """Let time pass until the first Monday morning that begins six days of work: the same days at each run."""
        monday = self.today + timedelta(days=7 - self.today.weekday())
        while not all(is_business_day(monday + timedelta(days=number)) for number in (0, 1, 2, 3, 4, 7)):
            monday += timedelta(days=7)
        self.go_to(monday, _MORNING)

    def go_to(self, day: date, clock: time = _NOON) -> None:
        """Let time pass until a day that is to come."""
        demo = self.stage.demo
        demo.advance(datetime.combine(day, clock, BOGOTA) - demo.now())

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


def choose_sede(delegate: Person, typed: str) -> None:
    """Choose the one sede that is found with these letters."""
    delegate.command("/llaves solicitar")
    (found,) = delegate.options("Código de habilitación", typed)
    delegate.fill("Código de habilitación", found, search=typed)
    delegate.submit()
