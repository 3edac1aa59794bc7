"""How long a very large batch takes and what it costs, by simulation: `python -m tools.plan_batch --help`.

Scenes are handed to workers as `unveil batch` does it. A scene takes a time of its own (log-normal), crashes or hangs
now and then, and is tried again once; machines are taken away at random and come back; what is left over after all
scenes were handed out is done by the same command again. Nothing is downloaded or run.
"""

from __future__ import annotations

import argparse
import heapq
import math
import random
from dataclasses import dataclass, fields


@dataclass(frozen=True)
class Plan:
    """What is planned, and what one scene takes; times in seconds, prices in any currency.

    spread: sigma of the log of a scene's time. crash, hang, poison: share of the scenes that die once, that last until
    the time limit once, and that are refused for good. losses: machines lost an hour and worker. missing: seconds
    until a lost worker is back. requests: to an object store for one scene. gigabytes: read and written for one scene.
    """

    scenes: int = 1_000_000
    workers: int = 500
    cores: int = 4
    seconds: float = 300.0
    spread: float = 0.5
    time_limit: float = 3600.0
    crash: float = 0.002
    hang: float = 0.0005
    poison: float = 0.001
    losses: float = 0.05
    missing: float = 300.0
    requests: int = 1500
    gigabytes: float = 3.0
    core_hour: float = 0.02
    million_requests: float = 0.4
    seed: int = 0


@dataclass(frozen=True)
class Result:
    """What came of it: seconds on the clock, core hours in all and for nothing, scenes by how they ended, prices."""

    seconds: float
    core_hours: float
    lost_core_hours: float
    done: int
    refused: int
    second_tries: int
    runs: int
    cores_price: float
    requests_price: float
    gigabytes_a_second: float


def simulate(plan: Plan) -> Result:
    """Return what a plan comes to."""
    chance = random.Random(plan.seed)  # nosec B311 - a simulation
    free = [0.0] * plan.workers
    busy = lost = 0.0
    refused = second_tries = runs = 0
    left = plan.scenes
    while left and runs < 10:
        runs += 1
        again = 0
        for _ in range(left):
            if chance.random() < plan.poison and runs == 1:
                # Refused in the first seconds, and not tried again.
                refused += 1
                continue
            for attempt in (1, 2):
                start = heapq.heappop(free)
                takes, good = _attempt(plan, chance)
                taken_away = chance.expovariate(plan.losses / 3600) if plan.losses else math.inf
                if taken_away < takes:
                    heapq.heappush(free, start + taken_away + plan.missing)
                    takes, good = taken_away, False
                else:
                    heapq.heappush(free, start + takes)
                busy += takes
                lost += 0.0 if good else takes
                if good:
                    break
                second_tries += attempt == 1
            again += not good
        left = again
        # The next run begins when the last worker of this one is done.
        free = [max(free)] * plan.workers
    core_hours = busy * plan.cores / 3600
    seconds = max(free)
    return Result(
        seconds,
        core_hours,
        lost * plan.cores / 3600,
        plan.scenes - refused - left,
        refused,
        second_tries,
        runs,
        core_hours * plan.core_hour,
        plan.scenes * plan.requests / 1e6 * plan.million_requests,
        plan.scenes * plan.gigabytes / seconds,
    )


def _attempt(plan: Plan, chance: random.Random) -> tuple[float, bool]:
    """Return how long one try of a scene lasts, and whether it ends well."""
    takes = plan.seconds * math.exp(chance.gauss(0.0, plan.spread))
    fate = chance.random()
    if fate < plan.crash:
        return takes * chance.random(), False
    if fate < plan.crash + plan.hang or takes > plan.time_limit:
        return plan.time_limit, False
    return takes, True


def main() -> None:
    """Print what the plan of the command line comes to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for field in fields(Plan):
        kind = type(field.default)
        parser.add_argument(
            f"--{field.name.replace('_', '-')}", type=kind, default=field.default, metavar=kind.__name__
        )
    plan = Plan(**vars(parser.parse_args()))
    found = simulate(plan)
    print(f"{plan.scenes} scenes on {plan.workers} workers of {plan.cores} cores: {found.seconds / 86400:.1f} days")
    print(f"{found.done} done, {found.refused} refused, {found.second_tries} tried twice, {found.runs} runs")
    print(f"{found.core_hours:.0f} core hours, {found.lost_core_hours / found.core_hours:.1%} of them for nothing")
    print(f"price: {found.cores_price:.0f} of cores, {found.requests_price:.0f} of requests")
    print(f"{found.gigabytes_a_second:.2f} GB a second over the network, all workers together")


if __name__ == "__main__":
    main()
