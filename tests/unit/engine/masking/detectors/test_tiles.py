from __future__ import annotations

import numpy as np
import pytest

from unveil.engine.masking.detectors.tiles import TiledNetwork, TiledScene, mirror, softmax, tukey

TILE, SHARED = 16, 6


class Sums:
    """In the place of a network: the mean of the cells within one of each, which needs a surrounding."""

    def submit(self, work, piece):
        class Done:
            def result(self):
                return work(piece)

        return Done()

    def output(self, tile):
        padded = np.pad(tile[0], ((0, 0), (1, 1), (1, 1)), mode="edge")
        return sum(padded[:, i : i + TILE, j : j + TILE] for i in range(3) for j in range(3))[None] / 9

    def close(self):
        pass


def network():
    return TiledNetwork(Sums(), TILE, SHARED, 1, lambda tile: tile[None], lambda output, _: output)


@pytest.mark.parametrize("shape", [(5, 7), (16, 16), (61, 43)])
@pytest.mark.parametrize("rows", [1, 4, 100])
def test_blended_tiles_give_the_whole_however_many_rows_are_asked_for(shape, rows):
    image = np.random.default_rng(0).random((1, *shape)).astype(np.float32)
    scene = TiledScene(network())
    asked = []

    def read(start, stop):
        asked.append(start)
        return image[:, start:stop]

    parts = [
        scene.probabilities(read, start, min(start + rows, shape[0]), shape[0]) for start in range(0, shape[0], rows)
    ]
    padded = np.pad(image, ((0, 0), (1, 1), (1, 1)), mode="symmetric")
    expected = sum(padded[:, i : i + shape[0], j : j + shape[1]] for i in range(3) for j in range(3)) / 9
    # At a tile's own border the stand-in sees less than the scene holds, where the window has next to no weight.
    np.testing.assert_allclose(np.concatenate(parts, axis=1), expected, atol=0.03)
    assert asked == sorted(asked)


def test_rows_do_not_change_the_answer():
    image = np.random.default_rng(1).random((1, 50, 33)).astype(np.float32)
    answers = []
    for rows in (1, 7, 50):
        scene = TiledScene(network())
        parts = [
            scene.probabilities(lambda a, b: image[:, a:b], start, min(start + rows, 50), 50)
            for start in range(0, 50, rows)
        ]
        answers.append(np.concatenate(parts, axis=1))
    np.testing.assert_array_equal(answers[0], answers[1])
    np.testing.assert_array_equal(answers[0], answers[2])


def test_tiles_are_blended_with_weights_that_add_up_to_one():
    scipy = pytest.importorskip("scipy.signal.windows")
    np.testing.assert_allclose(tukey(256, 52), scipy.tukey(256, 0.4), atol=1e-6)
    stride = 256 - 52
    total = np.zeros(5 * stride + 256)
    for index in range(6):
        total[index * stride : index * stride + 256] += tukey(256, 52)
    np.testing.assert_allclose(total[52:-52], 1, atol=1e-6)


@pytest.mark.parametrize("length", [1, 2, 5, 400])
def test_the_border_is_mirrored_as_numpy_does(length):
    expected = np.pad(np.arange(length), (60, 300), mode="symmetric")
    np.testing.assert_array_equal(mirror(-60, length + 300, length), expected)


def test_softmax_gives_probabilities_of_large_numbers_too():
    found = softmax(np.array([[1000.0], [1000.0], [0.0]]))
    np.testing.assert_allclose(found[:, 0], [0.5, 0.5, 0], atol=1e-12)
