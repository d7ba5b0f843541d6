# Every target explains itself: make help
PYTHON ?= python3
PY := .venv/bin/python
PY_RASA := .venv-rasa/bin/python
export RASA_TELEMETRY_ENABLED := false
export TF_CPP_MIN_LOG_LEVEL := 3
export SQLALCHEMY_SILENCE_UBER_WARNING := 1

.DEFAULT_GOAL := help

help: ## Show what each target does
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-16s %s\n", $$1, $$2}'

run: setup index model ## Build what is stale, start the three processes, print the addresses
	@$(PY) -m deploy.run

test: setup-test index model check test-rasa ## The whole suite, the three real processes and a real browser included
	@$(PY) -m pytest

test-rasa: setup ## What runs inside Rasa, under Rasa's Python; Rasa's own test stories
	@$(PY_RASA) -m pytest -q tests/knowledge/urgency tests/bot

check: setup ## Lint and types
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy

setup: ## Build both Python environments if they are missing or stale
	@$(PYTHON) deploy/setup.py

setup-test: ## The same, and Chromium for the browser tests
	@$(PYTHON) deploy/setup.py --browser

index: setup ## Build the guide's search index if the guide changed
	@$(PY) -m knowledge build --if-stale

model: setup ## Train the Rasa model if the dialogue changed
	@$(PY) deploy/model.py > /dev/null

evaluate: index ## Measure retrieval on the tuning questions; PART=locked for the locked ones
	@$(PY) -m knowledge evaluate --part $(or $(PART),tuning)

bench: index model ## Turn time of the running chat beside an unchanged starter bot, in one run
	@$(PY) -m tests.bench.turns

bench-urgency: setup ## How danger signs are read, beside baselines; PART=locked for the locked messages
	@$(PY) -m tests.bench.urgency --part $(or $(PART),tuning)

bench-answers: index ## Finding and showing the answer beside baselines; PART=locked for the locked questions
	@$(PY) -m tests.bench.answers --part $(or $(PART),tuning)

train-reader: setup ## Train the second reader of danger signs anew and print its curve
	@$(PY) -m knowledge.second_reader_training --write

safety-case: setup-test index model ## Run the tests that the hazard log names and write docs/safety/safety-case.md
	@$(PY) -m tests.bench.safety_case --run

lock: ## Compile both lock files anew from pyproject.toml and bot/requirements.in
	@$(PYTHON) -m deploy.lock

licences: setup ## Write down the licence of every package of both environments
	@{ echo "# Licences"; echo; echo "Written by \`make licences\` from the packages' own metadata."; \
	   echo; echo "## Main environment (knowledge, actions, web, tests)"; echo; $(PY) deploy/licences.py; \
	   echo; echo "## Rasa environment"; echo; $(PY_RASA) deploy/licences.py; } > docs/licences.md

clean: ## Remove everything that was built (environments, index, model, databases, logs)
	rm -rf .venv .venv-rasa var .pytest_cache .mypy_cache .ruff_cache .hypothesis

.PHONY: help run test test-rasa check setup setup-test index model evaluate bench bench-urgency bench-answers train-reader safety-case lock licences clean
