"""Most of these run in a process of their own: everything on its stderr and stdout is looked at."""

import json
import os
import subprocess
import sys
import textwrap
from typing import Any

import pytest

SECRET = "kYc8Q~made-up-secret-of-a-provider_012345"

PREAMBLE = f"""
import logging, sys, threading
import structlog
from bot.logs import catch_uncaught, configure, describe
SECRET = {SECRET!r}
configure("DEBUG")
catch_uncaught()
"""

BOLT = """
from slack_bolt import App, BoltRequest
from slack_bolt.authorization import AuthorizeResult

def authorize():
    return AuthorizeResult(enterprise_id=None, team_id="T0", bot_token="xoxb-x", bot_id="B0", bot_user_id="U0B")

app = App(signing_secret="s", authorize=authorize, name=NAME, logger=LOGGER, process_before_response=True)

def submit(callback_id):
    body = {
        "type": "view_submission", "team": {"id": "T0"}, "user": {"id": "U0", "team_id": "T0"}, "token": SECRET,
        "view": {"type": "modal", "callback_id": callback_id, "private_metadata": SECRET,
                 "state": {"values": {"secret": {"input": {"type": "plain_text_input", "value": SECRET}}}}},
    }
    return app.dispatch(BoltRequest(mode="socket_mode", body=body))
"""


def run(script: str, preamble: str = PREAMBLE) -> tuple[str, list[dict[str, Any]]]:
    """Return everything the process wrote, and its stderr as JSON lines."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", preamble + textwrap.dedent(script)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env=os.environ | {"LLAVES_LOG_LEVEL": "DEBUG"},
    )
    return done.stdout + done.stderr, [json.loads(line) for line in done.stderr.splitlines()]


def bolt(script: str, name: str = "'llaves'", logger: str = "None") -> tuple[str, list[dict[str, Any]]]:
    return run(script, PREAMBLE + BOLT.replace("NAME", name).replace("LOGGER", logger))


def test_a_line_of_ours_is_one_json_object_with_its_fields() -> None:
    _, (line,) = run("structlog.get_logger('bot.delivery').info('sent', kind='request_card', attempts=2)")

    assert line["event"] == "sent"
    assert line["logger"] == "bot.delivery"
    assert line["level"] == "info"
    assert line["kind"] == "request_card"
    assert line["attempts"] == 2
    assert line["timestamp"].endswith("Z")


def test_lines_below_the_level_are_not_written() -> None:
    _, lines = run(
        "configure('WARNING'); structlog.get_logger('bot').info('no'); structlog.get_logger('bot').error('yes')"
    )

    assert [line["event"] for line in lines] == ["yes"]


@pytest.mark.parametrize("logger", ["None", "logging.getLogger('llaves')", "logging.getLogger('bot')"])
def test_a_listener_that_raises_prints_nothing_of_the_submission_at_debug(logger: str) -> None:
    written, lines = bolt(
        """
        logging.getLogger('bot').setLevel(logging.DEBUG)
        @app.view("keys")
        def keys(ack, body, logger, view):
            logger.info(body)
            logger.warning(f"body: {body}")
            raise ValueError(f"cannot store {view['state']}")
        assert submit("keys").status == 500
        """,
        logger=logger,
    )

    assert SECRET not in written
    failed = next(line for line in lines if line["event"] == "Failed to run listener function")
    assert failed["level"] == "error"
    assert failed["exception"].startswith("ValueError\n")
    assert "keys" in failed["exception"]


def test_a_submission_without_listener_is_told_without_its_body() -> None:
    written, lines = bolt('assert submit("nobody").status == 404')

    assert SECRET not in written
    assert [line["event"] for line in lines] == ["Unhandled request"]


def test_a_middleware_that_stops_the_request_prints_nothing_of_it() -> None:
    written, lines = bolt(
        """
        @app.middleware
        def stop(body, logger):
            pass
        @app.middleware
        def never(next): next()
        submit("keys")
        """
    )

    assert SECRET not in written
    assert [line["event"] for line in lines] == ["without providing a response for the request"]


def test_a_middleware_that_raises_prints_nothing_of_the_submission() -> None:
    written, lines = bolt(
        """
        @app.middleware
        def broken(body):
            raise RuntimeError(str(body))
        assert submit("keys").status == 500
        """
    )

    assert SECRET not in written
    assert lines[0]["exception"].startswith("RuntimeError\n")


def test_a_listener_in_the_pool_that_raises_prints_nothing_of_the_submission() -> None:
    written, lines = bolt(
        """
        app._listener_runner.process_before_response = False
        @app.view("keys")
        def keys(view):
            try:
                raise KeyError(SECRET)
            except KeyError as error:
                raise RuntimeError(SECRET) from error
        assert submit("keys").status == 500
        """
    )

    assert SECRET not in written
    assert [line for line in lines[0]["exception"].splitlines() if not line.startswith(" ")] == [
        "RuntimeError",
        "KeyError",
    ]


def test_a_bad_signature_does_not_print_the_body_it_came_with() -> None:
    written, lines = bolt(
        """
        request = BoltRequest(body='payload={"token": "' + SECRET + '"}', headers={"x-slack-signature": ["v0=x"]})
        assert app.dispatch(request).status == 401
        """
    )

    assert SECRET not in written
    assert lines == []


def test_an_answer_that_is_not_json_is_told_without_the_answer() -> None:
    written, lines = run(
        """
        import http.server
        from slack_sdk import WebClient
        from slack_sdk.errors import SlackApiError
        class Wrong(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = b"<html>" + SECRET.encode()
                self.send_response(200); self.send_header("Content-Length", str(len(body))); self.end_headers()
                self.wfile.write(body)
            def log_message(self, *a): pass
        server = http.server.HTTPServer(("127.0.0.1", 0), Wrong)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        client = WebClient(token="xoxb-made-up", base_url=f"http://127.0.0.1:{server.server_port}/api/")
        try:
            client.chat_postMessage(channel="C0", text=SECRET)
        except SlackApiError:
            structlog.get_logger("bot").exception("failed")
        server.shutdown(); server.server_close()
        """
    )

    assert SECRET not in written
    assert [line["event"] for line in lines] == ["Failed to decode Slack API response", "failed"]


def test_an_error_of_slack_is_told_with_its_code() -> None:
    _, (line,) = run(
        """
        from slack_sdk.errors import SlackApiError
        error = SlackApiError(SECRET, {"ok": False, "error": "channel_not_found"})
        structlog.get_logger("bot").error("failed", exc_info=error)
        """
    )

    assert line["exception"] == "slack_sdk.errors.SlackApiError (channel_not_found)"


@pytest.mark.parametrize(
    "name",
    [
        "slack_sdk.web.base_client",
        "sqlalchemy.engine.Engine",
        "urllib3",
        "apscheduler",
        "waitress",
        "elsewhere",
    ],
)
def test_what_others_say_keeps_its_place_and_loses_its_text(name: str) -> None:
    written, (line,) = run(
        f"""
        log = logging.getLogger({name!r})
        log.debug(SECRET)
        log.info("parameters: %s", SECRET)
        log.warning("parameters: %s", SECRET)
        """
    )

    assert SECRET not in written
    assert line["logger"] == name
    assert line["level"] == "warning"
    assert line["event"] == "third-party message withheld"
    assert ":" in line["at"]


def test_a_record_whose_arguments_do_not_fit_is_not_dumped_by_logging_itself() -> None:
    written, lines = run("logging.getLogger('elsewhere').error('%d %d', SECRET)")

    assert SECRET not in written
    assert len(lines) == 1


def test_the_class_of_the_error_at_hand_is_told_though_the_record_has_no_traceback() -> None:
    _, (line,) = run(
        """
        try:
            raise ConnectionResetError(SECRET)
        except OSError as error:
            logging.getLogger("slack_sdk").error(f"on_error invoked (message: {error})")
        """
    )

    assert line["event"] == "on_error invoked"
    assert line["error"] == "ConnectionResetError"


def test_uncaught_exceptions_lose_their_message_in_every_thread() -> None:
    written, lines = run(
        """
        def fail():
            local = SECRET
            raise ValueError(local)
        class Broken:
            def __del__(self): raise ValueError(SECRET)
        thread = threading.Thread(target=fail, name="delivery"); thread.start(); thread.join()
        Broken()
        fail()
        """
    )

    assert SECRET not in written
    assert [line["level"] for line in lines] == ["critical", "error", "critical"]
    assert lines[0]["thread"] == "delivery"
    assert all("ValueError" in line["exception"] for line in lines)


def test_an_object_in_a_field_is_told_by_its_class_only() -> None:
    written, (line,) = run(
        """
        from dataclasses import dataclass
        @dataclass
        class Entry:
            client_secret: str
        structlog.get_logger("bot").info("x", entry=Entry(SECRET), all=[Entry(SECRET)], error=ValueError(SECRET))
        """
    )

    assert SECRET not in written
    assert line["entry"] == "<Entry>"
    assert line["all"] == ["<Entry>"]
    assert line["error"] == "ValueError"


def test_a_warning_of_python_does_not_print_its_text() -> None:
    written, (line,) = run("import warnings; warnings.simplefilter('always'); warnings.warn(SECRET)")

    assert SECRET not in written
    assert line["logger"] == "py.warnings"


def test_a_failed_statement_is_told_without_statement_and_parameters() -> None:
    written, (line,) = run(
        """
        from sqlalchemy import text
        from storage.db import open_engine
        with open_engine("sqlite:////tmp/does/not/exist/at-all.sqlite3") as engine:
            try:
                with engine.begin() as connection:
                    connection.execute(text("select :secret"), {"secret": SECRET})
            except Exception:
                structlog.get_logger("bot").exception("failed")
        """
    )

    assert SECRET not in written
    assert "sqlalchemy.exc.OperationalError" in line["exception"]


def test_on_a_terminal_the_exception_is_described_as_well() -> None:
    written, _ = run(
        """
        import io
        class Terminal(io.StringIO):
            def isatty(self): return True
        screen = Terminal()
        configure("INFO", screen)
        try:
            raise ValueError(SECRET)
        except ValueError:
            structlog.get_logger("bot").exception("failed")
        print(screen.getvalue())
        """
    )

    assert SECRET not in written
    assert "failed" in written
    assert "ValueError" in written
