"""The page as HTML: whole, and in the parts that live updates replace."""

import json
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import asdict
from pathlib import Path
from types import MappingProxyType
from typing import Any, Protocol

from jinja2 import Environment, PackageLoader

from bot.demo.human.touch import VIEW
from bot.demo.page.drawn.blocks import Surface
from bot.demo.page.drawn.charts import chart
from bot.demo.page.drawn.conversation import History, conversation, history, long_date
from bot.demo.page.drawn.places import Places
from bot.demo.page.drawn.suggested_commands import suggested_commands
from bot.demo.page.news.happenings import Happening
from bot.demo.page.people import PersonInfo
from bot.demo.page.samples import can_fill
from bot.demo.page.seat import APP, HOME, TOUR, Seat
from bot.demo.page.tour import Step
from bot.demo.page.travel import Travel
from bot.demo.world.records import ViewRecord
from bot.demo.world.world import World
from bot.rules.calendar.days import BOGOTA

PARTS = ("sidebar", "clock", "main", "modal", "panel")
"""The ids of the elements whose inside is replaced."""

HOPS: Mapping[str, str] = MappingProxyType(
    {"1h": "+1 h", "1d": "+1 día", "1s": "+1 semana", "30d": "+30 días"}
)
"""How far the clock can be moved, as it takes it and as people read it."""

KINDS: Mapping[str, str] = MappingProxyType(
    {
        "slash_commands": "escribió un comando",
        "block_actions": "pulsó o eligió algo",
        "view_submission": "envió un formulario",
        "view_closed": "cerró una ventana",
        "block_suggestion": "buscó en una lista",
        "shortcut": "usó un atajo",
        "app_home_opened": "abrió Inicio",
        "user_change": "cambió de cuenta",
    }
)
"""What people do, by the kind of envelope that tells the bot."""

_HEADINGS: Mapping[str, str] = MappingProxyType({TOUR: "Recorrido", HOME: "Inicio"})
"""The names of the places that are no conversation."""

MANIFEST = Path(__file__).parents[4] / "manifest.yml"


class Scene(Protocol):
    """What there is to see."""

    @property
    def world(self) -> World:
        """The workspace's state; another one after a reset."""

    @property
    def people(self) -> Mapping[str, PersonInfo]:
        """By key, in the order of the switcher."""

    @property
    def travel(self) -> Travel:
        """The clock."""

    def happenings(self) -> Sequence[Happening]:
        """Return the last envelopes, newest first."""

    def tour(self, seat: Seat) -> Sequence[Step]:
        """Return the steps of the tour."""


class Drawing:
    """Draws the page for a seat.

    Args:
        show: what there is to see; read anew at each drawing.
        manifest: where the commands that the composer suggests are described.
    """

    def __init__(self, show: Scene, manifest: Path = MANIFEST) -> None:
        self._show = show
        self._places = Places()
        self._templates = Environment(
            loader=PackageLoader("bot.demo.page"),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.globals |= {
            "chart": chart,
            "commands": json.dumps(
                [asdict(each) for each in suggested_commands(manifest)], ensure_ascii=False
            ),
            "hops": HOPS,
            "initials": initials,
            "kinds": KINDS,
        }

    def page(self, seat: Seat) -> str:
        """Return the whole document."""
        told = self._told(seat)
        return self._templates.get_template("page.html").render(told, parts=self._parts(told))

    def parts(self, seat: Seat) -> dict[str, str]:
        """Return the inside of every element that changes, by its id (`PARTS`)."""
        return self._parts(self._told(seat))

    def _parts(self, told: dict[str, Any]) -> dict[str, str]:
        return {name: self._templates.get_template(f"{name}.html").render(told) for name in PARTS}

    def _told(self, seat: Seat) -> dict[str, Any]:
        """What the templates say, from one moment of the workspace: it goes on while they are drawn."""
        steps = self._show.tour(seat)
        told: dict[str, Any] = {
            "seat": seat,
            "happenings": [(each, _local_time(each)) for each in self._show.happenings()],
            "steps": steps,
            "next_step": next((each for each in steps if not each.done), None),
            **self._clock(),
        }
        world = self._show.world
        with world.changed:
            told |= self._in_world(world, seat)
        earlier: History = told.pop("history")
        return told | {
            "days": conversation(earlier, world.directory.name_of, seat.who, self._show.travel.now()),
            "earlier": earlier.earlier,
        }

    def _clock(self) -> dict[str, Any]:
        travel = self._show.travel
        progress = travel.progress
        local = (progress.moment if progress else travel.now()).astimezone(BOGOTA)
        return {
            "day": long_date(local.date()),
            "time": f"{local:%H:%M}",
            "travelled": progress.fraction if progress else None,
            "trouble": travel.trouble,
        }

    def _in_world(self, world: World, seat: Seat) -> dict[str, Any]:
        people = self._show.people
        someone = people[seat.who]
        user_id = someone.person.user_id
        channel = self._places.channel(world, seat, someone)
        if channel is not None:
            self._places.read(world, someone, channel)
        places = {key: self._places.of(world, each) for key, each in people.items()}
        here = next((each for each in places[seat.who] if each.at == seat.at), None)
        heading = here.name if here else _HEADINGS.get(seat.at, world.manifest.bot_name)
        stack = world.views.stacks[user_id]
        home = world.views.homes.get(user_id)
        return {
            "app_name": world.manifest.bot_name,
            "shortcuts": list(world.manifest.global_shortcuts),
            "silent": seat.at == APP and world.manifest.messages_tab_read_only,
            "commons": next((each for each in places[seat.who] if each.icon == "hash"), None),
            "someone": someone,
            "people": people,
            "places": places[seat.who],
            "waiting": {key for key, theirs in places.items() if any(each.unread for each in theirs)},
            "place": here,
            "heading": heading,
            "title": f"{heading} · {someone.name} · Llaves IHCE, simulación",
            "history": history(world, user_id, channel.id) if channel else History(),
            "view": _view(world, deepcopy(stack[-1]), VIEW) if stack else None,
            "behind": [_title(view) for view in stack[:-1]],
            "home": _view(world, deepcopy(home), HOME) if home and seat.at == HOME else None,
        }


def initials(name: str) -> str:
    """Return the first letters of the first two words of a name."""
    return "".join(word[0] for word in name.split()[:2]).upper()


def _view(world: World, view: ViewRecord, kind: str) -> dict[str, Any]:
    """A modal or a Home tab for its template; its key changes with the view, so that nothing of another one stays."""
    definition, key = view.definition, f"{kind}-{view.id}"
    ref = f"{VIEW}:{view.id}" if kind == VIEW else kind
    return {
        "key": key,
        "ref": ref,
        "hash": view.hash,
        "title": _title(view),
        "submit": definition["submit"]["text"] if definition.get("submit") else None,
        "close": definition["close"]["text"] if definition.get("close") else "Cerrar",
        "required": any(
            block["type"] == "input" and not block.get("optional", False) for block in view.blocks
        ),
        "fillable": can_fill(view),
        "surface": Surface(ref, key, world.directory.name_of, view.blocks, view.values, view.errors),
    }


def _title(view: ViewRecord) -> str:
    return str(view.definition.get("title", {}).get("text", ""))


def _local_time(happening: Happening) -> str:
    return f"{happening.when.astimezone(BOGOTA):%H:%M:%S}"
