package orgs_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"doanket/core/orgs"
	"doanket/kernel"
)

func TestABalanceIsDividedByLargestRemainder(t *testing.T) {
	// union.md A16: the fund of the federation of Uông Bí by member share.
	rule := orgs.Allotment{Shares: []orgs.Share{{Unit: 1, Weight: 4150}, {Unit: 2, Weight: 3020}, {Unit: 3, Weight: 2630}}}
	want := []orgs.Part{{Unit: 1, Amount: 592_857_143}, {Unit: 2, Amount: 431_428_571}, {Unit: 3, Amount: 375_714_286}}
	if got := rule.Divide(1_400_000_000); !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	// The variant: the whole balance goes to the province.
	if got := (orgs.Allotment{Rest: 9}).Divide(1_400_000_000); !slices.Equal(got, []orgs.Part{{Unit: 9, Amount: 1_400_000_000}}) {
		t.Error(got)
	}
	// A tie goes to the smaller id, wherever it stands.
	tie := orgs.Allotment{Shares: []orgs.Share{{Unit: 8, Weight: 1}, {Unit: 5, Weight: 1}}}
	if got := tie.Divide(7); !slices.Equal(got, []orgs.Part{{Unit: 8, Amount: 3}, {Unit: 5, Amount: 4}}) {
		t.Error(got)
	}
}

func TestThePartsOfABalanceAlwaysAddUp(t *testing.T) {
	rnd := rand.New(rand.NewPCG(16, 2025))
	for range 2000 {
		var rule orgs.Allotment
		for i := range 1 + rnd.IntN(9) {
			rule.Shares = append(rule.Shares, orgs.Share{Unit: kernel.ID(i + 1), Weight: rnd.Int64N(1 << 40)})
		}
		balance := kernel.Money(rnd.Int64N(1<<50) - 1<<49)
		var sum kernel.Money
		for _, p := range rule.Divide(balance) {
			sum += p.Amount
		}
		if sum != balance {
			t.Fatalf("%v of %d adds up to %d", rule.Shares, balance, sum)
		}
	}
}

func TestTheFirstKeyThatARowNamesWins(t *testing.T) {
	rule := orgs.Allotment{List: map[string]kernel.ID{"lan": 1}, Groups: map[string]kernel.ID{"to 1": 2}, Areas: map[string]kernel.ID{"06811": 3, "": 4}, Rest: 5}
	for _, row := range []struct {
		number, group, area string
		want                kernel.ID
	}{{"lan", "to 1", "06811", 1}, {"hoa", "to 1", "06811", 2}, {"hoa", "to 2", "06811", 3}, {"hoa", "", "", 5}} {
		if got := rule.Target(row.number, row.group, row.area); got != row.want {
			t.Errorf("%+v: %v", row, got)
		}
	}
}
