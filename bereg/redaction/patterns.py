"""Numbers, documents, days, addresses and contacts: what is known by how it is written, or by the word before it.

No pattern may take more than a bounded number of steps from any place of a text, which tests/test_linear.py beside it
counts, so that the whole is linear: every repetition has an end, and is possessive where nothing has to be given back.
"""

import re
from collections.abc import Iterator

from bereg.redaction.kinds import FindingKind, FindingReason, TextFinding

EMAIL = re.compile(r"[^\s@<>,;:()\"'«»]{1,64}+@[^\s@<>,;:()\"'«»]{1,253}+")
LINK = re.compile(r"(?:https?://|www\.)\S{1,500}+|(?<![\w.])@\w{3,64}+|\b(?:vk|t|wa|ok)\.[a-z]{2,3}/\S{1,99}+")
DOMAIN = re.compile(r"\b(?:[A-Za-z0-9-]{1,63}+\.){1,4}(?:[a-z]{2,12}+|рф)\b(?:/\S{0,300}+)?")
ACCOUNT = re.compile(r"(?<![\w.])(?=[\w.]{0,40}_)[A-Za-z0-9][\w.]{3,40}\b(?![@.]\w)")
NICK = re.compile(
    r"(?i:\b(?:ник(?:ом|а|у|нейм)?|логин(?:ом)?|nick(?:name)?|skype|скайпу?|viber|вайберу?|telegram|телеграму?|instagram"
    r"|инстаграму?))[\s:«\"]{1,4}+([A-Za-z][A-Za-z.]{0,30}+\d[\w.]{0,30}+)"
)

RUSSIAN_MONTHS = r"(?:январ|феврал|апрел|июн|июл|сентябр|октябр|ноябр|декабр)[ьяею]|март[ае]?|ма[йяею]|август[ае]?"
ENGLISH_MONTHS = (
    r"(?i:jan(?:uary)?|feb(?:ruary)?|apr(?:il)?|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?"
    r"|dec(?:ember)?)|[Mm]ar(?:ch)?|May|MAR(?:CH)?|MAY"
)
MONTHS = rf"(?>(?i:{RUSSIAN_MONTHS})\b|(?:{ENGLISH_MONTHS})\b)"
ORDINALS = (
    r"(?:перв|втор|четв[её]рт|пят|шест|седьм|восьм|девят|десят|(?:один|две|три|четыр|пят|шест|сем|восем|девят)надцат"
    r"|двадцат|тридцат)ого|третьего|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth"
)
DAY_OF = r"(?>\d{1,2}(?:\s?[-–—]\s?\d{1,2})?(?:st|n?d|rd|th|\s?-?\s?го)?)(?!\d)"
YEAR = r"(?:,?+\s{0,2}+\d{4}(?!\d|[-./]\d)(?:\s?(?:г\.|года?\b))?+)?+"
ONE = r"(?:0?[1-9]|[12]\d|3[01])"
DATES = (
    re.compile(rf"(?<![\d.\-/])(?:{ONE}[./\-]{ONE}[./\-](?:\d{{4}}|\d{{2}})|\d{{4}}[./\-]{ONE}[./\-]{ONE})(?!\d)"),
    re.compile(rf"(?<!\d){DAY_OF}\s{{0,3}}+(?:of\s)?+{MONTHS}\b{YEAR}"),
    re.compile(rf"\b{MONTHS}\.?+\s{{1,3}}+\d{{1,2}}+(?:st|n?d|rd|th)?+\b(?![\d:]){YEAR}"),
    re.compile(rf"\b(?>(?i:(?:(?:twenty|thirty|двадцать|тридцать)[\s-])?(?:{ORDINALS})(?:\sof)?))\s{{1,3}}+{MONTHS}\b{YEAR}"),
    re.compile(r"(?<![\d.,:])(?:0?[1-9]|[12]\d|3[01])\.(?:0[1-9]|1[0-2])(?![\d:]|[.,]\d|\s?(?:%|₽|руб|тыс|млн|час|кг|км))"),
)  # fmt: skip

# Of a country's own shape. A code of the matter is here as it stands alone.
DOCUMENTS = (
    re.compile(r"\b[A-ZА-ЯЁ]{1,5}-[А-ЯЁA-Z]{1,2}\s?(?:№|N)?\s?\d{6,7}\b"),
    re.compile(r"(?<!\d)\d{3}-\d{3}-\d{3}[ -]\d{2}(?!\d)"),
    re.compile(r"(?<!\d)(?:\d{2}\s\d{2}|\d{2,4})\s?№\s?\d{6,10}\b"),
    re.compile(r"\b(?!ИНН|ТЕЛ|INN|TIN|USD|EUR|RUB|SIM)[A-ZА-ЯЁ]{1,4}[ \-]?(?:№|N)?[ ]?\d{5,20}\b"),
    re.compile(r"№\s?\d{5,20}\b"),
    re.compile(r"(?<![\d\w])(?:\d{4}\s\d{6}|\d{2}\s\d{2}\s\d{6})(?!\d)"),
)
PLATE_LETTERS = "АВЕКМНОРСТУХABEKMHOPCTYX"
SMALL_LETTERS = PLATE_LETTERS.lower()
PLATES = (
    re.compile(rf"\b[{PLATE_LETTERS}]\s?\d{{3}}\s?[{PLATE_LETTERS}]{{2}}\s?\d{{2,3}}\b"),
    re.compile(rf"\b[{SMALL_LETTERS}]\s?\d{{3}}\s?(?!(?:на|во)\s)[{SMALL_LETTERS}]{{2}}\s?\d{{2,3}}\b"),
    re.compile(r"\b\d{2}\s?(?:[A-Z]\s?\d{3}\s?[A-Z]{2}|KG\s?\d{3}\s?[A-Z]{2,3}|\d{3}\s?(?!USD|EUR|RUB|UZS|TJS|KGS|S[OU]M)[A-Z]{3})\b"),
)  # fmt: skip
CODE = re.compile(r"\b[A-ZА-Я]{2,8}-\d{4}-\d{1,6}\b")

STREETS = (
    r"\b(?>(?i:ул\.?|улиц[аеуы]|пр-?к?т\.?|пр\.|проспект[ауе]?|пер\.|переул(?:ок|ка|ке)|шоссе|пл\.|площад[ьи]|бульвар[ае]?|б-р"
    r"|наб\.|набережн(?:ая|ой|ую)|проезд[ае]?|мкр\.?|микрорайон[ае]?|квартал[ае]?|тупик[ае]?|алле[яею]|ulitsa|ul\.|pr\."
    r"|prospekt|pereulok)(?!\w))"
)
PART = r"(?>[А-ЯЁA-Z]\w{0,2}\.|[А-ЯЁA-Z][\w-]{0,30}+|\d{1,3}+(?:-?[а-яё]{1,3})?(?=\s[А-ЯЁ]))"
ROOMS = (
    r"(?>(?i:д\.|дом|кв\.|квартира|корп\.|корпус|стр\.|строение|подъезд|этаж|оф\.|офис|комн\.|комната|flat|apt\.?|apartment"
    r"|room|house|building|bld\.?))"
)
HOUSE = (
    rf"(?:[ ,]{{0,3}}+(?:{ROOMS}\s?)?+(?:№\s?)?+\d{{1,4}}+(?!\d)(?:\s?[а-яёa-z](?!\w))?"
    r"(?:[/\-]\d{1,4}(?!\d)[а-я]?(?!\w))?){0,4}+"
)
ENGLISH_STREETS = (
    r"(?>(?:Street|St|Str|Avenue|Ave|Road|Rd|Lane|Square|Boulevard|Blvd|Drive|Highway|ulitsa|prospekt|shosse"
    r"|pereulok)\b)\.?"
)
CAPITALISED = r"[A-Z]\w{1,30}+"
ADDRESSES = (
    re.compile(rf"(?>(?:(?<!\w)\d{{1,4}}[a-z]?\s)?){STREETS}\s?{PART}(?:\s{PART}){{0,2}}{HOUSE}"),
    re.compile(rf"(?<![\w.])[А-ЯЁ][а-яё\-]{{1,30}}+(?:\s[А-ЯЁ][а-яё\-]{{1,30}}+)?\s{STREETS}{HOUSE}"),
    re.compile(rf"(?<!\w)(?>(?:\d{{1,4}}[a-z]?\s)?){CAPITALISED}(?:\s{CAPITALISED}){{0,2}}\s{ENGLISH_STREETS}{HOUSE}"),
    re.compile(
        r"\b(?>(?i:д\.|дом[ауе]?|кв\.|квартир[аеуы]|корп\.|корпус[ае]?|комнат[аеуы]|house|flat|apartment|room)\s{0,2}"
        r"(?:№|No\.?\s?)?\s{0,2}\d{1,4}\w?)\b(?:[ ,]{1,2}+(?i:д\.|кв\.|корп\.|flat)\s?+\d{1,4}+\w?\b){0,3}+"
    ),
)  # fmt: skip

RUN = re.compile(r"\+?\d(?:[ \u00a0().\-–/]{0,3}+\d){4,60}+")
YEARS = re.compile(r"(?:19|20)\d\d\s?[-–/ ]\s?(?:19|20)\d\d")
LOCAL = re.compile(r"\d{1,3}-\d\d-\d\d")
MEASURED = re.compile(r"\d{2,3}/\d{2,3}")  # such as the pressure of blood
THOUSANDS = re.compile(r"\d{1,3}(?:[ \u00a0.]\d{3}){1,3}")
UNIT = re.compile(
    r"\s{0,2}(?i:₽|\$|€|%|руб|р\.|р\b|сом|сум|тенге|доллар|евро|тыс|млн|usd|eur|rub|rouble|ruble|dollar|euro|s[ou]m|тг|kzt|uzs|коп"
    r"|человек|людей|people|workers|лет\b|км|kg|кг|m²|метр)"
)
BEFORE_A_SUM = re.compile(r"(?:[$€₽£]|\b(?i:usd|eur|rub))\s?$")
TELEPHONE_SHAPE = re.compile(r"\+|[78]\d{10}$|(?:998|992|996|993|994|995|380|375|374|373)\d{9}$|9\d{9}$")
TELEPHONE_WORD = re.compile(r"(?i)\b(?:тел|моб|сот|звон|набра|номер|phone|call|mobile|whatsapp|ватсап|viber|\+)")
DOCUMENT_WORD = re.compile(
    r"(?i)паспорт|сери[яию]|свидетельств|удостоверен|снилс|\bинн\b|полис|патент|\bвиз[аыу]\b|миграционн|внж|рвп|пинфл"
    r"|passport|visa|patent|permit|certificate|licen[cs]e|tax\s|\btin\b|\bid\b"
)
SENTENCE_END = re.compile(r"[.!?]\s|\n")
CERTAIN_DIGITS, LOOK_BACK, TELEPHONE_DIGITS = 7, 40, range(7, 14)


def shaped(text: str) -> Iterator[TextFinding]:
    """Yield what is found by its shape, what is surest of its kind first."""
    yield from _contacts(text)
    yield from _all(ADDRESSES[:3], text, FindingKind.ADDRESS, FindingReason.PLACE, is_certain=False)
    yield from _all(DATES[:4], text, FindingKind.DATE)
    yield from _all((CODE,), text, FindingKind.NUMBER)
    yield from _all((*DOCUMENTS, *PLATES), text, FindingKind.DOCUMENT)
    yield from _runs(text)
    yield from _all(DATES[4:], text, FindingKind.DATE)
    yield from _all(ADDRESSES[3:], text, FindingKind.ADDRESS, FindingReason.PLACE, is_certain=False)


def _contacts(text: str) -> Iterator[TextFinding]:
    for address in EMAIL.finditer(text) if "@" in text else ():
        yield _contact(address.start(), address.start() + len(address.group().rstrip(".!?")))
    for link in LINK.finditer(text):
        yield _contact(link.start(), link.start() + len(link.group().rstrip(".,;:!?)»\"'")))
    yield from _all((DOMAIN, ACCOUNT), text, FindingKind.CONTACT)
    for nick in NICK.finditer(text):
        yield _contact(nick.start(1), nick.start(1) + len(nick.group(1).rstrip(".")), reason=FindingReason.AFTER_A_WORD)


def _contact(start: int, end: int, reason: FindingReason = FindingReason.SHAPE) -> TextFinding:
    return TextFinding(start, end, FindingKind.CONTACT, reason, is_certain=True)


def _all(
    patterns: tuple[re.Pattern[str], ...],
    text: str,
    kind: FindingKind,
    reason: FindingReason = FindingReason.SHAPE,
    *,
    is_certain: bool = True,
) -> Iterator[TextFinding]:
    for pattern in patterns:
        for match in pattern.finditer(text):
            yield TextFinding(*match.span(), kind, reason, is_certain)


def _runs(text: str) -> Iterator[TextFinding]:
    """Yield digits in a row, however they are grouped: five or more, unless they are an amount."""
    for run in RUN.finditer(text):
        before, after = text[max(0, run.start() - LOOK_BACK) : run.start()], text[run.end() : run.end() + 16]
        digits = "".join(filter(str.isdigit, run.group()))
        if YEARS.fullmatch(run.group()) or _is_amount(run.group(), digits, before, after):
            continue
        yield _number(run, digits, before)


def _is_amount(written: str, digits: str, before: str, after: str) -> bool:
    """Tell an amount from a number. Only what is written like one is; ten digits together are somebody's number."""
    if MEASURED.fullmatch(written):
        return True
    if LOCAL.fullmatch(written) or not (digits == written or THOUSANDS.fullmatch(written)):
        return False
    if UNIT.match(after) or BEFORE_A_SUM.search(before):
        return len(digits) < 10
    return len(digits) < CERTAIN_DIGITS and digits.endswith("00") and not TELEPHONE_WORD.search(before)


def _number(run: re.Match[str], digits: str, before: str) -> TextFinding:
    document, telephone = _last(DOCUMENT_WORD, before), _last(TELEPHONE_WORD, before)
    if _last(SENTENCE_END, before) > document or run.group()[0] == "+":
        document = -1
    kind, reason = FindingKind.NUMBER, FindingReason.DIGITS
    if document > telephone:
        kind, reason = FindingKind.DOCUMENT, FindingReason.AFTER_A_WORD
    elif _is_telephone(run.group(), digits):
        kind, reason = FindingKind.TELEPHONE, FindingReason.SHAPE
    elif telephone >= 0 and len(digits) in TELEPHONE_DIGITS:
        kind, reason = FindingKind.TELEPHONE, FindingReason.AFTER_A_WORD
    elif len(digits) < CERTAIN_DIGITS:
        reason = FindingReason.SHORT_DIGITS
    return TextFinding(*run.span(), kind, reason, is_certain=len(digits) >= CERTAIN_DIGITS)


def _is_telephone(written: str, digits: str) -> bool:
    of_country = TELEPHONE_SHAPE.match(written if written[0] == "+" else digits)
    return bool(of_country) or bool(LOCAL.fullmatch(written))


def _last(pattern: re.Pattern[str], text: str) -> int:
    """Return where the last word of a kind stands, -1 where none does."""
    return max((match.start() for match in pattern.finditer(text)), default=-1)
