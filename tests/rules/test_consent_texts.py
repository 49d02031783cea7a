import hashlib

import pytest

from bot.rules.consent_texts import CURRENT, ConsentText
from storage.enums import ConsentKind

# What each version says never changes: new words are a new version, and a new line here.
PUBLISHED = {
    (
        ConsentKind.CONFIDENTIALITY,
        "manual-v02-2026-01",
    ): "feebc48bf93887fc5cbde0ecab7cb7efac2d74a26d45c7d1d4f2546445b3eb71",
    (
        ConsentKind.TERMS,
        "manual-v02-2026-01",
    ): "b341bf38f66d1c54a3ce57a8d2ab89236011340ebb9c3035e0d9a577dbd6a483",
    (
        ConsentKind.PERSONAL_DATA,
        "manual-v02-2026-01",
    ): "1f802b3277cc2d9a1b0f8c81a39ee2da8cf40c7a324d586903050a2d9bdba818",
}


def test_every_consent_has_one_text_in_force_under_its_own_kind() -> None:
    assert {kind: text.kind for kind, text in CURRENT.items()} == {kind: kind for kind in ConsentKind}


@pytest.mark.parametrize("text", CURRENT.values(), ids=lambda text: text.kind.value)
def test_nobody_rewords_a_version_that_people_accepted(text: ConsentText) -> None:
    assert text.sha256 == PUBLISHED[text.kind, text.version]


def test_the_hash_is_of_the_words_alone_so_that_anybody_can_check_it() -> None:
    text = ConsentText(ConsentKind.TERMS, "v1", "Acepto los términos.", note="Nota nuestra.")
    assert text.sha256 == hashlib.sha256("Acepto los términos.".encode()).hexdigest()


def test_the_law_is_left_as_the_manual_misprints_it_and_the_note_beside_it_says_which_is_meant() -> None:
    text = CURRENT[ConsentKind.PERSONAL_DATA]
    assert "ley 1561 de 2012" in text.body
    assert "1581" not in text.body
    assert "1581 de 2012" in text.note


@pytest.mark.parametrize("text", CURRENT.values(), ids=lambda text: text.kind.value)
def test_a_text_has_no_stray_blanks_of_the_source_code(text: ConsentText) -> None:
    assert text.body == " ".join(text.body.split())
