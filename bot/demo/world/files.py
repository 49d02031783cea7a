"""Files: an address to send the bytes to, then their place in a channel; what nobody completes is discarded."""

import secrets
from collections.abc import Callable
from mimetypes import guess_type
from pathlib import PurePath

from bot.demo.strict.limits import behaviour
from bot.demo.world.directory import Directory
from bot.demo.world.ids import Ids
from bot.demo.world.records import FileRecord, Json
from bot.demo.world.refusal import Refusal


class Files:
    """Every file of the workspace.

    Args:
        ids: mints the `F…` ids.
        directory: whose team and bot the files belong to.
        clock: monotonic seconds, for uploads nobody completes.
    """

    def __init__(self, ids: Ids, directory: Directory, clock: Callable[[], float]) -> None:
        self._ids = ids
        self._directory = directory
        self._clock = clock
        self._begun: dict[str, FileRecord] = {}  # by the secret of the address
        self._complete: dict[str, FileRecord] = {}

    def begin(self, name: str, length: int) -> tuple[FileRecord, str]:
        """A file to come, and the secret of the address its bytes go to."""
        self._discard_old()
        file = FileRecord(self._ids.mint("F"), name, length, self._clock(), self._ids.seconds())
        secret = secrets.token_urlsafe(24)
        self._begun[secret] = file
        return file, secret

    def receive(self, secret: str, content: bytes) -> FileRecord:
        """Take the bytes. Refusal `file_not_found` for an address that is none, `invalid_length` for other bytes."""
        self._discard_old()
        file = self._begun.get(secret)
        if file is None or file.content is not None:
            raise Refusal("file_not_found")
        if len(content) != file.length:
            raise Refusal("invalid_length")
        file.content = content
        return file

    def begun(self, file_id: object) -> FileRecord:
        """A file whose bytes are here and that is not complete yet, or `file_not_found`."""
        self._discard_old()
        for file in self._begun.values():
            if file.id == file_id and file.content is not None:
                return file
        raise Refusal("file_not_found")

    def complete(self, file: FileRecord, title: str | None) -> None:
        """Keep a file for good; it can be completed once."""
        file.title = title or file.name
        self._begun = {secret: each for secret, each in self._begun.items() if each is not file}
        self._complete[file.id] = file

    def find(self, file_id: object) -> FileRecord:
        """A complete file, or `file_not_found`."""
        file = self._complete.get(str(file_id))
        if file is None:
            raise Refusal("file_not_found")
        return file

    def json(self, file: FileRecord) -> Json:
        """The `file` object, as in messages."""
        place = f"{self._directory.team_id}-{file.id}/{file.name}"
        return {
            "id": file.id,
            "created": file.created,
            "timestamp": file.created,
            "name": file.name,
            "title": file.title,
            "mimetype": guess_type(file.name)[0] or "application/octet-stream",
            "filetype": PurePath(file.name).suffix.removeprefix("."),
            "user": self._directory.bot.id,
            "size": file.length,
            "mode": "hosted",
            "is_external": False,
            "url_private": f"https://files.slack.com/files-pri/{place}",
            "url_private_download": f"https://files.slack.com/files-pri/{place}/download",
        }

    def _discard_old(self) -> None:
        oldest = self._clock() - behaviour().upload_seconds
        self._begun = {secret: file for secret, file in self._begun.items() if file.born >= oldest}
