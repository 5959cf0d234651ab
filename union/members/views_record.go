package members

import (
	"cmp"
	"context"

	"doanket/core/orgs"
	"doanket/kernel"
	"doanket/ui"
)

type orgsOrg = orgs.Org

// RecordView is the record of one member as the page shows it.
//
//glossary:none
type RecordView struct {
	ID, Title, Number string
	Tone              ui.Tone
	Word              string
	AsOf              string // the day, when it is not today
	Day               string
	Wrong             string
	Here              string
	Who, Union, Sheet []ui.Fact
	Panels            []Panel
	Tasks             []ui.Link
	Timeline          []ui.Event
	Verbs             []ui.Verb
	Own               bool
	Full              bool
	Masked            bool // a full view may be asked for
}

func recordView(ctx context.Context, r Record, today kernel.Date) RecordView {
	m := r.Member
	v := RecordView{ID: m.ID.String(), Title: m.Name, Number: m.Number, Tone: statusTones[m.Status], Word: statusWord(ctx, m.Status), Own: r.Own, Full: r.Full, Panels: r.Panels,
		Here: roomPath + "/" + m.ID.String(), Masked: !r.Full && (r.Keep || r.Decide)}
	if m.Unit == 0 && m.Status == Active {
		v.Tone, v.Word = ui.Hold, ui.T(ctx, "Chưa là đoàn viên")
	}
	if r.On != today {
		v.AsOf = kernel.FormatDate(r.On)
		v.Day = v.AsOf
	}
	v.Who = whoFacts(ctx, r, photoSrc(m, r.On, today))
	v.Union = unionFacts(ctx, r)
	v.Sheet = sheetFacts(ctx, r)
	v.Timeline = story(ctx, r)
	if r.On == today {
		v.Verbs = recordVerbs(ctx, r, v.Here)
	}
	return v
}

func whoFacts(ctx context.Context, r Record, photo string) []ui.Fact {
	m := r.Member
	identity, phone := m.Identity.Masked(), kernel.MaskNumber(m.Phone)
	if r.Full {
		identity, phone = string(m.Identity), m.Phone
	}
	out := []ui.Fact{{Label: ui.T(ctx, "Mã số đoàn viên"), Value: m.Number}, {Label: ui.T(ctx, "Ngày sinh"), Value: kernel.FormatDate(m.Born)},
		{Label: ui.T(ctx, "Giới tính"), Value: sexWord(ctx, m.Sex)}, {Label: ui.T(ctx, "Số định danh"), Value: identity}, {Label: ui.T(ctx, "Điện thoại"), Value: phone}}
	if photo != "" {
		out = append([]ui.Fact{{Label: keyWord(ctx, FactPhoto), Body: sourcedPortrait(photo, m.Name, r.knownFrom(ctx, FactPhoto))}}, out...)
	}
	if m.Email != "" {
		out = append(out, ui.Fact{Label: ui.T(ctx, "Thư điện tử"), Value: m.Email})
	}
	return out
}

func unionFacts(ctx context.Context, r Record) []ui.Fact {
	m := r.Member
	out := []ui.Fact{{Label: ui.T(ctx, "Đơn vị"), Value: r.Units[m.Unit]}}
	if m.Unit == 0 {
		out[0].Value = ui.T(ctx, "Không ở đơn vị nào vào ngày này")
	}
	if m.Group != "" {
		out = append(out, ui.Fact{Label: ui.T(ctx, "Tổ công đoàn"), Value: m.Group})
	}
	if m.Unit != 0 {
		out = append(out, ui.Fact{Label: ui.T(ctx, "Sinh hoạt ở đây từ"), Value: kernel.FormatDate(m.Since)})
	}
	out = append(out, ui.Fact{Label: ui.T(ctx, "Ngày kết nạp"), Value: kernel.FormatDate(m.Admitted)}, ui.Fact{Label: ui.T(ctx, "Quyết định kết nạp"), Value: m.Basis})
	if m.Place != "" {
		out = append(out, ui.Fact{Label: ui.T(ctx, "Nơi kết nạp"), Value: m.Place})
	}
	if !m.Ended.IsZero() {
		out = append(out, ui.Fact{Label: ui.T(ctx, "Kết thúc từ"), Value: kernel.FormatDate(m.Ended)})
	}
	for _, o := range r.Others {
		out = append(out, ui.Fact{Label: ui.T(ctx, "Hồ sơ khác của người này"), Value: o.Number, Href: roomPath + "/" + o.ID.String()})
	}
	return out
}

// sheetFacts are the parts of the sheet on the day, each with since when and from where it is known.
func sheetFacts(ctx context.Context, r Record) []ui.Fact {
	var out []ui.Fact
	for _, key := range FactKeys {
		if key == FactPhoto {
			continue // it stands with who she is
		}
		words := partWords(ctx, r.Member.Profile, key, r.Full)
		if words == "" {
			continue
		}
		out = append(out, ui.Fact{Label: keyWord(ctx, key), Body: sourced(words, r.knownFrom(ctx, key))})
	}
	return out
}

// knownFrom tells since when a part of the sheet is so, and from where it is known.
func (r Record) knownFrom(ctx context.Context, key FactKey) string {
	var found Fact
	for _, f := range r.Facts {
		if f.VoidBy == 0 && f.Valid.Holds(r.On) && (f.Key == key || f.Key == FactBase && found.Key == "") {
			found = f
		}
	}
	if found.Key == "" {
		return ""
	}
	if found.Source == "" {
		return ui.T(ctx, "từ %s", kernel.FormatDate(found.Valid.From))
	}
	return ui.T(ctx, "từ %s, theo %s", kernel.FormatDate(found.Valid.From), found.Source)
}

type told struct {
	on kernel.Date
	ui.Event
}

// story is what happened to a member, the latest first; what was taken back says so.
func story(ctx context.Context, r Record) []ui.Event {
	var list []told
	add := func(on kernel.Date, e ui.Event) { list = append(list, told{on, e}) }
	for _, s := range r.Segments {
		title := causeWord(ctx, s.Cause, r.Units[s.Unit])
		if s.VoidBy != 0 {
			title = ui.T(ctx, "Đã rút lại: %s", title)
		}
		add(s.Valid.From, ui.Event{Title: title, Text: joined(span(ctx, s.Valid), s.Group, s.Basis)})
	}
	for _, s := range r.Statuses {
		title := statusWord(ctx, s.Status)
		if s.VoidBy != 0 {
			title = ui.T(ctx, "Đã rút lại: %s", title)
		}
		add(s.Valid.From, ui.Event{Title: title, Text: joined(span(ctx, s.Valid), s.Basis), Note: s.Reason})
	}
	for _, f := range r.Facts {
		title := keyWord(ctx, f.Key)
		if f.VoidBy != 0 {
			title = ui.T(ctx, "Đã sửa lại: %s", title)
		}
		source := ""
		if f.Source != "" {
			source = ui.T(ctx, "theo %s", f.Source)
		}
		add(f.Valid.From, ui.Event{Title: title, Text: joined(span(ctx, f.Valid), source), Note: said(ctx, f, r.Full)})
	}
	for _, t := range r.Transfers {
		if t.State == Done {
			continue // told by its segment
		}
		add(t.AskedAt.Date(), ui.Event{Title: ui.T(ctx, "Xin chuyển từ %s đến %s", r.Units[t.From], r.Units[t.To]), Text: transferWord(ctx, t.State), Note: t.Answer, Href: roomPath + "/chuyen/" + t.ID.String()})
	}
	for _, g := range r.Mergers {
		title := ui.T(ctx, "Gộp hai hồ sơ")
		if !g.UndoneAt.IsZero() {
			title = ui.T(ctx, "Gộp hai hồ sơ, đã tách lại")
		}
		add(g.On, ui.Event{Title: title, Text: g.ByName, Note: g.Reason, Href: roomPath + "/gop/" + g.ID.String()})
	}
	kernel.SortStableFunc(list, func(x, y told) int { return cmp.Compare(y.on.String(), x.on.String()) })
	var out []ui.Event
	for _, x := range list {
		out = append(out, x.Event)
	}
	return out
}
