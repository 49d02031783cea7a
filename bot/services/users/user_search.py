"""Reading what a manager searches among the users: numbers, logins, Slack ids, roles and states."""

import re
from collections.abc import Iterable

from bot.rules.fields.nit import check_digit
from bot.views.text import PERSON_STATES, USER_TYPES
from storage.enums import DocumentType, PersonStatus, Role
from storage.user_list import Term
from storage.words import searched_words, words_of

SHORTEST = 3  # letters by which a role or state is known: two would also mean a document type

_MENTION = re.compile(r"<@([A-Z0-9]+)(?:\|[^>]*)?>")
_GROUPED = re.compile(r"\b[0-9]{1,3}(?:[., ][0-9]{3})+(?: ?[‐-―-] ?[0-9])?\b")
_PASSED_OVER = frozenset({"de", *(kind.value.lower() for kind in DocumentType)})
_LONGEST_NUMBER = 15

_ROLES = {
    Role.DELEGATE: (*words_of(USER_TYPES[Role.DELEGATE]), "securityadmin"),
    Role.OFFICIAL: (*words_of(USER_TYPES[Role.OFFICIAL]), "funcionario", "msps"),
    Role.MANAGER: words_of(USER_TYPES[Role.MANAGER]),
}
_STATUSES = {
    PersonStatus.PENDING: words_of(PERSON_STATES[PersonStatus.PENDING]),
    PersonStatus.ACTIVE: (*words_of(PERSON_STATES[PersonStatus.ACTIVE]), "aprobado"),
    PersonStatus.REJECTED: words_of(PERSON_STATES[PersonStatus.REJECTED]),
    PersonStatus.SUSPENDED: words_of(PERSON_STATES[PersonStatus.SUSPENDED]),
}


def terms_of(text: str) -> list[Term]:
    """Return what is searched for, one term per word; all of them must hold.

    "901.000.202-4", "CC 1020304050", "delegado suspendido", "<@U0123ABC>" and "U0123ABC" are all understood.
    """
    joined = _GROUPED.sub(lambda found: re.sub(r"[., ]", "", found[0]), _MENTION.sub(r" \1 ", text))
    words = [word for part in joined.split() for word in searched_words(part)]
    return [_term(word) for word in words if word not in _PASSED_OVER]


def _term(word: str) -> Term:
    if len(word) >= SHORTEST:
        roles = frozenset(role for role, known in _ROLES.items() if _begins_one(word, known))
        statuses = frozenset(status for status, known in _STATUSES.items() if _begins_one(word, known))
        if roles or statuses:
            return Term(roles=roles, statuses=statuses)
    return Term(words=frozenset({word.upper(), *_without_dv(word)}))


def _begins_one(word: str, known: Iterable[str]) -> bool:
    return any(each.startswith(word) for each in known)


def _without_dv(word: str) -> list[str]:
    """A NIT typed with its DV and no hyphen looks like a longer number."""
    number = word.isdecimal() and 1 < len(word) <= _LONGEST_NUMBER
    return [word[:-1]] if number and word[-1] == str(check_digit(word[:-1])) else []
