"""The only table of status words: code -> word, icon, css class. Nobody writes these words by hand."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StatusWord:
    word: str
    icon: str


STATUS = {
    "todo": StatusWord("未开始", "circle-dashed"),
    "doing": StatusWord("推进中", "progress"),
    "due": StatusWord("即将到期", "clock-hour-4"),
    "late": StatusWord("逾期", "alert-triangle"),
    "check": StatusWord("待核查", "eye-check"),
    "done": StatusWord("已完成", "circle-check"),
}
