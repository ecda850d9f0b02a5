# make run    sets everything up and starts the bot (Slack if its tokens are set, else here)
# make test   sets everything up and runs the tests
# make check  the whole gate: make lint, then make test
# make lint   format, lint, types, import contracts, catalogue rules
# make replies rewrites the replies that the README and the snapshots show
# make gallery draws the snapshots as one page, build/gallery.html, light, dark and on a phone
# make screenshots draws docs/img from the snapshots; needs Chromium
# make corpus  counts the words of the corpus anew and rewrites the page of the score
# make score   how the corpus is answered, by tag
# make bench   how fast questions are read, the program starts, the catalogue loads and Slack is
#              answered, against baselines
# make faults  the runs of the fault table with their full counts, some 30 minutes (docs/reliability.md)
# make soak    the program for hours (DURATION=30m RATE=4 RESTARTS=5m), what it takes of the
#              machine and whether an answer is lost; Linux only
# make manifests rewrites the copies in manifests/
# make schema  rewrites data/service.schema.json, by which editors help with service files

# make lock   pins and hashes what the image holds anew, deploy/*.lock
# make image-steps takes the image's steps in an empty folder and starts what comes out
# make sbom   the image's bill of materials (CycloneDX), build/sbom.json

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test check lint replies manifests schema gallery screenshots corpus score bench faults soak lock image-steps sbom format clean
.SILENT:

# Set-up talks on standard error, so that standard output holds answers only.
$(VENV)/ready-run: pyproject.toml
	echo 'Setting up in $(VENV), once …' >&2
	$(PYTHON) -m venv $(VENV) </dev/null >&2
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1' </dev/null >&2
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable . </dev/null >&2
	touch $@

$(VENV)/ready-dev: pyproject.toml $(VENV)/ready-run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group dev </dev/null >&2
	touch $@

run: $(VENV)/ready-run
	$(BIN)/srm run

test: $(VENV)/ready-dev
	$(BIN)/python -m pytest

check: lint test

lint: $(VENV)/ready-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/srm check

replies: $(VENV)/ready-dev
	$(BIN)/python -m tests.replies

manifests: $(VENV)/ready-run
	$(BIN)/srm manifest > manifests/socket.json
	$(BIN)/srm manifest --workflow > manifests/socket-workflow.json
	$(BIN)/srm manifest --http https://srm.example.com > manifests/http.json
	$(BIN)/srm manifest --http https://srm.example.com --org > manifests/http-org.json
	$(BIN)/srm manifest --http https://srm.example.com --workflow > manifests/http-workflow.json

schema: $(VENV)/ready-run
	$(BIN)/srm schema > data/service.schema.json

corpus: $(VENV)/ready-dev
	$(BIN)/python -m tests.terms
	$(BIN)/python -m benchmarks.score --page

score: $(VENV)/ready-dev
	$(BIN)/python -m benchmarks.score

bench: $(VENV)/ready-dev
	$(BIN)/python -m benchmarks.understand
	$(BIN)/python -m benchmarks.start
	$(BIN)/python -m benchmarks.load
	$(BIN)/python -m benchmarks.overlay
	$(BIN)/python -m benchmarks.serve

faults: $(VENV)/ready-dev
	$(BIN)/python -m tests.faults.runs 10000
	$(BIN)/python -m tests.faults.kills 50
	$(BIN)/python -m tests.faults.replicas 10000
	$(BIN)/python -m tests.faults.rotation 20
	$(BIN)/python -m tests.faults.database 1000
	$(BIN)/python -m tests.faults.floods
	$(BIN)/python -m tests.faults.requests 10000
	$(BIN)/python -m tests.faults.fuzz 100000

soak: $(VENV)/ready-dev
	$(BIN)/python -m tests.faults.soak duration=$(or $(DURATION),2h) rate=$(or $(RATE),4) restarts=$(or $(RESTARTS),5m)

gallery: $(VENV)/ready-dev
	mkdir -p build
	$(BIN)/python -m tests.gallery build/gallery.html

screenshots: $(VENV)/ready-dev
	$(BIN)/python -m tests.screenshots docs/img

LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate

$(VENV)/ready-deploy: pyproject.toml $(VENV)/ready-run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group deploy </dev/null >&2
	touch $@

lock: $(VENV)/ready-deploy
	$(LOCK) --extra oauth --extra postgresql --output-file deploy/requirements.lock pyproject.toml
	$(LOCK) --output-file deploy/build.lock deploy/build.in

image-steps: $(VENV)/ready-dev
	$(BIN)/python -m tests.deploy.image

sbom: $(VENV)/ready-deploy
	mkdir -p build
	$(BIN)/cyclonedx-py requirements --pyproject pyproject.toml --output-format JSON --output-file build/sbom.json deploy/requirements.lock

format: $(VENV)/ready-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean:
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
