"""A loopback server that answers like Slack, keeps what was posted, and fails exactly as a test asks."""

import json
import threading
from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl

BOT = "U0BOT"


@dataclass(frozen=True)
class Answer:
    """What the stub says instead of the truth. `done`: the message is posted all the same."""

    body: str = ""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    done: bool = False
    drop: bool = False
    hang: bool = False


def refusal(code: str, **more: object) -> Answer:
    return Answer(json.dumps({"ok": False, "error": code, **more}))


def throttled(retry_after: str) -> Answer:
    return Answer(json.dumps({"ok": False, "error": "ratelimited"}), 429, {"Retry-After": retry_after})


@dataclass(frozen=True)
class Call:
    method: str
    args: dict[str, Any]


class Stub:
    """Channels with their messages, newest last, files, and every call received; `always` answers all that is not scripted."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.channels: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self.files: dict[str, dict[str, Any]] = {}
        self.always: Answer | None = None
        self.page_size = 200
        self.released = threading.Event()
        self._script: dict[str, deque[Answer]] = defaultdict(deque)
        self._meanwhile: dict[str, Callable[[], object]] = {}
        self._posted = 0
        self.url = ""

    def fail(self, method: str, *answers: Answer) -> None:
        """Answer the next calls of a method like this."""
        self._script[method].extend(answers)

    def meanwhile(self, method: str, happens: Callable[[], object]) -> None:
        """Let something happen while the next call of a method is under way, before it has an effect."""
        self._meanwhile[method] = happens

    def made(self, method: str) -> list[Call]:
        return [call for call in self.calls if call.method == method]

    def messages(self) -> list[dict[str, Any]]:
        return [message for channel in self.channels.values() for message in channel]

    def answer(self, method: str, args: dict[str, Any]) -> Answer:
        self.calls.append(Call(method, args))
        if happens := self._meanwhile.pop(method, None):
            happens()
        script = self._script[method]
        scripted = script.popleft() if script else self.always
        if scripted is None or scripted.done:
            truth = json.dumps({"ok": True, **self._do(method, args)})
            return scripted or Answer(truth)
        return scripted

    def _do(self, method: str, args: dict[str, Any]) -> dict[str, Any]:
        match method:
            case "chat.postMessage":
                self._posted += 1
                ts = f"1768402800.{self._posted:06d}"
                channel = args["channel"]
                if channel.startswith("U"):  # a person's id opens the direct message
                    channel = f"D{channel[1:]}"
                self.channels[channel].append({**args, "ts": ts, "user": BOT})
                return {"ts": ts, "channel": channel}
            case "chat.update":
                (message,) = [m for m in self.channels[args["channel"]] if m["ts"] == args["ts"]]
                message.update(text=args["text"], blocks=args.get("blocks", []))
                return {"ts": args["ts"], "channel": args["channel"]}
            case "views.publish":
                return {}
            case "conversations.open":
                return {"channel": {"id": f"D{args['users'][1:]}"}}
            case "conversations.history":
                newest_first = self.channels[args["channel"]][::-1]
                start = int(args.get("cursor") or 0)
                end = start + self.page_size
                more = str(end) if end < len(newest_first) else ""
                return {
                    "messages": newest_first[start:end],
                    "response_metadata": {"next_cursor": more},
                }
            case _:
                return self._do_in_thread(method, args)

    def _do_in_thread(self, method: str, args: dict[str, Any]) -> dict[str, Any]:
        match method:
            case "conversations.replies":
                root = args["ts"]
                thread = [m for m in self.channels[args["channel"]] if root in {m["ts"], m.get("thread_ts")}]
                return {"messages": thread}
            case "files.getUploadURLExternal":
                file = {"id": f"F{len(self.files)}", "name": args["filename"], "size": int(args["length"])}
                self.files[file["id"]] = file
                return {"file_id": file["id"], "upload_url": f"{self.url}upload?{file['id']}"}
            case "upload":
                self.files[args["id"]]["content"] = args["content"]
                return {}
            case "files.completeUploadExternal":
                files = [self.files[each["id"]] for each in json.loads(args["files"])]
                shown = [{"id": file["id"], "name": file["name"]} for file in files]
                self._posted += 1
                posted = {
                    "ts": f"1768402800.{self._posted:06d}",
                    "user": BOT,
                    "thread_ts": args["thread_ts"],
                    "text": args["initial_comment"],
                    "files": shown,
                }
                self.channels[args["channel_id"]].append(posted)
                return {"files": shown}
            case _:
                raise AssertionError(method)


@contextmanager
def serving(stub: Stub) -> Iterator[Stub]:
    """Serve the stub on a free port for the length of a `with`."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["Content-Length"] or 0))
            method, _, file_id = self.path.rpartition("/")[2].partition("?")
            answer = stub.answer(method, self._arguments(raw, file_id))
            if answer.hang:
                stub.released.wait(30)
            if answer.hang or answer.drop:
                self.close_connection = True
                return
            body = answer.body.encode()
            self.send_response(answer.status)
            for name, value in {"Content-Type": "application/json", **answer.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def _arguments(self, raw: bytes, file_id: str) -> dict[str, Any]:
            if file_id:
                return {"id": file_id, "content": raw}
            is_json = "json" in self.headers["Content-Type"]
            return dict(json.loads(raw) if is_json else parse_qsl(raw.decode()))

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class names it
            del format, args

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    stub.url = f"http://127.0.0.1:{server.server_port}/api/"
    try:
        yield stub
    finally:
        stub.released.set()
        server.shutdown()
        thread.join()
        server.server_close()
