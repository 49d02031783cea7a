"""From the first manager to the renewed keys, through every use case."""

import pytest

from bot.services.access import Actor
from bot.services.keys.assigning import assign_keys
from bot.services.keys.viewing import reveal
from bot.services.registration.deciding import approve, reject
from bot.services.registration.registering import register
from bot.services.requests.asking import submit_request
from bot.services.requests.returning import return_request
from bot.services.users.managers import seed_managers
from storage import audit
from storage.enums import AuditAction, Environment
from tests.services.office import HOSPITAL, HOSPITAL_NIT, TEAM, Office
from tests.services.typed import answers, client_id, client_secret, delegate_form, official_form

MANAGER, OFFICIAL, DELEGATE = (Actor(TEAM, name) for name in ("U0RODRIGO", "U0SOFIA", "U0IRENE"))

EXPECTED = [
    (MANAGER, AuditAction.MANAGER_SEEDED),
    (OFFICIAL, AuditAction.REGISTERED),
    (MANAGER, AuditAction.REGISTRATION_APPROVED),
    (DELEGATE, AuditAction.REGISTERED),
    (OFFICIAL, AuditAction.REGISTRATION_REJECTED),
    (DELEGATE, AuditAction.REGISTERED),
    (OFFICIAL, AuditAction.REGISTRATION_APPROVED),
    (DELEGATE, AuditAction.KEYS_REQUESTED),
    (OFFICIAL, AuditAction.REQUEST_RETURNED),
    (DELEGATE, AuditAction.REQUEST_CORRECTED),
    (OFFICIAL, AuditAction.KEYS_ASSIGNED),
    (DELEGATE, AuditAction.KEYS_VIEWED),
    (DELEGATE, AuditAction.KEYS_REQUESTED),
    (OFFICIAL, AuditAction.KEYS_ASSIGNED),
    (DELEGATE, AuditAction.KEYS_VIEWED),
]


@pytest.fixture
def told(office: Office) -> Office:
    """The office after the story."""
    desk = office.desk
    seed_managers(desk, TEAM, [MANAGER.user_id])
    official_id = register(desk, OFFICIAL, official_form("2020202020")).person.id
    approve(desk, MANAGER, office.person_read(official_id))
    person_id = register(desk, DELEGATE, delegate_form(HOSPITAL_NIT)).person.id
    reject(desk, OFFICIAL, office.person_read(person_id), "Falta la designación del representante legal.")
    register(desk, DELEGATE, delegate_form(HOSPITAL_NIT))
    approve(desk, OFFICIAL, office.person_read(person_id))
    request_id = submit_request(desk, DELEGATE, answers(HOSPITAL)).request.id
    return_request(desk, OFFICIAL, office.request_read(request_id), "El correo no es institucional.")
    submit_request(desk, DELEGATE, answers(HOSPITAL))
    assign_keys(desk, OFFICIAL, request_id, [*office.both(1), office.entry(Environment.DEVELOPMENT, 3)])
    reveal(desk, DELEGATE, HOSPITAL)
    office.clock.advance(days=170)
    renewal_id = submit_request(desk, DELEGATE, answers(HOSPITAL)).request.id
    assign_keys(desk, OFFICIAL, renewal_id, office.both(11))
    reveal(desk, DELEGATE, HOSPITAL)
    return office


def test_the_audit_tells_it_in_order_and_its_chain_is_whole(told: Office) -> None:
    lines = told.lines()
    assert [(Actor(line.team_id, line.user_id), line.action) for line in lines] == EXPECTED
    assert audit.first_broken(lines) is None


def test_no_secret_is_in_any_table(told: Office) -> None:
    stored = repr(told.contents())
    for number in (1, 2, 3, 11, 12):
        assert client_secret(number) not in stored
        assert client_secret(number).encode().hex() not in stored
    assert client_id(1) in stored, "the search looks where keys are"


def test_outbox_and_audit_hold_no_client_id_nor_ciphertext_nor_fingerprint(told: Office) -> None:
    contents = told.contents()
    gossip = repr([contents["outbox"], contents["audit"], contents["key_requests"]])
    for key in told.keys(HOSPITAL):
        for private in (key.client_id, key.secret_ciphertext, key.secret_fingerprint):
            assert private not in gossip


def test_the_outbox_holds_no_word_that_was_typed(told: Office) -> None:
    gossip = repr(told.contents()["outbox"])
    for typed in ("Marcela Pineda", "sanroque", "institucional", "designación", "1010101010"):
        assert typed not in gossip


def test_every_intent_has_a_key_and_an_operation_of_its_own(told: Office) -> None:
    contents = told.contents()["outbox"]
    assert len(contents) == 9 + 12
    assert len({row[3] for row in contents}) == len({row[4] for row in contents}) == len(contents)
