"""Words and figures as people read them: dates in Bogotá, the manual's labels, text made safe for mrkdwn."""

import re
from datetime import date, datetime

from bot.rules.calendar.days import BOGOTA, day_in_bogota
from storage.enums import EntityType, Environment, PersonStatus, RequestKind, Role
from storage.models import Key, Person, Provider

HELPDESK = (
    "Atención al usuario: Bogotá D.C. 601 330 5043, resto del país 018000 960020. "
    "Lunes a viernes de 7 a. m. a 6 p. m., sábados de 8 a. m. a 1 p. m., jornada continua."
)

SUPPORT = f"{HELPDESK} Correo: soporte_ihce@minsalud.gov.co."

MINISTRY = "MINISTERIO DE SALUD Y PROTECCIÓN SOCIAL"
MINISTRY_NIT = "900474727"

USER_TYPES = {
    Role.DELEGATE: "Delegado Administrativo",
    Role.OFFICIAL: "Otro Usuario",
    Role.MANAGER: "Gerente",  # nobody registers as one: the settings name them
}

ROLES = {
    Role.DELEGATE: "securityAdmin_IHCE_IPS",
    Role.OFFICIAL: "Rol_IHCE_MSPS",
    Role.MANAGER: "Gerente IHCE",
}

PERSON_STATES = {
    PersonStatus.PENDING: "Pendiente de aprobación",
    PersonStatus.ACTIVE: "Activo",
    PersonStatus.REJECTED: "Rechazado",
    PersonStatus.SUSPENDED: "Suspendido",
}

ENTITY_TYPES = {EntityType.PSS: "Entidades Prestadoras de Servicios de Salud – PSS"}

KINDS = {RequestKind.ENROLLMENT: "Inscripción Token", RequestKind.RENEWAL: "Resolicitud Token"}

ENVIRONMENT_FORMS = {
    Environment.PRODUCTION: "Ambiente Productivo",
    Environment.DEVELOPMENT: "Ambiente Desarrollo",
    Environment.PREPRODUCTION: "Ambiente PreProducción",
}

ENVIRONMENTS = {
    Environment.PREPRODUCTION: "PREPRODUCCION",
    Environment.PRODUCTION: "PRODUCCION",
    Environment.DEVELOPMENT: "DESARROLLO",
}

_MONTHS = ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic")

NOTHING = "—"
"""Where there is nothing to say."""

LONGEST_ESCAPED = 1200  # more than any reason has as typed (1,000); two of them fit in a paragraph (3,000)

_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})

_REPLACED = re.compile(r"Reemplazado por <@[A-Z0-9]+>")  # a person, never a channel

_CUT_ESCAPE = re.compile(r"&[a-z]*$")


def safe(text: str, longest: int = LONGEST_ESCAPED) -> str:
    """Escape what a person typed, so that in mrkdwn it neither links nor mentions anybody.

    An escape counts as up to five characters in Slack's limits: a text beyond `longest` of them is shortened;
    as it comes, a name and a reason always fit in one paragraph.
    """
    escaped = text.translate(_ESCAPES)
    if len(escaped) <= longest:
        return escaped
    return _CUT_ESCAPE.sub("", escaped[: longest - 1]) + "…"


def mention(person: Person) -> str:
    """Name a person as Slack shows them."""
    return f"<@{person.user_id}>"


def login_text(person: Person, style: str = "") -> str:
    """Return the login between marks of mrkdwn; a bare "—" for a manager by setting, who never registered."""
    return f"{style}{safe(person.login)}{style}" if person.login != person.user_id else NOTHING


def day_text(day: date) -> str:
    """Return "14 ene 2026", which nobody reads month first."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def date_text(moment: datetime) -> str:
    """Return the day of a moment in Bogotá."""
    return day_text(day_in_bogota(moment))


def when_text(expires_at: datetime, now: datetime, *, plural: bool = False) -> str:
    """Return "vence el 14 ene 2026, en 7 días", "vence hoy, …" or "venció el …", by the day in Bogotá."""
    day = day_in_bogota(expires_at)
    left = (day - day_in_bogota(now)).days
    if expires_at <= now:
        verb = "vencieron" if plural else "venció"
        return f"{verb} hoy, {day_text(day)}" if left == 0 else f"{verb} el {day_text(day)}"
    verb = "vencen" if plural else "vence"
    match left:
        case 0:
            return f"{verb} hoy, {day_text(day)}"
        case 1:
            return f"{verb} mañana, {day_text(day)}"
        case _:
            return f"{verb} el {day_text(day)}, en {figure(left)} días"


def moment_text(moment: datetime) -> str:
    """Return "14 ene 2026, 14:05" in Bogotá; no «p. m.», whose dot would double at the end of a sentence."""
    local = moment.astimezone(BOGOTA)
    return f"{day_text(local.date())}, {local:%H:%M}"


def age_text(since: datetime, now: datetime) -> str:
    """Return how long ago a moment was, in the largest unit that fits: "hace 3 horas"."""
    minutes = max(int((now - since).total_seconds() // 60), 0)
    for size, one, many in ((24 * 60, "día", "días"), (60, "hora", "horas"), (1, "minuto", "minutos")):
        if minutes >= size:
            count = minutes // size
            return f"hace {count} {one if count == 1 else many}"
    return "hace un momento"


def wait_text(business_days: int) -> str:
    """Return how long a request waits: "menos de 1 día hábil", "3 días hábiles"."""
    return count_text(business_days, "día hábil", "días hábiles") if business_days else "menos de 1 día hábil"


def count_text(number: int, one: str, many: str) -> str:
    """Return "1 solicitud" or "1.250 solicitudes"."""
    return f"{figure(number)} {one if number == 1 else many}"


def figure(number: int) -> str:
    """Return a whole number with a dot between its thousands."""
    return f"{number:,}".replace(",", ".")


def place_text(provider: Provider) -> str:
    """Return "Municipio, Departamento", or what is known of it."""
    return ", ".join(part for part in (provider.municipality, provider.department) if part)


def sede_text(provider: Provider) -> str:
    """Return one line that tells a sede from the others of its NIT."""
    return " · ".join(
        part for part in (provider.codigo, provider.sede or provider.name, provider.municipality) if part
    )


def person_state(person: Person) -> str:
    """Return where a registration stands."""
    return PERSON_STATES[person.status]


def replaced_by(successor: Person) -> str:
    """Return the reason for which a delegate whose place another took is suspended."""
    return f"Reemplazado por {mention(successor)}"


def reason_text(person: Person) -> str:
    """Return why somebody was refused or suspended, in mrkdwn: typed by a manager, or our own `replaced_by`."""
    reason = person.decision_reason or ""
    return reason if _REPLACED.fullmatch(reason) else safe(reason)


def has_expired(key: Key, now: datetime) -> bool:
    """Tell whether a key is of no use any more."""
    return key.expires_at <= now
