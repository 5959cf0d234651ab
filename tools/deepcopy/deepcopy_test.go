package deepcopy

import (
	"reflect"
	"testing"
	"time"
)

type leaf struct {
	N    *int
	Tags []string
	By   map[string][]int
	Any  any
	At   time.Time
	own  int
}

type tree struct {
	Leaves []*leaf
	Pair   [2]leaf
	None   *leaf
}

func TestACopySharesNothingWithItsModel(t *testing.T) {
	n := 7
	model := func() tree {
		k := n
		l := leaf{N: &k, Tags: []string{"a"}, By: map[string][]int{"x": {1}}, Any: []string{"z"}, At: time.Unix(9, 0)}
		m := l
		return tree{Leaves: []*leaf{&l}, Pair: [2]leaf{m, {}}}
	}
	from := model()
	for _, src := range []any{from, &from} {
		var to tree
		err := Copy(&to, src)
		if err != nil || !reflect.DeepEqual(to, from) {
			t.Fatalf("%T: %v: %+v", src, err, to)
		}
		to.Leaves[0].Tags[0], *to.Leaves[0].N, to.Leaves[0].By["x"][0], to.Leaves[0].Any.([]string)[0] = "b", 8, 2, "y"
		if !reflect.DeepEqual(from.Leaves, model().Leaves) {
			t.Fatalf("%T: changing the copy changed the model", src)
		}
	}
}

func TestWhatDoesNotFitIsRefused(t *testing.T) {
	var l leaf
	for _, c := range [][2]any{{l, l}, {&l, tree{}}, {&l, nil}, {(*leaf)(nil), l}, {nil, l}} {
		err := Copy(c[0], c[1])
		if err == nil {
			t.Errorf("%T into %T is taken", c[1], c[0])
		}
	}
	l.own = 3
	err := Copy(&l, leaf{own: 4})
	if err != nil || l.own != 3 {
		t.Errorf("an unexported field was touched: %v %d", err, l.own)
	}
}
