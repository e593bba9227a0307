"""Dates of a paper in Arabic and Chinese figures, and the year from which its other dates are counted."""

import re
from collections import Counter
from datetime import date

_FIGURES = str.maketrans("〇○零OоΟ０１２３４５６７８９一二三四五六七八九元", "000000" + "0123456789" + "1234567891")
_HAN = "〇○零O0一二三四五六七八九十元廿卅正"
DATE = re.compile(
    rf"(?P<year>19\s*\d\s*\d|20\s*\d\s*\d|二[{_HAN}]{{3}}|一[{_HAN}]{{3}}|２[０-９]{{3}})\s*(?:年|[-/.．])\s*(?P<month>\d{{1,2}}|"
    rf"[０-９]{{1,2}}|[{_HAN}]{{1,2}})\s*(?:月|[-/.．])\s*(?P<day>\d{{1,2}}|[０-９]{{1,2}}|[{_HAN}]{{1,3}})\s*[日号]?"
)
_MASKED_YEAR = re.compile(r"(?:20|19|二〇|二0)(?:\d[*＊xX×某]|[*＊xX×]{1,2}|__|＿＿|［　*］)\s*年?|[*＊xX×]{2,4}年")
_PLAIN_YEAR = re.compile(
    r"(?:(?<![\d〔\[（(])|(?<=[（(])(?=\d{4}年\d{1,2}月))(20[0-4]\d|19[89]\d)\s*(?:年(?!版|度?(?:考核|工作)?(?:结果|总结))|[-—~～至](?=20\d\d年))"
)
_HAN_YEAR = re.compile(r"二[〇○零0O][〇○零0O一二三四五六七八九]{2}年")
_CITED = re.compile(r"《[^《》\n]{0,120}》|[〔\[（(]\s*(?:19|20)\d\d\s*[〕\]）)]\s*第?\d+号")
_SINCE_BIRTH = re.compile(
    r"(?P<whose>建党|中国共产党成立|建国|新中国成立|中华人民共和国成立|建军)\s*(?P<years>\d{2,3})\s*周年"
)
_BIRTH = {
    "建党": 1921,
    "中国共产党成立": 1921,
    "建国": 1949,
    "新中国成立": 1949,
    "中华人民共和国成立": 1949,
    "建军": 1927,
}
_PAST = re.compile(r"(?:以来|被(?:评|授|命)|获|荣获|曾|至今|创建于|成立于|通过了|已)")


def _figure(text: str) -> int | None:
    text = re.sub(r"\s", "", text).replace("正", "1")
    text = text.replace("廿", "二十").replace("卅", "三十")
    if "十" in text:
        left, _, right = text.partition("十")
        tens = int(left.translate(_FIGURES)) if left else 1
        ones = int(right.translate(_FIGURES)) if right else 0
        return tens * 10 + ones
    plain = text.translate(_FIGURES)
    return int(plain) if plain.isdigit() else None


def iso_date(text: str) -> str | None:
    """ISO form of a written date (2026年3月5日, 二〇二六年三月五日, 二0一五年元月十六日), None when it is none."""
    found = DATE.search(text)
    if not found:
        return None
    parts = [_figure(found.group(name)) for name in ("year", "month", "day")]
    if None in parts:
        return None
    try:
        return date(*parts).isoformat()  # type: ignore[arg-type]
    except ValueError:
        return None


def year_of(
    text: str, title: str | None, dated: str | None, number_year: int | None, given: int | None
) -> tuple[int | None, str | None]:
    """The year of the paper and whence it is known; a masked year (201*年) stays unknown."""
    if given:
        return given, "given"
    if dated:
        return int(dated[:4]), "date"
    if number_year:
        return number_year, "number"
    head = "\n".join(filter(None, (title, *[line for line in text.split("\n") if line.strip()][:4])))
    short = head[:160]
    found = _PLAIN_YEAR.search(_CITED.sub("", title or "")) or re.search(r"(?<!\d)(20[0-4]\d)(?=创|年)", title or "")
    if found:
        return int(found.group(1)), "title"
    if _MASKED_YEAR.search(short):
        return None, None
    return _year_in_text(text)


def _year_in_text(text: str) -> tuple[int | None, str | None]:
    birthday = _SINCE_BIRTH.search(text)
    if birthday:
        return _BIRTH[birthday.group("whose")] + int(birthday.group("years")), "text"
    plain = _CITED.sub("", text)
    votes: Counter[int] = Counter()
    for found in _PLAIN_YEAR.finditer(plain):
        context = plain[found.end() : found.end() + 8]
        weight = 0 if _PAST.search(context) else 3 if found.start() < 300 else 1
        votes[int(found.group(1))] += weight
    for found in _HAN_YEAR.finditer(plain):
        year = _figure(found.group()[:-1])
        if year:
            votes[year] += 1
    votes = +votes
    if not votes:
        return None, None
    most = max(votes.values())
    return max(year for year, count in votes.items() if count == most), "text"
