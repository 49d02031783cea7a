"""One person at a Slack client: runs commands and shortcuts, opens the Home tab, and all that hands and eyes do."""

from bot.demo.human.answers import answer_command, answer_nothing
from bot.demo.human.seen import Reply, seen_message
from bot.demo.human.touch import Touch
from bot.demo.wire.envelope import Envelope
from bot.demo.world.records import ChannelRecord


class Person(Touch):
    """Someone with an account and a Slack client."""

    def command(self, line: str, channel: object | None = None) -> Reply:
        """Type a slash command: in this channel, or else where one is alone with it.

        That is the direct conversation with the app, or the notes to oneself where the manifest has people write
        nothing to the app: Slack then shows no place to type in.

        Raises LookupError for a command the manifest does not have, PermissionError for people of another
        team and for a conversation without a place to type in, OperationTimeout without an answer in time, AppFault
        for an answer Slack would refuse.
        """
        name, _, text = line.partition(" ")
        with self._acting():
            where = self._place_for_command(name, channel)
            secret = self._world.response_urls.give(self.user_id, where.id)
            words = self._escaped(text) if self._world.manifest.commands[name] else text
            payload = self._payloads.command(self._record, where, name, words, secret)
        answer = self._courier.deliver(Envelope("slash_commands", "slash_commands", payload))
        with self._world.change():
            message = answer_command(self._world, self.user_id, where.id, secret, answer)
            if message is None:
                return Reply("")
            seen = seen_message(self._world, message)
            return Reply(seen.text, seen)

    @property
    def shortcuts(self) -> list[str]:
        """The visible names of the app's global shortcuts, in the manifest's order."""
        return list(self._world.manifest.global_shortcuts)

    def shortcut(self, name: str) -> None:
        """Run a global shortcut by its visible name; guests may as well.

        Raises LookupError for a name the app has no global shortcut of, PermissionError for people of another
        team, OperationTimeout without an answer in time, AppFault for an answer that is not empty.
        """
        with self._acting():
            shortcut = self._world.manifest.global_shortcuts.get(name)
            if shortcut is None:
                raise LookupError(f"{name!r} is no global shortcut of the app; it has {self.shortcuts}")
            self._check_team("shortcuts")
            payload = self._payloads.shortcut(self._record, shortcut.callback_id)
        answer_nothing("a shortcut", self._courier.deliver(Envelope("interactive", "shortcut", payload)))

    def open_home(self) -> None:
        """Open the app's Home tab; the app hears of it and may draw it a moment later."""
        with self._acting():
            if not self._world.manifest.home_tab:
                raise LookupError("the app has no Home tab")
            self._home_open = True
            channel = self._world.directory.dm_with(self.user_id)
            view = self._world.views.homes.get(self.user_id)
            payload = self._payloads.home_opened(self._record, view, channel)
        if self._world.manifest.hears_of("app_home_opened"):
            self._courier.deliver_event("app_home_opened", payload)

    def leave_home(self) -> None:
        """Go back to the conversations."""
        with self._acting():
            self._home_open = False

    def _place_for_command(self, name: str, channel: object | None) -> ChannelRecord:
        if name not in self._world.manifest.commands:
            raise LookupError(
                f"{name} is no command of the app; it has {sorted(self._world.manifest.commands)}"
            )
        self._check_team("commands")
        silent = self._world.manifest.messages_tab_read_only
        if channel is None:
            directory = self._world.directory
            return directory.notes_of(self.user_id) if silent else directory.dm_with(self.user_id)
        where = self._channel(channel)
        if where.kind == "im" and silent:
            raise PermissionError("the app's own conversation is read-only: commands are typed elsewhere")
        return where

    def _check_team(self, what: str) -> None:
        if self.team_id != self._world.directory.team_id:
            raise PermissionError(f"only people of the installing workspace can run its {what}")

    def _escaped(self, text: str) -> str:
        """What `should_escape` makes of mentions by name."""
        for user in self._world.directory.users.values():
            text = text.replace(f"@{user.name}", f"<@{user.id}|{user.handle}>")
        return text
