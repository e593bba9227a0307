"""Writes of the organisation: one function per verb, keyword-only, ``by`` acts, an audit row in the same transaction."""

from weicheng.ground.org.services.accounts import (
    Slip,
    create_account,
    create_first_admin,
    disable_account,
    enable_account,
    issue_codes,
    open_liaison_accounts,
    redeem_code,
    reset_account,
)
from weicheng.ground.org.services.groups import add_member, change_group, create_group, dissolve_group, end_membership
from weicheng.ground.org.services.handover import hand_over
from weicheng.ground.org.services.people import add_person, appoint, change_person, end_post
from weicheng.ground.org.services.roles import assign_role, end_role
from weicheng.ground.org.services.units import (
    add_alias,
    add_unit,
    change_unit,
    dissolve_unit,
    merge_units,
    rename_unit,
    set_aliases,
)

__all__ = [
    "Slip",
    "add_alias",
    "add_member",
    "add_person",
    "add_unit",
    "appoint",
    "assign_role",
    "change_group",
    "change_person",
    "change_unit",
    "create_account",
    "create_first_admin",
    "create_group",
    "disable_account",
    "dissolve_group",
    "dissolve_unit",
    "enable_account",
    "end_membership",
    "end_post",
    "end_role",
    "hand_over",
    "issue_codes",
    "merge_units",
    "open_liaison_accounts",
    "redeem_code",
    "rename_unit",
    "reset_account",
    "set_aliases",
]
