from __future__ import annotations

import threading
import time

import pytest

from unveil.engine.ahead import Beside, Crew, done_in_threads, made_ahead, shared


def test_items_come_in_their_order_and_no_more_than_asked_are_made_ahead():
    made = []

    def items():
        for number in range(20):
            made.append((number, threading.current_thread()))
            yield number

    taken = []
    with made_ahead(items(), 3) as ready:
        for number in ready:
            taken.append(number)
            assert len(made) <= len(taken) + 3
    assert taken == list(range(20))
    assert {thread for _, thread in made} != {threading.current_thread()}
    assert len({thread for _, thread in made}) == 1


def test_what_making_an_item_raises_comes_after_the_items_before_it():
    def items():
        yield 1
        raise ValueError("broken")

    taken = []
    with pytest.raises(ValueError, match="broken"), made_ahead(items(), 4) as ready:
        taken.extend(iter(lambda: next(ready), None))
    assert taken == [1]


def test_nothing_more_is_made_once_the_taker_stops():
    made = []

    def items():
        for number in range(1000):
            time.sleep(0.001)
            made.append(number)
            yield number

    with pytest.raises(KeyError), made_ahead(items(), 2) as ready:
        next(ready)
        raise KeyError
    number = len(made)
    assert number <= 4
    time.sleep(0.02)
    assert len(made) == number


def test_results_of_threads_come_in_the_order_of_the_items():
    def work(number):
        time.sleep(0.002 * (number % 3))
        return number * number

    with done_in_threads(work, range(30), 4) as results:
        assert list(results) == [number * number for number in range(30)]


def test_an_error_in_a_thread_is_raised_where_its_result_is_taken():
    def work(number):
        return 1 // (number - 2)

    with pytest.raises(ZeroDivisionError), done_in_threads(work, range(10), 2) as results:
        list(results)


@pytest.mark.parametrize("threads", [1, 3])
def test_a_crew_shares_parts_and_gives_their_results_in_order(threads):
    busy, met = threading.Barrier(threads), []

    def work(number):
        if number < threads:
            busy.wait(5)
        met.append(threading.current_thread())
        return number * number

    with Crew(threads) as crew:
        assert crew.each(work, range(20)) == [number * number for number in range(20)]
    assert len(set(met)) == threads and (threading.current_thread() in met) == (threads == 1)


def test_work_is_shared_by_as_many_threads_as_it_may_take(monkeypatch):
    monkeypatch.setenv("UNVEIL_THREADS", "2")
    both = threading.Barrier(2)
    assert shared(lambda number: both.wait(5) >= 0 and number, range(6)) == list(range(6))


@pytest.mark.parametrize("apart", [False, True])
def test_what_is_done_beside_comes_in_its_order_and_raises_where_it_is_asked_for(apart):
    done = []
    with Beside(apart) as thread:
        first, second = (thread.begin(lambda number=number: done.append(number) or number) for number in (1, 2))
        broken = thread.begin(lambda: 1 // 0)
        assert (first(), second()) == (1, 2) and done == [1, 2]
        with pytest.raises(ZeroDivisionError):
            broken()
