package orgs_test

import (
	"crypto/sha256"
	"encoding/hex"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"doanket/core/orgs"
	"doanket/internal/db"
	"doanket/internal/testkit"
	"doanket/kernel"
)

var updateOracle = flag.Bool("update-oracle", false, "write the digests of the oracle anew")

// The oracle itself is not in this repository; what is, are digests of it, one for each province and day. So
// the map is compared everywhere, and only which commune differs needs the oracle (see areas_test.go).
const digestFile = "testdata/oracle.txt"

// areaLine is an area as both sides write it: code, kind and name, what it lies in.
func areaLine(code, title, district, province string) string {
	if explained[code] != "" {
		title = "-"
	}
	return strings.Join([]string{code, plain(title), district, province}, "|")
}

func oracleLines(rows []map[string]string) map[string][]string {
	districts := map[string]string{}
	for _, r := range rows {
		if len(r["code"]) == 3 {
			districts[r["code"]] = plain(r["kind"] + " " + r["name"])
		}
	}
	out := map[string][]string{}
	for _, r := range rows {
		switch len(r["code"]) {
		case 2:
			out[r["code"]] = append(out[r["code"]], areaLine(r["code"], r["kind"]+" "+r["name"], "", ""))
		case 5:
			out[r["province_code"]] = append(out[r["province_code"]], areaLine(r["code"], r["kind"]+" "+r["name"], districts[r["district_code"]], r["province_code"]))
		}
	}
	return out
}

func mapLines(t *testing.T, tx *db.Tx, on kernel.Date) map[string][]string {
	t.Helper()
	out := map[string][]string{}
	provinces, err := orgs.AreasIn(tx, 0, on)
	must(t, err)
	for _, p := range provinces {
		out[p.Code] = append(out[p.Code], areaLine(p.Code, p.Title(), "", ""))
		below, err := orgs.AreasIn(tx, p.Area, on)
		must(t, err)
		for _, a := range below {
			if a.Level != orgs.District {
				out[p.Code] = append(out[p.Code], areaLine(a.Code, a.Title(), "", p.Code))
				continue
			}
			communes, err := orgs.AreasIn(tx, a.Area, on)
			must(t, err)
			for _, c := range communes {
				out[p.Code] = append(out[p.Code], areaLine(c.Code, c.Title(), plain(a.Title()), p.Code))
			}
		}
	}
	return out
}

func digestsOf(lines map[string][]string) []string {
	var out []string
	for province, list := range lines {
		slices.Sort(list)
		sum := sha256.Sum256([]byte(strings.Join(list, "\n")))
		out = append(out, fmt.Sprintf("%s %d %s", province, len(list), hex.EncodeToString(sum[:16])))
	}
	slices.Sort(out)
	return out
}

// keptDigests are the lines of one day in the file.
func keptDigests(t *testing.T, on string) []string {
	t.Helper()
	text, err := os.ReadFile(digestFile)
	must(t, err)
	var out []string
	for line := range strings.Lines(string(text)) {
		rest, ok := strings.CutPrefix(strings.TrimSpace(line), on+" ")
		if ok {
			out = append(out, rest)
		}
	}
	return out
}

// keepDigests compares the digests of the oracle with those in the file, or writes them there.
func keepDigests(t *testing.T, on string, is []string) {
	t.Helper()
	if !*updateOracle {
		if kept := keptDigests(t, on); !slices.Equal(kept, is) {
			t.Errorf("%s: %s is not of this oracle", on, digestFile)
		}
		return
	}
	text, _ := os.ReadFile(digestFile)
	var lines []string
	for line := range strings.Lines(string(text)) {
		if !strings.HasPrefix(line, on) {
			lines = append(lines, strings.TrimSpace(line))
		}
	}
	for _, d := range is {
		lines = append(lines, on+" "+d)
	}
	slices.Sort(lines)
	must(t, os.WriteFile(digestFile, []byte(strings.Join(lines, "\n")+"\n"), 0o600))
}

func TestTheMapHasTheDigestsOfTheOracle(t *testing.T) {
	e := testkit.New(t, db.SQLite, orgs.Migrations())
	s := orgs.New(orgs.Deps{DB: e.DB, IDs: e.IDs, Clock: e.Clock, Audit: e.Audit, Outbox: e.Outbox})
	must(t, s.LoadAreas(e.Ctx))
	for on := range oracleFiles {
		must(t, e.DB.Read(e.Ctx, func(tx *db.Tx) error {
			is, want := digestsOf(mapLines(t, tx, day(on))), keptDigests(t, on)
			if len(want) == 0 {
				t.Errorf("%s: %s has no digests", on, digestFile)
			}
			for _, line := range is {
				if !slices.Contains(want, line) {
					t.Errorf("%s: province %s is not that of the oracle: set DOANKET_SHARED to the folder that holds %s to see where", on, line[:2], oracleFiles[on])
				}
			}
			if len(is) != len(want) {
				t.Errorf("%s: %d provinces here, %d in the oracle", on, len(is), len(want))
			}
			return nil
		}))
	}
}
