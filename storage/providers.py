"""The directory of providers, by código de habilitación and by NIT, and as a whole."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import batched
from typing import NamedTuple

from sqlalchemy import select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from storage.models import Provider

CHUNK = 2_000  # rows a statement: enough to be fast, few enough for a progress bar to move
