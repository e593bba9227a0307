"""People as a plan lists them: a name, and the office that its bearer holds, in either order and in many hands."""

import re
from collections.abc import Iterator

from weicheng.engines.reader.owner_phrases import SURNAMES
from weicheng.engines.reader.unit_names import looks_like_name

Person = tuple[str, str]  # name, duty; either may be empty

_RANKS = (
    r"(?:[市区县州省镇乡村局院校部处科股所站队厂行园班组署关旗秘书]长|书记|主任|主席|常委|常务|委员|经理|干事|主管|总监|政委|"
    r"巡视员|调研员|参谋|干部|科员|职员|院士|教授|负责人|负责同志|领导|专员|主管|理事|董事长)"
)
_DUTY_END = re.compile(_RANKS + r"(?:助理)?(?:[、兼][^、]{0,20})?$")
_RANK_ALONE = re.compile(rf".{{0,12}}?{_RANKS}")
_TITLED = re.compile(rf"(?P<duty>.{{0,20}}?{_RANKS})(?P<name>[一-鿿]{{2,4}}|[一-鿿]某+)$")
# a name run together with the office after it: 吴某县委副书记
_OFFICE_OPENS = re.compile(r"(?:[省市县区州旗镇乡局院校]|街道|人大|政[府协]|党[组委工支]|常务|副)")
_NO_NAME = re.compile(
    r"常务|党[组委工支总]|公[安司路园]|农[业办村]|水[利务]|文[化旅体明联]|司法|房[管产]|安[监全]|宣传|宗教|国[土资税]|计[生划]|"
    r"管[委理]|应急|单位|全[体县市区]|金融|成员"
)
_MORE_SURNAMES = frozenset("欧岳帅覃冼佟牟阳付涂仝游")
_OTHERS = re.compile(r"各|其他|有关|相关")  # these are not the office of the person before them
_COMPOUND = ("欧阳", "上官", "司马", "诸葛", "司徒", "东方", "皇甫", "尉迟", "公孙", "令狐", "慕容", "夏侯", "端木")
_HAN = re.compile(r"[一-鿿]+|[一-鿿][某×X*＊]+")
_BRACKETED = re.compile(r"(?P<before>[^()（）]*)[（(](?P<inside>[^()（）]*)[)）]")
_MARKS = "、，,;； \t\u3000"
_GAP = re.compile(r"[ \t\u3000]+")
_LIST = re.compile(r"[、，,;；]|(?:以?及|和)(?=各|其他|相关|有关)")
_POLITE = re.compile(r"(?:同志|先生|女士)$")


def is_name(text: str) -> bool:
    """Whether a word is a person's name: a surname and one or two characters, and no office."""
    if not _HAN.fullmatch(text) or _RANK_ALONE.fullmatch(text):
        return False
    if text.startswith(_COMPOUND):
        return 3 <= len(text) <= 4
    return 2 <= len(text) <= 3 and (text[0] in SURNAMES or text[0] in _MORE_SURNAMES)


def is_duty(text: str) -> bool:
    """Whether a word is an office (副市长, 市卫健委主任) or those of a unit."""
    return 2 <= len(text) <= 40 and bool(_DUTY_END.search(text) or looks_like_name(text))


def people_of(listed: str, apart: bool = True) -> list[Person]:
    """The people of a list: 张三（副区长）、李四; 张三  市委副书记、市长; 张三　李四; 副镇长王五.

    Offices without a name are people unknown by name; ``apart`` says that 、 between such offices parts them.
    """
    found: list[Person] = []
    rest, before = listed.strip().rstrip("。；;"), ""
    while bracket := _BRACKETED.match(rest):
        before += bracket.group("before")
        people = _plain(before.strip(_MARKS), apart)
        rest = rest[bracket.end() :]
        if not (people and people[-1][0]):  # 各村（社区）书记: a bracket inside an office
            before += bracket.group()[len(bracket.group("before")) :]
            continue
        if not people[-1][1] and not is_name(bracket.group("inside")):
            people[-1] = (people[-1][0], bracket.group("inside").strip().removeprefix("兼"))
        found, before = found + people, ""
    return found + _plain((before + rest).strip(_MARKS), apart)


def _plain(listed: str, apart: bool) -> list[Person]:
    """People of a list without brackets."""
    return list(_paired(list(_words(listed)), apart))


def _words(listed: str) -> Iterator[str]:
    """The words between gaps; a name spread over two gaps (王　五) is one. Names in a row (张三、李四) are words each."""
    pieces = [one for piece in _GAP.split(listed) if piece for one in _run_together(piece)]
    while pieces:
        word = pieces.pop(0)
        if len(word) == 1 and pieces and len(pieces[0]) == 1 and is_name(word + pieces[0]):
            word += pieces.pop(0)
        parts = [_POLITE.sub("", part) for part in _LIST.split(word) if part]
        if parts and any(map(is_name, parts[1:])):
            yield from parts
        elif len(parts) > 1 and (first := _split_titled(parts[0])):
            yield first[0]
            yield first[1] if not word.startswith(first[0]) else word[len(first[0]) :]
        elif parts and _name_in(parts[0]):
            yield from parts
        else:
            yield word


def _run_together(piece: str) -> Iterator[str]:
    """Two people of one line without the gap between them: 何某县城管局局长吕某县教育局局长."""
    for rank in re.finditer(_RANKS, piece):
        second = _split_titled(piece[rank.end() :])
        if second and piece.startswith(second[0], rank.end()) and _split_titled(piece[: rank.end()]):
            yield piece[: rank.end()]
            yield from _run_together(piece[rank.end() :])
            return
    yield piece


def _name_in(part: str) -> bool:
    return is_name(part) or _split_titled(part) is not None


def _split_titled(part: str) -> Person | None:
    titled = _TITLED.fullmatch(part)
    if titled and is_name(titled["name"]):
        return titled["name"], titled["duty"]
    for length in (2, 3) if not _NO_NAME.match(part) else ():
        name, duty = part[:length], part[length:]
        if is_name(name) and _OFFICE_OPENS.match(duty) and _DUTY_END.search(duty):
            return name, duty
    return None


def _paired(words: list[str], apart: bool) -> Iterator[Person]:
    """Names with the office beside them; the first word says on which side it stands."""
    before = bool(words) and not _name_in(words[0]) and is_duty(words[0])
    name = duty = ""
    for word in words:
        titled = None if is_name(word) else _split_titled(word)
        if titled or (is_name(word) and before):
            yield from _said(name, "" if is_name(word) else duty, apart)
            yield titled or (word, duty)
            name = duty = ""
        elif is_name(word):
            yield from _said(name, duty, apart)
            name, duty = word, ""
        elif _OTHERS.match(word):
            yield from _said(name, duty, apart)
            yield "", word
            name = duty = ""
        elif is_duty(word) or is_duty(word.split("、")[-1]):
            duty = f"{duty}、{word}" if duty else word
        else:
            yield from _said(name, duty, apart)
            name = duty = ""
    yield from _said(name, duty, apart)


def _said(name: str, duty: str, apart: bool) -> Iterator[Person]:
    if name or not apart:
        if name or duty:
            yield name, duty
        return
    for one in filter(None, _LIST.split(duty)):
        yield "", one
