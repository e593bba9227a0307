"""Every mistake in a file of the library is a sentence with file and line."""

import re

import pytest

from weicheng.ground.standards.library_files import library_paths, read_library

STANDARD = """code: test-standard
version: 1
kind: standard
title: 测试标准
short_title: 测试
authority: national
levels: [city]
issued_on: 2021-01-01
effective_from: 2021-06-01
chapters:
  - number: 1
    title: 第一章
    clauses:
      - {key: roads, number: "1", title: 道路, gist: 平整。, source: S1, confidence: S}
      - {key: lamps, number: "2", title: 路灯, gist: 亮。, parent: roads, source: S1, confidence: S}
indicators:
  - key: lit
    number: "1"
    name: 装灯率
    clause: lamps
    source: S1
    confidence: S
    targets:
      city: {judge: GE, value: 90, source: S1, confidence: S}
"""
FORM = """code: test-form
kind: form
title: 测试评分表
short_title: 评分表
authority: national
standard: test-standard
total_points: 100
sections:
  - number: 1
    title: 道路
    points: 100
    source: S1
    confidence: S
    lines:
      - {key: surface, title: 路面, points: 60, clauses: [roads], source: S1, confidence: S}
"""
LIMITS = """code: test-limits
kind: limits
title: 测试限值
short_title: 限值
authority: national
limits:
  - {key: rooms, subject: 蝇, measure: 侵害率, a: 3, b: 6, c: 9, confidences: {a: K, b: K, c: S}, source: S1, confidence: S}
"""
CROSSWALK = """code: test-crosswalk
kind: crosswalk
title: 对照
short_title: 对照
authority: national
old: test-standard
new: test-standard
rows:
  - {kind: same, old_clause: roads, new_clause: roads, source: S1, confidence: S}
"""
WHOLE = {"standard": STANDARD, "form": FORM, "limits": LIMITS, "crosswalk": CROSSWALK}

# which file, what is replaced, by what, the line, words of the sentence
MISTAKES = [
    ("standard", "version: 1", "version: 一", 2, "“version”要写数"),
    ("standard", "kind: standard", "kind: 标准", 3, "没有“标准”这种"),
    ("standard", "code: test-standard", "code: 测试", 1, "只能用小写字母"),
    ("standard", "title: 测试标准\n", "", 1, "缺“title”"),
    ("standard", "levels:", "level:", 7, "不认得“level”"),
    ("standard", "effective_from: 2021-06-01", "effective_from: 2020-06-01", 9, "早于发布日期"),
    (
        "standard",
        "effective_from: 2021-06-01",
        "effective_from: 2021-06-01\neffective_to: 2021-05-01",
        10,
        "早于施行日期",
    ),
    ("standard", "issued_on: 2021-01-01", "issued_on: 某年", 8, "要写日期"),
    ("standard", 'number: "2", title: 路灯', 'number: "1", title: 路灯', 15, "条号“1”用了两次"),
    ("standard", "key: lamps", "key: roads", 15, "条款代号“roads”用了两次"),
    ("standard", "parent: roads", "parent: moon", 15, "上级条款“moon”不存在"),
    ("standard", "{key: roads,", "{key: roads, parent: lamps,", 14, "绕成了圈：roads→lamps→roads"),
    ("standard", "judge: GE", "judge: ABOUT", 24, "没有“ABOUT”这种"),
    ("standard", "clause: lamps", "clause: moon", 20, "所属条款“moon”不存在"),
    ("standard", "value: 90, source: S1, confidence: S}", "value: 90, source: S1}", 24, "缺“confidence”"),
    ("standard", "value: 90, source: S1,", "value: 90,", 24, "缺“source”"),
    ("standard", "value: 90", "value: null", 24, "把握只能是“?”"),
    ("standard", "judge: GE, value: 90", "judge: TREND_DOWN, value: 90, years: 3", 24, "不用写目标值"),
    ("standard", "judge: GE, value: 90", "judge: TREND_DOWN", 24, "years至少3"),
    ("standard", "judge: GE, value: 90", "judge: LEVEL", 24, "等级只和判定"),
    ("standard", "      city: {judge", "      town: {judge", 24, "不在这个版本的适用对象里"),
    ("standard", "      city: {judge", "      moon: {judge", 24, "没有“moon”这种"),
    ("standard", "value: 90", "value: 九十", 24, "要写数"),
    ("standard", "kind: standard", "kind: standard\nkind: form", 4, "“kind”写了两次"),
    ("standard", "levels: [city]", "levels: [city", 8, "不是有效的YAML"),
    ("standard", "parent: roads", "parent: lamps", 15, "绕成了圈：lamps→lamps"),
    ("standard", 'number: "2", title: 路灯', 'number: "1", title: 路灯 ', 15, "第一次在第14行"),
    ("standard", "      city: {judge", "      mars: {judge", 24, "“targets”没有“mars”这种，可用的有：city、"),
    ("standard", "value: 90", 'value: "90"', 24, "数不用引号"),
    ("standard", "value: 90", "value: .nan", 24, "“value”要写数，现在是“NaN”"),
    ("standard", "value: 90", "value: 12345678901234567", 24, "“value”太大"),
    ("standard", "value: 90", "value: -90", 24, "“value”太小"),
    ("standard", "kind: standard", "kind:", 3, "“kind”空着，请填上"),
    ("standard", "issued_on: 2021-01-01", "issued_on: 2021-02-30", 8, "没有“2021-02-30”这一天"),
    ("standard", "short_title: 测试", "\tshort_title: 测试", 5, "用了制表符"),
    ("standard", "short_title: 测试", "short_title：测试", 6, "用了全角的“：”"),
    ("standard", "short_title: 测试", "short_title: 甲: 乙", 5, "有冒号的文字请用引号"),
    ("standard", "short_title: 测试", 'short_title: "测试', 14, "引号没有配对"),
    ("form", "clauses: [roads]", "clauses: [moon]", 15, "依据的条款“moon”"),
    ("form", "total_points: 100", "total_points: 1000", 7, "各部分加起来是100"),
    ("form", "points: 60", "points: 160", 11, "条目加起来已有160分"),
    ("form", "standard: test-standard", "standard: moon", 6, "没有代号是“moon”的标准"),
    ("limits", "confidences: {a: K, b: K, c: S}", "confidences: {a: K, b: K}", 7, "C级限值没有写把握"),
    ("limits", "a: 3, b: 6", "a: 7, b: 6", 7, "一级比一级宽"),
    ("crosswalk", "new_clause: roads", "new_clause: moon", 9, "条款“moon”"),
    ("crosswalk", "kind: same", "kind: new", 9, "不能有旧版"),
    ("crosswalk", "kind: same", "kind: gone", 9, "不能有新版"),
]


def written(folder, **changed):
    paths = []
    for name, text in (WHOLE | changed).items():
        path = folder / f"{name}.yaml"
        path.write_text(text, encoding="utf-8")
        paths.append(path)
    return paths


def test_the_files_of_the_tests_are_right_before_they_are_spoilt(tmp_path):
    files, problems = read_library(written(tmp_path))
    assert (len(files), problems) == (4, [])


@pytest.mark.parametrize(("name", "old", "new", "line", "words"), MISTAKES, ids=[row[4] for row in MISTAKES])
def test_a_mistake_is_told_with_its_file_and_line(tmp_path, name, old, new, line, words):
    assert old in WHOLE[name]
    _, problems = read_library(written(tmp_path, **{name: WHOLE[name].replace(old, new, 1)}))
    said = [problem for problem in problems if words in problem.sentence]
    assert said, [str(problem) for problem in problems]
    assert said[0].line == line
    assert re.match(rf".*{name}\.yaml:{line} .+[。]$", str(said[0]))


def test_the_same_edition_in_two_files_is_refused(tmp_path):
    paths = written(tmp_path)
    twin = tmp_path / "twin.yaml"
    twin.write_text(STANDARD, encoding="utf-8")
    _, problems = read_library([*paths, twin])
    assert any("里已经有了" in problem.sentence for problem in problems)


@pytest.mark.parametrize("content", [b"", b"- 1\n- 2", b"\xff\xfe\x00", b"a: &x [*x]"])
def test_what_is_no_library_file_at_all_is_told_and_not_a_crash(tmp_path, content):
    path = tmp_path / "bad.yaml"
    path.write_bytes(content)
    files, problems = read_library([path])
    assert not files
    assert problems[0].line >= 1


def test_the_library_of_the_product_is_right():
    files, problems = read_library()
    assert problems == []
    assert len(files) == len(library_paths()) >= 14
