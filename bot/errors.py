"""What went wrong, told to the person who can mend it. The text of these is shown as it is, in Spanish."""

from collections.abc import Mapping


class UserError(Exception):
    """The person must do something else; nothing was stored."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class NotAllowedError(UserError):
    """The person may not do this, whatever button they saw."""


class OvertakenError(UserError):
    """Somebody else, or an earlier click, already did it."""


class FieldError(UserError):
    """What was typed does not fit. One sentence per field, keyed by block_id; the form stays as it was."""

    def __init__(self, sentences: Mapping[str, str]) -> None:
        super().__init__(" ".join(sentences.values()))
        self.sentences = dict(sentences)
