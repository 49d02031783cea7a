"""`chat.*`: posting, changing and deleting messages."""

from bot.demo.strict.payloads import check_message, slack_error
from bot.demo.world.records import ChannelRecord, Json, MessageRecord
from bot.demo.world.refusal import Refusal
from bot.demo.world.world import World


def post_message(world: World, arguments: Json) -> Json:
    """`chat.postMessage`: a user id opens the direct conversation."""
    channel = _destination(world, arguments["channel"])
    _check(world, arguments)
    if thread_ts := arguments.get("thread_ts"):
        _thread_root(world, channel, thread_ts)
    message = world.messages.post(channel.id, arguments)
    return {"channel": channel.id, "ts": message.ts, "message": world.messages.json(message)}


def post_ephemeral(world: World, arguments: Json) -> Json:
    """`chat.postEphemeral`: only to a member of a channel the app is in."""
    channel = world.directory.joined_channel(arguments["channel"])
    world.directory.user(arguments["user"])
    if channel.archived:
        raise Refusal("is_archived")
    if arguments["user"] not in channel.members:
        raise Refusal("user_not_in_channel")
    _check(world, arguments)
    message = world.messages.post(channel.id, arguments, only_for=arguments["user"])
    return {"message_ts": message.ts}


def update(world: World, arguments: Json) -> Json:
    """`chat.update`: the author only; never an ephemeral."""
    message = _own_message(world, arguments, "cant_update_message")
    kept = {"text": message.body["text"] or " "} if not _has_content(arguments) else {}
    _check(world, arguments | kept, update=True)
    world.messages.update(message, arguments)
    return {
        "channel": message.channel_id,
        "ts": message.ts,
        "text": message.body["text"],
        "message": world.messages.json(message),
    }


def delete(world: World, arguments: Json) -> Json:
    """`chat.delete`: the author only."""
    message = _own_message(world, arguments, "cant_delete_message")
    world.messages.delete(message)
    return {"channel": message.channel_id, "ts": message.ts}


def get_permalink(world: World, arguments: Json) -> Json:
    """`chat.getPermalink`."""
    channel = world.directory.visible_channel(arguments["channel"])
    message = world.messages.find(channel.id, arguments["message_ts"])
    address = (
        f"https://{world.directory.domain}.slack.com/archives/{channel.id}/p{message.ts.replace('.', '')}"
    )
    return {"channel": channel.id, "permalink": address}


def _destination(world: World, channel_id: str) -> ChannelRecord:
    if channel_id in world.directory.users:
        channel = world.directory.dm_with(world.directory.reachable(channel_id).id)
    else:
        channel = world.directory.visible_channel(channel_id)
    if channel.archived:
        raise Refusal("is_archived")
    if channel.kind == "im" and not world.manifest.messages_tab:
        raise Refusal("messages_tab_disabled")
    may_post_anywhere = channel.kind == "public" and "chat:write.public" in world.manifest.scopes
    if world.directory.bot.id not in channel.members and not may_post_anywhere:
        raise Refusal("not_in_channel")
    return channel


def _thread_root(world: World, channel: ChannelRecord, thread_ts: str) -> None:
    try:
        world.messages.find(channel.id, thread_ts)
    except Refusal:
        raise Refusal("thread_not_found") from None


def _own_message(world: World, arguments: Json, when_not_own: str) -> MessageRecord:
    channel = world.directory.visible_channel(arguments["channel"])
    message = world.messages.find(channel.id, arguments["ts"])
    if message.author != world.directory.bot.id:
        raise Refusal(when_not_own)
    if channel.archived:
        raise Refusal("is_archived")
    return message


def _has_content(arguments: Json) -> bool:
    return any(key in arguments for key in ("text", "blocks", "attachments", "markdown_text"))


def _check(world: World, arguments: Json, *, update: bool = False) -> None:
    if "markdown_text" in arguments:
        if "text" in arguments or "blocks" in arguments:
            raise Refusal("markdown_text_conflict")
        raise Refusal("invalid_arguments", ["[ERROR] markdown_text is not served here"])
    problems = check_message(arguments, update=update)
    if problems := problems or world.problems_here(arguments.get("blocks"), "/blocks"):
        raise Refusal(slack_error(problems), problems)
