"""What somebody types about a conversation."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bereg.accounts.models import User
from bereg.centres.languages import Language
from bereg.conversations.choices import ThreadEnding
from bereg.conversations.models import Thread
from bereg.conversations.queries import colleagues_for
from bereg.reference.topics import topics

LONGEST = 20_000  # characters of an answer


class ThreadAnswerForm(forms.Form):
    """Our answer."""

    text = forms.CharField(
        label=_("What you answer"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 9, "dir": "auto"}),
        help_text=_("Write nothing that would harm the person if somebody else read it on their screen."),
    )


class GiveThreadForm(forms.Form):
    """To whom a conversation is handed."""

    to = forms.ChoiceField(label=_("Colleague"), required=False)

    def __init__(self, *args: Any, thread: Thread, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(each.pk): each for each in colleagues_for(thread, person)}
        to: Any = self.fields["to"]
        to.choices = [("", _("nobody: put it back")), *((pk, each.name) for pk, each in self.people.items())]


class ThreadNoteForm(forms.Form):
    """What may be counted of it."""

    language = forms.ChoiceField(label=_("Language"), choices=[("", _("not noted")), *Language.choices], required=False)
    topics = forms.MultipleChoiceField(label=_("Topics"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found: Any = self.fields["topics"]
        found.choices = [(code, choice.label("")) for code, choice in topics().items()]


class CloseThreadForm(forms.Form):
    """Why nobody waits for us any more. has_grown: an enquiry grew out of it."""

    ending = forms.ChoiceField(label=_("How it ends"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, has_grown: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ending: Any = self.fields["ending"]
        ending.choices = [each for each in ThreadEnding.choices if has_grown or each[0] != ThreadEnding.ENQUIRY]


class GrowForm(forms.Form):
    """Whether the writer agreed that more than the letter is kept."""

    agreed = forms.BooleanField(
        label=_("The person was asked in this conversation, and agreed that answers and notes are kept"),
        help_text=_("Then what they wrote comes along into the form. Without a yes only how and when they wrote does."),
        required=False,
    )
