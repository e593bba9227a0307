"""Input of the library's pages. Rules live in the services; a form knows only types and widgets."""

from __future__ import annotations

from typing import Any

from django import forms

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.evidence.choices import EvidenceKind
from weicheng.ground.evidence.selectors.menus import clauses_by_chapter
from weicheng.ground.org.access import is_office, scope_of
from weicheng.ground.org.choices import Role
from weicheng.ground.org.fields import UnitField
from weicheng.ground.org.forms import DayField, Form
from weicheng.ground.org.models import Unit, User
from weicheng.ground.org.selectors import office_unit
from weicheng.ground.places.models import Zone
from weicheng.ground.standards.models import Clause

WHOSE = "材料是谁做的、谁交的，归档时就是责任者。"
TOLD_BY_FILE = "看文件自动定"


class ClauseField(forms.ModelChoiceField):
    """A clause of the campaign's standard, grouped by chapter."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Clause.objects.none(), **kwargs)

    def offer(self, campaign: Campaign) -> None:
        groups = clauses_by_chapter(campaign)
        self.queryset = Clause.objects.filter(edition=campaign.edition_id) if groups else Clause.objects.none()
        chapters = [(str(chapter), [(one.pk, str(one)) for one in clauses]) for chapter, clauses in groups]
        self.widget.choices = [("", "先不归条款"), *chapters]


class UploadForm(Form):
    """What all files of one upload have in common; nothing of it has to be filled in."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label="哪个单位的")
    clause = ClauseField(label="归到哪一条", required=False)
    kind = forms.ChoiceField(label="种类", choices=[("", TOLD_BY_FILE), *EvidenceKind.choices], required=False)
    on = DayField(label="形成日期", required=False, help_text="不填按今天。")
    year = forms.IntegerField(
        label="归入年度", required=False, min_value=1990, max_value=2100, help_text="不填按形成日期。"
    )
    valid_until = DayField(label="有效期至", required=False, help_text="证照填，到期前会提醒。")
    note = forms.CharField(label="说明", required=False, max_length=300)

    def __init__(self, *args: Any, campaign: Campaign, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["clause"].offer(campaign)  # type: ignore[attr-defined]
        if is_office(user):
            self.fields["unit"] = UnitField(label="哪个单位的", initial=office_unit(), help_text=WHOSE)
            self.fields["unit"].widget.attrs["class"] = "form-control"
            self.order_fields(["unit", "clause", "kind", "on", "year", "valid_until", "note"])
            return
        own = scope_of(user).units(Role.LIAISON).filter(valid_to=None)
        field = self.fields["unit"]
        field.queryset = own  # type: ignore[attr-defined]
        field.initial = own.first()
        field.empty_label = None  # type: ignore[attr-defined]


class ChangeForm(Form):
    title = forms.CharField(label="题名", max_length=200)
    kind = forms.ChoiceField(label="种类", choices=EvidenceKind.choices)
    on = DayField(label="形成日期")
    year = forms.IntegerField(label="归入年度", min_value=1990, max_value=2100)
    valid_until = DayField(label="有效期至", required=False, help_text="证照填，到期前90、60、30天各提醒一次。")
    zone = forms.ModelChoiceField(Zone.objects.none(), label="责任区", required=False)
    note = forms.CharField(label="说明", required=False, max_length=300)
    reason = forms.CharField(label="为什么改", required=False, max_length=200)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, campaign: Campaign, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_office(user):
            self.fields["unit"] = UnitField(label="哪个单位的", help_text=WHOSE)
            self.fields["unit"].widget.attrs["class"] = "form-control"
            self.order_fields(["title", "unit"])
        self.fields["zone"].queryset = Zone.objects.for_user(user).live().filter(campaign=campaign)  # type: ignore[attr-defined]


class ReasonForm(Form):
    reason = forms.CharField(label="原因", max_length=200, help_text="会写进记录，大家都看得到。")
