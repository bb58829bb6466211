"""An enquiry by what a caller says: its number, as lists show it, or its code word, which nobody finds by trying."""

import datetime as dt
import re

from django.conf import settings
from django.utils import timezone

from bereg.accounts import failed_tries
from bereg.accounts.models import User
from bereg.audit import actions as audit
from bereg.centres.queries import own_centres
from bereg.centres.scope import beyond
from bereg.enquiries.code_words import is_like_a_code_word, new_code_word, normal_code_word
from bereg.enquiries.models import Enquiry
from bereg.enquiries.queries import enquiries_for
from bereg.enquiries.texts import index_of_word

KIND = "code word"
REFUSED = "refused.code_word"


class TooManyTriesError(Exception):
    """The person has tried too many code words in vain. until: when the next one may be tried."""

    def __init__(self, until: dt.datetime) -> None:
        super().__init__(until)
        self.until = until


def by_number(user: User, typed: str) -> Enquiry | None:
    """Find one enquiry by its number, with or without the letters."""
    number = re.fullmatch(r"(\D*?)\W*(\d{4})\W+(\d{1,6})", typed[:64].strip())
    if not number:
        return None
    visible = enquiries_for(user).select_related("centre", "questionnaire", "assignee")
    prefix, year, count = number.groups()
    ending = f"-{year}-{int(count):05}"
    # Prefixes are Latin letters; who types them in another alphabet means the only such number of these centres.
    if prefix and prefix.isascii():
        return visible.filter(number=prefix.upper() + ending).first()
    alike = list(visible.filter(number__in=[centre.prefix + ending for centre in own_centres(user)])[:2])
    return alike[0] if len(alike) == 1 else None


def by_number_or_code_word(user: User, typed: str) -> Enquiry | None:
    """Find one enquiry by what a caller says. A word that is not found counts. Raise TooManyTriesError."""
    # What has not the form of a code word is none, so half of one, looked up while somebody types, is no try.
    word = normal_code_word(typed[:64])
    return _by_code_word(user, word) if is_like_a_code_word(word) else by_number(user, typed)


def is_code_word_of(enquiry: Enquiry, typed: str) -> bool:
    """Tell whether somebody typed the code word, which the caller alone tells, and not the number, which lists show."""
    return not enquiry.is_coarse and index_of_word(typed[:64]) == bytes(enquiry.code_word_index)


@beyond("id taken")
def free_code_words(count: int, language: str) -> list[str]:
    """Draw words that no enquiry has: among some thousands, two equal draws are to be expected."""
    free: set[str] = set()
    while len(free) < count:
        drawn = (new_code_word(language) for _ in range(min(count - len(free), 500)))
        indexes = {index_of_word(word): word for word in drawn}
        found = Enquiry.objects.everywhere(because="id taken").filter(code_word_index__in=list(indexes))
        taken = {bytes(index) for index in found.values_list("code_word_index", flat=True)}
        free |= {word for index, word in indexes.items() if index not in taken}
    return list(free)


def _by_code_word(user: User, word: str) -> Enquiry | None:
    """Count the try before it is made: many at once must not be more than one after another."""
    number = failed_tries.take(KIND, str(user.pk), most=settings.ALARM_CODE_WORDS)
    if number is None:
        _record(user, "too_many_words")
        raise TooManyTriesError(failed_tries.free_at(KIND, str(user.pk)) or timezone.now())
    visible = enquiries_for(user).select_related("centre", "questionnaire", "assignee")
    found = visible.filter(code_word_index=index_of_word(word)).first()
    if found:
        failed_tries.give_back(number)
    else:
        _record(user, "no_such_word")
    return found


def _record(user: User, because: str) -> None:
    audit.refused(REFUSED, target=user, by=user, because=because)
