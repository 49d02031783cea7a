"""Lines on stderr that can never hold a secret.

Client secrets travel in Slack payloads, and slack_bolt, slack_sdk, SQLAlchemy and others put payloads, parameters and
bodies into their messages, sometimes at WARNING and above (an unhandled request, a failed listener, an answer that is
not JSON). So only what this project says through structlog is written as it is. What arrives through the standard
library's logging keeps its logger, level, place and the class of its error; its text is dropped, except for fixed
phrases listed here. Exceptions are written as classes and places: their messages may hold values.
"""

import contextlib
import logging
import re
import sys
import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO

import structlog
from slack_sdk.errors import SlackApiError
from structlog.typing import EventDict, Processor, WrappedLogger

LEVELS = {"DEBUG": logging.DEBUG, "INFO": logging.INFO, "WARNING": logging.WARNING, "ERROR": logging.ERROR}

_QUIET = (
    "slack_bolt",
    "slack_sdk",
    "sqlalchemy",
    "urllib3",
    "apscheduler",
    "waitress",
    "alembic",
    "uvicorn",
    "websockets",
)

# Constant parts of messages worth telling apart; what stands around them in the original is never written.
_PHRASES = (
    "Unhandled request",
    "didn't call ack()",
    "without providing a response for the request",
    "Failed to run listener function",
    "Failed to run a middleware",
    "Failed to run an internal function",
    "Failed to authorize with the given token",
    "Failed to retrieve WSS URL",
    "Failed to send a request to Slack API server",
    "Failed to decode Slack API response",
    "Failed to run a message listener",
    "Failed to run a request listener",
    "Failed to process a message",
    "Failed to start or stop the current session",
    "Failed to check the current session",
    "Failed to send a message",
    "on_error invoked",
    "Exception while serving",
    "Task queue depth is",
    "maximum number of running instances reached",
    "was missed by",
    "raised an exception",
)
# Bolt says these at every start of an app that brings its own client and authorisation, as ours does.
_EXPECTED = ("`token` will be unused", "`token` (or SLACK_BOT_TOKEN env variable) will be ignored")
_WITHHELD = "third-party message withheld"
_MOST_FRAMES = 30


def configure(level: str = "INFO", stream: TextIO | None = None) -> None:
    """Send every log of the process to `stream` (stderr): one JSON object a line, or colours on a terminal.

    `level` is DEBUG, INFO, WARNING or ERROR and counts for this project's own lines only: everybody else's need
    WARNING at least, whatever it says. Our modules log with `structlog.get_logger(__name__)`.
    """
    target = sys.stderr if stream is None else stream
    lines = _Lines(target, threading.Lock())
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _name_logger,
            _describe_exception,
            _plain_values,
            *_renderers(target),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(LEVELS[level]),
        logger_factory=lines.named,
        cache_logger_on_first_use=False,
    )
    root = logging.getLogger()
    for handler in list(root.handlers):
        root.removeHandler(handler)
    root.addHandler(_Foreign(logging.WARNING))
    # Bolt copies the root's level onto each of its loggers, over whatever their parent says.
    root.setLevel(logging.WARNING)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.captureWarnings(capture=True)


def catch_uncaught() -> None:
    """Make Python's last words (uncaught exceptions, in any thread) go through the log instead of a traceback."""
    log = structlog.get_logger("llaves")

    def in_main(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        log.critical("uncaught exception", exc_info=(kind, error, trace))

    def in_thread(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            log.critical(
                "uncaught exception in a thread",
                thread=args.thread.name if args.thread else None,
                exc_info=(args.exc_type, args.exc_value, args.exc_traceback),
            )

    def unraisable(args: "sys.UnraisableHookArgs") -> None:
        log.error("exception that nobody could catch", exc_info=args.exc_value or False)

    sys.excepthook = in_main
    threading.excepthook = in_thread
    sys.unraisablehook = unraisable


def describe(error: BaseException) -> str:
    """Tell an exception by its classes and places, causes last; never by its message.

    The one thing more is Slack's own error code, such as `channel_not_found`.
    """
    return "\n".join(line for link in _chain(error) for line in _describe_one(link))


def name_of(error: BaseException) -> str:
    """Return the class of an exception, with Slack's error code where there is one."""
    kind = type(error)
    name = kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
    code = slack_code(error) if isinstance(error, SlackApiError) else None
    return f"{name} ({code})" if code else name


def slack_code(error: SlackApiError) -> str | None:
    """Return Slack's error code, such as `channel_not_found`, or None when the answer has none."""
    # An answer that is not JSON ends up in this same field as text, or makes reading it fail.
    with contextlib.suppress(Exception):
        code = str(error.response["error"])
        if re.fullmatch(r"[a-z0-9_]{1,64}", code):
            return code
    return None


@dataclass(frozen=True)
class _Lines:
    """Writes finished lines whole, one thread at a time."""

    stream: TextIO
    lock: threading.Lock
    name: str = "llaves"

    def named(self, name: str = "llaves", *_: object) -> "_Lines":
        return _Lines(self.stream, self.lock, name)

    def _write(self, line: str) -> None:
        with self.lock:
            self.stream.write(line + "\n")
            self.stream.flush()

    debug = info = warning = error = critical = _write


class _Foreign(logging.Handler):
    """Takes what others say through logging and repeats the part that cannot hold a value."""

    def emit(self, record: logging.LogRecord) -> None:
        # A line that cannot be written must not stop work, and logging's own complaint prints the arguments.
        with contextlib.suppress(Exception):
            text = str(record.msg)
            if any(phrase in text for phrase in _EXPECTED):
                return
            current = sys.exc_info()[1]
            fields: dict[str, Any] = {"at": f"{_place(record.pathname)}:{record.lineno} {record.funcName}"}
            if record.exc_info:
                fields["exc_info"] = record.exc_info
            elif current is not None:
                fields["error"] = name_of(current)
            event = next((phrase for phrase in _PHRASES if phrase in text), _WITHHELD)
            level = max(logging.WARNING, min(record.levelno // 10 * 10, logging.CRITICAL))
            structlog.get_logger(record.name).log(level, event, **fields)


def _renderers(stream: TextIO) -> list[Processor]:
    if stream.isatty():
        return [structlog.dev.ConsoleRenderer(colors=True, exception_formatter=structlog.dev.plain_traceback)]
    return [structlog.processors.JSONRenderer(ensure_ascii=False)]


def _name_logger(logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    event["logger"] = logger.name
    return event


def _describe_exception(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    given = event.pop("exc_info", None)
    if given is True:
        given = sys.exc_info()
    error = given[1] if isinstance(given, tuple) else given
    if isinstance(error, BaseException):
        event["exception"] = describe(error)
    return event


def _plain_values(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    return {name: _plain(value) for name, value in event.items()}


def _plain(value: object) -> object:
    """Keep what is a plain value; of anything else only the class, for its repr may hold anything."""
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, BaseException):
        return name_of(value)
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(item) for item in value]
    return f"<{type(value).__qualname__}>"


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    link: BaseException | None = error
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        yield link
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)


def _describe_one(error: BaseException) -> Iterable[str]:
    yield name_of(error)
    places: list[str] = []
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        places.append(f"  {_place(code.co_filename)}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    yield from places[-_MOST_FRAMES:]


def _place(path: str) -> str:
    parts = Path(path).parts
    for root in ("site-packages", "bot", "storage"):
        if root in parts:
            start = len(parts) - parts[::-1].index(root)
            return "/".join(parts[start - (root != "site-packages") :])
    return "/".join(parts[-2:])
