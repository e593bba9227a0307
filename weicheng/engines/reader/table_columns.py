"""What each column of a table is for, told by its heading; the heading may stand in several rows and be repeated."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from weicheng.engines.reader.document import Cell, Table

# The first pattern that fits says the role; headings are compared without blanks and brackets.
_ROLES: tuple[tuple[str, str], ...] = (
    ("score", r"分值|得分|扣分|评分|考核分|自评分|满分|计分|权重|加分"),
    ("person_list", r"^(?:姓名|职务|性别|联系电话|电话|手机|手机号码|联系方式|职称|政治面貌|出生年月|小组职务|本人签名)$"),
    ("contact", r"联系人|联络员|联系电话|电话|手机"),
    ("serial", r"^(?:序号|编号|序|项次|号|No\.?|NO\.?|条目)$"),
    ("coop", r"配合|协办|协助|协同|参与|参加单位|联办"),
    ("lead", r"牵头|主办|承办|主责|第一责任单位"),
    ("watch", r"督查单位|督办单位|督导单位|监督单位|督查领导|督导组"),
    ("person", (
        r"责任人|责任领导|包抓领导|分管领导|包联领导|挂点领导|责任区领导|包保领导|县级领导|市级领导|区级领导|负责人|"
        r"具体责任人|牵头领导|挂帅领导|主管领导"
)),
    ("owner", (
        r"责任(?:单位|部门|科室|股室|主体|处室|站所|部室|班级|区域单位)|落实单位|负责(?:单位|部门|科室)|实施单位|完成单位|"
        r"执行单位|责任分工|分工|承担单位|整改单位|主管(?:单位|部门)|责任单位及责任人|^责任$|^单位$|^部门$|^科室$|^股室$|"
        r"^责任方$"
)),
    ("deadline", (
        r"(?:完成|整改|办结|截止|目标|落实|达标|销号)?(?:时限|期限|时间|日期)(?:要求|节点|安排)?|时间节点|完成节点|进度要求|"
        r"进度安排|节点|^进度$|截止"
)),
    ("recurrence", r"频次|频率|周期|次数"),
    ("quantity", r"^(?:数量|任务数|计划数|目标数|目标值|指标值|指标数|单位数量|任务量|工程量)(?:\S{0,6})?$"),
    ("note", r"备注|说明|进展|完成情况|落实情况|整改情况|佐证|资料|存在问题|问题描述|^现状$|投资|资金|经费"),
    ("phase", r"^(?:阶段|工作阶段|时段|步骤)$"),
    ("standard", r"标准|要求|目标|指标|成效|达到效果|预期效果|考核依据|验收"),
    ("detail", (
        r"(?:具体|主要|工作|整治|任务|创建|重点|整改|推进|治理|细化|落实)?(?:措施|内容|事项|任务|举措|工作|做法|细目|要点|"
        r"重点)(?:及|和)?(?:标准|要求|内容|措施)?$|责任内容|工作职责|职责"
)),
    ("category", r"类别|分类|项目|类型|大项|小项|专项|领域|版块|板块|方面|名称|一级|二级|章节|条款|工程"),
)  # fmt: skip
_COMPILED = tuple((role, re.compile(pattern)) for role, pattern in _ROLES)
_FINE = re.compile(r"具体|内容|措施|举措|细目|事项|细化|做法|职责")
_TASK_WORD = re.compile(r"任务|措施|内容|事项|举措|职责|要点|工作")
TEXT_ROLES = ("detail", "standard", "category")


@dataclass(slots=True)
class Columns:
    """Roles by column, the heading text of each, and the rows that are heading."""

    roles: dict[int, str] = field(default_factory=dict)
    titles: dict[int, str] = field(default_factory=dict)
    head_rows: range = range(0)

    def of(self, *roles: str) -> list[int]:
        return [column for column, role in sorted(self.roles.items()) if role in roles]


def role_of(heading: str) -> str | None:
    """The role that the heading of a column names, None when it names none."""
    plain = re.sub(r"[\s（）()【】:：、/／]|\d+年", "", heading)
    if not plain or len(plain) > 24:
        return None
    return next((role for role, pattern in _COMPILED if pattern.search(plain)), None)


class Grid:
    """A table by row and column; a merged cell is found at every place that it covers."""

    def __init__(self, text: str, table: Table) -> None:
        self.text = text
        self.rows, self.columns = table.rows, table.columns
        self._places: dict[tuple[int, int], Cell] = {}
        for cell in table.cells:
            for row in range(cell.row, cell.row + cell.row_span):
                for column in range(cell.column, cell.column + cell.column_span):
                    self._places.setdefault((row, column), cell)
        self.merged = any(cell.row_span > 1 for cell in table.cells)

    def cell(self, row: int, column: int) -> Cell | None:
        return self._places.get((row, column))

    def words(self, row: int, column: int) -> str:
        cell = self.cell(row, column)
        return self.text[cell.start : cell.end].strip() if cell else ""

    def row_words(self, row: int) -> list[str]:
        return [self.words(row, column) for column in range(self.columns)]

    def cells_of(self, row: int) -> list[Cell]:
        """Distinct cells of a row that hold text."""
        found: dict[int, Cell] = {}
        for column in range(self.columns):
            cell = self.cell(row, column)
            if cell and self.text[cell.start : cell.end].strip():
                found.setdefault(id(cell), cell)
        return list(found.values())


def read_columns(grid: Grid) -> Columns | None:
    """The columns of a table, None when no row looks like a heading."""
    for row in range(min(grid.rows, 6)):
        cells = grid.cells_of(row)
        known = [cell for cell in cells if role_of(grid.text[cell.start : cell.end])]
        if len(known) < 2 or len(known) < len(cells) / 2:
            continue
        last = row
        for below in range(row + 1, min(grid.rows, row + 3)):
            if not _continues_heading(grid, row, below, cells):
                break
            last = below
        return _assign(grid, range(row, last + 1))
    return None


def _continues_heading(grid: Grid, first: int, below: int, cells: Sequence[Cell]) -> bool:
    """A second heading row lies under a heading that spans columns, or inside one that spans rows."""
    if any(cell.row + cell.row_span > below for cell in cells):
        inner = [cell for cell in grid.cells_of(below) if cell.row == below]
        return bool(inner) and all(len(grid.text[cell.start : cell.end].strip()) <= 12 for cell in inner)
    wide = [cell for cell in cells if 1 < cell.column_span < grid.columns]
    if not wide:
        return False
    under = [
        grid.words(below, column) for cell in wide for column in range(cell.column, cell.column + cell.column_span)
    ]
    return bool(under) and all(word and len(word) <= 10 and (role_of(word) or len(word) <= 4) for word in under)


def _assign(grid: Grid, rows: range) -> Columns:
    columns = Columns(head_rows=rows)
    for column in range(grid.columns):
        words = list(dict.fromkeys(grid.words(row, column) for row in rows if grid.words(row, column)))
        columns.titles[column] = "".join(words)
        lowest = next((role for word in reversed(words) if (role := role_of(word))), None)
        role = lowest or role_of(columns.titles[column])
        if role:
            columns.roles[column] = role
    return columns


def task_column(grid: Grid, columns: Columns, body: Sequence[int]) -> int | None:
    """The column whose cells state the tasks: the finest of those that hold sentences."""
    candidates = columns.of(*TEXT_ROLES)
    scored: list[tuple[float, int]] = []
    for column in candidates:
        role, title = columns.roles[column], columns.titles[column]
        lengths = [len(grid.words(row, column)) for row in body if grid.words(row, column)]
        if not lengths or sum(lengths) / len(lengths) < (3 if role == "detail" else 5):
            continue
        starts = {id(grid.cell(row, column)) for row in body if grid.words(row, column)}
        score = {"detail": 3.0, "standard": 1.0, "category": 0.5}[role]
        score += 0.5 if _FINE.search(title) else 0.0
        score += 1.5 * len(starts) / max(1, len(body)) + min(sum(lengths) / len(lengths), 30) / 30
        scored.append((score, column))
    return max(scored, key=lambda s: (s[0], s[1]))[1] if scored else None


def is_task_table(columns: Columns, column: int | None) -> bool:
    """Whether the table lists tasks: not a list of people, not a score sheet, not a register."""
    if column is None or (columns.of("person_list") and not columns.of("deadline", "lead")):
        return False
    answers = columns.of("owner", "lead", "coop", "deadline")
    if columns.of("score") and not columns.of("deadline") and not columns.of("lead", "owner"):
        return False
    if answers or columns.of("person"):
        return columns.roles[column] in ("detail", "standard") or bool(answers)
    named = bool(_TASK_WORD.search(columns.titles[column]))
    return named and bool(columns.of("serial", "standard", "recurrence", "phase", "quantity"))
