# Every target sets up what it needs in .venv by itself (scripts/setup.sh); PYTHON=/path/to/python3 chooses the Python.

PYTHON ?=
PYTEST_ARGS ?= -n auto
BENCH_ARGS ?=
export PYTHON

.DEFAULT_GOAL := help
.PHONY: help demo test lint format bench docs clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' Makefile

demo: ## decide on two made-up people and explain why, in Chinese and in English; check a made-up roll
	@sh scripts/setup.sh test
	@sh scripts/demo.sh

test: ## run the tests (PYTEST_ARGS="..." chooses)
	@sh scripts/setup.sh test
	@PYTHONDONTWRITEBYTECODE= .venv/bin/python -m pytest $(PYTEST_ARGS)

lint: ## check style, formatting and types
	@sh scripts/setup.sh dev
	@.venv/bin/python -m ruff check .
	@.venv/bin/python -m ruff format --check .
	@.venv/bin/python -m mypy

format: ## put the code into the project's format
	@sh scripts/setup.sh dev
	@.venv/bin/python -m ruff check --fix .
	@.venv/bin/python -m ruff format .

bench: ## measure the engines beside ZEN, and whole rolls beside OpenFisca (some minutes)
	@sh scripts/setup.sh bench
	@.venv/bin/python -m benchmarks.run
	@.venv/bin/python -m benchmarks.rolls $(BENCH_ARGS)

docs: ## write the generated pages under docs/
	@sh scripts/setup.sh test
	@.venv/bin/python scripts/write_docs.py

clean: ## remove .venv and all that the tools leave behind
	@rm -rf .venv .venv.lock .venv.log build dist .hypothesis .mypy_cache .pytest_cache .ruff_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
