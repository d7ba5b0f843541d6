"""What the answers bench counts is counted right."""

import numpy as np
import pytest

from tests.bench.answers import Bin, Places, calibration, place_of
from tests.bench.answers_baselines import best_first, by_reciprocal_rank


@pytest.mark.parametrize(
    ("ranked", "right", "place"),
    [(["a", "b", "c"], ("a",), 1), (["a", "b", "c"], ("c", "b"), 2), (["a", "b"], ("z",), 0), ([], ("a",), 0)],
)
def test_the_place_is_that_of_the_first_right_passage(ranked: list[str], right: tuple[str, ...], place: int):
    assert place_of(ranked, right) == place


def test_a_passage_that_is_nowhere_counts_for_nothing():
    placed = Places("some way", (1, 2, 0, 4))

    assert (placed.within(1), placed.within(3)) == (1, 2)
    assert placed.mean_reciprocal_rank == pytest.approx((1 + 1 / 2 + 0 + 1 / 4) / 4)


def test_equal_scores_keep_the_guides_order():
    assert best_first(["a", "b", "c", "d"], np.array([0.0, 2.0, 0.0, 3.0])) == ["d", "b", "a", "c"]


def test_fusion_by_rank_prefers_what_both_ways_find():
    fused = by_reciprocal_rank(lambda _: ["a", "b", "c"], lambda _: ["d", "b", "c"])

    assert fused("anything")[0] == "b"


def test_beliefs_fall_into_tenths_and_a_full_one_into_the_last():
    bins = calibration([(0.0, False), (0.04, True), (0.95, True), (1.0, True)])

    assert bins == [Bin(0.0, 2, 1, pytest.approx(0.02)), Bin(0.9, 2, 2, pytest.approx(0.975))]
