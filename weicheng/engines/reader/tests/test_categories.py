"""Categories of rows: the words of the row, the section, the kind of paper. All sentences are made up."""

import pytest

from weicheng.engines.reader.categories import CategoryReader, category_of
from weicheng.engines.reader.category_features import plain, turns, word_hits
from weicheng.engines.reader.category_words import WORDS
from weicheng.engines.reader.rows import CATEGORIES

PLAIN = [
    ("成立以区长为组长的创建工作领导小组", "organisation"),
    ("召开全区创建动员大会", "organisation"),
    ("与各镇签订目标责任书", "organisation"),
    ("每周五召开工作例会", "organisation"),
    ("动员部署阶段(3月1日至4月10日)", "organisation"),
    ("药物消杀阶段(4月1日至5月20日)", "organisation"),
    ("在主干道设置公益广告60处", "publicity_education"),
    ("居民健康素养水平达到28%以上", "publicity_education"),
    ("室内公共场所全面禁止吸烟", "publicity_education"),
    ("每季度举办一次健康知识讲座", "publicity_education"),
    ("取缔占道经营和流动摊点", "city_appearance"),
    ("主次干道每日保洁不少于16小时", "city_appearance"),
    ("抓紧整理空中线缆", "city_appearance"),
    ("建成区绿化覆盖率不低于38%", "city_appearance"),
    ("消除黑臭水体3处", "environment"),
    ("开展餐饮油烟和建筑扬尘治理", "environment"),
    ("空气质量优良天数比例达到85%以上", "environment"),
    ("整治理发店、浴室、旅店、网吧卫生", "public_places"),
    ("公共场所卫生许可证持证率达到100%", "public_places"),
    ("推进餐饮单位明厨亮灶", "food_water"),
    ("每季度检测一次管网末梢水", "food_water"),
    ("二次供水水箱半年清洗消毒一次", "food_water"),
    ("适龄儿童疫苗接种率达到95%以上", "disease_control"),
    ("医疗机构规范设置发热门诊和预检分诊点", "disease_control"),
    ("垃圾中转站、公厕每日消杀一次", "vector_control"),
    ("组织春秋两季统一灭鼠", "vector_control"),
    ("建立病媒生物孳生地台账", "vector_control"),
    ("清理老旧小区楼道堆物", "units_communities"),
    ("各办公室每天打扫室内卫生", "units_communities"),
    ("新建水冲式公厕12座", "infrastructure"),
    ("完成雨污分流管网改造18公里", "infrastructure"),
    ("完成19家农贸市场标准化改造", "infrastructure"),
    ("组织明查暗访", "supervision"),
    ("对连续两次排名末位的单位约谈主要负责人", "supervision"),
    ("对整改不到位的街道予以通报批评,并扣减年度考核分", "supervision"),
    ("按条款整理档案资料,做到一项一卷", "archives"),
    ("每月25日前向区创卫办报送工作进展", "reporting"),
    ("11月5日前上报活动总结", "reporting"),
    ("区财政局落实创建专项经费860万元", "funding"),
    ("将爱国卫生经费列入年度预算", "funding"),
    ("各项指标达到国家卫生城市标准", "other"),
]


@pytest.mark.parametrize(("quote", "category"), PLAIN, ids=[quote for quote, _ in PLAIN])
def test_plain_rows_are_told_by_their_own_words(quote: str, category: str) -> None:
    assert category_of(quote, [])[0] == category


@pytest.mark.parametrize(
    ("quote", "headings", "category"),
    [
        ("合格率达到95%以上", ["病媒生物防制"], "vector_control"),
        ("合格率达到95%以上", ["饮用水安全"], "food_water"),
        ("覆盖率达到90%", ["健康教育"], "publicity_education"),
        ("每月更换一次", ["健康教育和控烟"], "publicity_education"),
        ("2027年底前通过国家评审", ["创建目标"], "other"),
        ("由专人负责,定期公布结果", ["督查考核"], "supervision"),
    ],
)
def test_a_row_that_says_little_follows_its_section(quote: str, headings: list[str], category: str) -> None:
    assert category_of(quote, headings)[0] == category


def test_a_row_that_says_little_follows_the_rows_before_it() -> None:
    reader = CategoryReader("全区创建国家卫生城市方案")
    reader.category("组织统一灭鼠,投放毒饵站500个", ["重点任务"])
    assert reader.category("合格率达到95%", ["重点任务"])[0] == "vector_control"


def test_the_chance_is_high_for_plain_words_and_low_for_none() -> None:
    assert category_of("开展统一灭鼠,投放毒饵", [])[1] > 0.8
    assert category_of("抓紧完成", [])[1] < 0.5


def test_the_longest_word_counts_and_offices_say_nothing() -> None:
    assert [word for word, _ in word_hits("市场监管局完成农贸市场改造")] == ["农贸市场改造"]


def test_quotation_marks_do_not_hide_a_word() -> None:
    assert plain("落实“门前三包”") == "落实门前三包"
    assert category_of("落实“门前三包”责任", [])[0] == "city_appearance"


def test_a_period_after_a_name_is_a_phase() -> None:
    assert "x:phase" in turns("整治提升阶段(2026年5月—10月)")
    assert "x:phase" not in turns("清理河道(含支流)")


def test_every_category_has_a_wide_vocabulary() -> None:
    assert set(WORDS) == set(CATEGORIES)
    sizes = {name: sum(len(words.split()) for words in by_weight.values()) for name, by_weight in WORDS.items()}
    assert min(sizes.values()) >= 50
    assert sum(sizes.values()) >= 1800
