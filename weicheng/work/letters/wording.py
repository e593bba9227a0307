"""Chinese words for the audit codes of this room."""

ACTIONS = {"letters.batch.ordered": "批量生成文书"}
