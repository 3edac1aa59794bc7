"""The simulation of very large batches against what can be worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from unveil.tools.plan_batch import Plan, simulate

CALM = Plan(scenes=1000, workers=10, cores=4, seconds=36.0, spread=0.0, crash=0, hang=0, poison=0, losses=0)


def changed(**values):
    return simulate(replace(CALM, **values))


def test_without_faults_scenes_share_the_workers_evenly():
    found = simulate(CALM)
    assert found.seconds == pytest.approx(3600) and found.core_hours == pytest.approx(40)
    assert (found.done, found.refused, found.second_tries, found.runs, found.lost_core_hours) == (1000, 0, 0, 1, 0)
    assert found.cores_price == pytest.approx(40 * CALM.core_hour)
    assert found.requests_price == pytest.approx(1.5 * CALM.million_requests)


def test_refused_scenes_are_few_and_cost_nothing():
    found = changed(poison=0.1)
    assert 60 < found.refused < 140 and found.done == 1000 - found.refused and found.lost_core_hours == 0


def test_scenes_that_hang_cost_their_time_limit_and_are_done_in_the_end():
    found = changed(hang=0.05, time_limit=360.0)
    assert found.done == 1000 and 25 <= found.second_tries <= 80
    assert found.lost_core_hours == pytest.approx((found.second_tries + found.runs - 1) * 360 * 4 / 3600, rel=0.2)


def test_machines_that_are_lost_take_their_scene_along_and_come_back():
    found = changed(losses=2.0, missing=300.0)
    assert found.done == 1000 and found.seconds > 3600 + 300
    assert 0 < found.lost_core_hours < 0.05 * found.core_hours
