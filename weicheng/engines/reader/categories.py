"""The category of a row: its own words weigh most, then the headings above it, then the row before it.

The lexicon gives scores; a small log-linear model (categories.json, made by training/) weighs them against each other.
"""

import json
import re
from functools import cache
from math import exp
from pathlib import Path

import ahocorasick

from weicheng.engines.reader.category_words import WORDS
from weicheng.engines.reader.rows import CATEGORIES

FILE = Path(__file__).with_name("categories.json")
_STRONG = 3.0  # from here on a row's own words speak for themselves
_REPORT = re.compile(
    r"报(?![告纸名酬销道刊社考废])[^,。;]{1,14}(?:办|局|部|所|县|市|委|组|科|会|街道|室)|报送|上报|书面(?:报|反馈)|小结报|情况报"
)
_UNIT = re.compile(r"局|医院|卫生院|学校|小学|中学|公司|支行|银行|机关|单位|厂|站|所|院|中心")
_AREA = re.compile(r"全[市县区镇]|[省市县区镇乡]人民政府|街道|[市县区镇]创建|社区")
_PARTY = re.compile(r"党|工会|团|主题")
_PHASE = re.compile(r"(?:阶段|步骤|发动|实施|总结|验收|运用|迎检|表彰|摸底|整治|提升|巩固)[^,。]{0,4}[(].{0,6}\d")
_GOAL = re.compile(
    r"达标|通过.{0,8}(?:验收|考核|评审|复审)|(?:达到|符合).{0,14}标准|成功创建|建成.{0,6}卫生|命名|各项指标|下达|交办|分配"
)
_SANCTION = re.compile(
    r"对.{2,60}(?:通报|追究|问责|表彰|奖励|处罚|处分|责令|整改|约谈|取消|扣|查处)|扣.{0,6}分|一票否决|奖金|评优|评先|罚款|吊销"
)
_STEPS = re.compile(r"步骤|安排|阶段")
_TURNS = (("x:report", _REPORT), ("x:goal", _GOAL), ("x:sanction", _SANCTION))


@cache
def _automaton() -> "ahocorasick.Automaton":
    scores: dict[str, dict[int, float]] = {}
    for name, by_weight in WORDS.items():
        for weight, words in by_weight.items():
            for word in words.split():
                scores.setdefault(word, {})[CATEGORIES.index(name)] = float(weight)
    automaton = ahocorasick.Automaton()
    for word, values in scores.items():
        automaton.add_word(word, (len(word), word, tuple(values.items())))
    automaton.make_automaton()
    return automaton


Found = tuple[list[str], dict[int, float]]


def read_words(text: str) -> Found:
    """(words, weight of each category) in ``text``; of hits with the same end only the longest counts."""
    seen: dict[int, tuple[int, str, tuple[tuple[int, float], ...]]] = {}
    for last, hit in _automaton().iter(text):
        if last not in seen or hit[0] > seen[last][0]:
            seen[last] = hit
    totals: dict[int, float] = {}
    words: list[str] = []
    for _, word, values in seen.values():
        words.append(word)
        for category, weight in values:
            totals[category] = totals.get(category, 0.0) + weight
    return words, totals


def title_features(title: str) -> list[str]:
    """What sort of paper it is, by its title: of a unit, of an area, of the Party."""
    found = ["t:unit" if _UNIT.search(title) else "t:area" if _AREA.search(title) else "t:-"]
    return [*found, "t:party"] if _PARTY.search(title) else found


def _turns(quote: str) -> list[str]:
    found = [name for name, pattern in _TURNS if pattern.search(quote)]
    if len(quote) < 40 and _PHASE.search(quote):
        found.append("x:phase")
    if "率" in quote and any(c.isdigit() for c in quote):
        found.append("x:rate")
    return found


class CategoryReader:
    """Reads the categories of one paper's rows, in order."""

    def __init__(self, title: str, weights: "Weights | None" = None) -> None:
        self._weights = weights if weights is not None else load_weights()
        self._title = title_features(title[:40])
        self._headings: dict[str, Found] = {}
        self._before: tuple[list[str], dict[int, float]] = ([], {})

    def features(self, quote: str, headings: list[str]) -> dict[str, float]:
        """Features of a row under ``headings`` (outermost first), after the row that was read before it."""
        words, own = read_words(quote)
        result: dict[str, float] = {"w:" + word: 1.0 for word in words}
        weak = max(own.values(), default=0.0) < _STRONG
        result |= {f"own:{c}": min(v, 10.0) / 4 for c, v in own.items()}
        for turn in _turns(quote):
            result[turn] = 1.0
        for feature in self._title:
            result[feature] = 1.0
        if headings:
            inner, scores = self._heading(headings[-1])
            result |= {"h:" + word: 1.0 for word in inner}
            result |= {f"in:{c}": min(v, 8.0) / 4 for c, v in scores.items()}
            if weak:
                result |= {f"wk:{c}": min(v, 8.0) / 4 for c, v in scores.items()}
            for outer in headings[:-1]:
                result |= {f"out:{c}": min(v, 8.0) / 4 for c, v in self._heading(outer)[1].items()}
            if "目标" in headings[-1]:
                result["h:目标"] = 1.0
            if _STEPS.search(headings[0]):
                result["x:steps"] = 1.0
        if self._before[0] == headings:
            result |= {f"pre:{c}": min(v, 10.0) / 4 for c, v in self._before[1].items()}
            if weak:
                result |= {f"pwk:{c}": min(v, 10.0) / 4 for c, v in self._before[1].items()}
        self._before = (headings, own)
        return result

    def _heading(self, heading: str) -> Found:
        found = self._headings.get(heading)
        if found is None:
            found = self._headings[heading] = read_words(heading)
        return found

    def category(self, quote: str, headings: list[str]) -> tuple[str, float]:
        """(category, its chance by the model) for the next row."""
        totals = [0.0] * len(CATEGORIES)
        for feature, value in self.features(quote, headings).items():
            for category, weight in self._weights.get(feature, ()):
                totals[category] += weight * value
        best = max(range(len(CATEGORIES)), key=totals.__getitem__)
        return CATEGORIES[best], 1 / sum(exp(t - totals[best]) for t in totals)


Weights = dict[str, tuple[tuple[int, float], ...]]


def parse_weights(data: dict[str, dict[str, float]]) -> Weights:
    """Weights from the content of the file: feature -> category -> weight."""
    return {f: tuple((CATEGORIES.index(c), w) for c, w in row.items()) for f, row in data.items()}


@cache
def load_weights(path: Path = FILE) -> Weights:
    """The weights that come with the reader."""
    return parse_weights(json.loads(path.read_text(encoding="utf-8")))


def category_of(quote: str, headings: list[str]) -> tuple[str, float]:
    """(category, its chance by the model) of a row on its own, ``headings`` outermost first."""
    return CategoryReader("").category(quote, headings)
