"""What the columns of the three sheets are called, in the template and in the tables that offices already have."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """``headings``: the first stands in the template, all are understood."""

    field: str
    headings: tuple[str, ...]
    required: bool = False
    example: str = ""
    help: str = ""


@dataclass(frozen=True, slots=True)
class SheetSpec:
    name: str
    other_names: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def key(self) -> Column:
        """The column without which a sheet is not this sheet."""
        return self.columns[0]

    def column(self, field: str) -> Column:
        return next(column for column in self.columns if column.field == field)


UNITS = SheetSpec(
    "单位",
    ("责任单位", "责任单位名单", "单位名单", "成员单位", "sheet1"),
    (
        Column(
            "name", ("单位名称", "全称", "单位全称", "单位", "责任单位", "名称"), True, "青禾区住房和城乡建设局", "全称"
        ),
        Column("short_name", ("简称", "单位简称"), False, "区住建局"),
        Column("kind", ("类别", "单位类别", "类型", "单位性质"), True, "部门", "下拉选"),
        Column(
            "parent",
            ("上级单位", "上级", "主管单位", "隶属单位"),
            False,
            "青禾区人民政府",
            "全称、简称或编码；没有就空着",
        ),
        Column("aliases", ("别称", "别名", "曾用名"), False, "区建委、建设局", "用顿号隔开"),
        Column("responsible", ("责任人", "负责人", "主要负责人", "第一责任人"), False, "赵某"),
        Column("responsible_title", ("责任人职务", "负责人职务", "职务"), False, "局长"),
        Column("responsible_phone", ("责任人电话", "负责人电话"), False, "13800000001"),
        Column("liaison", ("联络员", "联络人", "联系人"), False, "钱某", "只填一个"),
        Column(
            "liaison_phone", ("联络员电话", "联络人电话", "联系电话", "联系方式", "电话", "手机"), False, "13800000002"
        ),
        Column("code", ("编码", "单位编码", "代码", "单位代码"), False, "ZJJ", "不填由系统编"),
        Column("order", ("排序", "序号"), False, "10"),
    ),
)
PEOPLE = SheetSpec(
    "人员",
    ("人员名单", "通讯录"),
    (
        Column("name", ("姓名",), True, "孙某"),
        Column("phone", ("电话", "手机", "联系电话", "联系方式"), False, "13800000003"),
        Column("unit", ("单位", "所在单位", "工作单位", "单位名称"), True, "区住建局", "全称、简称或编码"),
        Column("kind", ("身份", "类别"), True, "分管负责人", "下拉选"),
        Column("title", ("职务",), False, "副局长"),
        Column("start", ("任职日期", "起", "开始日期"), False, "2026-03-01"),
    ),
)
GROUPS = SheetSpec(
    "机构",
    ("议事机构", "领导小组", "组织机构"),
    (
        Column("name", ("机构名称", "机构", "组别", "工作组"), True, "青禾区创建国家卫生区工作领导小组"),
        Column("kind", ("机构类别", "类别"), False, "领导小组", "下拉选"),
        Column("parent", ("隶属", "上级机构"), False, ""),
        Column("host_unit", ("办公室设在", "设在单位", "依托单位"), False, "", "全称、简称或编码"),
        Column("person", ("姓名", "成员"), False, "李某"),
        Column("post", ("组内职务",), False, "组长", "下拉选"),
        Column("title", ("单位职务", "职务"), False, "区长"),
        Column("home_unit", ("原单位", "所在单位", "单位"), False, "区政府", "全称、简称或编码"),
        Column("start", ("任职日期", "起", "开始日期"), False, "2026-01-05"),
    ),
)
SPECS = (UNITS, PEOPLE, GROUPS)


def heading_key(text: str) -> str:
    """A heading without blanks, brackets, stars and width: 单位名称（全称）* -> 单位名称."""
    plain = unicodedata.normalize("NFKC", text)
    return re.sub(r"[\s*:：]|\([^)]*\)", "", plain)


def fields_of(spec: SheetSpec, headings: list[str]) -> dict[str, int]:
    """field -> column index for the headings of a row; an exact first name wins over a later one."""
    keys = [heading_key(heading) for heading in headings]
    found: dict[str, int] = {}
    for rank in range(max(len(column.headings) for column in spec.columns)):
        for column in spec.columns:
            if column.field in found or rank >= len(column.headings):
                continue
            if column.headings[rank] in keys:
                place = keys.index(column.headings[rank])
                if place not in found.values():
                    found[column.field] = place
    return found
