package rollimport

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"doanket/internal/audit"
	"doanket/internal/db"
	"doanket/internal/files"
	"doanket/internal/outbox"
	"doanket/internal/sheets"
	"doanket/kernel"
)

// Deps is what the room stands on.
//
//glossary:none
type Deps struct {
	DB     *db.DB
	IDs    *kernel.IDs
	Clock  kernel.Clock
	Audit  *audit.Journal
	Outbox *outbox.Outbox
	Files  files.Store
	Roll   Roll
	Units  Units
	Actors Actors
	// Changed is told now and then that an import of a tenant went on, for open pages; may be nil.
	Changed func(tenant kernel.ID)
	// Say tells a sentence of any room in Vietnamese.
	Say func(code string, args []any) string
	// Lease is how long a process keeps an import after its last word; 20 s when zero.
	Lease time.Duration
}

// Service is the room's door.
type Service struct {
	Deps
	wake chan struct{}
	me   string // this process, in leases
}

// New opens the room.
func New(d Deps) *Service {
	if d.Changed == nil {
		d.Changed = func(kernel.ID) {}
	}
	if d.Lease <= 0 {
		d.Lease = leaseTime
	}
	return &Service{Deps: d, wake: make(chan struct{}, 1), me: d.IDs.New().String()}
}

// Facts that this room tells; the subject is "roll_import:<id>".
const (
	FactChecked   = "rollimport.checked"
	FactDone      = "rollimport.done"
	FactFailed    = "rollimport.failed"
	FactCancelled = "rollimport.cancelled"
)

// Told is the data of every fact of this room, version 1.
//
//glossary:none
type Told struct {
	Import  kernel.ID `json:"import"`
	Unit    kernel.ID `json:"unit"`
	Account kernel.ID `json:"account,omitempty"`
	Counts  Counts    `json:"counts"`
}

func (s *Service) tell(tx *db.Tx, in Import, kind string) error {
	data, err := json.Marshal(Told{in.ID, in.Unit, in.Account, in.Counts})
	if err != nil {
		return fmt.Errorf("fact %s: %w", kind, err)
	}
	return s.Outbox.Tell(tx, kernel.Fact{Tenant: in.Tenant, Kind: kind, Subject: subject(in.ID), Actor: in.Account, Data: data})
}

func subject(id kernel.ID) string { return "roll_import:" + id.String() }

func (s *Service) today() kernel.Date { return s.Clock.Now().Date() }

func invalid(field, code string, args ...any) error {
	var faults kernel.Faults
	faults.Add(field, code, args...)
	return faults.Err("rollimport.invalid")
}

// limits bound what one file may cost: a sheet of a million rows unpacks to about a gigabyte.
var (
	fileRule    = files.Rule{Types: []files.Type{files.XLSX, files.CSV}, MaxSize: 512 << 20, AnyText: true, MaxUnpacked: 4 << 30}
	sheetLimits = sheets.Limits{Cols: 200, Texts: 256 << 20}
)

// MaxUpload is how large a file may be.
const MaxUpload = 512 << 20

// How long a process keeps an import after its last word; a killed one is followed by another after that.
const (
	leaseTime = 20 * time.Second
	lookEvery = 3 * time.Second
)

func (s *Service) wakeUp() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// Work runs what waits, one import after the other, until ctx ends. Of several processes each takes
// imports of its own.
func (s *Service) Work(ctx context.Context) error {
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	for {
		err := s.WorkOnce(ctx)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		case <-s.wake:
		}
	}
}

// WorkOnce runs what waits now.
func (s *Service) WorkOnce(ctx context.Context) error {
	var ids []kernel.ID
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		var err error
		ids, err = waiting(tx, s.Clock.Now(), 20)
		return err
	})
	if err != nil {
		return err
	}
	for _, id := range ids {
		_, err = s.Carry(ctx, id)
		if err != nil {
			return err
		}
	}
	return nil
}
