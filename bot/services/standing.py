"""Where things stand for whoever asks, without a secret."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.services.access import Actor
from bot.services.desk import Desk
from storage import keys, people, providers, requests
from storage.enums import Environment, PersonStatus, Role
from storage.models import Key, KeyRequest, Person, Provider


@dataclass(frozen=True)
class Standing:
    """A person, or nobody yet; for a delegate their requests and expiries, for the others the queue's length."""

    person: Person | None
    provider: Provider | None
    requests: Sequence[KeyRequest]
    keys: Mapping[str, Mapping[Environment, Key]]
    pending: int
    now: datetime

    @property
    def active(self) -> bool:
        """Tell whether the person may act."""
        return self.person is not None and self.person.status is PersonStatus.ACTIVE


def standing(desk: Desk, actor: Actor) -> Standing:
    """Return what `/llaves estado` and `/llaves ayuda` tell; anybody may ask about themselves."""
    with desk.sessions.begin() as session:
        person = people.find(session, actor.team_id, actor.user_id)
        own: Sequence[KeyRequest] = []
        provider = None
        pending = 0
        if person and person.nit:
            provider = next(iter(providers.of_nit(session, person.nit)), None)
        if person and person.status is PersonStatus.ACTIVE:
            if person.role is Role.DELEGATE:
                own = requests.latest_of_nit(session, person.nit or "")
            else:
                pending = requests.count_pending(session)
        return Standing(
            person=person,
            provider=provider,
            requests=own,
            keys={request.codigo: keys.in_force(session, request.codigo) for request in own},
            pending=pending,
            now=desk.now(),
        )
