from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.rules.requirements import NOTHING_KNOWN, Evidence, Requirement, Voucher, checklist
from storage.enums import Prerequisite

DAY = datetime(2026, 1, 14, 15, 0, tzinfo=UTC)


def found(known: Evidence, prerequisite: Prerequisite) -> Requirement:
    return next(each for each in checklist(known) if each.prerequisite is prerequisite)


def test_the_four_prerequisites_stand_in_the_order_of_the_manual_and_are_open_at_first() -> None:
    assert checklist(NOTHING_KNOWN) == [
        Requirement(Prerequisite.ORGANIZATION),
        Requirement(Prerequisite.DESIGNATION),
        Requirement(Prerequisite.NATURAL_PERSON),
        Requirement(Prerequisite.HERCULES),
    ]
    assert not any(each.met for each in checklist(NOTHING_KNOWN))


@pytest.mark.parametrize(
    ("changes", "voucher"),
    [
        ({"listed": True}, Voucher.DESIGNATION_LIST),
        ({"listed": True, "active": True, "decided": True}, Voucher.DESIGNATION_LIST),
        ({"active": True, "decided": True}, Voucher.DECIDER),
        ({"active": True}, Voucher.REGISTRATION),
        ({"decided": True}, None),
        ({"declared": {Prerequisite.DESIGNATION: DAY}}, None),
    ],
)
def test_the_list_or_an_active_registration_vouches_for_the_designation_and_no_declaration_does(
    changes: dict[str, Any], voucher: Voucher | None
) -> None:
    assert found(replace(NOTHING_KNOWN, **changes), Prerequisite.DESIGNATION).voucher is voucher


def test_a_login_that_hercules_gave_vouches_for_hercules_even_where_it_was_declared() -> None:
    known = replace(NOTHING_KNOWN, login="ADMINHCEIPS901000202", declared={Prerequisite.HERCULES: DAY})
    assert found(known, Prerequisite.HERCULES) == Requirement(Prerequisite.HERCULES, Voucher.HERCULES_LOGIN)


def test_a_login_made_of_the_document_vouches_for_nothing() -> None:
    assert not found(replace(NOTHING_KNOWN, login="CC1010101010"), Prerequisite.HERCULES).met


@pytest.mark.parametrize(
    "prerequisite", [Prerequisite.ORGANIZATION, Prerequisite.NATURAL_PERSON, Prerequisite.HERCULES]
)
def test_a_declaration_meets_what_no_system_of_ours_can_see(prerequisite: Prerequisite) -> None:
    known = replace(NOTHING_KNOWN, declared={prerequisite: DAY})
    assert found(known, prerequisite) == Requirement(prerequisite, Voucher.DECLARATION, DAY)
    assert [each.prerequisite for each in checklist(known) if each.met] == [prerequisite]


def test_only_what_is_open_and_is_no_designation_can_be_declared() -> None:
    known = replace(NOTHING_KNOWN, declared={Prerequisite.ORGANIZATION: DAY})
    assert [each.prerequisite for each in checklist(known) if each.declarable] == [
        Prerequisite.NATURAL_PERSON,
        Prerequisite.HERCULES,
    ]
