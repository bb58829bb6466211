"""Which columns look like names, numbers or addresses of people: a suggested mapping warns of them."""

import re

from bereg.core.text_normalisation import fold
from bereg.importing.values import share_like

PERSONAL_NAMES = re.compile(
    r"\b(name|surname|phone|tel|mobile|e ?mail|passport|address|nombre|apellido|telefono|celular|correo|documento|dni"
    r"|domicilio|direccion|имя|фамилия|отчество|фио|телефон|почта|паспорт|адрес|nom|prenom|adresse)\b"
)
PHONE = re.compile(r"\+?[\d\s().-]{7,20}")
MAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")


def is_personal(name: str, given: list[str], *, unique: bool) -> bool:
    """Tell whether a column may be about people, by its name or its values. unique: no two rows have the same."""
    if PERSONAL_NAMES.search(fold(re.sub(r"[_\W]+", " ", name))):
        return True
    if share_like(MAIL, given) > 0.2:
        return True
    # Whole numbers without any sign between, different in every row, are as likely a register's own.
    plain = all(value.isdigit() for value in given)
    return share_like(PHONE, given) > 0.5 and not (unique and plain)
