"""The gate: all or nothing, numbers once, owners expanded, sources kept; withdrawing; revisions."""

import threading
from datetime import date

import pytest
from django.db import connection

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.campaigns.tests.factories import CampaignFactory, PhaseFactory
from weicheng.ground.kernel.errors import NotAllowed
from weicheng.ground.kernel.models import AuditEvent
from weicheng.ground.org.choices import MatchKind, Role, UnitKind
from weicheng.ground.org.models import Unit
from weicheng.ground.org.selectors import unit_matcher
from weicheng.ground.org.tests.factories import PostFactory, UnitFactory, user_with_role
from weicheng.work.plans.choices import EntryState, OwnerRole, PlanState, RowState
from weicheng.work.plans.errors import NotPossible
from weicheng.work.plans.models import DraftOwner, DraftRow, Plan, Task, TaskOwner, TaskSource
from weicheng.work.plans.selectors import rows as row_selectors
from weicheng.work.plans.services import editing, joining, progress, publishing, reviewing
from weicheng.work.plans.services.drafting import match_owner
from weicheng.work.plans.services.publishing import Decisions, publication_preview, publish_plan
from weicheng.work.plans.services.revising import match_revision
from weicheng.work.plans.tests.factories import EntryFactory, PlanFactory, RowFactory

pytestmark = pytest.mark.django_db
ALL = Decisions(only_checked=False)


@pytest.fixture
def plan(campaign):
    return PlanFactory(campaign=campaign, title="攻坚行动方案")


def checked(plan, **fields):
    return RowFactory(plan=plan, state=RowState.CHECKED, **fields)


class TestPublishing:
    def test_a_row_becomes_a_task_with_number_unit_phase_target_and_source(self, clerk, campaign, plan, bureau) -> None:
        phase = PhaseFactory(campaign=campaign, name="集中攻坚", starts_on=date(2026, 4, 1), ends_on=date(2026, 6, 30))
        row = checked(
            plan, title="新建公厕4座", lead=bureau, due_on=date(2026, 6, 30), section=["市容"], locator={"paragraph": 3},
            quantities=[{"text": "4座", "value": 4, "unit": "座", "comparator": ">=", "object": "公厕"}],
        )  # fmt: skip
        published = publish_plan(by=clerk, plan=plan)
        task = Task.objects.get()
        assert task.number.startswith("QHZ-")
        assert task.number.endswith("-0001")
        assert (published.created, published.first_number) == (1, task.number)
        assert (task.title, task.due_on, task.original_due_on) == ("新建公厕4座", date(2026, 6, 30), date(2026, 6, 30))
        assert (task.phase, task.target_value, task.target_unit, task.target_comparator) == (phase, 4, "座", ">=")
        assert [(owner.unit, owner.role) for owner in task.owners.all()] == [(bureau, "lead")]
        source = task.sources.get()
        assert (source.row, source.quote, source.locator) == (row, row.quote, {"paragraph": 3})
        plan.refresh_from_db()
        assert (plan.state, plan.published_by) == (PlanState.PUBLISHED, clerk)
        assert AuditEvent.objects.filter(action="plans.task.published", object_id=str(task.pk)).exists()

    def test_open_rows_need_a_choice(self, clerk, plan) -> None:
        checked(plan)
        RowFactory(plan=plan)
        with pytest.raises(NotPossible, match="还有1行没有确认"):
            publish_plan(by=clerk, plan=plan)
        publish_plan(by=clerk, plan=plan, decisions=Decisions(only_checked=True))
        assert Task.objects.count() == 1

    def test_all_rows_are_published_when_chosen_and_dropped_ones_never(self, clerk, plan) -> None:
        RowFactory(plan=plan)
        RowFactory(plan=plan, state=RowState.DROPPED)
        assert publish_plan(by=clerk, plan=plan, decisions=ALL).created == 1

    def test_a_plan_without_rows_is_not_published(self, clerk, plan) -> None:
        with pytest.raises(NotPossible):
            publish_plan(by=clerk, plan=plan)

    def test_only_the_office_publishes_and_only_once(self, clerk, liaison, plan) -> None:
        checked(plan)
        with pytest.raises(NotAllowed):
            publish_plan(by=liaison, plan=plan)
        publish_plan(by=clerk, plan=plan)
        with pytest.raises(NotPossible):
            publish_plan(by=clerk, plan=plan)
        assert Task.objects.count() == 1

    def test_a_collective_becomes_the_units_of_its_kind_that_exist_today(self, clerk, plan, towns, bureau) -> None:
        UnitFactory(name="旧镇人民政府", kind=UnitKind.TOWNSHIP, valid_to=date(2020, 1, 1))
        row = checked(plan, lead=bureau)
        DraftOwner.objects.create(row=row, text="北苑街道", unit=towns[0], role=OwnerRole.COOP, match=MatchKind.ALIAS)
        DraftOwner.objects.create(
            row=row, text="各镇办", role=OwnerRole.COOP, match=MatchKind.COLLECTIVE, collective={"kinds": ["township"]}
        )
        publish_plan(by=clerk, plan=plan)
        owners = list(TaskOwner.objects.filter(role=OwnerRole.COOP))
        assert {owner.unit for owner in owners} == set(towns)
        assert [owner.via for owner in owners] == ["北苑街道", "各镇办", "各镇办"]

    def test_units_that_nobody_registered_stay_in_the_note_or_are_created_when_chosen(self, clerk, campaign) -> None:
        plans = [PlanFactory(campaign=campaign) for _ in range(2)]
        for one in plans:
            DraftOwner.objects.create(row=checked(one), text="区智管中心")
        assert [(one.text, one.tasks) for one in publication_preview(plans[0]).unsettled] == [("区智管中心", 1)]
        publish_plan(by=clerk, plan=plans[0])
        assert "区智管中心" in Task.objects.get().note
        publish_plan(by=clerk, plan=plans[1], decisions=Decisions(create_units={"区智管中心": "enterprise"}))
        assert TaskOwner.objects.get().unit == Unit.objects.get(name="区智管中心", kind="enterprise")

    def test_words_that_do_not_say_whom_they_mean_are_no_units_to_register(self, clerk, plan) -> None:
        row = checked(plan)
        vague = {"kinds": {"department": []}, "doubt": "没有说清是哪些单位，请选定"}
        DraftOwner.objects.create(row=row, text="各有关部门", match=MatchKind.COLLECTIVE, collective=vague)
        DraftOwner.objects.create(row=row, text="分管领导", match=MatchKind.PERSON)
        preview = publication_preview(plan)
        assert (preview.unsettled, preview.vague) == ([], {"各有关部门": 1, "分管领导": 1})
        publish_plan(by=clerk, plan=plan)
        assert Task.objects.get().note == "原文写的“分管领导”“各有关部门”没有落到具体单位。"

    def test_a_named_person_answers_with_the_unit_of_his_post(self, clerk, plan, bureau) -> None:
        person = PostFactory(unit=bureau, person__name="陈某某").person
        owner = match_owner(DraftOwner(row=checked(plan), text="陈某某"), unit_matcher())
        owner.save()
        publish_plan(by=clerk, plan=plan)
        assert [(one.unit, one.person) for one in TaskOwner.objects.all()] == [(bureau, person)]

    def test_an_error_in_the_middle_publishes_nothing(self, clerk, plan, bureau, monkeypatch) -> None:
        checked(plan, lead=bureau)
        monkeypatch.setattr(publishing, "add_sources", lambda *args: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            publish_plan(by=clerk, plan=plan, decisions=Decisions(create_units={"区智管中心": "enterprise"}))
        assert not Task.objects.exists()
        assert not Unit.objects.filter(name="区智管中心").exists()
        assert Campaign.objects.get(pk=plan.campaign_id).last_serial == 0
        plan.refresh_from_db()
        assert plan.state == PlanState.REVIEW

    def test_the_preview_says_what_publishing_then_does(self, clerk, plan, bureau, towns) -> None:
        checked(plan, lead=bureau, due_on=date(2026, 6, 1), quantities=[{"value": 4, "unit": "座"}])
        wide = RowFactory(plan=plan)
        DraftOwner.objects.create(
            row=wide, text="各街道", match=MatchKind.COLLECTIVE, collective={"kinds": ["township"]}
        )
        RowFactory(plan=plan)
        preview = publication_preview(plan)
        assert (preview.tasks, preview.units, preview.with_lead, preview.without_lead) == (3, 4, 2, 1)
        assert (preview.with_date, preview.without_date, preview.quantified) == (1, 2, 1)
        assert (preview.open_rows, preview.checked_rows, preview.collectives) == (2, 1, {"各街道": 3})
        assert publish_plan(by=clerk, plan=plan, decisions=ALL).created == preview.tasks

    def test_publishing_takes_no_more_queries_for_many_rows(
        self, clerk, campaign, bureau, django_assert_max_num_queries
    ) -> None:
        plan = PlanFactory(campaign=campaign)
        for _ in range(30):
            checked(plan, lead=bureau)
        with django_assert_max_num_queries(35):
            publish_plan(by=clerk, plan=plan)


class TestDuplicates:
    @pytest.fixture
    def pair(self, plan, bureau):
        body = checked(
            plan,
            order=1,
            start=0,
            end=10,
            title="新建改建公厕46座",
            quote="年内新建改建公厕46座",
            reading={"basis": "sentence"},
        )
        table = checked(
            plan, order=2, start=20, end=38, title="新建改建公厕46座", quote="新建改建公厕46座", reading={"basis": "table"},
            lead=bureau, due_on=date(2026, 9, 30),
        )  # fmt: skip
        return body, table

    def test_the_same_task_in_body_and_table_is_proposed_as_one(self, plan, pair) -> None:
        body, table = pair
        (proposal,) = row_selectors.duplicate_proposals(plan)
        assert (proposal.row, proposal.other, proposal.where) == (table, body, "本文另一处")

    def test_joined_rows_are_one_task_with_both_sources_and_what_either_says(self, clerk, plan, pair, bureau) -> None:
        body, table = pair
        joining.join_rows(by=clerk, row=table, same_as=body)
        assert row_selectors.duplicate_proposals(plan) == []
        publish_plan(by=clerk, plan=plan)
        task = Task.objects.get()
        assert {source.row for source in task.sources.all()} == {body, table}
        assert (task.due_on, task.owners.get().unit) == (date(2026, 9, 30), bureau)

    def test_a_pair_turned_down_is_not_proposed_again(self, clerk, plan, pair) -> None:
        joining.reject_proposal(by=clerk, row=pair[1], other=pair[0])
        assert row_selectors.duplicate_proposals(plan) == []

    def test_a_separated_row_is_a_task_of_its_own(self, clerk, plan, pair) -> None:
        joining.join_rows(by=clerk, row=pair[1], same_as=pair[0])
        joining.separate_row(by=clerk, row=pair[1])
        assert publish_plan(by=clerk, plan=plan).created == 2

    def test_a_task_of_the_ledger_gets_one_more_source(self, clerk, campaign, plan, pair) -> None:
        publish_plan(by=clerk, plan=plan, decisions=ALL)
        task = Task.objects.order_by("number").first()
        other = PlanFactory(campaign=campaign, title="另一份方案")
        row = checked(other, title="新建改建公厕46座", quote="新建改建公厕46座")
        (proposal,) = row_selectors.duplicate_proposals(other)
        assert proposal.is_task
        joining.join_rows(by=clerk, row=row, same_as=task)
        published = publish_plan(by=clerk, plan=other)
        assert (published.created, published.joined) == (0, 1)
        assert task.sources.count() == 2

    def test_a_row_joined_to_an_unpublished_paper_carries_the_task_and_the_other_follows(
        self, clerk, campaign, plan
    ) -> None:
        root = checked(plan, title="公厕46座")
        other = PlanFactory(campaign=campaign)
        row = checked(other, title="公厕46座")
        joining.join_rows(by=clerk, row=row, same_as=root)
        publish_plan(by=clerk, plan=other)
        publish_plan(by=clerk, plan=plan)
        task = Task.objects.get()
        assert {source.plan for source in task.sources.all()} == {plan, other}

    def test_rows_of_another_campaign_are_not_joined(self, clerk, plan) -> None:
        with pytest.raises(NotPossible):
            joining.join_rows(by=clerk, row=checked(plan), same_as=RowFactory())

    def test_a_row_is_not_joined_to_itself(self, clerk, plan) -> None:
        first, second = checked(plan), checked(plan)
        joining.join_rows(by=clerk, row=second, same_as=first)
        with pytest.raises(Exception, match="同一任务"):
            joining.join_rows(by=clerk, row=first, same_as=second)

    def test_different_tasks_of_like_words_are_not_proposed(self, plan, bureau, health) -> None:
        checked(
            plan,
            start=0,
            end=9,
            title="新建公厕4座",
            quote="新建公厕4座",
            lead=bureau,
            quantities=[{"value": 4, "unit": "座"}],
        )
        checked(
            plan,
            start=90,
            end=99,
            title="新建市场2处",
            quote="新建市场2处",
            lead=health,
            quantities=[{"value": 2, "unit": "处"}],
        )
        assert row_selectors.duplicate_proposals(plan) == []


class TestWithdrawing:
    @pytest.fixture
    def published(self, clerk, plan, bureau):
        checked(plan, lead=bureau)
        checked(plan, lead=bureau)
        publish_plan(by=clerk, plan=plan)
        return Plan.objects.get(pk=plan.pk)

    def test_tasks_leave_the_ledger_and_numbers_are_not_used_again(self, clerk, published) -> None:
        numbers = set(Task.objects.values_list("number", flat=True))
        assert publishing.withdraw_plan(by=clerk, plan=published, reason="发错了") == 2
        assert not Task.objects.live().exists()
        publishing.reopen_plan(by=clerk, plan=published)
        publish_plan(by=clerk, plan=published)
        again = set(Task.objects.live().values_list("number", flat=True))
        assert len(again) == 2
        assert not again & numbers

    def test_it_is_refused_once_something_was_done_and_names_the_task(self, clerk, published) -> None:
        task = Task.objects.first()
        EntryFactory(task=task)
        with pytest.raises(NotPossible, match=task.number) as caught:
            publishing.withdraw_plan(by=clerk, plan=published, reason="发错了")
        assert caught.value.tasks == [task]
        assert Task.objects.live().count() == 2

    def test_a_change_by_hand_stands_in_the_way_too(self, clerk, published) -> None:
        task = Task.objects.first()
        editing.change_task(by=clerk, task=task, version=1, changes={"note": "已电话通知"})
        with pytest.raises(NotPossible):
            publishing.withdraw_plan(by=clerk, plan=published, reason="发错了")

    def test_a_reason_is_asked_for(self, clerk, published) -> None:
        with pytest.raises(NotPossible, match="原因"):
            publishing.withdraw_plan(by=clerk, plan=published, reason=" ")

    def test_a_task_that_another_published_paper_gives_stays(self, clerk, campaign, published) -> None:
        task = Task.objects.first()
        other = PlanFactory(campaign=campaign)
        joining.join_rows(by=clerk, row=checked(other), same_as=task)
        publish_plan(by=clerk, plan=other)
        assert publishing.withdraw_plan(by=clerk, plan=published, reason="发错了") == 1
        assert list(Task.objects.live()) == [task]
        assert task.sources.get().plan == other


class TestRevision:
    TITLES = ("新建改建公厕46座", "整治背街小巷58条", "每季度开展病媒生物消杀", "更换破损井盖320处")

    @pytest.fixture
    def old(self, clerk, campaign, bureau, health):
        plan = PlanFactory(campaign=campaign, title="行动方案")
        for place, title in enumerate(self.TITLES):
            checked(
                plan, order=place, title=title, quote=f"{title}，确保按期完成", start=place * 20, end=place * 20 + 15,
                lead=bureau, due_on=date(2026, 6, 30), section=["重点任务"],
            )  # fmt: skip
        publish_plan(by=clerk, plan=plan)
        return Plan.objects.get(pk=plan.pk)

    @pytest.fixture
    def new(self, campaign, old, bureau, health):
        """公厕 the same, 小巷 by another unit and later, 病媒 gone, 井盖 with another number, 充电桩 added."""
        plan = PlanFactory(campaign=campaign, title="行动方案（修订）", revises=old)
        rows = (
            ("新建改建公厕46座", bureau, date(2026, 6, 30)),
            ("整治背街小巷58条", health, date(2026, 9, 30)),
            ("更换破损井盖350处", bureau, date(2026, 6, 30)),
            ("建设电动车充电桩80处", bureau, date(2026, 6, 30)),
        )
        for place, (title, unit, due) in enumerate(rows):
            checked(
                plan, order=place, title=title, quote=f"{title}，确保按期完成", start=place * 20, end=place * 20 + 15,
                lead=unit, due_on=due, section=["重点任务"],
            )  # fmt: skip
        match_revision(plan)
        return plan

    def test_rows_find_the_tasks_they_continue(self, new) -> None:
        found = {row.title: row.continues.title if row.continues else None for row in new.rows.all()}
        assert found == {
            "新建改建公厕46座": "新建改建公厕46座",
            "整治背街小巷58条": "整治背街小巷58条",
            "更换破损井盖350处": "更换破损井盖320处",
            "建设电动车充电桩80处": None,
        }

    def test_the_preview_shows_added_changed_gone_and_same(self, new) -> None:
        diff = publication_preview(new).revision
        assert [draft.row.title for draft in diff.added] == ["建设电动车充电桩80处"]
        assert [draft.row.title for draft in diff.same] == ["新建改建公厕46座"]
        assert [task.title for task in diff.gone] == ["每季度开展病媒生物消杀"]
        changes = {changed.task.title: changed.changes for changed in diff.changed}
        assert changes["整治背街小巷58条"] == [
            ("时限", "2026-06-30", "2026-09-30"),
            ("责任单位", "区城管局（牵头）", "区卫健局（牵头）"),
        ]
        assert changes["更换破损井盖320处"] == [("事项", "更换破损井盖320处", "更换破损井盖350处")]

    def test_identity_and_history_stay_and_gone_tasks_leave_only_when_confirmed(self, clerk, old, new, health) -> None:
        before = dict(Task.objects.values_list("title", "number"))
        published = publish_plan(by=clerk, plan=new)
        assert (published.created, published.revised, published.withdrawn) == (1, 2, 0)
        lane = Task.objects.get(number=before["整治背街小巷58条"])
        assert (lane.due_on, lane.original_due_on, lane.owners.get().unit) == (
            date(2026, 9, 30),
            date(2026, 6, 30),
            health,
        )
        assert {source.plan_id for source in lane.sources.all()} == {old.pk, new.pk}
        assert AuditEvent.objects.filter(action="plans.task.revised", object_id=str(lane.pk)).count() == 1
        assert Task.objects.live().filter(title="每季度开展病媒生物消杀").exists()
        old.refresh_from_db()
        assert old.state == PlanState.REPLACED

    def test_gone_tasks_are_withdrawn_when_chosen(self, clerk, new) -> None:
        gone = publication_preview(new).revision.gone
        publish_plan(by=clerk, plan=new, decisions=Decisions(withdraw_gone=frozenset(task.pk for task in gone)))
        assert not Task.objects.live().filter(title="每季度开展病媒生物消杀").exists()

    def test_a_task_that_the_new_paper_still_has_is_not_withdrawn_as_gone(self, clerk, new) -> None:
        kept = Task.objects.get(title="新建改建公厕46座")
        with pytest.raises(NotPossible):
            publish_plan(by=clerk, plan=new, decisions=Decisions(withdraw_gone=frozenset({kept.pk})))
        assert Task.objects.live().count() == 4

    def test_what_the_office_put_off_stays_put_off_where_the_papers_agree(self, clerk, new, put_off) -> None:
        task = Task.objects.get(title="新建改建公厕46座")
        put_off(task, "2026-07-31")
        assert [draft.row.title for draft in publication_preview(new).revision.same] == ["新建改建公厕46座"]
        publish_plan(by=clerk, plan=new)
        task.refresh_from_db()
        assert task.due_on == date(2026, 7, 31)

    def test_progress_stays_with_the_task(self, clerk, colleague, new, bureau) -> None:
        task = Task.objects.get(title="更换破损井盖320处")
        entry = progress.report_progress(
            by=clerk,
            task=task,
            unit=bureau,
            on=date(2026, 5, 1),
            key="7f0c1c2e-0000-4000-8000-000000000001",
            percent=40,
        )
        progress.confirm_entry(by=colleague, entry=entry)
        publish_plan(by=clerk, plan=new)
        task.refresh_from_db()
        assert (task.title, task.percent, task.entries.get().state) == ("更换破损井盖350处", 40, EntryState.CONFIRMED)

    def test_a_revision_is_not_withdrawn(self, clerk, new) -> None:
        publish_plan(by=clerk, plan=new)
        with pytest.raises(NotPossible, match="修订稿"):
            publishing.withdraw_plan(by=clerk, plan=new, reason="发错了")


@pytest.mark.django_db(transaction=True)
def test_papers_published_at_the_same_moment_share_no_number() -> None:
    campaign = CampaignFactory()
    clerk = user_with_role(Role.OFFICE)
    plans = [PlanFactory(campaign=campaign, uploaded_by=clerk) for _ in range(4)]
    for plan in plans:
        for _ in range(5):
            RowFactory(plan=plan, state=RowState.CHECKED)
    barrier, errors = threading.Barrier(4), []

    def publish(plan):
        try:
            barrier.wait(60)
            publish_plan(by=clerk, plan=plan)
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=publish, args=(plan,)) for plan in plans]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(300)
    assert errors == []
    serials = sorted(int(number[-4:]) for number in Task.objects.values_list("number", flat=True))
    assert serials == list(range(1, 21))


@pytest.mark.django_db(transaction=True)
def test_one_paper_published_twice_at_once_is_published_once() -> None:
    plan = PlanFactory()
    clerk = user_with_role(Role.OFFICE)
    RowFactory(plan=plan, state=RowState.CHECKED)
    barrier, outcomes = threading.Barrier(2), []

    def publish():
        try:
            barrier.wait(60)
            outcomes.append(publish_plan(by=clerk, plan=plan).created)
        except NotPossible:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=publish) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(300)
    assert sorted(map(str, outcomes)) == ["1", "refused"]
    assert Task.objects.count() == 1
    assert TaskSource.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_editors_of_one_row_at_once_both_hear_the_truth() -> None:
    row = RowFactory()
    clerks = [user_with_role(Role.OFFICE) for _ in range(2)]
    barrier, outcomes = threading.Barrier(2), []

    def edit(clerk):
        try:
            barrier.wait(60)
            reviewing.edit_row(by=clerk, row=row, version=1, changes={"title": f"由{clerk.pk}改"})
            outcomes.append(clerk.pk)
        except Exception as error:
            outcomes.append(type(error).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=edit, args=(clerk,)) for clerk in clerks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(300)
    (winner,) = [outcome for outcome in outcomes if outcome != "StaleRow"]
    assert len(outcomes) == 2
    assert DraftRow.objects.get(pk=row.pk).title == f"由{winner}改"
