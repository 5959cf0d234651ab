package statistics

import (
	"context"

	"doanket/internal/db"
	"doanket/kernel"
)

// tally asks the roll for units with what stood inside them on the day: groups, sections, member
// unions. What is not known of one of the parts is not known of the whole. It is asked outside of any
// transaction, because the roll may be slow.
func (s *Service) tally(ctx context.Context, ask TallyAsk) (map[kernel.ID]Counts, error) {
	var inside []insideRow
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		var err error
		inside, err = insideOf(tx, ask.Units, ask.On)
		return err
	})
	if err != nil {
		return nil, err
	}
	whole := ask
	whole.Units = nil
	seen := map[kernel.ID]bool{}
	for _, r := range inside {
		if !seen[r.part] {
			seen[r.part] = true
			whole.Units = append(whole.Units, r.part)
		}
	}
	whole.Measures = withSums(ask.Measures)
	parts, err := s.Roll.Tally(ctx, whole)
	if err != nil {
		return nil, err
	}
	out := map[kernel.ID]Counts{}
	for _, r := range inside {
		c := parts[r.part]
		sum, begun := out[r.unit]
		if !begun {
			sum = Counts{}
			for m, n := range c {
				sum[m] = n
			}
			out[r.unit] = sum
			continue
		}
		for m := range sum {
			n, known := c[m]
			if !known {
				delete(sum, m)
				continue
			}
			sum[m] += n
		}
	}
	for _, c := range out {
		c.average()
	}
	return out, nil
}

// withSums replaces an average by what it is made of.
func withSums(measures []Measure) []Measure {
	var out []Measure
	for _, m := range measures {
		if m == MembersWage {
			out = append(out, MembersWaged, MembersWages)
			continue
		}
		out = append(out, m)
	}
	return out
}

// average works the mean wage out, half up; of nobody it is not known.
func (c Counts) average() {
	waged, ok := c[MembersWaged]
	sum, also := c[MembersWages]
	if ok && also && waged > 0 {
		c[MembersWage] = (2*sum + waged) / (2 * waged)
	}
	delete(c, MembersWages)
}
