"""What the pages of official papers take in."""

from __future__ import annotations

import json
from typing import Any

from django import forms

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.kernel.errors import Invalid
from weicheng.ground.org.models import User
from weicheng.ground.papers.models import Series
from weicheng.ground.papers.official_choices import StepKind
from weicheng.ground.papers.services.drafting import TEXTS
from weicheng.ground.ui.days import optional_day
from weicheng.ground.ui.numbers import whole

BIGGEST = 25 * 1024 * 1024


class CheckForm(forms.Form):
    file = forms.FileField(
        label="公文（docx）",
        widget=forms.ClearableFileInput(attrs={"class": "form-control", "accept": ".docx"}),
        error_messages={"required": "请先选一份docx文件。", "empty": "这个文件是空的。"},
    )

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if upload.size > BIGGEST:
            raise forms.ValidationError("文件超过25MB，不像一份公文。")
        return upload


def draft_values(request: Any, campaign: Campaign) -> dict[str, Any]:
    """What the draft form sent, whole or in part: only fields that are there are taken."""
    sent = request.POST
    values: dict[str, Any] = {name: sent[name] for name in TEXTS if name in sent}
    if "attachment-name" in sent:
        pairs = zip(sent.getlist("attachment-name"), sent.getlist("attachment-text"), strict=False)
        values["attachments"] = [{"name": name, "text": text} for name, text in pairs]
    if "urgency" in sent:
        values["urgency"] = sent["urgency"]
    if "has-seal" in sent:
        values["sealed"] = sent.get("sealed") == "1"
    if "on" in sent:
        values["on"] = optional_day(sent.get("on"), "on")
    if "series" in sent:
        number = whole(sent.get("series"))
        values["series"] = Series.objects.filter(campaign=campaign, pk=number).first() if number else None
    return values


def prints_sent(request: Any) -> dict[str, str] | None:
    """What the page showed when it was opened; None from a page that does not say it, or says nonsense."""
    try:
        found = json.loads(request.POST.get("seen", ""))
    except ValueError:
        return None
    return {str(name): str(value) for name, value in found.items()} if isinstance(found, dict) else None


def version_sent(request: Any) -> int | None:
    return whole(request.POST.get("version"))


def steps_sent(request: Any) -> list[tuple[str, User]]:
    """(kind, who) as the lists of the form say."""
    found = []
    for kind in StepKind.values:
        wanted = [number for value in request.POST.getlist(kind) if (number := whole(value)) is not None]
        people = {user.pk: user for user in User.objects.filter(pk__in=wanted, is_active=True)}
        found += [(kind, people[pk]) for pk in dict.fromkeys(wanted) if pk in people]
    return found


def whole_number(text: str | None, field: str, word: str) -> int:
    number = whole(text)
    if number is None:
        raise Invalid(f"{word}要写成整数。", field)
    return number
