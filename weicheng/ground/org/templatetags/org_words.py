"""Words of this room for templates."""

from django import template

from weicheng.ground.kernel.models import AuditEvent
from weicheng.ground.org.choices import PostKind
from weicheng.ground.org.wording import ACTIONS

register = template.Library()


@register.filter
def org_action(event: AuditEvent) -> str:
    """What an event did, with the name that matters: 单位改名：卫生局 → 卫生健康局."""
    word = ACTIONS.get(event.action, event.action)
    before, after = event.before, event.after
    if event.action == "org.unit.renamed":
        return f"{word}：{before.get('name')} → {after.get('name')}"
    if event.action == "org.unit.merged":
        return f"{word}：并入{after.get('merged_into')}"
    if event.action in ("org.post.opened", "org.post.closed"):
        kinds = dict(PostKind.choices)
        return f"{word}：{after.get('unit', '')}{kinds.get(after.get('kind'), '')}"
    return word
