package procedures

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// sharedFile opens real input that is not part of the repository; without it the test says so and stops.
func sharedFile(t testing.TB, name string) []byte {
	t.Helper()
	root := os.Getenv("DOANKET_SHARED")
	if root == "" {
		root = "../../../shared"
	}
	b, err := os.ReadFile(filepath.Join(root, "data", name))
	if os.IsNotExist(err) {
		t.Skipf("REAL INPUT ABSENT: %s is not under %s; set DOANKET_SHARED to run this test", name, root)
	}
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func importNational(t *testing.T) []Imported {
	t.Helper()
	all, err := Import(bytes.NewReader(sharedFile(t, "national-procedures.jsonl.gz")), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestEveryRealRecordBecomesADraftAndNoneIsPublishable(t *testing.T) {
	all := importNational(t)
	if len(all) != 392 {
		t.Fatalf("%d drafts from 392 records", len(all))
	}
	counts := map[string]int{}
	for _, x := range all {
		text, err := os.ReadFile(x.File)
		if err != nil {
			t.Fatal(err)
		}
		found := Check(File{Name: x.File, Text: text})
		if len(found) == 0 {
			t.Errorf("%s came out publishable by itself", x.Code)
		}
		for _, f := range found {
			if f.Code == "file.yaml" || f.Code == "key.unknown" || strings.HasPrefix(f.Code, "value.mapping") || f.Code == "value.scalar" || f.Code == "value.whole" {
				t.Errorf("%s: the draft itself cannot be read: line %d %s", x.Code, f.Line, f.Message)
			}
		}
		if len(x.Doubts) == 0 {
			t.Errorf("%s has no doubts", x.Code)
		}
		for _, d := range x.Doubts {
			counts[d.Code]++
		}
	}
	for _, code := range []string{"deadline.unit_other", "deadline.contradicts", "paper.heading", "fee.prose_only", "paper.no_copies", "identity.spaces"} {
		if counts[code] == 0 {
			t.Errorf("no record was doubted with %s", code)
		}
	}
	t.Logf("doubts: %v", counts)
}

func TestTheBuildingPermitIsRefusedNamingBothLinesOfItsLimits(t *testing.T) {
	for _, x := range importNational(t) {
		if x.Code != "1.013225" {
			continue
		}
		text, err := os.ReadFile(x.File)
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(string(text), "\n")
		for _, f := range Check(File{Name: x.File, Text: text}) {
			if f.Code != "deadline.contradiction" {
				continue
			}
			a, b := f.Args[0].(int), f.Args[2].(int)
			if !strings.Contains(lines[a-1], "so: 10") || !strings.Contains(lines[b-1], "so: 20") {
				t.Fatalf("lines %d %q and %d %q", a, lines[a-1], b, lines[b-1])
			}
			return
		}
		t.Fatal("the contradiction was not found")
	}
	t.Fatal("no record 1.013225")
}

func TestABirthRecordWithUnitOtherStaysADraft(t *testing.T) {
	for _, x := range importNational(t) {
		if x.Code != "1.001193" {
			continue
		}
		if !slices.ContainsFunc(x.Doubts, func(d Doubt) bool {
			return d.Code == "deadline.unit_other" && d.Path == "truong_hop[0].kenh.truc_tuyen.han"
		}) {
			t.Fatalf("doubts: %+v", x.Doubts)
		}
		text, _ := os.ReadFile(x.File)
		if !slices.ContainsFunc(Check(File{Text: text}), func(f Finding) bool { return f.Code == "deadline.unit_other" }) {
			t.Fatal("the gate accepts unit OTHER")
		}
		return
	}
	t.Fatal("no record 1.001193")
}

func TestAnImportedRecordIsToldInTheContractsShape(t *testing.T) {
	all, err := Import(strings.NewReader("{\"code\":\"1.000001\"}\n\nnot json\n"), t.TempDir())
	if err != nil || len(all) != 2 {
		t.Fatalf("%v %v", all, err)
	}
	b, _ := json.Marshal(all[1])
	var keys map[string]any
	_ = json.Unmarshal(b, &keys)
	if len(keys) != 3 || keys["code"] == nil || keys["file"] == nil {
		t.Fatalf("%s", b)
	}
	d := keys["doubts"].([]any)[0].(map[string]any)
	if len(d) != 3 || d["path"] == nil || d["code"] != "record.unreadable" || d["message"] == "" {
		t.Fatalf("%v", d)
	}
}
