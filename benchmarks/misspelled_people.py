"""Invented people, and how two clerks who never met write down one of them: three scripts, many romanisations.

It knows nothing of the rule by which `bereg.searches` compares names: every table here is its own. The rule was never
adjusted to what it missed of the spellings in `HELD_OUT`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

# As in Russian passports (ICAO); each of the others says what it spells otherwise.
RUSSIAN = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh", "з": "z", "и": "i",
    "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t",
    "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "ie", "ы": "y", "ь": "",
    "э": "e", "ю": "iu", "я": "ia", "ҷ": "j", "ӣ": "i", "ӯ": "u", "ҳ": "h", "қ": "q", "ғ": "gh", "ў": "o'",
}  # fmt: skip
GOST = RUSSIAN | {
    "й": "y", "ъ": "", "ю": "yu", "я": "ya", "ғ": "g", "қ": "k", "ў": "u",
}  # fmt: skip
BGN = GOST | {
    "ё": "yo", "е": "ye", "ь": "'", "ғ": "gh", "қ": "q",
}  # fmt: skip
SCHOLARLY = RUSSIAN | {
    "ж": "ž", "й": "j", "х": "x", "ц": "c", "ч": "č", "ш": "š", "щ": "šč", "ъ": "", "ь": "'", "ю": "ju",
    "я": "ja", "ё": "ë", "ҷ": "č", "ӣ": "ī", "ӯ": "ū", "ҳ": "h", "ғ": "ġ", "ў": "ŭ",
}  # fmt: skip
UZBEK = RUSSIAN | {
    "е": "e", "ё": "yo", "ж": "j", "й": "y", "х": "x", "ц": "s", "щ": "sh", "ъ": "'", "ы": "i", "ю": "yu",
    "я": "ya", "ў": "o'", "ғ": "g'", "қ": "q", "ҳ": "h", "ҷ": "j", "ӯ": "o'", "ӣ": "iy",
}  # fmt: skip
TAJIK = GOST | {
    "ҷ": "j", "ӣ": "i", "ӯ": "u", "ҳ": "h", "қ": "q", "ғ": "gh", "ж": "zh", "ъ": "'", "х": "kh", "ё": "yo",
}  # fmt: skip
FRENCH = RUSSIAN | {
    "у": "ou", "ч": "tch", "ш": "ch", "ю": "iou", "я": "ia", "х": "kh", "ҷ": "dj", "ж": "j", "ў": "ou",
}  # fmt: skip
TURKISH = RUSSIAN | {
    "ш": "ş", "ч": "ç", "ж": "j", "ҷ": "c", "х": "h", "ҳ": "h", "ы": "ı", "й": "y", "ю": "yu", "я": "ya",
    "ғ": "ğ", "қ": "k", "ў": "ö", "щ": "ş", "ц": "ts", "ё": "yo", "ъ": "",
}  # fmt: skip
GERMAN = RUSSIAN | {
    "в": "w", "ж": "sch", "з": "s", "х": "ch", "ц": "z", "ч": "tsch", "ш": "sch", "щ": "schtsch", "ю": "ju",
    "я": "ja", "ё": "jo", "ҷ": "dsch", "й": "j", "ў": "u", "ъ": "",
}  # fmt: skip
Systems = Sequence[Mapping[str, str]]
SYSTEMS: Systems = (RUSSIAN, GOST, BGN, SCHOLARLY, UZBEK, TAJIK, FRENCH)
HELD_OUT: Systems = (TURKISH, GERMAN)
# Letters that a keyboard for Russian lacks, and what is typed there.
RUSSIFIED = {"ҷ": "дж", "ӣ": "и", "ӯ": "у", "ҳ": "х", "қ": "к", "ғ": "г", "ў": "у"}
HEARD = {"а": "о", "о": "а", "е": "и", "и": "е", "д": "т", "т": "д", "б": "п", "в": "ф", "г": "к", "з": "с", "ж": "ш"}

MEN_RUSSIAN = """Александр Алексей Андрей Антон Артём Борис Вадим Валерий Виктор Виталий Владимир Вячеслав
Геннадий Георгий Григорий Денис Дмитрий Евгений Егор Иван Игорь Илья Кирилл Константин Леонид
Максим Михаил Никита Николай Олег Павел Пётр Роман Руслан Семён Сергей Станислав Степан Тимур
Фёдор Юрий Яков Ярослав""".split()
WOMEN_RUSSIAN = """Александра Алина Алла Анастасия Анна Валентина Валерия Вера Вероника Виктория Галина Дарья
Екатерина Елена Жанна Зинаида Инна Ирина Карина Кристина Ксения Лариса Лидия Любовь Людмила
Маргарита Марина Мария Надежда Наталья Нина Оксана Ольга Полина Раиса Светлана София Тамара
Татьяна Юлия Яна""".split()
ROOTS_RUSSIAN = """Абрам Агафон Аксён Алёш Афанась Бел Богдан Болот Борис Васил Вишняк Волк Воробь Гаврил Герасим
Голуб Горбун Гончар Григорь Давыд Дмитри Дорофе Евдоким Ерём Ефим Ждан Жук Зайц Захар Звер Иван
Игнать Казак Калин Карп Кирилл Киселёв Козл Колесник Комар Корол Кошк Крыл Кузнец Кулик Лаптев
Лебед Логин Макар Медвед Мельник Миронов Назар Некрас Никит Носов Овчинник Орл Осип Панкрат
Пахом Петух Плотник Поляк Прохор Рогоз Рыбак Савель Сазон Селезнь Сидор Сорок Степан Сухар
Тарас Титов Трофим Уваров Устин Федот Филипп Фомич Харитон Хохл Цветк Чернышь Чижик Шевел Щерб
Юдин Яковл Якуш""".split()
MEN_TAJIK = """Абдулло Абдураҳмон Азиз Акбар Алишер Амин Анвар Баҳодур Баҳром Бахтиёр Бобоҷон Далер Давлат
Диловар Довуд Жӯра Зафар Зиёвуддин Иброҳим Илҳом Искандар Исмоил Камол Карим Комрон Маҳмуд
Манучеҳр Мансур Меҳроҷ Мирзо Муҳаммад Мурод Назар Насим Неъмат Нозим Нуриддин Озод Парвиз Раҷаб
Раҳим Раҳмон Рустам Сайфиддин Саид Самад Сирожиддин Сӯҳроб Тоҷиддин Тоҳир Умед Фаридун Фаррух
Фарҳод Фируз Хайрулло Ҳаким Ҳасан Ҳусейн Ҷамол Ҷамшед Ҷаҳонгир Шамсиддин Шариф Шерали Шӯҳрат
Эмомалӣ Юнус Юсуф Ёқуб""".split()
WOMEN_TAJIK = """Адолат Азиза Гулнора Гулчеҳра Давлатбегим Дилафрӯз Зарина Зебо Зулайхо Иқбол Камола Лола
Мавзуна Мадина Манижа Мастона Меҳрангез Мижгона Мунира Нигина Нигора Нилуфар Озода Парвина
Рухшона Рӯзигул Саодат Ситора Сурайё Тахмина Фарзона Фотима Ҳамида Ҳафиза Ҷамила Шабнам Шаҳло
Шаҳноза""".split()
MEN_UZBEK = """Абдувоҳид Абдуқаҳҳор Азамат Акмал Алишер Аскар Ахмад Баҳром Бахтиёр Ботир Бобур Дилмурод Дилшод
Достон Ғайрат Жаҳонгир Жамшид Жасур Зоҳид Зокир Иброҳим Икром Илҳом Исломбек Комил Қаҳрамон
Қодир Қудрат Лазиз Мансур Мақсуд Маъруф Мирзоҳид Муҳаммадали Муроджон Нодир Нуриддин Одил Озод
Ойбек Олим Отабек Раҳим Равшан Рустам Салим Санжар Сардор Собир Тоҳир Тўлқин Улуғбек Умид Уткир
Фарҳод Хуршид Ҳамид Шавкат Шерзод Шуҳрат Элёр Эркин Юлдуз Ўткир Йўлдош Яҳё""".split()
WOMEN_UZBEK = """Барно Гулбаҳор Гулнора Гўзал Дилбар Дилдора Дилноза Дилфуза Ёқутой Замира Зиёда Зулфия Камола
Лобар Лола Мадина Малика Мафтуна Моҳира Муқаддас Наргиза Нафиса Нигора Нилуфар Нодира Озода
Ойгул Раъно Саодат Севара Ситора Умида Феруза Фотима Ҳилола Чарос Шаҳло Шаҳноза Шоира Юлдуз""".split()
SHORT = {
    "Александр": "Саша", "Алексей": "Лёша", "Дмитрий": "Дима", "Екатерина": "Катя", "Елена": "Лена",
    "Мария": "Маша", "Михаил": "Миша", "Наталья": "Наташа", "Сергей": "Серёжа", "Татьяна": "Таня",
    "Владимир": "Вова", "Анастасия": "Настя",
}  # fmt: skip


@dataclass(frozen=True)
class Invented:
    """One person: the name in the letters of their own language, in three words; year of birth; country of origin."""

    people: str  # ru, tj, uz
    is_woman: bool
    given: str
    father: str
    root: str
    born: int


@dataclass(frozen=True)
class Written:
    """What somebody wrote down of a person. born: 0, and origin "", where they were not told."""

    name: str
    born: int
    origin: str


def invented(many: int, rng: Random) -> list[Invented]:
    """Return so many people of three languages, a third each."""
    return [_invented(("ru", "tj", "uz")[at % 3], rng) for at in range(many)]


def _invented(people: str, rng: Random) -> Invented:
    men, women, roots = {
        "ru": (MEN_RUSSIAN, WOMEN_RUSSIAN, ROOTS_RUSSIAN),
        "tj": (MEN_TAJIK, WOMEN_TAJIK, MEN_TAJIK),
        "uz": (MEN_UZBEK, WOMEN_UZBEK, MEN_UZBEK),
    }[people]
    is_woman = rng.random() < 0.4
    given = rng.choice(women if is_woman else men)
    return Invented(people, is_woman, given, rng.choice(men), rng.choice(roots), rng.randrange(1945, 1995))


def written(person: Invented, rng: Random, systems: Systems = SYSTEMS) -> Written:
    """Write a person down as some clerk would: a form of the name, a script, an order, sometimes a slip."""
    given = SHORT.get(person.given, person.given) if rng.random() < 0.08 else person.given
    surname, father = _surname(person, rng), _patronymic(person, rng)
    words = [surname, given, father] if rng.random() < 0.6 else [given, father, surname]
    if rng.random() < 0.45:
        words.remove(father)
    elif rng.random() < 0.15:
        words = [word[0] + "." if word in (given, father) and word is not surname else word for word in words]
    name = _in_script(" ".join(words), person.people, rng, systems)
    born = 0 if rng.random() < 0.15 else person.born + rng.choice((0, 0, 0, 0, 0, 0, -1, 1, 2))
    return Written(_slipped(name, rng), born, "" if rng.random() < 0.3 else person.people)


def _surname(person: Invented, rng: Random) -> str:
    root, ending = person.root, "ев" if person.root[-1] in "ейиьо" else "ов"
    if root.endswith(("ов", "ев", "ин")):
        ending = ""
    if person.people == "tj" and rng.random() < 0.35:
        return root + rng.choice(("зода", "ӣ", "")) if root[-1] not in "оӣ" else f"{root}зода"
    bare = root[:-1] if root[-1] in "ьои" and ending else root
    return bare + ending + ("а" if person.is_woman else "")


def _patronymic(person: Invented, rng: Random) -> str:
    father = person.father
    if person.people == "uz" and rng.random() < 0.5:
        return f"{father} {'қизи' if person.is_woman else 'ўғли'}"
    if person.people == "tj" and rng.random() < 0.25:
        return father
    bare, soft = (father[:-1], True) if father[-1] in "йьеоӣёия" else (father, False)
    return bare + ("ев" if soft else "ов") + ("на" if person.is_woman else "ич")


def _in_script(name: str, people: str, rng: Random, systems: Systems) -> str:
    script = rng.choice(("own", "russian", "latin"))
    if script == "own" and people != "ru":
        return name
    if script != "latin":
        return "".join(_as_cased(sign, RUSSIFIED) for sign in name)
    table = rng.choice(systems)
    return "".join(_as_cased(sign, table) for sign in name)


def _as_cased(sign: str, table: Mapping[str, str]) -> str:
    spelled = table.get(sign.lower(), sign.lower())
    return spelled.capitalize() if sign.isupper() else spelled


def _slipped(name: str, rng: Random) -> str:
    """Make a slip of the finger or of the ear in four names of ten."""
    if rng.random() >= 0.4:
        return name
    at = rng.randrange(1, len(name) - 1)
    way = rng.choice(("swapped", "left out", "doubled", "heard"))
    if way == "swapped":
        return name[:at] + name[at + 1] + name[at] + name[at + 2 :]
    if way == "left out":
        return name[:at] + name[at + 1 :]
    if way == "doubled":
        return name[:at] + name[at] + name[at:]
    return name[:at] + HEARD.get(name[at], name[at]) + name[at + 1 :]
