"""Reviewing rows: what a person types is kept, nobody overwrites anybody, everything can be undone and is recorded."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from weicheng.ground.kernel.errors import Invalid, NotAllowed
from weicheng.ground.kernel.models import AuditEvent
from weicheng.ground.org.access import scope_of
from weicheng.ground.org.choices import MatchKind
from weicheng.ground.org.tests.factories import UnitFactory
from weicheng.work.plans.choices import OwnerRole, PlanState, RowState
from weicheng.work.plans.errors import NotPossible, StaleRow
from weicheng.work.plans.models import DraftOwner, DraftRow
from weicheng.work.plans.selectors import rows as row_selectors
from weicheng.work.plans.services import owning, restructuring, reviewing, undoing
from weicheng.work.plans.tests.factories import PlanFactory, RowFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(campaign):
    return PlanFactory(campaign=campaign)


@pytest.fixture
def row(plan, bureau):
    return RowFactory(plan=plan, title="新建公厕", lead=bureau)


def fresh(row):
    return DraftRow.objects.get(pk=row.pk)


class TestEditing:
    def test_a_change_is_written_with_its_version_and_recorded_with_who_and_why(self, clerk, row) -> None:
        reviewing.edit_row(
            by=clerk, row=row, version=1, changes={"title": "新建公厕4座", "due_on": "2026-06-30"}, reason="对照原文"
        )
        assert (fresh(row).title, fresh(row).due_on, fresh(row).version) == ("新建公厕4座", date(2026, 6, 30), 2)
        (entry,) = row_selectors.row_history(row)
        assert entry.by == "周某"
        assert entry.reason == "对照原文"
        assert entry.changes == [("事项", "新建公厕", "新建公厕4座"), ("时限", "", "2026-06-30")]

    def test_a_second_editor_is_told_who_changed_what_and_overwrites_nothing(self, clerk, colleague, row) -> None:
        reviewing.edit_row(by=clerk, row=row, version=1, changes={"title": "新建公厕4座"})
        with pytest.raises(StaleRow, match="周某") as caught:
            reviewing.edit_row(by=colleague, row=row, version=1, changes={"title": "别的"})
        assert caught.value.changes == [("事项", "新建公厕", "新建公厕4座")]
        assert caught.value.at is not None
        assert fresh(row).title == "新建公厕4座"

    def test_several_changes_since_are_told_as_one_step_from_the_oldest_to_the_newest(
        self, clerk, colleague, row
    ) -> None:
        reviewing.edit_row(by=clerk, row=row, version=1, changes={"title": "甲"})
        reviewing.edit_row(by=clerk, row=row, version=2, changes={"title": "乙"})
        with pytest.raises(StaleRow) as caught:
            reviewing.confirm_row(by=colleague, row=row, version=1)
        assert caught.value.changes == [("事项", "新建公厕", "乙")]

    def test_a_change_to_the_same_value_is_no_change(self, clerk, row) -> None:
        reviewing.edit_row(by=clerk, row=row, version=1, changes={"title": "新建公厕"})
        assert fresh(row).version == 1
        assert not AuditEvent.objects.exists()

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"title": "  "}, "title"),
            ({"title": "长" * 201}, "title"),
            ({"due_on": "2026-02-30"}, "due_on"),
            ({"due_on": "下周"}, "due_on"),
            ({"category": "nothing"}, "category"),
            ({"rrule": "FREQ=SOMETIMES"}, "rrule"),
            ({"quota": {"value": 0, "per": "week"}}, "quota"),
            ({"state": "checked"}, "state"),
            ({"start_on": "2026-07-01", "due_on": "2026-06-30"}, "start_on"),
        ],
    )
    def test_a_value_that_cannot_be_is_refused_with_its_field(self, clerk, row, changes, field) -> None:
        with pytest.raises(Invalid) as caught:
            reviewing.edit_row(by=clerk, row=row, version=1, changes=changes)
        assert caught.value.field == field
        assert fresh(row).version == 1

    def test_editing_a_confirmed_row_puts_the_editor_s_name_to_it(self, clerk, colleague, row) -> None:
        reviewing.confirm_row(by=clerk, row=row, version=1)
        reviewing.edit_row(by=colleague, row=row, version=2, changes={"title": "改过"})
        assert (fresh(row).state, fresh(row).checked_by) == (RowState.CHECKED, colleague)

    def test_a_liaison_may_not_review(self, liaison, row) -> None:
        with pytest.raises(NotAllowed):
            reviewing.confirm_row(by=liaison, row=row, version=1)

    @pytest.mark.parametrize("state", [PlanState.READING, PlanState.FAILED, PlanState.PUBLISHED, PlanState.REPLACED])
    def test_rows_stand_still_outside_review(self, clerk, plan, row, state) -> None:
        plan.state = state
        plan.save()
        with pytest.raises(NotPossible):
            reviewing.edit_row(by=clerk, row=row, version=1, changes={"title": "改"})


class TestMoves:
    def test_confirming_shows_who_and_when(self, clerk, row) -> None:
        done = reviewing.confirm_row(by=clerk, row=row, version=1)
        assert (done.state, done.checked_by) == (RowState.CHECKED, clerk)
        assert done.checked_at is not None

    def test_a_dropped_row_comes_back_open(self, clerk, row) -> None:
        reviewing.drop_row(by=clerk, row=row, version=1, reason="是口号")
        with pytest.raises(NotPossible):
            reviewing.confirm_row(by=clerk, row=row, version=2)
        assert reviewing.restore_row(by=clerk, row=row, version=2).state == RowState.OPEN

    def test_reopening_takes_the_name_off(self, clerk, row) -> None:
        reviewing.confirm_row(by=clerk, row=row, version=1)
        assert reviewing.reopen_row(by=clerk, row=row, version=2).checked_by is None


class TestBulk:
    def test_many_rows_take_the_same_category_date_lead_and_name(self, clerk, plan, health) -> None:
        rows = [RowFactory(plan=plan) for _ in range(3)]
        dropped = RowFactory(plan=plan, state=RowState.DROPPED)
        number = reviewing.bulk_set(
            by=clerk,
            plan=plan,
            rows=[row.pk for row in [*rows, dropped]],
            changes={"category": "vector_control", "due_on": "2026-09-30", "lead": health, "checked": True},
        )
        assert number == 3
        for row in rows:
            now = fresh(row)
            assert (now.category, now.due_on, now.state) == ("vector_control", date(2026, 9, 30), RowState.CHECKED)
            assert [owner.unit for owner in now.owners.all()] == [health]
        assert fresh(dropped).category == "other"
        assert AuditEvent.objects.filter(action="plans.row.bulk").count() == 3

    def test_a_new_lead_replaces_leads_and_keeps_the_others(self, clerk, plan, row, health, towns) -> None:
        DraftOwner.objects.create(row=row, text="北苑街道", unit=towns[0], role=OwnerRole.COOP)
        reviewing.bulk_set(by=clerk, plan=plan, rows=[row.pk], changes={"lead": health})
        assert [(owner.unit, owner.role) for owner in row.owners.all()] == [(health, "lead"), (towns[0], "coop")]

    def test_the_number_of_queries_does_not_grow_with_the_rows(self, clerk, plan, health) -> None:
        ids = [RowFactory(plan=plan).pk for _ in range(60)]
        scope_of(clerk)  # read once a request

        def count(ids):
            with CaptureQueriesContext(connection) as seen:
                reviewing.bulk_set(by=clerk, plan=plan, rows=ids, changes={"lead": health, "checked": True})
            return len(seen)

        # SQLite takes only so many values in one statement, so that 40 more rows may need one more of a kind.
        assert count(ids[2:]) <= count(ids[:2]) + 2

    def test_open_rows_are_shared_out_evenly_in_runs(self, clerk, colleague, plan) -> None:
        rows = [RowFactory(plan=plan, order=place) for place in range(5)]
        RowFactory(plan=plan, state=RowState.CHECKED)
        given = reviewing.assign_rows(by=clerk, plan=plan, people=[clerk, colleague])
        assert given == {clerk.pk: 3, colleague.pk: 2}
        assert [fresh(row).assigned_to for row in rows] == [clerk, clerk, clerk, colleague, colleague]

    def test_rows_are_shared_out_only_within_the_office(self, clerk, liaison, plan, row) -> None:
        with pytest.raises(Invalid, match="王某"):
            reviewing.assign_rows(by=clerk, plan=plan, people=[liaison])


class TestRestructuring:
    @pytest.fixture
    def long_row(self, campaign, bureau):
        text = "一、市容整治。区城管局牵头，6月底前新建公厕4座，9月底前改造集贸市场2处。其余事项另行通知。"
        plan = PlanFactory(
            campaign=campaign, text=text, blocks=[{"start": 0, "end": len(text), "locator": {"paragraph": 7}}]
        )
        start, end = text.index("区城管局"), text.index("。其余")
        return RowFactory(
            plan=plan, order=1, start=start, end=end, title="新建公厕和改造市场", lead=bureau, section=["市容整治"],
            deadline_text="6月底前", due_on=date(2026, 6, 30), category="city_appearance",
            quantities=[{"text": "4座", "value": 4, "unit": "座"}, {"text": "2处", "value": 2, "unit": "处"}],
        )  # fmt: skip

    def test_each_piece_of_a_split_keeps_what_its_own_words_say(self, clerk, long_row) -> None:
        text = long_row.plan.text
        first, second = restructuring.split_row(by=clerk, row=long_row, version=1, at=text.index("9月底"))
        assert (first.quote, second.quote) == ("区城管局牵头，6月底前新建公厕4座", "9月底前改造集贸市场2处")
        for piece in (first, second):
            assert text[piece.start : piece.end] == piece.quote
        assert (first.due_on, second.due_on) == (date(2026, 6, 30), date(2026, 9, 30))
        assert [[q["text"] for q in piece.quantities] for piece in (first, second)] == [["4座"], ["2处"]]
        assert (second.section, second.category) == (["市容整治"], "city_appearance")
        assert [owner.text for owner in second.owners.all()] == ["区城管局"]
        assert second.locator == {"paragraph": 7}
        assert first.order < second.order

    @pytest.mark.parametrize("place", ["before", "edge"])
    def test_a_row_is_not_split_outside_its_words(self, clerk, long_row, place) -> None:
        at = {"before": 0, "edge": long_row.end - 0}[place]
        with pytest.raises(Invalid):
            restructuring.split_row(by=clerk, row=long_row, version=1, at=at)

    @pytest.mark.parametrize(
        ("words", "pieces"),
        [
            ("区城管局牵头", ["区城管局牵头", "6月底前新建公厕4座，9月底前改造集贸市场2处"]),
            ("6月底前新建公厕4座", ["区城管局牵头", "6月底前新建公厕4座", "9月底前改造集贸市场2处"]),
            ("，9月底前改造集贸市场2处", ["区城管局牵头，6月底前新建公厕4座", "9月底前改造集贸市场2处"]),
        ],
    )
    def test_a_selection_is_cut_out_and_nothing_is_lost(self, clerk, long_row, words, pieces) -> None:
        start = long_row.plan.text.index(words)
        made = restructuring.split_by_selection(by=clerk, row=long_row, version=1, start=start, end=start + len(words))
        assert [row.quote for row in made] == pieces
        assert [row.pk for row in row_selectors.review_rows(long_row.plan)] == [row.pk for row in made]

    def test_the_whole_sentence_or_words_outside_it_are_not_cut_out(self, clerk, long_row) -> None:
        for start, end in ((long_row.start, long_row.end), (0, 4), (long_row.start, long_row.end + 3)):
            with pytest.raises(Invalid):
                restructuring.split_by_selection(by=clerk, row=long_row, version=1, start=start, end=end)

    def test_splitting_and_undoing_leaves_what_was(self, clerk, long_row) -> None:
        text = long_row.plan.text
        restructuring.split_row(by=clerk, row=long_row, version=1, at=text.index("9月底"))
        undoing.undo_last(by=clerk, plan=long_row.plan)
        (only,) = DraftRow.objects.filter(plan=long_row.plan)
        assert (only.pk, only.quote, only.title) == (long_row.pk, long_row.quote, "新建公厕和改造市场")
        assert len(only.quantities) == 2

    def test_merging_joins_quote_title_owners_and_drops_the_later(self, clerk, long_row, health) -> None:
        text = long_row.plan.text
        first, second = restructuring.split_row(by=clerk, row=long_row, version=1, at=text.index("9月底"))
        owning.add_owner(by=clerk, row=second, version=1, unit=health, role="coop")
        merged = restructuring.merge_with_previous(by=clerk, row=second, version=2)
        assert merged.pk == first.pk
        assert merged.quote == long_row.quote
        assert {(owner.text, owner.role) for owner in fresh(merged).owners.all()} == {
            ("区城管局", "lead"),
            ("区卫健局", "coop"),
        }
        assert fresh(second).state == RowState.DROPPED

    def test_the_first_row_has_nothing_to_merge_with(self, clerk, long_row) -> None:
        with pytest.raises(NotPossible):
            restructuring.merge_with_previous(by=clerk, row=long_row, version=1)

    def test_a_selection_becomes_a_row_read_by_the_reader_at_its_place(self, clerk, plan, health) -> None:
        RowFactory(plan=plan, order=1, start=0, end=18, section=["病媒"])
        RowFactory(plan=plan, order=2, start=plan.text.index("各镇办"), end=len(plan.text) - 1)
        start = plan.text.index("区卫健局")
        added = restructuring.add_row(by=clerk, plan=plan, start=start, end=plan.text.index("各镇办"))
        assert added.quote == "区卫健局每季度开展一次病媒消杀"
        assert plan.text[added.start : added.end] == added.quote
        assert added.rrule == "FREQ=MONTHLY;INTERVAL=3"
        assert added.section == ["病媒"]
        assert (added.state, added.checked_by) == (RowState.CHECKED, clerk)
        assert [row.pk for row in row_selectors.review_rows(plan)][1] == added.pk

    def test_a_selection_fills_the_form_without_storing(self, plan) -> None:
        values = restructuring.prefill(plan, 0, 18)
        assert values["quote"] == "区城管局牵头，6月底前新建公厕4座"
        assert values["due_on"] == date(2026, 6, 30)
        assert not DraftRow.objects.exists()

    def test_an_empty_selection_is_refused(self, clerk, plan) -> None:
        with pytest.raises(Invalid):
            restructuring.add_row(by=clerk, plan=plan, start=17, end=18)


class TestUndoing:
    def test_the_own_last_action_comes_back_one_after_the_other(self, clerk, plan, row) -> None:
        reviewing.edit_row(by=clerk, row=row, version=1, changes={"title": "甲"})
        reviewing.drop_row(by=clerk, row=row, version=2)
        undoing.undo_last(by=clerk, plan=plan)
        assert (fresh(row).state, fresh(row).title) == (RowState.OPEN, "甲")
        undoing.undo_last(by=clerk, plan=plan)
        assert fresh(row).title == "新建公厕"
        with pytest.raises(NotPossible):
            undoing.undo_last(by=clerk, plan=plan)

    def test_a_bulk_is_undone_as_one(self, clerk, plan, health) -> None:
        rows = [RowFactory(plan=plan) for _ in range(4)]
        reviewing.bulk_set(
            by=clerk, plan=plan, rows=[row.pk for row in rows], changes={"lead": health, "checked": True}
        )
        assert undoing.undo_last(by=clerk, plan=plan) == "批量修改4行"
        assert {fresh(row).state for row in rows} == {RowState.OPEN}
        assert not DraftOwner.objects.filter(row__plan=plan).exists()

    def test_what_another_changed_since_is_not_undone(self, clerk, colleague, plan, row) -> None:
        reviewing.edit_row(by=clerk, row=row, version=1, changes={"title": "甲"})
        reviewing.edit_row(by=colleague, row=row, version=2, changes={"category": "archives"})
        with pytest.raises(StaleRow, match="吴某"):
            undoing.undo_last(by=clerk, plan=plan)
        assert fresh(row).title == "甲"

    def test_another_s_action_is_not_mine_to_undo(self, clerk, colleague, plan, row) -> None:
        reviewing.edit_row(by=clerk, row=row, version=1, changes={"title": "甲"})
        with pytest.raises(NotPossible):
            undoing.undo_last(by=colleague, plan=plan)

    def test_an_added_row_disappears_and_its_record_stays(self, clerk, plan) -> None:
        added = restructuring.add_row(by=clerk, plan=plan, start=0, end=18)
        undoing.undo_last(by=clerk, plan=plan)
        assert not DraftRow.objects.filter(pk=added.pk).exists()
        assert AuditEvent.objects.filter(object_id=str(added.pk)).count() == 2

    def test_undoing_an_owner_change_brings_the_owner_back_as_it_was(self, clerk, plan, row, health) -> None:
        owner = row.owners.get()
        owning.change_owner(by=clerk, owner=owner, version=1, unit=health)
        undoing.undo_last(by=clerk, plan=plan)
        back = row.owners.get()
        assert (back.text, back.unit.short_name, back.match) == ("区城管局", "区城管局", MatchKind.EXACT)


class TestOwners:
    def test_the_same_words_mean_the_same_unit_everywhere(self, clerk, plan, health) -> None:
        rows = [RowFactory(plan=plan) for _ in range(3)]
        owners = [DraftOwner.objects.create(row=row, text="卫生部门", match=MatchKind.FUZZY) for row in rows]
        changed = owning.change_owner(by=clerk, owner=owners[0], version=1, unit=health, everywhere=True)
        assert changed == 3
        assert {owner.unit for owner in DraftOwner.objects.all()} == {health}
        assert {owner.match for owner in DraftOwner.objects.all()} == {MatchKind.MANUAL}

    def test_what_somebody_chose_by_hand_is_not_changed_along(self, clerk, plan, health, bureau) -> None:
        rows = [RowFactory(plan=plan) for _ in range(2)]
        first = DraftOwner.objects.create(row=rows[0], text="主管部门", match=MatchKind.FUZZY)
        chosen = DraftOwner.objects.create(row=rows[1], text="主管部门", match=MatchKind.MANUAL, unit=bureau)
        owning.change_owner(by=clerk, owner=first, version=1, unit=health, everywhere=True)
        chosen.refresh_from_db()
        assert chosen.unit == bureau

    def test_a_unit_that_the_list_lacks_is_registered_and_given_to_its_words(self, clerk, plan) -> None:
        rows = [RowFactory(plan=plan) for _ in range(2)]
        owners = [DraftOwner.objects.create(row=row, text="区智慧城管中心") for row in rows]
        unit = owning.create_unit(
            by=clerk,
            owner=owners[0],
            version=1,
            name="青禾区智慧城市管理中心",
            kind="enterprise",
            short_name="区智管中心",
        )
        assert {owner.unit for owner in DraftOwner.objects.all()} == {unit}
        assert unit.aliases.get().text == "区智慧城管中心"

    def test_registering_a_name_twice_is_refused_and_changes_nothing(self, clerk, plan, bureau) -> None:
        owner = DraftOwner.objects.create(row=RowFactory(plan=plan), text="城管")
        with pytest.raises(Invalid):
            owning.create_unit(by=clerk, owner=owner, version=1, name=bureau.name, kind="department")
        owner.refresh_from_db()
        assert owner.unit is None

    def test_one_unit_has_one_role_once(self, clerk, row, bureau) -> None:
        with pytest.raises(Invalid):
            owning.add_owner(by=clerk, row=row, version=1, unit=bureau)

    def test_a_typed_name_is_looked_up(self, clerk, row, health) -> None:
        owning.add_owner(by=clerk, row=row, version=1, text="青禾区卫生健康局", role="coop")
        added = row.owners.get(role="coop")
        assert (added.unit, added.match) == (health, MatchKind.EXACT)

    def test_a_removed_owner_is_gone_and_a_stale_page_is_told(self, clerk, row) -> None:
        owner = row.owners.get()
        owning.remove_owner(by=clerk, owner=owner, version=1)
        assert not row.owners.exists()
        with pytest.raises(StaleRow):
            owning.remove_owner(by=clerk, owner=owner, version=1)


class TestSummary:
    def test_what_is_missing_is_counted(self, plan, bureau, towns) -> None:
        RowFactory(plan=plan, lead=bureau, due_on=date(2026, 6, 1), quantities=[{"value": 3, "unit": "座"}])
        RowFactory(plan=plan)
        several = RowFactory(plan=plan, lead=bureau)
        DraftOwner.objects.create(row=several, text="北苑街道", unit=towns[0])
        wide = RowFactory(plan=plan, state=RowState.CHECKED, rrule="FREQ=MONTHLY")
        DraftOwner.objects.create(
            row=wide, text="各街道", match=MatchKind.COLLECTIVE, collective={"kinds": ["township"]}
        )
        RowFactory(plan=plan, state=RowState.DROPPED)
        summary = row_selectors.review_summary(plan)
        assert (summary.total, summary.open, summary.checked, summary.dropped) == (4, 3, 1, 1)
        assert summary.flagged["no_lead"] == 1
        assert summary.flagged["wide_lead"] == 1
        assert summary.flagged["many_leads"] == 1
        assert summary.flagged["no_date"] == 2
        assert (summary.quantified, summary.quantified_share) == (1, 0.25)

    def test_doubtful_rows_come_first_and_checked_ones_last(self, plan) -> None:
        sure = RowFactory(plan=plan, order=1, confidence=0.9)
        checked = RowFactory(plan=plan, order=2, confidence=0.1, state=RowState.CHECKED)
        doubtful = RowFactory(plan=plan, order=3, confidence=0.4)
        found = row_selectors.review_rows(plan, order="doubtful")
        assert [row.pk for row in found] == [doubtful.pk, sure.pk, checked.pk]
        assert [row.number for row in found] == [3, 1, 2]

    def test_sections_count_what_stands_under_them(self, plan) -> None:
        RowFactory(plan=plan, section=["重点任务", "市容"], state=RowState.CHECKED)
        RowFactory(plan=plan, section=["重点任务", "病媒"])
        progress = {part.path: (part.checked, part.total) for part in row_selectors.section_progress(plan)}
        assert progress == {("重点任务",): (1, 2), ("重点任务", "市容"): (1, 1), ("重点任务", "病媒"): (0, 1)}

    def test_the_list_takes_the_same_queries_for_few_and_many(
        self, plan, bureau, django_assert_max_num_queries
    ) -> None:
        for _ in range(40):
            RowFactory(plan=plan, lead=bureau)
        with django_assert_max_num_queries(5):
            row_selectors.review_rows(plan)
        with django_assert_max_num_queries(5):
            row_selectors.review_summary(plan)


def test_a_unit_outside_any_paper_does_not_disturb(plan) -> None:
    UnitFactory()
    assert row_selectors.review_rows(plan) == []
