# ruff: noqa: E501, ISC004 - raw XML is easier to read unbroken
"""A paper written as raw WordprocessingML, by hand and by nobody else's rules: what the checker is tried on."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import escape

SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
FANG, KAI, HEI, SONG, XBS = "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体", "方正小标宋简体"


@dataclass
class P:
    """A paragraph. ``runs``: (text, changes of the looks) where not all of it looks the same."""

    text: str = ""
    font: str = FANG
    size: float = 16
    colour: str = ""
    align: str = "both"
    first: float = 0
    left: float = 0
    right: float = 0
    hanging: float = 0
    above: float = 0
    pitch: float = 28.95
    spacing: float = -0.25
    latin: str = "Times New Roman"
    new_page: bool = False
    tab: float = 0
    borders: dict[str, tuple[str, int, str]] = field(default_factory=dict)
    frame: dict[str, str] = field(default_factory=dict)
    runs: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    extra: str = ""

    def xml(self) -> str:
        runs = self.runs or [(self.text, {})]
        made = "".join(_run(text, {**_looks(self), **changes}) for text, changes in runs if text)
        return f"<w:p><w:pPr>{self._properties()}</w:pPr>{self.extra}{made}</w:p>"

    def _properties(self) -> str:
        parts = ["<w:pageBreakBefore/>"] if self.new_page else []
        if self.frame:
            parts.append("<w:framePr " + " ".join(f'w:{key}="{value}"' for key, value in self.frame.items()) + "/>")
        if self.borders:
            sides = "".join(
                f'<w:{side} w:val="{kind}" w:sz="{width}" w:space="1" w:color="{colour}"/>'
                for side, (kind, width, colour) in self.borders.items()
            )
            parts.append(f"<w:pBdr>{sides}</w:pBdr>")
        if self.tab:
            parts.append(f'<w:tabs><w:tab w:val="right" w:pos="{round(self.tab * 20)}"/></w:tabs>')
        line = f' w:line="{round(self.pitch * 20)}" w:lineRule="exact"' if self.pitch else ""
        parts.append(f'<w:spacing w:before="{round(self.above * 20)}" w:after="0"{line}/>')
        indents = {"left": self.left, "right": self.right, "firstLine": self.first, "hanging": self.hanging}
        given = " ".join(f'w:{key}="{round(value * self.size * 20)}"' for key, value in indents.items() if value)
        parts.append(f"<w:ind {given}/>" if given else "")
        return "".join(parts) + f'<w:jc w:val="{self.align}"/><w:rPr><w:sz w:val="{round(self.size * 2)}"/></w:rPr>'


def _looks(p: P) -> dict[str, Any]:
    return {"font": p.font, "size": p.size, "colour": p.colour, "latin": p.latin, "spacing": p.spacing}


def _run(text: str, look: dict[str, Any]) -> str:
    colour = f'<w:color w:val="{look["colour"]}"/>' if look["colour"] else ""
    spacing = f'<w:spacing w:val="{round(look["spacing"] * 20)}"/>' if look["spacing"] else ""
    properties = (
        f'<w:rPr><w:rFonts w:ascii="{look["latin"]}" w:hAnsi="{look["latin"]}" w:eastAsia="{look["font"]}"/>'
        f'{colour}{spacing}<w:sz w:val="{round(look["size"] * 2)}"/></w:rPr>'
    )
    if text == "PAGE":
        inner = (
            '<w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        )
        return f'<w:r>{properties}{inner}<w:r>{properties}<w:t>{look.get("shown", "1")}</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    pieces = "<w:tab/>".join(f'<w:t xml:space="preserve">{escape(piece)}</w:t>' for piece in text.split("\t"))
    return f"<w:r>{properties}{pieces}</w:r>"


def _foot(align: str, **indent: float) -> P:
    song = {"font": SONG, "latin": SONG}
    return P(size=14, align=align, pitch=18, spacing=0, runs=[("— ", song), ("PAGE", song), (" —", song)], **indent)  # type: ignore[arg-type]


@dataclass
class Sample:
    """A whole paper: the page in mm, the paragraphs by name in order, the feet."""

    parts: dict[str, P]
    page: dict[str, float] = field(
        default_factory=lambda: {
            "width": 210,
            "height": 297,
            "top": 37,
            "bottom": 35,
            "left": 28,
            "right": 26,
            "foot": 24.8,
        }
    )
    feet: dict[str, P] = field(
        default_factory=lambda: {"default": _foot("right", right=1), "even": _foot("left", left=1)}
    )
    bare_first: bool = False
    comments: int = 0

    def __getitem__(self, name: str) -> P:
        return self.parts[name]

    def drop(self, *names: str) -> None:
        for name in names:
            del self.parts[name]

    def put_after(self, name: str, new: str, part: P) -> None:
        items = list(self.parts.items())
        place = [key for key, _ in items].index(name) + 1
        self.parts = dict([*items[:place], (new, part), *items[place:]])

    def docx(self) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as box:
            for name, text in self._files():
                box.writestr(name, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>{text}')
        return out.getvalue()

    def _files(self) -> Iterator[tuple[str, str]]:
        kinds = "".join(
            f'<Override PartName="/word/{name}.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml"/>'
            for name, kind in (("document", "document.main"), ("settings", "settings"))
        )
        yield (
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/>'
            f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{kinds}</Types>',
        )
        packages = "http://schemas.openxmlformats.org/package/2006/relationships"
        yield (
            "_rels/.rels",
            f'<Relationships xmlns="{packages}"><Relationship Id="a" Type="{REL}/officeDocument" Target="word/document.xml"/></Relationships>',
        )
        feet = "".join(f'<Relationship Id="f{kind}" Type="{REL}/footer" Target="{kind}.xml"/>' for kind in self.feet)
        yield "word/_rels/document.xml.rels", f'<Relationships xmlns="{packages}">{feet}</Relationships>'
        for kind, foot in self.feet.items():
            yield f"word/{kind}.xml", f"<w:ftr {SPACE}>{foot.xml()}</w:ftr>"
        yield (
            "word/settings.xml",
            f"<w:settings {SPACE}>{'<w:evenAndOddHeaders/>' if 'even' in self.feet else ''}</w:settings>",
        )
        if self.comments:
            yield "word/comments.xml", f"<w:comments {SPACE}>{'<w:comment/>' * self.comments}</w:comments>"
        body = "".join(part.xml() for part in self.parts.values())
        yield (
            "word/document.xml",
            f'<w:document {SPACE} xmlns:r="{REL}"><w:body>{body}{self._section()}</w:body></w:document>',
        )

    def _section(self) -> str:
        page = {key: round(value / 25.4 * 1440) for key, value in self.page.items()}
        feet = "".join(f'<w:footerReference w:type="{kind}" r:id="f{kind}"/>' for kind in self.feet)
        margins = " ".join(f'w:{side}="{page[side]}"' for side in ("top", "bottom", "left", "right"))
        first = "<w:titlePg/>" if self.bare_first else ""
        return (
            f'<w:sectPr>{feet}<w:pgSz w:w="{page["width"]}" w:h="{page["height"]}"/>'
            f'<w:pgMar {margins} w:header="680" w:footer="{page["foot"]}"/>{first}</w:sectPr>'
        )


def blanks(*names: str) -> dict[str, P]:
    return {name: P() for name in names}


BODY = {
    "opening": P("根据全区统一部署，现将有关事项安排如下。", first=2),
    "one": P("一、主要任务", font=HEI, first=2),
    "text": P("从2026年5月起，用三个月时间集中整治“脏乱差”，做到路面净、立面净。", first=2),
    "two": P(first=2, runs=[("（一）清扫保洁。", {"font": KAI}), ("主要道路每天清扫两次。", {})]),
    "three": P("1.背街小巷由社区负责。", first=2),
    "four": P("（1）每周五集中行动。", first=2),
    "next": P("二、有关要求", font=HEI, first=2),
    "last": P("各单位要按时报送情况。", first=2),
}
RULE = {"bottom": ("single", 12, "FF0000")}


def _imprint() -> dict[str, P]:
    frame = {
        "w": "8844",
        "wrap": "around",
        "vAnchor": "margin",
        "hAnchor": "margin",
        "xAlign": "center",
        "yAlign": "bottom",
    }
    return {
        "copies": P("抄送：区委办公室，区政府办公室。", size=14, left=4, hanging=3, spacing=0, pitch=22, frame=dict(frame),
                    borders={"top": ("single", 8, "000000")}),
        "printed": P("　某区爱卫办\t2026年5月7日印发", size=14, spacing=0, pitch=22, tab=428, frame=dict(frame),
                     borders={"top": ("single", 6, "000000"), "bottom": ("single", 8, "000000")}),
        "end": P(size=1, pitch=1),
    }  # fmt: skip


def _copies_without_indent_of_the_rule(parts: dict[str, P]) -> dict[str, P]:
    parts["copies"].left, parts["copies"].hanging, parts["copies"].text = 4, 4, "　抄送：区委办公室，区政府办公室。"
    return parts


def document() -> Sample:
    """A 通知 with everything: copy number, urgency, attachments, note, imprint."""
    return deepcopy(
        Sample(
            {
                "copy_number": P("000012", align="left"),
                "urgency": P("特急", font=HEI, align="left"),
                **blanks("top"),
                "mark": P(
                    "某区爱国卫生运动委员会文件",
                    font=XBS,
                    size=36,
                    colour="FF0000",
                    align="center",
                    above=10,
                    pitch=43,
                    spacing=0,
                ),
                **blanks("m1", "m2"),
                "number": P("某爱卫〔2026〕12号", align="center", borders=dict(RULE)),
                **blanks("r1", "r2"),
                "title": P("关于开展集中整治行动的通知", font=XBS, size=22, align="center", spacing=0),
                **blanks("t1"),
                "addressees": P("各镇（街道），区直各单位："),
                **deepcopy(BODY),
                **blanks("b1"),
                "noted": P("附件：1.任务分工表", left=6, hanging=4),
                "noted2": P("　　　2.联系人名单", left=6, hanging=4),
                **blanks("c1", "c2"),
                "signature": P("某区爱国卫生运动委员会", align="right", right=1.5),
                "day": P("2026年5月6日", align="right", right=4),
                "note": P("（联系人：周某，电话：0000-6000000）", first=2),
                "attached": P("附件1", font=HEI, align="left", new_page=True),
                **blanks("a1"),
                "attached_title": P("任务分工表", font=XBS, size=22, align="center"),
                **blanks("a2"),
                "attached_text": P("清扫由城管部门负责。", first=2),
                **_copies_without_indent_of_the_rule(_imprint()),
            }
        )
    )


def report() -> Sample:
    """A paper that goes up: number on the left, 签发人 on the right."""
    paper = document()
    paper.drop("noted", "noted2", "b1", "attached", "a1", "attached_title", "a2", "attached_text")
    number = paper["number"]
    number.align, number.tab = "left", 426
    number.runs = [("　某爱卫〔2026〕12号\t签发人：", {}), ("季某", {"font": KAI})]
    paper["title"].text = "关于集中整治情况的报告"
    paper["addressees"].text = "区人民政府："
    return paper


def letter() -> Sample:
    """10.1: double rules, number on the right, no number on the first page."""
    paper = document()
    frame = {"w": "9638", "wrap": "notBeside", "vAnchor": "page", "hAnchor": "page", "xAlign": "center"}
    lower = P(size=2, pitch=2, frame={**frame, "y": "15700"}, borders={"bottom": ("thinThickSmallGap", 24, "FF0000")})
    mark = P("某区爱国卫生运动委员会", font=XBS, size=36, colour="FF0000", align="center", pitch=43, spacing=0,
             frame={**frame, "y": "1640"}, borders={"bottom": ("thickThinSmallGap", 24, "FF0000")})  # fmt: skip
    kept = {
        key: part
        for key, part in paper.parts.items()
        if key in ("title", "t1", "addressees", *BODY, "c1", "c2", "signature", "day", "note")
    }
    copies = P("抄送：区政府办公室。", size=14, left=4, hanging=3, spacing=0, pitch=22,
               frame={"w": "8844", "vAnchor": "margin", "hAnchor": "margin", "yAlign": "bottom"})  # fmt: skip
    paper.parts = {
        "mark": mark,
        "lower": lower,
        "number": P("某爱卫函〔2026〕3号", align="right"),
        **blanks("r1", "r2"),
        **kept,
        "copies": copies,
        "end": P(size=1, pitch=1),
    }
    paper["title"].text = "关于商请支持集中整治的函"
    paper.bare_first = True
    return paper


def minutes() -> Sample:
    """10.3: 纪要 in the mark, who was there after the text."""
    paper = document()
    paper["mark"].text = "某区爱卫办会议纪要"
    paper["title"].text = "第三次调度会议纪要"
    paper["number"].borders = {}
    paper.put_after("number", "issuer", P("　某区爱卫办\t2026年5月6日", align="left", tab=426, borders=dict(RULE)))
    for name in ("copy_number", "urgency"):
        paper[name].text = ""
    paper.drop(
        "addressees",
        "noted",
        "noted2",
        "c1",
        "c2",
        "signature",
        "day",
        "note",
        "attached",
        "a1",
        "attached_title",
        "a2",
        "attached_text",
    )
    paper.put_after(
        "b1", "present", P(left=5, hanging=3, runs=[("出席：", {"font": HEI}), ("区城管局张某、区住建局李某。", {})])
    )
    paper.put_after(
        "present", "excused", P(left=5, hanging=3, runs=[("请假：", {"font": HEI}), ("区水务局赵某。", {})])
    )
    return paper
