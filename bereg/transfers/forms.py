"""What is chosen of an offer, and why one is declined."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bereg.accounts.models import User
from bereg.centres.models import Centre
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Urgency
from bereg.transfers.actions import Offering
from bereg.transfers.choices import DeclineReason, Ground
from bereg.transfers.parcel import choices_of
from bereg.transfers.queries import centres_for
from bereg.transfers.wording import choice_words


class OfferForm(forms.Form):
    """To which centre, why it may read it, and what goes along. Nothing is ticked beforehand."""

    centre = forms.ModelChoiceField(
        label=_("To which centre"),
        queryset=Centre.objects.none(),
        empty_label=None,
        widget=forms.Select(attrs={"autofocus": True}),
    )
    ground = forms.ChoiceField(label=_("May that centre read it?"), choices=Ground.choices, widget=forms.RadioSelect)
    chosen = forms.MultipleChoiceField(
        label=_("What goes along"),
        help_text=_("Region, language, topics and urgency always do, and the code word, sealed."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, enquiry: Enquiry, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own: Any = self.fields
        own["centre"].queryset = centres_for(enquiry)
        own["chosen"].choices = choice_words(enquiry, choices_of(enquiry, person))
        if enquiry.urgency != Urgency.DANGER:
            own["ground"].choices = [(Ground.AGREED.value, Ground.AGREED.label)]
            own["ground"].help_text = _("Ask: “May that centre read this?”, and name it. Nothing goes without a yes.")
        else:
            own["ground"].help_text = _("Ask if you can. In danger, a reason stands instead of the answer.")

    def offering(self, version: int) -> Offering:
        """Return what was chosen. Call only after is_valid()."""
        typed = self.cleaned_data
        return Offering(typed["centre"], Ground(typed["ground"]), list(typed["chosen"]), version)


class DeclineForm(forms.Form):
    """Why it is declined."""

    because = forms.ChoiceField(label=_("Why not"), choices=[("", "—"), *DeclineReason.choices])
