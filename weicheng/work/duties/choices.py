from django.db.models import TextChoices


class RhythmKind(TextChoices):
    """Which of a duty's fields say how often; the classes of engines.worktime.rhythm."""

    RULE = "rule", "按日历"
    QUOTA = "quota", "按次数"
    WORKDAY = "workday", "第几个工作日"
    UNSETTLED = "unsettled", "间隔未定"


class DayPart(TextChoices):
    NONE = "", "不限"
    MORNING = "am", "上午"
    AFTERNOON = "pm", "下午"
    EVENING = "evening", "晚上"


class HolidayRule(TextChoices):
    """What becomes of an occurrence that falls on a day off; values of engines.worktime.occurrences.Holiday."""

    KEEP = "keep", "照常进行"
    BEFORE = "before", "提前到前一个工作日"
    AFTER = "after", "顺延到下一个工作日"
    SKIP = "skip", "当次取消"


class PeopleBasis(TextChoices):
    """Whether a number of people is asked of each unit or of all together; some papers do not say."""

    EACH = "each", "每个单位"
    TOGETHER = "together", "各单位合计"
    UNSAID = "unsaid", "文件没有写明"


class OccurrenceState(TextChoices):
    """Never stored: derived by weicheng.work.duties.states from counts, dates and the excuse."""

    DUE = "due", "待做"
    DONE = "done", "已做"
    MISSED = "missed", "未做"
    EXCUSED = "excused", "免做"
