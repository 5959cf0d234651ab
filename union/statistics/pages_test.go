package statistics

import (
	"testing"

	"doanket/ui/golden"
)

func TestPagesOfStatisticsAreAsAgreed(t *testing.T) {
	golden.Check(t, "testdata/pages", Samples())
}
