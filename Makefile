# make chat    talk with the coach (prepares everything the first time)
# make test    everything that must pass before a change lands
# make bench   how fast it is, beside what it is compared with
# make quality how well questions find their answers, beside other ways to search (DOCUMENT=file for the talk sets, SETS="dev tune")
# make reading how well messages are read, over the message sets
# make answers  write the judged answers anew; those that changed are to be judged again
# make lock    write requirements.txt anew from pyproject.toml

PYTHON ?= python3
BIN := .venv/bin

.PHONY: chat test check bench quality reading answers venv lock clean

chat: venv
	@$(BIN)/salescoach chat --sample

test: venv check
	$(BIN)/python -m pytest

check: venv
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: venv
	$(BIN)/python -m tests.benchmarks

quality: venv
	$(BIN)/salescoach eval --compare $(if $(DOCUMENT),--document $(DOCUMENT)) --sets $(or $(SETS),dev)

reading: venv
	$(BIN)/python -m tests.reading.measure $(or $(SETS),dev final)

answers: venv
	$(BIN)/python -m tests.answers

venv: .venv/ready

.venv/ready: requirements.txt pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	$(BIN)/python -m compileall -q bot knowledge adapters
	@touch $@

lock: venv
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-annotate \
		--group dev pyproject.toml --output-file requirements.txt

clean:
	rm -rf .venv build *.egg-info .mypy_cache .ruff_cache .pytest_cache
