"""Input of the duty pages. Rules live in the services; a form knows only types and widgets."""

from __future__ import annotations

from typing import Any

from django import forms

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.org.forms import DayField, Form
from weicheng.work.duties.choices import HolidayRule, PeopleBasis
from weicheng.work.duties.models import HeadcountRule


class DutyForm(Form):
    title = forms.CharField(label="做什么", max_length=200)
    rhythm = forms.CharField(
        label="多久一次",
        max_length=100,
        help_text="照平常的话写：每周五下午、每月最后一个星期五、每半月一次、每季度不少于1次、每天不少于3次。",
    )
    holiday = forms.ChoiceField(label="逢节假日", choices=HolidayRule.choices, initial=HolidayRule.KEEP)
    starts_on = DayField(label="从哪天起")
    ends_on = DayField(label="到哪天止", required=False, help_text="不填，到活动结束为止。")
    people = forms.IntegerField(label="每次到场几人", required=False, min_value=1, max_value=9999)
    people_basis = forms.ChoiceField(
        label="人数怎么算", choices=PeopleBasis.choices, required=False, initial=PeopleBasis.EACH
    )
    headcount_rule = forms.ModelChoiceField(
        HeadcountRule.objects.none(),
        label="按单位人数派人",
        required=False,
        empty_label="不用",
        help_text="选了规则，到场人数按各单位的人数算，不看上面的数。",
    )
    needs_evidence = forms.BooleanField(label="每次都要附照片或文件", required=False)
    number_unit = forms.CharField(
        label="要填的数量", max_length=20, required=False, help_text="写计量单位，如“车”“处”；不填就不问数量。"
    )
    words = forms.CharField(label="文件原话", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))
    note = forms.CharField(label="说明", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))
    exempt_reason = forms.CharField(label="免做的原因", required=False, max_length=100)

    def __init__(self, campaign: Campaign, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rules: Any = self.fields["headcount_rule"]
        rules.queryset = HeadcountRule.objects.filter(campaign=campaign)


class RecordForm(Form):
    on = DayField(required=False)
    number = forms.CharField(required=False, max_length=20)
    people = forms.IntegerField(required=False, min_value=0, max_value=9999)
    text = forms.CharField(required=False, max_length=2000)
