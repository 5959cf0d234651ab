package app

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"doanket/core/tasks"
	"doanket/internal/db"
	"doanket/kernel"
	"doanket/ui"
	"doanket/union/cards"
	"doanket/union/members"
)

// offerBulk adds what other rooms do for many members of a list at once.
func (a *App) offerBulk() {
	a.members.Offer(a.cardDeed())
	a.members.Offer(a.missingDeed())
	a.members.Offer(a.welfareDeed())
}

// cardDeed asks for one batch of cards for those who have none.
func (a *App) cardDeed() members.BulkDeed {
	return members.BulkDeed{Slug: "the", Name: true,
		Label: func(ctx context.Context) string { return ui.T(ctx, "Lập đợt thẻ đoàn viên") },
		Hint: func(ctx context.Context) string {
			return ui.T(ctx, "Người đã có thẻ còn dùng thì không lập thêm. Thẻ được lập sau ít phút, rồi in và giao theo đợt.")
		},
		Usual: func(ctx context.Context) members.BulkTyped {
			return members.BulkTyped{Name: ui.T(ctx, "Thẻ lập ngày %s", kernel.FormatDate(a.clock.Now().Date()))}
		},
		May: func(actor kernel.Actor) bool { return actor.Anywhere(cards.IssuePermission) },
		Check: func(ctx context.Context, actor kernel.Actor, list []members.Member, in members.BulkTyped) ([]*kernel.Fault, error) {
			if in.Name == "" {
				return nil, &kernel.Fault{Kind: kernel.Invalid, Code: "members.invalid", Fields: []kernel.FieldFault{{Field: "ten", Code: "cards.needed"}}}
			}
			out := make([]*kernel.Fault, len(list))
			for i, m := range list {
				f, err := a.cardStands(ctx, actor, m)
				if err != nil {
					return nil, err
				}
				out[i] = f
			}
			return out, nil
		},
		Do: func(ctx context.Context, actor kernel.Actor, list []members.Member, in members.BulkTyped) (members.BulkDone, error) {
			unit, err := a.nearestUnit(ctx, list)
			if err != nil {
				return members.BulkDone{}, err
			}
			var numbers []string
			for _, m := range list {
				numbers = append(numbers, m.Number)
			}
			b, err := a.cards.AskBatch(ctx, actor, cards.BatchInput{Unit: unit, Title: in.Name, Kind: cards.Kinds(a.clock.Now().Date())[0].Key, Numbers: strings.Join(numbers, "\n")})
			return members.BulkDone{Said: ui.T(ctx, "Đã đưa %d người vào đợt thẻ.", len(list)), Href: "/the/dot/" + b.ID.String()}, err
		}}
}

// cardStands is what stands against a new card for a member: a right over her unit, a card that is
// made already or still good.
func (a *App) cardStands(ctx context.Context, actor kernel.Actor, m members.Member) (*kernel.Fault, error) {
	if !m.Open() {
		return kernel.Refuse("members.not_open"), nil
	}
	var path []kernel.ID
	err := a.db.Read(ctx, func(tx *db.Tx) error {
		var err error
		path, err = a.orgs.Path(tx, m.Unit, a.clock.Now().Date())
		return err
	})
	if err != nil {
		return nil, err
	}
	if !actor.Can(cards.IssuePermission, path) {
		return kernel.Refuse("members.may_not"), nil
	}
	list, _, err := a.cards.OfMember(ctx, actor, m.ID, true)
	if err != nil {
		return nil, err
	}
	for _, c := range list {
		if !c.State.Ended() && c.State != cards.Lost {
			return kernel.Refuse("members.has_card", c.Serial), nil
		}
	}
	return nil, nil
}

// nearestUnit is the lowest unit that has all of some members below it, or is where they stand.
func (a *App) nearestUnit(ctx context.Context, list []members.Member) (kernel.ID, error) {
	var common []kernel.ID
	seen := map[kernel.ID]bool{}
	err := a.db.Read(ctx, func(tx *db.Tx) error {
		common, seen = nil, map[kernel.ID]bool{}
		for _, m := range list {
			if seen[m.Unit] {
				continue
			}
			path, err := a.orgs.Path(tx, m.Unit, a.clock.Now().Date())
			if err != nil {
				return err
			}
			if len(seen) == 0 {
				common = path
			}
			seen[m.Unit] = true
			common = slices.DeleteFunc(slices.Clone(common), func(id kernel.ID) bool { return !slices.Contains(path, id) })
		}
		return nil
	})
	if err != nil || len(common) == 0 {
		return 0, err
	}
	return common[0], nil
}

// missingDeed gives each union one task: to complete the records of those whom the list shows.
func (a *App) missingDeed() members.BulkDeed {
	return members.BulkDeed{Slug: "thieu", Reason: true,
		Label: func(ctx context.Context) string { return ui.T(ctx, "Giao bổ sung hồ sơ còn thiếu") },
		Hint: func(ctx context.Context) string {
			return ui.T(ctx, "Mỗi đơn vị nhận một nhiệm vụ nêu từng người và mục còn thiếu, hạn %d ngày làm việc.", completeDays)
		},
		Usual: func(context.Context) members.BulkTyped { return members.BulkTyped{} },
		May:   func(actor kernel.Actor) bool { return actor.Anywhere(members.KeepPermission) },
		Check: func(ctx context.Context, actor kernel.Actor, list []members.Member, in members.BulkTyped) ([]*kernel.Fault, error) {
			out := make([]*kernel.Fault, len(list))
			err := a.db.Read(ctx, func(tx *db.Tx) error {
				may := map[kernel.ID]bool{}
				for i, m := range list {
					if _, known := may[m.Unit]; !known {
						path, err := a.orgs.Path(tx, m.Unit, a.clock.Now().Date())
						if err != nil {
							return err
						}
						may[m.Unit] = actor.Can(members.KeepPermission, path)
					}
					switch {
					case !m.Open():
						out[i] = kernel.Refuse("members.not_open")
					case !may[m.Unit]:
						out[i] = kernel.Refuse("members.may_not")
					case len(members.Missing(ctx, m)) == 0:
						out[i] = kernel.Refuse("members.complete")
					}
				}
				return nil
			})
			return out, err
		},
		Do: a.assignMissing}
}

// completeDays is how many working days a union has to complete records; the house's own, no law.
const completeDays = 10

// longestList is how many names one task spells out; the others are in the list of the roll.
const longestList = 40

func (a *App) assignMissing(ctx context.Context, actor kernel.Actor, list []members.Member, in members.BulkTyped) (members.BulkDone, error) {
	by := map[kernel.ID][]members.Member{}
	var units []kernel.ID
	for _, m := range list {
		if by[m.Unit] == nil {
			units = append(units, m.Unit)
		}
		by[m.Unit] = append(by[m.Unit], m)
	}
	err := a.db.Tx(ctx, func(tx *db.Tx) error {
		for _, unit := range units {
			_, err := a.tasks.Assign(tx, actor, missingTask(ctx, actor, unit, by[unit], in.Reason))
			if err != nil {
				return err
			}
		}
		return nil
	})
	return members.BulkDone{Said: ui.T(ctx, "Đã giao %d nhiệm vụ bổ sung hồ sơ của %d người.", len(units), len(list))}, err
}

func missingTask(ctx context.Context, actor kernel.Actor, unit kernel.ID, list []members.Member, reason string) tasks.Assignment {
	sum := sha256.New()
	var lines []string
	for i, m := range list {
		_, _ = fmt.Fprintln(sum, m.ID) // a hash takes everything
		if i < longestList {
			lines = append(lines, fmt.Sprintf("%s (%s): %s", m.Name, m.Number, strings.Join(members.Missing(ctx, m), ", ")))
		}
	}
	if more := len(list) - longestList; more > 0 {
		lines = append(lines, ui.T(ctx, "và %d người khác trong sổ", more))
	}
	if reason != "" {
		lines = append([]string{reason}, lines...)
	}
	giver := actor.Org
	if giver == 0 {
		giver = unit
	}
	return tasks.Assignment{Tenant: actor.Tenant, Key: "member_missing:" + unit.String() + ":" + hex.EncodeToString(sum.Sum(nil)[:8]), Title: fmt.Sprintf("Bổ sung hồ sơ còn thiếu của %d đoàn viên", len(list)), Text: strings.Join(lines, "\n"),
		Source: tasks.Source{Ref: "members:" + unit.String(), Label: "Sổ đoàn viên", Link: "/doan-vien?don-vi=" + unit.String()}, GiverUnit: giver, Unit: unit, Permission: members.KeepPermission,
		Limit: kernel.Limit{Unit: kernel.WorkingDays, N: completeDays}, Before: 2}
}
