"""Names of people as keys to compare: one letter a sound, the same for Cyrillic and Latin letters of any spelling.

docs/searches.md says the rule to whoever relies on it.
"""

import re
import unicodedata
from functools import cache, lru_cache
from itertools import islice, product

MOST_WORDS = 6  # of one name; what stands behind them is left aside
MOST_KEYS = 6  # of one word, whose letters may be read in several ways

# In a key, vowels are three (a and o are one, as e and i are); x is "sh", c is "ch", j is "zh" and "dzh".
# Capital letters may be read in several ways: `READ_AS`.
CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "ғ": "g", "д": "d", "е": "i", "ё": "E", "є": "i", "ж": "j",
    "з": "z", "и": "i", "і": "i", "ї": "i", "й": "i", "ӣ": "i", "к": "k", "қ": "k", "л": "l", "м": "m", "н": "n",
    "ң": "n", "о": "a", "ө": "u", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ў": "u", "ӯ": "u", "ү": "u",
    "ф": "f", "х": "h", "ҳ": "h", "һ": "h", "ц": "ts", "ч": "c", "ҷ": "j", "ш": "x", "щ": "x", "ы": "i", "э": "i",
    "ә": "a", "ю": "iu", "я": "ia",
}  # fmt: skip
MARKED = {"č": "ch", "ć": "ch", "ç": "ch", "š": "sh", "ş": "sh", "ž": "zh", "ö": "u", "ŭ": "u", "ŏ": "u", "ë": "yo"}
# Latin spellings of one sound, the longest first.
LATIN = {
    "shch": "x", "tsch": "c", "sch": "x", "tch": "c", "dzh": "j", "sh": "x", "ch": "c", "zh": "j", "dj": "j", "kh": "h",
    "gh": "g", "ph": "f", "th": "t", "tz": "ts", "ck": "k", "ou": "u", "oo": "u", "ee": "i", "o'": "u", "g'": "g",
    "yo": "E", "jo": "O", "x": "X", "j": "J", "c": "C", "w": "v", "q": "k", "o": "a", "e": "i", "y": "i", "'": "",
}  # fmt: skip
READ_AS = {"X": ("h", "ks"), "J": ("j", "i"), "C": ("ts", "k"), "O": ("ja", "E")}
KINSHIP = frozenset({"ugli", "ugl", "agli", "kizi", "kiz", "gizi", "uulu", "bin", "ibn", "binti"})  # son or daughter of
# Short names and what they stand for; a new one is one row, in whatever letters.
SHORT_NAMES = {
    "Алёна": "Елена", "Алёша": "Алексей", "Аня": "Анна", "Ася": "Анастасия Асия", "Боря": "Борис",
    "Валя": "Валентина Валентин", "Ваня": "Иван", "Вася": "Василий", "Вика": "Виктория", "Витя": "Виктор",
    "Вова": "Владимир", "Володя": "Владимир", "Галя": "Галина", "Гена": "Геннадий", "Гоша": "Георгий",
    "Гриша": "Григорий", "Гуля": "Гульнара Гулнора Гулчехра", "Даша": "Дарья", "Дима": "Дмитрий", "Жека": "Евгений",
    "Женя": "Евгений Евгения", "Зина": "Зинаида", "Ира": "Ирина", "Катя": "Екатерина", "Костя": "Константин",
    "Ксюша": "Ксения", "Лена": "Елена", "Лёня": "Леонид", "Лёша": "Алексей", "Лида": "Лидия", "Люба": "Любовь",
    "Люда": "Людмила", "Люся": "Людмила", "Маша": "Мария", "Миша": "Михаил", "Митя": "Дмитрий", "Надя": "Надежда",
    "Настя": "Анастасия", "Наташа": "Наталья", "Оля": "Ольга", "Паша": "Павел", "Петя": "Пётр", "Поля": "Полина",
    "Рая": "Раиса", "Рита": "Маргарита", "Рома": "Роман", "Рустик": "Рустам", "Саша": "Александр Александра",
    "Света": "Светлана", "Серёжа": "Сергей", "Слава": "Вячеслав Станислав Ярослав", "Соня": "София",
    "Стас": "Станислав", "Стёпа": "Степан", "Таня": "Татьяна", "Тома": "Тамара", "Толик": "Анатолий",
    "Толя": "Анатолий", "Федя": "Фёдор Фарход", "Шура": "Александр Александра Шухрат", "Юля": "Юлия", "Юра": "Юрий",
    "Яша": "Яков", "Фара": "Фаридун Фарход", "Джамик": "Джамшед Джамол", "Баха": "Бахтиёр Баходур Бахром",
    "Маха": "Мухаммад Махмуд", "Шер": "Шерзод Шерали", "Дилик": "Дилшод Дильмурод", "Нига": "Нигора Нигина",
    "Мухаммед": "Магомед Мамед", "Фатя": "Фатима",
}  # fmt: skip

_TOGETHER = re.compile(r"(?<=[a-zа-яё])(?=[A-ZА-ЯЁӢӮҲҚҒҶЎ])")
_APOSTROPHE = re.compile(r"[’ʻʼ`´‘ʹ]")
_WORD = re.compile(r"[^\W\d_][^\W\d_']*(?:'[^\W\d_]+)*'?")
_IS_CYRILLIC = re.compile(r"[Ѐ-ӿ]")
_SPELLING = re.compile("|".join(LATIN))
_OPEN_YO = re.compile(r"(?<![^aiu])E")  # at the beginning, and after a vowel
_GLIDE = re.compile(r"i(?=[au])|(?<=[au])i")
_RUN = re.compile(r"(.)\1+")
_VOWELS = re.compile(r"[aiu]")
_ENDING = re.compile(r"(?<=...)(?:[ai][vf](?:ic|na)|[ai][vf]a?|(?<=in)a|sk[ai]|zad[ai]?|ugli|kizi|jan)$")


@lru_cache(maxsize=200_000)
def words_of(name: str) -> tuple[tuple[str, ...], ...]:
    """Return the words of a name, each as the keys that it may stand for. An initial has one sign."""
    apart = _TOGETHER.sub(" ", name)  # "PetrovIvan"
    words = _WORD.findall(_APOSTROPHE.sub("'", apart.casefold()))
    keys = (keys_of(word) for word in words)
    return tuple(each for each in keys if each and not KINSHIP.intersection(each))[:MOST_WORDS]


@lru_cache(maxsize=200_000)
def keys_of(word: str) -> tuple[str, ...]:
    """Return the keys of one word, without the endings of a family; a short name brings the full ones with it."""
    read = _read(word)
    full = (key for each in read for key in _full_names().get(each, ()))
    return tuple(dict.fromkeys(each for each in (*map(_stem, read), *full) if each))


def bones(key: str) -> str:
    """Return a key without its vowels, which are misheard most."""
    return _VOWELS.sub("", key)


@cache
def _full_names() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for short, names in SHORT_NAMES.items():
        full = [_stem(way) for name in names.casefold().split() for way in _read(name)]
        for key in _read(short.casefold()):
            found.setdefault(key, []).extend(full)
    return found


def _read(word: str) -> list[str]:
    """Return the ways to read a word, without endings taken off."""
    ways = product(*(READ_AS.get(sign, (sign,)) for sign in _sounds(word)))
    return list(dict.fromkeys(_smooth("".join(way)) for way in islice(ways, MOST_KEYS)))


def _sounds(word: str) -> str:
    if _IS_CYRILLIC.search(word):
        return "".join(CYRILLIC.get(sign, "") for sign in word).replace("dj", "j")
    plain = "".join(MARKED.get(sign) or unicodedata.normalize("NFD", sign)[0] for sign in word)
    return _SPELLING.sub(lambda found: LATIN[found[0]], plain)


def _smooth(sounds: str) -> str:
    """Take off what one spelling writes and another does not: glides between vowels, doubled letters."""
    vowels = _OPEN_YO.sub("a", sounds).replace("E", "i")
    return _RUN.sub(r"\1", _GLIDE.sub("", _RUN.sub(r"\1", vowels)))


def _stem(key: str) -> str:
    return _ENDING.sub("", key)
