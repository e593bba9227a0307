import io

import openpyxl
import pytest

from weicheng.ground.kernel.errors import Invalid
from weicheng.ground.kernel.models import AuditEvent
from weicheng.ground.org.choices import GroupKind, MemberPost, PostKind, Role, UnitKind
from weicheng.ground.org.importing import sheets
from weicheng.ground.org.importing.register import register_workbook
from weicheng.ground.org.importing.writing import import_workbook, preview
from weicheng.ground.org.models import Group, Membership, Person, Post, Unit
from weicheng.ground.org.tests.factories import UnitFactory, user_with_role
from weicheng.ground.org.tests.tables import GROUP_HEAD, PERSON_HEAD, UNIT_HEAD, units, workbook

pytestmark = pytest.mark.django_db

GOOD = [
    # the bureau stands before its government on purpose
    [
        "青禾区住房和城乡建设局",
        "区住建局",
        "部门",
        "区政府",
        "区建委、建设局",
        "赵某",
        "局长",
        13800000001,
        "钱某",
        "13800000002",
        "ZJ",
    ],
    ["青禾区人民政府", "区政府", "党委政府"],
    ["河湾镇人民政府", "河湾镇", "街道乡镇", "青禾区人民政府", "", "孙某", "镇长", "", "李某", "0571-2345678"],
]


@pytest.fixture
def clerk():
    return user_with_role(Role.OFFICE)


def counts():
    return [model.objects.count() for model in (Unit, Person, Post, Group, Membership)]


def test_a_table_becomes_units_people_and_posts(clerk):
    outcome = import_workbook(units(*GOOD), by=clerk)

    assert outcome.problems == []
    bureau = Unit.objects.get(code="ZJ")
    assert (bureau.name, bureau.kind, bureau.parent.name) == (GOOD[0][0], UnitKind.DEPARTMENT, "青禾区人民政府")
    assert {alias.text for alias in bureau.aliases.all()} == {"区建委", "建设局"}
    liaison = Post.objects.get(unit=bureau, kind=PostKind.LIAISON)
    assert (liaison.person.name, liaison.person.phone) == ("钱某", "13800000002")
    assert Post.objects.get(unit=bureau, kind=PostKind.RESPONSIBLE).title == "局长"
    assert (outcome.units.new, outcome.posts.new) == (3, 4)
    assert set(AuditEvent.objects.values_list("channel", flat=True)) == {"import", "cli"}


def test_the_same_file_again_changes_nothing(clerk):
    import_workbook(units(*GOOD), by=clerk)
    before, events = counts(), AuditEvent.objects.count()

    outcome = import_workbook(units(*GOOD), by=clerk)

    assert outcome.is_nothing
    assert (outcome.units.unchanged, outcome.posts.unchanged) == (3, 4)
    assert counts() == before
    assert AuditEvent.objects.count() == events


def test_a_preview_writes_nothing_and_counts_the_same(clerk):
    outcome = preview(units(*GOOD), by=clerk)

    assert (outcome.units.new, outcome.posts.new) == (3, 4)
    assert counts() == [0, 0, 0, 0, 0]
    assert not AuditEvent.objects.exists()


def test_one_wrong_cell_keeps_everything_out(clerk):
    outcome = import_workbook(units(*GOOD, ["", "", "部门"]), by=clerk)

    assert len(outcome.problems) == 1
    assert counts() == [0, 0, 0, 0, 0]


@pytest.mark.parametrize(
    ("row", "column", "value", "reason", "remedy"),
    [
        (["青禾区人民政府", "", "党委政府"], "A", "青禾区人民政府", "和第3行重名", "是同一家就删掉一行"),
        (["新局", "", "派出机构"], "C", "派出机构", "没有这个类别", "可填：党委政府、部门、街道乡镇"),
        (["新局", "", ""], "C", "", "类别空着", "可填："),
        (["新局", "", "部门", "河弯镇"], "D", "河弯镇", "找不到这个上级单位", "是不是“河湾镇”"),
        (["新局", "", "部门", "天上的宫"], "D", "天上的宫", "找不到这个上级单位", "先在“单位”表里加上它"),
        (["新局", "", "部门", "新局"], "D", "新局", "上级是自己", "真正的上级"),
        (["", "新", "部门"], "A", "", "单位名称空着", "删掉这一行"),
        (["新局", "", "部门", "", "", "", "", "", "张某", "1380000"], "J", "1380000", "电话少4位", "11位"),
        (["新局", "", "部门", "", "", "", "", "", "张某", "138000000011"], "J", "138000000011", "电话多1位", "11位"),
        (["新局", "", "部门", "", "", "", "", "", "张某", "找小王"], "J", "找小王", "不像电话", "座机"),
        (["新局", "", "部门", "", "", "", "", "", "张某、李某"], "I", "张某、李某", "联络员只能填一个", "“人员”表"),
        (["新局", "", "部门", "", "", "", "", "", "张某138"], "I", "张某138", "不像姓名", "只填姓名"),
        (["新局", "简" * 51, "部门"], "B", "简" * 51, "超过50个字", "缩短"),
        (["新局", "", "部门", "", "", "", "", "", "", "", "ZJ"], "K", "ZJ", "和第2行编码相同", "改其中一个"),
    ],
)
def test_a_wrong_cell_is_named_with_place_value_reason_and_remedy(clerk, row, column, value, reason, remedy):
    outcome = preview(units(*GOOD, row), by=clerk)

    assert len(outcome.problems) == 1, outcome.problems
    found = outcome.problems[0]
    assert (found.sheet, found.row, found.column, found.value, found.reason) == ("单位", 5, column, value, reason)
    assert remedy in found.remedy


@pytest.fixture
def registered():
    """青禾区 with two bureaus whose ways of writing are taken."""
    above = UnitFactory(name="青禾区人民政府", short_name="区政府", kind=UnitKind.PARTY_GOV)
    UnitFactory(name="青禾区城市管理局", short_name="区城管局", parent=above)
    UnitFactory(name="青禾区卫生健康局", short_name="区卫健局", parent=above, aliases=["卫健局"])
    return above


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        (["青禾区气象局", "区气象局2", "部门"], "A", "“青禾区气象局”和第2行（青禾区气象局）的全称相同"),
        (["青禾区供销社", "区城管局", "企事业单位"], "B", "“区城管局”已是青禾区城市管理局的简称"),
        (["青禾区供销社", "区气象局", "企事业单位"], "B", "“区气象局”和第2行（青禾区气象局）的简称相同"),
        (["青禾区供销社", "", "企事业单位", "", "供销社、区卫健局"], "E", "“区卫健局”已是青禾区卫生健康局的简称"),
        (["青禾区供销社", "卫健局", "企事业单位"], "B", "“卫健局”已是青禾区卫生健康局的别称"),
        (["气象局", "", "企事业单位"], "A", "“气象局”和第2行（青禾区气象局）的别称相同"),
        (["青禾区城市管理局", "", "部门", "青禾区人民政府", "区卫健局"], "E", "“区卫健局”已是青禾区卫生健康局的简称"),
    ],
)
def test_a_way_of_writing_that_belongs_to_another_unit_is_a_wrong_cell(clerk, registered, row, column, reason):
    first = ["青禾区气象局", "区气象局", "部门", "青禾区人民政府", "气象局"]

    outcome = import_workbook(units(first, row), by=clerk)

    assert [(one.row, one.column, one.reason) for one in outcome.problems] == [(3, column, reason)]
    assert Unit.objects.count() == 3


def test_one_unit_that_two_rows_mean_is_told(clerk, registered):
    bureau = Unit.objects.get(short_name="区城管局")
    rows = [
        ["青禾区城市管理局", "", "部门", "青禾区人民政府"],
        ["青禾区城市管理局", "", "部门", "", "", *[""] * 5, bureau.code],
    ]

    (problem,) = preview(units(*rows), by=clerk).problems

    assert (problem.row, problem.column, problem.reason) == (3, "A", "和第2行是同一个单位（青禾区城市管理局）")


def test_the_second_community_of_a_name_is_new_though_the_first_is_registered(clerk, registered):
    north, south = (UnitFactory(name=name, kind=UnitKind.TOWNSHIP) for name in ("北苑街道", "柳岸街道"))
    UnitFactory(name="东风社区", kind=UnitKind.COMMUNITY, parent=north)
    rows = [["东风社区", "", "社区村", "北苑街道"], ["东风社区", "", "社区村", "柳岸街道"]]

    outcome = import_workbook(units(*rows), by=clerk)

    assert (outcome.problems, outcome.units.new, outcome.units.unchanged) == ([], 1, 1)
    assert set(Unit.objects.filter(name="东风社区").values_list("parent", flat=True)) == {north.pk, south.pk}


def test_names_that_were_twice_in_the_register_before_do_not_keep_a_table_out(clerk, registered):
    UnitFactory(name="青禾区供销社", short_name="区城管局")

    assert import_workbook(units(["青禾区供销社", "区城管局", "部门"]), by=clerk).problems == []


def test_parents_in_a_circle_are_named_together(clerk):
    outcome = preview(units(["甲局", "", "部门", "乙局"], ["乙局", "", "部门", "甲局"]), by=clerk)

    assert {(one.row, one.reason) for one in outcome.problems} == {(2, "上级绕回了自己"), (3, "上级绕回了自己")}
    assert "第2、3行" in outcome.problems[0].remedy


def test_a_code_of_another_unit_is_no_silent_rename(clerk):
    import_workbook(units(*GOOD), by=clerk)

    outcome = preview(units(["青禾区住房保障局", "", "部门", "", "", "", "", "", "", "", "ZJ"]), by=clerk)

    assert "已经是“青禾区住房和城乡建设局”" in outcome.problems[0].reason
    assert "改名" in outcome.problems[0].remedy


def test_changes_are_counted_said_and_made(clerk):
    import_workbook(units(*GOOD), by=clerk)
    changed = [
        [
            *GOOD[0][:1],
            "住建局",
            "部门",
            "河湾镇",
            "住建委",
            "赵某",
            "党组书记",
            13800000001,
            "周某",
            "13900000000",
            "ZJ",
        ]
    ]

    outcome = import_workbook(units(*changed), by=clerk)

    unit = Unit.objects.get(code="ZJ")
    assert (unit.short_name, unit.parent.name) == ("住建局", "河湾镇人民政府")
    assert {alias.text for alias in unit.aliases.all()} == {"区建委", "建设局", "住建委"}
    assert (outcome.units.changed, outcome.posts.changed) == (1, 2)
    assert any("钱某 → 周某" in change for change in outcome.changes)
    assert [post.person.name for post in Post.objects.filter(unit=unit, kind=PostKind.LIAISON, end=None)] == ["周某"]
    assert Post.objects.get(unit=unit, kind=PostKind.RESPONSIBLE, end=None).title == "党组书记"


def test_an_empty_cell_leaves_what_is_registered(clerk):
    import_workbook(units(*GOOD), by=clerk)

    outcome = import_workbook(units([GOOD[0][0], "", "部门"]), by=clerk)

    assert outcome.is_nothing
    assert Unit.objects.get(code="ZJ").short_name == "区住建局"


def test_a_new_telephone_number_is_a_change_of_the_person(clerk):
    import_workbook(units(*GOOD), by=clerk)
    row = [*GOOD[0]]
    row[9] = "13900000009"

    outcome = import_workbook(units(row), by=clerk)

    assert outcome.posts.changed == 1
    assert Person.objects.get(name="钱某").phone == "13900000009"


def test_a_table_of_an_office_is_read_as_it_is(clerk):
    """A title over the table, other headings and order, extra columns, blank rows, merged cells, wide digits, a heading again."""
    content = workbook(
        merges=[
            ("责任单位名单", "A1:F1", "青禾区创建国家卫生区责任单位名单"),
            ("责任单位名单", "E4:E6", "青禾区人民政府"),
        ],
        责任单位名单=[
            [],
            ["序号", "联系人", "联系电话", "单位（全称）", "主管单位", "单位性质", "备注"],
            [1, "", "", "青禾区人民政府", "", "党委政府", "牵头"],
            [2, "钱　某", "１３８００００００２２", " 青禾区水利局 ", "", "部门", ""],
            [],
            [3, "孙某", 13800000033, "青禾区林业局", "", "部门", ""],
            ["序号", "联系人", "联系电话", "单位（全称）", "主管单位", "单位性质", "备注"],
        ],
    )

    outcome = import_workbook(content, by=clerk)

    assert [(one.row, one.column, one.reason) for one in outcome.problems] == []
    water = Unit.objects.get(name="青禾区水利局")
    assert (water.parent.name, water.order) == ("青禾区人民政府", 2)
    assert Unit.objects.get(name="青禾区林业局").parent == water.parent
    assert Person.objects.get(phone="13800000022").posts.get().unit == water


def test_people_and_groups_come_from_their_sheets(clerk):
    content = workbook(
        单位=[UNIT_HEAD, *[row + [""] * (11 - len(row)) for row in GOOD]],
        人员=[PERSON_HEAD, ["周某", "", "区住建局", "分管负责人", "副局长", "2026年3月1日"]],
        机构=[
            GROUP_HEAD,
            ["青禾区创建国家卫生区工作领导小组", "领导小组", "", "", "吴某", "组长", "区长", "区政府", "2026-01-05"],
            ["青禾区创建国家卫生区工作领导小组", "", "", "", "赵某", "", "区住建局局长", "ZJ", ""],
            ["领导小组办公室", "", "青禾区创建国家卫生区工作领导小组", "区住建局", "", "", "", "", ""],
        ],
    )

    outcome = import_workbook(content, by=clerk)

    assert outcome.problems == []
    leading = Group.objects.get(kind=GroupKind.LEADING)
    office = Group.objects.get(kind=GroupKind.OFFICE)
    assert (office.parent, office.host_unit.code) == (leading, "ZJ")
    head = Membership.objects.get(post=MemberPost.HEAD)
    assert (head.person.name, head.home_unit.name, str(head.start)) == ("吴某", "青禾区人民政府", "2026-01-05")
    # 赵某 is the responsible person of the bureau: one person, two places.
    assert Membership.objects.get(person__name="赵某").person == Post.objects.get(person__name="赵某").person
    assert str(Post.objects.get(person__name="周某").start) == "2026-03-01"
    assert import_workbook(content, by=clerk).is_nothing


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        (["", "", "区住建局", "联络员", "", ""], "A", "姓名空着"),
        (["周某", "", "", "联络员", "", ""], "C", "单位空着"),
        (["周某", "", "区地震局", "联络员", "", ""], "C", "找不到这个单位"),
        (["周某", "", "区住建局", "看门的", "", ""], "D", "没有这个身份"),
        (["周某", "", "区住建局", "联络员", "", "开春"], "F", "看不懂这个日期"),
        (["周某", "", "区住建局", "联络员", "", "2026-02-30"], "F", "看不懂这个日期"),
    ],
)
def test_wrong_people_are_named(clerk, row, column, reason):
    import_workbook(units(*GOOD), by=clerk)

    outcome = preview(workbook(人员=[PERSON_HEAD, row]), by=clerk)

    assert [(one.column, one.reason) for one in outcome.problems] == [(column, reason)]


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        (["", "", "", "", "吴某", "", "", "", ""], "A", "机构名称空着"),
        (["甲组", "", "乙组", "", "", "", "", "", ""], "C", "找不到这个上级机构"),
        (["甲组", "", "甲组", "", "", "", "", "", ""], "C", "隶属于自己"),
        (["甲组", "小组", "", "", "", "", "", "", ""], "B", "没有这个机构类别"),
        (["甲组", "", "", "", "吴某", "头头", "", "", ""], "F", "没有这个组内职务"),
        (["甲组", "", "", "云端局", "", "", "", "", ""], "D", "找不到这个单位"),
    ],
)
def test_wrong_groups_are_named(clerk, row, column, reason):
    outcome = preview(workbook(机构=[GROUP_HEAD, row]), by=clerk)

    assert [(one.column, one.reason) for one in outcome.problems] == [(column, reason)]


def test_the_exported_register_imports_back_without_a_change(clerk):
    content = workbook(
        单位=[UNIT_HEAD, *[row + [""] * (11 - len(row)) for row in GOOD]],
        人员=[PERSON_HEAD, ["周某", "13700000001", "区住建局", "分管负责人", "副局长", "2026-03-01"]],
        机构=[GROUP_HEAD, ["领导小组", "领导小组", "", "ZJ", "吴某", "组长", "区长", "区政府", "2026-01-05"]],
    )
    import_workbook(content, by=clerk)

    outcome = import_workbook(register_workbook(Unit.objects.all(), with_groups=True), by=clerk)

    assert outcome.problems == []
    assert outcome.is_nothing, outcome
    assert (outcome.units.unchanged, outcome.posts.unchanged, outcome.seats.unchanged) == (3, 5, 1)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "打不开"),
        (b"not a table", "打不开"),
        (b"PK\x03\x04 broken", "坏了"),
        (workbook(随便=[["甲", "乙"], [1, 2]]), "没有找到认得的表头"),
        (workbook(单位=[UNIT_HEAD]), "没有"),
    ],
)
def test_what_is_no_table_of_ours_is_said_in_a_sentence(clerk, content, words):
    with pytest.raises(Invalid, match=words):
        preview(content, by=clerk)


def test_the_template_is_understood_and_its_examples_are_complete(clerk):
    UnitFactory(name="青禾区人民政府", short_name="区政府", kind=UnitKind.PARTY_GOV)

    outcome = preview(sheets.template(), by=clerk)

    assert outcome.problems == []
    assert outcome.rows == 3


def test_the_error_sheet_keeps_the_rows_and_adds_the_reasons(clerk):
    content = units(*GOOD, ["新局", "", "派出机构"])
    outcome = preview(content, by=clerk)

    marked = openpyxl.load_workbook(io.BytesIO(sheets.marked(content, outcome.problems)))["单位"]

    assert [cell.value for cell in marked[2]][:3] == GOOD[0][:3]
    assert "没有这个类别" in marked[5][len(UNIT_HEAD)].value
    assert marked["C5"].fill.start_color.rgb.endswith("FCEAE8")
    assert not marked["C4"].fill.start_color.rgb.endswith("FCEAE8")


def test_a_mended_error_sheet_can_be_sent_again(clerk):
    content = units(*GOOD, ["新局", "", "派出机构"])
    book = openpyxl.load_workbook(io.BytesIO(sheets.marked(content, preview(content, by=clerk).problems)))
    book["单位"]["C5"] = "部门"
    out = io.BytesIO()
    book.save(out)

    assert import_workbook(out.getvalue(), by=clerk).units.new == 4


def test_a_table_with_a_password_is_called_that(clerk):
    """As Excel writes it: an OLE file around an encrypted package."""
    ole = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(1024) + "EncryptedPackage".encode("utf-16-le") + bytes(512)

    with pytest.raises(Invalid, match="有密码"):
        preview(ole, by=clerk)


def test_offices_of_two_bureaus_may_have_one_name(clerk):
    rows = [
        ["甲局", "", "部门"],
        ["乙局", "", "部门"],
        ["办公室", "", "内设科室", "甲局"],
        ["办公室", "", "内设科室", "乙局"],
    ]

    assert import_workbook(units(*rows), by=clerk).units.new == 4
    assert import_workbook(units(*rows), by=clerk).is_nothing


def test_two_thousand_rows_are_imported(clerk):
    rows = [[f"第{number}社区居民委员会", f"第{number}社区", "社区村"] for number in range(2000)]
    for number, row in enumerate(rows[:300]):
        row += ["", "", f"赵某{chr(0x4E00 + number)}", "书记", "", f"钱某{chr(0x5E00 + number)}", f"138{number:08d}"]

    outcome = import_workbook(units(*rows), by=clerk)

    assert (outcome.units.new, outcome.posts.new) == (2000, 600)
