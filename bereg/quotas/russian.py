"""The forms of Russian words that a sentence about a quota needs: where, and for whom."""

from bereg.quotas.occupations import ListedOccupation

# The ends of words that say of which kind a region is, and what they are after "in".
WORDS = {"область": "области", "край": "крае", "округ": "округе", "Республика": "Республике"}
ENDS = {"ская": "ской", "цкая": "цкой", "цкий": "цком", "ный": "ном", "ная": "ной", "ский": "ском"}
CITIES = {"Москва": "Москве", "Санкт-Петербург": "Санкт-Петербурге", "Севастополь": "Севастополе"}
HARD = "вф"
VOWELS = "аеёиоуыэюя"


def where(region: str) -> str:
    """Return "In Astrakhan Region" in Russian. region: its name in the nominative."""
    if region in CITIES:
        return _in(CITIES[region])
    words = region.split(" ")
    if not WORDS.keys() & set(words):
        return f"В регионе «{region}»"
    if words[0] == "Республика":  # what a republic is called stays as it is
        return _in(" ".join([WORDS[words[0]], *words[1:]]))
    return _in(" ".join(WORDS.get(word) or _inflected(word) for word in words))


def whom(occupation: ListedOccupation) -> str:
    """Return "for bricklayers" in Russian; without inflection where its list does not say how."""
    return occupation.to_ru or f"по профессии «{occupation.label('ru')}»"


def _inflected(word: str) -> str:
    return next((word.removesuffix(end) + ENDS[end] for end in ENDS if word.endswith(end)), word)


def _in(place: str) -> str:
    is_hard = place[0].lower() in HARD and place[1].lower() not in VOWELS
    return f"{'Во' if is_hard else 'В'} {place}"
