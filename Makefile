# What each target needs and does not find, it installs with apt.
.PHONY: prove test lint bench proofs readme install deps clean
SWIFT ?= swift
PREFIX ?= /usr/local
RELEASE = .build/release/walkproof

# Proves everything that is shipped, ending with a table.
prove: deps
	$(SWIFT) build -c release --product walkproof
	$(RELEASE) prove --all

# Lint and every test.
test: deps lint
	$(SWIFT) build --build-tests
	$(SWIFT) test

lint:
	$(SWIFT) format lint --strict --recursive --parallel Package.swift Sources Tests

# Rewrites the SMT-LIB scripts in Proofs/ that 'make test' compares with the proofs.
proofs: deps
	$(SWIFT) build -c release --product walkproof
	rm -f Proofs/*.smt2
	$(RELEASE) prove --all --scripts Proofs

# Rewrites the outputs that README.md shows, which 'make test' compares with the program's.
readme: deps
	$(SWIFT) build -c release --product walkproof
	Scripts/readme $(RELEASE)

# Times and ratios; see Scripts/bench.
bench: deps
	$(SWIFT) build -c release --product walkproof
	Scripts/bench $(RELEASE)

install: deps
	$(SWIFT) build -c release --product walkproof
	install -D -m 755 $(RELEASE) $(DESTDIR)$(PREFIX)/bin/walkproof
	rm -rf $(DESTDIR)$(PREFIX)/share/walkproof/Models
	mkdir -p $(DESTDIR)$(PREFIX)/share/walkproof
	cp -R Models $(DESTDIR)$(PREFIX)/share/walkproof/Models

deps:
	@Scripts/install-needed

clean:
	rm -rf .build
