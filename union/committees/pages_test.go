package committees

import (
	"testing"

	"doanket/ui/golden"
)

func TestPagesOfCommitteesAreAsAgreed(t *testing.T) {
	golden.Check(t, "testdata/pages", Samples())
}
