"""The kinds of reference entries of this room: guides, and sample documents to fill in."""

from collections.abc import Iterable

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext_lazy

from bereg.guides.choices import Situation
from bereg.guides.fill_form import labels_of
from bereg.guides.forms import GuideForm, SampleForm
from bereg.guides.outline import outline
from bereg.reference.kinds import Content, EntryKind


def _situation_in_every_language(content: Content) -> Iterable[str]:
    situation = Situation(content["situation"])
    for language in dict([*settings.LANGUAGES, *settings.PUBLIC_LANGUAGES]):
        with override(language):
            yield str(situation.label)


def _is_of_danger(content: Content) -> bool:
    return bool(content.get("is_danger"))


GUIDE = EntryKind(
    "guide",
    pgettext_lazy("reference", "guide"),
    _("Guides"),
    GuideForm,
    "guides/guide.html",
    words=_situation_in_every_language,
    stays=_is_of_danger,
    outline=outline,
)
SAMPLE = EntryKind(
    "sample",
    pgettext_lazy("reference", "sample document"),
    _("Sample documents"),
    SampleForm,
    "guides/sample.html",
    card="guides/card.html",
    blanks=labels_of,
)
KINDS = (GUIDE, SAMPLE)
