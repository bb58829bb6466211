"""Invented people of a narrative: names as they are borne, in the cases of Russian and in Latin letters.

Two sets: one that the finder's rules were tried on, and one that they never were. Nobody here exists.
"""

from dataclasses import dataclass
from random import Random

from benchmarks.misspelled_agencies import transliterated


@dataclass(frozen=True)
class Pool:
    """What people are called, by words between spaces: given names of women and men, surnames as men bear them."""

    women: str
    men: str
    surnames: str
    fathers: str  # whom patronymics are made of, those in -й and -ь left out


RUSSIAN = Pool(
    "Анна Мария Екатерина Ольга Наталья Ирина Татьяна Светлана Людмила Валентина Злата Аглая Снежана Милослава Ульяна",
    "Александр Сергей Дмитрий Иван Михаил Николай Павел Артём Лаврентий Мирон Глеб Савва Ефим Прохор",
    "Иванов Петров Сидоров Кузнецов Черкасов Воеводин Лыткин Зубарев Дёмин Ястребов Полянский Загорский Белых"
    " Хромов Шубин Мухин Рогожин Голубев Крутицкий",
    "Иван Пётр Степан Фёдор Роман Борис Егор Захар",
)
CENTRAL_ASIAN = Pool(
    "Гульнара Дилноза Мадина Зухра Нигора Феруза Малика Айгуль Шахноза Барно Мохира Азиза Сайёра Нилуфар Чолпон Бурул"
    " Манижа Парвина Ойдин Муниса Жылдыз Хуршеда",
    "Рустам Фарход Бахтиёр Шерзод Жасур Улугбек Алишер Азамат Нурлан Эмомали Фирдавс Хуршед Субхон Кубаныч Талант"
    " Отабек Дониёр Мирзо Сухроб Чынгыз",
    "Каримов Юлдашев Рахимов Ахмедов Назаров Тошматов Эргашев Холиков Мирзоев Шарипов Турсунов Абдуллаев Кадыров"
    " Асанов Бекмуратов Жээнбеков Зокирзода Рахмонзода Сафарзода Мамытов Усубалиев Ниёзов Гафуров Бобоев",
    "Рахим Карим Анвар Хасан Рустам Тимур Мурод Бакыт",
)
SLAVIC = Pool(
    "Оксана Ганна Леся Алеся Ядвига Зоряна Стефания Весна Драгана Иванка Пшемыслава Божена",
    "Тарас Богдан Остап Микола Янка Зенон Горан Милош Драган Казимир Ясь Станислав",
    "Шевченко Бондаренко Ковальчук Гнатюк Лукашевич Петрович Новицкий Дуда Мельник Кравец Стоянов Живкович Заяц"
    " Гончаренко Павлюк Савицкий Белый Цвирко",
    "Тарас Богдан Степан Иван Роман",
)
HELD_RUSSIAN = Pool(
    "Дарья Полина Вероника Евдокия Маргарита Василиса Лада Таисия Эльвира Раиса",
    "Владислав Юрий Виктор Кирилл Тихон Макар Спартак Ярослав Герман Всеволод",
    "Смирнов Попов Волков Бурцев Кожин Лисицын Трубецкой Жарких Водопьянов Крылов Фомин Рябинин Осинский Чудаков",
    "Михаил Павел Глеб Кирилл Антон Марк",
)
HELD_CENTRAL_ASIAN = Pool(
    "Замира Лола Гулчехра Саодат Мунира Робия Айнура Бегимай Назгуль Хосият Шоира Тахмина Дилором Умида",
    "Бобур Ислом Санжар Комил Далер Парвиз Эркин Мирбек Бектур Абдулло Зафар Равшан Искандар Тилек",
    "Исмаилов Хамидов Джураев Саидов Олимов Мамаджанов Тилегенов Орозбеков Садыков Умарзода Давлатзода Курбонов"
    " Сатыбалдиев Акматов Пулатов",
    "Олим Саид Зафар Ислом Эркин",
)
HELD_SLAVIC = Pool(
    "Соломия Агнешка Милица Катаржина Олеся Цветана Людвика Радка",
    "Назар Збигнев Стоян Вацлав Петро Живко Анджей Мирослав",
    "Коваленко Ткачук Янкович Вуйцик Димитров Кравченко Хмель Залевский Гаврилюк Жук Романюк",
    "Назар Стоян Мирослав Роман",
)
TRIED, HELD_OUT = (RUSSIAN, CENTRAL_ASIAN, SLAVIC), (HELD_RUSSIAN, HELD_CENTRAL_ASIAN, HELD_SLAVIC)
CASES = ("nom", "gen", "dat", "acc", "ins", "pre")
# Endings of the six cases, by how a name ends; the first that fits is taken.
GIVEN_TO_WOMEN = {
    "ия": "ия ии ии ию ией ии", "я": "я и е ю ей е", "га": "га ги ге гу гой ге", "ка": "ка ки ке ку кой ке",
    "ха": "ха хи хе ху хой хе", "а": "а ы е у ой е",
}  # fmt: skip
GIVEN_TO_MEN = {
    "й": "й я ю я ем е", "ь": "ь я ю я ем е", "о": "о о о о о о", "и": "и и и и и и", "а": "а ы е у ой е",
    "": " а у а ом е",
}  # fmt: skip
SURNAMES_OF_MEN = {
    "ский": "ский ского скому ского ским ском", "цкий": "цкий цкого цкому цкого цким цком",
    "ый": "ый ого ому ого ым ом", "ой": "ой ого ому ого ым ом", "их": "их их их их их их", "ых": "ых ых ых ых ых ых",
    "ко": "ко ко ко ко ко ко",
    "о": "о о о о о о", "зода": "зода зода зода зода зода зода", "а": "а ы е у ой е", "ов": "ов ова ову ова овым ове",
    "ев": "ев ева еву ева евым еве", "ёв": "ёв ёва ёву ёва ёвым ёве", "ин": "ин ина ину ина иным ине",
    "ын": "ын ына ыну ына ыным ыне", "ич": "ич ича ичу ича ичем иче", "ец": "ец ца цу ца цом це",
    "ь": "ь я ю я ем е", "": " а у а ом е",
}  # fmt: skip
SURNAMES_OF_WOMEN = {
    "ский": "ская ской ской скую ской ской", "цкий": "цкая цкой цкой цкую цкой цкой", "ый": "ая ой ой ую ой ой",
    "ой": "ая ой ой ую ой ой", "их": "их их их их их их", "ых": "ых ых ых ых ых ых",
    "зода": "зода зода зода зода зода зода", "а": "а ы е у ой е", "ов": "ова овой овой ову овой овой",
    "ев": "ева евой евой еву евой евой", "ёв": "ёва ёвой ёвой ёву ёвой ёвой", "ин": "ина иной иной ину иной иной",
    "ын": "ына ыной ыной ыну ыной ыной",
}  # fmt: skip


@dataclass(frozen=True)
class Named:
    """One invented person. father: a patronymic as it is written, without a case for those that have none."""

    given: str
    surname: str  # as a man bears it
    father: str
    is_woman: bool

    def written(self, how: str, case: str) -> str:
        """Write the name in Cyrillic, as "full", "given", "pair", "surname", "initials", "polite"."""
        at = CASES.index(case)
        given = _inflected(self.given, GIVEN_TO_WOMEN if self.is_woman else GIVEN_TO_MEN, at)
        surname = _inflected(self.surname, SURNAMES_OF_WOMEN if self.is_woman else SURNAMES_OF_MEN, at)
        father = self._father(at)
        return {
            "full": f"{surname} {given} {father}",
            "given": given,
            "pair": f"{given} {surname}",
            "surname": surname,
            "initials": f"{surname} {self.given[0]}.{self.father[0]}.",
            "polite": f"{given} {father}",
        }[how]

    def _father(self, at: int) -> str:
        if self.father.endswith("ич"):
            return self.father + ("", "а", "у", "а", "ем", "е")[at]
        return self.father[:-1] + ("а", "ы", "е", "у", "ой", "е")[at] if self.father.endswith("на") else self.father


def somebody(rng: Random, pools: tuple[Pool, ...], *, is_woman: bool) -> Named:
    """Invent somebody of one of the pools."""
    pool = rng.choice(pools)
    father = rng.choice(pool.fathers.split())
    patronymic = father + ("овна" if is_woman else "ович")
    if pool in (CENTRAL_ASIAN, HELD_CENTRAL_ASIAN) and rng.random() < 0.4:
        patronymic = f"{father} {'кызы' if is_woman else rng.choice(('угли', 'оглы', 'уулу'))}"
    given = rng.choice((pool.women if is_woman else pool.men).split())
    return Named(given, rng.choice(pool.surnames.split()), patronymic, is_woman)


def in_latin(name: str, rng: Random) -> str:
    """Write a name in Latin letters, in one of the spellings that are in use."""
    words = [transliterated(word, rng) for word in name.split(" ")]
    father_of = {"kyzy", "ugli", "ogly", "uulu", "kyzi", "kizy", "kizi", "qizi"}
    parts = [
        word if word in father_of else ".".join(part[:1].upper() + part[1:] for part in word.split("."))
        for word in words
    ]
    return " ".join(parts)


def _inflected(name: str, endings: dict[str, str], at: int) -> str:
    for ending, forms in endings.items():
        if name.endswith(ending):
            return name.removesuffix(ending) + forms.split(" ")[at]
    return name
