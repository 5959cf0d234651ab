package dossiers

import (
	"slices"

	"doanket/core/orgs"
	"doanket/internal/db"
	"doanket/kernel"
)

// Kinds of what this room holds for units; see orgs.Holder. None may stay behind in a unit that ends.
const (
	HeldOpen    = "dossiers.open"    // hồ sơ đang giải quyết, by the unit that decides
	HeldDesk    = "dossiers.desk"    // hồ sơ bộ phận một cửa đang giữ, by the unit that received, until the result is handed over
	HeldOpinion = "dossiers.opinion" // câu hỏi ý kiến chưa trả lời, by the unit that was asked
)

var heldKinds = map[string]string{roleDeciding: HeldOpen, roleReceived: HeldDesk, roleOpinion: HeldOpinion}

// Posts tells who works where, inside a transaction that may be changing just that.
//
//glossary:none
type Posts interface {
	// Working are the accounts that hold one of the permissions over a path of units on a day.
	Working(tx *db.Tx, tenant kernel.ID, path []kernel.ID, permissions []string, on kernel.Date) ([]kernel.ID, error)
}

// Held is this room as a reorganisation sees it. What is not finished goes to the unit that follows, each
// dossier with a line of its own in its history that names the decision; its code, its clock and every
// paper that was made stay as they are, and what was finished stays with the unit that finished it.
//
//glossary:none
type Held struct {
	s     *Service
	tree  UnitTree
	posts Posts
}

// Held hands the room to core/orgs. tree and posts answer from the transaction that changes them, without a memory.
func (s *Service) Held(tree UnitTree, posts Posts) Held { return Held{s, tree, posts} }

// Holds counts what each unit has not finished.
func (h Held) Holds(tx *db.Tx, tenant kernel.ID, units []kernel.ID, on kernel.Date) ([]orgs.Holding, error) {
	if len(units) == 0 {
		return nil, nil
	}
	var out []orgs.Holding
	for _, role := range []string{roleDeciding, roleReceived, roleOpinion} {
		found, err := heldBy(tx, tenant, role, units, on)
		if err != nil {
			return nil, err
		}
		for _, unit := range units {
			if n := found[unit]; n != 0 {
				out = append(out, orgs.Holding{Unit: unit, Kind: heldKinds[role], Count: n, Binds: true})
			}
		}
	}
	return out, nil
}

// Totals counts the same over the whole site.
func (h Held) Totals(tx *db.Tx, tenant kernel.ID, on kernel.Date) ([]orgs.Holding, error) {
	var out []orgs.Holding
	for _, role := range []string{roleDeciding, roleReceived, roleOpinion} {
		n, err := heldInAll(tx, tenant, role, on)
		if err != nil {
			return nil, err
		}
		out = append(out, orgs.Holding{Kind: heldKinds[role], Count: n, Binds: true})
	}
	return out, nil
}

// handChunk is how many dossiers are read and written together.
const handChunk = 500

// carrier is one step at work in this room.
type carrier struct {
	Held
	tx    *db.Tx
	a     kernel.Actor
	c     orgs.Carriage
	turn  turn
	who   map[kernel.ID][]kernel.ID // unit → officers who work there
	paths map[kernel.ID][]kernel.ID
	moved int64
}

// Carry hands open dossiers over, some hundred at a time. Refuses with dossiers.cannot_end when a decision
// says that they end.
func (h Held) Carry(tx *db.Tx, a kernel.Actor, c orgs.Carriage) error {
	w := &carrier{Held: h, tx: tx, a: a, c: c, turn: turn{at: h.s.Clock.Now(), by: handOf(a), newID: h.s.IDs.New}, who: map[kernel.ID][]kernel.ID{}, paths: map[kernel.ID][]kernel.ID{}}
	if c.Undo {
		return w.back()
	}
	for _, kind := range heldKinds {
		if c.Rule.Ending(kind) {
			return kernel.Refuse("dossiers.cannot_end")
		}
	}
	done, err := carriedAlready(tx, c.Step)
	if err != nil || done {
		return err
	}
	ids, err := openIn(tx, c.Tenant, c.From)
	if err != nil {
		return err
	}
	for some := range slices.Chunk(ids, handChunk) {
		err = w.over(some, nil)
		if err != nil {
			return err
		}
	}
	err = markCarried(tx, c, w.moved)
	if err != nil {
		return err
	}
	return w.note("dossiers.transfer")
}

// back returns what the step has taken, as far as it is still there.
func (w *carrier) back() error {
	rows, err := shiftsOf(w.tx, w.c.Step)
	if err != nil {
		return err
	}
	made := map[kernel.ID][]shift{}
	var ids []kernel.ID
	for _, m := range rows {
		if made[m.dossier] == nil {
			ids = append(ids, m.dossier)
		}
		made[m.dossier] = append(made[m.dossier], m)
	}
	for some := range slices.Chunk(ids, handChunk) {
		err = w.over(some, made)
		if err != nil {
			return err
		}
	}
	return w.note("dossiers.transfer_back")
}

func (w *carrier) note(verb string) error {
	if w.moved == 0 {
		return nil
	}
	return w.s.Audit.Note(w.tx, w.a, verb, "reorg:"+w.c.Decision.String(), nil, map[string]any{"step": w.c.Step, "label": w.c.Label, "dossiers": w.moved})
}

// over hands some dossiers over, or back when made says what had been done to them.
func (w *carrier) over(ids []kernel.ID, made map[kernel.ID][]shift) error {
	list, err := loadMany(w.tx, w.c.Tenant, ids)
	if err != nil {
		return err
	}
	var out []handing
	for _, d := range list {
		var h handing
		var ok bool
		if made != nil {
			if d.State.Open() {
				h, ok, err = d.takeBack(w.turn, w.c, made[d.ID])
			}
		} else {
			h, ok, err = d.handOver(w.turn, w.c, w.works)
		}
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		h.event.ID = w.s.IDs.New()
		err = h.event.seal(d.LastHash)
		if err != nil {
			return err
		}
		h.after = d
		h.after.apply(h.event)
		out = append(out, h)
	}
	w.moved += int64(len(out))
	err = saveHandings(w.tx, w.c, out, made != nil)
	if err != nil || w.s.Search == nil {
		return err
	}
	for _, h := range out {
		p, err := w.pathsOf(h.after)
		if err != nil {
			return err
		}
		err = w.s.Search.Put(w.tx, findable(h.after, p))
		if err != nil {
			return err
		}
	}
	return nil
}

func (w *carrier) pathsOf(d Dossier) (Paths, error) {
	var p Paths
	for _, x := range []struct {
		into *[]kernel.ID
		unit kernel.ID
	}{{&p.Deciding, d.Deciding}, {&p.Received, d.Received}} {
		path, known := w.paths[x.unit]
		if !known {
			var err error
			path, err = w.tree.Path(w.tx, x.unit, w.today())
			if err != nil {
				return p, err
			}
			w.paths[x.unit] = path
		}
		*x.into = path
	}
	return p, nil
}

// today is the day for which posts and paths are asked: the step's own while that is still to come.
func (w *carrier) today() kernel.Date {
	today := w.turn.at.Date()
	if w.c.On.After(today) {
		return w.c.On
	}
	return today
}

// works tells whether an officer keeps a post in a unit, or over it, by the mandates as the decision leaves them.
func (w *carrier) works(unit, account kernel.ID) (bool, error) {
	list, known := w.who[unit]
	if !known {
		path, err := w.tree.Path(w.tx, unit, w.today())
		if err != nil {
			return false, err
		}
		list, err = w.posts.Working(w.tx, w.c.Tenant, path, []string{PermAccept, PermHandle, PermApprove, PermIssue}, w.today())
		if err != nil {
			return false, err
		}
		w.who[unit] = list
	}
	return slices.Contains(list, account), nil
}
