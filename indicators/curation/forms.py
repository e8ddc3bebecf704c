"""Forms of the curation pages: they read what a person typed; shapes and gates check it."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.http import QueryDict

from indicators.figures.choices import (
    NumeralCategory,
    Operator,
    Relation,
    Role,
    Words,
)
from indicators.figures.fields import GIVEN, MAIN, MORE, Field, completed, from_text
from indicators.figures.languages import tag_fault
from sources.extraction import MAX_BYTES, MAX_LENGTH


def _choice(choices: type[Words], label: str, *, empty: bool = True) -> forms.ChoiceField:
    listed = [(value, value.replace("_", " ")) for value in choices.values]
    return forms.ChoiceField(
        choices=[("", "")] + listed if empty else listed, required=not empty, label=label
    )


def _text(label: str, help_text: str = "", options: str = "", size: int = 200) -> forms.CharField:
    widget = forms.TextInput(attrs={"list": options, "autocomplete": "off"} if options else {})
    return forms.CharField(
        required=False, label=label, help_text=help_text, max_length=size, widget=widget
    )


def _field(field: Field) -> forms.Field:
    """The form's field for a field of an observation."""
    given = field.input
    assert given is not None
    if field.choices:
        return _choice(field.choices, given.label, empty=not field.required)
    if field.form == "truth":
        return forms.BooleanField(required=False, label=given.label)
    if field.form == "whole":
        return forms.IntegerField(
            required=False, label=given.label, help_text=given.hint,
            min_value=field.low, max_value=field.high,
        )  # fmt: skip
    return _text(given.label, given.hint, given.options, field.longest or 200)


_OBSERVATION: Any = type(
    "_OBSERVATION", (forms.Form,), {field.name: _field(field) for field in GIVEN}
)


class ObservationForm(_OBSERVATION):
    """The members of an observation that a person decides on; citations are rows beside it.

    It shows what it is given and reads what was typed; shapes and gates judge that.
    """

    def leave_open(self, names: Iterable[str]) -> None:
        """Let these fields be shown empty, also those that have one of a few words."""
        for name in names:
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField) and field.required:
                listed = [choice for choice in field.widget.choices if choice[0]]
                field.choices = [("", ""), *listed]
                # A browser would hold back every command of the form, also to leave it out.
                field.required = field.widget.is_required = False

    def main_fields(self) -> Iterable[forms.BoundField]:
        """Those shown at once; the others unfold."""
        return [self[name] for name in MAIN]

    def more_fields(self) -> Iterable[forms.BoundField]:
        return [self[name] for name in MORE]

    def more_used(self) -> bool:
        """Whether a field that is folded away is filled in."""
        return any(field.value() not in (None, "", False) for field in self.more_fields())

    def content(self) -> dict[str, Any]:
        """The members that were filled in; empty ones are left out."""
        texts = {field.name: self[field.name].value() for field in GIVEN}
        return completed(
            from_text({name: value for name, value in texts.items() if value is not None})
        )


class ClaimForm(forms.Form):
    """A relation that the text states between figures; its operands are lines beside it."""

    relation = _choice(Relation, "Relation", empty=False)
    operator = _choice(Operator, "Operator")
    result = _text("Result", "the figure that states it, where one does", "observations", 80)
    note = _text("Note", "our remark, only where a reader needs it", size=2000)

    def content(self) -> dict[str, Any]:
        """The members that were filled in."""
        members = {name: value.strip() for name, value in self.cleaned_data.items()}
        return {name: value for name, value in members.items() if value}


def cited(data: QueryDict, text: str) -> list[tuple[str, int, int]]:
    """The citation rows of a posted form: role, start, end. Raises ValueError, naming the row."""
    rows = zip(
        data.getlist("cite_role"),
        data.getlist("cite_start"),
        data.getlist("cite_end"),
        strict=False,
    )
    filled_rows = []
    for number, (role, start, end) in enumerate(rows, start=1):
        if not start.strip() and not end.strip():
            continue
        if role not in Role.values:
            raise ValueError(f"citation {number}: no role {role[:40]!r}")
        if not (start.isdecimal() and end.isdecimal() and int(start) < int(end) <= len(text)):
            raise ValueError(
                f"citation {number}: [{start[:12]}, {end[:12]}) is no range of the text"
            )
        filled_rows.append((role, int(start), int(end)))
    return filled_rows


class IntakeForm(forms.Form):
    """A file, or text pasted in its place."""

    file = forms.FileField(required=False, label="File", help_text="PDF, HTML, DOCX or text")
    pasted = forms.CharField(
        required=False,
        label="or paste the text",
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    def clean_pasted(self) -> str:
        # No max_length: browsers cut a longer text without a word.
        pasted = str(self.cleaned_data["pasted"])
        if len(pasted) > MAX_LENGTH:
            raise forms.ValidationError(
                f"The text has {len(pasted):,} characters, at most {MAX_LENGTH:,} are taken."
            )
        if any("\ud800" <= c <= "\udfff" for c in pasted):
            raise forms.ValidationError("The text holds half of a character: paste it again.")
        return pasted

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.errors:
            return data
        if bool(data.get("file")) == bool((data.get("pasted") or "").strip()):
            raise forms.ValidationError("Choose a file or paste a text, one of the two.")
        if data.get("file") and data["file"].size > MAX_BYTES:
            raise forms.ValidationError(f"The file has more than {MAX_BYTES:,} bytes.")
        return data

    def bytes_and_name(self) -> tuple[bytes, str]:
        if upload := self.cleaned_data.get("file"):
            return upload.read(), upload.name
        return self.cleaned_data["pasted"].encode(), "pasted text"


class ReleaseForm(forms.Form):
    """What a new release is, and of which source it is one."""

    previous = forms.ChoiceField(
        required=False,
        label="Previous release",
        help_text="Its figures are looked for in the new text, and its source is used.",
    )
    id = forms.RegexField(
        r"^[a-z0-9-]{1,70}$", label="Id", help_text="a-z, 0-9 and -: for example lakes-2014"
    )
    title = forms.CharField(max_length=300, label="Title")
    published_on = _text("Published on", "as precise as known: 2014, 2014-03 or 2014-03-15")
    retrieved_on = forms.CharField(max_length=10, label="Obtained on", help_text="YYYY-MM-DD")
    url = forms.URLField(required=False, label="Address", max_length=500, assume_scheme="https")
    archive_url = forms.URLField(
        required=False, label="Archived copy", max_length=500, assume_scheme="https",
        help_text="address of a copy that others keep, as in a web archive",
    )  # fmt: skip
    licence = _text("Licence")
    rights = _text("Rights", "one plain sentence", size=2000)
    holds_text = forms.BooleanField(
        required=False,
        label="The whole text may be shown to everyone",
        help_text="Only if its publisher's rights allow it; quotes are shown in any case.",
    )
    message = forms.CharField(
        max_length=300, label="For the history", help_text="One sentence: what this changeset adds."
    )
    source_id = _text("New source: id", "leave empty if a previous release is chosen")
    source_title = _text("Title of the source", size=300)
    source_publisher = _text("Publisher", options="agencies")
    source_language = _text("Language", "a tag such as en, es or es-PE", size=40)
    source_kind = _text("Kind", "report, web_page, ...", size=30)
    source_area = _text("Area", options="areas")

    RELEASE = (
        *("id", "title", "published_on", "retrieved_on"),
        *("url", "archive_url", "licence", "rights"),
    )
    SOURCE = ("id", "title", "publisher", "language", "kind", "area")

    def release(self) -> dict[str, Any]:
        """The content of the release's entry, as far as the form has it."""
        members = {name: self.cleaned_data[name] for name in self.RELEASE}
        return {name: value for name, value in members.items() if value}

    def new_source(self) -> dict[str, Any]:
        """The content of a new source's entry; empty if no new source was described."""
        members = {name: self.cleaned_data[f"source_{name}"] for name in self.SOURCE}
        return {name: value for name, value in members.items() if value}

    def clean_source_language(self) -> str:
        tag = str(self.cleaned_data["source_language"]).strip()
        if tag and (fault := tag_fault(tag)):
            raise forms.ValidationError(fault[0].upper() + fault[1:])
        return tag

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("previous") and not data.get("source_id"):
            raise forms.ValidationError("Choose a previous release, or describe a new source.")
        return data


class TokenForm(forms.Form):
    """A new token for a tool; tokens.make checks it."""

    name = forms.CharField(max_length=100, label="Tool", help_text="which program will hold it")
    days = forms.IntegerField(
        min_value=1,
        max_value=366,
        initial=90,
        label="Days",
        help_text="after this time it stops working",
    )


CATEGORIES = [(value, value.replace("_", " ")) for value in NumeralCategory.values]


def filled_claim(content: Mapping[str, Any]) -> ClaimForm:
    """The form of a claim as it is shown for this content."""
    return ClaimForm(initial={name: content.get(name) for name in ClaimForm.base_fields})


def filled(content: Mapping[str, Any]) -> ObservationForm:
    """The form as it is shown for this content."""
    return ObservationForm(
        initial={name: content.get(name) for name in ObservationForm.base_fields}
    )
