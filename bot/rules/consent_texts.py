"""The texts people accept, word for word as the manual prints them, with their version.

To change one, add a version and point `CURRENT` at it: what was accepted before stays provable, because storage
keeps each accepted text by its SHA-256.
"""

import hashlib
from dataclasses import dataclass

from storage.enums import ConsentKind


@dataclass(frozen=True)
class ConsentText:
    """One version of one text. `note` is ours: it is shown beside the text and is no part of it."""

    kind: ConsentKind
    version: str
    body: str
    note: str = ""

    @property
    def sha256(self) -> str:
        """SHA-256 of the UTF-8 body."""
        return hashlib.sha256(self.body.encode()).hexdigest()


_CONFIDENTIALITY = ConsentText(
    kind=ConsentKind.CONFIDENTIALITY,
    version="manual-v02-2026-01",
    body=(
        "Acuerdo de confidencialidad: me comprometo a proteger y mantener la confidencialidad de la información a la "
        "que tenga acceso en el sistema."
    ),
)

_TERMS = ConsentText(
    kind=ConsentKind.TERMS,
    version="manual-v02-2026-01",
    body=(
        "Acepto los términos y condiciones para la solicitud del token. El (lla) suscriptor(a), en calidad de "
        "representante legal o delegado(a) debidamente autorizado(a) de la IPS receptora de este mensaje de datos, "
        "declara, para todos los efectos legales, que la institución da cumplimiento íntegro a los requisitos de la "
        "Resolución 1888 de 2025 del Ministerio de Salud y Protección Social, y en particular, del número 6 "
        "ADQUISICIÓN DE SEGURIDAD del Anexo Técnico, incluyendo –entre otros– la autenticación de sistemas y usuarios "
        "con gestión de tokens y doble factor, controles de acceso basados en roles (RBAC), uso de HTTPS con TLS 1.3 o "
        "superior, cifrado de datos en tránsito y en reposo, monitoreo y auditoría de operaciones para garantizar "
        "trazabilidad, disponibilidad de copias de seguridad y planes de respaldo, y en general la implementación de "
        "componentes locales de seguridad y conectividad segura hacia el mecanismo de interoperabilidad de la IHCE, "
        "así como la debida protección de la seguridad y privacidad de la información relativa a Historias Clínicas "
        "conforme a la normatividad vigente. Con la recepción e ingreso del código QR remitido para habilitar el token "
        "de acceso, el (lla) suscriptor(a) emite manifestación inequívoca de voluntad, por actuación concluyente, que "
        "expresa consentimiento expreso e informado y produce la equivalencia funcional de la firma del representante "
        "de la IPS para la presente declaración y la habilitación correspondiente, obligándose al cumplimiento "
        "permanente de las medidas y responsabilidades aquí afirmadas."
    ),
)

_PERSONAL_DATA = ConsentText(
    kind=ConsentKind.PERSONAL_DATA,
    version="manual-v02-2026-01",
    body=(
        "De conformidad con las disposiciones señaladas en la ley 1561 de 2012, del Decreto 1377 de 2013 y demás "
        "normas complementarias relacionadas con la regulación específica del derecho al habeas data, por el hecho de "
        "dar click en el enlace respectivo, usted autoriza al Ministerio de Salud y Protección Social la recopilación, "
        "el uso, el almacenamiento y protección de los datos personales que van a ser consignados en la respectiva "
        "Base de Datos, repositorio o cualquier otra herramienta tecnológica dispuesta para tal efecto en ejercicio "
        "del deber funcional de protección de la data en calidad de custodio de la misma, en especial aquella "
        "relacionada con la Interoperabilidad de Historia Clínica Electrónica (IHCE), de conformidad con lo dispuesto "
        "en la Resolución 1888 del 15 de septiembre de 2025, expedida por esta cartera de salud."
    ),
    note=(
        "El texto se muestra tal como lo publica el manual (versión 02, enero de 2026), que cita la «ley 1561 de "
        "2012». La ley de protección de datos personales es la 1581 de 2012."
    ),
)

CURRENT = {text.kind: text for text in (_CONFIDENTIALITY, _TERMS, _PERSONAL_DATA)}
