"""The index of the database that runs the tests: every run of a long text is found, nothing else is."""

import random

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from weicheng.engines.fulltext import OVERLAP, SIZE, normalise, pieces
from weicheng.engines.fulltext.tests.test_fulltext import COMMON, OTHERS, long_text
from weicheng.ground.evidence import index
from weicheng.ground.evidence.models import StoredFile, TextPiece

pytestmark = pytest.mark.django_db

CHARACTERS = 50_000
STEP = SIZE - OVERLAP


@pytest.fixture(scope="module")
def texts():
    return [normalise(long_text()), normalise(long_text(3000, seed=11)), normalise("卫生" * 40 + "A级" * 30)]


@pytest.fixture
def library(texts):
    """Three files; returns which of them hold a term, by the index."""
    files = [StoredFile.objects.create(sha256=f"{place:064d}", size=1, name="文") for place in range(len(texts))]
    for file, text in zip(files, texts, strict=True):
        TextPiece.objects.bulk_create(TextPiece(file=file, start=cut.start, text=cut.text) for cut in pieces(text))
    places = {file.pk: place for place, file in enumerate(files)}

    def holding(term):
        found = TextPiece.objects.filter(text__holds=term).values_list("file_id", flat=True)
        return {places[pk] for pk in found}

    return holding


def really(texts, term):
    return {place for place, text in enumerate(texts) if term in text}


def test_any_run_of_one_to_twelve_characters_is_found_and_nothing_else(library, texts):
    text = texts[0]
    assert len(text) == CHARACTERS

    @settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.integers(0, CHARACTERS - 1), st.integers(1, 12))
    def check(start, length):
        term = text[start : start + length]
        assert library(term) == really(texts, term)

    check()


def test_words_that_may_not_be_there_are_found_only_where_they_are(library, texts):
    alphabet = normalise(COMMON[:12] + OTHERS)

    @settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.text(alphabet, min_size=1, max_size=12))
    def check(term):
        assert library(term) == really(texts, term)

    check()


def test_runs_across_every_border_of_pieces_are_found(library, texts):
    text = texts[0]
    choose = random.Random(3)
    for border in range(STEP, CHARACTERS, STEP):
        length = choose.randint(2, 12)
        for edge in (border, border + OVERLAP):
            start = max(0, edge - choose.randint(1, length - 1))
            term = text[start : start + length]
            assert 0 in library(term), (edge, term)


def test_the_last_character_and_the_last_pair_are_found(library, texts):
    assert library(texts[1][-1]) >= {1}
    assert library(texts[1][-2:]) == really(texts, texts[1][-2:])


def test_the_index_follows_changes_removals_and_a_rebuild(library):
    piece = TextPiece.objects.filter(text__holds="a级a级").get()
    TextPiece.objects.filter(pk=piece.pk).update(text="灭蚊记录")
    assert library("a级a级") == set()
    assert library("灭蚊") == {2}
    index.rebuild(connection)
    assert library("灭蚊") == {2}
    TextPiece.objects.filter(pk=piece.pk).delete()
    assert library("灭蚊记录") == set()
    TextPiece.objects.create(file=piece.file, text="除四害")
    assert library("四害") == {2}


def test_quotes_and_wildcards_of_the_query_languages_are_plain_characters(library):
    file = StoredFile.objects.create(sha256="f" * 64, size=1, name="文")
    TextPiece.objects.create(file=file, text="完成率100%，\"a*b\" or (c:d) \\ 'e'_")
    for term in ("100%", '"a*b"', " or ", "(c:d)", "\\", "'e'", "_", "%"):
        assert TextPiece.objects.filter(text__holds=term, file=file).exists(), term
    assert not TextPiece.objects.filter(text__holds="a%b", file=file).exists()
