"""Pages of one plan, as the tests around the review ask for them."""

import json

from django.http import HttpResponse
from django.test import Client

from weicheng.work.plans.models import Plan

HTMX = {"HTTP_HX_REQUEST": "true"}


def at(plan: Plan, rest: str = "") -> str:
    return f"/plans/{plan.pk}/{rest}"


def events(response: HttpResponse) -> dict:
    return json.loads(response.headers.get("HX-Trigger", "{}"))


def post(client: Client, path: str, **values):
    return client.post(path, values, **HTMX)
