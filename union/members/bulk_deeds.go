package members

import (
	"context"
	"slices"

	"doanket/internal/db"
	"doanket/kernel"
	"doanket/ui"
)

// deeds are all that this actor may do to many at once: the room's own, then those of other rooms.
func (s *Service) deeds(a kernel.Actor) []BulkDeed {
	all := append([]BulkDeed{s.groupDeed(), s.transferDeed()}, s.offered...)
	return slices.DeleteFunc(all, func(d BulkDeed) bool { return !d.May(a) })
}

func (s *Service) deedOf(a kernel.Actor, slug string) (BulkDeed, bool) {
	list := s.deeds(a)
	i := slices.IndexFunc(list, func(d BulkDeed) bool { return d.Slug == slug })
	if i < 0 {
		return BulkDeed{}, false
	}
	return list[i], true
}

// groupDeed puts members into another group (tổ, bộ phận) of the unit where each stands.
func (s *Service) groupDeed() BulkDeed {
	return BulkDeed{Slug: "to", Group: true, Day: true,
		Label: func(ctx context.Context) string { return ui.T(ctx, "Chuyển tổ, bộ phận") },
		Hint: func(ctx context.Context) string {
			return ui.T(ctx, "Mỗi người vẫn ở đơn vị của mình, chỉ đổi tổ từ ngày ghi ở đây.")
		},
		Usual: func(context.Context) BulkTyped { return BulkTyped{On: s.today()} },
		May:   func(a kernel.Actor) bool { return a.Anywhere(KeepPermission) },
		Check: func(ctx context.Context, a kernel.Actor, list []Member, in BulkTyped) (why []*kernel.Fault, err error) {
			err = s.DB.Read(ctx, func(tx *db.Tx) error {
				why, err = s.checkGroup(tx, a, list, in)
				return err
			})
			return why, err
		},
		Do: func(ctx context.Context, a kernel.Actor, list []Member, in BulkTyped) (BulkDone, error) {
			err := s.DB.Tx(ctx, func(tx *db.Tx) error {
				for _, m := range list {
					l, err := s.guarded(tx, a, m.ID, canKeep)
					if err == nil {
						err = s.MoveTo(tx, a, m.ID, Move{Unit: l.standing(), Group: tidyGroup(in.Group), On: in.On})
					}
					if err != nil {
						return err
					}
				}
				return nil
			})
			return BulkDone{Said: ui.T(ctx, "Đã chuyển tổ cho %d người.", len(list))}, err
		}}
}

// transferDeed asks for the transfer of members to a unit that the actor keeps; each giving union
// answers its own slips, as when they are asked for one by one.
func (s *Service) transferDeed() BulkDeed {
	return BulkDeed{Slug: "chuyen", Unit: true, Group: true, Day: true, Reason: true,
		Label: func(ctx context.Context) string { return ui.T(ctx, "Lập phiếu chuyển sinh hoạt") },
		Hint: func(ctx context.Context) string {
			return ui.T(ctx, "Mỗi người có một phiếu chuyển; nơi đi xác nhận từng phiếu.")
		},
		Usual: func(context.Context) BulkTyped { return BulkTyped{On: s.today()} },
		May:   func(a kernel.Actor) bool { return a.Anywhere(KeepPermission) },
		Check: func(ctx context.Context, a kernel.Actor, list []Member, in BulkTyped) (why []*kernel.Fault, err error) {
			err = s.DB.Read(ctx, func(tx *db.Tx) error {
				why, err = s.checkTransfers(tx, a, list, in)
				return err
			})
			return why, err
		},
		Do: s.askTransfers}
}

func (s *Service) askTransfers(ctx context.Context, a kernel.Actor, list []Member, in BulkTyped) (BulkDone, error) {
	calendar, err := s.Orgs.CalendarOf(ctx, a.Tenant, in.Unit)
	if err != nil {
		return BulkDone{}, err
	}
	err = s.DB.Tx(ctx, func(tx *db.Tx) error {
		for _, m := range list {
			_, err := s.askTransferIn(tx, a, calendar, TransferAsk{Key: m.Number, To: in.Unit, Group: in.Group, On: in.On, Reason: in.Reason})
			if err != nil {
				return err
			}
		}
		return nil
	})
	return BulkDone{Said: ui.T(ctx, "Đã lập %d phiếu chuyển.", len(list)), Href: roomPath + "/chuyen"}, err
}
