"""The steps of docs/manual, taken one after another as its pictures are."""

import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Browser

_LONGEST_SECONDS = 300


def test_every_step_of_the_manual_still_leads_to_its_picture(chromium: Browser) -> None:
    assert chromium.is_connected()
    checked = subprocess.run(
        [sys.executable, "-m", "scripts.pictures", "--check"],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
        timeout=_LONGEST_SECONDS,
    )
    assert (checked.returncode, checked.stderr) == (0, "")
