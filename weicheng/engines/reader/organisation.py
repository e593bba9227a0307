"""Who leads a campaign: the bodies that a plan founds, who sits in them with which post, and where their office is."""

import re
from collections.abc import Iterator

from weicheng.engines.reader.people import Person, is_duty, people_of

_POSTS = (
    r"(?:第一|常务)?副?\s*总\s*指\s*挥(?:\s*长)?|(?:第一|常务)?副?\s*指\s*挥\s*长|(?:副\s*)?政\s*委|(?:第一|常务)?副?\s*组\s*长|"
    r"组\s*成\s*人\s*员|成\s*员(?:\s*单\s*位)?|组\s*员|办\s*公\s*室\s*(?:副\s*)?主\s*任|副?\s*主\s*任|联\s*络\s*员|顾\s*问"
)
_POST_LINE = re.compile(rf"(?m)^[ \t\u3000]*(?P<post>{_POSTS})[ \t\u3000]*[:：][ \t\u3000]*(?P<people>[^\n]{{0,240}})$")
_HEAD = (
    r"(?:第一|常务|正)?副?组长|(?:第一|常务)?副?总指挥长?|(?:第一|常务)?副?指挥长|办公室(?:常务)?副?主任|副?政委|成员"
)
_TAKES = re.compile(
    rf"(?P<who>[^，,。；;：:\n]{{2,60}}?)(?:同志)?(?:分别)?(?:担任|兼任|任|兼|为)(?:办公室)?(?P<post>{_HEAD})(?!单位|办公)"
)
_GIVEN = re.compile(
    rf"(?P<post>{_HEAD})(?:一职)?(?:由|为)(?P<who>[^，,。；;：:\n]{{2,40}}?)(?:同志)?(?:分别)?(?:担任|兼任|任)?(?=[，,。；;、）)\n]|$)"
)
_BODY = re.compile(r"[^\s，,。；;：:、（）()]{0,24}?(?:领导小组|指挥部|工作专班|工作小组|工作组|委员会)")
_BEFORE_BODY = re.compile(r"^.*(?:成立|设立|组建|调整|充实|对|的|为|了|由|在|向|由于|根据|各)")
_SEATED = re.compile(r"设立在|设在|设于|挂靠|设置在")
_SEAT = re.compile(
    r"(?P<office>[^\s，,。；;：:（）()]{0,24}?办公室)[（(，,]?(?:办公室|地点|地址)?(?:设立在|设在|设于|挂靠在?|设置在)"
    r"(?P<seat>[^\s，,。；;：:（(）)]{2,24})"
)
_UNNAMED = re.compile(r"(?:主要|分管|有关|相关)?(?:负责人|负责同志|领导)$")
_ANY_POST = re.compile(r"组长|政委|指挥|办公室主任|成员|办公室副主任")
_STOPS = re.compile(r"[。；;：:]|^[ \t\u3000]*(?:[一二三四五六七八九十\d]{1,3}[、.．]|[（(])")


def organisation_of(text: str) -> list[dict[str, str]]:
    """Posts of the leading bodies: {"body", "post", "name", "duty", "seat"}, "" where the paper does not say.

    ``duty`` is the office that the person holds elsewhere (副市长); it stands alone where the paper names only that. An
    entry with a seat says where the office of the body is.
    """
    found: list[dict[str, str]] = []
    for body, post, people in [*_lines(text), *_sentences(text)]:
        found += [_entry(body, post, name, duty) for name, duty in people]
    found += [_entry(f"{body}办公室", seat=seat) for body, seat in _seats(text)]
    distinct: dict[tuple[str, str, str, str], dict[str, str]] = {}
    for one in found:
        distinct.setdefault((one["post"], one["name"], one["seat"], "" if one["name"] else one["duty"]), one)
    return list(distinct.values())


def _entry(body: str, post: str = "", name: str = "", duty: str = "", seat: str = "") -> dict[str, str]:
    return {"body": body, "post": post, "name": name, "duty": duty, "seat": seat}


def _lines(text: str) -> Iterator[tuple[str, str, list[Person]]]:
    """Posts with a colon at the beginning of a line; people may go on in the lines below."""
    for line in _POST_LINE.finditer(text):
        post = re.sub(r"\s", "", line.group("post"))
        apart = not re.search(r"(?<!副)(?:组长|指挥长?|主任)$", post)
        people = people_of(line.group("people"), apart)
        for below in text[line.end() + 1 : line.end() + 2000].split("\n"):
            more = _continued(below)
            if not more:
                break
            people += more
        yield _body_before(text, line.start()), post, people


def _continued(line: str) -> list[Person]:
    """The people of a line that goes on with a list: it begins with a name and says nothing else."""
    if not line.strip() or len(line) > 120 or _STOPS.search(line) or _POST_LINE.match(line):
        return []
    people = people_of(line)
    said = sum(len(name) + len(duty) for name, duty in people)
    marks = len(re.findall(r"[\s\u3000、，,（()）]|同志", line))
    unnamed = len(people) == 1 and _UNNAMED.search(line.strip())
    return people if people and (people[0][0] or unnamed) and said + marks >= len(line) - 2 else []


def _sentences(text: str) -> Iterator[tuple[str, str, list[Person]]]:
    """Posts given in a sentence: 由市长任组长, 组长由李四担任, 王五同志兼任办公室主任."""
    for start, end in _post_sentences(text):
        for pattern in (_TAKES, _GIVEN):
            for found in pattern.finditer(text, start, end):
                people = _holders(found.group("who"))
                if people:
                    yield _body_of(text, start, found.end(), end), found.group("post"), people


def _post_sentences(text: str) -> Iterator[tuple[int, int]]:
    """Sentences that name a post; looked for by the post, as few sentences do."""
    position = 0
    while (post := _ANY_POST.search(text, position)) is not None:
        at = post.start()
        opening = max(position, at - 200, text.rfind("。", position, at) + 1, text.rfind("\n", position, at) + 1)
        stops = [stop for mark in "。\n" if (stop := text.find(mark, post.end(), post.end() + 400)) >= 0]
        position = min(stops, default=min(len(text), post.end() + 400))
        yield opening, position


def _holders(who: str) -> list[Person]:
    """Who holds a post: the last part of what stands before it that names people or their offices."""
    who = re.sub(r"^.*(?:成立|由|以|设立|组建|下设|确定|明确|调整[:：]?)", "", who).strip(" 、\u3000")
    return [
        (name, duty)
        for name, duty in people_of(who, apart=False)
        if name or (len(duty) <= 40 and (_UNNAMED.search(duty) or is_duty(duty)))
    ]


def _body_of(text: str, start: int, after: int, end: int) -> str:
    """The body whose post it is: named behind (由市长任组长的指挥部), else before."""
    behind = _BODY.search(text, after, end)
    if behind and "的" in text[after : behind.end()] and not re.search(r"[。；;]", text[after : behind.start()]):
        return _bare_body(behind.group())
    return _body_before(text, after)


def _body_before(text: str, place: int) -> str:
    """The last body named before a place, in its fullest form among those that end alike."""
    named = [name for found in _BODY.finditer(text, max(0, place - 600), place) if (name := _bare_body(found.group()))]
    if not named:
        return ""
    return max((name for name in named if name.endswith(named[-1])), key=len)


def _bare_body(found: str) -> str:
    return _BEFORE_BODY.sub("", found)


def _seats(text: str) -> Iterator[tuple[str, str]]:
    """Where the office of a body is: 领导小组办公室设在市卫健委."""
    for verb in _SEATED.finditer(text):
        found = _SEAT.search(text, max(0, verb.start() - 40), verb.end() + 24)
        if found is None or found.end() <= verb.end():
            continue
        named = _bare_body(found.group("office").removesuffix("办公室"))
        named = re.sub(r"^.*下设", "", named)
        before = _body_before(text, found.start() + len(found.group("office")))
        body = named if named and not before.endswith(named) else before or named
        yield body, re.sub(r"(?:内|院内|机关)$", "", found.group("seat"))
