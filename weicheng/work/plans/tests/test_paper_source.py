"""What the ledger says for a paper: a notice with its plan, a plan for what is open that orders nothing in the past."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from weicheng.ground.campaigns.tests.factories import CampaignFactory
from weicheng.ground.org.choices import Role
from weicheng.ground.org.tests.factories import UnitFactory, user_with_role
from weicheng.ground.papers.sources import source_named
from weicheng.work.plans.annex import annex_text
from weicheng.work.plans.choices import PlanState
from weicheng.work.plans.models import Plan
from weicheng.work.plans.tests.factories import PlanFactory, TaskFactory

pytestmark = pytest.mark.django_db
PARAGRAPHS = [
    "某区灭鼠工作方案", "某爱卫〔2026〕7号", "各镇（街道），区直各单位：", "为控制鼠密度，制定本方案。", "一、工作任务",
    "1.疾控中心8月底前完成调查。", "二、工作要求", "2.各单位每月底前报送记录。", "某区爱国卫生运动委员会", "2026年6月6日",
]  # fmt: skip


def plan_of(paragraphs: list[str], **values) -> Plan:
    blocks, at = [], 0
    for text in paragraphs:
        blocks.append({"start": at, "end": at + len(text), "kind": "paragraph"})
        at += len(text) + 1
    return PlanFactory(title="某区灭鼠工作方案", text="\n".join(paragraphs), blocks=blocks, **values)


def test_the_annex_is_the_plan_without_head_and_foot_of_its_own_paper():
    assert annex_text(plan_of(PARAGRAPHS)).split("\n") == PARAGRAPHS[3:8]


def test_what_stands_after_the_date_stays_and_a_plan_without_blocks_is_read_by_lines():
    text = "\n".join([*PARAGRAPHS, "附表说明。"])
    plan = PlanFactory(title="某区灭鼠工作方案", text=text, blocks=[])
    assert annex_text(plan).split("\n") == [*PARAGRAPHS[3:8], "附表说明。"]


def test_a_table_of_the_plan_becomes_rows():
    text = "任务如下。\n序号\n任务\n1\n清扫"
    cells = [{"row": r, "column": c, "start": s, "end": e} for r, c, s, e in
             [(0, 0, 6, 8), (0, 1, 9, 11), (1, 0, 12, 13), (1, 1, 14, 16)]]  # fmt: skip
    blocks = [{"start": 0, "end": 5}, *({"start": one["start"], "end": one["end"]} for one in cells)]
    plan = PlanFactory(title="方案", text=text, blocks=blocks,
                       tables=[{"start": 6, "end": 16, "rows": 2, "columns": 2, "cells": cells}])  # fmt: skip
    assert annex_text(plan).split("\n") == ["任务如下。", "| 序号 | 任务 |", "| 1 | 清扫 |"]


def test_a_notice_that_sends_out_a_plan_has_the_plan_in_it():
    office, campaign = user_with_role(Role.OFFICE), CampaignFactory()
    plan = plan_of(PARAGRAPHS, campaign=campaign, state=PlanState.PUBLISHED)
    source = source_named("plans.notice")
    assert source is not None
    made = source.fill(campaign, office, str(plan.pk))
    assert made is not None and made.attachments[0]["name"] == plan.title
    assert "一、工作任务\n1.疾控中心" in made.attachments[0]["text"]


def test_a_plan_for_what_is_open_orders_nothing_in_the_past_and_no_problem_as_a_task():
    office, campaign, unit, today = user_with_role(Role.OFFICE), CampaignFactory(), UnitFactory(), timezone.localdate()
    late, coming = today - timedelta(days=40), today + timedelta(days=9)
    TaskFactory(campaign=campaign, title="新建公厕4座", lead=unit, due_on=late)
    TaskFactory(campaign=campaign, title="补齐垃圾桶", lead=unit, due_on=coming)
    TaskFactory(campaign=campaign, title="部分背街小巷清运不及时。", lead=unit, due_on=None)
    TaskFactory(campaign=campaign, title="巡查河道", lead=unit, due_on=None, recurrence_text="每周一次")
    source = source_named("plans.open")
    assert source is not None
    body = source.fill(campaign, office, "open").body
    assert f"{late.year}年{late.month}月{late.day}日前完成" not in body
    assert "已逾期，立即办结" in body and f"{coming.month}月{coming.day}日前完成" in body
    assert "整改“部分背街小巷清运不及时”的问题（" in body
    assert "每周一次）" in body
