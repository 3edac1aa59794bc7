"""A model that threads share."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from unveil.models.card import CLOUD_FREE
from unveil.models.in_turns import InTurns
from unveil.models.plain import PlainPredictor


class Slow(PlainPredictor):
    """Notes how many use it at once."""

    inside = most = 0
    note = "slow"

    def predict(self, inputs):
        self.inside += 1
        self.most = max(self.most, self.inside)
        time.sleep(0.01)
        self.inside -= 1
        return super().predict(inputs)


def test_threads_take_turns_and_all_get_their_own():
    slow = Slow()
    shared = InTurns(slow)
    found = {}

    def ask(number):
        inputs = {"background": np.full((1, 2, 2), number, np.float32)}
        found[number] = shared.predict_outputs(inputs, (CLOUD_FREE,))[CLOUD_FREE].max(), shared.predict(inputs).max()

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {number: (number, number) for number in range(5)} and slow.most == 1


def test_as_many_predict_at_a_time_as_the_model_takes():
    inside = threading.Barrier(2, timeout=10)

    class Pair(PlainPredictor):
        """Each waits till another one is there, too."""

        at_once = 2

        def predict(self, inputs):
            inside.wait()
            return super().predict(inputs)

    shared = InTurns(Pair())
    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(lambda number: shared.predict({"background": number}), range(4)))
    assert found == [0, 1, 2, 3] and shared.at_once == 2


def test_it_is_what_it_holds():
    shared = InTurns(Slow())
    told = (shared.card.id, shared.device, shared.batch, shared.at_once, shared.note)
    assert told == ("ground", "cpu", 1, 1, "slow")
    assert shared.runtime.startswith("NumPy")
