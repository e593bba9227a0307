"""A sample paper of our own for the journeys: as .docx, and as the PDF that a browser prints."""

from datetime import date
from typing import Any

from weicheng.doors.demo.dates import filled
from weicheng.doors.demo.docx import docx_of

TEXT = """# 青禾区农贸市场环境卫生提升方案
@ 青创卫办〔{year}〕26号
各有关单位：
为改善农贸市场环境卫生，制定本方案。
## 一、重点任务
1.区商务局牵头，区市场监管局配合，{me+1}前完成12家农贸市场给排水改造。
2.区市场监管局{me+1}前督促480户经营户配齐防蝇防尘设施，配备率达到95%以上。
3.区城管局每天清运市场垃圾不少于2次，做到日产日清。
4.区疾控中心每月开展一次市场鼠密度监测。
## 二、工作要求
5.青禾农贸公司每周五组织一次大扫除，明确专人负责。
6.各街道办事处每月底前向区创卫办报送进展。
> 青禾区创建国家卫生区工作领导小组办公室
> {issued}
"""


def text(number: int = 26) -> str:
    return filled(TEXT.replace("26号", f"{number}号"), date.today())


def docx(number: int = 26) -> bytes:
    return docx_of(text(number))


def pdf(browser: Any, number: int = 27) -> bytes:
    """The paper as a text PDF, printed by the browser of the tests."""
    page = browser.new_page()
    lines = [line.lstrip("#@> ") for line in text(number).splitlines()]
    page.set_content(
        "<body style='font: 16pt/28pt serif; width: 156mm'>"
        + "".join(f"<p style='margin:0;text-indent:2em'>{line}</p>" for line in lines)
    )
    content = page.pdf(format="A4", margin={"top": "37mm", "left": "28mm", "right": "26mm", "bottom": "35mm"})
    page.close()
    return bytes(content)
