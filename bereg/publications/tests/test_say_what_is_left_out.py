"""A release says which tables it lacks, on the page and in every file."""

import pytest
from django.utils.translation import override

from bereg.publications.formats import reader_notes
from bereg.publications.omitted_tables import left_out
from bereg.publications.tests.released import content

SAID = {
    "en": [
        "These tables are left out, so that nobody can be recognised in them: Age; Work permit (Citizens).",
        "Shore: these tables are left out, so that nobody can be recognised in them: Topics.",
    ],
    "ru": [
        "Эти таблицы не показаны, чтобы в них никого нельзя было узнать: Возраст; Разрешение на работу (Граждане).",
        "Прибрежный: эти таблицы не показаны, чтобы в них никого нельзя было узнать: Темы.",
    ],
    "uz": [
        "Hech kim tanib olinmasligi uchun bu jadvallar koʻrsatilmadi: Yosh; Mehnat ruxsatnomasi (Fuqarolar).",
        "Sohil: hech kim tanib olinmasligi uchun bu jadvallar koʻrsatilmadi: Mavzular.",
    ],
    "tg": [
        "Барои он ки касе шинохта нашавад, ин ҷадвалҳо нишон дода нашуданд: Синну сол; Иҷозатномаи кор (Шаҳрвандон).",
        "Соҳил: барои он ки касе шинохта нашавад, ин ҷадвалҳо нишон дода нашуданд: Мавзӯъҳо.",
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
        assert not any("left out" in each for each in reader_notes.explanation(said))
