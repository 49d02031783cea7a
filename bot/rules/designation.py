"""Whether a registration is that of a designated delegate (§6.1)."""

from storage.enums import DesignationMatch


def match_designation(*, listed_email: str | None, account_email: str | None) -> DesignationMatch:
    """Compare the e-mail listed for a NIT and a document, None when nobody is, with that of the Slack account.

    NITs and documents are half public, so they prove nobody's identity: the e-mail that Slack verified does. Capitals
    count only where they are not ASCII, as no two different addresses may become one.
    """
    if listed_email is None:
        return DesignationMatch.NOT_LISTED
    if not account_email:
        return DesignationMatch.NO_EMAIL
    same = account_email.encode().lower() == listed_email.encode().lower()
    return DesignationMatch.MATCHED if same else DesignationMatch.OTHER_EMAIL
