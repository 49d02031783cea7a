"""What the app's acknowledgement does to the screen, as strict as Slack's client."""

from typing import Any

from bot.demo.methods.views import checked
from bot.demo.strict.limits import behaviour
from bot.demo.strict.payloads import Surface, check_blocks, check_message
from bot.demo.world.records import Json, MessageRecord, ViewRecord
from bot.demo.world.refusal import AppFault, Refusal
from bot.demo.world.world import World

_COMMAND_FIELDS = frozenset(
    {"response_type", "text", "blocks", "attachments", "unfurl_links", "unfurl_media"}
)


def answer_command(
    world: World,
    user_id: str,
    channel_id: str,
    secret: str,
    answer: Any,  # noqa: ANN401 - JSON
) -> MessageRecord | None:
    """Show what a command was answered with; None when the app said nothing."""
    if answer in (None, {}):
        return None
    content = {"text": answer} if isinstance(answer, str) else answer
    if not isinstance(content, dict) or set(content) - _COMMAND_FIELDS:
        raise AppFault(f"a command cannot be answered with {answer!r}")
    if content.get("response_type", "ephemeral") not in {"ephemeral", "in_channel"}:
        raise AppFault(f"unknown response_type in {answer!r}")
    if problems := check_message(content):
        raise AppFault(f"the answer to a command is not a valid message: {problems}")
    public = content.get("response_type") == "in_channel"
    message = world.messages.post(channel_id, content, only_for=None if public else user_id)
    world.response_urls.remember_answer(secret, message)
    return message


def answer_nothing(kind: str, answer: Any) -> None:  # noqa: ANN401 - JSON
    """Insist on an empty acknowledgement."""
    if answer is not None:
        raise AppFault(f"{kind} must be acknowledged with an empty body, not {answer!r}")


def answer_submission(world: World, view: ViewRecord, answer: Any) -> None:  # noqa: ANN401 - JSON
    """Close, redraw, stack, clear, or write errors under the fields."""
    stack = world.views.stacks[view.user_id]
    if view not in stack:
        return
    if answer is None:
        stack.remove(view)
        return
    action = answer.get("response_action") if isinstance(answer, dict) else None
    match action:
        case "clear" if set(answer) == {"response_action"}:
            stack.clear()
        case "errors":
            view.errors = _errors(view, answer)
        case "update":
            _drawn(world, view, answer)
        case "push":
            if len(stack) >= behaviour().view_stack:
                raise AppFault(f"a modal holds {behaviour().view_stack} views, one more cannot be pushed")
            _pushed(world, view, answer)
        case _:
            raise AppFault(f"a submission cannot be answered with {answer!r}")


def answer_suggestion(answer: Any) -> list[Json]:  # noqa: ANN401 - JSON
    """The options of an external select; they obey the rules of a static one's."""
    if not isinstance(answer, dict) or set(answer) not in ({"options"}, {"option_groups"}):
        raise AppFault(f"a block_suggestion cannot be answered with {answer!r}")
    if answer in ({"options": []}, {"option_groups": []}):
        return []
    menu = {"type": "static_select", **answer}
    if problems := check_blocks([{"type": "actions", "elements": [menu]}], Surface.MODAL):
        raise AppFault(f"the options in the answer are not valid: {problems}")
    groups: list[Json] = answer.get("option_groups", [])
    return [*answer.get("options", []), *(each for group in groups for each in group["options"])]


def _errors(view: ViewRecord, answer: Json) -> dict[str, str]:
    errors = answer.get("errors")
    if not isinstance(errors, dict) or not errors:
        raise AppFault(f"errors must map block_ids to messages, not {errors!r}")
    inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
    if strange := sorted(set(errors) - inputs):
        raise AppFault(
            f"errors for {strange}, which are no input blocks of this view; it has {sorted(inputs)}"
        )
    if not all(isinstance(each, str) and each for each in errors.values()):
        raise AppFault(f"every error needs a text: {errors!r}")
    return errors


def _definition(answer: Json) -> Json:
    try:
        return checked(answer.get("view"), "modal")
    except Refusal as refusal:
        raise AppFault(f"the view in the answer is not valid: {refusal.code} {refusal.messages}") from None


def _drawn(world: World, view: ViewRecord, answer: Json) -> None:
    try:
        world.views.redraw(view, _definition(answer))
    except Refusal as refusal:
        raise AppFault(f"the view in the answer is refused: {refusal.code}") from None


def _pushed(world: World, view: ViewRecord, answer: Json) -> None:
    try:
        world.views.push(view.user_id, _definition(answer))
    except Refusal as refusal:
        raise AppFault(f"the view in the answer is refused: {refusal.code}") from None
