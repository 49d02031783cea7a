"""Triggers: a person's permission to open or push a view, valid for a moment and once."""

from collections.abc import Callable

from bot.demo.strict.limits import behaviour
from bot.demo.world.ids import Ids
from bot.demo.world.records import Trigger
from bot.demo.world.refusal import Refusal


class Triggers:
    """Every trigger ever given out.

    Args:
        ids: mints the opaque ids.
        clock: monotonic seconds.
    """

    def __init__(self, ids: Ids, clock: Callable[[], float]) -> None:
        self._ids = ids
        self._clock = clock
        self._given: dict[str, Trigger] = {}

    def give(self, user_id: str, root_view_id: str | None = None) -> str:
        """A fresh trigger for a person; `root_view_id` names the modal it was born in, if any."""
        trigger = Trigger(self._ids.trigger(), user_id, self._clock(), root_view_id)
        self._given[trigger.id] = trigger
        return trigger.id

    def check(self, trigger_id: str) -> Trigger:
        """The trigger if it is still good; it stays usable until `used` is set."""
        trigger = self._given.get(trigger_id)
        if trigger is None:
            raise Refusal("invalid_trigger_id")
        if trigger.used:
            raise Refusal("exchanged_trigger_id")
        if self._clock() - trigger.born > behaviour().trigger_seconds:
            raise Refusal("expired_trigger_id")
        return trigger
