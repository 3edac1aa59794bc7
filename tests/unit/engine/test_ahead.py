from __future__ import annotations

import threading
import time

import pytest

from unveil.engine.ahead import done_in_threads, made_ahead


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
