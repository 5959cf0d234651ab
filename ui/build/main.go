// Command build bundles the stylesheet and the script, takes the fonts and the drawings that pages
// use out of node_modules, and writes all of it into ui/dist under names that carry a hash. It runs
// from the root of the repository, after npm ci: go run ./ui/build
package main

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"log"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/evanw/esbuild/pkg/api"

	"doanket/ui"
)

const (
	out      = "ui/dist"
	source   = "ui/assets"
	beFiles  = "node_modules/@fontsource/be-vietnam-pro/files/be-vietnam-pro-"
	tinosDir = "node_modules/@expo-google-fonts/tinos/"
	lucide   = "node_modules/lucide-static/icons/"
)

// ranges are those under which the foundry publishes its subsets: a browser fetches only what a page uses.
var ranges = []struct{ subset, unicode string }{
	{"vietnamese", "U+0102-0103,U+0110-0111,U+0128-0129,U+0168-0169,U+01A0-01A1,U+01AF-01B0,U+0300-0301,U+0303-0304,U+0308-0309,U+0323,U+0329,U+1EA0-1EF9,U+20AB"},
	{"latin", "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,U+0329,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD"},
}

var tinos = map[string]string{
	"regular": "400Regular/Tinos_400Regular.ttf", "bold": "700Bold/Tinos_700Bold.ttf",
	"italic": "400Regular_Italic/Tinos_400Regular_Italic.ttf", "bold-italic": "700Bold_Italic/Tinos_700Bold_Italic.ttf",
}

func main() {
	log.SetFlags(0)
	if err := build(); err != nil {
		log.Fatalf("ui/build: %v", err)
	}
}

type bundle struct {
	names map[string]string // plain name → name with its hash
	files map[string][]byte
	sizes []string
}

// build makes everything first and writes it last, so that a fault leaves the assets of before.
func build() error {
	if _, err := os.Stat("node_modules/htmx.org"); err != nil {
		return fmt.Errorf("node_modules is not here: run npm ci --ignore-scripts first")
	}
	b := &bundle{names: map[string]string{}, files: map[string][]byte{}}
	faces, err := b.fonts()
	if err != nil {
		return err
	}
	steps := []func() error{
		b.sprite,
		func() error { return b.copy("mark.svg", filepath.Join(source, "mark.svg"), true) },
		func() error { return b.stylesheet(faces) },
		b.script,
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	if b.files["manifest.json"], err = json.MarshalIndent(b.names, "", "  "); err != nil {
		return err
	}
	fmt.Println(strings.Join(b.sizes, "\n"))
	return b.save()
}

// save keeps .keep, so that a fresh clone still compiles, and takes away what is no longer made.
func (b *bundle) save() error {
	if err := os.MkdirAll(filepath.Join(out, "fonts"), 0o755); err != nil {
		return err
	}
	for name, data := range b.files {
		if err := os.WriteFile(filepath.Join(out, name), data, 0o644); err != nil {
			return err
		}
	}
	return filepath.WalkDir(out, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || d.Name() == ".keep" {
			return err
		}
		name, err := filepath.Rel(out, path)
		if err != nil {
			return err
		}
		if _, made := b.files[filepath.ToSlash(name)]; made {
			return nil
		}
		return os.Remove(path)
	})
}

func (b *bundle) write(name string, data []byte, squeeze bool) error {
	sum := sha256.Sum256(data)
	ext := filepath.Ext(name)
	hashed := strings.TrimSuffix(name, ext) + "-" + hex.EncodeToString(sum[:5]) + ext
	b.names[name] = hashed
	if !squeeze {
		b.files[hashed] = data
		return nil
	}
	// Only the compressed one is carried: every browser takes it, and whoever does not gets it unpacked.
	var z bytes.Buffer
	w, err := gzip.NewWriterLevel(&z, gzip.BestCompression)
	if err != nil {
		return err
	}
	if _, err := w.Write(data); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	b.sizes = append(b.sizes, fmt.Sprintf("%-10s %6d bytes, %6d compressed", name, len(data), z.Len()))
	b.files[hashed+".gz"] = z.Bytes()
	return nil
}

func (b *bundle) copy(name, from string, squeeze bool) error {
	data, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return b.write(name, data, squeeze)
}

func (b *bundle) fonts() (css string, err error) {
	var faces strings.Builder
	for _, weight := range []string{"400", "500", "600", "700"} {
		for _, r := range ranges {
			name := "fonts/be-vietnam-pro-" + r.subset + "-" + weight + ".woff2"
			if err := b.copy(name, beFiles+r.subset+"-"+weight+"-normal.woff2", false); err != nil {
				return "", err
			}
			fmt.Fprintf(&faces, "@font-face{font-family:\"Be Vietnam Pro\";font-weight:%s;font-display:swap;src:url(%s%s) format(\"woff2\");unicode-range:%s}\n",
				weight, ui.AssetsPath, b.names[name], r.unicode)
		}
	}
	for style, file := range tinos {
		data, err := os.ReadFile(tinosDir + file)
		if err != nil {
			return "", err
		}
		weight, slant := "400", "normal"
		if strings.Contains(style, "bold") {
			weight = "700"
		}
		if strings.Contains(style, "italic") {
			slant = "italic"
		}
		name := "fonts/tinos-" + style + ".ttf"
		if err := b.write(name, data, true); err != nil {
			return "", err
		}
		fmt.Fprintf(&faces, "@font-face{font-family:Tinos;font-weight:%s;font-style:%s;font-display:swap;src:url(%s%s) format(\"truetype\")}\n",
			weight, slant, ui.AssetsPath, b.names[name])
	}
	return faces.String(), nil
}

var (
	comment = regexp.MustCompile(`(?s)<!--.*?-->`)
	opening = regexp.MustCompile(`(?s)<svg.*?>`)
	spaces  = regexp.MustCompile(`\s*\n\s*`)
)

func (b *bundle) sprite() error {
	var s strings.Builder
	s.WriteString(`<svg xmlns="http://www.w3.org/2000/svg">`)
	for _, name := range ui.Icons {
		raw, err := os.ReadFile(lucide + name + ".svg")
		if err != nil {
			return err
		}
		inner := comment.ReplaceAllString(string(raw), "")
		inner = opening.ReplaceAllString(inner, "")
		inner = strings.ReplaceAll(inner, "</svg>", "")
		inner = strings.TrimSpace(spaces.ReplaceAllString(inner, ""))
		fmt.Fprintf(&s, `<symbol id="%s" viewBox="0 0 24 24">%s</symbol>`, name, inner)
	}
	s.WriteString(`</svg>`)
	return b.write("icons.svg", []byte(s.String()), true)
}

func (b *bundle) stylesheet(faces string) error {
	files, err := filepath.Glob(filepath.Join(source, "*.css"))
	if err != nil {
		return err
	}
	var all strings.Builder
	all.WriteString(faces)
	for _, f := range files { // names begin with a number: the order of the layers
		data, err := os.ReadFile(f)
		if err != nil {
			return err
		}
		all.Write(data)
	}
	r := api.Transform(all.String(), api.TransformOptions{
		Loader: api.LoaderCSS, MinifyWhitespace: true, MinifySyntax: true,
		Engines: []api.Engine{{Name: api.EngineChrome, Version: "123"}, {Name: api.EngineFirefox, Version: "120"}, {Name: api.EngineSafari, Version: "17.5"}},
	})
	if len(r.Errors) > 0 {
		return fmt.Errorf("stylesheet line %d: %s", r.Errors[0].Location.Line, r.Errors[0].Text)
	}
	return b.write("app.css", r.Code, true)
}

func (b *bundle) script() error {
	r := api.Build(api.BuildOptions{
		EntryPoints: []string{filepath.Join(source, "app.js")}, Bundle: true, Format: api.FormatIIFE, Target: api.ES2022,
		MinifyWhitespace: true, MinifyIdentifiers: true, MinifySyntax: true, LegalComments: api.LegalCommentsNone,
	})
	if len(r.Errors) > 0 {
		return fmt.Errorf("script: %s", r.Errors[0].Text)
	}
	return b.write("app.js", r.OutputFiles[0].Contents, true)
}
