"""Input of the pages of campaigns. Rules live in the services."""

from __future__ import annotations

from typing import Any, cast

from django import forms

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.campaigns.phases import PhaseDates
from weicheng.ground.org.forms import DayField, Form
from weicheng.ground.standards.choices import EditionKind, Level
from weicheng.ground.standards.models import Edition

BLANK_PHASES = 1


class StartForm(Form):
    area = forms.CharField(label="地区", max_length=50, help_text="如“青禾区”。方案里写“区住建局”，就知道是哪个区的。")
    name = forms.CharField(label="活动名称", max_length=100, help_text="如“创建国家卫生区”。")
    sought_title = forms.CharField(label="争创称号", max_length=50, required=False, help_text="如“国家卫生区”。")
    code = forms.CharField(
        label="代号",
        max_length=8,
        help_text="1到8个大写字母，用在任务编号里，如QH，编号就是QH-2026-0001。开始以后不能改。",
    )
    starts_on = DayField(label="开始日期")
    ends_on = DayField(label="结束日期", help_text="通常是报评审的那年年底。")
    warn_workdays = forms.IntegerField(
        label="提前几个工作日算“即将到期”", min_value=0, max_value=60, initial=5, help_text="不知道填几，就用5。"
    )


class EditionField(forms.ModelChoiceField):
    def label_from_instance(self, edition: Edition) -> str:
        return f"{edition.title}（第{edition.version}版）" if edition.version > 1 else edition.title


class EditionForm(Form):
    """The standard a campaign is held against; what only shows the shape says so."""

    edition = EditionField(queryset=Edition.objects.none(), label="标准", empty_label="请选")
    level = forms.ChoiceField(label="创建对象", choices=Level.choices, help_text="同一个标准对市和县的目标值可能不同。")
    reason = forms.CharField(
        label="换标准的原因",
        max_length=300,
        required=False,
        help_text="第一次选可以不写。例如：2026年起按新版标准评审。",
    )

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"edition": campaign.edition_id, "level": campaign.level})
        super().__init__(*args, **kwargs)
        field = cast(EditionField, self.fields["edition"])
        rows = Edition.objects.filter(kind=EditionKind.STANDARD)
        field.queryset = rows.order_by("is_example", "-effective_from", "code", "-version")


class SettingsForm(StartForm):
    """The same, without the code, and with the phases as rows; a row without a name is left out."""

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["code"]
        self.rows: list[tuple[int | None, int]] = []
        phases = list(campaign.phases.all())
        for number in range(len(phases) + BLANK_PHASES):
            phase = phases[number] if number < len(phases) else None
            self.rows.append((phase.pk if phase else None, number))
            self.fields[f"phase_{number}_name"] = forms.CharField(
                label=f"阶段{number + 1}", max_length=50, required=False, initial=phase.name if phase else ""
            )
            for end, word in (("starts_on", "起"), ("ends_on", "止")):
                self.fields[f"phase_{number}_{end}"] = DayField(
                    label=word, required=False, initial=getattr(phase, end) if phase else None
                )
            for name in ("name", "starts_on", "ends_on"):
                self.fields[f"phase_{number}_{name}"].widget.attrs["class"] = "form-control"

    def plain_fields(self) -> list[Any]:
        return [field for field in self if not field.name.startswith("phase_")]

    def phase_rows(self) -> list[list[Any]]:
        return [
            [self[f"phase_{number}_{name}"] for name in ("name", "starts_on", "ends_on")] for _, number in self.rows
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for _, number in self.rows:
            name, start, end = (data.get(f"phase_{number}_{part}") for part in ("name", "starts_on", "ends_on"))
            if name and not (start and end):
                self.add_error(f"phase_{number}_name", "补上起止日期。")
        return data

    def values(self) -> dict[str, Any]:
        """What services.change_campaign takes."""
        data = self.cleaned_data
        plain = {name: value for name, value in data.items() if not name.startswith("phase_")}
        rows = [
            PhaseDates(data[f"phase_{n}_name"], data[f"phase_{n}_starts_on"], data[f"phase_{n}_ends_on"], pk)
            for pk, n in self.rows
            if data[f"phase_{n}_name"]
        ]
        return plain | {"phases": sorted(rows, key=lambda row: row.starts_on)}


class DaysForm(Form):
    text = forms.CharField(
        label="粘贴放假安排",
        widget=forms.Textarea(
            attrs={"rows": 5, "placeholder": "2027年2月5日至2月11日 放假 春节\n2027-02-14 上班 春节调休"}
        ),
        help_text="一行一条，写日期（或起止）、上班或放假、说明。有一行看不懂就一行也不写入。",
    )


def year_in(text: str | None, default: int) -> int:
    """A year that the calendar can show."""
    year = int(text) if text and text.isdecimal() and len(text) == 4 else default
    return min(max(year, 2004), 2100)
