# Đoàn Kết. Two commands are all a newcomer needs: make run · make test
SHELL := /bin/bash
export CGO_ENABLED := 0
VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
LDFLAGS := -s -w -X main.version=$(VERSION)
# Pages are closures: a page that is inlined is copied whole into each caller. So nothing is inlined (a
# tenth of the binary) but in the machinery that works row by row, SQLite and the standard library; of the
# latter not in what speaks HTTP and TLS, which waits for people.
GCFLAGS := -gcflags=all=-l -gcflags=std= -gcflags=net/http=-l -gcflags=crypto/tls=-l -gcflags=crypto/x509=-l -gcflags=encoding/gob=-l -gcflags=encoding/xml=-l -gcflags=modernc.org/...= -gcflags=doanket/kernel= -gcflags=doanket/internal/db= -gcflags=doanket/internal/search= -gcflags=doanket/internal/outbox= -gcflags=doanket/internal/audit= -gcflags=doanket/internal/formula= -gcflags=doanket/internal/sheets=

.PHONY: run test build dev assets bench golden pictures lint fuzz pg release clean

run: build                ## a seeded demo site at http://localhost:8080, data in ./data
	@bin/doanket seed --if-empty --print-logins
	@bin/doanket serve

test: build               ## everything, on both engines
	@./.ci/test

build: assets             ## the binary at bin/doanket
	@go build -trimpath $(if $(TAGS),-tags $(TAGS)) $(GCFLAGS) -ldflags "$(LDFLAGS)" -o bin/doanket ./cmd/doanket

assets: ui/dist/manifest.json
ui/dist/manifest.json: package-lock.json $(shell find ui/assets ui/build ui/assets.go -type f 2>/dev/null) $(shell find core/orgs/areagen core/orgs/data -type f 2>/dev/null)
	@npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@go run ./ui/build
	@go run ./core/orgs/areagen

dev: assets               ## reload on change, page catalogue at /_pages, caught mail at /_mail
	@./tools/dev

bench: build              ## the performance table, as JSON lines
	@go build -o bin/bareread ./internal/sheets/bareread
	@bin/doanket bench

golden: assets            ## rewrite golden files
	@GOLDEN=update go test ./... -run 'Golden|Pages|Papers|OpenAPI'

pictures: build           ## the pictures of the README, made by the browser journeys
	@PICTURES=$(CURDIR)/docs/pictures go test ./app -count=1 -run InABrowser

lint:                     ## vet, staticcheck, vulnerabilities
	@go vet ./...
	@go build -o bin/ -modfile tools/go.mod honnef.co/go/tools/cmd/staticcheck golang.org/x/vuln/cmd/govulncheck
	@bin/staticcheck ./... && bin/govulncheck ./...

fuzz: assets              ## every fuzz target for a while (FUZZTIME=20s)
	@./tools/fuzz $(or $(FUZZTIME),20s)

pg: assets                ## the store suites on PostgreSQL only
	@DOANKET_TEST_ENGINES=postgres go test ./...

release: assets           ## static binaries for the usual machines
	@for t in linux/amd64 linux/arm64 windows/amd64 darwin/arm64; do \
	  GOOS=$${t%/*} GOARCH=$${t#*/} go build -trimpath $(GCFLAGS) -ldflags "$(LDFLAGS)" -o bin/release/doanket-$${t%/*}-$${t#*/} ./cmd/doanket || exit 1; done

clean:
	@rm -rf bin ui/dist/assets ui/dist/manifest.json
