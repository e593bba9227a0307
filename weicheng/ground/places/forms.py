"""Input of the pages; rules live in the services."""

from __future__ import annotations

from django import forms
from django.utils import timezone

from weicheng.ground.org.fields import PersonField, UnitField
from weicheng.ground.org.forms import DayField, Form


class ZoneForm(Form):
    name = forms.CharField(label="责任区名称", max_length=80, help_text="如“人民路（解放街口至南桥）”。")
    limits = forms.CharField(
        label="范围",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="用话写清四至，如“东至护城河，西至人民路，南至南桥，北至解放街，含背街小巷6条”。",
    )
    owner = UnitField(label="所在街道社区", required=False)
    note = forms.CharField(label="备注", max_length=200, required=False)


class SponsorForm(Form):
    leader = PersonField(label="包抓领导", required=False)
    new_leader = forms.CharField(
        label="名单里没有的领导", max_length=50, required=False, help_text="写姓名，系统一并登记到人员里。"
    )
    leader_title = forms.CharField(label="领导职务", max_length=80, required=False, help_text="如“区委常委、副区长”。")
    department = UnitField(label="包抓部门")
    chief = PersonField(label="部门负责人", required=False, help_text="不填就用单位里登记的责任人。")
    start = DayField(label="从哪天起", initial=timezone.localdate)
    reason = forms.CharField(label="依据", max_length=200, required=False, help_text="如通知的文号。")


class EndForm(Form):
    reason = forms.CharField(label="原因", max_length=200)


class EndSponsorForm(EndForm):
    on = DayField(label="包抓到哪天止", initial=timezone.localdate)
    field_order = ("on", "reason")
