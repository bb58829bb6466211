"""Words by which old registers name their columns and values, beside the questionnaire's own labels.

Only for suggestions that a person goes through; a new word is one entry here.
"""

import gettext
from functools import lru_cache

import pycountry

# Target to the words that a column for it may bear.
COLUMN_WORDS = {
    "answers.age": ("age", "years", "edad", "возраст", "лет"),
    "answers.citizenship": ("citizenship", "nationality", "nacionalidad", "nationalite", "гражданство", "страна"),
    "answers.gender": ("gender", "sex", "genero", "sexo", "genre", "пол"),
    "answers.region": ("region", "province", "provincia", "oblast", "регион", "область"),
    "answers.source": ("source", "how learnt", "como conocio", "откуда узнали", "источник"),
    "answers.education": ("education", "educacion", "образование"),
    "answers.enquirer": ("enquirer", "caller", "origen", "llamante", "заявитель", "кто обращается"),
    "contact.anonymous": ("anonymous", "anonimo", "anonima", "аноним", "анонимно"),
    "contact.channel": ("channel", "via", "medio", "canal", "канал", "способ"),
    "contact.direction": ("direction", "sentido", "направление"),
    "topics": ("topic", "subject", "tema", "motivo", "theme", "тема", "вопрос"),
}

# Code to the words that a value for it may be.
VALUE_WORDS = {
    "female": ("woman", "f", "mujer", "femenino", "femme", "женщина", "жен", "ж"),
    "male": ("man", "m", "hombre", "masculino", "homme", "мужчина", "муж", "м"),
    "yes": ("yes", "si", "oui", "да", "true", "1"),
    "no": ("no", "non", "нет", "false"),
    "phone": ("phone", "call", "telefono", "llamada", "appel", "тел", "звонок"),
    "email": ("mail", "correo", "correo electronico", "почта", "электронная почта"),
    "letter": ("carta", "lettre", "письмо"),
    "visit": ("in person", "presencial", "visita", "лично", "приём"),
    "in": ("in", "entrante", "вход"),
    "out": ("out", "saliente", "исход"),
}

COUNTRY_LANGUAGES = ("de", "es", "fr", "it", "kk", "ky", "pt", "tg", "uk", "uz")


@lru_cache(maxsize=1)
def country_names() -> dict[str, str]:
    """Return the code of each country by its names in several languages."""
    named = {}
    for language in COUNTRY_LANGUAGES:
        catalogue = gettext.translation("iso3166-1", pycountry.LOCALES_DIR, [language], fallback=True)
        for country in pycountry.countries:
            named[catalogue.gettext(getattr(country, "common_name", country.name))] = country.alpha_2
    return named
