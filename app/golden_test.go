package app

import (
	"testing"

	"doanket/ui/golden"
)

// TestPagesOfTheAppAreAsAgreed covers what stands between the rooms; each room keeps the agreed
// pages of its own, so that a change in one is seen there.
func TestPagesOfTheAppAreAsAgreed(t *testing.T) {
	golden.Check(t, "testdata/pages", appSamples())
}

// TestSamplesHaveNamesOfTheirOwn: the catalogue, pictures and goldens are named by room, page and state.
func TestSamplesHaveNamesOfTheirOwn(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range Samples() {
		if seen[s.Name()] {
			t.Errorf("two samples are called %s", s.Name())
		}
		seen[s.Name()] = true
	}
	if len(seen) < 100 {
		t.Errorf("the catalogue has %d pages only: a room is missing", len(seen))
	}
}
