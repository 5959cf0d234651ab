package reorg

import (
	"context"
	"fmt"

	"doanket/kernel"
	"doanket/ui"
)

// sampleSay names what samples hold.
func sampleSay(code string, args []any) string {
	words := Messages()
	words["members.member"], words["ledger.fund"] = "Đoàn viên", "Tiền quỹ"
	if text := words[code]; text != "" {
		return fmt.Sprintf(text, args...)
	}
	return code
}

// Samples are the room's pages in every state.
func Samples() []ui.Sample {
	ctx := context.Background()
	day := kernel.Date{Year: 2025, Month: 7, Day: 1}
	at := kernel.Date{Year: 2025, Month: 6, Day: 23}.Clock(9, 41)
	units := map[kernel.ID]string{2: "Liên đoàn Lao động tỉnh Quảng Ninh", 3: "Liên đoàn Lao động thành phố Uông Bí", 4: "Công đoàn phường Uông Bí", 5: "Công đoàn phường Vàng Danh", 6: "CĐCS Than Mẫu", 7: "CĐCS Bệnh viện Mẫu"}
	members := func(unit kernel.ID, source bool, before, after int64) UnitLine {
		return UnitLine{Unit: unit, Name: units[unit], Source: source, PictureLine: PictureLine{Kind: "members.member", Before: before, After: after}}
	}
	money := func(unit kernel.ID, source bool, before, after kernel.Money) UnitLine {
		return UnitLine{Unit: unit, Name: units[unit], Source: source, PictureLine: PictureLine{Kind: "ledger.fund", AmountBefore: before, AmountAfter: after}}
	}
	holds := func(n int64, m kernel.Money) []PictureCount {
		return []PictureCount{{Kind: "members.member", Count: n}, {Kind: "ledger.fund", Amount: m}}
	}
	pic := Picture{On: day, Tried: true, Units: 5,
		Before: []PictureNode{{ID: 2, Name: units[2], Units: 3, Holds: holds(9800, 1_400_000_000), More: 11, Children: []PictureNode{{ID: 3, Name: units[3], Mark: Goes, Units: 2, Holds: holds(9800, 1_400_000_000),
			Children: []PictureNode{{ID: 6, Name: units[6], Mark: Moves, Holds: holds(6780, 0)}, {ID: 7, Name: units[7], Mark: Moves, Holds: holds(3020, 0)}}}}}},
		After: []PictureNode{{ID: 2, Name: units[2], Units: 4, Holds: holds(9800, 1_400_000_000), More: 11, Children: []PictureNode{
			{ID: 4, Name: units[4], Mark: Comes, Units: 1, Holds: holds(6780, 968_571_429), Children: []PictureNode{{ID: 6, Name: units[6], Mark: Moves, Holds: holds(6780, 0)}}},
			{ID: 5, Name: units[5], Mark: Comes, Units: 1, Holds: holds(3020, 431_428_571), Children: []PictureNode{{ID: 7, Name: units[7], Mark: Moves, Holds: holds(3020, 0)}}}}}},
		Steps: []StepPicture{{}, {}, {Rows: []UnitLine{members(3, true, 9800, 0), money(3, true, 1_400_000_000, 0), members(4, false, 0, 6780), money(4, false, 0, 968_571_429), members(5, false, 0, 3020), money(5, false, 0, 431_428_571)},
			Sums: []PictureLine{{Kind: "members.member", Before: 9800, After: 9800}, {Kind: "ledger.fund", AmountBefore: 1_400_000_000, AmountAfter: 1_400_000_000}}}},
		Totals: []PictureLine{{Kind: "members.member", Before: 85210, After: 85210}, {Kind: "ledger.fund", AmountBefore: 9_120_000_000, AmountAfter: 9_120_000_000}}}
	d := Reorganisation{ID: 11, Tenant: 1, Seat: 2, State: Draft, Head: Head{Number: "21/QĐ-LĐLĐ", Decided: kernel.Date{Year: 2025, Month: 6, Day: 20}, Effective: day, Issuer: units[2], Signer: "Nguyễn Văn Mẫu",
		Summary: "Kết thúc hoạt động của Liên đoàn Lao động thành phố Uông Bí"}, Picture: pic, CheckedAt: at, Version: 3,
		Steps: []Step{{ID: 21, Kind: Found, New: 4, Name: units[4], UnitKind: "commune_union", To: 2, Areas: []string{"06811"}}, {ID: 22, Kind: Found, New: 5, Name: units[5], UnitKind: "commune_union", To: 2, Areas: []string{"06820"}},
			{ID: 23, Kind: WindUp, Units: []kernel.ID{3}, Rule: Rule{Rest: 4, List: []Listing{{"7", 5}}, ShareBy: "members.member"}}}}
	d.Checked = d.Digest()
	events := []Event{{ID: 1, Verb: doWrite, At: at, Name: "Bùi Thị Xuân", Post: "Phó Trưởng ban Tổ chức"}}
	view := func(d Reorganisation, can ...verb) DecisionView {
		x := Detail{Reorganisation: d, Events: events, Units: units, SeatName: units[2], Other: map[kernel.ID]string{11: "21/QĐ-LĐLĐ ngày 20/06/2025", 12: "30/QĐ-LĐLĐ ngày 20/07/2025"}, Can: map[verb]bool{}}
		for _, v := range can {
			x.Can[v] = true
		}
		return decisionView(ctx, x, sampleSay)
	}
	draft := view(d, doWrite, doTry, doSubmit, doDiscard)
	faulty := d
	faulty.Picture = Picture{On: day, Faults: []StepFault{{Code: "reorg.need_signer", Field: "nguoi_ky"}, {Step: 3, Code: "reorg.child_nowhere", Unit: units[7]}, {Step: 3, Code: "reorg.left_behind", Args: []any{kindArg("ledger.fund"), "1.400.000.000"}, Unit: units[3]}}}
	submitted := d
	submitted.State, submitted.Approvals = Submitted, []Approval{{Account: 8, Name: "Vũ Đình Sơn", At: at, Digest: d.Digest()}}
	applied := d
	applied.State, applied.AppliedAt = Applied, at
	undone := applied
	undone.State, undone.UndoneBy = Undone, 12
	back := Reorganisation{ID: 12, Tenant: 1, Seat: 2, State: Applied, Undoes: 11, Head: d.Head, Steps: []Step{{ID: 31, Kind: Undo, Undoes: 11}}}
	list := Page{Rows: []Reorganisation{submitted, applied, undone}, Units: units}
	writer := kernel.Actor{Tenant: 1, Account: 7, Mandates: []kernel.Mandate{{Org: 2, Permissions: []string{PreparePermission}}}}
	one := func(name, state string, s ui.Sample) ui.Sample {
		s.Room, s.Page, s.State = "reorg", name, state
		return s
	}
	errs := ui.Errors{"so_qd": "Ghi số quyết định.", "don_vi": "Không tìm thấy đơn vị “LĐLĐ Uông Bí” trong phạm vi của quyết định.", "ly_do": "Ghi lý do trả lại."}
	kinds := []ui.Option{{Value: "commune_union", Label: "Công đoàn xã, phường, đặc khu"}}
	step := func(kind StepKind, in stepForm, errs ui.Errors, sentence string) StepView {
		in.Kind = slugOf(kind)
		return StepView{Decision: draft, Kind: kind, In: in, Kinds: kinds, Holdings: []ui.Option{{Value: "members.member", Label: "Đoàn viên"}}, Errors: errs, Sentence: sentence,
			Chips: []ui.Chip{{Label: "Thành lập", Href: "/sap-xep/11/buoc?viec=thanh_lap", Current: kind == Found}, {Label: "Kết thúc hoạt động", Href: "/sap-xep/11/buoc?viec=ket_thuc", Current: kind == WindUp}}}
	}
	wind := typed(Detail{Reorganisation: d, Units: units}, d.Steps[2])
	wind.Step = 0
	return []ui.Sample{
		one("list", "some", ui.Sample{Body: ListPage(listView(ctx, writer, list))}),
		one("list", "empty", ui.Sample{Body: ListPage(listView(ctx, kernel.Actor{}, Page{}))}),
		one("new", "empty", ui.Sample{Body: NewPage(NewView{Seats: []ui.Option{{Value: "2", Label: units[2]}}})}),
		one("new", "faulty_file", ui.Sample{Body: NewPage(NewView{Seats: []ui.Option{{Value: "2", Label: units[2]}}, FileError: "Còn 1 chỗ vướng. Sửa hết rồi mới trình được.", Faults: []FaultRow{{Where: "Bước 2 · Các bước!5", Text: "Chưa rõ việc “bay”."}}})}),
		one("decision", "draft", ui.Sample{Body: DecisionPage(draft)}),
		one("decision", "faulty", ui.Sample{Body: DecisionPage(view(faulty, doWrite, doTry, doSubmit))}),
		one("decision", "submitted", ui.Sample{Body: DecisionPage(view(submitted, doApprove, doReturn))}),
		one("decision", "applied", ui.Sample{Body: DecisionPage(view(applied, doUndo))}),
		one("decision", "undone", ui.Sample{Body: DecisionPage(view(undone))}),
		one("decision", "undoing", ui.Sample{Body: DecisionPage(view(back))}),
		one("decision", "print", ui.Sample{Body: DecisionPrint(view(applied))}),
		one("head", "errors", ui.Sample{Body: HeadPage(HeadView{Decision: draft, In: formOf(d), Errors: errs, Sentence: "Chưa ghi được."})}),
		one("return", "errors", ui.Sample{Body: ReturnPage(HeadView{Decision: view(submitted, doReturn), Errors: errs, Sentence: "Chưa ghi được."})}),
		one("undo", "empty", ui.Sample{Body: UndoPage(HeadView{Decision: view(applied, doUndo), In: formOf(d)})}),
		one("step", "found", ui.Sample{Body: StepPage(step(Found, stepForm{}, nil, ""))}),
		one("step", "wind_up_errors", ui.Sample{Body: StepPage(step(WindUp, wind, errs, "Chưa ghi được."))}),
		one("step", "merge", ui.Sample{Body: StepPage(step(Merge, stepForm{Units: units[4], Targets: []targetRow{{To: units[5]}}}, nil, ""))}),
		one("step", "area", ui.Sample{Body: StepPage(step(AreaForm, stepForm{AreaCode: "06811", AreaFrom: "06811 toàn bộ"}, nil, ""))}),
	}
}
