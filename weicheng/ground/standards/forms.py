"""Forms of this room."""

from __future__ import annotations

from typing import Any

from django import forms

from weicheng.ground.org.forms import Form
from weicheng.ground.standards.choices import Judge
from weicheng.ground.standards.figures import FIELDS, NUMBERS, Figure


class VerifyForm(Form):
    """What is confirmed or corrected, on what ground; the field of the value fits the figure."""

    value = forms.CharField(label="核定值", max_length=500)
    source = forms.CharField(
        label="依据", max_length=200, help_text="哪份文件、第几页第几条，例如：全爱卫发〔2021〕6号附件2第33行。"
    )
    reason = forms.CharField(
        label="说明",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="怎么核的，例如：对照正式文本，与库中一致。",
    )

    def __init__(self, *args: Any, figure: Figure, unit: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        label = FIELDS[figure.subject][figure.field]
        if figure.field == "is_veto":
            self.fields["value"] = _choice([("", "请选"), ("yes", "是一票否决"), ("no", "不是")])
        elif figure.field == "grade":
            self.fields["value"] = _choice([(letter, f"{letter}级") for letter in "ABC"])
        elif figure.field == "judge":
            self.fields["value"] = _choice(list(Judge.choices))
        elif figure.field == "formula":
            self.fields["value"].help_text = "写成“分子 ÷ 分母 × 倍数”；率的单位是%的，倍数是100。"
        elif figure.field == "gist":
            self.fields["value"].widget = forms.Textarea(attrs={"rows": 4, "class": "form-control"})
        elif figure.field in NUMBERS:
            self.fields["value"].widget.attrs["inputmode"] = "decimal"
        self.fields["value"].label = f"{label}{unit and f'（{unit}）'}"


def _choice(choices: list[tuple[str, str]]) -> forms.ChoiceField:
    return forms.ChoiceField(choices=choices, widget=forms.Select(attrs={"class": "form-select"}))


class WithdrawForm(Form):
    reason = forms.CharField(label="撤回原因", max_length=200)
