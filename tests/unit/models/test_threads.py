from __future__ import annotations

import os

import pytest

from unveil.models import threads
from unveil.models.errors import ModelError
from unveil.models.threads import thread_count


def test_the_setting_of_the_user_counts(monkeypatch):
    monkeypatch.setenv("UNVEIL_THREADS", "3")
    assert thread_count() == 3


@pytest.mark.parametrize("given", ["0", "-1", "many", "1.5", "99999"])
def test_a_setting_that_is_no_number_of_threads_is_refused(monkeypatch, given):
    monkeypatch.setenv("UNVEIL_THREADS", given)
    with pytest.raises(ModelError, match="UNVEIL_THREADS is"):
        thread_count()


@pytest.mark.parametrize(("cores", "expected"), [(1, 1), (2, 2), (4, 4), (8, 7)])
def test_a_core_is_left_to_the_desktop_where_there_are_many(monkeypatch, cores, expected):
    monkeypatch.delenv("UNVEIL_THREADS", raising=False)
    monkeypatch.setattr(threads, "_quota", lambda *_: 10**6)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(cores)), raising=False)
    assert thread_count() == expected


@pytest.mark.parametrize(
    ("files", "membership", "expected"),
    [
        ({"cpu.max": "150000 100000\n"}, "0::/\n", 2),
        ({"cpu.max": "max 100000\n"}, "0::/\n", 10**6),
        ({"a/b/cpu.max": "max 100000\n", "a/cpu.max": "50000 100000\n"}, "0::/a/b\n", 1),
        # In a container the path is the host's and the mount the container's own group.
        ({"cpu.max": "300000 100000\n"}, "0::/host/container\n", 3),
        (
            {"cpu,cpuacct/x/cpu.cfs_quota_us": "400000\n", "cpu,cpuacct/x/cpu.cfs_period_us": "100000\n"},
            "5:memory:/x\n4:cpu,cpuacct:/x\n",
            4,
        ),
        ({"cpu/cpu.cfs_quota_us": "-1\n", "cpu/cpu.cfs_period_us": "100000\n"}, "4:cpu:/\n", 10**6),
        ({}, "", 10**6),
    ],
)
def test_quotas_of_control_groups_are_read(tmp_path, files, membership, expected):
    groups = tmp_path / "cgroup"
    groups.mkdir()
    for name, text in files.items():
        (groups / name).parent.mkdir(parents=True, exist_ok=True)
        (groups / name).write_text(text)
    (tmp_path / "membership").write_text(membership)
    assert threads._quota(groups, tmp_path / "membership") == expected


def test_a_quota_limits_the_threads(monkeypatch):
    monkeypatch.delenv("UNVEIL_THREADS", raising=False)
    monkeypatch.setattr(threads, "_quota", lambda *_: 1)
    assert thread_count() == 1
