package procedures

import (
	"context"
	"fmt"
	"strings"

	"doanket/kernel"
	"doanket/ui"
)

var stateTones = map[State]ui.Tone{StateDraft: ui.Hold, StateReview: ui.Wait, StatePublished: ui.Done, StateRetired: ui.Hold}

func keepView(ctx context.Context, f keepForm, rows []row) KeepView {
	v := KeepView{}
	v.Chips = append(v.Chips, ui.Chip{Label: ui.T(ctx, "Tất cả"), Href: "/quan-tri/thu-tuc", Current: f.State == ""})
	for _, s := range []State{StateDraft, StateReview, StatePublished, StateRetired} {
		v.Chips = append(v.Chips, ui.Chip{Label: word(ctx, stateWords, s), Href: "/quan-tri/thu-tuc?trang-thai=" + string(s), Current: f.State == string(s)})
	}
	if len(rows) > versionsPerPage {
		rows = rows[:versionsPerPage]
		v.Next = fmt.Sprintf("/quan-tri/thu-tuc?trang-thai=%s&truoc=%s", f.State, rows[len(rows)-1].ID)
	}
	for _, r := range rows {
		v.Rows = append(v.Rows, KeepRow{Href: "/quan-tri/thu-tuc/" + r.ID.String(), Code: r.Code, Name: r.Name, No: r.No, Tone: stateTones[r.State],
			Word: word(ctx, stateWords, r.State), Span: spanText(ctx, r), Who: r.EditedName, When: kernel.FormatShort(r.EditedAt)})
	}
	return v
}

func spanText(ctx context.Context, r row) string {
	switch {
	case r.From.IsZero():
		return ""
	case r.To.IsZero():
		return ui.T(ctx, "từ %s", kernel.FormatDate(r.From))
	}
	return ui.T(ctx, "từ %s đến %s", kernel.FormatDate(r.From), kernel.FormatDate(r.To))
}

func findingRows(ctx context.Context, found []Finding) []FindingView {
	var out []FindingView
	for _, f := range found {
		out = append(out, FindingView{Line: f.Line, Code: f.Code, Text: said(ctx, f), Href: fmt.Sprintf("#d%d", f.Line)})
	}
	return out
}

func versionView(ctx context.Context, a kernel.Actor, r row, all []row, with kernel.ID, found []Finding) VersionView {
	v := VersionView{Name: r.Name, Code: r.Code, No: r.No, Tone: stateTones[r.State], Word: word(ctx, stateWords, r.State), Findings: findingRows(ctx, found),
		File: "/quan-tri/thu-tuc/" + r.ID.String() + "/tep", Public: "/thu-tuc/" + r.Code, IsPublic: r.State == StatePublished}
	v.Lines = numbered(r.Definition, found)
	fact := func(label, value string) {
		if value != "" {
			v.Facts = append(v.Facts, ui.Fact{Label: label, Value: value})
		}
	}
	fact(ui.T(ctx, "Mã thủ tục"), r.Code)
	fact(ui.T(ctx, "Phiên bản"), fmt.Sprint(r.No))
	fact(ui.T(ctx, "Hiệu lực"), spanText(ctx, r))
	fact(ui.T(ctx, "Người soạn"), r.EditedName)
	fact(ui.T(ctx, "Soạn lúc"), ui.Moment(ctx, r.EditedAt))
	fact(ui.T(ctx, "Người công bố"), r.PublishedName)
	if !r.PublishedAt.IsZero() {
		fact(ui.T(ctx, "Công bố lúc"), ui.Moment(ctx, r.PublishedAt))
	}
	fact("SHA-256", r.SHA256)
	v.Verbs = verbsOf(ctx, a, r, len(found))
	base, ok := compareWith(r, all, with)
	if ok {
		v.With = base.No
		for _, c := range diff(base.Definition, r.Definition) {
			v.Changes = append(v.Changes, ChangeView{Mark: string(c.Mark), Old: c.Old, New: c.New, Text: indented(c.Text)})
		}
	}
	for _, o := range all {
		if o.ID != r.ID {
			v.Others = append(v.Others, ui.Link{Label: ui.T(ctx, "So với phiên bản %d (%s)", o.No, word(ctx, stateWords, o.State)), Href: "/quan-tri/thu-tuc/" + r.ID.String() + "?so-voi=" + o.ID.String()})
		}
	}
	return v
}

// compareWith is the version asked for, or else the one with the next lower number.
func compareWith(r row, all []row, with kernel.ID) (row, bool) {
	for _, o := range all { // highest number first
		if with != 0 && o.ID == with || with == 0 && o.No < r.No {
			return o, true
		}
	}
	return row{}, false
}

func verbsOf(ctx context.Context, a kernel.Actor, r row, findings int) []ui.Verb {
	base := "/quan-tri/thu-tuc/" + r.ID.String()
	var out []ui.Verb
	for _, do := range versionFlow.Verbs(r.State) {
		switch do {
		case submit:
			if canEdit(a) == nil && findings == 0 {
				out = append(out, ui.Verb{Label: ui.T(ctx, "Gửi duyệt"), Action: base + "/gui-duyet"})
			}
		case publish:
			if canPublish(a, r.EditedBy) == nil && findings == 0 {
				out = append(out, ui.Verb{Label: ui.T(ctx, "Công bố"), Action: base + "/cong-bo", Confirm: ui.T(ctx, "Đã công bố thì không sửa được nữa. Công bố phiên bản này?")})
			}
		case recall:
			if canEdit(a) == nil || canPublish(a, 0) == nil {
				out = append(out, ui.Verb{Label: ui.T(ctx, "Trả về bản nháp"), Action: base + "/tra-lai"})
			}
		case retire:
			if canPublish(a, 0) == nil {
				out = append(out, ui.Verb{Label: ui.T(ctx, "Ngừng nhận hồ sơ mới"), Action: base + "/ngung", Danger: true, Confirm: ui.T(ctx, "Hồ sơ đang chạy vẫn theo phiên bản này. Ngừng nhận hồ sơ mới?")})
			}
		}
	}
	return out
}

func numbered(text string, found []Finding) []LineView {
	bad := map[int]bool{}
	for _, f := range found {
		bad[f.Line] = true
	}
	var out []LineView
	for i, l := range splitLines(text) {
		out = append(out, LineView{No: i + 1, ID: fmt.Sprintf("d%d", i+1), Text: indented(l), Bad: bad[i+1]})
	}
	return out
}

// indented keeps the spaces at the head of a line, which HTML would swallow and YAML lives by.
func indented(l string) string {
	rest := strings.TrimLeft(l, " ")
	return strings.Repeat("\u00a0", len(l)-len(rest)) + rest
}
