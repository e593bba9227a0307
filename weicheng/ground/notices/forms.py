"""Input of the pages. Rules live in the services."""

from __future__ import annotations

from typing import Any

from django import forms

from weicheng.ground.notices.choices import Level, Mode, RobotKind
from weicheng.ground.notices.models import Robot
from weicheng.ground.org.forms import Form


class ClockField(forms.TimeField):
    """A time of day, in the browser's own picker."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
        super().__init__(widget=widget, input_formats=["%H:%M", "%H:%M:%S"], **kwargs)


class TimingForm(Form):
    digest_at = ClockField(label="每天汇总的时间", help_text="错开整点和半点，群机器人发得更稳。")
    quiet_from = ClockField(label="免打扰从")
    quiet_to = ClockField(label="到", help_text="这段时间不发消息，过了再发。两个时间一样就是不设。")
    quiet_holidays = forms.BooleanField(label="休息日也不发（按创卫办设的工作日）", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field.widget, forms.CheckboxInput):
                field.widget.attrs["class"] = "wc-tick"


class PreferenceForm(TimingForm):
    email = forms.EmailField(label="邮箱", required=False, max_length=254, help_text="不填就不发邮件。")
    by_mail = forms.BooleanField(label="发到邮箱", required=False)
    by_robot = forms.BooleanField(label="发到我自己的机器人", required=False)
    red = forms.ChoiceField(label=Level.RED.label, choices=Mode.choices)
    yellow = forms.ChoiceField(label=Level.YELLOW.label, choices=Mode.choices)
    blue = forms.ChoiceField(label=Level.BLUE.label, choices=Mode.choices)
    info = forms.ChoiceField(label=Level.INFO.label, choices=Mode.choices)
    field_order = ("email", "by_mail", "by_robot", "red", "yellow", "blue", "info")

    def levels(self) -> list[Any]:
        return [self[name] for name in ("red", "yellow", "blue", "info")]


class RobotForm(TimingForm):
    """``robot``: the one that is changed; then the address is kept where nothing is typed, and never sent to the browser."""

    kind = forms.ChoiceField(label="平台", choices=RobotKind.choices)
    name = forms.CharField(label="名称", max_length=50, help_text="自己看的，如“创卫工作群”。")
    address = forms.CharField(
        label="机器人地址（Webhook）",
        max_length=400,
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text="从群里复制来的整条地址。谁拿到它谁就能往群里发消息，所以这里不显示。",
    )
    secret = forms.CharField(
        label="加签密钥",
        max_length=200,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text="钉钉、飞书选了“加签”才要填。没选的，把关键词设为“卫城”。",
    )
    level_from = forms.ChoiceField(label="从哪一级起发到群里", choices=Level.choices, initial=Level.BLUE)
    red_at_once = forms.BooleanField(label="红色督办马上发，不等汇总", required=False)
    is_on = forms.BooleanField(label="启用", required=False, initial=True)
    clear_secret = forms.BooleanField(label="去掉原来的加签密钥", required=False)
    field_order = ("kind", "name", "address", "secret", "clear_secret", "level_from", "red_at_once", "is_on")

    def __init__(self, *args: Any, robot: Robot | None = None, own: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if robot is None:
            del self.fields["clear_secret"]
        else:
            del self.fields["kind"]
            self.fields["address"].required = False
            self.fields["address"].help_text = "不换就空着。"
            self.fields["secret"].help_text = "已经存了，不换就空着。" if robot.secret else "选了“加签”才要填。"
            if not robot.secret:
                del self.fields["clear_secret"]
        if own:  # when her robot speaks is what she chose on 我的通知
            for name in ("level_from", "red_at_once", "digest_at", "quiet_from", "quiet_to", "quiet_holidays"):
                del self.fields[name]

    def values(self) -> dict[str, Any]:
        """What services.add_robot and change_robot take besides ``kind``."""
        data = dict(self.cleaned_data)
        typed, clear = data.pop("secret"), data.pop("clear_secret", False)
        data["secret"] = "" if clear else (typed or None)
        return data
