"""Official papers of the sample: issued and sent out, one void, one on its way, one returned, drafts from data, incoming ones."""

from __future__ import annotations

from datetime import date, timedelta

from weicheng.doors.demo.dates import season_of
from weicheng.doors.demo.units import SURNAMES
from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.org.models import Unit, User
from weicheng.ground.papers.models import IncomingPaper, OfficialPaper
from weicheng.ground.papers.official_choices import OfficialKind, StepKind
from weicheng.ground.papers.selectors.papers import waiting_for
from weicheng.ground.papers.selectors.people import approvers
from weicheng.ground.papers.services import approving, drafting, incoming, numbering, official_issuing
from weicheng.ground.papers.sources import sources_of

BODY = "青禾区创建国家卫生区工作领导小组办公室"
SHORT = "青禾区创卫办"
CALL = """为巩固前一阶段整治成果，定于本月开展背街小巷环境卫生集中整治。现将有关事项通知如下。
一、整治重点
（一）路面和立面。清理乱堆乱放、乱贴乱画，补齐破损路面。
（二）公厕和垃圾点。公厕专人保洁，垃圾日产日清，桶身干净。
（三）占道经营。引导流动摊点进入疏导区，早市按时收摊。
二、组织方式
（一）街道负总责。社区逐巷排查，列出问题清单。
（二）每周抽查。区城市管理局随机抽查，抽查结果在周五例会上通报。
三、有关要求
各单位要在通知下发后3个工作日内报送整治清单，整治进展在台账中报送。"""
VALUES = {"body": CALL, "addressees": "各镇（街道），区直各有关单位", "copies": "区委办公室，区政府办公室"}


def tell(campaign: Campaign, office: User, today: date) -> None:
    """Through the services of the office itself."""
    _books(campaign, office)
    leader = approvers(StepKind.SIGN)[0]
    steps = [(StepKind.SIGN.value, leader)]
    first = _ready(
        campaign, office, "关于开展背街小巷环境卫生集中整治的通知", **VALUES, note="联系人：周某，电话：0000-6000000"
    )
    first = _issue(office, _signed(office, first, steps), today - timedelta(days=20))
    _send(office, first, today)
    wrong = _ready(campaign, office, "关于重大活动期间环境卫生保障的通知", **VALUES)
    wrong = _issue(office, _signed(office, wrong, steps), today - timedelta(days=12))
    assert wrong.entry is not None
    numbering.void_number(by=office, entry=wrong.entry, reason="主送单位写漏，重新印发")
    again = _ready(campaign, office, "关于重大活动期间环境卫生保障工作的通知", **VALUES)
    _issue(office, _signed(office, again, steps), today - timedelta(days=11))
    assert first.series is not None
    numbering.enter_number(
        by=office, series=first.series, serial=5, on=today - timedelta(days=9), title="关于报送联络员名单的通知",
        kind=OfficialKind.NOTICE, addressees="各责任单位",
    )  # fmt: skip
    for kind, word in ((OfficialKind.CIRCULAR, "submit"), (OfficialKind.REPORT, "return"), (OfficialKind.MINUTES, "")):
        _from_data(campaign, office, kind, word, leader)
    _incoming(campaign, office, today)


def _books(campaign: Campaign, office: User) -> None:
    kinds = [kind.value for kind in OfficialKind if kind != OfficialKind.MINUTES]
    numbering.save_series(by=office, campaign=campaign, body=BODY, code="青创卫办", kinds=kinds)
    numbering.save_series(
        by=office,
        campaign=campaign,
        body=SHORT,
        code="青创卫纪要",
        kinds=[OfficialKind.MINUTES],
        mark="青禾区创卫办会议纪要",
    )
    approving.set_chain(by=office, campaign=campaign, steps=[(StepKind.SIGN, approvers(StepKind.SIGN)[0])])


def _ready(campaign: Campaign, office: User, title: str, **values: str) -> OfficialPaper:
    paper = drafting.start_draft(by=office, campaign=campaign, kind=OfficialKind.NOTICE)
    given = {"title": title, "printed_by": SHORT, **values}
    return drafting.save_draft(by=office, paper=paper, version=paper.version, values=given)


def _signed(office: User, paper: OfficialPaper, steps: list[tuple[str, User]]) -> OfficialPaper:
    paper = approving.submit_paper(by=office, paper=paper, steps=steps)
    for step in [one for _, user in steps for one in waiting_for(user, paper.campaign) if one.paper_id == paper.pk]:
        paper = approving.pass_step(by=step.user, step=step, opinion="同意")
    return paper


def _issue(office: User, paper: OfficialPaper, on: date) -> OfficialPaper:
    return official_issuing.issue_official(by=office, paper=paper, on=on)


def _send(office: User, paper: OfficialPaper, today: date) -> None:
    units = list(Unit.objects.exclude(parent=None).order_by("order")[:9])
    lines = official_issuing.distribute(
        by=office, paper=paper, on=today - timedelta(days=19), channel="system", units=units, names=["区人武部"]
    )
    for place, line in enumerate(lines[: len(lines) * 2 // 3]):
        surname = SURNAMES[place * 11 % len(SURNAMES)]
        on = today - timedelta(days=19 - place % 3)
        official_issuing.acknowledge(by=office, line=line, receiver=f"{line.name}办公室 {surname}某"[:50], on=on)


def _from_data(campaign: Campaign, office: User, kind: str, word: str, leader: User) -> None:
    """A draft from the first thing that a room has to say for its kind; nothing where there is nothing."""
    for source in sources_of(kind):
        offered = source.choices(campaign, office)
        if not offered:
            continue
        paper = drafting.start_draft(by=office, campaign=campaign, kind=kind, source=source.code, key=offered[0][0])
        more = {"signer": str(leader).split()[-1]} if kind == OfficialKind.REPORT else {}
        more |= {"addressees": "区人民政府"} if kind == OfficialKind.REPORT else {}
        paper = drafting.save_draft(by=office, paper=paper, version=paper.version, values={"printed_by": SHORT, **more})
        if word:
            paper = approving.submit_paper(by=office, paper=paper)
        if word == "return":
            step = next(one for one in waiting_for(leader, campaign) if one.paper_id == paper.pk)
            approving.return_paper(by=leader, step=step, reason="数据再核一遍，存在的困难写具体些")
        return


def _incoming(campaign: Campaign, office: User, today: date) -> None:
    """One answered, one due in two days, one late, one that wants no answer."""
    for number, issuer, title, days, due in (
        ("市爱卫办〔{}〕18号", "市爱国卫生运动委员会办公室", "关于报送创建国家卫生区工作进展情况的通知", 15, -3),
        ("市爱卫办〔{}〕21号", "市爱国卫生运动委员会办公室", "关于做好{}爱国卫生运动的通知", 6, 2),
        ("市政督函〔{}〕7号", "市政府督查室", "关于核实群众反映环境卫生问题的函", 10, 5),
        ("", "北溪区创卫办", "关于商请考察学习的函", 4, None),
    ):
        paper = incoming.register_incoming(
            by=office, campaign=campaign, issuer=issuer, number=number.format(today.year), title=title.format(season_of(today)),
            received_on=today - timedelta(days=days), handler=office,
            reply_due=None if due is None else today + timedelta(days=due),
        )  # fmt: skip
        if issuer == "市政府督查室":
            incoming.answer_incoming(
                by=office, incoming=paper, on=today - timedelta(days=1), note="已电话答复，附照片报送"
            )
    assert IncomingPaper.objects.owed().filter(campaign=campaign).exists()
