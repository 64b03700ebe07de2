# The four commands of the project. Only `make`, Python 3.11 and a network are needed to begin.
PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
TESTS ?= -n 2 --dist worksteal

.PHONY: run setup test check lock renew outdated

run:
	@! command -v "$(PYTHON)" > /dev/null || "$(PYTHON)" scripts/address.py "$(HOST)" "$(PORT)"
	@PYTHON="$(PYTHON)" scripts/install requirements.txt
	@exec .venv/bin/python scripts/start.py "$(HOST)" "$(PORT)"

setup:
	@PYTHON="$(PYTHON)" scripts/install requirements-dev.txt

test: setup
	@scripts/need chromium-headless-shell "Browser tests" command -v chromium-headless-shell || \
		command -v chromium > /dev/null || [ "$$CI" != true ]
	@scripts/need nginx-light "Tests of the server recipe" test -x /usr/sbin/nginx || [ "$$CI" != true ]
	@exec .venv/bin/python -m pytest $(TESTS)

check: setup
	@scripts/need gettext "Finding the texts to translate" command -v xgettext || [ "$$CI" != true ]
	@exec scripts/check

lock: setup
	@scripts/lock

renew: setup
	@scripts/lock --upgrade

outdated: setup
	@scripts/lock --upgrade --dry-run
