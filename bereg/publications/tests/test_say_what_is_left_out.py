"""A release says which tables it lacks, on the page and in every file."""

import pytest
from django.utils.translation import override

from bereg.publications.formats import reader_notes
from bereg.publications.omitted import left_out
from bereg.publications.tests.released import content

SAID = {
    "en": [
        "Too few people were there to show these tables: Age; Work permit (Citizens).",
        "Shore: too few people were there to show these tables: Topics.",
    ],
    "ru": [
        "Слишком мало людей, чтобы показать эти таблицы: Возраст; Разрешение на работу (Граждане).",
        "Прибрежный: слишком мало людей, чтобы показать эти таблицы: Темы.",
    ],
    "uz": [
        "Bu jadvallarni koʻrsatish uchun odamlar juda kam edi: Yosh; Mehnat ruxsatnomasi (Fuqarolar).",
        "Sohil: bu jadvallarni koʻrsatish uchun odamlar juda kam edi: Mavzular.",
    ],
    "tg": [
        "Барои нишон додани ин ҷадвалҳо одамон хеле кам буданд: Синну сол; Иҷозатномаи кор (Шаҳрвандон).",
        "Соҳил: барои нишон додани ин ҷадвалҳо одамон хеле кам буданд: Мавзӯъҳо.",
    ],
}


@pytest.mark.parametrize("language", SAID)
def test_it_is_said_in_every_language_and_stands_in_every_file(language: str) -> None:
    with override(language):
        assert left_out(content()) == SAID[language]
        assert set(SAID[language]) <= set(reader_notes.explanation(content()))  # which each format is held to carry


def test_a_release_of_before_says_nothing() -> None:
    said = content()
    del said["left_out"]
    with override("en"):
        assert left_out(said) == []
        assert not any("Too few" in each for each in reader_notes.explanation(said))
