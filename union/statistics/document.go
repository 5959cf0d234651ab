package statistics

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"doanket/kernel"
)

// Document (bản báo cáo) is a report as other programs read it and as its snapshot keeps it. State and
// SHA256 stand beside the snapshot, never in it: accepting a report does not change what it says.
//
//glossary:none
type Document struct {
	Form     string         `json:"form"`
	Version  int            `json:"version"`
	Name     string         `json:"name"`
	Unit     kernel.ID      `json:"unit"`
	UnitName string         `json:"unit_name" doc:"As on the cut-off."`
	Above    string         `json:"above,omitempty" doc:"The level above, as on the cut-off."`
	CutOff   kernel.Date    `json:"cut_off"`
	No       int            `json:"no,omitempty" doc:"Number of the snapshot, 1 for the first."`
	Sector   string         `json:"sector,omitempty"`
	Lines    []DocumentLine `json:"lines"`
	Units    *DocumentUnits `json:"units,omitempty" doc:"Of a sum: how many units it is made of."`
	Note     string         `json:"note,omitempty"`
	Verified bool           `json:"verified" doc:"Whether the form was compared with its published text."`

	State  State  `json:"state,omitempty" enum:"computed,draft,submitted,returned,accepted"`
	SHA256 string `json:"sha256,omitempty" doc:"Of the snapshot: this document without state and sha256, as canonical JSON."`
}

// DocumentLine is one line of it. A value that nobody has given is null.
//
//glossary:none
type DocumentLine struct {
	Key      string   `json:"key"`
	Number   string   `json:"number,omitempty"`
	Label    string   `json:"label"`
	Unit     string   `json:"unit"`
	Kind     LineKind `json:"kind" doc:"count; money in đồng; average in đồng; share in hundredths of a percent"`
	Value    *int64   `json:"value"`
	Computed *int64   `json:"computed,omitempty" doc:"What the roll says as of the cut-off."`
	Reason   string   `json:"reason,omitempty" doc:"Why the value differs from the roll."`
	Verified bool     `json:"verified"`
}

// DocumentUnits tells of what a sum is made.
//
//glossary:none
type DocumentUnits struct {
	Expected int    `json:"expected"`
	Counted  int    `json:"counted"`
	Parts    string `json:"parts_sha256,omitempty" doc:"Over the lines unit:sha256 of the reports added up, by unit."`
}

// Computed is the state of a document that no report stands behind.
const computedState State = "computed"

// canonical is a document as its snapshot: keys sorted, no blanks, whole numbers only (RFC 8785 for
// what stands in it), with its SHA-256.
func canonical(d Document) (text []byte, sum string, err error) {
	d.State, d.SHA256 = "", ""
	raw, err := json.Marshal(d)
	if err != nil {
		return nil, "", fmt.Errorf("snapshot of %s: %w", d.Form, err)
	}
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	var tree any
	err = dec.Decode(&tree)
	if err != nil {
		return nil, "", fmt.Errorf("snapshot of %s: %w", d.Form, err)
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out) // sorts the keys of a map
	enc.SetEscapeHTML(false)
	err = enc.Encode(tree)
	if err != nil {
		return nil, "", fmt.Errorf("snapshot of %s: %w", d.Form, err)
	}
	text = bytes.TrimSuffix(out.Bytes(), []byte("\n"))
	return text, hashOf(text), nil
}

func hashOf(text []byte) string {
	h := sha256.Sum256(text)
	return hex.EncodeToString(h[:])
}

// readSnapshot reads a kept snapshot back.
func readSnapshot(text string) (Document, error) {
	var d Document
	err := json.Unmarshal([]byte(text), &d)
	if err != nil {
		return d, fmt.Errorf("reading a snapshot: %w", err)
	}
	return d, nil
}

func docLine(l Line) DocumentLine {
	return DocumentLine{Key: l.Key, Number: l.Number, Label: l.Label, Unit: l.Unit, Kind: l.Kind, Verified: l.Verified}
}

// document lays a filled form out. computed stands beside what was typed.
func (f *Form) document(values []Value) []DocumentLine {
	by := map[string]Value{}
	for _, v := range values {
		by[v.Line] = v
	}
	var out []DocumentLine
	for _, l := range f.Lines() {
		d := docLine(l)
		v, ok := by[l.Key]
		switch {
		case l.Kind == Share:
			part, a := by[l.Part]
			whole, b := by[l.Whole]
			if a && b {
				d.Value = shareOf(part.Value, whole.Value)
			}
		case ok:
			d.Value, d.Reason = &v.Value, v.Reason
			if v.Known {
				d.Computed = &v.Computed
			}
		}
		out = append(out, d)
	}
	return out
}

// shareOf is part of whole in hundredths of a percent, half up; nothing of nothing has no share.
func shareOf(part, whole int64) *int64 {
	if whole == 0 {
		return nil
	}
	n := (20_000*part + whole) / (2 * whole)
	return &n
}
