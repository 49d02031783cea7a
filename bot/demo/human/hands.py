"""What one person does with what is on the screen: fill in, submit, press, close."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from bot.demo.human.answers import answer_nothing, answer_submission, answer_suggestion
from bot.demo.human.client_checks import refusals
from bot.demo.human.fields import Field, Pressable, fields_of, pick, pressables_of
from bot.demo.human.filling import Content, offered, value_for
from bot.demo.human.mrkdwn import plain
from bot.demo.human.payloads_sent import PayloadsSent, Place, changed, pressed
from bot.demo.human.seen import Message, Submission, labelled_errors
from bot.demo.human.sight import Sight
from bot.demo.wire.courier import Courier
from bot.demo.wire.envelope import Envelope
from bot.demo.world.records import Json, UserRecord, ViewRecord
from bot.demo.world.world import World


class ConfirmationNeeded(Exception):  # noqa: N818 - the client asks, nothing went wrong
    """The button asks first; the message is the dialog's text. Press again with `confirm=True` or `False`."""


class NotInFrontError(LookupError):
    """Another view is in front of this person by now, or none."""


class Hands(Sight):
    """A person's hands. Every act raises PermissionError once the account is deactivated.

    Args:
        world: the workspace.
        courier: brings payloads to the app.
        payloads: builds them.
        record: this person's account.
    """

    def __init__(self, world: World, courier: Courier, payloads: PayloadsSent, record: UserRecord) -> None:
        super().__init__(world, record)
        self._courier = courier
        self._payloads = payloads
        self._last_action: Json | None = None

    def fill(
        self, label: str, content: Content, *, nth: int | None = None, search: str | None = None
    ) -> None:
        """Fill in the field with this label, in the modal, the Home tab, or the newest message that has one.

        A text input that waits for Enter is only typed into; `press_enter` sends it.

        Args:
            label: as it reads on the screen.
            content: text; the text of an option or a list of them; True or False for a single box; a person's
                id or name; "2027-03-18" for a date; None empties the field.
            nth: which one, from 1, when several fields have this label.
            search: what is typed into an external select; the option's own text unless given.

        Raises LookupError for an unknown field or option, ValueError for what is no date.
        """
        place, field = self._find_field(label, nth)

        def suggest(which: Field, text: str) -> list[Json]:
            return self._suggestions(place, which, text if search is None else search)

        self._put(
            place, field, value_for(field, content, self._world.directory.name_of, suggest, self._id_of)
        )

    def press_enter(self, label: str, *, nth: int | None = None) -> None:
        """Press Enter in a text input that sends what is typed in it.

        Raises LookupError for an unknown field, and for one that waits for the form to be submitted.
        """
        self._enter(*self._find_field(label, nth))

    def options(self, label: str, search: str = "", *, nth: int | None = None) -> list[str]:
        """What a menu offers; an external select is asked with what was typed."""
        place, field = self._find_field(label, nth)
        found = offered(field, search, lambda which, text: self._suggestions(place, which, text))
        return [plain(option["text"], self._world.directory.name_of) for option in found]

    def submit(self, *, view_id: str | None = None) -> Submission:
        """Press the modal's submit button; with a `view_id`, only that of this view.

        What Slack's client refuses (empty required fields, lengths, formats) is not sent. Raises LookupError
        without a form, NotInFrontError, OperationTimeout, AppFault.
        """
        with self._acting():
            view = self._front(view_id)
            if view is None or not view.definition.get("submit"):
                raise LookupError(f"there is no form to submit; {self.name} sees:\n{self.screen}")
            fields = fields_of(view.blocks, self._world.directory.name_of)
            view.errors = refusals(fields, view.values)
            if view.errors:
                return Submission(labelled_errors(self._world, view))
            payload = self._payloads.submission(self._record, view)
        answer = self._courier.deliver(Envelope("interactive", "view_submission", payload))
        with self._world.change():
            answer_submission(self._world, view, answer)
            return Submission(labelled_errors(self._world, view))

    def press(
        self,
        label: str,
        confirm: bool | None = None,  # noqa: FBT001 - the answer to the dialog
        in_: Message | None = None,
        *,
        nth: int | None = None,
    ) -> None:
        """Press a button in the modal, else on the Home tab, else in the newest message that has one.

        Args:
            label: as it reads on the button, or on the entry of an overflow menu.
            confirm: the answer to a confirmation dialog; ConfirmationNeeded shows its text when missing.
            in_: look only in this message.
            nth: which one, from 1, when the same place has several.
        """
        with self._acting():
            place, target = self._find_button(label, in_, nth)
            dialog = target.element.get("confirm")
            if dialog is None and confirm is not None:
                raise LookupError(f"{label!r} asks for no confirmation")
            if dialog is not None and confirm is None:
                raise ConfirmationNeeded(self._dialog_text(dialog))
            if confirm is False:
                return
            payload = self._payloads.actions(self._record, place, pressed(target))
        self._act(payload)

    def press_again(self) -> None:
        """Click a second time, on what the screen showed at the first click."""
        if self._last_action is None:
            raise LookupError(f"{self.name} has pressed nothing yet")
        with self._acting():
            payload = self._payloads.renewed(self._record, self._last_action)
        self._act(payload)

    def close(self, *, everything: bool = False, view_id: str | None = None) -> None:
        """Cancel the view on top; `everything` is the X, which closes the whole stack.

        With a `view_id`, only when that view is on top: NotInFrontError otherwise.
        """
        with self._acting():
            stack = self._world.views.stacks[self.user_id]
            if self._front(view_id) is None:
                raise LookupError(f"{self.name} has no modal open")
            everything = everything or bool(stack[-1].definition.get("clear_on_close"))
            closing = stack[0] if everything else stack[-1]
            payload = self._payloads.closed(self._record, closing, cleared=everything)
            del stack[0 if everything else -1 :]
        if closing.definition.get("notify_on_close"):
            answer = self._courier.deliver(Envelope("interactive", "view_closed", payload))
            answer_nothing("view_closed", answer)

    @contextmanager
    def _acting(self) -> Iterator[None]:
        """Change the workspace, as only somebody with an account can."""
        with self._world.change():
            if self._record.deleted:
                raise PermissionError(f"the account of {self.name} is deactivated")
            yield

    def _front(self, view_id: str | None = None) -> ViewRecord | None:
        """The view on top, if there is one; with a `view_id`, that view or NotInFrontError."""
        view = self._world.views.top(self.user_id)
        if view_id is not None and (view is None or view.id != view_id):
            raise NotInFrontError(f"{view_id} is not in front of {self.name}")
        return view

    def _put(self, place: Place, field: Field, value: Json) -> None:
        with self._acting():
            place.values[field.block["block_id"]][field.element["action_id"]] = value
            if isinstance(place, ViewRecord):
                # The client takes the error away with the first change.
                place.errors.pop(field.block["block_id"], None)
            payload = self._payloads.actions(self._record, place, changed(field, value))
        if field.sends:
            self._act(payload)

    def _enter(self, place: Place, field: Field) -> None:
        if not field.sends_on_enter:
            raise LookupError(
                f"Enter in {field.label!r} sends nothing: it needs dispatch_action, and on_enter_pressed"
            )
        with self._acting():
            value = place.values[field.block["block_id"]][field.element["action_id"]]
            payload = self._payloads.actions(self._record, place, changed(field, value))
        self._act(payload)

    def _act(self, payload: Json) -> None:
        if not self._world.manifest.interactive:
            raise LookupError("the manifest switches interactivity off")
        self._last_action = payload
        answer_nothing(
            "block_actions", self._courier.deliver(Envelope("interactive", "block_actions", payload))
        )

    def _suggestions(self, place: Place, field: Field, typed: str) -> list[Json]:
        if not self._courier.brings_suggestions:
            raise LookupError(
                "over HTTP Slack asks for options at settings.interactivity.message_menu_options_url only"
            )
        if len(typed) < field.element.get("min_query_length", 3):
            return []
        with self._acting():
            payload = self._payloads.suggestion(self._record, place, field, typed)
        return answer_suggestion(self._courier.deliver(Envelope("interactive", "block_suggestion", payload)))

    def _id_of(self, who: str) -> str:
        named: dict[str, Any] = self._world.directory.users | self._world.directory.channels
        for record in named.values():
            if who in {record.id, record.name}:
                return str(record.id)
        raise LookupError(f"nobody is called {who!r}")

    def _find_field(self, label: str, nth: int | None) -> tuple[Place, Field]:
        with self._acting():
            offered_labels: list[str] = []
            for place in self._places():
                fields = fields_of(place.blocks, self._world.directory.name_of)
                found = [each for each in fields if each.label == label]
                if found:
                    return place, pick(found, label, nth, [])
                offered_labels += [each.label for each in fields]
                if isinstance(place, ViewRecord):
                    break
            raise LookupError(f"no field is called {label!r}; there is: {offered_labels}")

    def _find_button(self, label: str, in_: Message | None, nth: int | None) -> tuple[Place, Pressable]:
        offered_labels: list[str] = []
        for place in self._places(only=in_):
            buttons = list(pressables_of(place.blocks, self._world.directory.name_of))
            found = [each for each in buttons if each.label == label]
            if found:
                return place, pick(found, label, nth, [])
            offered_labels += [each.label for each in buttons]
        raise LookupError(f"no button is called {label!r}; {self.name} sees: {offered_labels}")

    def _dialog_text(self, dialog: Json) -> str:
        names = self._world.directory.name_of
        words = {part: plain(dialog[part], names) for part in ("title", "text", "confirm", "deny")}
        return f"{words['title']}\n{words['text']}\n[ {words['deny']} ]  [ {words['confirm']} ]"
