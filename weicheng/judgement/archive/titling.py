"""Things of the same title are told apart where they lie together: by date, by unit, by place, and only as far as it takes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from weicheng.judgement.archive.things import Thing

Word = Callable[[Thing], str]


def tell_apart(things: Iterable[Thing]) -> None:
    """Give things that are called alike titles like 公厕保洁（3月5日）; what is called like nothing else keeps its own.

    ``own_title`` then holds the title without that. Two that agree in everything are counted: （3月5日，之2）.
    """
    alike: dict[str, list[Thing]] = defaultdict(list)
    for thing in things:
        alike[thing.title].append(thing)
    for title, same in alike.items():
        if len(same) > 1:
            for thing, tail in zip(same, _tails(same), strict=True):
                thing.own_title = title
                thing.title = f"{title}（{'，'.join(tail)}）" if tail else title


def _tails(same: Sequence[Thing]) -> list[list[str]]:
    tails: dict[int, list[str]] = {place: [] for place in range(len(same))}
    clusters = [list(tails)]
    for word in (_day(same), _unit, _place):
        split: list[list[int]] = []
        for cluster in clusters:
            by_value: dict[str, list[int]] = defaultdict(list)
            for place in cluster:
                by_value[word(same[place])].append(place)
            if len(by_value) > 1:
                for value, places in by_value.items():
                    for place in places if value else ():
                        tails[place].append(value)
            split += by_value.values()
        clusters = split
    for cluster in clusters:
        for number, place in enumerate(cluster, 1):
            if len(cluster) > 1:
                tails[place].append(f"之{number}")
    return list(tails.values())


def _day(same: Sequence[Thing]) -> Word:
    """3月5日; with the year where these are of more than one."""
    one_year = len({thing.on.year for thing in same if thing.on}) < 2
    return lambda thing: "" if thing.on is None else f"{thing.on:{'%-m月%-d日' if one_year else '%Y年%-m月%-d日'}}"


def _unit(thing: Thing) -> str:
    return "" if thing.unit_name in thing.title else thing.unit_name


def _place(thing: Thing) -> str:
    return "" if thing.place in thing.title else thing.place
