"""Who the visitor can be."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.demo.human.person import Person
from bot.demo.sample import Cast


@dataclass(frozen=True)
class PersonInfo:
    """One of the cast.

    Attributes:
        key: the word in the page's address, such as `laura`.
        person: their hands and eyes.
        name: as others see it.
        what: who they are in the process, in a few words.
    """

    key: str
    person: Person
    name: str
    what: str


def people_of(cast: Cast) -> Mapping[str, PersonInfo]:
    """Return everybody by key, in the order of the manual: delegates, officials, the manager, and a stranger to it all."""
    everybody = {
        "laura": (cast.laura, "Delegada del Hospital San Roque"),
        "andres": (cast.andres, "Delegado designado de la Clínica La Esperanza"),
        "camila": (cast.camila, "Funcionaria del Ministerio"),
        "julian": (cast.julian, "Funcionario del Ministerio"),
        "beatriz": (cast.beatriz, "Gerente del Ministerio"),
        "tomas": (cast.stranger, "Ajeno al proceso: sin registro"),
    }
    return MappingProxyType(
        {key: PersonInfo(key, person, person.name, what) for key, (person, what) in everybody.items()}
    )
