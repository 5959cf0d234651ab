package dossiers

import (
	"fmt"
	"strings"
)

// FlowTable prints the table of moves, for the generated documents.
func FlowTable() string {
	var out strings.Builder
	for _, m := range flow {
		fmt.Fprintf(&out, "%-2d %-20s %d\n", m.From, m.Do, m.To)
	}
	return out.String()
}
