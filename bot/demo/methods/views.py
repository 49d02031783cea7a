"""`views.*`: modals and Home tabs."""

from bot.demo.strict.payloads import check_view
from bot.demo.world.records import Json
from bot.demo.world.refusal import Refusal
from bot.demo.world.world import World


def open_view(world: World, arguments: Json) -> Json:
    """`views.open`: needs a fresh trigger."""
    definition = checked(arguments["view"], "modal")
    trigger = world.triggers.check(str(arguments.get("trigger_id")))
    view = world.views.open(trigger.user_id, definition)
    trigger.used = True
    return {"view": world.views.json(view)}


def push(world: World, arguments: Json) -> Json:
    """`views.push`: needs a fresh trigger born in the modal that is open."""
    definition = checked(arguments["view"], "modal")
    trigger = world.triggers.check(str(arguments.get("trigger_id")))
    stack = world.views.stacks[trigger.user_id]
    if not stack or trigger.root_view_id != stack[0].id:
        raise Refusal("invalid_trigger_id")
    view = world.views.push(trigger.user_id, definition)
    trigger.used = True
    return {"view": world.views.json(view)}


def update(world: World, arguments: Json) -> Json:
    """`views.update`: by view_id or external_id; a stale `hash` is a conflict, a closed view not found."""
    view = world.views.find(arguments.get("view_id"), arguments.get("external_id"))
    definition = checked(arguments["view"], view.definition.get("type", "modal"))
    expected = arguments.get("hash")
    if expected and expected != view.hash:
        raise Refusal("hash_conflict")
    return {"view": world.views.json(world.views.redraw(view, definition))}


def publish(world: World, arguments: Json) -> Json:
    """`views.publish`: the Home tab of one person with an account."""
    if not world.manifest.home_tab:
        raise Refusal("not_enabled")
    user = world.directory.users.get(arguments["user_id"])
    if user is None or user.is_bot or user.deleted:
        raise Refusal("invalid_arguments", ["invalid `user_id`"])  # Slack's own example of a refusal
    definition = checked(arguments["view"], "home")
    if problems := world.problems_here(definition["blocks"], "/view/blocks"):
        raise Refusal("invalid_arguments", problems)
    view = world.views.publish(user.id, definition, arguments.get("hash"))
    return {"view": world.views.json(view)}


def checked(definition: object, kind: str) -> Json:
    """A view definition Slack would take, or Refusal with the reasons."""
    if not isinstance(definition, dict):
        raise Refusal("invalid_arguments", ["[ERROR] must be a JSON object [json-pointer:/view]"])
    problems = check_view(definition)
    if any("view_too_large" in each for each in problems):
        raise Refusal("view_too_large", problems)
    if not problems and definition.get("type") != kind:
        problems = [f"[ERROR] must be a {kind} [json-pointer:/view/type]"]
    if problems:
        raise Refusal("invalid_arguments", problems)
    return definition
