# Every command a contributor needs. Bare `make` lists them.
#
# Nothing but Python 3.11+, make and the package registries is asked for: PostgreSQL and Valkey come as wheels
# (slrt/embedded). With DATABASE_URL or REDIS_URL set, that service is used instead.

.DEFAULT_GOAL := help
.PHONY: help run test check bench setup fmt shell psql demo-reset lock clean
# Every command starts several processes: what one has compiled the next one finds, whatever the machine's setting is.
export PYTHONDONTWRITEBYTECODE :=
PYTHON := .venv/bin/python
WITH := $(PYTHON) -m slrt.embedded with
ARGS ?=
BENCH ?=
ROWS ?=
# The modules whose functions are annotated: verbs, scoring, forms, and the supervisor.
in = $(patsubst %,$(1)/%.py,$(2))
TYPED := $(sort $(wildcard slrt/embedded/*.py */forms.py) \
	$(call in,puskesos,account_files accounts cards missing notices passwords phones plain receipt_numbers rounds second_factor sessions throttle) \
	$(call in,households,conflicts fields forms_moves identity moves notes registry rows transfers villages visits) \
	$(call in,assessment,authoring bulk capture comparison deadlines devices drafts errors findings_of_visit formula forms_instrument handover instrument_checks \
		instrument_desk manifests not_begun publishing reasons review rows_of_visit score_sheet scoring simulation undoing uploads visit_list waiting) \
	$(filter-out $(foreach app,dtks referrals,$(addprefix $(app)/,__init__.py apps.py urls.py views.py models.py tasks.py)),\
	$(filter-out $(wildcard dtks/views*.py referrals/views*.py),$(wildcard dtks/*.py referrals/*.py))))

help: ## List these commands
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | awk -F'\t' '{printf "  make %-12s %s\n", $$1, $$2}'

run: .venv/.run ## Serve the demo on http://localhost:8000 (PORT=9000 for another port)
	@$(PYTHON) -m slrt.embedded run

test: .venv/.dev ## Run all tests (ARGS="-k review -x" to choose)
	@sh deploy/install.sh chromium
	@$(WITH) --throwaway $(PYTHON) -m pytest -n 2 --dist worksteal $(ARGS)

check: .venv/.dev ## Format, lint, types, templates, import order, migrations, deployment settings
	$(PYTHON) -m ruff format --check --output-format concise .
	$(PYTHON) -m ruff check --output-format concise .
	SLRT_DEMO=1 $(PYTHON) -m mypy $(TYPED)
	$(PYTHON) -m djlint templates --check --quiet
	$(PYTHON) -m djlint templates --lint --quiet
	.venv/bin/lint-imports
	$(WITH) --throwaway $(PYTHON) manage.py makemigrations --check --dry-run
	SLRT_DEMO=0 ALLOWED_HOSTS=slrt.example SECRET_KEY=$$(head -c 48 /dev/urandom | base64 -w0) \
		IDENTITY_ENCRYPTION_KEY=$(call hex,32) IDENTITY_INDEX_KEY=$(call hex,32) \
		$(PYTHON) manage.py check --deploy --fail-level WARNING

bench: .venv/.dev ## Time it against hand-written SQL (BENCH=tabulation ROWS=100000)
	@$(WITH) --measure $(PYTHON) -m bench $(BENCH) $(if $(ROWS),--rows $(ROWS)) $(ARGS)

drill: .venv/.dev ## Kill workers, wipe the broker, cut connections: the same files every time
	@$(WITH) --throwaway $(PYTHON) -m bench.kill_drill $(if $(ROWS),--rows $(ROWS)) $(ARGS)

setup: .venv/.dev ## Make .venv with everything in it

fmt: .venv/.dev ## Format Python and templates
	$(PYTHON) -m ruff check --fix-only --quiet .
	$(PYTHON) -m ruff format .
	$(PYTHON) -m djlint templates --reformat --quiet || true

shell: .venv/.run ## Python with Django, on the data of `make run`
	@$(WITH) $(PYTHON) manage.py shell

psql: .venv/.run ## PostgreSQL's own client, on the data of `make run`
	@$(WITH) sh -c '"$$($(PYTHON) -c "from slrt.embedded.postgres import program_folder; print(program_folder())")"/psql "$$DATABASE_URL"'

demo-reset: .venv/.run ## Throw the demo world away and build it anew
	@$(WITH) $(PYTHON) manage.py setup_world --reset

lock: .venv/.dev ## Pin and hash the packages of requirements/*.in anew
	$(call compile,requirements/run.in,requirements.txt)
	$(call compile,requirements/dev.in -c requirements.txt,requirements-dev.txt)
	$(call compile,requirements/uv.in,requirements/uv.txt)

clean: ## Remove .venv and everything built; .data stays
	rm -rf .venv build staticfiles .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

hex = $$(head -c $(1) /dev/urandom | od -An -tx1 | tr -d ' \n')
compile = $(PYTHON) -m uv pip compile --quiet --universal --generate-hashes --python-version 3.11 \
	--no-emit-index-url --custom-compile-command "make lock" $(1) -o $(2)

# Stamps: packages are installed again when the pinned list changes.
.venv/.run: requirements.txt
	@sh deploy/install.sh packages requirements.txt
	@touch $@

.venv/.dev: requirements-dev.txt
	@sh deploy/install.sh packages requirements-dev.txt
	@touch $@ .venv/.run
