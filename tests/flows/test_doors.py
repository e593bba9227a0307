"""Every address x every role x GET and POST: what is answered, as one table. A new address without a line fails.

2 a page, 3 sent on, 4 let in and told what is wrong with the form, L sent to the login, N not allowed, 0 not found,
M no such method, G a link that does not work for this account. Columns: anonymous, office, leader, liaison of the unit that
has the task, liaison of another unit, inspector, auditor, admin. Every request is undone, so each meets the same world.
"""

from __future__ import annotations

import itertools
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from tests.flows.world import ROLES, World, build_world
from weicheng.ground.kernel.models import AuditEvent
from weicheng.ground.org.tests.factories import PASSWORD, UserFactory, user_with_role
from weicheng.work.plans.models import DraftRow
from weicheng.work.plans.tests.factories import PlanFactory

pytestmark = pytest.mark.django_db

# name, what stands in the address (see tests/flows/world.py), GET, POST
TABLE = (
    ("home", "", "L2222222", "L2222222"),
    ("healthz", "", "22222222", "22222222"),
    ("login", "", "23333333", "23333333"),
    ("logout", "", "MMMMMMMM", "LLLLLLLL"),
    ("password-change", "", "L2222222", "L2222222"),
    ("audit", "", "L2NNNN22", "LMMMMMMM"),
    ("search", "", "L2222222", "L2222222"),
    ("ui-gallery", "", "L2222222", "L2222222"),
    ("plans:list", "", "L2222222", "LMMMMMMM"),
    ("plans:upload", "", "L2NNNNNN", "L4NNNNNN"),
    ("plans:detail", "published", "L3330033", "LMMMMMMM"),
    ("plans:reading", "reading", "L2200022", "LMMMMMMM"),
    ("plans:cancel", "reading", "LMMMMMMM", "L3N000NN"),
    ("plans:read-again", "reading", "LMMMMMMM", "L4N000NN"),
    ("plans:reopen", "published", "LMMMMMMM", "L4NN00NN"),
    ("plans:discard", "review", "LMMMMMMM", "L3N000NN"),
    ("plans:original", "published", "L2220022", "LMMMMMMM"),
    ("plans:review", "review", "L2N000NN", "LMMMMMMM"),
    ("plans:rows", "review", "L2N000NN", "MMMMMMMM"),
    ("plans:rows-portion", "review", "L2N000NN", "MMMMMMMM"),
    ("plans:versions", "review", "L2200022", "LMMMMMMM"),
    ("plans:dropped", "review", "L2N000NN", "MMMMMMMM"),
    ("plans:row-add", "review", "MMMMMMMM", "L4N000NN"),
    ("plans:bulk", "review", "MMMMMMMM", "L4N000NN"),
    ("plans:assign", "review", "MMMMMMMM", "L4N000NN"),
    ("plans:undo", "review", "MMMMMMMM", "L4N000NN"),
    ("plans:row", "row", "L2N000NN", "MMMMMMMM"),
    ("plans:row-save", "row", "MMMMMMMM", "L4N000NN"),
    ("plans:row-split", "row", "L2N000NN", "L4N000NN"),
    ("plans:row-merge", "row", "MMMMMMMM", "L4N000NN"),
    ("plans:row-renew", "row", "MMMMMMMM", "L2N000NN"),
    ("plans:owner-add", "row", "MMMMMMMM", "L4N000NN"),
    ("plans:row-state", "row drop", "MMMMMMMM", "L4N000NN"),
    ("plans:owner-remove", "owner", "MMMMMMMM", "L4N000NN"),
    ("plans:owner-choose", "owner", "MMMMMMMM", "L4N000NN"),
    ("plans:owner-create", "owner", "MMMMMMMM", "L4N000NN"),
    ("plans:publish", "review", "L2N000NN", "L3N000NN"),
    ("plans:withdraw", "published", "L2NN00NN", "L4NN00NN"),
    ("plans:revises", "review", "LMMMMMMM", "L3N000NN"),
    ("plans:duplicates", "review", "L2N000NN", "L3N000NN"),
    ("plans:paper", "published", "L2220022", "LMMMMMMM"),
    ("ledger:list", "", "L2222222", "LMMMMMMM"),
    ("ledger:timeline", "", "L2222222", "LMMMMMMM"),
    ("ledger:calendar", "", "L2222222", "LMMMMMMM"),
    ("ledger:matrix", "", "L2222222", "LMMMMMMM"),
    ("ledger:export", "csv", "L2222222", "LMMMMMMM"),
    ("ledger:import", "", "L2NNNNNN", "L2NNNNNN"),
    ("ledger:import-apply", "import", "LMMMMMMM", "L3444444"),
    ("ledger:view-save", "", "LMMMMMMM", "L3333333"),
    ("ledger:view-delete", "view", "LMMMMMMM", "L3000000"),
    ("ledger:feeds", "", "L2222222", "L3030000"),
    ("ledger:feed", "feed", "22222222", "MMMMMMMM"),
    ("ledger:bulk", "", "LMMMMMMM", "L2NN44NN"),
    ("ledger:gaps", "", "L2222222", "LMMMMMMM"),
    ("ledger:gaps-export", "", "L2222222", "LMMMMMMM"),
    ("ledger:gaps-inherit", "", "LMMMMMMM", "L4NNNNNN"),
    ("ledger:postponements", "", "L2222222", "LMMMMMMM"),
    ("ledger:postponements-decide", "", "LMMMMMMM", "L4444444"),
    ("ledger:deadline-rule", "", "LMMMMMMM", "L3NNNNNN"),
    ("ledger:postpone", "task", "LMMMMMMM", "L4N400NN"),
    ("ledger:gap-assign", "task", "LMMMMMMM", "L4NN00NN"),
    ("ledger:task", "task", "L2220022", "LMMMMMMM"),
    ("ledger:task-edit", "task", "L2NN00NN", "L4NN00NN"),
    ("ledger:report", "task", "LMMMMMMM", "L2N200NN"),
    ("ledger:entry", "entry confirm", "LMMMMMMM", "L2NN00NN"),
    ("consultation:list", "", "L2222222", "LMMMMMMM"),
    ("consultation:disputes", "", "L22NNN22", "LMMMMMMM"),
    ("consultation:plan", "review", "L2200022", "LMMMMMMM"),
    ("consultation:open", "review", "LMMMMMMM", "L4NNNNNN"),
    ("consultation:run", "round remind", "LMMMMMMM", "L3NNNNNN"),
    ("consultation:unit", "round unit", "L2220022", "L4N400NN"),
    ("consultation:rule", "reply", "LMMMMMMM", "L4NNNNNN"),
    ("consultation:receipts", "published", "L2200022", "LMMMMMMM"),
    ("consultation:receipts-remind", "published", "LMMMMMMM", "L3NNNNNN"),
    ("consultation:receipt", "published unit", "L2220022", "L3N300NN"),
    ("mine", "", "L2222222", "LMMMMMMM"),
    ("difficulties:list", "", "L2222222", "LMMMMMMM"),
    ("difficulties:export", "", "L2222222", "LMMMMMMM"),
    ("difficulties:rules", "", "L2NNNNNN", "L4NNNNNN"),
    ("difficulties:raise", "", "L2N22NNN", "L4N44NNN"),
    ("difficulties:detail", "difficulty", "L2220022", "LMMMMMMM"),
    ("difficulties:move", "difficulty answer", "LMMMMMMM", "L4NN00NN"),
    ("reminders:log", "", "L2222222", "LMMMMMMM"),
    ("reminders:export", "", "L2222222", "LMMMMMMM"),
    ("reminders:rules", "", "L2NNNNNN", "L4NNNNNN"),
    ("reminders:unattended", "", "L22NNN22", "LMMMMMMM"),
    ("reminders:late", "", "L2222222", "LMMMMMMM"),
    ("reminders:sheets", "", "L2NNNNNN", "L4NNNNNN"),
    ("reminders:sheets-export", "", "L2NNNNNN", "LMMMMMMM"),
    ("reminders:sheets-job", "sheets job", "L2NNNNNN", "LMMMMMMM"),
    ("reminders:sheets-errors", "sheets job", "L2NNNNNN", "LMMMMMMM"),
    ("reminders:checking", "", "L2NNNNNN", "LMMMMMMM"),
    ("reminders:confirm", "", "LMMMMMMM", "L4NNNNNN"),
    ("reminders:return", "entry", "LMMMMMMM", "L4NNNNNN"),
    ("reminders:ask", "entry", "LMMMMMMM", "L4NNNNNN"),
    ("reminders:question", "question", "L2220022", "L4N400NN"),
    ("org:units", "", "L2222222", "LMMMMMMM"),
    ("org:unit-search", "", "L2222222", "LMMMMMMM"),
    ("org:person-search", "", "L2222222", "LMMMMMMM"),
    ("org:unit-add", "", "L2NNNNN2", "L2NNNNN2"),
    ("org:unit", "unit", "L2220222", "LMMMMMMM"),
    ("org:unit-edit", "unit", "L2NN0NN2", "L2NN0NN2"),
    ("org:unit-rename", "unit", "L2NN0NN2", "L2NN0NN2"),
    ("org:unit-merge", "unit", "L2NN0NN2", "L2NN0NN2"),
    ("org:unit-dissolve", "unit", "L2NN0NN2", "L2NN0NN2"),
    ("org:appoint", "unit", "L2NN0NN2", "L2NN0NN2"),
    ("org:post-end", "post", "L2NN0NN2", "L2NN0NN2"),
    ("org:people", "", "L2222222", "LMMMMMMM"),
    ("org:person-add", "", "L2NNNNN2", "L2NNNNN2"),
    ("org:person", "person", "L2220022", "LMMMMMMM"),
    ("org:person-edit", "person", "L2NN00N2", "L2NN00N2"),
    ("org:hand-over", "person", "L2NN00N2", "L2NN00N2"),
    ("org:groups", "", "L22NNN22", "LMMMMMMM"),
    ("org:group-add", "", "L2NNNNN2", "L2NNNNN2"),
    ("org:group-edit", "group", "L2NNNNN2", "L2NNNNN2"),
    ("org:group-end", "group", "L2NNNNN2", "L2NNNNN2"),
    ("org:member-add", "group", "L2NNNNN2", "L2NNNNN2"),
    ("org:member-end", "seat", "L2NNNNN2", "L2NNNNN2"),
    ("org:accounts", "", "L2NNNNN2", "LMMMMMMM"),
    ("org:accounts-open", "", "L2NNNNN2", "L3NNNNN3"),
    ("org:account-add", "", "L2NNNNN2", "L2NNNNN2"),
    ("org:account", "account", "L2NNNNN2", "LMMMMMMM"),
    ("org:account-reset", "account", "LMMMMMMM", "L2NNNNN2"),
    ("org:account-switch", "account", "LMMMMMMM", "L3NNNNN3"),
    ("org:role-add", "account", "L2NNNNN2", "L2NNNNN2"),
    ("org:role-end", "role", "LMMMMMMM", "L3NNNNN3"),
    ("org:first-run", "", "33333333", "LLLLLLLL"),
    ("org:code", "", "22222222", "22222222"),
    ("org:import", "", "L2NNNNN2", "L2NNNNN2"),
    ("org:import-template", "", "L2NNNNN2", "LMMMMMMM"),
    ("org:export", "", "L22NNN22", "LMMMMMMM"),
    ("org:import-confirm", "", "LMMMMMMM", "L3NNNNN3"),
    ("org:import-errors", "", "L3NNNNN3", "LMMMMMMM"),
    ("campaigns:start", "", "L2NNNNN2", "L2NNNNN2"),
    ("campaigns:choose", "campaign", "LMMMMMMM", "L3333333"),
    ("campaigns:settings", "", "L2NNNNN2", "L2NNNNN2"),
    ("campaigns:close", "", "LMMMMMMM", "L3NNNNN3"),
    ("campaigns:calendar", "", "L2NNNNN2", "LMMMMMMM"),
    ("campaigns:calendar-day", "", "LMMMMMMM", "L4NNNNN4"),
    ("campaigns:calendar-import", "", "LMMMMMMM", "L4NNNNN4"),
    ("campaigns:calendar-confirm", "", "LMMMMMMM", "L3NNNNN3"),
    ("leader", "", "L22NNN22", "LMMMMMMM"),
    ("leader-compare", "", "L22NNN22", "LMMMMMMM"),
    ("cascade:list", "", "L2222222", "LMMMMMMM"),
    ("cascade:papers", "", "L2200022", "LMMMMMMM"),
    ("cascade:open", "", "LMMMMMMM", "L4NNNNNN"),
    ("cascade:call", "call", "L2230022", "LMMMMMMM"),
    ("cascade:change", "call", "LMMMMMMM", "L4NNNNNN"),
    ("cascade:remind", "call", "LMMMMMMM", "L3NNNNNN"),
    ("cascade:answer", "answer", "L2220022", "LMMMMMMM"),
    ("cascade:row-add", "answer", "LMMMMMMM", "L4N400NN"),
    ("cascade:carry", "answer", "LMMMMMMM", "L3N300NN"),
    ("cascade:document", "answer", "LMMMMMMM", "L4N400NN"),
    ("cascade:move", "answer submit", "LMMMMMMM", "L3N300NN"),
    ("cascade:row", "unit row", "LMMMMMMM", "L4N400NN"),
    ("cascade:row-remove", "unit row", "LMMMMMMM", "L3N300NN"),
    ("cascade:row-done", "unit row", "LMMMMMMM", "L3N300NN"),
    ("reports:home", "", "L3332233", "LMMMMMMM"),
    ("reports:tallies", "", "L2222222", "LMMMMMMM"),
    ("reports:burden", "", "L2200022", "LMMMMMMM"),
    ("reports:week", "week", "L2200022", "LMMMMMMM"),
    ("reports:remind", "week", "LMMMMMMM", "L3NNNNNN"),
    ("reports:report", "report", "L2220022", "LMMMMMMM"),
    ("reports:write", "report", "LMMMMMMM", "L4N400NN"),
    ("reports:drop", "report", "LMMMMMMM", "L3N300NN"),
    ("reports:restore", "report", "LMMMMMMM", "L3N300NN"),
    ("reports:submit", "report", "LMMMMMMM", "L3N300NN"),
    ("reports:return", "report", "LMMMMMMM", "L0000000"),
    ("notices:inbox", "", "L2222222", "LMMMMMMM"),
    ("notices:open", "notice", "L0030000", "LMMMMMMM"),
    ("notices:read", "notice", "LMMMMMMM", "L0020000"),
    ("notices:read-all", "", "LMMMMMMM", "L2222222"),
    ("notices:mine", "", "L2222222", "L2222222"),
    ("notices:my-robot-add", "", "L2222222", "L2222222"),
    ("notices:robots", "", "L2NNNNN2", "LMMMMMMM"),
    ("notices:robot-add", "", "L2NNNNN2", "L2NNNNN2"),
    ("notices:robot-edit", "robot", "L2NNNNN2", "L2NNNNN2"),
    ("notices:robot-row", "robot", "L2NNNNN2", "LMMMMMMM"),
    ("notices:robot-remove", "robot", "LMMMMMMM", "L3NNNNN3"),
    ("notices:robot-test", "robot", "LMMMMMMM", "L2NNNNN2"),
    ("notices:deliveries", "", "L2NNNN22", "LMMMMMMM"),
    ("notices:delivery-retry", "delivery", "LMMMMMMM", "L3NNNNN3"),
    ("notices:retry-all", "", "LMMMMMMM", "L3NNNNN3"),
    ("duties:list", "", "L2222222", "LMMMMMMM"),
    ("duties:week", "", "L2222222", "LMMMMMMM"),
    ("duties:new", "", "L2NNNNNN", "L4NNNNNN"),
    ("duties:understood", "", "L2NNNNNN", "LMMMMMMM"),
    ("duties:from-ledger", "", "L2NNNNNN", "L3NNNNNN"),
    ("duties:from-task", "task", "LMMMMMMM", "L4NN00NN"),
    ("duties:unsettled", "", "L22NNN22", "LMMMMMMM"),
    ("duties:rule-new", "", "LMMMMMMM", "L3NNNNNN"),
    ("duties:rule-settle", "headcount rule", "LMMMMMMM", "L3NNNNNN"),
    ("duties:headcounts", "", "LMMMMMMM", "L3NNNNNN"),
    ("duties:record", "due", "LMMMMMMM", "L3N300NN"),
    ("duties:excuse", "due", "LMMMMMMM", "L3NN00NN"),
    ("duties:take-back", "record", "LMMMMMMM", "L3NN00NN"),
    ("duties:export", "", "L2222222", "LMMMMMMM"),
    ("duties:feed", "feed", "22222222", "MMMMMMMM"),
    ("duties:duty", "duty", "L2220022", "LMMMMMMM"),
    ("duties:edit", "duty", "L2NN00NN", "L4NN00NN"),
    ("duties:end", "duty", "LMMMMMMM", "L3NN00NN"),
    ("duties:arrange", "duty", "LMMMMMMM", "L3NN00NN"),
    ("duties:settle", "duty rhythm", "LMMMMMMM", "L3NN00NN"),
    ("duties:roster-list", "", "L2222222", "LMMMMMMM"),
    ("duties:roster-mine", "", "L2222222", "LMMMMMMM"),
    ("duties:roster-new", "", "L2N22NNN", "L4N44NNN"),
    ("duties:roster-feed", "roster feed", "22222222", "MMMMMMMM"),
    ("duties:roster", "roster", "L2220022", "LMMMMMMM"),
    ("duties:roster-people", "roster draft", "L2220022", "L3N300NN"),
    ("duties:roster-member", "roster member leave", "LMMMMMMM", "L3N300NN"),
    ("duties:roster-act", "roster draft plan", "LMMMMMMM", "L3N300NN"),
    ("duties:roster-day", "roster today", "L2220022", "LMMMMMMM"),
    ("duties:roster-change", "roster turn", "LMMMMMMM", "L3N300NN"),
    ("duties:roster-log", "roster shift", "LMMMMMMM", "L3N300NN"),
    ("duties:roster-paper", "roster", "L2220022", "LMMMMMMM"),
    ("duties:roster-table", "roster", "L2220022", "LMMMMMMM"),
    ("duties:roster-calendars", "roster", "L2N200NN", "L3N300NN"),
    ("places:list", "", "L2222222", "LMMMMMMM"),
    ("places:add", "", "L2NNNNNN", "L2NNNNNN"),
    ("places:import", "", "L2NNNNNN", "L2NNNNNN"),
    ("places:import-template", "", "L2NNNNNN", "LMMMMMMM"),
    ("places:zone", "zone", "L2220022", "LMMMMMMM"),
    ("places:edit", "zone", "L2NN00NN", "L2NN00NN"),
    ("places:end", "zone", "L2NN00NN", "L2NN00NN"),
    ("places:sponsor", "zone", "L2NN00NN", "L2NN00NN"),
    ("places:sponsor-end", "sponsorship", "L2NN00NN", "L2NN00NN"),
    ("standards:list", "", "L2222222", "LMMMMMMM"),
    ("standards:limits", "", "L2222222", "LMMMMMMM"),
    ("standards:edition", "edition", "L2222222", "LMMMMMMM"),
    ("standards:export", "edition", "L2222222", "LMMMMMMM"),
    ("standards:clause", "clause of edition", "L2222222", "LMMMMMMM"),
    ("standards:verify", "edition", "L0NNNNN0", "L0NNNNN0"),  # without the figure that is meant
    ("standards:withdraw", "verification", "L2NNNNN2", "L2NNNNN2"),
    ("campaigns:edition", "", "L2NNNNN2", "L2NNNNN2"),
    ("coverage:overview", "", "L22NNN22", "LMMNNNMM"),
    ("coverage:units", "", "L22NNN22", "LMMNNNMM"),
    ("coverage:places", "", "L22NNN22", "LMMNNNMM"),
    ("coverage:holes", "", "L22NNN22", "L4NNNNNN"),
    ("coverage:classify", "", "L22NNN22", "LMMNNNMM"),
    ("coverage:pick", "task", "LMMNNNMM", "L2NNNNNN"),
    ("coverage:sure", "", "LMMNNNMM", "L3NNNNNN"),
    ("coverage:unsure", "", "LMMNNNMM", "L3NNNNNN"),
    ("coverage:task", "task", "L2NNNNNN", "L2NNNNNN"),
    ("indicators:list", "", "L2222222", "LMMMMMMM"),
    ("indicators:export", "", "L2222222", "LMMMMMMM"),
    ("indicators:checking", "", "L2NNNNNN", "LMMMMMMM"),
    ("indicators:check-many", "", "LMMMMMMM", "L4NNNNNN"),
    ("indicators:owners", "", "L2NNNNNN", "LMMMMMMM"),
    ("indicators:assign-suggested", "", "LMMMMMMM", "L3NNNNNN"),
    ("indicators:assign", "indicator", "LMMMMMMM", "L4NNNNNN"),
    ("indicators:year", "", "LMMMMMMM", "L4NNNNNN"),
    ("indicators:rule", "", "LMMMMMMM", "L4NNNNNN"),
    ("indicators:gaps", "", "L22NNN22", "LMMMMMMM"),
    ("indicators:remind", "", "LMMMMMMM", "L3NNNNNN"),
    ("indicators:again", "", "L22NNN22", "LMMMMMMM"),
    ("indicators:template", "", "L2N22NNN", "LMMMMMMM"),
    ("indicators:import", "", "L2N22NNN", "L2N22NNN"),
    ("indicators:import-apply", "value table", "LMMMMMMM", "L3444444"),
    ("indicators:import-errors", "value table", "L2000000", "LMMMMMMM"),
    ("indicators:move", "value check", "LMMMMMMM", "L3NN00NN"),
    ("indicators:indicator", "indicator", "L2220022", "LMMMMMMM"),
    ("indicators:fill", "indicator", "L2N200NN", "L4N400NN"),
    ("letters:list", "", "L2222222", "LMMMMMMM"),
    ("letters:breakdown", "", "L2222222", "LMMMMMMM"),
    ("letters:breakdown-docx", "", "L22NNN22", "LMMMMMMM"),
    ("letters:zones-docx", "", "L2223322", "LMMMMMMM"),
    ("letters:notices", "", "L2222222", "LMMMMMMM"),
    ("letters:reminders", "", "L2222222", "LMMMMMMM"),
    ("letters:sign", "", "L2NNNNNN", "L2NNNNNN"),
    ("letters:issue", "letter kind", "LMMMMMMM", "L4NNNNNN"),
    ("letters:zip", "letter kind", "L2223322", "LMMMMMMM"),
    ("letters:batch", "batch", "L2000000", "LMMMMMMM"),
    ("letters:preview", "unit", "L2220022", "LMMMMMMM"),
    ("letters:specimen", "unit", "L2220022", "LMMMMMMM"),
    ("letters:paper", "letter", "L2220022", "LMMMMMMM"),
    ("letters:download", "letter", "L3330033", "LMMMMMMM"),
    ("letters:paper-sign", "letter", "LMMMMMMM", "L4NN00NN"),
    ("letters:scan", "signed letter", "LMMMMMMM", "L4NN00NN"),
    ("letters:retract", "signed letter", "LMMMMMMM", "L4NN00NN"),
    ("letters:void", "letter", "LMMMMMMM", "L4NN00NN"),
    ("meetings:list", "", "L2222N22", "LMMMMMMM"),
    ("meetings:new", "", "L2NNNNNN", "L4NNNNNN"),
    ("meetings:follow", "", "L2222N22", "LMMMMMMM"),
    ("meetings:check-in", "meeting code", "22222222", "33333333"),
    ("meetings:meeting", "meeting", "L2220022", "LMMMMMMM"),
    ("meetings:change", "meeting", "LMMMMMMM", "L3NN00NN"),
    ("meetings:move", "meeting hold", "LMMMMMMM", "L3NN00NN"),
    ("meetings:item-add", "meeting", "LMMMMMMM", "L4NN00NN"),
    ("meetings:item", "agenda item", "LMMMMMMM", "L4NN00NN"),
    ("meetings:item-file", "agenda item", "L3330033", "LMMMMMMM"),
    ("meetings:item-move", "agenda item up", "LMMMMMMM", "L3NN00NN"),
    ("meetings:people", "meeting", "L22N0022", "LMMMMMMM"),
    ("meetings:call-units", "meeting", "LMMMMMMM", "L4NN00NN"),
    ("meetings:call-leaders", "meeting", "LMMMMMMM", "L3NN00NN"),
    ("meetings:call-person", "meeting", "LMMMMMMM", "L4NN00NN"),
    ("meetings:line", "attendee arrive", "LMMMMMMM", "L3NN00NN"),
    ("meetings:code", "meeting", "L22N0022", "LMMMMMMM"),
    ("meetings:cue", "meeting", "L22N0022", "LMMMMMMM"),
    ("meetings:cue-state", "meeting", "L22N0022", "LMMMMMMM"),
    ("meetings:cue-turn", "meeting", "LMMMMMMM", "L22N00NN"),
    ("meetings:paper", "meeting script", "L22N0022", "LMMMMMMM"),
    ("meetings:docx", "meeting script", "L22N0022", "LMMMMMMM"),
    ("meetings:pledge-add", "meeting", "LMMMMMMM", "L4NN00NN"),
    ("meetings:pledge", "pledge keep", "LMMMMMMM", "L3N300NN"),
    ("meetings:decision-add", "meeting", "LMMMMMMM", "L4NN00NN"),
    ("meetings:tasks", "meeting", "LMMMMMMM", "L3NN00NN"),
    ("meetings:decision", "decision task", "LMMMMMMM", "L3NN00NN"),
    ("meetings:passed-on", "meeting", "L2220022", "L3N300NN"),
    ("archive:list", "", "L2222N22", "LMMMMMMM"),
    ("archive:new", "", "L2NNNNNN", "L4NNNNNN"),
    ("archive:open-chapters", "", "LMMMMMMM", "L4NNNNNN"),
    ("archive:volume", "volume", "L2220N22", "LMMMMMMM"),
    ("archive:describe", "volume", "LMMMMMMM", "L3NN0NNN"),
    ("archive:remove", "volume", "LMMMMMMM", "L4NN0NNN"),
    ("archive:choose", "volume", "LMMMMMMM", "L4NN0NNN"),
    ("archive:order", "volume", "LMMMMMMM", "L4440N44"),
    ("archive:add", "volume", "L2NN0NNN", "LMMMMMMM"),
    ("archive:seal", "volume", "L2NN0NNN", "L4NN0NNN"),
    ("archive:supplement", "volume", "LMMMMMMM", "L4NN0NNN"),
    ("archive:export", "volume", "LMMMMMMM", "L4NN0NNN"),
    ("archive:catalogue", "volume", "L2220N22", "LMMMMMMM"),
    ("archive:sheet", "volume sheet", "L2220N22", "LMMMMMMM"),
    ("archive:fetch", "volume export", "L00NNN00", "LMMMMMMM"),
    ("archive:matrix", "", "L2222N22", "LMMMMMMM"),
    ("archive:matrix-export", "", "L2222N22", "LMMMMMMM"),
    ("archive:cell", "archive cell", "L2222N22", "LMMMMMMM"),
    ("archive:cell-task", "archive cell", "LMMMMMMM", "L4444444"),
    ("archive:register", "", "L22NNN22", "LMMMMMMM"),
    ("archive:waiting", "", "L2NNNNNN", "L4NNNNNN"),
    ("archive:settings", "", "L22NNN22", "L4NNNNNN"),
    ("archive:register-catalogue", "xlsx", "L22NNN22", "LMMMMMMM"),
    ("archive:act", "number", "LMMMMMMM", "L4NNNNNN"),
    ("archive:item", "archive item", "L22NNN22", "L4NNNNNN"),
    ("archive:box", "archive box", "L22NNN22", "L3NNNNNN"),
    ("archive:acceptances", "", "L2222N22", "LMMMMMMM"),
    ("archive:acceptance", "volume", "L2220N22", "L4440N44"),
    ("archive:defect-task", "volume defect", "LMMMMMMM", "L3NN0NNN"),
    ("archive:unified", "volume", "L2220N22", "LMMMMMMM"),
    ("archive:unified-rules", "volume", "LMMMMMMM", "L4NN0NNN"),
    ("titles:list", "", "L2222N22", "LMMMMNMM"),
    ("titles:ladder", "", "L2222N22", "LMMMMNMM"),
    ("titles:measure", "measure", "L2222N22", "LMMMMNMM"),
    ("titles:add", "", "L2NNNNNN", "L2NNNNNN"),
    ("titles:title", "title", "L2220N22", "LMMMMNMM"),
    ("titles:edit", "title", "L2NN0NNN", "L2NN0NNN"),
    ("titles:event", "title", "L2NN0NNN", "L2NN0NNN"),
    ("titles:start", "title", "L3NN0NNN", "L3NN0NNN"),
    ("titles:bid", "bid", "L2220N22", "LMMMMNMM"),
    ("titles:move", "bid", "LMMMMNMM", "L4NN0NNN"),
    ("titles:undo", "bid", "LMMMMNMM", "L3NN0NNN"),
    ("titles:fix", "bid move", "LMMMMNMM", "L3NN0NNN"),
    ("titles:change", "bid", "LMMMMNMM", "L3NN0NNN"),
    ("titles:condition", "bid condition", "LMMMMNMM", "L4NN0NNN"),
    ("titles:finding", "bid", "LMMMMNMM", "L4NN0NNN"),
    ("titles:package", "bid", "L2220N22", "LMMMMNMM"),
    ("titles:download", "bid", "L3330N33", "LMMMMNMM"),
    ("titles:slot-add", "bid", "LMMMMNMM", "L3NN0NNN"),
    ("titles:choose", "bid slot", "L2NN0NNN", "LMMMMNMM"),
    ("titles:file-add", "bid slot", "LMMMMNMM", "L4NN0NNN"),
    ("titles:slot-remove", "bid slot", "LMMMMNMM", "L4NN0NNN"),
    ("titles:file", "bid file", "LMMMMNMM", "L3NN0NNN"),
    ("titles:file-remove", "bid file", "LMMMMNMM", "L3NN0NNN"),
    ("titles:work", "bid build", "LMMMMNMM", "L3NN0NNN"),
    ("titles:calendar", "bid", "L2220N22", "LMMMMNMM"),
    ("titles:ical", "bid", "L2220N22", "LMMMMNMM"),
    ("titles:item-save", "bid", "LMMMMNMM", "L3NN0NNN"),
    ("titles:item-done", "bid item", "LMMMMNMM", "L3NN0NNN"),
    ("titles:item-remove", "bid item", "LMMMMNMM", "L3NN0NNN"),
    ("evidence:download", "file", "L2GGGGGG", "MMMMMMMM"),
    ("library:list", "", "L2222N22", "LMMMMNMM"),
    ("library:add", "", "L2N22NNN", "L4N44NNN"),
    ("library:sort", "", "L2N22NNN", "L4N44NNN"),
    ("library:lapse", "", "L2222N22", "LMMMMNMM"),
    ("library:file", "evidence", "L2220N22", "LMMMMNMM"),
    ("library:edit", "evidence", "L2N20NNN", "L2N20NNN"),
    ("library:remove", "evidence", "L2N20NNN", "L2N20NNN"),
    ("library:put-back", "removed evidence", "LMMMMNMM", "L3NN0NNN"),
    ("library:lapse-rule", "", "LMMMMNMM", "L3NNNNNN"),
    ("library:renew", "evidence", "LMMMMNMM", "L4N40NNN"),
    ("library:clauses", "evidence", "LMMMMNMM", "L3N30NNN"),
    ("library:picture", "evidence size", "L2220N22", "LMMMMNMM"),
    ("library:judge", "evidence match", "LMMMMNMM", "L4NN0NNN"),
    ("papers:list", "", "L2222222", "LMMMMMMM"),
    ("papers:new", "", "L2NNNNNN", "LMMMMMMM"),
    ("papers:start", "", "LMMMMMMM", "L4NNNNNN"),
    ("papers:check", "", "L2222222", "L4444444"),
    ("papers:rectify", "", "L2222222", "L4NNNNNN"),
    ("papers:rectify-one", "rectify", "L2220022", "L4N400NN"),
    ("papers:register", "", "L22NNN22", "LMMMMMMM"),
    ("papers:register-xlsx", "", "L22NNN22", "LMMMMMMM"),
    ("papers:register-enter", "", "LMMMMMMM", "L4NNNNNN"),
    ("papers:register-void", "official entry", "LMMMMMMM", "L4NNNNNN"),
    ("papers:books", "", "L22NNN22", "LMMMMMMM"),
    ("papers:series-save", "", "LMMMMMMM", "L4NNNNNN"),
    ("papers:chain-save", "", "LMMMMMMM", "L3NNNNNN"),
    ("papers:incoming", "", "L22NNN22", "LMMMMMMM"),
    ("papers:incoming-add", "", "L2NNNNNN", "L4NNNNNN"),
    ("papers:incoming-one", "incoming", "L2200022", "LMMMMMMM"),
    ("papers:incoming-edit", "incoming", "L2N000NN", "L4N000NN"),
    ("papers:incoming-answer", "incoming", "LMMMMMMM", "L4N000NN"),
    ("papers:paper", "official sent", "L2220022", "LMMMMMMM"),
    ("papers:edit", "official draft", "L2N000NN", "L4N000NN"),
    ("papers:keep", "official draft", "LMMMMMMM", "L4N000NN"),
    ("papers:page", "official page", "L2220022", "LMMMMMMM"),
    ("papers:drop", "official draft", "LMMMMMMM", "L3N000NN"),
    ("papers:clauses", "official draft", "LMMMMMMM", "L3N000NN"),
    ("papers:word", "official sent", "L3330033", "LMMMMMMM"),
    ("papers:pdf", "official sent", "L3330033", "LMMMMMMM"),
    ("papers:files", "official sent", "L3330033", "L2NN00NN"),
    ("papers:submit", "official draft", "LMMMMMMM", "L4N000NN"),
    ("papers:take-back", "official review", "LMMMMMMM", "L3N000NN"),
    ("papers:decide", "official step", "LMMMMMMM", "LN3000NN"),
    ("papers:issue", "official draft", "LMMMMMMM", "L4N000NN"),
    ("papers:distribute", "official sent", "LMMMMMMM", "L4NN00NN"),
    ("papers:take-off", "official line", "LMMMMMMM", "L3NN00NN"),
    ("papers:acknowledge", "official line", "LMMMMMMM", "L3N300NN"),
    ("jobs:status", "job", "L2000002", "LMMMMMMM"),
    ("jobs:cancel", "job", "LMMMMMMM", "L2000002"),
)

# Addresses that refuse an empty form before they ask who sends it: a form that says something.
FORMS: dict[str, Any] = {
    "duties:rule-new": lambda world: {"name": "清扫派人", "words": "9人以下1人，10人以上2人"},
    "duties:rule-settle": lambda world: {"low": ["", "10"], "high": ["9", ""], "people": ["1", "2"], "version": "1"},
    "duties:headcounts": lambda world: {f"people-{world.args['unit'][0]}": "12"},
    "duties:record": lambda world: {"key": uuid4()},
    "duties:excuse": lambda world: {"reason": "停电"},
    "duties:take-back": lambda world: {"reason": "记错了"},
    "duties:end": lambda world: {"reason": "不再做"},
    "duties:arrange": lambda world: {"day": timezone.localdate().isoformat(), "text": "下午三点在广场集合"},
    "duties:settle": lambda world: {"rhythm": "每周五下午"},
    "duties:roster-people": lambda world: {"names": "丙某"},
    "duties:roster-member": lambda world: {"first": timezone.localdate().isoformat()},
    "duties:roster-change": lambda world: {"member": world.args["roster substitute"][0], "key": uuid4()},
    "duties:roster-log": lambda world: {"day": timezone.localdate().isoformat(), "text": "扫完了", "key": uuid4()},
    "ledger:bulk": lambda world: {"tasks": world.args["task"], "category": "other", "lead": world.args["unit"][0]},
    "ledger:report": lambda world: {"unit": world.args["unit"][0], "percent": "10", "key": uuid4()},
    "ledger:feeds": lambda world: {"unit": world.args["unit"][0]},
    "ledger:view-save": lambda world: {"name": "我的", "query": "due=late"},
    "ledger:postpone": lambda world: {"due_on": "2020-01-01", "reason": "太早"},
    "titles:undo": lambda world: {"version": "2", "reason": "登记早了"},
    "titles:fix": lambda world: {"on": timezone.localdate().isoformat(), "reason": "抄错"},
    "titles:change": lambda world: {"version": "2", "review_on": ""},
    "titles:slot-add": lambda world: {"name": "承诺书"},
    "titles:item-save": lambda world: {"name": "预评", "number": "3", "unit_of": "day"},
    "meetings:check-in": lambda world: {"line": world.args["attendee"][0]},
    "meetings:passed-on": lambda world: {"unit": world.args["unit"][0], "held_on": timezone.localdate().isoformat()},
    "plans:duplicates": lambda world: {"row": world.args["row"][1], "task": world.task_pk},
}


@pytest.fixture
def world(db: None) -> World:
    return build_world()


def names_and_places(resolver: URLResolver, namespace: str = "") -> list[str]:
    found: list[str] = []
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            found.append(f"{namespace}{entry.name}")
        else:
            found += names_and_places(entry, f"{namespace}{entry.namespace}:" if entry.namespace else namespace)
    return found


def letter(answer: HttpResponse) -> str:
    status, goes_to = answer.status_code, answer.headers.get("Location", "")
    if status == 401 or (status == 302 and goes_to.startswith("/login/?next")):
        return "L"
    return {403: "N", 404: "0", 405: "M", 410: "G"}.get(status, str(status)[0])


def knock(client: Client, world: World, name: str, word: str, method: str) -> HttpResponse:
    """One request whose effects are undone. A POST is partial, for then a refusal is a status and no redirect."""
    address = reverse(name, args=world.args[word])
    with transaction.atomic():
        if method == "GET":
            answer = client.get(address)
        else:
            sent = FORMS[name](world) if name in FORMS else {}
            answer = client.post(address, sent, headers={"HX-Request": "true"})
        transaction.set_rollback(True)
    return answer


def test_every_address_has_a_line_in_the_table():
    assert sorted(names_and_places(get_resolver())) == sorted(line[0] for line in TABLE)


@pytest.mark.parametrize("role", ROLES)
def test_the_doors_open_as_the_table_says(world, role):
    place, wrong = ROLES.index(role), []
    for name, word, on_get, on_post in TABLE:
        for method, expected in (("GET", on_get), ("POST", on_post)):
            client = Client()
            if role != "anonymous":
                client.force_login(world.users[role])
            found = letter(knock(client, world, name, word, method))
            if found != expected[place]:
                wrong.append(f"{method} {name} as {role}: {found}, not {expected[place]}")
    assert not wrong, "\n".join(wrong)


def test_no_post_is_taken_without_the_token_of_the_page(world):
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.users["office"])
    taken = []
    for name, word, _, on_post in TABLE:
        if on_post[1] not in "ML" and knock(client, world, name, word, "POST").status_code != 403:
            taken.append(name)
    assert taken == []


def test_an_account_without_a_role_sees_nothing_of_anybody(world):
    client = Client()
    client.force_login(UserFactory())
    leaks = []
    for name, word, on_get, _ in TABLE:
        if on_get[1] in "23" and name not in ("ui-gallery", "ledger:feed"):
            answer = knock(client, world, name, word, "GET")
            if answer.status_code == 200 and any(
                words in content_of(answer) for words in ("新建公厕", "城市管理局", "139")
            ):
                leaks.append(name)
    assert leaks == []


def content_of(answer: HttpResponse) -> str:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return body.decode(errors="replace")


def test_a_liaison_of_another_unit_meets_nothing_of_this_one_anywhere(world):
    client = Client()
    client.force_login(world.users["other"])
    asked = {
        "q": "新建",
        "plan": world.args["published"][0],
        "unit": world.args["unit"][0],
        "task": world.args["task"][0],
    }
    leaks = []
    for name, word, on_get, _ in TABLE:
        if on_get[ROLES.index("other")] == "2" and name not in ("ledger:feed", "ui-gallery"):
            content = content_of(client.get(reverse(name, args=world.args[word]), asked))
            if any(words in content for words in ("新建公厕", "已发方案", "待审方案", "13900001234", "王某")):
                leaks.append(name)
    assert leaks == []


@pytest.mark.parametrize("bound", [True, False])
def test_an_inspector_sees_units_but_no_names_and_telephone_numbers(world, bound):
    inspector = world.users["inspector"]
    if bound:
        inspector.role_assignments.update(unit=world.args["unit"][0])
    client = Client()
    client.force_login(inspector)
    for name in ("org:units", "org:people", "org:person-search", "org:unit-search"):
        content = content_of(client.get(reverse(name)))
        assert "13900001234" not in content, name
        assert "王某" not in content, name
    assert "城市管理局" in content_of(client.get(reverse("org:units")))
    assert client.get(reverse("org:person", args=world.args["person"])).status_code == 404


def test_an_office_bound_to_a_unit_reads_neither_the_trail_nor_the_jobs_of_others(world):
    from weicheng.ground.org.models import Unit

    client = Client()
    client.force_login(user_with_role("office", Unit.objects.get(pk=world.args["unit"][0])))
    assert client.get(reverse("audit")).status_code == 403
    assert client.get(reverse("jobs:status", args=world.args["job"])).status_code == 404
    assert client.get(reverse("plans:review", args=world.args["review"])).status_code == 404


def test_a_row_or_owner_is_not_reached_through_another_paper(world):
    elsewhere = PlanFactory(campaign=world.campaign)
    client = Client()
    client.force_login(world.users["office"])
    row, owner = world.args["row"][1], world.args["owner"][1]
    before = DraftRow.objects.values().get(pk=row)
    for name in ("row-save", "row-merge", "row-renew", "owner-add"):
        sent = {"version": 1, "title": "别处改的", "unit": world.args["unit"][0], "at": 3}
        answer = client.post(reverse(f"plans:{name}", args=[elsewhere.pk, row]), sent, headers={"HX-Request": "true"})
        assert answer.status_code == 404, name
    dropping = reverse("plans:row-state", args=[elsewhere.pk, row, "drop"])
    assert client.post(dropping, {"version": 1}, headers={"HX-Request": "true"}).status_code == 404
    for name in ("owner-remove", "owner-choose", "owner-create"):
        sent = {"version": 1, "unit": world.args["unit"][0]}
        answer = client.post(reverse(f"plans:{name}", args=[elsewhere.pk, owner]), sent, headers={"HX-Request": "true"})
        assert answer.status_code in (404, 422), name
    assert DraftRow.objects.values().get(pk=row) == before


def test_nobody_is_sent_to_another_site(world):
    client = Client()
    client.force_login(world.users["leader"])
    outside = "https://evil.example/"
    login = Client().post(
        f"{reverse('login')}?next={outside}", {"username": world.users["leader"].username, "password": PASSWORD}
    )
    choose = client.post(reverse("campaigns:choose", args=[world.campaign.pk]), {"next": outside})
    refused = client.post(reverse("org:unit-edit", args=world.args["unit"]), headers={"Referer": outside})
    look_alike = client.post(
        reverse("org:unit-edit", args=world.args["unit"]), headers={"Referer": "https://testserver.evil.example/"}
    )
    for answer in (login, choose, refused, look_alike):
        assert (answer.status_code, answer["Location"][:1], answer["Location"][:2] == "//") == (302, "/", False)


def test_a_refusal_goes_back_to_the_page_of_ours_that_asked(world):
    client = Client()
    client.force_login(world.users["leader"])
    page = f"http://testserver{reverse('org:unit', args=world.args['unit'])}"
    answer = client.post(reverse("org:unit-edit", args=world.args["unit"]), headers={"Referer": page})
    assert answer["Location"] == page


def test_the_session_gets_a_new_name_at_the_login(world):
    client = Client()
    user = world.users["office"]
    client.session.save()
    client.cookies["sessionid"] = before = "a" * 32
    client.post(reverse("login"), {"username": user.username, "password": PASSWORD})
    assert client.session.session_key not in (None, before)
    assert client.get(reverse("home")).status_code == 200


def test_writing_a_name_differently_gives_no_further_tries(client):
    user = UserFactory(username="zhou")
    spellings = ["zhou", " zhou", "zhou ", "ｚｈｏｕ", "zhou"]
    for spelling in spellings:
        answer = client.post(reverse("login"), {"username": spelling, "password": "wrong"})
    assert answer.status_code == 429
    assert client.post(reverse("login"), {"username": user.username, "password": PASSWORD}).status_code == 429


def test_guessing_login_codes_ends_after_twenty(client):
    for _ in range(20):
        client.post(reverse("org:code"), {"code": "AAAA-BBBB-CCCC"})
    assert "过一刻钟再试" in client.post(reverse("org:code"), {"code": "AAAA-BBBB-CCCC"}).content.decode()


@pytest.mark.parametrize(
    "silly", ["²", "-1", "0", "9" * 30, "9" * 5000, "1e9", "<script>", "\x00", "٣", "2026-02-30", "NaN", "%"]
)
def test_silly_values_in_an_address_break_no_page(world, silly):
    client = Client(raise_request_exception=False)
    client.force_login(world.users["office"])
    names = ("page", "unit", "plan", "phase", "due_from", "month", "year", "day", "on", "parent", "person", "kind", "q")
    names += ("ids", "revises", "source", "group", "sort", "task", "gap", "view", "from", "who", "order")
    asked = dict(zip(names, itertools.repeat(silly), strict=False))
    broken = [
        name
        for name, word, on_get, _ in TABLE
        if on_get[1] in "23" and client.get(reverse(name, args=world.args[word]), asked).status_code >= 500
    ]
    assert broken == []


@pytest.mark.parametrize("silly", ["²", "-1", "9" * 30, "9" * 5000, "\x00", "NaN", "Infinity", "2026-02-30", "[]"])
def test_silly_values_in_a_form_break_no_page(world, silly):
    client = Client(raise_request_exception=False)
    client.force_login(world.users["office"])
    names = (
        "unit",
        "version",
        "at",
        "start",
        "end",
        "rows",
        "people",
        "lead",
        "due_on",
        "row",
        "other",
        "task",
        "percent",
    )
    names += (
        "value",
        "on",
        "key",
        "withdraw_gone",
        "owner_unit",
        "owner_person",
        "owners_given",
        "phase",
        "year",
        "parent",
    )
    names += (
        "person",
        "quota",
        "quantities",
        "rrule",
        "start_on",
        "target_value",
        "was",
        "order",
        "tasks",
        "day",
        "code",
    )
    sent = dict(zip(names, itertools.repeat(silly), strict=False))
    broken = []
    for name, word, _, on_post in TABLE:
        if on_post[1] in "234":
            with transaction.atomic():
                answer = client.post(reverse(name, args=world.args[word]), sent, headers={"HX-Request": "true"})
                transaction.set_rollback(True)
            if answer.status_code >= 500:
                broken.append(name)
    assert broken == []


def test_what_a_leader_is_refused_leaves_no_trace_but_the_visit(world):
    client = Client()
    client.force_login(world.users["leader"])
    before = AuditEvent.objects.count()
    for name, word, _, on_post in TABLE:
        if on_post[ROLES.index("leader")] == "N":
            client.post(reverse(name, args=world.args[word]), FORMS[name](world) if name in FORMS else {})
    assert AuditEvent.objects.count() == before
