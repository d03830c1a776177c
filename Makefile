# What each target needs and does not find, it installs with apt.
.PHONY: prove test kernel broken kunit lint gate recheck oracle selftest proofs readme trusted-base fuzz bench man \
  install deb deb-test deps clean
SWIFT ?= swift
PREFIX ?= /usr/local
RELEASE = .build/release/walkproof
# How many random models the oracle judges.
N ?= 2000

# Proves everything that is shipped, and shows what came of it.
prove: deps
	$(SWIFT) build -c release --product walkproof
	$(RELEASE) summary

# Lint, every test, the oracle, the gate, and what README.md and docs/trusted-base.md show.
test: deps lint
	$(SWIFT) build --build-tests
	$(SWIFT) test
	$(MAKE) oracle gate
	Scripts/readme --check $(RELEASE)
	Scripts/trusted-base --check

# Judges the code of Debian's kernels and compares the models' helpers with it.
kernel: deps
	$(SWIFT) build -c release --product walkproof
	Scripts/kernel $(RELEASE)

# Judges broken and rewritten kernels (Tests/BrokenKernels), by a few builds that are quickly proved.
broken: deps
	$(SWIFT) build -c release --product walkproof
	$(SWIFT) build -c release --product broken-kernels
	.build/release/broken-kernels $(RELEASE) "$$(Scripts/kernel-source 6.12)" \
	  --work .build/kernels/edited $(EDITS)

# Compiles scenarios as KUnit tests in the tree that 'make kernel' has unpacked.
kunit: deps
	$(SWIFT) build -c release --product walkproof
	Scripts/kunit $(RELEASE)

# Gives what is read from strangers to a fuzzer, for so many minutes.
MINUTES ?= 1
fuzz: deps
	Scripts/fuzz $(MINUTES)

lint:
	$(SWIFT) format lint --strict --recursive --parallel Package.swift Sources Tests

# Proves everything again and compares with Proofs/.
gate: deps
	$(SWIFT) build -c release --product walkproof
	$(RELEASE) gate --expect-refuted gup_fast@v5.8 --expect-refuted gup_fast@pointer-only

# Runs every obligation and cover, as derived, through the solvers that Debian and PyPI have.
recheck: deps
	$(SWIFT) build -c release --product walkproof
	Scripts/recheck $(RELEASE)

# Verdicts on N random small machines against enumeration of their executions.
oracle: deps
	$(SWIFT) build -c release --product oracle
	.build/release/oracle --models $(N)

# Shows that a defect planted in the encoder, the simplifier, the simulator or the oracle is noticed by
# the others: a line for each. Only this build has any defects (Sources/PlantedDefect).
selftest: deps
	$(SWIFT) build -c release --scratch-path .build-selftest -Xswiftc -DWALKPROOF_SELFTEST \
	  --product oracle
	Scripts/selftest .build-selftest/release/oracle

# Rewrites Proofs/, which 'make gate' and 'make test' compare with the proofs.
proofs: deps
	$(SWIFT) build -c release --product walkproof
	$(RELEASE) gate --update

# Rewrites the outputs that README.md shows, which 'make test' compares with the program's.
readme: deps
	$(SWIFT) build -c release --product walkproof
	Scripts/readme $(RELEASE)

# Counts the lines in docs/trusted-base.md, which 'make test' compares.
trusted-base:
	Scripts/trusted-base

# Times and ratios; see Scripts/bench.
bench: deps
	$(SWIFT) build -c release --product walkproof
	Scripts/bench $(RELEASE)

# The manual page, by the plug-in of swift-argument-parser.
man: deps
	$(SWIFT) package --allow-writing-to-package-directory generate-manual

install: deps man
	$(SWIFT) build -c release --product walkproof
	install -D -m 755 $(RELEASE) $(DESTDIR)$(PREFIX)/bin/walkproof
	rm -rf $(DESTDIR)$(PREFIX)/share/walkproof/Models
	mkdir -p $(DESTDIR)$(PREFIX)/share/walkproof
	cp -R Models $(DESTDIR)$(PREFIX)/share/walkproof/Models
	install -D -m 644 .build/plugins/GenerateManual/outputs/walkproof/walkproof.1 \
	  $(DESTDIR)$(PREFIX)/share/man/man1/walkproof.1
	mkdir -p $(DESTDIR)$(PREFIX)/share/bash-completion/completions \
	  $(DESTDIR)$(PREFIX)/share/zsh/site-functions \
	  $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d
	$(RELEASE) --generate-completion-script bash \
	  > $(DESTDIR)$(PREFIX)/share/bash-completion/completions/walkproof
	$(RELEASE) --generate-completion-script zsh \
	  > $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_walkproof
	$(RELEASE) --generate-completion-script fish \
	  > $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/walkproof.fish

# A Debian package that needs no Swift, and the same in a chroot that has nothing else of ours.
deb: deps man
	$(SWIFT) build -c release --static-swift-stdlib --scratch-path .build-deb --product walkproof
	Scripts/deb .build-deb/release/walkproof .build-deb

deb-test: deb
	Scripts/deb-test .build-deb/walkproof_*.deb

deps:
	@Scripts/install-needed

clean:
	rm -rf .build .build-deb .build-selftest .build-fuzz
