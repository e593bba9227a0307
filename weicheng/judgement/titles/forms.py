"""Input of the pages; rules live in the services."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from weicheng.ground.kernel.keys import GARBAGE
from weicheng.ground.org.fields import UnitField
from weicheng.ground.org.forms import DayField, Form
from weicheng.judgement.titles.authority import offered
from weicheng.judgement.titles.choices import EventKind, ObjectKind, PackageObject, Purpose, TitleLevel
from weicheng.judgement.titles.models import Title
from weicheng.judgement.titles.selectors.bids import default_object
from weicheng.judgement.titles.services.register import EVENTS


class TitleForm(Form):
    key = forms.UUIDField(widget=forms.HiddenInput, error_messages={"invalid": GARBAGE})
    name = forms.CharField(label="称号", max_length=60, help_text="如“国家卫生区”“市级卫生村”“文明卫生单位”。")
    level = forms.ChoiceField(label="级别", choices=TitleLevel.choices)
    kind = forms.ChoiceField(label="给谁的", choices=ObjectKind.choices)
    object_name = forms.CharField(
        label="对象名称", max_length=100, required=False, help_text="如“青禾区”“绿水村”；单位称号可不填。"
    )
    unit = UnitField(
        label="单位", required=False, help_text="单位称号选单位本身；村、镇的称号选负责的单位，它就看得到。"
    )
    within = forms.ModelChoiceField(
        Title.objects.none(),
        label="属于哪个称号",
        required=False,
        empty_label="不属于别的称号",
        help_text="如村的称号属于镇的称号。",
    )
    is_held = forms.TypedChoiceField(
        label="现在",
        choices=(("0", "正在争创"), ("1", "已经命名")),
        coerce=lambda value: value == "1",
        empty_value=False,
        required=False,
    )
    granted_on = DayField(label="命名日期", required=False)
    granted_by = forms.CharField(label="命名机关", max_length=60, required=False)
    paper_number = forms.CharField(label="命名文号", max_length=60, required=False)
    term_years = forms.IntegerField(label="期限（年）", min_value=1, max_value=20, required=False)
    expires_on = DayField(label="到期日", required=False, help_text="不填就按命名日期加期限算。")
    target_on = DayField(label="目标日期", required=False, help_text="还没有命名的，打算什么时候拿到。")
    note = forms.CharField(label="说明", max_length=300, required=False)

    def __init__(self, *args: Any, titles: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["within"].queryset = titles  # type: ignore[attr-defined]


class TitleChangeForm(TitleForm):
    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label="更正原因", max_length=200, required=False, help_text="改已命名称号的日期、文号时要写。"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("key", "is_held"):
            del self.fields[name]


class EventForm(Form):
    """What happened to a title without a bid; only what can happen to it now."""

    kind = forms.ChoiceField(label="登记什么")
    on = DayField(label="日期", initial=timezone.localdate)
    paper_number = forms.CharField(label="文号", max_length=60, required=False)
    expires_on = DayField(label="新的到期日", required=False, help_text="重新确认时填；不填就按期限算。")
    note = forms.CharField(label="说明", max_length=300, required=False, help_text="暂缓、撤销、不再争创要写原因。")

    def __init__(self, *args: Any, title: Title, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one, EventKind(one).label) for one, states in EVENTS.items() if title.state in states]
        self.fields["kind"].choices = choices  # type: ignore[attr-defined]


class StartForm(Form):
    key = forms.UUIDField(widget=forms.HiddenInput, error_messages={"invalid": GARBAGE})
    purpose = forms.ChoiceField(label="用途")
    rules = forms.ChoiceField(label="评审流程", help_text="按哪一级的办法走。带“待核”的请对照原文。")
    package_object = forms.ChoiceField(label="按哪一类对象报资料", choices=PackageObject.choices)
    started_on = DayField(label="从哪天开始", initial=timezone.localdate)
    cycle_from = forms.IntegerField(label="周期第一年", min_value=2000, max_value=2100)
    review_on = DayField(
        label="迎检日期", required=False, help_text="预计考核组到的那天，倒排日程从它往回数；以后可以改。"
    )

    def __init__(self, *args: Any, title: Title, purposes: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = default_object(title)
        self.fields["purpose"].choices = [(one, Purpose(one).label) for one in purposes]  # type: ignore[attr-defined]
        self.fields["rules"].choices = [(one.key, one.name) for one in offered(title.level, kind)]  # type: ignore[attr-defined]
        self.fields["package_object"].initial = kind
        self.fields["cycle_from"].initial = timezone.localdate().year
