package app

import (
	"context"
	"strings"

	"doanket/kernel"
	"doanket/ui"
	"doanket/union/members"
	"doanket/union/welfare"
)

// welfareDeed puts the chosen on a list of a programme, all with one reason.
func (a *App) welfareDeed() members.BulkDeed {
	return members.BulkDeed{Slug: "phuc-loi", Reason: true, MustReason: true,
		Label: func(ctx context.Context) string { return ui.T(ctx, "Thêm vào danh sách phúc lợi") },
		Hint: func(ctx context.Context) string {
			return ui.T(ctx, "Mỗi người được thêm theo mức của chương trình. Người đã có trong danh sách thì không thêm nữa.")
		},
		Usual: func(context.Context) members.BulkTyped { return members.BulkTyped{} },
		Choice: &members.BulkChoice{
			Label: func(ctx context.Context) string { return ui.T(ctx, "Danh sách") },
			None: func(ctx context.Context) string {
				return ui.T(ctx, "Không có danh sách phúc lợi nào đang mở để thêm người.")
			},
			Options: a.openLists},
		May: func(actor kernel.Actor) bool { return actor.Anywhere(welfare.PermPrepare) },
		Check: func(ctx context.Context, actor kernel.Actor, list []members.Member, in members.BulkTyped) ([]*kernel.Fault, error) {
			programme, on, add, err := a.welfareAsk(list, in)
			if err != nil {
				return nil, err
			}
			why, err := a.welfare.TryAdd(ctx, actor, programme, on, add)
			out := make([]*kernel.Fault, len(list))
			for i, m := range list {
				out[i] = why[m.Number]
			}
			return out, err
		},
		Do: func(ctx context.Context, actor kernel.Actor, list []members.Member, in members.BulkTyped) (members.BulkDone, error) {
			programme, on, add, err := a.welfareAsk(list, in)
			if err != nil {
				return members.BulkDone{}, err
			}
			n, err := a.welfare.Add(ctx, actor, programme, on, add)
			return members.BulkDone{Said: ui.T(ctx, "Đã thêm %d người vào danh sách.", n), Href: "/phuc-loi/" + programme.String() + "/ds/" + on.String()}, err
		}}
}

func (a *App) openLists(ctx context.Context, actor kernel.Actor) ([]ui.Option, error) {
	list, err := a.welfare.OpenLists(ctx, actor)
	var out []ui.Option
	for _, l := range list {
		out = append(out, ui.Option{Value: l.Programme.String() + "." + l.List.String(), Label: l.Title})
	}
	return out, err
}

// welfareAsk reads which list was chosen, and for whom. The room of welfare looks at every right itself.
func (a *App) welfareAsk(list []members.Member, in members.BulkTyped) (programme, on kernel.ID, add welfare.AddInput, err error) {
	first, second, _ := strings.Cut(in.Choice, ".")
	programme, err = kernel.ParseID(first)
	if err == nil {
		on, err = kernel.ParseID(second)
	}
	if err != nil {
		return 0, 0, add, &kernel.Fault{Kind: kernel.Invalid, Code: "members.invalid", Fields: []kernel.FieldFault{{Field: "chon", Code: "welfare.choose_list"}}}
	}
	var numbers []string
	for _, m := range list {
		numbers = append(numbers, m.Number)
	}
	return programme, on, welfare.AddInput{Numbers: strings.Join(numbers, "\n"), Reason: in.Reason}, nil
}
