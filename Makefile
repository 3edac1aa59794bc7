# Everything that is done with Unveil from a shell. `make help` lists the goals.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
export PYTHONDONTWRITEBYTECODE := 1

SYSTEM_PYTHON ?= /usr/bin/python3
PYTHON := .venv/bin/python
PYTEST := $(PYTHON) -m pytest
ZIP := dist/unveil-$(shell sed -n 's/^version=//p' metadata.txt).zip
SETUP := pyproject.toml setup.py metadata.txt tools/setup_system.sh tools/setup_python.py
RUNTIME_STAMP := .venv/.runtime.stamp
TEST_STAMP := .venv/.test.stamp
DEMO_PROFILE := build/demo-profile
# Set to install into that folder instead of the user's own QGIS profile.
PROFILE ?=
# How long `make fuzz` lasts, and where it begins.
SECONDS ?= 60
SEED ?= 0
# What `make train` is told: a folder, minutes of a piece, and further options of tools/train_zoo.py.
DATA ?=
MINUTES ?=
TRAIN ?=

.PHONY: bench-gpu fuzz help setup setup-test zip install demo test test-unit test-qgis test-cli test-desktop test-s3 lint texts bench train clean

help: ## list the goals
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 14

setup: $(RUNTIME_STAMP) ## install QGIS, make .venv, install what runs networks (Debian 12; elsewhere says what is missing)

setup-test: $(TEST_STAMP) ## install what tests, lint and training need as well (test, lint and bench do it themselves)

$(RUNTIME_STAMP): $(SETUP)
	tools/setup_system.sh $(SYSTEM_PYTHON)
	$(SYSTEM_PYTHON) tools/setup_python.py runtime
	touch $@

$(TEST_STAMP): $(RUNTIME_STAMP)
	$(SYSTEM_PYTHON) tools/setup_python.py test
	touch $@

zip: $(RUNTIME_STAMP) ## build and check dist/unveil-<version>.zip
	$(PYTHON) -m tools.package $(ZIP)

install: zip ## install the zip into the user's QGIS profile, or into PROFILE=<folder>
	$(PYTHON) -m tools.install $(ZIP) $(if $(PROFILE),--profile "$(PROFILE)")

demo: export QT_QPA_PLATFORM ?= offscreen
demo: export QGIS_CUSTOM_CONFIG_PATH := $(CURDIR)/$(DEMO_PROFILE)
demo: zip ## remove the clouds of the sample scene with qgis_process and show the result
	$(PYTHON) -m tools.install $(ZIP) --profile $(DEMO_PROFILE)
	$(PYTHON) tools/demo.py

test: $(TEST_STAMP) ## run all tests: unit (no QGIS), qgis (inside Python), cli (qgis_process on the built zip)
	@failed=; for tier in unit qgis cli; do $(MAKE) --no-print-directory test-$$tier || failed+=" $$tier"; done; \
	    [ -z "$$failed" ] || { echo "Failed:$$failed" >&2; exit 1; }

# Workers fill the processors: threads of PyTorch in each would wait for one another.
test-unit: export OMP_NUM_THREADS := 1
test-unit: $(TEST_STAMP) ## the tests that need no QGIS
	$(PYTEST) -p no:pytest_qgis -n auto --maxprocesses 4 --dist loadfile tests/unit

test-qgis: export QT_QPA_PLATFORM := offscreen
test-qgis: $(TEST_STAMP) ## the tests that run algorithms inside a QGIS application
	$(PYTEST) tests/qgis $(addprefix --ignore=tests/qgis/,test_dock.py test_import_model.py test_train_model.py)
	$(PYTEST) tests/qgis/test_dock.py  # its map and its tasks end more surely in a process of their own
	$(PYTEST) tests/qgis/test_import_model.py  # PyTorch and QGIS end more surely in a process of their own
	$(PYTEST) tests/qgis/test_train_model.py

test-cli: export QT_QPA_PLATFORM := offscreen
test-cli: $(TEST_STAMP) zip ## the tests that run the built zip in qgis_process, and the command line
	$(PYTEST) -p no:pytest_qgis -n auto --maxprocesses 2 --dist loadfile tests/cli

test-desktop: $(TEST_STAMP) zip ## QGIS in a window, used by mouse and keyboard (minutes; installs Xvfb, xdotool, ImageMagick; not in 'make test')
	tools/setup_system.sh $(SYSTEM_PYTHON) desktop
	$(PYTEST) -p no:pytest_qgis -s tests/desktop

test-s3: $(TEST_STAMP) ## reading from an object store, against moto in an environment of its own (downloads 115 MB)
	[ -x build/moto/bin/moto_server ] || { $(SYSTEM_PYTHON) -m venv build/moto && build/moto/bin/pip install -q "moto[s3,server]~=5.0"; }
	UNVEIL_MOTO=build/moto/bin/moto_server $(PYTEST) -p no:pytest_qgis tests/unit/engine/catalogue/test_object_store.py

lint: $(TEST_STAMP) zip ## ruff on everything, mypy on engine and models; on what ships bandit, detect-secrets and the rules between storeys
	$(PYTHON) -m ruff check .
	$(PYTHON) -m tools.types
	$(PYTHON) -m tools.scan $(ZIP)
	$(PYTEST) -q -p no:pytest_qgis tests/unit/test_storeys.py

texts: $(RUNTIME_STAMP) ## carry the plugin's texts over into i18n/*.ts for translators
	$(PYTHON) -m tools.translations

bench: $(TEST_STAMP) ## measure quality, time and memory
	$(PYTEST) -p no:pytest_qgis -s tests/bench

bench-gpu: $(TEST_STAMP) ## measure the models on this machine's NVIDIA GPU, in every way that is installed (says so where there is none)
	$(PYTHON) -m tools.bench_gpu

fuzz: $(TEST_STAMP) ## give the command line inputs made wrong on purpose for SECONDS=<n>, from SEED=<s> (not in 'make test' but for a short run)
	nice $(PYTHON) -m tools.fuzz --seconds $(SECONDS) --seed $(SEED)

train: $(TEST_STAMP) ## train the shipped models on DATA=<folder>, in pieces of MINUTES=<n>; again to carry on
	@[ -n "$(DATA)" ] || { echo "Give the folder of training data: make train DATA=<folder>" >&2; exit 1; }
	$(PYTHON) -m tools.train_zoo --data "$(DATA)" $(if $(MINUTES),--minutes $(MINUTES)) $(TRAIN)

clean: ## remove what was built, except .venv
	rm -rf build dist *.egg-info .pytest_cache .ruff_cache
	find . -path ./.venv -prune -o -name __pycache__ -type d -print0 | xargs -0 rm -rf
	rm -f i18n/*.qm
