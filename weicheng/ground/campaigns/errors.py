"""Why a campaign or its calendar was not changed; ``str(error)`` is a sentence for the user."""


class CampaignError(Exception):
    """``field`` names the input at fault, if one is."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class BadDays(CampaignError):
    """Lines of an import that cannot be read; nothing of it was written."""

    def __init__(self, problems: list[tuple[int, str, str]]) -> None:
        super().__init__(f"有{len(problems)}行看不懂，一行也没有写入。")
        self.problems = problems  # (line number, as written, reason)
