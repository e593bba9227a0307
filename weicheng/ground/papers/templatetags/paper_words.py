"""Words of the record of a paper."""

from django import template

from weicheng.ground.kernel.models import AuditEvent
from weicheng.ground.papers.wording import ACTIONS

register = template.Library()


@register.filter
def paper_action(event: AuditEvent) -> str:
    return ACTIONS.get(event.action, event.action)
