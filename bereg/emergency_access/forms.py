"""What an administrator fills in to break the glass."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from bereg.emergency_access.break_glass import LEAST_REASON, MOST_REASON, says_enough


class BreakGlassForm(forms.Form):
    """One enquiry, and why."""

    number = forms.CharField(
        label=_("Number of the enquiry"), max_length=24, help_text=_("The whole number, such as MSK-2008-00042.")
    )
    reason = forms.CharField(
        label=_("Why it cannot wait for the centre"),
        min_length=LEAST_REASON,
        max_length=MOST_REASON,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text=_(
            "At least 20 characters and three different words. It is sealed; the supervisors of the centre read it."
        ),
    )

    def clean_reason(self) -> str:
        """Refuse a reason that only fills the field."""
        reason: str = self.cleaned_data["reason"]
        if not says_enough(reason):
            raise ValidationError(_("Say in a sentence what happened, in at least three different words."))
        return reason
