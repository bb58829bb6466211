"""The closed lists of a search. A new code is one row here."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class WhoLooks(models.TextChoices):
    """Who looks for the person."""

    PARENT = "parent", _("mother or father")
    CHILD = "child", _("son or daughter")
    PARTNER = "partner", _("husband, wife or partner")
    SIBLING = "sibling", _("brother or sister")
    RELATIVE = "relative", _("another relative")
    GUARDIAN = "guardian", _("guardian")
    FRIEND = "friend", _("friend or acquaintance")


class Verified(models.TextChoices):
    """How it was verified that they are who they say."""

    DOCUMENT = "document", _("a document was seen")
    DETAILS = "details", _("they know what only a relative knows")
    PARTNER = "partner", _("an organisation that knows them confirms it")
    NOT_YET = "not_yet", _("not verified yet")


class Risk(models.TextChoices):
    """Whether police or an embassy of a state that the person may have fled may be asked."""

    NOT_ASKED = "not_asked", _("not asked yet: they are not asked")
    DECLINED = "declined", _("the relative was told of the risk, and said no")
    AGREED = "agreed", _("the relative was told of the risk, and said yes")


class SearchEnding(models.TextChoices):
    """How a search ended, as far as anybody who works with the relative learns.

    There is one word for all that cannot be told: nobody was found, was reached, or wanted to be.
    """

    TOLD = "told", _("the relative was told what the person agreed to")
    NOTHING = "nothing", _("nothing that can be told")
    WITHDRAWN = "withdrawn", _("the relative looks no more")


class Band(models.TextChoices):
    """How likely a match is."""

    LIKELY = "likely", _("likely")
    POSSIBLE = "possible", _("possible")


class MatchState(models.TextChoices):
    """How it stands with a match, at the centre of the person found."""

    PROPOSED = "proposed", _("may match; nobody was asked")
    ASKED = "asked", _("waits until the person is asked")
    UNABLE = "unable", _("the person is dead or cannot answer: two people decide")
    AGREED = "agreed", _("something may be told")
    TOLD = "told", _("told")
    REFUSED = "refused", _("the person said no")
    NOT_REACHED = "not_reached", _("the person could not be reached")
    SOMEBODY_ELSE = "somebody_else", _("it is somebody else")
    PROTECTED = "protected", _("a child: given to the child-protection body")
    ENDED = "ended", _("the search ended, or the person withdrew")


class AgreedBy(models.TextChoices):
    """Who let something be told."""

    PERSON = "person", _("the person found")
    TWO_PEOPLE = "two_people", _("two people, as the person cannot answer")


class SearchStep(models.TextChoices):
    """What happened in a search, in the month in which it did: closed months never change."""

    BEGUN = "begun", pgettext_lazy("step of a search", "begun")
    QUERIED = "queried", pgettext_lazy("step of a search", "query sent")
    QUERY_ANSWERED = "query_answered", pgettext_lazy("step of a search", "query answered")
    FOUND = "found", pgettext_lazy("step of a search", "somebody found who may be meant")
    ASKED = "asked", pgettext_lazy("step of a search", "the person found was asked")
    SAID = "said", pgettext_lazy("step of a search", "asking ended")
    ENDED = "ended", pgettext_lazy("step of a search", "ended")


class SaidOfSearch(models.TextChoices):
    """What came of asking, as it is counted.

    A no counts like any other reason for which nothing may be told: whoever leads the one search of a month would else
    read the refusal in the figures.
    """

    YES = "yes", _("something may be told")
    NO = "no", _("no, or for another reason nothing may be told")


class SearchOutput(models.TextChoices):
    """What is published of searches. All other ends are one with those that go on: a no must not show."""

    BEGUN = "begun", pgettext_lazy("step of a search", "begun")
    TOLD = "told", _("the relative was told what the person agreed to")


OPEN = (MatchState.ASKED, MatchState.UNABLE)  # at the centre of the person found
TELLS = (MatchState.AGREED, MatchState.TOLD)
# What whoever works with the relative sees of matches. All others have ended, and look as if there had been none.
SHOWN = (MatchState.PROPOSED, *OPEN, *TELLS)
# What the person who asks may answer to what was asked.
ANSWERS = (
    MatchState.AGREED,
    MatchState.REFUSED,
    MatchState.NOT_REACHED,
    MatchState.SOMEBODY_ELSE,
    MatchState.PROTECTED,
    MatchState.UNABLE,
)
