"""Prints `llaves digest` of another moment: the simulation is ahead of the clock that the command goes by.

python -m scripts.pictures.digest_at 2027-01-18T15:00:00+00:00
"""

import os
import sys
from datetime import datetime

from bot.commands.digest import Order, run
from bot.settings import load_database_url, load_service_hours

if __name__ == "__main__":
    url, hours = load_database_url(os.environ), load_service_hours(os.environ)
    moment = datetime.fromisoformat(sys.argv[1])
    sys.exit(run(Order(url, hours, csv=None, force=False, post=False, now=moment)))
