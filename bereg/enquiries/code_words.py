"""Code words that a caller can remember and say over a bad line: two plain nouns and a number."""

import re
import secrets

_FORM = re.compile(r"[^\W\d_]+-[^\W\d_]+-\d\d")
WORDS = {
    "ru": (
        "берег вода гора лес река поле снег дождь ветер звезда луна солнце море озеро остров мост дорога город дом"
        " окно дверь стол книга письмо перо лодка парус якорь маяк волна песок камень трава цветок роза лилия клён"
        " берёза дуб сосна липа ива рябина малина вишня яблоко груша слива арбуз лимон хлеб соль сахар мёд чай молоко"
        " рыба птица голубь сокол лебедь журавль ласточка снегирь кошка собака лошадь олень лиса заяц медведь белка"
        " волк тигр слон жираф зебра панда осень зима весна лето утро вечер полдень радуга облако туман искра свеча"
        " лампа фонарь ключ замок карта компас глобус поезд вагон вокзал билет чемодан зонт шарф шапка куртка кольцо"
        " зеркало часы гитара флейта барабан скрипка театр музей школа парк сад пруд колодец мельница башня"
    ).split(),
    "en": (
        "shore water hill forest river field snow rain wind star moon sun sea lake island bridge road town house"
        " window door table book letter feather boat sail anchor lantern wave sand stone grass flower rose lily maple"
        " birch oak pine linden willow rowan berry cherry apple pear plum melon lemon bread salt sugar honey tea milk"
        " fish bird dove falcon swan crane swallow robin cat dog horse deer fox rabbit bear squirrel wolf tiger"
        " camel giraffe zebra panda autumn winter spring summer morning evening noon rainbow cloud mist spark candle"
        " lamp key castle map compass globe train wagon station ticket basket umbrella scarf hat jacket ring mirror"
        " clock guitar flute drum violin theatre museum school park garden pond well mill tower"
    ).split(),
}


def new_code_word(language: str) -> str:
    """Draw a code word in one of the languages at hand; about 1.5 million differ."""
    words = WORDS.get(language, WORDS["en"])
    return normal_code_word(f"{secrets.choice(words)}-{secrets.choice(words)}-{secrets.randbelow(90) + 10}")


def is_like_a_code_word(typed: str) -> bool:
    """Tell whether a text in the form that is indexed could be a code word: two words and two digits."""
    return bool(_FORM.fullmatch(typed))


def normal_code_word(typed: str) -> str:
    """Fold what somebody typed to the form that is indexed: small letters, е for ё, one hyphen between parts."""
    return "-".join(re.findall(r"\w+", typed.casefold().replace("ё", "е")))[:64]
