"""The sample is held against the national standard, and most of its tasks hang on a clause; the rest wait for a person."""

from __future__ import annotations

from weicheng.ground.campaigns import services as campaigns
from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.org.models import User
from weicheng.ground.standards.choices import Level
from weicheng.ground.standards.models import Clause, Edition
from weicheng.ground.standards.services.loading import load_library
from weicheng.work.plans.models import Task
from weicheng.work.plans.services.clauses import Pick, set_clauses

EDITION = "nat-2021"
LEFT = 9  # every so many tasks is left to a person, besides those whose words say nothing
MOST = 2
# What the office knows of its own ways of speaking: the first that stands in a title is what the task is counted by.
HABITS = (
    ("餐饮", "food-trade"),
    ("三小", "small-food"),
    ("二次供水", "drinking-water"),
    ("供管水", "drinking-water"),
    ("末梢水", "drinking-water"),
    ("医疗废物", "medical-waste"),
    ("客运站", "public-places"),
    ("网吧", "four-small"),
    ("公共场所卫生", "public-places"),
    ("空气质量", "air"),
    ("环境质量", "air"),
    ("黑臭水体", "water-sources"),
    ("农贸市场", "markets"),
    ("城中村", "urban-villages"),
    ("旱厕", "toilets"),
    ("垃圾容器", "waste-sorting"),
    ("无害化", "waste-sorting"),
    ("中转站", "sanitation-facilities"),
    ("小区积水", "communities"),
    ("消杀", "vectors"),
    ("防鼠", "vectors"),
    ("防蝇", "vectors"),
    ("密度", "vectors"),
    ("查漏补种", "immunisation"),
    ("井盖", "streets"),
    ("街巷路面", "streets"),
    ("照明", "streets"),
    ("居民公约", "communities"),
    ("科普讲座", "health-education"),
    ("专项经费", "network"),
    ("工作机构", "network"),
    ("督办单", "government"),
    ("考核排名", "government"),
    ("动员", "planning"),
    ("工作方案", "planning"),
    ("例会", "planning"),
    ("督查组", "planning"),
    ("义务劳动", "planning"),
)


def choose(campaign: Campaign, office: User) -> Campaign:
    """The campaign is held against the edition, which is loaded where nobody did it yet."""
    if not Edition.objects.filter(code=EDITION).exists():
        load_library()
    edition = Edition.objects.filter(code=EDITION).order_by("-version")[0]
    return campaigns.choose_edition(by=office, campaign=campaign, edition=edition, level=Level.CITY)


def tell(campaign: Campaign, office: User) -> None:
    """The clause whose words stand in the title, with the places that the title names."""
    clauses = list(Clause.objects.filter(edition=campaign.edition_id).order_by("chapter__number", "order"))
    for number, task in enumerate(Task.objects.live().filter(campaign=campaign).order_by("number"), 1):
        found = clauses_of(task.title, clauses)
        if found and number % LEFT:
            picks = [Pick(clause, [place for place in clause.place_types if place in task.title]) for clause in found]
            set_clauses(by=office, task=task, picks=picks)


def clauses_of(title: str, clauses: list[Clause]) -> list[Clause]:
    """Those that the office means by its own words, else the one of which the title says most."""
    by_key = {clause.key: clause for clause in clauses}
    meant = dict.fromkeys(by_key[key] for word, key in HABITS if word in title and key in by_key)
    if meant:
        return list(meant)[:MOST]
    said = {clause.pk: sum(len(word) for word in clause.words if word in title) for clause in clauses}
    best = max(clauses, key=lambda clause: said[clause.pk])  # of equal ones the first
    return [best] if said[best.pk] else []
