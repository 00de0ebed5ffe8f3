# What can be typed here: `make help`. The work is done by launcher/, a package of the standard library alone.
LAUNCH := @sh launcher/start
.DEFAULT_GOAL := help
.PHONY: setup run test soak lint bench pins clean help

help:  ## this list
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile | expand -t 16

setup:  ## everything that `make run` needs: environments, models, database (goes on where it was stopped)
	$(LAUNCH) setup $(ARGS)

run:  ## set up what is missing, start all processes, print where to look; Ctrl-C stops them
	$(LAUNCH) run $(ARGS)

test:  ## all tests but the long ones; ARGS="-k word" narrows
	$(LAUNCH) test $(ARGS)

soak:  ## the long proofs: kill -9 at every stop, hours in minutes, load
	$(LAUNCH) soak $(ARGS)

lint:  ## ruff and mypy, as CI runs them
	$(LAUNCH) lint $(ARGS)

bench:  ## figures of speed and size beside stock Rasa
	$(LAUNCH) bench $(ARGS)

pins:  ## write the pinned requirements anew from what is installed
	$(LAUNCH) pins $(ARGS)

clean:  ## remove environments, models and caches; people's data in var/ stays
	$(LAUNCH) clean $(ARGS)
