"""What no column of a file says, so that it is the same for every row."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from bereg.centres.import_sections import Feed, Holds, ImportTarget
from bereg.importing.cells import LONGEST_TEXT
from bereg.importing.declared import kinds_for
from bereg.importing.mapping_editor import MappingEditor
from bereg.importing.preview import label_of, title_of


class ConstantsForm(forms.Form):
    """What every row needs and no column feeds, and what stands there already."""

    def __init__(self, *args: Any, editor: MappingEditor, targets: Mapping[str, ImportTarget], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.editor = editor
        self.fields["source"] = forms.CharField(
            label=_("Name of the register"),
            help_text=_(
                "Files of one name are one register: a row whose key came in before does not come in again. Another "
                "register has another name. It never changes after the first import."
            ),
            max_length=LONGEST_TEXT,
            initial=editor.data.get("source", ""),
        )
        fed = {name: _feed(name, written) for name in targets if (written := editor.feed(name))}
        needed = {target for kind in kinds_for(fed) for target, _remedy in (*kind.problems({}), *kind.problems(fed))}
        for name, target in targets.items():
            feed = editor.feed(name)
            may_be_constant = target.holds in {Holds.CODE, Holds.TEXT} and not feed.get("column")
            if may_be_constant and (name in needed or feed.get("constant")):
                self.fields[name] = self._field(name, target, str(feed.get("constant", "")))

    def _field(self, name: str, target: ImportTarget, now: str) -> forms.Field:
        if target.holds is Holds.TEXT:
            return forms.CharField(label=title_of(name, target), max_length=LONGEST_TEXT, required=False, initial=now)
        silent = [code for code in target.silent if code not in target.labels]
        choices = [("", _("not said yet")), *((code, label_of(code, target)) for code in [*target.labels, *silent])]
        if now not in dict(choices):
            choices.append((now, now))  # what the text says, right or not
        return forms.ChoiceField(label=title_of(name, target), choices=choices, required=False, initial=now)

    def changed_text(self) -> str:
        """Return the mapping with what was chosen."""
        self.editor.data["source"] = self.cleaned_data.pop("source")
        for name, code in self.cleaned_data.items():
            if code:
                self.editor.put(name, constant=code)
            else:
                self.editor.drop(name)
        return self.editor.text


def _feed(name: str, written: Mapping[str, Any]) -> Feed:
    return Feed(name, column=str(written.get("column", "")), constant=str(written.get("constant", "")))
