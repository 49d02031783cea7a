"""Counts of keys as managers read them: the buckets' names, and the change since the last digest."""

from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise

from bot.rules.figures import BUCKET_DAYS
from bot.views.text import ENVIRONMENTS, count_text, figure
from storage.enums import Environment


def shown_environments(found: Collection[Environment]) -> Sequence[Environment]:
    """Return those of the environments that were found, in the order all lists have."""
    return [environment for environment in ENVIRONMENTS if environment in found]


def bucket_labels() -> Sequence[str]:
    """Return what each bucket is called: the expired keys, those within each span of days, and all later ones."""
    nearest, last = BUCKET_DAYS[1], BUCKET_DAYS[-1]
    spans = [f"{begin + 1} a {end} días" for begin, end in pairwise(BUCKET_DAYS[1:])]
    return ["Vencidas", f"hasta {nearest} días", *spans, f"más de {last} días"]


def bucket_lines(
    keys: Mapping[Environment, Sequence[int]], before: Mapping[Environment, Sequence[int]] | None
) -> Sequence[str]:
    """Return a paragraph per environment: its keys by bucket, each with its change where `before` is known."""
    return [
        _of_environment(environment, keys[environment], _counts_before(environment, before))
        for environment in shown_environments(keys)
    ]


def change_text(now: int, before: int | None) -> str:
    """Return " (+12)", " (-3)" or " (=)", or nothing where there is nothing to compare with."""
    if before is None:
        return ""
    if now == before:
        return " (=)"
    return f" ({'+' if now > before else '-'}{figure(abs(now - before))})"


def _of_environment(environment: Environment, counts: Sequence[int], before: Sequence[int] | None) -> str:
    told = " · ".join(
        f"{label}: *{figure(count)}*{change_text(count, before[number] if before else None)}"
        for number, (label, count) in enumerate(zip(bucket_labels(), counts, strict=True))
    )
    return f"*{ENVIRONMENTS[environment]}* – {count_text(sum(counts), 'llave', 'llaves')}\n{told}"


def _counts_before(
    environment: Environment, before: Mapping[Environment, Sequence[int]] | None
) -> Sequence[int] | None:
    # An environment that had no keys was not written down.
    return None if before is None else before.get(environment, [0] * (len(BUCKET_DAYS) + 1))
