"""Pages of a list."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Row = TypeVar("Row")


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Some rows of a list, and of how many in all; `number` counts from 1 and is 1 for an empty list."""

    rows: Sequence[Row]
    number: int
    size: int
    total: int

    @property
    def last(self) -> int:
        """The number of the last page."""
        return last_page(self.total, self.size)


def last_page(total: int, size: int) -> int:
    """Return how many pages a list has, at least the one that says it is empty."""
    return max(1, -(-total // size))
