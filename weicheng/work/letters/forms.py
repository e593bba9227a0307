"""Input of the pages; rules live in the services."""

from __future__ import annotations

from django import forms
from django.utils import timezone

from weicheng.ground.org.forms import DayField, Form


class SigningForm(Form):
    signer = forms.CharField(label="签字人", max_length=50)
    on = DayField(label="签订日期", initial=timezone.localdate)
    scan = forms.FileField(
        label="扫描件或照片",
        required=False,
        help_text="PDF、JPG、PNG；可以以后再补。",
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )


class ScanForm(Form):
    scan = forms.FileField(label="扫描件或照片", widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}))


class DayForm(Form):
    on = DayField(label="签订日期", initial=timezone.localdate)
