"""The base of every form: cleaned at the boundary, bounded, French; shapes only, never the database."""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time
from typing import Any, Self
from zoneinfo import ZoneInfo

from flask import request
from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    Field,
    FormField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional, StopValidation, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.core.errors import Refusal
from app.core.text import canonical_email, clean_line, clean_text, has_letter
from app.ui.french import typeset

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)
LAST_PAGE = 10_000
# What a mail program would make a link of: "www.", a name of domain, an address. "J.P." and "Saint-Jean" are names.
_LIKE_A_SITE = re.compile(r"[/\\@<>]|www\.|\w{2}\.[^\W\d_]{2}", re.I)

# What tools for mailings replace, and we do not: {prenom}, {{ nom }}, %NOM%, <<nom>>, [Prénom].
_GAP = re.compile(
    r"\{\{?[^{}\n]{0,60}\}?\}|%[^\W\d]{2,30}%|<<[^<>\n]{1,60}>>|\[(?:pr[ée]nom|nom|civilit[ée]|titre|date|lieu|lien|heure)s?\](?!\()", re.I
)


class Form(FlaskForm):  # type: ignore[misc]
    """A form of ours. ``accepted()`` is true for a POST whose fields all have the right shape."""

    class Meta:
        locales = ("fr",)

    def accepted(self) -> bool:
        return request.method == "POST" and bool(self.validate())

    def refuse(self, refusal: Refusal) -> None:
        """Show a rule's refusal beside its field, or at the top."""
        field = getattr(self, refusal.field or "", None)
        if isinstance(field, Field):
            field.errors = [*field.errors, refusal.message]
        else:
            self.form_errors.append(refusal.message)

    @property
    def status(self) -> int:
        """200 for a form that is shown, 422 for one that is sent back."""
        return 422 if request.method == "POST" else 200

    @property
    def problems(self) -> list[tuple[str, str]]:
        """Every error with the id of its field, for the summary at the top of the page."""
        found = [("", str(message)) for message in self.form_errors]
        return found + [problem for field in self for problem in _problems_of(field)]

    def named(self, prefix: str) -> Self:
        """The same form, on a page that holds others like it: its fields have ids of their own."""
        for field in self:
            field.id = field.label.field_id = f"{prefix}-{field.short_name}"
        return self


def _problems_of(field: Field) -> list[tuple[str, str]]:
    """Its own errors, and those of the fields that it holds."""
    if isinstance(field, FormField):
        return [problem for one in field.form for problem in _problems_of(one)]
    name = field.label.text
    own = [(field.id, m if f"« {name} »" in m else f"{name} : {m}") for m in field.errors if isinstance(m, str)]
    return own + [problem for one in getattr(field, "entries", ()) for problem in _problems_of(one)]


class _Needed(InputRequired):  # type: ignore[misc]
    """What is missing is said with the field's name."""

    def __call__(self, form: Any, field: Any) -> None:
        try:
            super().__call__(form, field)
        except StopValidation:
            raise StopValidation(_missing(field)) from None


def _missing(field: Field) -> str:
    verb = "Choisissez" if isinstance(field, SelectField) else "Remplissez"
    return f"{verb} « {field.label.text} »."


def _presence(needed: bool) -> list[Any]:
    return [_Needed()] if needed else [Optional()]


def _one_line(value: str | None) -> str:
    return clean_line(value or "")


def line(label: str, most: int, *, needed: bool = True, help: str = "", also: Sequence[Any] = (), **more: Any) -> StringField:
    """One line of text of at most ``most`` characters."""
    checks = [*_presence(needed), Length(max=most, message=f"{most} caractères au plus."), _still_there(needed), *also]
    return StringField(label, checks, filters=[_one_line], description=help, **more)


def heading(label: str, most: int, *, help: str = "") -> StringField:
    """One line that stands at the head of pages and letters: its spaces before ``: ; ? !`` do not break."""
    checks = [*_presence(True), Length(max=most, message=f"{most} caractères au plus."), _still_there(True)]
    return StringField(label, checks, filters=[_one_line, typeset], description=help)


def name(label: str, most: int = 80, **more: Any) -> StringField:
    """A person's first or last name: at least one letter, no address of a site."""
    return line(label, most, also=[_like_a_name], **more)


def paragraph(
    label: str, most: int, *, needed: bool = False, help: str = "", rows: int = 4, also: Sequence[Any] = (), **more: Any
) -> TextAreaField:
    """Several lines of text."""
    checks = [*_presence(needed), Length(max=most, message=f"{most} caractères au plus."), _still_there(needed), *also]
    return TextAreaField(label, checks, filters=[lambda v: clean_text(v or "")], description=help, render_kw={"rows": rows}, **more)


def email(
    label: str = "Adresse électronique", *, needed: bool = True, help: str = "Par exemple : prenom.nom@departement.fr", **more: Any
) -> StringField:
    """An address, kept in its canonical form."""
    kw = {"autocomplete": "email", "type": "email", "inputmode": "email"} | more.pop("render_kw", {})
    checks = [*_presence(needed), _still_there(needed), _is_email]
    return StringField(label, checks, filters=[lambda v: canonical_email(v or "") or _one_line(v)], description=help, render_kw=kw, **more)


def whole(label: str, least: int, most: int, *, needed: bool = True, help: str = "", **more: Any) -> IntegerField:
    """A whole number between two bounds."""
    message = f"Un nombre entre {least} et {most} est attendu."
    kw = {"min": least, "max": most, "inputmode": "numeric"}
    return _Whole(label, [*_presence(needed), NumberRange(least, most, message)], description=help, render_kw=kw, **more)


def day(label: str, *, needed: bool = True, help: str = "Format attendu : JJ/MM/AAAA", **more: Any) -> DateField:
    """A date between 2000 and 2100."""
    formats = ["%Y-%m-%d", "%d/%m/%Y"]
    return _Day(label, [*_presence(needed), _in_our_century], format=formats, description=help, **more)


def clock_time(label: str, *, needed: bool = True, help: str = "Format attendu : 14:30", **more: Any) -> TimeField:
    """An hour and minutes."""
    return _Time(label, _presence(needed), format=["%H:%M", "%Hh%M", "%H h %M", "%H:%M:%S"], description=help, **more)


def pick(label: str, choices: Sequence[tuple[str, str]] | None = None, *, needed: bool = True, help: str = "", **more: Any) -> SelectField:
    """One of a closed list."""
    return _Pick(label, _presence(needed), choices=options(choices or []), description=help, **more)


def ticks(
    label: str, choices: Sequence[tuple[str, str]] | None = None, *, needed: bool = False, help: str = "", **more: Any
) -> SelectMultipleField:
    """Several of a closed list, as boxes."""
    checks = [InputRequired("Cochez au moins une case.")] if needed else [Optional()]
    return _Ticks(label, checks, choices=options(choices or []), description=help, **more)


def options(pairs: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    """A closed list, value and words, as fields want it."""
    return [pair if isinstance(pair, SelectChoice) else SelectChoice(*pair) for pair in pairs]


class _Listed:
    """A field whose list is often known only when the page is asked for: pairs will do."""

    @property
    def choices(self) -> list[SelectChoice]:
        return self._choices

    @choices.setter
    def choices(self, pairs: Iterable[tuple[str, str]]) -> None:
        self._choices = options(pairs or [])


class _Whole(IntegerField):  # type: ignore[misc]
    def process_formdata(self, valuelist: list[str]) -> None:
        if not valuelist or not valuelist[0].strip():
            self.data = None
            return
        text = valuelist[0].replace("\u202f", "").replace("\xa0", "").replace(" ", "")
        if not (text.isascii() and text.removeprefix("-").isdigit() and len(text) < 12):
            self.data = None
            raise ValueError("Un nombre entier est attendu.")
        self.data = int(text)


class _Day(DateField):  # type: ignore[misc]
    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError("Une date est attendue, par exemple 12/03/2026.") from None


class _Time(TimeField):  # type: ignore[misc]
    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError("Une heure est attendue, par exemple 14:30.") from None


class _Pick(_Listed, SelectField):  # type: ignore[misc]
    def pre_validate(self, form: Any) -> None:
        try:
            super().pre_validate(form)
        except ValidationError:
            raise ValidationError("Choisissez une valeur de la liste.") from None


class _Ticks(_Listed, SelectMultipleField):  # type: ignore[misc]
    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def pre_validate(self, form: Any) -> None:
        try:
            super().pre_validate(form)
        except ValidationError:
            raise ValidationError("Une des valeurs n’est plus dans la liste.") from None


def _still_there(needed: bool) -> Callable[[Any, Any], None]:
    """What is nothing but invisible characters is nothing."""

    def check(_form: Any, field: Any) -> None:
        if needed and not field.data:
            raise StopValidation(_missing(field))

    return check


def without_gaps(_form: Any, field: Any) -> None:
    """Words of a letter hold nothing left to fill in: they leave as they are."""
    if gap := _GAP.search(field.data or ""):
        raise ValidationError(
            f"«\u00a0{gap[0]}\u00a0» partirait tel quel\u00a0: rien n’est remplacé dans vos mots. "
            "La date et le lieu figurent déjà dans le courriel."
        )


def _like_a_name(_form: Any, field: Any) -> None:
    if field.data and (not has_letter(field.data) or _LIKE_A_SITE.search(field.data)):
        raise ValidationError("Un nom est attendu : des lettres, sans adresse de site.")


def _is_email(_form: Any, field: Any) -> None:
    if field.data and canonical_email(field.data) is None:
        raise ValidationError("Cette adresse est incomplète : une adresse comme prenom.nom@departement.fr est attendue.")


def _in_our_century(_form: Any, field: Any) -> None:
    if field.data and not FIRST_DAY <= field.data <= LAST_DAY:
        raise ValidationError("La date doit se situer entre 2000 et 2100.")


def page_asked() -> int:
    """The number of the page that an address asks for; the first when it asks for none, or for nonsense."""
    return min(max(request.args.get("page", 1, type=int), 1), LAST_PAGE)


def instant(on: date, at: time, zone: str) -> datetime:
    """The instant of a wall clock; refused when that hour does not exist there (the night clocks go forward)."""
    there = datetime.combine(on, at, ZoneInfo(zone))
    if there.astimezone(ZoneInfo("UTC")).astimezone(ZoneInfo(zone)).replace(tzinfo=None) != there.replace(tzinfo=None):
        raise Refusal(f"Cette heure n’existe pas ce jour-là : les horloges avancent d’une heure. Choisissez {at.hour + 1}:{at.minute:02d}.")
    return there
