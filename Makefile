# 两条命令：make run 启动，make test 测试。其余见文件末。
PYTHON ?= python3
BIN := .venv/bin
PORT ?= 8501
SYSTEM_PACKAGES := chromium fonts-noto-cjk libreoffice-calc-nogui python3-uno poppler-utils make

.PHONY: run test lint fuzz bench clean docs

run: .venv/run.stamp
	$(BIN)/streamlit run app.py --server.port=$(PORT)

test: .venv/test.stamp
	@$(BIN)/python -m tests.system_needs $(SYSTEM_PACKAGES)
	$(BIN)/python -m pytest

lint: .venv/test.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# 随机损坏的工作簿：读入十分钟，只许有说得清的结果，内存不增长。FUZZ_SEED=… 重做同一次。
FUZZ_MINUTES ?= 10
fuzz: .venv/test.stamp
	$(BIN)/python -m tests.fuzz --minutes $(FUZZ_MINUTES) $(if $(FUZZ_SEED),--seed $(FUZZ_SEED))

bench: .venv/bench.stamp
	@$(BIN)/python -m tests.system_needs $(SYSTEM_PACKAGES)
	$(BIN)/python -m benchmarks

docs: .venv/run.stamp
	$(BIN)/python -m docs.findings

clean:
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "需要 Python 3.11 或更高版本。"; exit 1; }
	@$(PYTHON) -m venv .venv || { rm -rf .venv; if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then apt-get update -qq && apt-get install -y -qq python3-venv && $(PYTHON) -m venv .venv; else echo "缺少 python3-venv，请先安装：sudo apt-get install python3-venv"; exit 1; fi; }

.venv/run.stamp: requirements.txt | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

.venv/test.stamp: requirements.txt requirements-dev.txt | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@ .venv/run.stamp

.venv/bench.stamp: requirements-bench.txt .venv/test.stamp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-bench.txt
	@touch $@
