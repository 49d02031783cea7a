"""What «Ver detalle» of a digest shows: which of the figures is looked into, and the page."""

from typing import Self

from pydantic import field_validator

from bot.forms.reading import Form
from bot.rules.figures import BUCKET_DAYS


class ExpiriesState(Form):
    """What the list of expiries shows, as it travels in `private_metadata`.

    `bucket` counts from 0 as in `bot.rules.figures.BUCKET_DAYS`; None is all that expired or expires within 90 days.
    """

    bucket: int | None = None
    page: int = 1

    @field_validator("bucket")
    @classmethod
    def _known(cls, bucket: int | None) -> int | None:
        # What travels through Slack may be of another version of the app.
        return None if bucket is None else min(max(bucket, 0), len(BUCKET_DAYS))

    def in_bucket(self, bucket: int | None) -> Self:
        """Return the first page of what one figure counts, or of all."""
        return type(self)(bucket=bucket)

    def on_page(self, number: int) -> Self:
        """Return the same list on another page; a number beyond an end shows the page at that end."""
        return self.model_copy(update={"page": number})

    def build(self) -> str:
        """Return what the modal carries."""
        return self.model_dump_json()

    @classmethod
    def parse(cls, private_metadata: str) -> Self:
        """Read what `build` wrote."""
        return cls.model_validate_json(private_metadata)
