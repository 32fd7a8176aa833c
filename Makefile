# make run    装好环境，把仓库里的清单做成全部文件，写到 output/
# make test   装好环境，运行全部检查和测试
# make quick  装好环境，运行一分钟以内的测试
# make bench  速度和准确度的对比测量
# make fuzz   两千份改坏的文件
# make test-bare  在现造的空白 Debian 里运行 make test（需要 root 和 debootstrap）
# make mutants  把代码一处一处改坏，看测试有没有察觉（每个部分抽查，约一小时）
# make clean  删去装好和做出的东西

.PHONY: run test quick test-bare bytecode tests-bytecode lint pictures fuzz mutants bench system-packages clean

LIST ?= tests/data/santai-2025.txt
OUT ?= output

CODE := __init__.py app compare extract records render templates

# Tests of functions and of small files: no writers, no browser, no recognition.
QUICK := cases_office check columns compare_order compare_rules compare_wording docs docx_reader \
	html_reader labels layers layouts_office no_special_case office_names office_rules \
	records_form row_rules tables text_list whose xlsx_reader

# A file's tests in one process, the longest files first (tests/longest.py).
PARALLEL := -n auto --dist loadfile --no-loadscope-reorder

UV := $(shell command -v uv 2>/dev/null || echo .tools/bin/uv)
RUN := $(UV) run --locked --no-sync

# The tests make their fixtures with these; the program itself runs without them.
PROGRAMS := soffice chromium pdftoppm
FONT := Noto Serif CJK SC
# What the browser's driver (playwright) is linked with.
LIBRARY := libatomic.so.1
PACKAGES := libreoffice-writer libreoffice-calc chromium poppler-utils fontconfig fonts-noto-cjk \
	libatomic1

run: bytecode | system-packages
	$(RUN) dutylist all $(LIST) -o $(OUT)

# What waits for the network goes on beside what takes a processor; each says all that it says
# when it is done.
test:
	@$(MAKE) --no-print-directory --jobs=4 --output-sync=target \
		system-packages bytecode lint tests-bytecode
	$(RUN) pytest $(PARALLEL)

quick: .venv/installed
	$(RUN) pytest -q $(PARALLEL) $(QUICK:%=tests/test_%.py)

# Where Python may not write its bytecode, compiling would be a third of every start.
bytecode: .venv/installed
	@$(RUN) python -m compileall -q $(CODE)

# What pytest makes of the tests' code takes as long to make as their other imports, and each process
# of tests would make it. What does not import is told by the tests themselves.
tests-bytecode: .venv/installed bytecode
	@env -u PYTHONDONTWRITEBYTECODE $(RUN) pytest --collect-only -q >/dev/null 2>&1 || true

test-bare:
	tests/bare_machine.sh

lint: .venv/installed
	$(RUN) ruff check .
	$(RUN) ruff format --check .
	@mkdir -p .lint && ln -sfn .. .lint/dutylist
	$(RUN) mypy

# 更新留存的页面图片和 docs/architecture.md 里的图，更新后要逐张看过
pictures: .venv/installed
	RENEW_PICTURES=1 $(RUN) pytest -q tests/test_render_pictures.py tests/test_docs.py

# 两千份改坏的文件，每次都是同样的：读全、有提示、拒绝各多少，有没有悄悄读错的
fuzz: .venv/installed
	$(RUN) python -m bench.fuzz 2000

# 代码的副本和 mutmut 自己的环境在 .mutants/ 里，抽查多少、抽哪些：make mutants ROOMS="compare --sample 40"
mutants: | $(UV)
	UV_PROJECT_ENVIRONMENT=.mutants/venv $(UV) sync --locked --group mutants
	nice .mutants/venv/bin/python -m tests.mutants $(ROOMS)

bench: .venv/installed
	@for file in bench/*.py; do echo "== $$file"; PYTHONPATH=. $(RUN) python $$file || exit 1; done

.venv/installed: pyproject.toml uv.lock | $(UV)
	$(UV) sync --locked --compile-bytecode
	@touch $@

.tools/bin/uv:
	python3 -m venv .tools
	.tools/bin/python -m pip install --quiet uv

system-packages:
	@missing=""; for program in $(PROGRAMS); do \
		command -v $$program >/dev/null 2>&1 || missing="$$missing $$program"; done; \
	fc-list "$(FONT)" 2>/dev/null | grep -q . || missing="$$missing $(FONT)"; \
	PATH="$$PATH:/sbin:/usr/sbin" ldconfig -p 2>/dev/null | grep -q "$(LIBRARY)" || \
		missing="$$missing $(LIBRARY)"; \
	if [ -z "$$missing" ]; then exit 0; fi; \
	sudo=""; if [ "$$(id -u)" != 0 ]; then sudo=sudo; fi; \
	if command -v apt-get >/dev/null 2>&1; then \
		echo "安装系统软件：$$missing"; \
		$$sudo apt-get update -q >/dev/null && \
		DEBIAN_FRONTEND=noninteractive $$sudo apt-get install -y -q \
			--no-install-recommends $(PACKAGES) >/dev/null || \
			echo "系统软件没有装上（$$missing），测试需要它们，程序本身不需要。"; \
	else \
		echo "没有 apt-get，请自行安装：$$missing（测试需要，程序本身不需要）。"; \
	fi

clean:
	rm -rf .venv .tools .lint .mutants output dist build *.egg-info \
		.pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -prune -exec rm -rf {} +
