"""How alike two short Chinese names are, when one may be mistyped or misread by a scanner."""

from weicheng.ground.org.pinyin import reading

# Characters that scanners and tired eyes take for each other.
_LOOKALIKE_SETS = (
    "己已巳",
    "未末",
    "土士",
    "日曰目",
    "人入八",
    "大太犬",
    "千干于",
    "王玉主",
    "天夫",
    "住往佳",
    "建健键",
    "育盲",
    "官宫管",
    "检险验",
    "环坏",
    "镇填",
    "卫工",
    "苑范",
    "河何",
    "弯湾",
)
_LOOKALIKE = {frozenset((a, b)) for group in _LOOKALIKE_SETS for a in group for b in group if a != b}
_SAME_SOUND = 0.25
_SAME_LOOK = 0.25


def similarity(left: str, right: str) -> float:
    """1 - weighted edit distance / longer length; a substitution by sound or by look costs a quarter."""
    if left == right:
        return 1.0
    sounds_left, sounds_right = reading(left), reading(right)
    row = [float(j) for j in range(len(right) + 1)]
    for i, a in enumerate(left, 1):
        before, row[0] = row[0], float(i)
        for j, b in enumerate(right, 1):
            cost = before + _substitution(a, b, sounds_left[i - 1], sounds_right[j - 1])
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, cost)
    return round(1 - row[-1] / max(len(left), len(right)), 3)


def _substitution(a: str, b: str, sound_a: str, sound_b: str) -> float:
    if a == b:
        return 0.0
    if sound_a == sound_b:
        return _SAME_SOUND
    return _SAME_LOOK if frozenset((a, b)) in _LOOKALIKE else 1.0
