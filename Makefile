# make audit   install into .venv, audit seeds/ into reports/, print the table
# make test    install the test extra into .venv, run the tests
# make torture  fuzz all that reads, kill every command that writes, and let its calls fail (tests/torture/README.md)
# make lint    install the lint extra into .venv, run ruff, mypy and the import contract
# make clean   remove what these made, except reports/

PYTHON ?= python3
VENV ?= .venv
ifeq ($(OS),Windows_NT)
bin := $(VENV)/Scripts
else
bin := $(VENV)/bin
endif
pip := $(bin)/python -m pip install --quiet --disable-pip-version-check

# What an editable installation depends on: Python sources are used in place, the kernels must be compiled again.
sources := pyproject.toml $(wildcard setup.py provenance/kernels/*.pyx provenance/kernels/*.pxi provenance/kernels/*.h)

.PHONY: audit test lint torture clean

audit: $(VENV)/installed
	@$(bin)/provenance audit seeds --output reports

test: $(VENV)/installed-test
	$(bin)/python -m pytest -n auto --dist worksteal

torture: $(VENV)/installed-test
	$(bin)/python fuzz/run.py $(FUZZ)
	$(bin)/python tests/torture/campaign.py $(TORTURE)

lint: $(VENV)/installed-lint
	$(bin)/ruff check
	$(bin)/ruff format --check
	$(bin)/mypy
	$(bin)/lint-imports

$(VENV)/created:
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/installed: $(VENV)/created $(sources)
	$(pip) --editable .
	@touch $@

# What is installed knows what its extras require: to name it as editable again would compile the kernels again.
$(VENV)/installed-%: $(VENV)/installed
	$(pip) 'provenance-audit[$*]'
	@touch $@

clean:
	rm -rf $(VENV) build dist *.egg-info .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find provenance tests benchmarks docs -name __pycache__ -prune -exec rm -rf {} +
