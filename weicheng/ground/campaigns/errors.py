"""Why a campaign or its calendar was not changed."""

from weicheng.ground.kernel.errors import Refused


class BadDays(Refused):
    """Lines of an import that cannot be read; nothing of it was written."""

    def __init__(self, problems: list[tuple[int, str, str]]) -> None:
        super().__init__(f"有{len(problems)}行看不懂，一行也没有写入。")
        self.problems = problems  # (line number, as written, reason)
