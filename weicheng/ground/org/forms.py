"""Input of the pages. Rules live in the services; a form knows only types and widgets."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from weicheng.ground.org.choices import GroupKind, MemberPost, PostKind, Role, UnitKind
from weicheng.ground.org.fields import PersonField, UnitField
from weicheng.ground.ui.days import FORM_YEARS


class DayField(forms.DateField):
    """A day, in the browser's own calendar."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        super().__init__(widget=widget, input_formats=["%Y-%m-%d"], **kwargs)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and value.year not in FORM_YEARS:
            raise forms.ValidationError(f"{value.year}年不对，请检查年份。")


class Form(forms.Form):
    """Inputs wear the classes of the house; a wrong one is marked for screen readers too."""

    required_css_class = "required"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            select = isinstance(field.widget, forms.Select)
            if not isinstance(field.widget, forms.CheckboxInput):
                field.widget.attrs.setdefault("class", "form-select" if select else "form-control")


class UnitChangeForm(Form):
    short_name = forms.CharField(
        label="简称", max_length=50, required=False, help_text="列表和公文里用的短名称，如“区住建局”。"
    )
    kind = forms.ChoiceField(label="类别", choices=UnitKind.choices)
    parent = UnitField(label="上级单位", required=False)
    aliases = forms.CharField(
        label="别称",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="一行一个。方案里可能出现的其他写法；“住建局”“市监局”这类通用简称不用填，系统自己认得。",
    )
    code = forms.CharField(label="编码", max_length=30, required=False, help_text="不填由系统编。")
    order = forms.IntegerField(label="排序", min_value=0, max_value=99999, required=False, help_text="小的排在前面。")
    valid_from = DayField(label="设立日期", required=False)

    def clean_order(self) -> int:
        return self.cleaned_data["order"] or 0

    def clean_aliases(self) -> list[str]:
        return self.cleaned_data["aliases"].splitlines()


class UnitForm(UnitChangeForm):
    name = forms.CharField(label="全称", max_length=100, help_text="如“青禾区住房和城乡建设局”。")
    field_order = ("name",)


class RenameForm(Form):
    name = forms.CharField(label="新的全称", max_length=100)
    short_name = forms.CharField(label="新的简称", max_length=50, required=False)
    on = DayField(label="从哪天起", initial=timezone.localdate)
    reason = forms.CharField(label="依据", max_length=200, required=False, help_text="如文号、会议。")


class MergeForm(Form):
    into = UnitField(label="并入哪个单位")
    on = DayField(label="从哪天起", initial=timezone.localdate)
    reason = forms.CharField(label="依据", max_length=200, required=False, help_text="如文号、会议。")

    hand_over = forms.BooleanField(
        label="没办完的任务一起交给它",
        required=False,
        initial=True,
        help_text="每项任务的记录里写明。不勾的，列在“责任缺口”里，以后再交。",
    )


class DissolveForm(Form):
    on = DayField(label="从哪天起", initial=timezone.localdate)
    reason = forms.CharField(label="依据", max_length=200, required=False, help_text="如文号、会议。")


class PersonForm(Form):
    name = forms.CharField(label="姓名", max_length=50)
    phone = forms.CharField(label="电话", max_length=30, required=False)


class WhoForm(Form):
    """Somebody registered, or somebody new."""

    person = PersonField(label="已登记的人", required=False)
    new_name = forms.CharField(label="或新登记：姓名", max_length=50, required=False)
    new_phone = forms.CharField(label="新登记：电话", max_length=30, required=False)

    who_required = True

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("person") and data.get("new_name"):
            self.add_error("new_name", "选了已登记的人，就不要再填新的姓名。")
        if self.who_required and not (data.get("person") or data.get("new_name")) and "person" not in self.errors:
            self.add_error("person", "请选一个人，或填新的姓名。")
        return data


class AppointForm(WhoForm):
    kind = forms.ChoiceField(label="身份", choices=PostKind.choices)
    title = forms.CharField(label="职务", max_length=50, required=False, help_text="如“局长”“办公室科员”。")
    start = DayField(label="从哪天起", required=False, initial=timezone.localdate)
    field_order = ("kind", "person", "new_name", "new_phone", "title", "start")


class MemberForm(WhoForm):
    post = forms.ChoiceField(label="组内职务", choices=MemberPost.choices, initial=MemberPost.MEMBER)
    title = forms.CharField(label="单位职务", max_length=80, required=False, help_text="如“区住建局局长”。")
    home_unit = UnitField(label="原单位", required=False)
    start = DayField(label="从哪天起", required=False, initial=timezone.localdate)


class HandoverForm(WhoForm):
    who_required = False
    on = DayField(label="离任日期（当天仍在任）", initial=timezone.localdate)
    reason = forms.CharField(label="原因", max_length=200, required=False, help_text="如“调区财政局”。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].label = "接任的人（已登记）"
        self.fields["new_name"].label = "或新登记接任的人：姓名"


class EndForm(Form):
    on = DayField(label="最后一天", initial=timezone.localdate)


class GroupForm(Form):
    name = forms.CharField(label="名称", max_length=100, help_text="如“青禾区创建国家卫生区工作领导小组”。")
    kind = forms.ChoiceField(label="类别", choices=GroupKind.choices)
    parent: Any = forms.ModelChoiceField(label="隶属", queryset=None, required=False, empty_label="（无）")
    host_unit = UnitField(label="办公室设在", required=False)
    start = DayField(label="成立日期", required=False)

    def __init__(self, *args: Any, groups: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = groups  # type: ignore[attr-defined]


class GroupEndForm(Form):
    on = DayField(label="从哪天起撤销", initial=timezone.localdate)
    reason = forms.CharField(label="依据", max_length=200, required=False, help_text="如文号、会议。")


class RoleForm(Form):
    role = forms.ChoiceField(label="角色", choices=Role.choices)
    unit = UnitField(label="范围", required=False, help_text="不填就是全部单位；单位联络员必须填。")
    start = DayField(label="起", required=False)
    end = DayField(label="止", required=False)


class AccountForm(WhoForm):
    role = forms.ChoiceField(label="角色", choices=Role.choices)
    unit = UnitField(label="范围", required=False, help_text="不填就是全部单位；单位联络员必须填。")
    username = forms.RegexField(
        r"^[\w.@+-]+$", label="用户名", max_length=30, required=False, help_text="不填由系统按拼音编。"
    )


class CodeForm(Form):
    code = forms.CharField(
        label="一次性登录码",
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )


class CodePasswordForm(CodeForm):
    password = forms.CharField(
        label="给自己设一个密码",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="至少8个字符，不能全是数字。",
    )
    again = forms.CharField(
        label="再输一遍", strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("password") and data.get("again") and data["password"] != data["again"]:
            self.add_error("again", "两遍不一样，请重输。")
        return data


class ImportForm(Form):
    file = forms.FileField(label="填好的表（.xlsx）", widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.et"}))
