"""`files.*`: an upload in three steps, the second of which is no method: the bytes go to an address of their own."""

from bot.demo.strict.limits import behaviour
from bot.demo.strict.payloads import check_message, slack_error
from bot.demo.world.records import ChannelRecord, FileRecord, Json
from bot.demo.world.refusal import Refusal
from bot.demo.world.world import World


def get_upload_url_external(world: World, arguments: Json) -> Json:
    """`files.getUploadURLExternal`: the address to send exactly so many bytes to."""
    name = str(arguments["filename"])
    try:
        length = int(arguments["length"])
    except (TypeError, ValueError):
        length = 0
    if not name or length <= 0:
        raise Refusal("invalid_arguments", ["[ERROR] filename and a positive length are needed"])
    file, secret = world.files.begin(name, length)
    return {"file_id": file.id, "upload_url": f"{world.address()}/upload/{secret}"}


def complete_upload_external(world: World, arguments: Json) -> Json:
    """`files.completeUploadExternal`: keeps files and shows them in channels; without a channel nobody sees them.

    Either all of it happens or nothing.
    """
    wanted = _wanted(world, arguments["files"])
    channels = _channels(world, arguments)
    thread_ts = arguments.get("thread_ts")
    if thread_ts and len(channels) != 1:
        raise Refusal("invalid_arguments", ["[ERROR] thread_ts needs exactly one channel"])
    if thread_ts:
        _check_thread(world, channels[0], thread_ts)
    comment = {"text": arguments.get("initial_comment")} if arguments.get("initial_comment") else {}
    content = comment or {name: arguments[name] for name in ("blocks",) if name in arguments}
    if content and (problems := check_message(content)):
        raise Refusal(slack_error(problems), problems)
    for file, title in wanted:
        world.files.complete(file, title)
    shown = [world.files.json(file) for file, _ in wanted]
    for channel in channels:
        message = world.messages.post(channel.id, content | {"files": shown, "thread_ts": thread_ts})
        for file, _ in wanted:
            file.shares.append((channel.id, message.ts))
    return {"files": shown}


def info(world: World, arguments: Json) -> Json:
    """`files.info`: with the channels it is shown in."""
    file = world.files.find(arguments["file"])
    shares: dict[str, dict[str, list[Json]]] = {}
    for channel_id, ts in file.shares:
        kind = "public" if world.directory.channels[channel_id].kind == "public" else "private"
        shares.setdefault(kind, {}).setdefault(channel_id, []).append({"ts": ts})
    return {"file": world.files.json(file) | {"shares": shares}}


def _wanted(world: World, files: object) -> list[tuple[FileRecord, str | None]]:
    if not isinstance(files, list) or not files or not all(isinstance(each, dict) for each in files):
        raise Refusal("invalid_arguments", ["[ERROR] must provide an array of files [json-pointer:/files]"])
    return [(world.files.begun(each.get("id")), each.get("title")) for each in files]


def _channels(world: World, arguments: Json) -> list[ChannelRecord]:
    named = [str(arguments["channel_id"])] if arguments.get("channel_id") else []
    named += [each for each in str(arguments.get("channels") or "").split(",") if each]
    if len(named) > behaviour().channels_of_a_file:
        raise Refusal("channels_limit_exceeded")
    found = [_channel(world, each) for each in named]
    if any(channel.archived for channel in found):
        raise Refusal("is_archived")
    return found


def _channel(world: World, channel_id: str) -> ChannelRecord:
    if channel_id in world.directory.users:
        return world.directory.dm_with(world.directory.reachable(channel_id).id)
    return world.directory.joined_channel(channel_id)


def _check_thread(world: World, channel: ChannelRecord, thread_ts: str) -> None:
    root = next((each for each in world.messages.in_channel(channel.id) if each.ts == thread_ts), None)
    if root is None or root.body.get("thread_ts") not in {None, thread_ts}:
        raise Refusal("thread_not_found")
