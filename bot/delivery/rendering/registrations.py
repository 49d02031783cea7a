"""What is told of a registration, and of what a person may do since."""

from bot.delivery.rendering.drafts import CardDraft, DirectDraft, Draft, ReplyDraft
from bot.delivery.rendering.job import Job
from bot.views.messages import cards as card_views
from bot.views.messages import notices
from storage import cards, people, providers
from storage.enums import CardKind, PersonStatus, Role
from storage.models import Person, Provider


def registration_card(job: Job) -> Draft | None:
    """Draw the card by which somebody decides on a registration."""
    person = people.load(job.session, job.subject_id)
    placed = cards.find(job.session, CardKind.REGISTRATION, job.subject_id)
    if person is None or (placed is not None and placed.drawn_version >= person.version):
        return None
    delegates = people.active_delegates(job.session, person.nit) if person.nit else ()
    others = [other for other in delegates if other.id != person.id]
    by_officials = person.role is Role.DELEGATE
    return CardDraft(
        kind=CardKind.REGISTRATION,
        subject_id=person.id,
        version=person.version,
        channel=job.surroundings.officials if by_officials else job.surroundings.managers,
        placed=placed,
        message=card_views.registration_card(person, _provider_of(job, person), others),
    )


def registration_repeated(job: Job) -> Draft | None:
    """Tell the channel that a refused registration came back."""
    person = people.load(job.session, job.subject_id)
    card = cards.find(job.session, CardKind.REGISTRATION, job.subject_id)
    if person is None or card is None or person.status is not PersonStatus.PENDING:
        return None
    return ReplyDraft(card, notices.registration_repeated(person))


def registration_decided(job: Job) -> Draft | None:
    """Tell a person whether they were let in."""
    person = people.load(job.session, job.subject_id)
    if person is None or person.status not in {PersonStatus.ACTIVE, PersonStatus.REJECTED}:
        return None
    return DirectDraft(person, notices.registration_decided(person, _provider_of(job, person)))


def access_changed(job: Job) -> Draft | None:
    """Tell a person that they were suspended, or may work again."""
    person = people.load(job.session, job.subject_id)
    if person is None or person.status not in {PersonStatus.ACTIVE, PersonStatus.SUSPENDED}:
        return None
    return DirectDraft(person, notices.access_changed(person))


def _provider_of(job: Job, person: Person) -> Provider | None:
    sedes = providers.of_nit(job.session, person.nit) if person.nit else ()
    return sedes[0] if sedes else None
