"""Who must do a row, on sentences of our own."""

import pytest

from weicheng.engines.reader.outline_types import Heading
from weicheng.engines.reader.owners import OwnerReader
from weicheng.engines.reader.unit_names import looks_like_name


def owners_of(text: str, quote: str, headings: tuple[Heading, ...] = ()) -> list[tuple[str, str]]:
    """Owners of ``quote`` in ``text`` as (name, role); all headings before it stand above it."""
    start = text.index(quote)
    above = [heading for heading in headings if heading.start <= start]
    found = OwnerReader(text, headings).of(start, start + len(quote), above)
    assert all(owner.start is not None and text[owner.start : owner.end] == owner.name for owner in found)
    return [(owner.name, owner.role) for owner in found]


def heading(text: str, title: str, level: int = 1) -> Heading:
    start = text.index(title)
    return Heading(start, start + len(title), level, start, start + len(title))


@pytest.mark.parametrize(
    ("text", "quote", "wanted"),
    [
        ("区城管局负责主街清扫。", "区城管局负责主街清扫", [("区城管局", "lead")]),
        ("各镇、各街道要在月底前成立专班。", "各镇、各街道要在月底前成立专班", [("各镇", "lead"), ("各街道", "lead")]),
        ("各乡镇各部门要做好动员。", "各乡镇各部门要做好动员", [("各乡镇", "lead"), ("各部门", "lead")]),
        ("县委县政府决定开展创建活动。", "县委县政府决定开展创建活动", [("县委", "lead"), ("县政府", "lead")]),
        ("公安、城管、住建等部门联合检查工地。", "联合检查工地", [("公安", "lead"), ("城管", "lead"), ("住建", "lead")]),
        ("各股、室、所要完善值日制度。", "各股、室、所要完善值日制度", [("各股、室、所", "lead")]),
        ("每周五下午，机关各股室打扫庭院。", "机关各股室打扫庭院", [("机关各股室", "lead")]),
        ("区爱卫办会同区卫健局编印手册。", "区爱卫办会同区卫健局编印手册", [("区爱卫办", "lead"), ("区卫健局", "coop")]),
        ("由区商务局牵头，各街道配合，改造市场。", "改造市场", [("区商务局", "lead"), ("各街道", "coop")]),
        ("区水务局牵头治理河道，各镇予以配合。", "区水务局牵头治理河道", [("区水务局", "lead"), ("各镇", "coop")]),
        ("河道漂浮物清理，由区水务局负责。", "河道漂浮物清理", [("区水务局", "lead")]),
        ("县政府要求各校开设健康课。", "县政府要求各校开设健康课", [("各校", "lead")]),
        ("沿街商铺要落实门前三包。", "沿街商铺要落实门前三包", [("沿街商铺", "lead")]),
        ("镇卫生院每两个月出一期专栏。", "镇卫生院每两个月出一期专栏", [("镇卫生院", "lead")]),
        ("成立由院长任组长的领导小组。", "成立由院长任组长的领导小组", [("院长", "lead")]),
        ("办公室设在城管科，", "办公室设在城管科", [("城管科", "lead")]),
        ("城管、住建、公安要开展联合执法。", "开展联合执法", [("城管", "lead"), ("住建", "lead"), ("公安", "lead")]),
        ("区交通局、火车站、客运公司负责站场。", "区交通局、火车站、客运公司负责站场", [("区交通局", "lead"), ("火车站", "lead"), ("客运公司", "lead")]),
        ("各责任单位（见附件）按季度报送总结。", "各责任单位（见附件）按季度报送总结", [("各责任单位", "lead")]),
        ("各县（市、区）政府要加大投入。", "各县（市、区）政府要加大投入", [("各县（市、区）政府", "lead")]),
        ("下设办公室，负责日常协调。", "负责日常协调", [("办公室", "lead")]),
        ("由镇长任组长、书记任政委。", "由镇长任组长、书记任政委", [("镇长", "lead"), ("书记", "lead")]),
        ("由院长李明远任组长。", "由院长李明远任组长", [("李明远", "lead")]),
        ("县领导包街道，干部包楼栋。", "县领导包街道，干部包楼栋", [("县领导", "lead"), ("干部", "lead")]),
        ("聘请控烟劝导员8名，每日巡查。", "每日巡查", [("控烟劝导员", "lead")]),
        ("药品由保管科统一购买。", "药品由保管科统一购买", [("保管科", "lead")]),
        ("县财政这个月拨付专款。", "县财政这个月拨付专款", [("县财政", "lead")]),
        ("市场由市监局一家一家盯。", "市场由市监局一家一家盯", [("市监局", "lead")]),
        ("区政府办牵头组成验收组。", "区政府办牵头组成验收组", [("区政府办", "lead")]),
        ("站场秩序，责成市交警支队整治。", "责成市交警支队整治", [("市交警支队", "lead")]),
        ("分管副市长要带队抽查。", "分管副市长要带队抽查", [("分管副市长", "lead")]),
        ("施工单位应当清洗围挡。", "施工单位应当清洗围挡", [("施工单位", "lead")]),
        ("沿街商户每天打扫门前。", "沿街商户每天打扫门前", [("沿街商户", "lead")]),
        ("《河州日报》、县电视台要开设专栏。", "《河州日报》、县电视台要开设专栏", [("河州日报", "lead"), ("县电视台", "lead")]),
    ],
)  # fmt: skip
def test_the_acting_unit_is_named_in_the_sentence(text: str, quote: str, wanted: list[tuple[str, str]]) -> None:
    assert owners_of(text, quote) == wanted


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("我们要下大力气整治市容。", "我们要下大力气整治市容"),
        ("车站、市场等场所设置禁烟标志。", "车站、市场等场所设置禁烟标志"),
        ("机关楼层、会议室设置禁烟标志。", "机关楼层、会议室设置禁烟标志"),
        ("对工作不力的单位予以通报。", "对工作不力的单位予以通报"),
        ("组织居民开展大扫除。", "组织居民开展大扫除"),
        ("加强机关作风建设。", "加强机关作风建设"),
        ("垃圾由专人定时清运。", "垃圾由专人定时清运"),
        ("居民健康知识知晓率达到85%。", "居民健康知识知晓率达到85%"),
        ("施工工地设置围挡。", "施工工地设置围挡"),
        ("各楼层卫生间由专人保洁。", "各楼层卫生间由专人保洁"),
        ("污水处理站正常运转。", "污水处理站正常运转"),
        ("每户奖补600元。", "每户奖补600元"),
        ("周一早会通报结果。", "周一早会通报结果"),
        ("成立小组，×××局长任组长。", "×××局长任组长"),
        ("请假须经村主任批准。", "请假须经村主任批准"),
    ],
)
def test_places_objects_and_those_spoken_to_are_no_owners(text: str, quote: str) -> None:
    assert owners_of(text, quote) == []


def test_the_subject_holds_for_the_clauses_and_sentences_that_follow_it() -> None:
    text = "各科室完善工作计划，更换专栏。利用宣传栏开展教育。"
    assert owners_of(text, "更换专栏") == [("各科室", "lead")]
    assert owners_of(text, "利用宣传栏开展教育") == [("各科室", "lead")]


def test_the_next_list_entry_does_not_inherit_the_subject() -> None:
    text = "（1）区住建局修补路面；（2）清理小广告；"
    assert owners_of(text, "清理小广告") == []


def test_a_lead_in_names_the_owner_of_each_entry() -> None:
    text = "各社区要做好以下工作：\n1.张贴标语。\n2.清理楼道。\n二、其他"
    assert owners_of(text, "清理楼道") == [("各社区", "lead")]


def test_the_holder_of_a_post_holds_for_one_sentence_only() -> None:
    text = "各支部要制定计划。各支部负责人要上好党课。要按时上报总结。"
    assert owners_of(text, "要按时上报总结") == [("各支部", "lead")]


def test_owners_in_brackets_hold_back_to_the_bracket_before() -> None:
    text = "修复路灯，疏通管网。（责任单位：区住建局）清理河道。（牵头单位：区水务局；配合单位：各镇）"
    assert owners_of(text, "修复路灯") == [("区住建局", "lead")]
    assert owners_of(text, "清理河道") == [("区水务局", "lead"), ("各镇", "coop")]


def test_owners_in_a_bracket_that_closes_an_entry_hold_for_all_its_lines() -> None:
    text = "（一）整治河道。\n清理漂浮物；\n拆除网箱。（牵头领导：陈大川 责任单位：镇水利站）"
    wanted = [("陈大川", "lead"), ("镇水利站", "lead")]
    assert owners_of(text, "清理漂浮物") == wanted
    assert owners_of(text, "拆除网箱") == wanted


def test_owners_behind_a_heading_hold_for_its_section() -> None:
    text = "一、集镇管理。责任领导：副镇长周海涛；责任单位：镇城管办\n1．拆除违建。\n二、宣传\n1．印发资料。"
    headings = (Heading(0, 7, 1, 2, 6), heading(text, "二、宣传"))
    assert owners_of(text, "拆除违建", headings) == [("周海涛", "lead"), ("镇城管办", "lead")]
    assert owners_of(text, "印发资料", headings) == []


def test_beside_a_lead_unit_the_responsible_units_help() -> None:
    text = "新建公厕八座。（牵头单位：县住建局；责任单位：县城管局、城关镇）"
    assert owners_of(text, "新建公厕八座") == [("县住建局", "lead"), ("县城管局", "coop"), ("城关镇", "coop")]


def test_a_line_of_owners_holds_for_the_entry_above_it() -> None:
    text = "一、市容\n1.整治占道经营。\n责任单位：区城管局\n2.规范停车。\n责任单位：区公安分局"
    headings = (heading(text, "一、市容"),)
    assert owners_of(text, "整治占道经营", headings) == [("区城管局", "lead")]
    assert owners_of(text, "规范停车", headings) == [("区公安分局", "lead")]


def test_owners_under_a_heading_hold_for_its_section() -> None:
    text = "一、市容整治\n责任单位：区城管局\n1.清理小广告。\n2.规范摊点。\n二、宣传\n1.悬挂横幅。"
    headings = (heading(text, "一、市容整治"), heading(text, "二、宣传"))
    assert owners_of(text, "规范摊点", headings) == [("区城管局", "lead")]
    assert owners_of(text, "悬挂横幅", headings) == []


def test_lead_and_help_on_lines_of_their_own_hold_together() -> None:
    text = "一、市容整治\n牵头部门：区城管局\n责任部门：各街道\n1.清理小广告。"
    assert owners_of(text, "清理小广告", (heading(text, "一、市容整治"),)) == [("区城管局", "lead"), ("各街道", "coop")]


def test_a_sentence_that_only_says_who_leads_answers_for_its_entry() -> None:
    text = "3.建设健康县区，培育健康社区。县爱卫办牵头负责。"
    assert owners_of(text, "培育健康社区") == [("县爱卫办", "lead")]


def test_a_heading_of_names_is_inherited() -> None:
    text = "（一）县教育局\n开设健康课。"
    title = Heading(0, 7, 2, 3, 7)
    assert owners_of(text, "开设健康课", (title,)) == [("县教育局", "lead")]


def test_a_heading_that_says_what_to_do_names_nobody() -> None:
    text = "（三）举办一次座谈会\n人数不少于三十人。"
    title = Heading(0, 10, 2, 3, 10)
    assert owners_of(text, "人数不少于三十人", (title,)) == []


@pytest.mark.parametrize(
    ("text", "report"),
    [
        ("各镇每月底将小结报区创卫办。", "区创卫办"),
        ("各村每周五向镇爱卫办报送进度。", "镇爱卫办"),
        ("各科室将资料交院档案室保存。", "院档案室"),
        ("各单位将照片发送至县创卫办工作群。", "县创卫办"),
    ],
)
def test_the_office_reported_to_has_its_own_role(text: str, report: str) -> None:
    assert (report, "report") in owners_of(text, text.rstrip("。"))


def test_being_inspected_or_handed_over_is_no_report() -> None:
    assert owners_of("接受区爱卫办检查。", "接受区爱卫办检查") == []


def test_a_body_that_inspects_is_the_subject_of_its_inspections() -> None:
    text = "总行办公室组织卫生检查小组。每周检查一次。"
    assert owners_of(text, "每周检查一次") == [("卫生检查小组", "lead")]


@pytest.mark.parametrize(
    "name", ["区城管局", "各镇（街道）", "县爱卫办", "两矿一厂", "全体干部职工", "镇卫健办", "创卫工作领导小组"]
)
def test_names_of_those_who_act(name: str) -> None:
    assert looks_like_name(name.split("（")[0])


@pytest.mark.parametrize("word", ["主要街道", "动员大会", "公共场所", "落实责任单位", "小组成员", "城乡", "公厕"])
def test_words_that_only_end_like_a_unit(word: str) -> None:
    assert not looks_like_name(word)
