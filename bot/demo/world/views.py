"""Modals and Home tabs: the stack a person has open, hashes, and what survives a redraw."""

from collections import defaultdict
from collections.abc import Iterator

from bot.demo.strict.limits import behaviour
from bot.demo.world.directory import Directory
from bot.demo.world.form_state import values_after_update, with_ids
from bot.demo.world.ids import Ids
from bot.demo.world.records import Json, ViewRecord
from bot.demo.world.refusal import Refusal


class Views:
    """The open views of everyone. Definitions are taken as already checked."""

    def __init__(self, ids: Ids, directory: Directory) -> None:
        self._ids = ids
        self._directory = directory
        self.stacks: dict[str, list[ViewRecord]] = defaultdict(list)
        self.homes: dict[str, ViewRecord] = {}

    def top(self, user_id: str) -> ViewRecord | None:
        """The modal a person sees."""
        stack = self.stacks[user_id]
        return stack[-1] if stack else None

    def find(self, view_id: str | None, external_id: str | None = None) -> ViewRecord:
        """An open view by either id, or `not_found`."""
        for view in self._everything():
            if view.id == view_id or (external_id and view.definition.get("external_id") == external_id):
                return view
        raise Refusal("not_found")

    def open(self, user_id: str, definition: Json) -> ViewRecord:
        """Start a new stack; a modal that was open gives way."""
        self._check_external_id(definition, replacing=None)
        view = self._new("V", user_id, definition)
        self.stacks[user_id] = [view]
        return view

    def push(self, user_id: str, definition: Json) -> ViewRecord:
        """Put a view on top of the stack of a person who has a modal open."""
        stack = self.stacks[user_id]
        if not stack:
            raise Refusal("not_found")
        if len(stack) >= behaviour().view_stack:
            raise Refusal("push_limit_reached")
        self._check_external_id(definition, replacing=None)
        view = self._new("V", user_id, definition)
        view.root_id, view.previous_id = stack[0].id, stack[-1].id
        stack.append(view)
        return view

    def redraw(self, view: ViewRecord, definition: Json) -> ViewRecord:
        """Replace what a view shows; typed input survives under the same block_id and action_id."""
        self._check_external_id(definition, replacing=view)
        view.definition = definition | {"blocks": with_ids(definition["blocks"], self._ids.nonce)}
        view.values = values_after_update(view.blocks, view.values)
        view.hash = self._ids.view_hash()
        view.errors = {}
        return view

    def publish(self, user_id: str, definition: Json, expected_hash: str | None) -> ViewRecord:
        """Draw a person's Home tab; `hash_conflict` when it is no longer the one the app saw."""
        home = self.homes.get(user_id)
        if expected_hash and (home is None or home.hash != expected_hash):
            raise Refusal("hash_conflict")
        if home is not None:
            return self.redraw(home, definition)
        self._check_external_id(definition, replacing=None)
        self.homes[user_id] = self._new("V", user_id, definition)
        return self.homes[user_id]

    def json(self, view: ViewRecord) -> Json:
        """The `view` object of answers and payloads."""
        shown: Json = {
            "id": view.id,
            "team_id": self._directory.team_id,
            "type": "modal",
            "private_metadata": "",
            "callback_id": "",
            "external_id": "",
            "title": {"type": "plain_text", "text": "View Title", "emoji": True},
            "submit": None,
            "close": None,
            "clear_on_close": False,
            "notify_on_close": False,
        }
        return (
            shown
            | view.definition
            | {
                "state": {"values": view.values},
                "hash": view.hash,
                "previous_view_id": view.previous_id,
                "root_view_id": view.root_id,
                "app_id": self._directory.app_id,
                "app_installed_team_id": self._directory.team_id,
                "bot_id": self._directory.bot_id,
            }
        )

    def _new(self, prefix: str, user_id: str, definition: Json) -> ViewRecord:
        named = definition | {"blocks": with_ids(definition["blocks"], self._ids.nonce)}
        view_id = self._ids.mint(prefix)
        values = values_after_update(named["blocks"], {})
        return ViewRecord(view_id, user_id, named, self._ids.view_hash(), view_id, values=values)

    def _everything(self) -> Iterator[ViewRecord]:
        for stack in self.stacks.values():
            yield from stack
        yield from self.homes.values()

    def _check_external_id(self, definition: Json, replacing: ViewRecord | None) -> None:
        external_id = definition.get("external_id")
        for view in self._everything():
            if external_id and view is not replacing and view.definition.get("external_id") == external_id:
                raise Refusal("duplicate_external_id")
