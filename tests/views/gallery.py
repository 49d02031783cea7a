"""Every view and every message in every state it can be in, for one set of typed texts."""

from dataclasses import dataclass, replace
from datetime import timedelta

from bot.ids import Action
from bot.rules.calendar.days import day_in_bogota
from bot.rules.requirements import NOTHING_KNOWN, checklist
from bot.views import parts, reason
from bot.views.home.menu import offering_menu
from bot.views.keys import key_entry, key_view
from bot.views.messages import cards, jobs, notices, status
from bot.views.messages.help import help_text
from bot.views.registration import registering as registration
from bot.views.requests import in_course as requests_in_course
from bot.views.requests import request_form as key_request
from bot.views.requests import requirements, sede_picker
from bot.views.session import Place, breadcrumb
from storage.enums import (
    DesignationMatch,
    Environment,
    JobName,
    PersonStatus,
    Prerequisite,
    RequestKind,
    RequestStatus,
)
from storage.models import Job, KeyRequest
from tests.views import boards, samples
from tests.views.digest_windows import digest_messages, digest_windows
from tests.views.expiring_messages import expiring_in_channels, expiring_told_directly, reminder_windows
from tests.views.reading import Json, message_json, view_json
from tests.views.samples import NOW, PARAMETERS, USUAL, Typed
from tests.views.token_windows import token_windows
from tests.views.user_windows import user_windows
from tests.views.waiting_messages import waiting_in_channels, waiting_told_directly

SEDES = (1, 3, 250)


@dataclass(frozen=True)
class Gallery:
    """Everything that is shown for one set of typed texts, by a name that tells its state; to be looked at only."""

    views: dict[str, Json]
    channel_messages: dict[str, Json]
    direct_messages: dict[str, Json]

    @classmethod
    def of(cls, typed: Typed) -> "Gallery":
        return cls(views(typed), channel_messages(typed), direct_messages(typed))

    @property
    def messages(self) -> dict[str, Json]:
        return self.channel_messages | self.direct_messages

    @property
    def everything(self) -> dict[str, Json]:
        return self.views | self.messages


def states(typed: Typed) -> dict[str, KeyRequest]:
    """Return a request in every state, of both kinds."""
    found = {}
    for kind in RequestKind:
        for step in RequestStatus:
            found[f"{kind}-{step}"] = samples.request(step, kind, typed)
        for step in (RequestStatus.PENDING, RequestStatus.ASSIGNED):
            found[f"{kind}-{step}-resubmitted"] = samples.request(step, kind, typed, resubmitted=True)
        found[f"{kind}-taken"] = samples.request(kind=kind, typed=typed, taken_until=NOW + timedelta(hours=2))
    return found


def views(typed: Typed = USUAL) -> dict[str, Json]:
    """Return every modal by a name that tells its state."""
    found = {
        "user type": registration.user_type_form(None),
        "delegate form": registration.delegate_form(),
        "official form": registration.official_form(),
        "notice": parts.notice(
            "No se pudo completar", "Inténtelo de nuevo.", above=[breadcrumb(Place.NOTICE)]
        ),
        "saved": key_entry.saved(
            samples.official(typed=typed), samples.request(RequestStatus.ASSIGNED, typed=typed), unusual=[]
        ),
        "saved, unusual": key_entry.saved(
            samples.official(typed=typed),
            samples.request(RequestStatus.ASSIGNED, typed=typed),
            unusual=[*Environment],
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
        found[f"rejection of {step}"] = reason.rejection_form(samples.official(), person)
    of_boards = boards.menus(typed) | boards.homes(typed) | user_windows(typed)
    named = {name: view_json(view) for name, view in found.items()}
    named |= token_windows(typed, states(typed)) | digest_windows(typed) | reminder_windows()
    return named | _of_requests(typed) | _of_sedes(typed) | of_boards | _of_requirements(typed)


def _of_requests(typed: Typed) -> dict[str, Json]:
    delegate, official = samples.delegate(typed=typed), samples.official(typed=typed)
    found = {}
    for name, request in states(typed).items():
        found[f"entry form {name}"] = key_entry.entry_form(official, request)
        found[f"return form {name}"] = reason.return_form(official, request)
        found[f"created {name}"] = key_request.created(delegate, request, day_in_bogota(NOW))
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
        found[f"sede of {count} to request"] = sede_picker.sede_to_request(person, sedes)
        found[f"sede of {count} to view"] = sede_picker.sede_to_view(person, sedes)
        in_course = requests[: requests_in_course.SHOWN_AT_ONCE]
        found[f"already open {count}"] = requests_in_course.already_open(person, in_course)
    gone = samples.request(RequestStatus.CANCELLED, typed=typed)
    for keys_in_force in (False, True):
        found[f"cancelled, keys {keys_in_force}"] = requests_in_course.cancelled(
            person, gone, keys_in_force=keys_in_force
        )
    for kind in RequestKind:
        found[f"request form {kind}"] = key_request.request_form(person, samples.provider(typed), kind, None)
    return {name: view_json(view) for name, view in found.items()}


def channel_messages(typed: Typed = USUAL) -> dict[str, Json]:
    """Return every card, which is posted and later updated, and every reply in its thread."""
    found = {
        f"request card {name}": cards.request_card(request, NOW) for name, request in states(typed).items()
    }
    clinic = samples.provider(typed)
    found["card moved"] = cards.card_moved()
    for name, request in states(typed).items():
        found[f"corrected {name}"] = notices.request_corrected(request)
        found[f"corrected, taken {name}"] = notices.request_corrected(request, samples.official())
    others = [samples.delegate(user_id=f"U0OTHER{number}") for number in range(3)]
    for step in PersonStatus:
        person = samples.delegate(step, typed)
        found[f"card of a delegate {step}"] = cards.registration_card(person, clinic, others)
        for match in DesignationMatch:
            person.designation_match = match
            found[f"card of a delegate {step}, {match}"] = cards.registration_card(person, clinic, others)
        found[f"repeated {step}"] = notices.registration_repeated(person)
        found[f"card without its provider {step}"] = cards.registration_card(person, None, [])
        found[f"card of an official {step}"] = cards.registration_card(
            samples.official(step, typed), None, []
        )
    for job in JobName:
        for succeeded_at in (NOW, None):
            found[f"overdue {job}, succeeded {succeeded_at}"] = jobs.job_overdue(
                Job(name=job, created_at=NOW, succeeded_at=succeeded_at), NOW
            )
    told = {name: message_json(message) for name, message in found.items()}
    return told | waiting_in_channels(typed) | expiring_in_channels(typed)


def direct_messages(typed: Typed = USUAL) -> dict[str, Json]:
    """Return every direct message and every answer to the command."""
    clinic = samples.provider(typed)
    keys = samples.keys_in_force(*Environment)
    found = {"unregistered": status.person_status(None, None), "help to nobody": help_text(None)}
    for step in (PersonStatus.ACTIVE, PersonStatus.REJECTED):
        found[f"decided {step}"] = notices.registration_decided(samples.delegate(step, typed), clinic)
        found[f"official decided {step}"] = notices.registration_decided(samples.official(step, typed), None)
    for step in PersonStatus:
        person = samples.delegate(step, typed)
        found[f"status of a delegate {step}"] = status.person_status(person, clinic)
        found[f"help to a delegate {step}"] = help_text(person, typed.reason[:40])
    for name, request in states(typed).items():
        found[f"returned {name}"] = notices.request_returned(request)
        found[f"assigned {name}"] = notices.keys_assigned(request, keys)
        found[f"status {name}"] = status.delegate_status([request], {request.codigo: keys}, NOW)
    found["assigned without keys"] = notices.keys_assigned(samples.request(typed=typed), {})
    found["manager decided"] = notices.registration_decided(samples.manager(), None)
    found["help to an official"] = help_text(samples.official())
    found["help to a manager"] = help_text(samples.manager())
    for count in (0, *SEDES):
        requests = [
            samples.request(RequestStatus.RETURNED, typed=typed, number=number) for number in range(count)
        ]
        found[f"status of {count} sedes"] = status.delegate_status(
            requests, {request.codigo: keys for request in requests}, NOW
        )
        found[f"queue of {count}"] = status.queue_status(count)
    found |= {
        f"{name}, with the menu": offering_menu(
            found[name], (Action.START_REGISTRATION, "Registro de usuarios")
        )
        for name in ("unregistered", "help to nobody", "status of 250 sedes")
    }
    told = {name: message_json(message) for name, message in found.items()}
    return told | digest_messages(typed) | waiting_told_directly(typed) | expiring_told_directly(typed)


def _of_requirements(typed: Typed) -> dict[str, Json]:
    sedes = [samples.provider(typed)]
    people = {f"a delegate {step}": samples.delegate(step, typed) for step in PersonStatus}
    whoever = {"nobody": None, "an official": samples.official(typed=typed), "a manager": samples.manager()}
    declared = dict.fromkeys(Prerequisite, NOW)
    found = {}
    for known in (NOTHING_KNOWN, replace(NOTHING_KNOWN, listed=True, declared=declared)):
        for name, person in (people | whoever).items():
            found[f"requirements of {name}, listed {known.listed}"] = requirements.requirements_view(
                person, sedes, checklist(known)
            )
        found[f"first request, listed {known.listed}"] = key_request.request_form(
            samples.delegate(typed=typed), sedes[0], RequestKind.ENROLLMENT, None, checklist(known)
        )
    return {name: view_json(view) for name, view in found.items()}
