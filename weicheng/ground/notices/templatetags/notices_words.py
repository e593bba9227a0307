"""Words of the log."""

from django import template

from weicheng.ground.notices.selectors import attempt_words

register = template.Library()
register.filter("attempt_words", attempt_words)
