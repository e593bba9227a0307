"""Duties for the tests, made through the real services."""

from datetime import date
from uuid import uuid4

from weicheng.engines.worktime.standing import read_demand
from weicheng.work.duties.models import Duty, DutyRecord, Occurrence
from weicheng.work.duties.services.keeping import DutyValues, change_duty, create_duty, values_of
from weicheng.work.duties.services.recording import record


def make_duty(by, campaign, words, units, **values) -> Duty:
    values = {"title": f"清扫（{words}）", "starts_on": date(2026, 3, 1), **values}
    made = DutyValues(demand=read_demand(words), units=units, rhythm_words=values.pop("rhythm_words", words), **values)
    return create_duty(by=by, campaign=campaign, values=made)


def change(by, duty, words=None, **values) -> Duty:
    duty = Duty.objects.get(pk=duty.pk)
    now = values_of(duty)
    if words is not None:
        now.demand = read_demand(words)
    for name, value in values.items():
        setattr(now, name, value)
    return change_duty(by=by, duty=duty, values=now, version=duty.version)


def on(duty, day, unit=None) -> Occurrence:
    found = Occurrence.objects.filter(duty=duty, day=day)
    return found.get(unit=unit) if unit else found.get()


def press(by, occurrence, **values) -> DutyRecord:
    return record(by=by, occurrence=occurrence, key=values.pop("key", uuid4()), **values)


def days(duty, unit=None) -> list[date]:
    found = Occurrence.objects.filter(duty=duty).order_by("day")
    return list((found.filter(unit=unit) if unit else found).values_list("day", flat=True))
