package ui

import (
	"bytes"
	"compress/gzip"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"sync"
	"time"
)

// Icons are the drawings the pages use, by their names in lucide; the sprite holds these and no other.
var Icons = []string{
	"archive", "arrow-right", "bell", "building-2", "calendar", "check", "chevron-down", "chevron-left", "chevron-right", "circle-user",
	"clock", "download", "file-text", "inbox", "info", "keyboard", "log-out", "mail", "monitor", "moon", "paperclip",
	"pencil", "plus", "printer", "qr-code", "scan-line", "search", "send", "settings", "sun", "trash-2",
	"triangle-alert", "undo-2", "upload", "users", "x",
}

// No style of its own, and going back reloads: a list may have changed since.
const htmxConfig = `{"includeIndicatorCSS":false,"history":"reload"}`

//go:embed all:dist
var dist embed.FS

type manifest struct {
	once  sync.Once
	names map[string]string // plain name → name with its hash
	err   error
}

var built manifest

func (m *manifest) load() {
	m.once.Do(func() {
		raw, err := dist.ReadFile("dist/manifest.json")
		if err != nil {
			m.err = errors.New("ui: the assets are not built: run `make assets` (npm ci, then go run ./ui/build) and build again")
			return
		}
		m.err = json.Unmarshal(raw, &m.names)
	})
}

// CheckAssets says at start-up whether this binary carries its stylesheet, script and fonts.
func CheckAssets() error {
	built.load()
	if built.err != nil {
		return built.err
	}
	for _, n := range []string{"app.css", "app.js", "icons.svg", "fonts/tinos-regular.ttf"} {
		if _, ok := built.names[n]; !ok {
			return fmt.Errorf("ui: the assets are built without %s", n)
		}
	}
	return nil
}

// Asset is the address of an asset by its plain name; the address carries a hash and never changes its content.
func Asset(name string) string {
	built.load()
	if h, ok := built.names[name]; ok {
		name = h
	}
	return AssetsPath + name
}

// AssetHandler serves the assets under AssetsPath, for a year, compressed where it was worth it.
func AssetHandler() http.Handler {
	files, err := fs.Sub(dist, "dist")
	if err != nil {
		panic(err) // the embedded folder is there or the program did not compile
	}
	return http.StripPrefix(AssetsPath, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		serveAsset(w, r, files)
	}))
}

func serveAsset(w http.ResponseWriter, r *http.Request, files fs.FS) {
	name := path.Clean(r.URL.Path)
	info, err := fs.Stat(files, name)
	_, squeezed := fs.Stat(files, name+".gz")
	if err != nil && squeezed != nil || err == nil && info.IsDir() || strings.HasPrefix(name, ".") || strings.HasSuffix(name, ".gz") {
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	h.Set("Content-Type", assetType(name))
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("Vary", "Accept-Encoding")
	if squeezed == nil && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
		name += ".gz"
	} else if err != nil { // carried compressed only
		raw, err := unzipped(name)
		if err != nil {
			http.Error(w, "asset", http.StatusInternalServerError)
			return
		}
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(raw))
		return
	}
	http.ServeFileFS(w, r, files, name)
}

func assetType(name string) string {
	switch path.Ext(name) {
	case ".css":
		return "text/css; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	case ".woff2":
		return "font/woff2"
	case ".ttf":
		return "font/ttf"
	}
	return "application/octet-stream"
}

// Tinos is the face of printed papers: the bytes of one TrueType font, style "", "B", "I" or "BI"
// as PDF writers name them.
func Tinos(style string) ([]byte, error) {
	file, ok := map[string]string{"": "regular", "B": "bold", "I": "italic", "BI": "bold-italic"}[style]
	if !ok {
		return nil, fmt.Errorf("ui: Tinos has no style %q", style)
	}
	if err := CheckAssets(); err != nil {
		return nil, err
	}
	return unzipped(built.names["fonts/tinos-"+file+".ttf"])
}

// unzipped reads an asset that is carried compressed only.
func unzipped(name string) ([]byte, error) {
	f, err := dist.Open("dist/" + name + ".gz")
	if err != nil {
		return nil, err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(z)
}
