"""The cycle collector rests while a paper is read, and only then."""

import gc
from collections.abc import Iterator
from threading import Barrier, Thread

import pytest

from weicheng.engines.reader.quiet import collector_resting


@pytest.fixture(autouse=True)
def collector() -> Iterator[None]:
    was_on = gc.isenabled()
    gc.enable()
    yield
    (gc.enable if was_on else gc.disable)()


def test_the_collector_rests_and_comes_back_even_after_an_error() -> None:
    with pytest.raises(ValueError, match="broken"), collector_resting():
        assert not gc.isenabled()
        raise ValueError("broken")
    assert gc.isenabled()


def test_it_stays_off_where_it_was_off() -> None:
    gc.disable()
    with collector_resting():
        pass
    assert not gc.isenabled()


def test_of_several_readings_at_once_the_last_puts_it_back() -> None:
    inside, first_left = Barrier(2), Barrier(2)
    seen: list[bool] = []

    def first() -> None:
        with collector_resting():
            inside.wait(10)
        first_left.wait(10)

    def last() -> None:
        with collector_resting():
            inside.wait(10)
            first_left.wait(10)
            seen.append(gc.isenabled())

    threads = [Thread(target=first), Thread(target=last)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert seen == [False]
    assert gc.isenabled()
