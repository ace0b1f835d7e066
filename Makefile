# Every task a person needs. `make` alone lists them; TEXT=words narrows the tests to names with them.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help godot godot-path build build-fast import demo gallery editor-pictures play test test-rust test-engine fmt lint package test-export fuzz bench bench-peers bench-carving bench-engine soak clean

# Where `make demo` puts its pictures.
DEMO_OUT := $(CURDIR)/build/demo
DEMO ?= gallery
GODOT_RUN = $$(tools/godot.sh) --path godot_project

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

godot: ## gets Godot 4.6 ($GODOT, PATH, .cache/, Debian's packages)
	@echo "Godot: $$(tools/godot.sh)"

godot-path: ## prints the path of the Godot executable and nothing else
	@tools/godot.sh

build: ## builds the release extension into addons/cutout/bin/
	@tools/build.sh release

build-fast: ## builds the extension as the tests want it (quick, with checks), for the editor alone
	@tools/build.sh fast

import: build-fast ## makes godot_project ready to be opened or run
	@tools/import.sh godot_project

demo: ## runs the gallery off screen, or DEMO=sandbox, wall, level, ten_thousand, debris: pictures to build/demo/
	@tools/demo.sh "$(DEMO_OUT)" $(DEMO)

gallery: ## renders the pictures of docs/ to docs/images/: every pattern, and the guide's
	@tools/gallery.sh

editor-pictures: build-fast ## takes pictures of the addon in the editor, off screen, to docs/images/
	@tests/editor/drive.py --pictures docs/images

play: build ## shows the gallery in a window, or DEMO=sandbox, wall, level, ten_thousand
	@tools/import.sh godot_project
	@$(GODOT_RUN) res://demos/$(DEMO)/$(DEMO).tscn

test: need-python ## every Rust and engine test; the last line is `N passed, N failed`
	@tools/test.py $(TEXT)

test-rust: need-python ## the tests that need no engine
	@tools/test.py --only rust $(TEXT)

test-engine: need-python ## the tests inside the engine, and those of their runner
	@tools/test.py --only engine $(TEXT)

package: build ## the archive for the asset library: build/package/cutout-batch-VERSION.zip, its sizes printed
	@tools/package.py

test-export: build need-python ## exports a game with the packed addon, runs it and breaks something in it
	@tests/shipping/exported_game.py

fuzz: ## fuzzes shape repair, params, whole fractures, baked pieces and carvings, SECONDS_EACH=60
	@for target in shape params fracture baked carve; do tools/fuzz.sh $$target $(or $(SECONDS_EACH),60) || exit 1; done

fmt: ## formats the Rust code, and the GDScript once `make lint` has fetched gdformat
	@cargo fmt --all
	@PATH="$(CURDIR)/.cache/gdtoolkit/bin:$$PATH"; if command -v gdformat >/dev/null; then \
		gdformat $$(git ls-files '*.gd' ':!tests/engine/faults'); fi

lint: ## format, clippy, GDScript style, and what may depend on what
	@tools/lint.sh

bench: ## the stages and the whole by criterion, and how the time grows with size (docs/bench/growth.svg)
	@cargo bench --locked -p cutout-benches --bench stages -- --noplot --warm-up-time 1 --measurement-time 3
	@cargo run --locked --release -p cutout-benches --bin growth

bench-peers: ## our partition beside other polygon libraries
	@cargo run --locked --release -p cutout-benches --bin peers

bench-carving: ## a bite out of an outline beside other polygon libraries, and 500 out of one terrain
	@cargo run --locked --release -p cutout-benches --bin carving

bench-engine: need-python ## what jobs cost inside the engine: a table, target/bench/engine.json, docs/bench/
	@tools/bench_engine.sh $(TEXT)

soak: ## ten minutes of a busy game inside the engine (MINUTES=10): memory stays flat, no job is lost
	@tools/soak.sh $(MINUTES)

clean: ## removes what was built (the engine in .cache/ stays)
	@cargo clean
	@rm -rf build godot_project/.godot
	@find addons/cutout/bin -type f ! -name '.*' -delete

.PHONY: need-python
need-python:
	@command -v python3 >/dev/null || { echo "The tests are driven by Python 3.9 or newer: install python3."; exit 1; }
