from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from unveil.models import speed as speed_module
from unveil.models.errors import ModelError
from unveil.models.speed import Cover, Speed, Stopwatch, expected_memory, measure_speed, speed_key, speed_of_text


class Clock:
    """Time that passes only when somebody lets it."""

    now = 1000.0

    def perf_counter(self):
        return self.now


class Network:
    """A predictor that takes 1 s a tile, and 20 s more with its first call."""

    device, note, batch, at_once = "cpu", "a note", 4, 1

    def __init__(self, card, clock):
        self.card, self.clock = card, clock
        self.calls = 0

    def predict(self, inputs):
        self.calls += 1
        self.clock.now += len(inputs["optical"]) + (20 if self.calls == 1 else 0)
        return inputs["optical"]

    def predict_outputs(self, inputs, names):
        return dict.fromkeys(names, self.predict(inputs))


@pytest.fixture
def network(identity_card, monkeypatch):
    clock = Clock()
    monkeypatch.setattr(speed_module, "time", clock)
    made = Network(identity_card, clock)
    monkeypatch.setattr(speed_module, "load_predictor", lambda card, device, is_cancelled: made)
    return made


@pytest.mark.parametrize("speed", [Speed(0.25), Speed(1e-3, 0.5, 1.5e8, "cuda")])
def test_a_speed_survives_the_settings(speed):
    assert speed_of_text(speed.as_text()) == speed


@pytest.mark.parametrize("text", ["", "1", "a;b;c;d", "nan;1;1;cpu", "-1;1;1;cpu", "0;1;1;cpu", "1;0;1;cpu"])
def test_other_texts_are_no_speed(text):
    assert speed_of_text(text) is None


def test_a_measurement_holds_for_one_model_device_runtime_and_number_of_threads(identity_card, monkeypatch):
    key = speed_key(identity_card, "cpu")
    assert "/" not in key and identity_card.sha256[:16] in key and "onnxruntime-" in key
    assert key != speed_key(replace(identity_card, sha256="0" * 64), "cpu")
    assert key != speed_key(identity_card, "auto")
    monkeypatch.setenv("UNVEIL_THREADS", "77")
    assert key != speed_key(identity_card, "cpu") and "77 threads" in speed_key(identity_card, "cpu")
    monkeypatch.setattr(speed_module, "installed_packages", lambda: ())
    assert "onnxruntime" not in speed_key(identity_card, "cpu")


def test_the_warm_up_is_not_measured(identity_card, network):
    speed = measure_speed(identity_card, "auto")
    assert network.calls == 2 and speed.device == "cpu" and speed.memory > 0
    assert speed.tile == 1


def test_a_real_model_is_measured(identity_card):
    pytest.importorskip("onnxruntime")
    speed = measure_speed(identity_card, "cpu")
    assert speed.tile > 0 and speed.device == "cpu" and speed_of_text(speed.as_text()) == speed


def test_what_fails_is_the_predictors_own_sentence(identity_card):
    pytest.importorskip("onnxruntime")
    with pytest.raises(ModelError, match="cannot use the device 'coreml'"):
        measure_speed(identity_card, "coreml")


def test_a_measurement_can_be_stopped_between_its_steps(identity_card, network):
    def check():
        if network.calls:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        measure_speed(identity_card, "auto", check)
    assert network.calls == 1


def test_a_stopwatch_is_the_predictor_and_tells_its_speed(identity_card, network):
    watch = Stopwatch(network)
    fed = {"optical": np.zeros((2, 13, 32, 32), np.float32)}
    assert watch.predict(fed) is fed["optical"]
    assert (watch.device, watch.note, watch.batch, watch.card) == ("cpu", "a note", 4, identity_card)
    assert watch.speed(1_000_000, Cover()) is None, "the first call only warms up"
    watch.predict(fed)
    watch.predict(fed)
    assert watch.predict_outputs(fed, ("a", "b")) == {"a": fed["optical"], "b": fed["optical"]}
    network.clock.now += 5
    # Five seconds of other work for two million values.
    assert watch.speed(2_000_000, Cover(), Speed(9.0, memory=1e8)) == Speed(1.0, 2.5, 1e8, "cpu")
    assert watch.speed(2_000_000, Cover()).memory == expected_memory(identity_card) > 0


def test_tiles_that_are_predicted_side_by_side_take_the_machine_together(identity_card, network):
    network.at_once = 2
    watch = Stopwatch(network)
    fed = {"optical": np.zeros((1, 13, 32, 32), np.float32)}
    for _ in range(8):
        watch.predict(fed)
    # The first two warm up; of the others each takes half of the machine for a second.
    assert watch.speed(1_000_000, Cover()).tile == 0.5 and watch.seconds == (8 + 20) / 2


def test_the_rest_that_a_run_tells_is_what_an_estimate_takes_for_it(identity_card, network):
    from dataclasses import replace

    from unveil.models.speed import CLEAR_SHARE, FIRST_MEGAVALUES, SEEN_SHARE

    network.card = replace(identity_card, inputs=("optical", "radar", "mask", "background"))
    watch = Stopwatch(network)
    for _ in range(3):
        watch.predict({"optical": np.zeros((2, 13, 32, 32), np.float32)})
    network.clock.now += 6
    assert watch.speed(2_000_000, Cover()).rest * (2 + FIRST_MEGAVALUES) == pytest.approx(6)
    # What is clear takes less, and what is seen through less than what a network is asked for.
    clear, seen = watch.speed(2_000_000, Cover(0, 0)), watch.speed(2_000_000, Cover(1, 0))
    assert clear.rest * (2 * CLEAR_SHARE + FIRST_MEGAVALUES) == pytest.approx(6)
    assert seen.rest * (2 * (CLEAR_SHARE + SEEN_SHARE) + FIRST_MEGAVALUES) == pytest.approx(6)


@pytest.mark.parametrize("references", [0, 1, 3])
def test_a_run_with_other_dates_is_estimated_as_long_as_it_was(identity_card, network, references):
    from unveil.engine.removal.estimate import Work, estimate

    watch = Stopwatch(network)
    for _ in range(6):
        watch.predict({"optical": np.zeros((1, 13, 32, 32), np.float32)})
    network.clock.now += 20
    work = Work((13, 64, 64), 2, identity_card.tile, 0, 0, identity_card)
    told = watch.speed(13 * 64 * 64, Cover(references=references))
    found = estimate(work, speed=told, references=references)
    assert found.seconds - found.predicted * told.tile == pytest.approx(20)


@pytest.mark.parametrize(("seconds", "told"), [(5e-6, "< 0.01"), (0.0099, "< 0.01"), (0.01, "0.01"), (0.617, "0.62")])
def test_a_tile_is_told_in_hundredths_of_a_second(seconds, told):
    assert Speed(seconds).tile_told == told
