"""The command as a person runs it: a process of its own, its exit code and what it wrote."""

import base64
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.demo.server import Workspace
from storage.db import current_revision, newest_revision, open_engine, upgrade

MANIFEST = Path(__file__).parents[1] / "manifest.yml"
SECRET = "made-up-secret"
KEPT = ("PATH", "HOME", "LANG", "PYTHONPATH", "VIRTUAL_ENV")


def environ(database: Path, **changes: str) -> dict[str, str]:
    return {
        "SLACK_BOT_TOKEN": f"xoxb-{SECRET}",
        "SLACK_APP_TOKEN": f"xapp-{SECRET}",
        "SLACK_API_URL": "http://127.0.0.1:9/api/",  # the discard port: nobody answers
        "LLAVES_DATABASE_URL": f"sqlite:///{database}",
        "LLAVES_ENCRYPTION_KEYS": base64.b64encode(bytes(32)).decode(),
        "LLAVES_OFFICIALS_CHANNEL": "C0OFFICIALS",
        "LLAVES_MANAGERS_CHANNEL": "C0MANAGERS",
        "LLAVES_MANAGERS": "U0ANA",
    } | changes


def run(*words: str, given: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run `llaves` with nothing of the caller's environment but what Python needs."""
    base = {name: os.environ[name] for name in KEPT if name in os.environ}
    return subprocess.run(
        [sys.executable, "-m", "bot", *words],
        env=base | {"COLUMNS": "200"} | (given or {}),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_the_version_is_printed() -> None:
    done = run("--version")

    assert (done.returncode, done.stdout) == (0, "llaves 0.1.0\n")


@pytest.mark.parametrize("command", ["start", "doctor", "demo", "db"])
def test_the_help_names_every_command_and_shows_how_to_begin(command: str) -> None:
    done = run("--help")

    assert done.returncode == 0
    assert command in done.stdout
    assert "Primera vez: llaves demo" in done.stdout


@pytest.mark.parametrize("words", [["start"], ["demo"], ["db", "upgrade"]])
def test_the_help_of_a_command_ends_with_an_example(words: list[str]) -> None:
    done = run(*words, "--help")

    assert done.returncode == 0
    assert "Ejemplo" in done.stdout


@pytest.mark.parametrize(
    "words", [["nope"], ["demo", "--port", "0"], ["demo", "--port", "x"], ["start", "--nope"]]
)
def test_bad_usage_exits_with_two(words: list[str]) -> None:
    assert run(*words).returncode == 2


@pytest.mark.parametrize("command", ["start", "doctor"])
def test_faulty_settings_exit_with_two_and_every_fault_on_a_line(command: str) -> None:
    done = run(command, given={"SLACK_BOT_TOKEN": SECRET, "LLAVES_OFFICIALS_CHANNEL": "#funcionarios"})

    written = done.stdout + done.stderr
    assert done.returncode == 2
    assert SECRET not in written
    for variable in (
        "SLACK_BOT_TOKEN",
        "SLACK_SIGNING_SECRET",
        "LLAVES_OFFICIALS_CHANNEL",
        "LLAVES_MANAGERS",
    ):
        assert f"{variable}: " in written


def test_start_refuses_a_database_of_another_version_and_says_what_to_run(tmp_path: Path) -> None:
    database = tmp_path / "llaves.sqlite3"
    with open_engine(f"sqlite:///{database}") as engine:
        upgrade(engine)
        with engine.begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = 'another'"))
    done = run("start", given=environ(database))

    assert done.returncode == 1
    assert "Ejecute: llaves db upgrade" in done.stderr


def test_start_refuses_a_database_that_belongs_to_something_else(tmp_path: Path) -> None:
    database = tmp_path / "other.sqlite3"
    with open_engine(f"sqlite:///{database}") as engine, engine.begin() as connection:
        connection.execute(text("CREATE TABLE invoices (id INTEGER)"))
    done = run("start", given=environ(database))

    assert done.returncode == 1
    assert "otra aplicación" in done.stderr
    with open_engine(f"sqlite:///{database}") as engine:
        assert current_revision(engine) is None


def test_start_creates_the_tables_of_an_empty_database(tmp_path: Path) -> None:
    database = tmp_path / "llaves.sqlite3"
    done = run("start", given=environ(database))

    assert done.returncode == 1  # Slack does not answer
    assert SECRET not in done.stdout + done.stderr
    with open_engine(f"sqlite:///{database}") as engine:
        assert current_revision(engine) == newest_revision()


def test_start_tells_an_unreachable_database_without_its_password(tmp_path: Path) -> None:
    url = f"postgresql://llaves:{SECRET}@127.0.0.1:9/llaves"
    done = run("start", given=environ(tmp_path, LLAVES_DATABASE_URL=url))

    assert done.returncode == 1
    assert "no responde" in done.stderr
    assert SECRET not in done.stdout + done.stderr


def test_db_upgrade_needs_nothing_but_the_database(tmp_path: Path) -> None:
    given = {"LLAVES_DATABASE_URL": f"sqlite:///{tmp_path}/llaves.sqlite3"}
    first, second = run("db", "upgrade", given=given), run("db", "upgrade", given=given)

    assert (first.returncode, second.returncode) == (0, 0)
    assert newest_revision() in second.stdout


def test_db_upgrade_does_not_touch_a_database_of_a_newer_version(tmp_path: Path) -> None:
    database = tmp_path / "llaves.sqlite3"
    with open_engine(f"sqlite:///{database}") as engine:
        upgrade(engine)
        with engine.begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    done = run("db", "upgrade", given={"LLAVES_DATABASE_URL": f"sqlite:///{database}"})

    assert done.returncode == 1
    assert "más nueva" in done.stderr


def test_the_demo_says_how_to_install_what_it_needs() -> None:
    script = (
        "import sys\n"
        "class Hide:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'bot.demo.run':\n"
        "            raise ModuleNotFoundError('hidden', name='starlette')\n"
        "sys.meta_path.insert(0, Hide())\n"
        "sys.argv = ['llaves', 'demo']\n"
        "from bot.__main__ import main\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, timeout=60
    )

    assert done.returncode == 2
    assert 'pip install "llaves[demo]"' in done.stderr


def test_an_unforeseen_error_is_told_by_its_class_and_place_only() -> None:
    script = (
        "import sys, bot.cli\n"
        f"def broken(*_): raise RuntimeError({SECRET!r})\n"
        "bot.cli.load_settings = broken\n"
        "sys.argv = ['llaves', 'start']\n"
        "from bot.__main__ import main\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, timeout=60
    )

    assert done.returncode == 1
    assert "RuntimeError" in done.stderr
    assert SECRET not in done.stdout + done.stderr


def test_start_works_until_it_is_asked_to_stop(tmp_path: Path) -> None:
    with Workspace(manifest=MANIFEST) as slack:
        given = environ(
            tmp_path / "llaves.sqlite3",
            SLACK_API_URL=slack.api_url,
            SLACK_BOT_TOKEN=slack.bot_token,
            SLACK_APP_TOKEN=slack.app_token,
            LLAVES_LOG_LEVEL="DEBUG",
            LLAVES_PORT="0",
        )
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", "start"],
            env={name: os.environ[name] for name in KEPT if name in os.environ} | given,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        slack.wait_for_app()
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=30)

    assert process.returncode == 0, err
    assert out == ""
    assert [json.loads(line)["event"] for line in err.splitlines()] == ["started", "stopped"]


def test_doctor_finds_everything_in_order_in_a_workspace_with_our_manifest(tmp_path: Path) -> None:
    with Workspace(manifest=MANIFEST) as slack:
        given = environ(
            tmp_path / "llaves.sqlite3",
            SLACK_API_URL=slack.api_url,
            SLACK_BOT_TOKEN=slack.bot_token,
            SLACK_APP_TOKEN=slack.app_token,
            LLAVES_OFFICIALS_CHANNEL=slack.add_channel("funcionarios", private=True).id,
            LLAVES_MANAGERS_CHANNEL=slack.add_channel("gerentes", private=True).id,
        )
        done = run("doctor", given=given)

    assert done.returncode == 0, done.stdout
    assert "Todo listo" in done.stdout
    assert slack.bot_token not in done.stdout + done.stderr


def test_doctor_exits_with_one_when_slack_does_not_answer(tmp_path: Path) -> None:
    done = run("doctor", given=environ(tmp_path / "llaves.sqlite3"))

    assert done.returncode == 1
    assert "Token de Slack" in done.stdout
    assert SECRET not in done.stdout + done.stderr


OFFICE = """
import sys
from bot.cli import run_until_asked
from bot.logs import configure

class Office:
    def start(self):
        {start}
    def stop(self):
        print("stopped", flush=True)

configure("INFO")
import typer
app = typer.Typer(pretty_exceptions_enable=False)
app.command()(lambda: run_until_asked(Office))
app()
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_the_office_and_exits_with_zero(number: signal.Signals) -> None:
    script = OFFICE.format(start='print("running", flush=True)')
    process = subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "running\n"
    process.send_signal(number)
    out, err = process.communicate(timeout=30)

    assert process.returncode == 0, err
    assert out == "stopped\n"
    assert '"event": "stopped"' in err


def test_an_office_that_cannot_start_is_stopped_and_the_exit_code_says_so() -> None:
    script = OFFICE.format(start=f"raise RuntimeError({SECRET!r})")
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, timeout=60
    )

    assert done.returncode == 1
    assert done.stdout == "stopped\n"
    assert "llaves doctor" in done.stderr
    assert SECRET not in done.stderr


def test_a_taken_port_is_told_with_the_variable_that_moves_it() -> None:
    start = "import errno; raise OSError(errno.EADDRINUSE, 'in use')"
    script = OFFICE.format(start=start)
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, timeout=60
    )

    assert done.returncode == 1
    assert "LLAVES_PORT" in done.stderr
