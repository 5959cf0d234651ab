package waitlists

import (
	"testing"

	"doanket/ui/golden"
)

func TestPagesAreAsAgreed(t *testing.T) { golden.Check(t, "testdata/pages", Samples()) }
