"""A message as a view function returns it."""

from collections.abc import Sequence
from dataclasses import dataclass

from slack_sdk.models.blocks import Block


@dataclass(frozen=True)
class Message:
    """Blocks, and the whole content as plain text: notifications and screen readers read only that.

    `simpler` blocks say the same to a workspace that refuses `blocks`, for instance because it has no charts yet.
    """

    text: str
    blocks: Sequence[Block]
    simpler: Sequence[Block] | None = None
