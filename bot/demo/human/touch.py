"""What one person does at a screen that knows the ids of what it shows: a page, where Hands goes by labels.

A `ref` says where an element is: `view` (the modal on top), `home` (the App Home tab), `message:CHANNEL:TS`.
"""

from bot.demo.human.fields import Field, fields_of, pressables_of
from bot.demo.human.filling import Content, offered, value_for
from bot.demo.human.hands import Hands
from bot.demo.human.payloads_sent import PayloadsSent, Place, pressed
from bot.demo.wire.courier import Courier
from bot.demo.world.form_state import SHAPES
from bot.demo.world.records import FileRecord, Json, UserRecord
from bot.demo.world.world import World

VIEW, HOME, MESSAGE = "view", "home", "message"

_CHOSEN_BY_VALUE = frozenset(
    {
        "static_select",
        "multi_static_select",
        "external_select",
        "multi_external_select",
        "radio_buttons",
        "checkboxes",
    }
)


class Touch(Hands):
    """A person's finger. The errors are those of Hands; LookupError as well for what is no longer there.

    Args:
        world: the workspace.
        courier: brings payloads to the app.
        payloads: builds them.
        record: this person's account.
    """

    def __init__(self, world: World, courier: Courier, payloads: PayloadsSent, record: UserRecord) -> None:
        super().__init__(world, courier, payloads, record)
        self._suggested: dict[tuple[str, str], list[Json]] = {}

    def put(self, ref: str, block_id: str, action_id: str, content: Content) -> None:
        """Fill in an element.

        `content` is text; the `value` of an option or a list of them, for an external select of those it offered
        last; True or False for a single box; ids for people and channels; "2027-03-18" for a date; None empties it.
        Raises LookupError for an option that is not offered, ValueError for a date that is none.
        """
        place, field = self._field_at(ref, block_id, action_id)
        if (
            field.element["type"] in _CHOSEN_BY_VALUE
            and content not in (None, "")
            and not isinstance(content, bool)
        ):
            value = self._chosen(place, field, [content] if isinstance(content, str) else content)
        else:
            value = value_for(
                field, content, self._world.directory.name_of, lambda _field, _typed: [], self._id_of
            )
        self._put(place, field, value)

    def enter(self, ref: str, block_id: str, action_id: str) -> None:
        """Press Enter in a text input. LookupError for one that sends nothing by it."""
        self._enter(*self._field_at(ref, block_id, action_id))

    def press_at(self, ref: str, block_id: str, action_id: str, option: str | None = None) -> None:
        """Press a button, or the entry with this `value` of an overflow menu.

        Whoever draws the button has asked for the confirmation it wants.
        """
        with self._acting():
            place = self._place(ref)
            for target in pressables_of(place.blocks, self._world.directory.name_of):
                ids = (target.block["block_id"], target.element["action_id"])
                value = target.option["value"] if target.option else None
                if (*ids, value) == (block_id, action_id, option):
                    payload = self._payloads.actions(self._record, place, pressed(target))
                    break
            else:
                raise LookupError(f"there is no button {action_id!r} in {block_id!r} of {ref}")
        self._act(payload)

    def suggest(self, ref: str, block_id: str, action_id: str, typed: str) -> list[Json]:
        """Return the options of a menu, groups undone; an external select asks the app for what was typed."""
        place, field = self._field_at(ref, block_id, action_id)
        found = offered(field, typed, lambda which, text: self._suggestions(place, which, text))
        self._suggested[block_id, action_id] = found
        return found

    def file(self, file_id: str) -> FileRecord:
        """Return a file of a message this person can see. LookupError for any other."""
        with self._world.changed:
            for message in self._visible_messages():
                if any(each["id"] == file_id for each in message.body.get("files", ())):
                    return self._world.files.find(file_id)
            raise LookupError(f"{self.name} sees no file {file_id!r}")

    def _chosen(self, place: Place, field: Field, values: object) -> Json:
        kind, ids = field.element["type"], (field.block["block_id"], field.element["action_id"])
        wanted = [str(each) for each in values] if isinstance(values, list | tuple) else [str(values)]
        options = {
            option["value"]: option
            for option in [
                *offered(field, "", lambda _field, _typed: self._suggested.get(ids, [])),
                *_held(place, field),
            ]
        }
        if missing := [each for each in wanted if each not in options]:
            raise LookupError(f"{field.label!r} does not offer {missing}; it offers {list(options)}")
        picked = [options[each] for each in wanted]
        shape = SHAPES[kind]
        if shape.empty() == []:
            return shape.value(kind, picked)
        if len(picked) != 1:
            raise LookupError(f"{field.label!r} takes one option, not {len(picked)}")
        return shape.value(kind, picked[0])

    def _field_at(self, ref: str, block_id: str, action_id: str) -> tuple[Place, Field]:
        with self._acting():
            place = self._place(ref)
            for field in fields_of(place.blocks, self._world.directory.name_of):
                if (field.block["block_id"], field.element["action_id"]) == (block_id, action_id):
                    return place, field
            raise LookupError(f"there is no field {action_id!r} in {block_id!r} of {ref}")

    def _place(self, ref: str) -> Place:
        """What a `ref` is about, if this person can see it."""
        kind, _, where = ref.partition(":")
        if kind == VIEW and (view := self._world.views.top(self.user_id)) is not None:
            return view
        if kind == HOME and self.user_id in self._world.views.homes:
            return self._world.views.homes[self.user_id]
        if kind == MESSAGE:
            for message in self._visible_messages():
                if f"{message.channel_id}:{message.ts}" == where:
                    return message
        raise LookupError(f"{self.name} does not see {ref!r}")


def _held(place: Place, field: Field) -> list[Json]:
    """The options that are chosen now: they stay choosable although an external select offered others since."""
    held = place.values[field.block["block_id"]][field.element["action_id"]]
    content = held[SHAPES[held["type"]].key]
    return [each for each in (content if isinstance(content, list) else [content]) if isinstance(each, dict)]
