"""Every view and every message in every state it can be in, for one set of typed texts."""

from bot.views import (
    cards,
    key_entry,
    key_request,
    key_view,
    notices,
    parts,
    reason,
    registration,
    sede_picker,
    status,
)
from storage.enums import Environment, PersonStatus, RequestKind, RequestStatus
from storage.models import KeyRequest
from tests.views import samples
from tests.views.reading import Json, message_json, view_json
from tests.views.samples import NOW, PARAMETERS, USUAL, Typed

SEDES = (1, 3, 250)


def states(typed: Typed) -> dict[str, KeyRequest]:
    """Return a request in every state, of both kinds."""
    found = {}
    for kind in RequestKind:
        for step in RequestStatus:
            found[f"{kind}-{step}"] = samples.request(step, kind, typed)
        for step in (RequestStatus.PENDING, RequestStatus.ASSIGNED):
            found[f"{kind}-{step}-resubmitted"] = samples.request(step, kind, typed, resubmitted=True)
    return found


def views(typed: Typed = USUAL) -> dict[str, Json]:
    """Return every modal by a name that tells its state."""
    found = {
        "user type": registration.user_type_form(None),
        "delegate form": registration.delegate_form(),
        "official form": registration.official_form(),
        "notice": parts.notice("No se pudo completar", "Inténtelo de nuevo."),
        "saved": key_entry.saved(samples.request(RequestStatus.ASSIGNED, typed=typed), unusual=[]),
        "saved, unusual": key_entry.saved(
            samples.request(RequestStatus.ASSIGNED, typed=typed), unusual=[*Environment]
        ),
    }
    for refused in (
        samples.delegate(PersonStatus.REJECTED, typed),
        samples.official(PersonStatus.REJECTED, typed),
    ):
        found[f"user type, refused {refused.role}"] = registration.user_type_form(refused)
        found[f"delegate form, refused {refused.role}"] = registration.delegate_form(refused)
        found[f"official form, refused {refused.role}"] = registration.official_form(refused)
    for step in PersonStatus:
        person = samples.delegate(step, typed)
        found[f"summary of a delegate {step}"] = registration.summary(person, samples.provider(typed))
        found[f"summary of an official {step}"] = registration.summary(samples.official(step, typed), None)
        found[f"rejection of {step}"] = reason.rejection_form(person)
    return {name: view_json(view) for name, view in found.items()} | _of_requests(typed) | _of_sedes(typed)


def _of_requests(typed: Typed) -> dict[str, Json]:
    delegate, official = samples.delegate(typed=typed), samples.official(typed=typed)
    found = {}
    for name, request in states(typed).items():
        found[f"entry form {name}"] = key_entry.entry_form(official, request)
        found[f"return form {name}"] = reason.return_form(request)
        found[f"created {name}"] = key_request.created(delegate, request)
        found[f"request form after {name}"] = key_request.request_form(
            delegate, request.provider, request.kind, request
        )
        found[f"keys {name}"] = key_view.keys_view(delegate, request, samples.revealed(), PARAMETERS, NOW)
        found[f"no keys {name}"] = key_view.keys_view(delegate, request, {}, PARAMETERS, NOW)
    assigned = samples.request(RequestStatus.ASSIGNED, typed=typed)
    one = {Environment.PREPRODUCTION: samples.SECRETS[Environment.PREPRODUCTION]}
    for label, keys in (
        ("no keys", {}),
        ("one key", samples.revealed(one)),
        ("expired keys", samples.revealed(expires_at=NOW)),
    ):
        found[label] = key_view.keys_view(delegate, assigned, keys, PARAMETERS, NOW)
        found[f"{label}, no parameters"] = key_view.keys_view(delegate, assigned, keys, {}, NOW)
    return {name: view_json(view) for name, view in found.items()}


def _of_sedes(typed: Typed) -> dict[str, Json]:
    person = samples.delegate(typed=typed)
    found = {}
    for count in SEDES:
        sedes = [samples.provider(typed, number) for number in range(count)]
        requests = [samples.request(typed=typed, number=number) for number in range(count)]
        latest = {each.codigo: each for each in requests[::2]}
        found[f"sede of {count} to request"] = sede_picker.sede_to_request(person, sedes, latest)
        found[f"sede of {count} to view"] = sede_picker.sede_to_view(person, requests)
        found[f"already open {count}"] = key_request.already_open(person, requests)
    for kind in RequestKind:
        found[f"request form {kind}"] = key_request.request_form(person, samples.provider(typed), kind, None)
    return {name: view_json(view) for name, view in found.items()}


def channel_messages(typed: Typed = USUAL) -> dict[str, Json]:
    """Return every card, which is posted and later updated, and every reply in its thread."""
    found = {f"request card {name}": cards.request_card(request) for name, request in states(typed).items()}
    clinic = samples.provider(typed)
    found["card moved"] = cards.card_moved()
    for name, request in states(typed).items():
        found[f"corrected {name}"] = notices.request_corrected(request)
    others = [samples.delegate(user_id=f"U0OTHER{number}") for number in range(3)]
    for step in PersonStatus:
        person = samples.delegate(step, typed)
        found[f"card of a delegate {step}"] = cards.registration_card(person, clinic, others)
        found[f"repeated {step}"] = notices.registration_repeated(person)
        found[f"card without its provider {step}"] = cards.registration_card(person, None, [])
        found[f"card of an official {step}"] = cards.registration_card(
            samples.official(step, typed), None, []
        )
    return {name: message_json(message) for name, message in found.items()}


def direct_messages(typed: Typed = USUAL) -> dict[str, Json]:
    """Return every direct message and every answer to the command."""
    clinic = samples.provider(typed)
    keys = samples.keys_in_force(*Environment)
    found = {"unregistered": status.person_status(None, None), "help to nobody": status.help_text(None)}
    for step in (PersonStatus.ACTIVE, PersonStatus.REJECTED):
        found[f"decided {step}"] = notices.registration_decided(samples.delegate(step, typed), clinic)
        found[f"official decided {step}"] = notices.registration_decided(samples.official(step, typed), None)
    for step in PersonStatus:
        person = samples.delegate(step, typed)
        found[f"status of a delegate {step}"] = status.person_status(person, clinic)
        found[f"help to a delegate {step}"] = status.help_text(person, typed.reason[:40])
    for name, request in states(typed).items():
        found[f"returned {name}"] = notices.request_returned(request)
        found[f"assigned {name}"] = notices.keys_assigned(request, keys)
        found[f"status {name}"] = status.delegate_status([request], {request.codigo: keys}, NOW)
    found["assigned without keys"] = notices.keys_assigned(samples.request(typed=typed), {})
    found["manager decided"] = notices.registration_decided(samples.manager(), None)
    found["help to an official"] = status.help_text(samples.official())
    found["help to a manager"] = status.help_text(samples.manager())
    for count in (0, *SEDES):
        requests = [
            samples.request(RequestStatus.RETURNED, typed=typed, number=number) for number in range(count)
        ]
        found[f"status of {count} sedes"] = status.delegate_status(
            requests, {request.codigo: keys for request in requests}, NOW
        )
        found[f"queue of {count}"] = status.queue_status(count)
    return {name: message_json(message) for name, message in found.items()}
