"""AuditEvent: what was done. Job: work that takes longer than a request."""

import uuid

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from weicheng.ground.kernel.choices import Channel, JobState


class AuditEvent(models.Model):
    """One change by one actor, inserted in the transaction of the change and never altered.

    No foreign keys, so that the trail never blocks a delete and keeps the names of the day. ``number``, ``previous`` and
    ``digest`` are filled by the sealing step (chain.seal); ``number`` is the order of sealing, which is not always that
    of ``id``: on PostgreSQL a lower id may be committed after a higher one.
    """

    at = models.DateTimeField("时间", db_index=True)
    actor_id = models.BigIntegerField("操作人编号", null=True)
    actor_name = models.CharField("操作人", max_length=100, blank=True)
    channel = models.CharField("途径", max_length=10, choices=Channel.choices, default=Channel.PAGE)
    action = models.CharField("动作", max_length=80)  # a stable code, e.g. "plans.task.changed"
    object_type = models.CharField("对象类型", max_length=40, blank=True)
    object_id = models.CharField("对象编号", max_length=40, blank=True)
    object_label = models.CharField("对象", max_length=200, blank=True)
    campaign_id = models.BigIntegerField("活动编号", null=True)
    unit_id = models.BigIntegerField("单位编号", null=True)
    before = models.JSONField("原值", default=dict, encoder=DjangoJSONEncoder)
    after = models.JSONField("新值", default=dict, encoder=DjangoJSONEncoder)
    reason = models.TextField("原因", blank=True)
    request_id = models.CharField("请求编号", max_length=40, blank=True)
    number = models.BigIntegerField("链上序号", null=True, unique=True)
    previous = models.CharField("前一条的摘要", max_length=64, blank=True)
    digest = models.CharField("摘要", max_length=64, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "操作记录"
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["object_type", "object_id", "id"], name="audit_object"),
            models.Index(fields=["campaign_id", "id"], name="audit_campaign"),
            models.Index(fields=["campaign_id", "action", "at"], name="audit_action"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_name} {self.action} {self.object_label}"


class ChainHead(models.Model):
    """The end of the chain of audit rows; the one row is also the lock under which rows are sealed."""

    number = models.BigIntegerField("最后序号", default=0)
    digest = models.CharField("最后摘要", max_length=64, blank=True)
    sealed_at = models.DateTimeField("封存时间", null=True)
    logged_number = models.BigIntegerField("已记入链头文件的序号", default=0)
    logged_line = models.CharField("链头文件最后一行的摘要", max_length=64, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "链头"

    def __str__(self) -> str:
        return f"{self.number} {self.digest[:16]}"


class Job(models.Model):
    """A piece of work for the worker, with true progress, a cancel flag and a heartbeat."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("种类", max_length=60)  # a stable code registered with jobs.handler
    label = models.CharField("名称", max_length=200, blank=True)
    args = models.JSONField("参数", default=dict, encoder=DjangoJSONEncoder)
    state = models.CharField("状态", max_length=10, choices=JobState.choices, default=JobState.QUEUED)
    done = models.PositiveIntegerField("已做", default=0)
    total = models.PositiveIntegerField("总数", default=0)
    note = models.CharField("进度说明", max_length=200, blank=True)
    result = models.JSONField("结果", default=dict, encoder=DjangoJSONEncoder)
    error = models.TextField("失败原因", blank=True)  # a sentence for the user, never a traceback
    cancel_requested = models.BooleanField("要求取消", default=False)
    attempts = models.PositiveSmallIntegerField("尝试次数", default=0)
    max_attempts = models.PositiveSmallIntegerField("最多尝试", default=2)
    created_by_id = models.BigIntegerField("提交人编号", null=True)
    created_by_name = models.CharField("提交人", max_length=100, blank=True)
    created_at = models.DateTimeField("提交时间", auto_now_add=True)
    started_at = models.DateTimeField("开始时间", null=True)
    heartbeat_at = models.DateTimeField("最近心跳", null=True)
    finished_at = models.DateTimeField("结束时间", null=True)
    worker = models.CharField("执行者", max_length=100, blank=True)
    task_id = models.UUIDField("队列编号", null=True, editable=False)  # the row of the task library that will run it

    class Meta:
        verbose_name = verbose_name_plural = "后台工作"
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["state", "heartbeat_at"], name="job_state")]

    def __str__(self) -> str:
        return f"{self.label or self.kind}（{self.get_state_display()}）"

    @property
    def is_finished(self) -> bool:
        return self.state in {JobState.DONE, JobState.FAILED, JobState.CANCELLED}

    @property
    def percent(self) -> int:
        return min(100, round(100 * self.done / self.total)) if self.total else 0


class PeriodicRun(models.Model):
    """When a periodic duty was last done, so that a worker which was off catches up, and two workers do it once."""

    name = models.CharField("名称", max_length=80, primary_key=True)
    done_at = models.DateTimeField("上次完成", null=True)
    leased_until = models.DateTimeField(
        "占用至", null=True
    )  # who works on it has it until then; after a failure: the pause
    error = models.CharField("上次的错误", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "定时工作"

    def __str__(self) -> str:
        return self.name
