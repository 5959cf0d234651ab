package cards

import (
	"context"
	"fmt"

	"doanket/internal/paper"
	"doanket/kernel"
	"doanket/ui"
)

// BatchesView is the list of batches.
//
//glossary:none
type BatchesView struct {
	Batches  []Batch
	Units    map[kernel.ID]string
	Next     string
	MayIssue bool
}

// NewBatchView is the form of a batch.
//
//glossary:none
type NewBatchView struct {
	Typed  batchForm
	Units  []ui.Option
	Kinds  []ui.Option
	Errors ui.Errors
}

// BatchView is one batch as the page shows it.
//
//glossary:none
type BatchView struct {
	BatchDetail
	Why   string // the sentence why it failed
	Rows  []BatchRow
	Facts []ui.Fact
}

// BatchRow is one unit of a batch.
//
//glossary:none
type BatchRow struct {
	Unit                              kernel.ID
	Name                              string
	Cards, Printed, Handed, Elsewhere int
}

func batchView(ctx context.Context, d BatchDetail, why string) BatchView {
	v := BatchView{BatchDetail: d, Why: why}
	at := map[kernel.ID]int{}
	for _, u := range d.ByUnit {
		i, ok := at[u.Unit]
		if !ok {
			i = len(v.Rows)
			at[u.Unit] = i
			v.Rows = append(v.Rows, BatchRow{Unit: u.Unit, Name: d.Units[u.Unit]})
		}
		r := &v.Rows[i]
		r.Cards += u.Cards
		switch u.State {
		case Printed:
			r.Printed += u.Cards
		case Valid:
			r.Handed += u.Cards
		case Lost, Replaced, Revoked:
			r.Elsewhere += u.Cards
		}
	}
	b := d.Batch
	whom := ui.T(ctx, "Đoàn viên chưa có thẻ")
	if b.Renew {
		whom = ui.T(ctx, "Mọi đoàn viên, kể cả người đang có thẻ")
	}
	if len(b.Numbers) > 0 {
		whom = ui.T(ctx, "Danh sách %s số đoàn viên", ui.Num(len(b.Numbers)))
	}
	v.Facts = []ui.Fact{{Label: ui.T(ctx, "Đơn vị"), Value: d.Unit}, {Label: ui.T(ctx, "Cấp cho"), Value: whom}, {Label: ui.T(ctx, "Loại thẻ"), Value: kindOf(b.Kind, b.Asked.Date()).Name},
		{Label: ui.T(ctx, "Người lập"), Value: b.By + ", " + ui.Moment(ctx, b.Asked)}}
	if !b.Ended.IsZero() {
		v.Facts = append(v.Facts, ui.Fact{Label: ui.T(ctx, "Lập xong"), Value: ui.Moment(ctx, b.Ended)})
	}
	if !b.Printed.At.IsZero() {
		v.Facts = append(v.Facts, ui.Fact{Label: ui.T(ctx, "Đã in"), Value: b.Printed.By + ", " + ui.Moment(ctx, b.Printed.At)})
	}
	return v
}

func batchCounters(ctx context.Context, v BatchView) []ui.Counter {
	list := "/the?dot=" + v.Batch.ID.String()
	return []ui.Counter{{Label: ui.T(ctx, "Thẻ đã lập"), Value: ui.Num(v.Batch.Made), Href: list},
		{Label: ui.T(ctx, "Chờ giao"), Value: ui.Num(v.States[Printed]), Href: list + "&trang-thai=" + stateSlugs[Printed]},
		{Label: ui.T(ctx, "Đã giao, còn hiệu lực"), Value: ui.Num(v.States[Valid]), Href: list + "&trang-thai=" + stateSlugs[Valid]}}
}

func batchVerbs(ctx context.Context, v BatchView) []ui.Verb {
	at := "/the/dot/" + v.Batch.ID.String()
	switch {
	case !v.MayIssue:
		return nil
	case v.Batch.Open():
		return []ui.Verb{{Label: ui.T(ctx, "Dừng lập"), Action: at + "/dung", Danger: true, Confirm: ui.T(ctx, "Dừng lập thẻ? Thẻ đã lập vẫn giữ.")}}
	}
	var out []ui.Verb
	if v.States[Printed] > 0 {
		out = append(out, ui.Verb{Label: ui.T(ctx, "Giao thẻ"), Href: at + "/giao"})
	}
	if v.States[Made] > 0 {
		out = append(out, ui.Verb{Label: ui.T(ctx, "Đánh dấu đã in"), Action: at + "/da-in", Confirm: ui.T(ctx, "Mọi thẻ của đợt đã in xong và xem lại?")})
	}
	return out
}

// partLinks are the files of a batch.
func partLinks(ctx context.Context, b Batch, layout paper.CardLayout) []ui.Link {
	var out []ui.Link
	for i := range b.Parts() {
		from, to := i*partSize+1, min((i+1)*partSize, b.Made)
		out = append(out, ui.Link{Label: ui.T(ctx, "Thẻ %s–%s", ui.Num(from), ui.Num(to)), Href: fmt.Sprintf("/the/dot/%s/in/%d?kieu=%s", b.ID, i+1, layout)})
	}
	return out
}

// HandView is the page of handing over.
//
//glossary:none
type HandView struct {
	HandPage
	Typed    string
	Sentence string
	Errors   ui.Errors
	Action   string
	Next     string
}
