"""Words by which old registers name questions and answers, beside the questionnaire's own labels.

Only for suggestions that a person goes through; a new word is one entry here.
"""

import gettext
from functools import lru_cache

import pycountry

from bereg.centres.import_sections import YES_NO_WORDS
from bereg.contacts import import_section as contacts

# Table of the mapping file to the words that a column for it may bear.
COLUMN_WORDS = {
    "answers.age": ("age", "years", "edad", "возраст", "лет"),
    "answers.citizenship": ("citizenship", "nationality", "nacionalidad", "nationalite", "гражданство", "страна"),
    "answers.gender": ("gender", "sex", "genero", "sexo", "genre", "пол"),
    "answers.region": ("region", "province", "provincia", "oblast", "регион", "область"),
    "answers.source": ("source", "how learnt", "como conocio", "откуда узнали", "источник"),
    "answers.education": ("education", "educacion", "образование"),
    "answers.enquirer": ("enquirer", "caller", "origen", "llamante", "заявитель", "кто обращается"),
    "topics": ("topic", "subject", "tema", "motivo", "theme", "тема", "вопрос"),
}

# Code to the words that a value for it may be.
VALUE_WORDS = {
    "female": ("woman", "f", "mujer", "femenino", "femme", "женщина", "жен", "ж"),
    "male": ("man", "m", "hombre", "masculino", "homme", "мужчина", "муж", "м"),
    **contacts.VALUE_WORDS,  # a question may ask for a way too
    **YES_NO_WORDS,
}
# Names of countries that people write and no list has.
COUNTRY_WORDS = {
    "BY": ("белоруссия",),
    "CD": ("dr congo", "drc", "congo kinshasa", "rd congo", "rdc", "др конго", "дрк", "конго киншаса"),
    "CG": ("congo brazzaville", "republic of the congo", "республика конго", "конго браззавиль"),
    "CZ": ("czech republic", "republica checa", "чешская республика"),
    "DO": ("dominicana", "rep dominicana", "доминикана"),
    "GB": ("uk", "great britain", "england", "inglaterra", "великобритания", "англия"),
    "KG": ("киргизия",),
    "KP": ("north korea", "dprk", "corea del norte", "северная корея", "кндр"),
    "KR": ("south korea", "corea del sur", "южная корея", "республика корея"),
    "MD": ("молдавия",),
    "RU": ("russia", "rusia", "россия", "рф", "российская федерация"),
    "TM": ("туркмения",),
    "US": ("usa", "united states of america", "eeuu", "ee. uu.", "estados unidos", "сша"),
}
# Names that two states share, whatever a list says.
TWO_STATES = frozenset({"congo", "конго", "korea", "corea", "coree", "корея", "koreya"})

COUNTRY_LANGUAGES = ("de", "es", "fr", "it", "kk", "ky", "pt", "ru", "tg", "uk", "uz")


@lru_cache(maxsize=1)
def country_names() -> dict[str, tuple[str, ...]]:
    """Return the names of each country, by its code, in several languages."""
    languages = [
        gettext.translation("iso3166-1", pycountry.LOCALES_DIR, [language], fallback=True)
        for language in COUNTRY_LANGUAGES
    ]
    named: dict[str, tuple[str, ...]] = {}
    for country in pycountry.countries:
        known = [getattr(country, kind) for kind in ("common_name", "name", "official_name") if hasattr(country, kind)]
        translated = [catalogue.gettext(name) for catalogue in languages for name in known]
        named[country.alpha_2] = tuple(dict.fromkeys([*known, *translated]))
    return named
