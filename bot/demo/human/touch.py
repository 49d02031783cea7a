"""What one person does at a screen that knows the ids of what it shows: a page, where Hands goes by labels.

A `ref` says where an element is: `view:ID` (a modal, which must be the one on top), `view` (whichever that is), `home`
(the App Home tab), `message:CHANNEL:TS`.
"""

from bot.demo.human.fields import Field, fields_of, pressables_of
from bot.demo.human.filling import Content, offered, value_for
from bot.demo.human.hands import Hands
from bot.demo.human.payloads_sent import PayloadsSent, Place, pressed
from bot.demo.wire.courier import Courier
from bot.demo.world.form_state import SHAPES
from bot.demo.world.records import FileRecord, Json, UserRecord, ViewRecord
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
    """A person's finger.

    The errors are those of Hands; LookupError as well for what is no longer there, NotInFrontError for a modal that is
    not on top.

    Args:
        world: the workspace.
        courier: brings payloads to the app.
        payloads: builds them.
        record: this person's account.
    """

    def __init__(self, world: World, courier: Courier, payloads: PayloadsSent, record: UserRecord) -> None:
        super().__init__(world, courier, payloads, record)
        self._suggested: dict[tuple[str, str, str], dict[str, Json]] = {}
        """Every option an external select has offered, by its value; the key says where the select is."""

    def put(self, ref: str, block_id: str, action_id: str, content: Content) -> None:
        """Fill in an element.

        `content` is text; the `value` of an option or a list of them, for an external select of those it has
        offered; True or False for a single box; ids for people and channels; "2027-03-18" for a date; None empties it.
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
        known = self._suggested.setdefault(_where(place, field), {})
        known.update({option["value"]: option for option in found})
        return found

    def submit_at(self, ref: str) -> None:
        """Press the submit button of the modal `view:ID`."""
        self.submit(view_id=self._view_id(ref))

    def close_at(self, ref: str, *, everything: bool = False) -> None:
        """Cancel the modal `view:ID`; `everything` closes those behind it as well."""
        self.close(everything=everything, view_id=self._view_id(ref))

    def look_at(self, ref: str) -> None:
        """Make sure that this is what a person has in front. LookupError, NotInFrontError."""
        with self._world.changed:
            self._place(ref)

    def file(self, file_id: str) -> FileRecord:
        """Return a file of a message this person can see. LookupError for any other."""
        with self._world.changed:
            for message in self._visible_messages():
                if any(each["id"] == file_id for each in message.body.get("files", ())):
                    return self._world.files.find(file_id)
            raise LookupError(f"{self.name} sees no file {file_id!r}")

    def _chosen(self, place: Place, field: Field, values: object) -> Json:
        kind = field.element["type"]
        suggested = list(self._suggested.get(_where(place, field), {}).values())
        wanted = [str(each) for each in values] if isinstance(values, list | tuple) else [str(values)]
        options = {
            option["value"]: option
            for option in [
                *offered(field, "", lambda _field, _typed: suggested),
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
        if kind == VIEW and (view := self._front(where or None)) is not None:
            return view
        if kind == HOME and self.user_id in self._world.views.homes:
            return self._world.views.homes[self.user_id]
        if kind == MESSAGE:
            for message in self._visible_messages():
                if f"{message.channel_id}:{message.ts}" == where:
                    return message
        raise LookupError(f"{self.name} does not see {ref!r}")

    def _view_id(self, ref: str) -> str:
        kind, _, view_id = ref.partition(":")
        if kind != VIEW or not view_id:
            raise LookupError(f"{ref!r} is no modal")
        return view_id


def _where(place: Place, field: Field) -> tuple[str, str, str]:
    where = place.id if isinstance(place, ViewRecord) else f"{place.channel_id}:{place.ts}"
    return where, field.block["block_id"], field.element["action_id"]


def _held(place: Place, field: Field) -> list[Json]:
    """The options that are chosen now: they stay choosable although an external select offered others since."""
    held = place.values[field.block["block_id"]][field.element["action_id"]]
    content = held[SHAPES[held["type"]].key]
    return [each for each in (content if isinstance(content, list) else [content]) if isinstance(each, dict)]
