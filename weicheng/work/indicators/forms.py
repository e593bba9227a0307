"""Input of the pages. Rules live in the services; a form knows only types and widgets."""

from __future__ import annotations

from typing import Any

from django import forms

from weicheng.engines.judging.wording import figure
from weicheng.ground.evidence.models import Evidence
from weicheng.ground.org.forms import DayField, Form
from weicheng.ground.standards.choices import Judge
from weicheng.work.indicators.targets import Asked

_FIGURE = {"inputmode": "decimal", "autocomplete": "off"}


def _number(label: str, **values: Any) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=40, widget=forms.TextInput(attrs=_FIGURE), **values)


class ValueForm(Form):
    """What is asked of one figure: the inputs that this indicator does not need are not there."""

    numerator = _number("分子")
    denominator = _number("分母")
    value = _number("数值")
    yardstick = _number("对照值")
    measured_on = DayField(label="检查日期", required=False, help_text="按这一天施行的限值判定；不填按期末算。")
    scope = forms.CharField(label="统计范围", required=False, max_length=20)
    source_title = forms.CharField(
        label="来源", required=False, max_length=200, help_text="文件、报表或调查报告的名称。"
    )
    source_number = forms.CharField(label="文号", required=False, max_length=60)
    source_on = DayField(label="日期", required=False)
    evidence = forms.ModelChoiceField(Evidence.objects.none(), label="佐证材料", required=False, empty_label="不选")
    upload = forms.FileField(label="上传材料", required=False, max_length=255)
    note = forms.CharField(label="说明", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    reason = forms.CharField(label="原因", required=False, max_length=300)

    def __init__(self, asked: Asked, evidence: list[Evidence], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._fit(asked)
        choice: Any = self.fields["evidence"]
        choice.queryset = Evidence.objects.filter(pk__in=[one.pk for one in evidence])
        own = [one for one in evidence if one.serves]  # type: ignore[attr-defined]  # by evidence_to_choose
        others = [one for one in evidence if not one.serves]  # type: ignore[attr-defined]
        groups = (("这一条已有的材料", own), ("材料库里的其他材料", others))
        said = [
            (word, [(one.pk, f"{one}（{one.unit or '没有写单位'}）") for one in rows]) for word, rows in groups if rows
        ]
        choice.choices = [("", choice.empty_label), *said]

    def _fit(self, asked: Asked) -> None:
        indicator, judge = asked.indicator, asked.target.judge
        value = self.fields["value"]
        value.label = f"数值（{indicator.unit}）" if indicator.unit else "数值"
        if judge in (Judge.LEVEL, Judge.EXISTS):
            words = ("A", "B", "C", "D") if judge == Judge.LEVEL else ("有", "没有")
            label = "等级" if judge == Judge.LEVEL else "有没有"
            choices = [("", "请选"), *((word, f"{word}级" if judge == Judge.LEVEL else word) for word in words)]
            self.fields["value"] = forms.ChoiceField(label=label, required=False, choices=choices)
            self.fields["value"].widget.attrs["class"] = "form-select"
        if not (indicator.numerator and indicator.denominator):
            del self.fields["numerator"], self.fields["denominator"]
        else:
            self.fields["numerator"].label = indicator.numerator
            self.fields["denominator"].label = indicator.denominator
            times = f"×{figure(indicator.factor)}" if indicator.factor and indicator.factor != 1 else ""
            value.help_text = f"填了上面两个数，这里可以空着，自动算（相除{times}）。"
        if asked.needs_yardstick:
            named = "当地区域卫生规划的值" if judge == Judge.GE_LOCAL_PLAN else "全省平均值"
            self.fields["yardstick"].label = f"{named}（{indicator.unit}）"
        else:
            del self.fields["yardstick"]
        if not indicator.limit:
            del self.fields["measured_on"]


class YearForm(Form):
    year = forms.IntegerField(label="年度", min_value=1990, max_value=2100)
    due_on = DayField(label="报送期限")
