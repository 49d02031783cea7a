"""Words as they are searched for: without accents, capitals or dots, so that «ESE» finds «E.S.E.»."""

import re
import unicodedata

LONGEST = 40

_WITH_DV = re.compile(r"([0-9]{5,10}) ?[‐-―-] ?[0-9]")
_CODIGO = re.compile(r"[0-9]{12}")
_HYPHENS = re.compile(r" ?[‐-―-] ?")


def words_of(text: str) -> list[str]:
    """Return the words of a text in their order, each once and at most `LONGEST` characters of it."""
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower().replace(".", "")
    return list(dict.fromkeys(word[:LONGEST] for word in re.findall(r"[a-z0-9]+", bare)))


def searched_words(text: str) -> list[str]:
    """Return what somebody searches for: a NIT may be typed with its DV, a código with hyphens between its parts."""
    typed = text.strip().replace(".", "")
    if _CODIGO.fullmatch(whole := _HYPHENS.sub("", typed)):
        return [whole]
    if body := _WITH_DV.fullmatch(typed):
        return [body[1]]
    return words_of(text)


def matches(typed: str, text: str) -> bool:
    """Tell whether each word somebody types begins a word of a text; figures may also stand within or end one.

    Nothing typed matches everything.
    """
    words = words_of(text)
    return all(
        any(word.startswith(each) or (each.isdecimal() and each in word) for word in words)
        for each in searched_words(typed)
    )
