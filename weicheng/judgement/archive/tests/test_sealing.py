"""What lies in a volume, what sealing freezes, and when it is refused."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from weicheng.ground.evidence.models import Evidence, EvidenceClause
from weicheng.ground.evidence.services import path_of
from weicheng.ground.kernel import jobs
from weicheng.ground.kernel.choices import JobState
from weicheng.ground.kernel.errors import Invalid, NotAllowed, NotPossible
from weicheng.ground.kernel.models import AuditEvent
from weicheng.ground.org.choices import Role
from weicheng.ground.org.services import rename_unit
from weicheng.ground.org.tests.factories import user_with_role
from weicheng.ground.papers.tests.factories import issued
from weicheng.judgement.archive.manifests import seal_of
from weicheng.judgement.archive.models import Volume, VolumeItem
from weicheng.judgement.archive.selectors.contents import contents_of, digest_of, left_out_of
from weicheng.judgement.archive.services import removing, sealing, volumes
from weicheng.judgement.archive.tests.factories import YEAR, evidence_of, volume_of
from weicheng.work.meetings.choices import MeetingState
from weicheng.work.meetings.models import Meeting
from weicheng.work.meetings.services import following
from weicheng.work.meetings.tests.factories import meeting_of
from weicheng.work.plans.choices import PlanState
from weicheng.work.plans.clauses import TaskClause
from weicheng.work.plans.tests.factories import PlanFactory, SourceFactory, TaskFactory
from weicheng.work.reports.models import Report, Sentence

pytestmark = pytest.mark.django_db


def titles(volume: Volume) -> list[str]:
    return [thing.title for thing in contents_of(volume)]


def sealed(volume: Volume, by) -> Volume:
    return sealing.seal_volume(by=by, volume=volume, seen=digest_of(contents_of(volume)), reason="试封")


def test_a_volume_is_a_query_by_chapter_and_year(volume, campaign, clauses, office) -> None:
    evidence_of(campaign, clauses[3], by=office, title="别的章")
    evidence_of(campaign, clauses[0], by=office, title="去年的", year=YEAR - 1)
    evidence_of(campaign, None, by=office, title="没有条款")
    gone = evidence_of(campaign, clauses[0], by=office, title="撤下的")
    Evidence.objects.filter(pk=gone.pk).update(removed_at=timezone.now())
    assert titles(volume) == ["爱卫会工作计划", "督查记录", "年度总结"]
    assert [thing.number for thing in contents_of(volume)] == [1, 2, 3]


def test_one_file_of_two_clauses_lies_in_the_volume_of_each_but_once_in_that_of_the_chapter(
    volume, campaign, clauses, office
) -> None:
    both = evidence_of(campaign, clauses[0], by=office, title="两条都用")
    EvidenceClause.objects.create(evidence=both, clause=clauses[1])
    assert titles(volume).count("两条都用") == 1
    for clause in clauses[:2]:
        assert "两条都用" in titles(volume_of(campaign, by=office, clause=clause))


def test_a_volume_of_a_unit_or_a_class_holds_only_that(volume, campaign, office, bureau) -> None:
    assert titles(volume_of(campaign, by=office, unit=bureau)) == ["督查记录"]
    assert titles(volume_of(campaign, by=office, part="summary")) == ["年度总结"]


def test_plans_papers_minutes_and_summaries_come_by_the_clauses_of_their_tasks(
    campaign, clauses, office, bureau
) -> None:
    task = TaskFactory(campaign=campaign, title="新建公厕")
    TaskClause.objects.create(task=task, clause=clauses[0], is_primary=True)
    plan = PlanFactory(campaign=campaign, title="攻坚方案", state=PlanState.PUBLISHED, year=YEAR)
    SourceFactory(task=task, plan=plan)
    listed = {"tasks": [[str(task.uid), task.number, task.title, ""]]}
    issued(office, campaign, kind="reminder", unit=bureau, made_from=listed)
    meeting = meeting_of(campaign, by=office, title="推进会")
    decision = following.add_decision(
        by=office,
        meeting=meeting,
        key="5f2b9d30-0000-4000-8000-000000000001",
        kind="decision",
        text="建公厕",
        unit=bureau,
    )
    decision.task = task
    decision.save()
    Meeting.objects.filter(pk=meeting.pk).update(state=MeetingState.HELD)
    year = meeting.day.year
    report = Report.objects.create(
        campaign=campaign, unit=bureau, unit_name=bureau.name, kind="month", starts_on=meeting.day - timedelta(days=3),
        ends_on=meeting.day, state="submitted",
    )  # fmt: skip
    source = {"kind": "task", "id": task.pk, "label": "", "url": ""}
    Sentence.objects.create(report=report, part="done", source="x", text="建好了", sources=[source])
    assert {"攻坚方案", "目标责任书"} <= set(titles(volume_of(campaign, by=office)))
    volume = Volume.objects.filter(campaign=campaign, year=year).first() or volume_of(campaign, by=office, year=year)
    assert {"推进会纪要", str(report)} <= set(titles(volume))


def test_a_person_adds_leaves_out_and_orders_over_the_query(volume, campaign, clauses, office) -> None:
    extra = evidence_of(campaign, clauses[5], by=office, title="另一章的")
    volumes.choose(by=office, volume=volume, source=f"evidence:{extra.pk}", verb="add")
    first = contents_of(volume)[0]
    with pytest.raises(Invalid, match="原因"):
        volumes.choose(by=office, volume=volume, source=first.source, verb="leave_out")
    volumes.choose(by=office, volume=volume, source=first.source, verb="leave_out", reason="重复")
    assert "爱卫会工作计划" not in titles(volume)
    assert [choice.reason for choice, _ in left_out_of(volume)] == ["重复"]
    volumes.order_volume(by=office, volume=volume, source=f"evidence:{extra.pk}", position=1)
    assert titles(volume)[0] == "另一章的"
    evidence_of(campaign, clauses[0], by=office, title="后来的", kind="plan")
    assert titles(volume)[-1] == "后来的"
    volumes.choose(by=office, volume=volume, source=first.source, verb="back")
    assert "爱卫会工作计划" in titles(volume)


def test_the_same_volume_is_made_once(volume, campaign, office) -> None:
    with pytest.raises(NotPossible, match="已经有了"):
        volume_of(campaign, by=office)
    assert volumes.open_chapters(by=office, campaign=campaign, years=[YEAR, YEAR + 1]) == 3
    assert volumes.open_chapters(by=office, campaign=campaign, years=[YEAR, YEAR + 1]) == 0


def test_sealing_freezes_contents_numbers_and_hashes(volume, campaign, clauses, office) -> None:
    done = sealed(volume, office)
    manifest = json.loads(sealing.sealed_manifest(done))
    assert [item["title"] for item in manifest["items"]] == ["爱卫会工作计划", "督查记录", "年度总结"]
    assert manifest["items"][0]["files"][0]["path"] == "files/001 爱卫会工作计划.txt"
    assert done.seal == seal_of(sealing.sealed_manifest(done))
    event = AuditEvent.objects.get(action="archive.volume.sealed")
    assert event.after["seal"] == done.seal
    evidence_of(campaign, clauses[0], by=office, title="封卷后来的")
    Evidence.objects.filter(title="督查记录").update(removed_at=timezone.now(), title="改了")
    assert titles(Volume.objects.get(pk=volume.pk)) == ["爱卫会工作计划", "督查记录", "年度总结"]


def test_a_sealed_volume_takes_only_a_supplement(volume, campaign, clauses, office) -> None:
    done = sealed(volume, office)
    late = evidence_of(campaign, clauses[0], by=office, title="后补的")
    for act in (
        lambda: volumes.choose(by=office, volume=done, source=f"evidence:{late.pk}", verb="add"),
        lambda: volumes.order_volume(by=office, volume=done, source=contents_of(done)[0].source, position=2),
        lambda: volumes.describe_volume(by=office, volume=done, values={"title": "新题名"}),
        lambda: removing.remove_volume(by=office, volume=done),
        lambda: sealed(done, office),
    ):
        with pytest.raises(NotPossible, match="已封卷"):
            act()
    more = volumes.supplement(by=office, volume=done)
    with pytest.raises(NotPossible, match="还没有封卷"):
        volumes.supplement(by=office, volume=done)
    assert titles(more) == []
    volumes.choose(by=office, volume=more, source=f"evidence:{late.pk}", verb="add")
    assert json.loads(sealing.sealed_manifest(sealed(more, office)))["volume"]["supplements_seal"] == done.seal
    assert volumes.supplement(by=office, volume=done).place == 2


def test_what_changed_since_it_was_seen_is_not_sealed(volume, campaign, clauses, office) -> None:
    seen = digest_of(contents_of(volume))
    Evidence.objects.filter(title="督查记录").update(removed_at=timezone.now())
    with pytest.raises(NotPossible, match="刚刚变了"):
        sealing.seal_volume(by=office, volume=volume, seen=seen, reason="试封")
    assert not VolumeItem.objects.exists()


def test_an_evidence_removed_while_the_bytes_are_read_stops_the_sealing(volume, office) -> None:
    def remove(done: int, total: int, note: str) -> None:
        Evidence.objects.filter(title="督查记录").update(removed_at=timezone.now())

    with pytest.raises(NotPossible, match="刚刚变了"):
        sealing.seal_volume(by=office, volume=volume, seen=digest_of(contents_of(volume)), reason="试封", tell=remove)
    assert not Volume.objects.get(pk=volume.pk).is_sealed


def test_a_file_touched_while_the_volume_is_sealed_stops_the_sealing(volume, office) -> None:
    path = path_of(Evidence.objects.get(title="爱卫会工作计划").file.sha256)

    def touch(done: int, total: int, note: str) -> None:
        if "第3份" in note:
            path.write_bytes(b"changed behind the back")

    with pytest.raises(NotPossible, match="被动过"):
        sealing.seal_volume(by=office, volume=volume, seen=digest_of(contents_of(volume)), reason="试封", tell=touch)
    assert not VolumeItem.objects.exists()


@pytest.mark.parametrize("spoil", ["change", "remove"])
def test_a_file_whose_bytes_are_not_its_hash_is_not_sealed(volume, office, spoil) -> None:
    path = path_of(Evidence.objects.get(title="年度总结").file.sha256)
    path.write_bytes(b"spoiled") if spoil == "change" else path.unlink()
    with pytest.raises(NotPossible, match="备份"):
        sealed(volume, office)


def test_summaries_and_minutes_are_written_as_papers_when_sealed(campaign, office) -> None:
    meeting = meeting_of(campaign, by=office, title="动员会")
    Meeting.objects.filter(pk=meeting.pk).update(state=MeetingState.HELD)
    volume = volume_of(campaign, by=office, year=meeting.day.year)
    volumes.choose(by=office, volume=volume, source=f"minutes:{meeting.pk}", verb="add")
    done = sealed(volume, office)
    file = done.items.get().files.get()
    assert file.path == "files/001 动员会纪要.docx"
    assert path_of(file.sha256).read_bytes()[:2] == b"PK"


def test_sealing_as_a_job_is_done_once_and_its_refusal_is_a_sentence(volume, campaign, clauses, office) -> None:
    seen = digest_of(contents_of(volume))
    job = sealing.request_sealing(by=office, volume=volume, seen=seen, reason="试封")
    with pytest.raises(NotPossible, match="正在封卷"):
        volumes.describe_volume(by=office, volume=volume, values={"note": "改"})
    evidence_of(campaign, clauses[0], by=office)
    assert "刚刚变了" in jobs.run_inline(job).error
    job = sealing.request_sealing(by=office, volume=volume, seen=digest_of(contents_of(volume)), reason="试封")
    assert jobs.run_inline(job).state == JobState.DONE
    assert Volume.objects.get(pk=volume.pk).is_sealed


def test_an_empty_volume_is_not_sealed(campaign, office) -> None:
    with pytest.raises(NotPossible, match="还没有材料"):
        sealed(volume_of(campaign, by=office, year=2000), office)


@pytest.mark.parametrize("role", [Role.LEADER, Role.AUDITOR, Role.ADMIN, Role.INSPECTOR])
def test_only_the_office_makes_and_seals(volume, campaign, role) -> None:
    user = user_with_role(role)
    source = contents_of(volume)[0].source
    for act in (
        lambda: volume_of(campaign, by=user, year=2001),
        lambda: volumes.choose(by=user, volume=volume, source=source, verb="leave_out", reason="不要"),
        lambda: volumes.order_volume(by=user, volume=volume, source=source, position=2),
        lambda: volumes.describe_volume(by=user, volume=volume, values={"note": "改"}),
        lambda: sealed(volume, user),
        lambda: removing.remove_volume(by=user, volume=volume),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_a_unit_sees_the_volumes_made_of_it_alone(volume, campaign, office, bureau, liaison) -> None:
    own = volume_of(campaign, by=office, unit=bureau)
    assert list(Volume.objects.for_user(liaison)) == [own]
    assert set(Volume.objects.for_user(user_with_role(Role.LEADER))) == {own, volume}
    assert not Volume.objects.for_user(user_with_role(Role.INSPECTOR)).exists()


def test_a_unit_renamed_keeps_its_name_of_then_in_its_volume(campaign, clauses, office, bureau) -> None:
    evidence_of(campaign, clauses[0], by=office, title="督查记录", unit=bureau)
    own = volume_of(campaign, by=office, unit=bureau)
    before = own.unit_name
    rename_unit(by=office, unit=bureau, name="青禾区城市管理和综合执法局", on=timezone.localdate())
    done = sealed(own, office)
    assert titles(done) == ["督查记录"]
    assert json.loads(sealing.sealed_manifest(done))["volume"]["unit"] == before
