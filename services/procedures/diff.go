package procedures

import "strings"

// change is a line of a comparison of two definitions: ' ' in both, '-' only before, '+' only now,
// '…' for lines left out.
type change struct {
	Mark     rune
	Old, New int // line numbers, 0 when not there
	Text     string
}

const maxDiffLines = 2_500

// diff compares two texts by lines and keeps two lines around every change.
func diff(before, after string) []change {
	a, b := splitLines(before), splitLines(after)
	if len(a) > maxDiffLines || len(b) > maxDiffLines {
		a, b = a[:min(len(a), maxDiffLines)], b[:min(len(b), maxDiffLines)]
	}
	return around(walkDiff(a, b, lengths(a, b)), 2)
}

// lengths is the table of longest common tails: t[i][j] for a[i:] and b[j:].
func lengths(a, b []string) [][]int16 {
	t := make([][]int16, len(a)+1)
	for i := range t {
		t[i] = make([]int16, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				t[i][j] = t[i+1][j+1] + 1
			} else {
				t[i][j] = max(t[i+1][j], t[i][j+1])
			}
		}
	}
	return t
}

func walkDiff(a, b []string, t [][]int16) []change {
	var out []change
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case i < len(a) && j < len(b) && a[i] == b[j]:
			out = append(out, change{' ', i + 1, j + 1, a[i]})
			i, j = i+1, j+1
		case j == len(b) || i < len(a) && t[i+1][j] >= t[i][j+1]:
			out = append(out, change{'-', i + 1, 0, a[i]})
			i++
		default:
			out = append(out, change{'+', 0, j + 1, b[j]})
			j++
		}
	}
	return out
}

func around(all []change, n int) []change {
	keep := make([]bool, len(all))
	for i, c := range all {
		if c.Mark == ' ' {
			continue
		}
		for k := max(0, i-n); k <= min(len(all)-1, i+n); k++ {
			keep[k] = true
		}
	}
	var out []change
	gap := false
	for i, c := range all {
		if keep[i] {
			out = append(out, c)
			gap = false
			continue
		}
		if !gap {
			out = append(out, change{Mark: '…'})
			gap = true
		}
	}
	if len(out) == 1 && out[0].Mark == '…' {
		return nil
	}
	return out
}

func splitLines(text string) []string { return strings.Split(strings.TrimSuffix(text, "\n"), "\n") }
