"""Saved views of the ledger."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.kernel import audit
from weicheng.ground.kernel.errors import Invalid
from weicheng.ground.org.models import User
from weicheng.work.plans.models import SavedView
from weicheng.work.plans.permissions import check_user_can_change_view, check_user_can_share_view
from weicheng.work.plans.selectors.ledger_filter import LedgerFilter


def save_view(*, by: User, campaign: Campaign, name: str, query: str, shared: bool = False) -> SavedView:
    """Keep a filter under a name; the same name again takes the new filter. ``shared``: the whole office sees it."""
    name = _checked_name(name)
    if shared:
        check_user_can_share_view(by, campaign)
    plain = LedgerFilter.parse(query.lstrip("?"), campaign).query_string()
    with transaction.atomic():
        view, _ = SavedView.objects.update_or_create(
            campaign=campaign, user=by, name=name, defaults={"query": plain, "is_shared": shared}
        )
        audit.record("plans.view.saved", by=by, obj=view, label=name, after={"name": name, "query": plain})
    return view


def rename_view(*, by: User, view: SavedView, name: str) -> SavedView:
    check_user_can_change_view(by, view)
    name = _checked_name(name)
    before = view.name
    try:
        with transaction.atomic():
            view.name = name
            view.save(update_fields=["name"])
            audit.record(
                "plans.view.renamed", by=by, obj=view, label=name, before={"name": before}, after={"name": name}
            )
    except IntegrityError as error:
        view.name = before
        raise Invalid(f"已经有一个视图叫“{name}”。", "name") from error
    return view


def delete_view(*, by: User, view: SavedView) -> None:
    check_user_can_change_view(by, view)
    with transaction.atomic():
        audit.record("plans.view.deleted", by=by, obj=view, label=view.name, before={"name": view.name})
        view.delete()


def _checked_name(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise Invalid("给视图起个名字。", "name")
    if len(name) > 30:
        raise Invalid(f"视图名最多30个字，现在有{len(name)}个。", "name")
    return name
