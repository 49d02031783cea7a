import pytest

from bot.rules.designation import match_designation
from storage.enums import DesignationMatch

LISTED = "paula@esperanza.example.com"


@pytest.mark.parametrize(
    ("listed", "account", "match"),
    [
        (None, LISTED, DesignationMatch.NOT_LISTED),
        (None, None, DesignationMatch.NOT_LISTED),
        (LISTED, None, DesignationMatch.NO_EMAIL),
        (LISTED, "", DesignationMatch.NO_EMAIL),
        (LISTED, "otra@esperanza.example.com", DesignationMatch.OTHER_EMAIL),
        (LISTED, LISTED, DesignationMatch.MATCHED),
        (LISTED, "PAULA@Esperanza.example.com", DesignationMatch.MATCHED),
    ],
)
def test_the_email_of_the_account_decides_capitals_apart(
    listed: str | None, account: str | None, match: DesignationMatch
) -> None:
    assert match_designation(listed_email=listed, account_email=account) is match


def test_letters_that_only_look_alike_once_lowered_are_not_the_same() -> None:
    kelvin = "\u212aaren@esperanza.example.com"  # its small letter is an ordinary k
    found = match_designation(listed_email="karen@esperanza.example.com", account_email=kelvin)
    assert found is DesignationMatch.OTHER_EMAIL
