package reorg

import (
	"slices"

	"doanket/core/orgs"
	"doanket/kernel"
)

// StepKind (loại việc) is what a step does.
//
//glossary:none
type StepKind string

// The kinds of steps. Words of the file in which offices write a decision stand in words.go.
const (
	Found      StepKind = "found"       // thành lập
	Rename     StepKind = "rename"      // đổi tên
	ChangeKind StepKind = "change_kind" // đổi loại
	Identify   StepKind = "identify"    // gắn mã định danh
	Serve      StepKind = "serve"       // đổi địa bàn phụ trách
	Move       StepKind = "move"        // chuyển cấp trên
	Merge      StepKind = "merge"       // sáp nhập, hợp nhất
	Split      StepKind = "split"       // chia, tách
	WindUp     StepKind = "wind_up"     // kết thúc, có nơi nhận
	HandOver   StepKind = "hand_over"   // bàn giao một phần
	AreaForm   StepKind = "area_form"   // lập địa bàn mới
	AreaChange StepKind = "area_change" // đổi địa bàn đang có
	AreaEnd    StepKind = "area_end"    // kết thúc địa bàn
	AreaTrace  StepKind = "area_trace"  // xác nhận nguồn gốc địa bàn
	Undo       StepKind = "undo"        // huỷ một quyết định trước
)

// StepKinds in the order in which a form offers them.
var StepKinds = []StepKind{Found, Rename, ChangeKind, Identify, Serve, Move, Merge, Split, WindUp, HandOver, AreaForm, AreaChange, AreaEnd, AreaTrace, Undo}

// Step (bước của quyết định) is one thing that a decision does. Each kind uses the fields that fit it.
type Step struct {
	ID    kernel.ID   `json:"id"`
	Kind  StepKind    `json:"kind"`
	Units []kernel.ID `json:"units,omitempty"` // whom it is about: sources of a merger, units that move
	To    kernel.ID   `json:"to,omitempty"`    // the parent of a move or founding, the target of a merger

	New        kernel.ID `json:"new,omitempty"` // id that a founding gives
	Name       string    `json:"name,omitempty"`
	Short      string    `json:"short,omitempty"`
	UnitKind   string    `json:"unit_kind,omitempty"`
	Identifier string    `json:"identifier,omitempty"`
	Former     string    `json:"former,omitempty"`
	Areas      []string  `json:"areas,omitempty"` // codes on the effective day

	Rule  Rule  `json:"rule,omitzero"`
	Keeps bool  `json:"keeps,omitempty"` // a split leaves the source alive
	Area  *Area `json:"area,omitempty"`

	Undoes kernel.ID `json:"undoes,omitempty"`
	Place  string    `json:"place,omitempty"` // where it stands in the file that it came from: "Sắp xếp!7"
}

// Rule (cách chia) is the allotment of a step in the words of the decision.
//
//glossary:none
type Rule struct {
	Rest    kernel.ID    `json:"rest,omitempty"`
	List    []Listing    `json:"list,omitempty"`   // a unit's id, a login, a member number, a dossier's code
	Groups  []Listing    `json:"groups,omitempty"` // names of groups of a grassroots union
	Areas   []Listing    `json:"areas,omitempty"`  // area codes
	Shares  []orgs.Share `json:"shares,omitempty"`
	ShareBy string       `json:"share_by,omitempty"` // kind of holding whose counts below the targets are the weights
	Carries []string     `json:"carries,omitempty"`  // kinds that go over although they lapse with the unit; "*" is all
	Ends    []string     `json:"ends,omitempty"`     // kinds that end although they would go over
}

// Listing (dòng danh sách) names one thing and its target.
//
//glossary:none
type Listing struct {
	Key string    `json:"key"`
	To  kernel.ID `json:"to"`
}

// Area (địa bàn của một bước) is what a step says of the map.
//
//glossary:none
type Area struct {
	Code   string            `json:"code,omitempty"` // the code that it bears from the day on
	Keeps  string            `json:"keeps,omitempty"`
	Level  orgs.AreaLevel    `json:"level,omitempty"`
	Kind   string            `json:"kind,omitempty"`
	Name   string            `json:"name,omitempty"`
	Parent string            `json:"parent,omitempty"`
	From   []orgs.AreaSource `json:"from,omitempty"`
}

// OnMap tells that a step changes the map of the country rather than units.
func (k StepKind) OnMap() bool {
	return k == AreaForm || k == AreaChange || k == AreaEnd || k == AreaTrace
}

// carries tells that a step takes what its units hold elsewhere.
func (k StepKind) carries() bool {
	return k == Merge || k == Split || k == WindUp || k == HandOver
}

// livesOn tells that what gives is still there afterwards.
func (s Step) livesOn() bool { return s.Kind == HandOver || s.Kind == Split && s.Keeps }

// rest is where everything goes that no row names; 0 lets it stay.
func (s Step) rest() kernel.ID {
	if s.Kind == Merge {
		return s.To
	}
	return s.Rule.Rest
}

// Targets are the units that may get something by the step, each once, the rest first.
func (s Step) Targets() []kernel.ID {
	var out []kernel.ID
	add := func(id kernel.ID) {
		if id != 0 && !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	if s.Kind == Merge {
		add(s.To)
	}
	add(s.Rule.Rest)
	for _, l := range slices.Concat(s.Rule.List, s.Rule.Groups, s.Rule.Areas) {
		add(l.To)
	}
	for _, sh := range s.Rule.Shares {
		add(sh.Unit)
	}
	return out
}

// Named are all units that the step speaks of, those that it founds included.
func (s Step) Named() []kernel.ID {
	out := slices.Clone(s.Units)
	for _, id := range append([]kernel.ID{s.To, s.New}, s.Targets()...) {
		if id != 0 && !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}

// allotment is the rule as the rooms read it; lapsing are the kinds that end with their unit by nature.
func (s Step) allotment(lapsing []string) orgs.Allotment {
	r := orgs.Allotment{List: map[string]kernel.ID{}, Groups: map[string]kernel.ID{}, Areas: map[string]kernel.ID{}, Rest: s.rest(), Shares: s.Rule.Shares}
	for _, by := range []struct {
		rows []Listing
		into map[string]kernel.ID
		fold bool
	}{{s.Rule.List, r.List, false}, {s.Rule.Groups, r.Groups, true}, {s.Rule.Areas, r.Areas, false}} {
		for _, l := range by.rows {
			key := l.Key
			if by.fold {
				key = kernel.Fold(key)
			}
			by.into[key] = l.To
		}
	}
	for _, kind := range lapsing {
		switch {
		case slices.Contains(s.Rule.Carries, kind) || slices.Contains(s.Rule.Carries, "*"):
		case s.livesOn():
			r.Stays = append(r.Stays, kind)
		default:
			r.Ends = append(r.Ends, kind)
		}
	}
	for _, kind := range s.Rule.Ends {
		if !slices.Contains(r.Ends, kind) {
			r.Ends = append(r.Ends, kind)
		}
	}
	return r
}
