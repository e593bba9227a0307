"""督办单 in three colours: what is owed, since when, and the answer that the unit writes on the same sheet."""

from __future__ import annotations

from weicheng.engines import gongwen
from weicheng.engines.gongwen import Align, Band, Block, Field, Fields, Number, Paragraph, Title
from weicheng.ground.papers.choices import Variant
from weicheng.work.letters.choices import STEPS
from weicheng.work.letters.documents.notice import COLUMNS, NoticeFacts, task_cells
from weicheng.work.letters.documents.phrases import day_words

DEMANDS = {
    Variant.BLUE: "下列任务即将到期，请对照目标查漏补缺，在时限之前办结并报告。",
    Variant.YELLOW: "下列任务已经逾期。请分管负责人过问，查明原因，排出补办的日期，按期办结。",
    Variant.RED: "下列任务逾期已久。请主要负责人亲自督促办理，书面说明原因、措施和办结日期，由我办报告领导小组。",
}


def reminder_document(facts: NoticeFacts, variant: Variant) -> gongwen.Document:
    step = STEPS[variant]
    blocks: list[Block] = [
        Band(f"{step.word}（{step.meaning}）", step.colour),
        Title(f"{facts.campaign.area}{facts.campaign.name}\n督办单"),
        Number(facts.number or f"督办单〔{facts.on.year}〕第　　号"),
        Fields(
            (
                Field("承办单位", facts.unit_name),
                Field("督办等级", step.word),
                Field("签发日期", day_words(facts.on)),
                Field("回复期限", day_words(facts.answer_by)),
            )
        ),
        Paragraph(DEMANDS[variant]),
        gongwen.Table(COLUMNS, task_cells(facts.tasks)),
        Paragraph(facts.office, indent=False, align=Align.RIGHT),
        Paragraph(day_words(facts.on), indent=False, align=Align.RIGHT),
        Paragraph("承办单位回复（填好后交回）", indent=False, small=True),
        Fields((Field("未办结原因"), Field("措施")), across=1, tall=20),
        Fields((Field("办结日期"), Field("负责人签字"))),
    ]
    name = f"督办单（{step.word}） {facts.unit_name}"
    return gongwen.Document(name=name, on=facts.on, blocks=blocks, layout=gongwen.layouts.HOUSE, author=facts.office)
