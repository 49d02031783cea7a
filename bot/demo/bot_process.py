"""`llaves start` as the demo runs it: by the demo's clock, and asking more often what is due."""

import os
from datetime import timedelta
from pathlib import Path

from bot.app import build_app
from bot.cli import run_until_asked
from bot.demo.shifted_clock import CLOCK_VARIABLE, ShiftedClock
from bot.logs import catch_uncaught, configure
from bot.settings import load_settings

BEAT = timedelta(seconds=0.2)  # somebody is waiting for a month to pass


def main() -> None:
    """Run the bot until it is told to stop. Raises `SettingsFault` when the demo gave it wrong settings."""
    os.umask(0o077)
    settings = load_settings(os.environ)
    configure(settings.log_level)
    catch_uncaught()
    clock = ShiftedClock(Path(os.environ[CLOCK_VARIABLE]))
    run_until_asked(lambda: build_app(settings, clock.now, BEAT))


if __name__ == "__main__":
    main()
