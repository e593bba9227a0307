"""Chinese words for the audit codes of this room."""

ACTIONS = {"evidence.file.stored": "存入文件"}
