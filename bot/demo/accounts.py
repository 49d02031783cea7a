"""What an administrator does to somebody's account, and how the app hears of it."""

from collections.abc import Callable

from bot.demo.human.payloads_sent import PayloadsSent
from bot.demo.wire.courier import Courier
from bot.demo.world.records import UserRecord
from bot.demo.world.world import World

_EVENT = "user_change"


class Accounts:
    """Changes accounts, and sends `user_change` to an app that subscribed to it and may read users.

    A change that changes nothing sends nothing, and neither does one of a stranger's account: nobody here sees it.

    Args:
        world: the workspace.
        courier: brings the event to the app.
        payloads: builds it.
    """

    def __init__(self, world: World, courier: Courier, payloads: PayloadsSent) -> None:
        self._world = world
        self._courier = courier
        self._payloads = payloads

    def deactivate(self, user_id: str) -> None:
        """Close the account; the person's modals close without a word to the app."""

        def close(user: UserRecord) -> None:
            user.deleted = True
            self._world.views.stacks.pop(user.id, None)

        self._change(user_id, close)

    def reactivate(self, user_id: str) -> None:
        """Open the account again."""

        def reopen(user: UserRecord) -> None:
            user.deleted = False

        self._change(user_id, reopen)

    def make_guest(self, user_id: str) -> None:
        """Restrict the account."""

        def restrict(user: UserRecord) -> None:
            user.is_restricted = True

        self._change(user_id, restrict)

    def _change(self, user_id: str, change: Callable[[UserRecord], None]) -> None:
        with self._world.change():
            user = self._world.directory.user(user_id)
            before = (user.deleted, user.is_restricted)
            change(user)
            news = before != (user.deleted, user.is_restricted) and not user.is_stranger
            payload = self._payloads.user_changed(user)
        if news and self._world.manifest.hears_of(_EVENT):
            self._courier.deliver_event(_EVENT, payload)
