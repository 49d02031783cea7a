"""`conversations.*`: what the app may learn about channels and read back from them."""

from bot.demo.strict.limits import behaviour
from bot.demo.world.directory import SCOPE_PREFIX
from bot.demo.world.records import ChannelRecord, Json, MessageRecord
from bot.demo.world.refusal import Refusal
from bot.demo.world.world import World


def open_conversation(world: World, arguments: Json) -> Json:
    """`conversations.open`: the direct conversation with one person; groups are not served."""
    _need_scope(world, "im:write")
    if "channel" in arguments:
        channel = world.directory.visible_channel(arguments["channel"])
        if channel.kind != "im":
            raise Refusal("channel_not_found")
        return {"channel": {"id": channel.id}}
    people = [each for each in str(arguments["users"]).split(",") if each]
    if len(people) != 1:
        raise Refusal("invalid_arguments", ["[ERROR] only one user is served here"])
    user = world.directory.reachable(people[0])
    before = len(world.directory.channels)
    channel = world.directory.dm_with(user.id)
    known = len(world.directory.channels) == before
    shown: Json = {"id": channel.id}
    if arguments.get("return_im"):
        shown = world.directory.channel_json(channel)
    return {"no_op": known, "already_open": known, "channel": shown}


def info(world: World, arguments: Json) -> Json:
    """`conversations.info`."""
    channel = world.directory.visible_channel(arguments["channel"])
    _need_scope(world, f"{SCOPE_PREFIX[channel.kind]}:read")
    shown = world.directory.channel_json(channel)
    if arguments.get("include_num_members"):
        shown["num_members"] = len(channel.members)
    return {"channel": shown}


def members(world: World, arguments: Json) -> Json:
    """`conversations.members`, in pages of `limit` (100 by default)."""
    channel = world.directory.visible_channel(arguments["channel"])
    _need_scope(world, f"{SCOPE_PREFIX[channel.kind]}:read")
    ids = sorted(channel.members)
    start, size = _page(arguments, most=1000)
    following = str(start + size) if start + size < len(ids) else ""
    return {"members": ids[start : start + size], "response_metadata": {"next_cursor": following}}


def history(world: World, arguments: Json) -> Json:
    """`conversations.history`: newest first; whole metadata only with `include_all_metadata`."""
    channel = _readable(world, arguments["channel"])
    oldest, latest = arguments.get("oldest"), arguments.get("latest")
    inclusive = bool(arguments.get("inclusive"))
    found = [
        each
        for each in world.messages.in_channel(channel.id)
        if _in_history(each) and _within(each.ts, oldest, latest, inclusive)
    ]
    found.reverse()
    start, size = _page(arguments, most=behaviour().history_page_most)
    more = start + size < len(found)
    whole = bool(arguments.get("include_all_metadata"))
    return {
        "messages": [world.messages.json(each, metadata=whole) for each in found[start : start + size]],
        "has_more": more,
        "pin_count": 0,
        "response_metadata": {"next_cursor": str(start + size) if more else ""},
    }


def replies(world: World, arguments: Json) -> Json:
    """`conversations.replies`: a message, then the replies to it, oldest first; a reply alone is itself."""
    channel = _readable(world, arguments["channel"])
    thread = world.messages.in_thread(channel.id, arguments["ts"])
    if not thread or thread[0].ts != arguments["ts"]:
        raise Refusal("thread_not_found")
    oldest, latest = arguments.get("oldest"), arguments.get("latest")
    inclusive = bool(arguments.get("inclusive"))
    found = [thread[0], *(each for each in thread[1:] if _within(each.ts, oldest, latest, inclusive))]
    start, size = _page(arguments, most=behaviour().history_page_most)
    more = start + size < len(found)
    whole = bool(arguments.get("include_all_metadata"))
    return {
        "messages": [world.messages.json(each, metadata=whole) for each in found[start : start + size]],
        "has_more": more,
        "response_metadata": {"next_cursor": str(start + size) if more else ""},
    }


def _in_history(message: MessageRecord) -> bool:
    """Replies stay in their thread, unless they were sent to the channel as well."""
    in_thread = message.body.get("thread_ts") not in {None, message.ts}
    return not in_thread or bool(message.body.get("reply_broadcast"))


def _readable(world: World, channel_id: str) -> ChannelRecord:
    channel = world.directory.visible_channel(channel_id)
    _need_scope(world, f"{SCOPE_PREFIX[channel.kind]}:history")
    return world.directory.joined_channel(channel_id)


def _need_scope(world: World, scope: str) -> None:
    if scope not in world.manifest.scopes:
        raise Refusal("missing_scope", needed=scope, provided=",".join(world.manifest.scopes))


def _page(arguments: Json, most: int) -> tuple[int, int]:
    try:
        start = int(arguments.get("cursor") or 0)
    except ValueError:
        raise Refusal("invalid_cursor") from None
    size = int(arguments.get("limit") or behaviour().history_page)
    if not 0 < size <= most:
        raise Refusal("invalid_limit")
    return start, size


def _within(ts: str, oldest: str | None, latest: str | None, inclusive: bool) -> bool:  # noqa: FBT001
    moment = _micros(ts)
    after = oldest is None or moment > _micros(oldest) or (inclusive and moment == _micros(oldest))
    before = latest is None or moment < _micros(latest) or (inclusive and moment == _micros(latest))
    return after and before


def _micros(ts: str) -> int:
    """Exact microseconds: a float would lose the last digits that tell two messages apart."""
    seconds, _, fraction = str(ts).partition(".")
    try:
        return int(seconds or 0) * 1_000_000 + int(fraction[:6].ljust(6, "0"))
    except ValueError:
        raise Refusal("invalid_ts_oldest") from None
