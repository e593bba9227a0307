# The one door. On a fresh Debian 12 only python3 (3.11), python3-venv and make are needed.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
PORT ?= 8000
HOST ?= 127.0.0.1
V := .venv/bin
DEMO := WEICHENG_DEMO=1

.DEFAULT_GOAL := help
.PHONY: help setup run test screenshots check bench lock assets clean dev

help:  ## 列出可用的命令
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

setup:  ## 准备好一切，不启动
	@$(PYTHON) tools/setup.py base assets

dev:
	@$(PYTHON) tools/setup.py base dev assets

run: setup  ## 准备、装入示例活动并启动（PORT=8000）
	@$(DEMO) $(V)/weicheng migrate
	@$(DEMO) $(V)/weicheng demo load
	@$(DEMO) $(V)/weicheng serve --host $(HOST) --port $(PORT)

test: dev  ## 全部测试：先SQLite，再PostgreSQL
	@$(V)/python tools/test_both.py $(ARGS)

screenshots: dev  ## 重新拍手册里的图片（docs/screenshots）
	@WEICHENG_SCREENSHOTS=1 $(V)/python -m pytest tests/browser -q

check: dev  ## 格式、静态检查、类型、楼层、迁移、模板
	@$(V)/python tools/check_all.py

bench: dev  ## 基准：make bench ARGS="reader --json FILE"
	@$(V)/python -m benchmarks $(ARGS)

lock: dev  ## 由requirements/*.in和package.json重新锁定版本
	@$(V)/python tools/lock.py

assets: setup  ## 重新取前端文件到static_vendor
	@rm -f .venv/.assets.stamp
	@$(PYTHON) tools/setup.py assets

clean:  ## 删去可以再生成的东西（不动var里的数据）
	rm -rf .venv node_modules static_vendor static_vendor.new .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
