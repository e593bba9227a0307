from datetime import date

import pytest

from weicheng.ground.org import selectors
from weicheng.ground.org.choices import MatchKind, UnitKind
from weicheng.ground.org.matching import UnitMatcher
from weicheng.ground.org.models import Unit, UnitName
from weicheng.ground.org.tests.factories import MembershipFactory, PersonFactory, UnitFactory

DAY = date(2026, 3, 1)
UNITS = [
    # code, name, short name, kind, aliases
    ("gov", "青禾区人民政府", "区政府", UnitKind.PARTY_GOV, []),
    ("zfb", "青禾区人民政府办公室", "区政府办", UnitKind.DEPARTMENT, []),
    ("xcb", "中共青禾区委宣传部", "区委宣传部", UnitKind.PARTY_GOV, []),
    ("wmb", "青禾区精神文明建设委员会办公室", "区文明办", UnitKind.DEPARTMENT, []),
    ("zj", "青禾区住房和城乡建设局", "区住建局", UnitKind.DEPARTMENT, ["建设局"]),
    ("sj", "青禾区市场监督管理局", "区市场监管局", UnitKind.DEPARTMENT, []),
    ("wj", "青禾区卫生健康局", "", UnitKind.DEPARTMENT, []),
    ("cg", "青禾区城市管理局（综合行政执法局）", "", UnitKind.DEPARTMENT, []),
    ("ny", "青禾区农业农村局", "区农业农村局", UnitKind.DEPARTMENT, []),
    ("jt", "青禾区教育体育局", "", UnitKind.DEPARTMENT, []),
    ("fg", "青禾区发展和改革局", "", UnitKind.DEPARTMENT, []),
    ("hb", "云川市生态环境局青禾分局", "生态环境分局", UnitKind.DEPARTMENT, []),
    ("zg", "青禾区自然资源和规划局", "", UnitKind.DEPARTMENT, []),
    ("sl", "青禾区商务和粮食局", "", UnitKind.DEPARTMENT, []),
    ("fl", "青禾区妇女联合会", "", UnitKind.DEPARTMENT, []),
    ("by", "北苑街道办事处", "北苑街道", UnitKind.TOWNSHIP, []),
    ("hw", "河湾镇人民政府", "河湾镇", UnitKind.TOWNSHIP, []),
    ("sq", "柳岸社区居民委员会", "柳岸社区", UnitKind.COMMUNITY, []),
    ("cun", "青石村村民委员会", "青石村", UnitKind.COMMUNITY, []),
    ("dyzx", "青禾区第一中学", "青禾一中", UnitKind.ENTERPRISE, []),
    ("yy", "青禾区人民医院", "", UnitKind.ENTERPRISE, []),
    ("gs", "青禾区自来水有限责任公司", "自来水公司", UnitKind.ENTERPRISE, []),
]


@pytest.fixture
def units(db):
    made = {
        code: UnitFactory(code=code, name=name, short_name=short, kind=kind, aliases=aliases, order=order)
        for order, (code, name, short, kind, aliases) in enumerate(UNITS)
    }
    made["wsk"] = UnitFactory(
        code="wsk", name="环境卫生管理科", short_name="环卫科", kind=UnitKind.OFFICE, parent=made["cg"]
    )
    return made


@pytest.fixture
def matcher(units):
    return selectors.unit_matcher(DAY, area="青禾区")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("青禾区住房和城乡建设局", "zj"),
        ("区住建局", "zj"),
        ("青禾区市场监督管理局", "sj"),
        ("区市场监管局", "sj"),
        ("青禾区城市管理局(综合行政执法局)", "cg"),
        (" 北苑街道 ", "by"),
        ("柳岸社区", "sq"),
        ("青禾一中", "dyzx"),
    ],
)
def test_full_and_short_names_are_exact(matcher, units, text, code):
    found = matcher.match(text)

    assert (found.kind, found.unit) == (MatchKind.EXACT, units[code])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("住建局", "zj"),
        ("区住房城乡建设局", "zj"),
        ("住房和城乡建设局", "zj"),
        ("青禾住建局", "zj"),
        ("建设局", "zj"),
        ("市场监管局", "sj"),
        ("市监局", "sj"),
        ("区市监局", "sj"),
        ("区市场监督管理局", "sj"),
        ("卫健局", "wj"),
        ("区卫生健康局", "wj"),
        ("区“卫健局”", "wj"),
        ("城管局", "cg"),
        ("区城管局", "cg"),
        ("区城市管理综合行政执法局", "cg"),
        ("综合行政执法局", "cg"),
        ("农业农村局", "ny"),
        ("教体局", "jt"),
        ("区教育和体育局", "jt"),
        ("发改局", "fg"),
        ("发展改革局", "fg"),
        ("区自规局", "zg"),
        ("自然资源规划局", "zg"),
        ("商粮局", "sl"),
        ("区妇联", "fl"),
        ("宣传部", "xcb"),
        ("青禾区委宣传部", "xcb"),
        ("区文明办", "wmb"),
        ("文明办", "wmb"),
        ("区政府办公室", "zfb"),
        ("政府办", "zfb"),
        ("区人民政府", "gov"),
        ("生态环境青禾分局", "hb"),
        ("北苑街办", "by"),
        ("北苑街道办", "by"),
        ("河湾镇政府", "hw"),
        ("河湾镇党委", "hw"),
        ("柳岸社区居委会", "sq"),
        ("青石村委会", "cun"),
        ("区自来水公司", "gs"),
        ("自来水有限公司", "gs"),
        ("人民医院", "yy"),
        ("区城管局环卫科", "wsk"),
        ("住建局等部门", "zj"),
        ("区住建局牵头", "zj"),
    ],
)
def test_every_usual_way_of_writing_a_unit_finds_it(matcher, units, text, code):
    found = matcher.match(text)

    assert found.kind in (MatchKind.ALIAS, MatchKind.EXACT), found
    assert found.unit == units[code]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("城官局", "cg"),
        ("区住健局", "zj"),
        ("市场临管局", "sj"),
        ("河弯镇", "hw"),
        ("农业农付局", "ny"),
        ("区住建局物业科", "zj"),
        ("区级卫生部门", "wj"),
        ("自然资源局", "zg"),
        ("区环保局", "hb"),
        ("工商部门", "sj"),
        ("卫生局", "wj"),
        ("城建局", "zj"),
    ],
)
def test_a_mistyped_or_partial_name_only_suggests(matcher, units, text, code):
    found = matcher.match(text)

    assert found.kind == MatchKind.FUZZY
    assert found.unit is None
    assert found.units == ()
    assert units[code] in [unit for unit, _ in found.suggestions]
    assert "是不是" in found.doubt


def test_the_best_suggestion_for_a_homophone_comes_first(matcher, units):
    assert matcher.match("城官局").suggestions[0][0] == units["cg"]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("各镇办", {"by", "hw"}),
        ("各乡镇街道", {"by", "hw"}),
        ("各乡镇（街道）", {"by", "hw"}),
        ("各镇（街道）办事处", {"by", "hw"}),
        ("各街道", {"by"}),
        ("各街道办事处", {"by"}),
        ("各镇", {"hw"}),
        ("各镇人民政府", {"hw"}),
        ("各社区", {"sq"}),
        ("各村（社区）", {"sq", "cun"}),
        ("各行政村", {"cun"}),
        ("各学校", {"dyzx"}),
        ("各医疗机构", {"yy"}),
        ("各科室", {"wsk"}),
        ("各股、室、所", set()),
        ("区直各部门", {"zfb", "wmb", "zj", "sj", "wj", "cg", "ny", "jt", "fg", "hb", "zg", "sl", "fl"}),
        ("全区各学校", {"dyzx"}),
        ("镇街", {"by", "hw"}),
        ("镇街道", {"by", "hw"}),
        ("街道社区", {"by", "sq"}),
    ],
)
def test_a_collective_means_the_units_of_its_kind(matcher, units, text, codes):
    found = matcher.match(text)

    assert found.kind == MatchKind.COLLECTIVE
    if codes:
        assert {unit.code for unit in found.units} == codes


def test_each_unit_means_departments_townships_and_enterprises(matcher):
    found = matcher.match("各单位")

    assert {unit.kind for unit in found.units} == {UnitKind.DEPARTMENT, UnitKind.TOWNSHIP, UnitKind.ENTERPRISE}


@pytest.mark.parametrize(
    "text", ["各有关单位", "各相关部门", "有关部门", "各责任单位", "相关单位", "各有关乡镇", "各窗口单位", "各住户"]
)
def test_a_vague_collective_is_a_doubt_and_means_nobody_yet(matcher, text):
    found = matcher.match(text)

    assert (found.kind, found.units) == (MatchKind.COLLECTIVE, ())
    assert found.doubt


def test_member_units_are_those_of_the_leading_group(units):
    MembershipFactory(home_unit=units["zj"])
    MembershipFactory(home_unit=units["wj"], end=date(2026, 1, 31))

    found = selectors.unit_matcher(DAY).match("各成员单位")

    assert found.units == (units["zj"],)


def test_a_collective_survives_being_stored_as_json(matcher):
    collective = matcher.match("各街道").collective

    again = type(collective).from_json(collective.as_json())

    assert matcher.expand(again) == matcher.expand(collective)
    assert {unit.kind for unit in matcher.expand(type(collective).from_json({"kinds": ["township"]}))} == {"township"}


@pytest.mark.parametrize("text", ["办公室主任", "局长", "各级领导", "网格员", "机关党员干部"])
def test_posts_are_persons(matcher, text):
    found = matcher.match(text)

    assert found.kind == MatchKind.PERSON
    assert found.doubt


def test_a_post_with_its_unit_names_the_unit(matcher, units):
    found = matcher.match("区卫健局局长")

    assert (found.kind, found.units, found.unit) == (MatchKind.PERSON, (units["wj"],), None)


def test_a_registered_person_is_found_by_name(units):
    person = PersonFactory(name="钱多多")

    found = selectors.unit_matcher(DAY).match("钱多多同志")

    assert (found.kind, found.person) == (MatchKind.PERSON, person)


@pytest.mark.parametrize("text", ["黄鹤楼管理处", "县爱卫办", "两矿一厂", "省地震局", ""])
def test_what_nobody_has_registered_is_offered_as_new(matcher, text):
    found = matcher.match(text)

    assert found.kind == MatchKind.NEW, found
    assert found.unit is None


@pytest.mark.parametrize("text", ["云川市住建局", "北川县住房和城乡建设局", "市住建局", "省住建厅", "市政府", "区委"])
def test_a_unit_of_another_level_or_place_is_never_taken_silently(matcher, text):
    assert matcher.match(text).unit is None


def test_an_old_name_and_a_merged_unit_lead_to_the_unit_of_the_day(units):
    UnitName.objects.create(unit=units["wj"], name="青禾区卫生和人口局", end=date(2019, 3, 1))
    UnitFactory(code="lyj", name="青禾区林业局", valid_to=date(2025, 12, 31), merged_into=units["zg"])

    after = selectors.unit_matcher(DAY, area="青禾区")
    before = selectors.unit_matcher(date(2025, 6, 1), area="青禾区")

    assert after.match("卫生和人口局").unit == units["wj"]
    assert after.match("区林业局").unit == units["zg"]
    assert before.match("区林业局").unit == Unit.objects.get(code="lyj")


def test_two_units_of_one_name_are_both_suggested(units):
    UnitFactory(code="c1", name="办公室", kind=UnitKind.OFFICE, parent=units["zj"])
    UnitFactory(code="c2", name="办公室", kind=UnitKind.OFFICE, parent=units["wj"])
    matcher = selectors.unit_matcher(DAY, area="青禾区")

    found = matcher.match("办公室")

    assert found.kind == MatchKind.FUZZY
    assert {unit.code for unit, _ in found.suggestions} == {"c1", "c2"}
    assert "2个单位" in found.doubt
    assert matcher.match("住建局办公室").unit.code == "c1"


def test_a_county_whose_units_are_registered_without_prefix(db):
    bureau = UnitFactory(name="住房和城乡建设局")
    matcher = UnitMatcher(selectors.units_for_matching(DAY), area="清河县")

    assert matcher.match("清河县住房和城乡建设局").unit == bureau
    assert matcher.match("县住建局").unit == bureau


def test_a_matcher_is_built_with_a_fixed_number_of_queries(units, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        matcher = selectors.unit_matcher(DAY, area="青禾区")
        for text in ("住建局", "各镇办", "城官局", "办公室主任", "柳岸社区"):
            matcher.match(text)


def test_without_units_everything_is_new(db):
    assert UnitMatcher([]).match("区住建局").kind == MatchKind.NEW
