"""Form fields that pick units and people by name, alias or pinyin initials (the element wc-unit-picker)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.urls import reverse_lazy
from django.utils.safestring import SafeString

from weicheng.ground.kernel.errors import Invalid
from weicheng.ground.org.models import Person, Unit
from weicheng.ground.org.selectors import unit_called
from weicheng.ground.ui.numbers import whole


class Picker(forms.Widget):
    """A combobox; what is typed without choosing still reaches the form as text."""

    def __init__(self, source: Any, placeholder: str) -> None:
        super().__init__()
        self.source, self.placeholder = source, placeholder
        self.queryset: Any = None

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = list(self.queryset.filter(pk=value)) if whole(str(value or "")) else []
        typed = "" if chosen or value is None else str(value)
        return render_to_string(
            "org/_unit_picker.html",
            {
                "id": (attrs or {}).get("id", f"id_{name}"),
                "name": name,
                "units": chosen,
                "typed": typed,
                "src": self.source,
                "placeholder": self.placeholder,
                "invalid": (attrs or {}).get("aria-invalid"),
            },
        )

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return data.get(name) or data.get(f"{name}_text") or None

    def id_for_label(self, id_: str, index: Any = None) -> str:
        return id_


class _PickedField(forms.ModelChoiceField):
    def __init__(self, queryset: Any, source: Any, placeholder: str, **kwargs: Any) -> None:
        super().__init__(queryset, widget=Picker(source, placeholder), **kwargs)

    def _set_queryset(self, queryset: Any) -> None:
        super()._set_queryset(queryset)  # type: ignore[misc]
        self.widget.queryset = self.queryset

    queryset = property(forms.ModelChoiceField._get_queryset, _set_queryset)  # type: ignore[assignment, attr-defined]


class UnitField(_PickedField):
    """One living unit, chosen from the list or typed in full."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            Unit.objects.filter(valid_to=None), reverse_lazy("org:unit-search"), "名称、简称或拼音首字母", **kwargs
        )

    def to_python(self, value: Any) -> Unit | None:
        if value and whole(str(value)) is None:
            try:
                return unit_called(self.queryset, value)
            except Invalid as error:
                raise forms.ValidationError(str(error)) from error
        return super().to_python(value)


class PersonField(_PickedField):
    """One person, chosen from the list."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Person.objects.all(), reverse_lazy("org:person-search"), "姓名", **kwargs)

    def to_python(self, value: Any) -> Person | None:
        if value and whole(str(value)) is None:
            found = list(self.queryset.filter(name=value)[:2])
            if len(found) != 1:
                raise forms.ValidationError(f"名单里没有“{value}”，或有几个同名的，请从列表里选，或在下面填新的姓名。")
            return found[0]
        return super().to_python(value)
