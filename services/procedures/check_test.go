package procedures

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"doanket/kernel"
)

// broken is one change to the sample definition and the finding that it must bring.
type broken struct {
	old, now string
	code     string
}

var brokenCases = []broken{
	// identity
	{`ma: "9.000001"`, `ma: "9.1"`, "identity.code"},
	{"hieu_luc: {tu: 2026-07-01}", "hieu_luc: {}", "identity.no_start"},
	{"hieu_luc: {tu: 2026-07-01}", "hieu_luc: {tu: 2026-07-01, den: 2026-06-30}", "identity.ends_before"},
	{`quyet_dinh: {so: "01/QĐ-MAU", ngay: 2026-06-01, co_quan: "Cơ quan mẫu"}`, "", "identity.no_decision"},
	{`  - {so: "01/2026/NĐ-MAU", ten: "Nghị định mẫu"}` + "\n" + `  - {so: "02/2026/TT-MAU", ten: "Thông tư mẫu", nguon: "Nghe nói", xac_nhan: false}`, "  []", "identity.no_basis"},
	{"loai: quoc_gia", "loai: quoc_te", "value.list_of"},
	// the file itself
	{"tom_tat:", "tomtat:", "key.unknown"},
	{"linh_vuc:", "ten: x\nlinh_vuc:", "key.twice"},
	{"ngay: 2026-06-01", "ngay: 2026-02-30", "value.date"},
	{"cap: [xa]", "cap: xa", "value.list"},
	{"so_tien: 8000", "so_tien: tám nghìn", "value.whole"},
	{"tom_tat: \"Thủ", "tom_tat: \"\"Thủ", "file.yaml"},
	// deadlines
	{"han: 3wd, phi: []", "phi: []", "deadline.missing"},
	{"han: 3wd, phi: []", "han: {so: 1, don_vi: OTHER}, phi: []", "deadline.unit_other"},
	{"han: 3wd, phi: []", "han: 3 ngày, phi: []", "deadline.unreadable"},
	{"han: 3wd, phi: []", "han: {so: 0, don_vi: ngay}, phi: []", "deadline.not_positive"},
	{"han: 3wd, phi: []", "han: {khong: true}, phi: []", "deadline.no_reason"},
	{"han: same-day@15:00", "han: same-day@25:00", "deadline.cutoff"},
	{"    mac_dinh: true\n", "    mac_dinh: true\n    han: 10d\n", "deadline.contradiction"},
	{"vai: handler, han: 4wh", "vai: handler, han: 9wh", "deadline.step_too_long"},
	{"vai: approver, han: 2wh", "vai: approver, han: 5wh", "deadline.steps_too_long"},
	{"vai: handler, han: 4wh", "vai: handler, han: 4wh, nhac: 5wh", "deadline.warning_late"},
	// graph
	{"den: khong_nhan", "den: khong_co", "flow.unknown_step"},
	{`        - {khoa: khong_nhan, ten: "Không nhận", tt: 3}`, `        - {khoa: khong_nhan, ten: "Không nhận", tt: 3}` + "\n" + `        - {khoa: lac, ten: "Lạc", tt: 4, vai: handler}`, "flow.unreachable"},
	{`        - {khoa: tra, ten: "Trả", tu: cho_tra, den: da_tra, hieu_luc: [return_result, close], can: [nop_phi]}`, "", "flow.dead_end"},
	{"tu: ky, den: cho_tra, hieu_luc: [approve, sign, number, issue]", "tu: ky, den: xu_ly, hieu_luc: [approve, sign]", "flow.no_result_path"},
	{"tu: cho_nhan, den: xu_ly, hieu_luc: [accept]", "tu: [cho_nhan, khong_nhan], den: xu_ly, hieu_luc: [accept]", "flow.from_closed"},
	{"tu: xu_ly, den: ky, hieu_luc: [draft]", "tu: [xu_ly, cho_nhan], den: ky, hieu_luc: [draft]", "flow.accept_missing"},
	{`ten: "Tra sổ", tt: 4`, `ten: "Tra sổ", tt: 1`, "flow.one_start"},
	{`ten: "Tra sổ", tt: 4`, `ten: "Tra sổ", tt: 11`, "flow.state"},
	{`ten: "Chờ trả", tt: 9`, `ten: "Chờ trả", tt: 4`, "flow.jump"},
	{"vai: approver, han: 2wh", "vai: approver, han: 2wh, cho: tat_ca", "flow.join_without_split"},
	{"vai: approver, han: 2wh", "vai: approver, han: 2wh, cho: tat_ca", "flow.parallel_not_run"},
	{"vai: handler, han: 4wh", "vai: handler, han: 4wh, nhac: 1wh", "flow.warning_not_run"},
	{"han: 3wd, phi: []", "han: {so: 3, don_vi: ngay_lam_viec, bat_dau: nop_phi}, phi: []", "deadline.starts_not_run"},
	// roles
	{`ten: "Tra sổ", tt: 4, vai: handler`, `ten: "Tra sổ", tt: 4`, "flow.no_role"},
	{`ten: "Tra sổ", tt: 4, vai: handler`, `ten: "Tra sổ", tt: 4, vai: giam_doc`, "value.list_of"},
	{`ten: "Tra sổ", tt: 4, vai: handler`, `ten: "Tra sổ", tt: 4, vai: approver`, "flow.same_role"},
	{", bon_mat: true}", "}", "effect.four_eyes"},
	// expressions
	{`khi: "don.gap"`, `khi: "don.gaap"`, "expr.bad"},
	{`khi: "don.gap"`, `khi: "don.so_ban"`, "expr.bad"},
	{`khi: "don.gap"`, `khi: "don.so_ban > 'a'"`, "expr.bad"},
	{`khi: "don.gap"`, `khi: "now() > now()"`, "expr.bad"},
	{`khi: "don.gap"`, `khi: "` + strings.Repeat("don.gap || ", 150) + `don.gap"`, "expr.bad"},
	// variants
	{"    mac_dinh: true\n", "    khi: \"don.so_ban > 3\"\n", "variant.overlap"},
	{"    mac_dinh: true\n", "    khi: \"don.so_ban > 3\"\n", "variant.no_default"},
	{`    khi: "don.gap"`, "    mac_dinh: true", "variant.two_defaults"},
	// papers
	{`{khoa: the, ten: "Thẻ mẫu", ban_chinh: 1`, `{khoa: to_khai, ten: "Thẻ mẫu", ban_chinh: 1`, "paper.repeated"},
	{`ten: "Thẻ mẫu", ban_chinh: 1`, `ten: "Thẻ mẫu", ban_chinh: 0`, "paper.no_copies"},
	{`ten: "Thẻ mẫu", ban_chinh: 1`, `ten: "* Lưu ý: mang theo thẻ", ban_chinh: 1`, "paper.note"},
	{`ten: "Thẻ mẫu"`, `ma: "abc", ten: "Thẻ mẫu"`, "paper.code"},
	{`ten: "Thẻ mẫu", ban_chinh: 1, bat_buoc: true, mot_trong: nhan_than, thay_the: [dan_cu]`, `ten: "Thẻ căn cước", ban_chinh: 1, bat_buoc: true, mot_trong: nhan_than`, "paper.state_holds"},
	{"ban_sao: 1, bat_buoc: false, mot_trong: nhan_than", "ban_sao: 1, bat_buoc: false", "paper.lonely_group"},
	{"thay_the: [dan_cu]", "thay_the: [trai_dat]", "paper.unknown_source"},
	// forms
	{`{khoa: gap, kieu: yesno, nhan: "Cần gấp", bat_buoc: true}`, `{khoa: gap, kieu: yesno, nhan: "Cần gấp", bat_buoc: true, hien: "false"}`, "form.hidden_required"},
	{"kieu: yesno", "kieu: choice", "form.no_options"},
	{"tu: 1, den: 10", "tu: 11, den: 10", "form.min_over_max"},
	{"  lop: 1\n", "  lop: 1\n  doi_ten: {cu: moi}\n", "form.unknown_field"},
	{"truong_hop:\n", "danh_muc: {thua: [{ma: a, ten: b}]}\ntruong_hop:\n", "form.list_unused"},
	// fees
	{"{han: 3wd, phi: []}", "{han: 3wd}", "fee.not_said"},
	{"so_tien: 8000", "so_tien: -1", "fee.negative"},
	{"            loai: phi\n", "", "fee.no_kind"},
	{"            so_tien: 8000\n", "            so_tien: 0\n", ""},
	{"            so_tien: 8000\n            don_vi: \"bản\"\n            so_luong: \"don.so_ban\"\n            can_cu: \"02/2026/TT-MAU\"\n", "            so_tien: 0\n", "fee.zero_no_basis"},
	{"ti_le: 50", "ti_le: 101", "fee.percent"},
	// results, effects, notices
	{`, mau: "Bản sao số {{ket_qua.so}}, {{don.so_ban}} bản"`, "", "result.no_template"},
	{"cap_ky: approver, ", "", "result.no_signature"},
	{"{{don.so_ban}}", "{{don.so_bang}}", "template.unknown"},
	{"hieu_luc: [return_result, close]", "hieu_luc: [send_flowers, return_result, close]", "effect.unknown"},
	{"thong_bao: []", `thong_bao: [{khoa: thua, tieu_de: "a", noi_dung: "b"}]`, "notice.unused"},
	{"can: [thanh_phan]}", "can: [thanh_phan], thong_bao: [la]}", "notice.unknown"},
	// supplement
	{"    bo_sung: tinh_lai_tu_dau\n    thanh_phan: &giay", "    thanh_phan: &giay", "supply.missing"},
	{`        - {khoa: tra, ten: "Trả"`, `        - {khoa: hoi, ten: "Hỏi", tu: cho_tra, den: cho_nhan, hieu_luc: [ask_supplement], ly_do: true}` + "\n" + `        - {khoa: tra, ten: "Trả"`, "supply.after_signing"},
	// own examples
	{"phi: 24000", "phi: 24001", "example.total"},
	{`han: "2026-11-23T17:30"`, `han: "2026-11-24T17:30"`, "example.due"},
	{"truong_hop: gap, han", "truong_hop: thuong, han", "example.variant"},
	{"giay_to: [nhan_than]", "giay_to: [the]", "example.papers"},
	{"don: {so_ban: 3, gap: true}", "don: {so_ban: 30, gap: true}", "example.answers"},
	{"don: {so_ban: 3, gap: true}", "don: {so_ban: 3, gap: true, la: 1}", "example.unknown"},
	{"kenh: truc_tiep, don", "kenh: buu_chinh, don", "example.channel"},
	{`nhan: "2026-11-23T08:20"`, `nhan: "hôm nay"`, "example.received"},
	// doubts of an import
	{"thong_bao: []", `nghi_van: [{duong_dan: "a", ma: "b", noi_dung: "c"}]` + "\nthong_bao: []", "import.doubt"},
}

func TestADefinitionIsRefusedForEachThingThatIsWrong(t *testing.T) {
	for i, x := range brokenCases {
		if x.code == "" {
			continue
		}
		t.Run(fmt.Sprintf("%02d %s", i, x.code), func(t *testing.T) {
			if !strings.Contains(sampleFile, x.old) {
				t.Fatalf("the sample has no %q", x.old)
			}
			text := strings.Replace(sampleFile, x.old, x.now, 1)
			found := Check(File{Name: "mau.yaml", Text: []byte(text)})
			if !slices.ContainsFunc(found, func(f Finding) bool { return f.Code == x.code }) {
				t.Fatalf("found only %+v", found)
			}
			for _, f := range found {
				if f.Line < 1 || f.Line > strings.Count(text, "\n")+1 || f.Message == f.Code || strings.Contains(f.Message, "%!") {
					t.Errorf("line %d, %s: %s", f.Line, f.Code, f.Message)
				}
			}
		})
	}
}

func TestAFindingStandsAtItsLine(t *testing.T) {
	text := strings.Replace(sampleFile, "ti_le: 50", "ti_le: 101", 1)
	want := strings.Count(text[:strings.Index(text, "ti_le: 101")], "\n") + 1
	found := Check(File{Name: "mau.yaml", Text: []byte(text)})
	if len(found) == 0 || found[0].Line != want || found[0].File != "mau.yaml" {
		t.Fatalf("want line %d: %+v", want, found)
	}
}

func TestAllFindingsComeAtOnce(t *testing.T) {
	text := sampleFile
	for _, x := range []string{"tt: 10", "ti_le: 50", "ban_chinh: 1, bat_buoc: true, mot_trong", "cap_ky: approver"} {
		text = strings.Replace(text, x, map[string]string{"tt: 10": "tt: 12", "ti_le: 50": "ti_le: 150", "ban_chinh: 1, bat_buoc: true, mot_trong": "bat_buoc: true, mot_trong", "cap_ky: approver": "cap_ky: vua"}[x], 1)
	}
	codes := map[string]bool{}
	for _, f := range Check(File{Text: []byte(text)}) {
		codes[f.Code] = true
	}
	for _, c := range []string{"flow.state", "fee.percent", "paper.no_copies", "value.list_of"} {
		if !codes[c] {
			t.Errorf("%s was not told", c)
		}
	}
}

func TestCheckSpeaksJSONInTheContractsShape(t *testing.T) {
	b, err := CheckJSON(File{Name: "a.yaml", Text: []byte("ma: 1\nla: 2\n")})
	if err != nil || !strings.Contains(string(b), `"line": 2`) || !strings.Contains(string(b), `"code": "key.unknown"`) || strings.Contains(string(b), "Args") {
		t.Fatalf("%s %v", b, err)
	}
	b, _ = CheckJSON(File{Name: "mau.yaml", Text: []byte(sampleFile)})
	if string(b) != "[]" {
		t.Fatalf("%s", b)
	}
}

func TestAnAliasBombIsRefusedQuickly(t *testing.T) {
	var b strings.Builder
	b.WriteString("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n")
	for i := 1; i < 12; i++ {
		fmt.Fprintf(&b, "a%d: &a%d [", i, i)
		b.WriteString(strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*a%d, ", i-1), 10), ", ") + "]\n")
	}
	b.WriteString("can_cu: *a11\n")
	found := Check(File{Text: []byte(b.String())})
	if !slices.ContainsFunc(found, func(f Finding) bool {
		return f.Code == "file.too_deep" || f.Code == "file.yaml" || f.Code == "value.scalar" || f.Code == "value.mapping"
	}) {
		t.Fatalf("%d findings, none of size", len(found))
	}
}

func FuzzDefinitionsNeverPanic(f *testing.F) {
	f.Add([]byte(sampleFile))
	f.Add([]byte("ma: &a [*a]\n"))
	f.Add([]byte("truong_hop: [{khoa: a, quy_trinh: {buoc: [{khoa: a, tt: 1, dong_thoi: [a]}], viec: [{tu: a, den: a}]}}]"))
	for _, x := range brokenCases {
		f.Add([]byte(strings.Replace(sampleFile, x.old, x.now, 1)))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		for _, x := range Check(File{Name: "f", Text: text}) {
			if x.Line < 1 || x.Code == "" || x.Message == "" {
				t.Fatalf("%+v", x)
			}
		}
	})
}

func FuzzRecordsNeverPanic(f *testing.F) {
	f.Add([]byte(`{"code":"1.001193","executionMethods":[{"submissionMethod":"ONLINE","processingTime":"1","processingTimeUnit":"OTHER","fees":[{"type":"FEE","value":null}]}]}`))
	f.Add([]byte(`{"executionCases":[{"name":"* Lưu ý","profileComponents":[{"name":"a\u2028b: # {","originalQty":1.5}]}]}`))
	f.Fuzz(func(t *testing.T, line []byte) {
		_, text, doubts := draft(line, 1)
		if len(doubts) == 0 {
			t.Fatal("a record without doubts")
		}
		for _, x := range Check(File{Name: "f", Text: text}) {
			if x.Code == "file.yaml" {
				t.Fatalf("the draft is no YAML: %s\n%s", x.Message, text)
			}
		}
	})
}

func sampleAsk(answers map[string]any, channel string) Ask {
	return Ask{Answers: answers, Channel: channel, On: kernel.Date{Year: 2026, Month: 11, Day: 23}}
}

func TestZeroFeesOfAnAgencyWinOverTheGeneralRuleAndPrintTheirBasis(t *testing.T) {
	v, found := gate("2.000635.yaml", []byte(seedText(t, "2.000635")))
	if len(found) > 0 {
		t.Fatal(found)
	}
	a := sampleAsk(map[string]any{"so_ban": 3, "doi_tuong_mien": "khong"}, Online)
	a.Agency = []string{"H26.10", "H26"}
	c, err := v.VariantFor(a)
	if err != nil {
		t.Fatal(err)
	}
	lines := v.Fees(c, a)
	if len(lines) != 1 || lines[0].Amount != 0 || !strings.Contains(lines[0].Basis, "07/2023/NQ-HĐND") || lines[0].Quantity != 3 {
		t.Fatalf("%+v", lines)
	}
	a.Agency = []string{"H49.31.06", "H49.31", "H49"}
	if Total(v.Fees(c, a)) != 24_000 {
		t.Fatalf("%+v", v.Fees(c, a))
	}
	a.Answers["doi_tuong_mien"] = "ho_ngheo"
	lines = v.Fees(c, a)
	if Total(lines) != 0 || lines[0].Percent != 100 || lines[0].Exemption == "" {
		t.Fatalf("%+v", lines)
	}
	a.On = kernel.Date{Year: 2016, Month: 1, Day: 1}
	if len(v.Fees(c, a)) != 0 {
		t.Fatal("a fee before its first day")
	}
}

func TestAnyPaperOfAGroupIsEnoughAndHeldDataIsNotAsked(t *testing.T) {
	v, _ := gate("1.001193.yaml", []byte(seedText(t, "1.001193")))
	a := sampleAsk(map[string]any{"bi_bo_roi": false}, Direct)
	c, _ := v.VariantFor(a)
	papers := v.Papers(c, a)
	if got := Missing(papers, nil); !slices.Equal(got, []string{"chung_cu_sinh", "than_nhan"}) {
		t.Fatalf("%v", got)
	}
	for _, enough := range []string{"giay_chung_sinh", "nguoi_lam_chung", "giay_cam_doan"} {
		if got := Missing(papers, []string{enough, "than_nhan"}); len(got) != 0 {
			t.Fatalf("with %s still %v", enough, got)
		}
	}
	a.Held = []string{"dan_cu", "ho_tich"}
	if got := Missing(v.Papers(c, a), nil); len(got) != 0 {
		t.Fatalf("data that the State holds is asked for: %v", got)
	}
	a.Answers["bi_bo_roi"] = true
	if got := Missing(v.Papers(c, a), nil); !slices.Equal(got, []string{"bien_ban_bo_roi"}) {
		t.Fatalf("%v", got)
	}
}

func TestAnswersAreReadAndRefusedAtTheirField(t *testing.T) {
	v, _ := gate("1.000894.yaml", []byte(seedText(t, "1.000894")))
	form := map[string][]string{"ten_nu": {"Lê Thị Mẫu"}, "ngay_sinh_nu": {"29/02/2001"}, "so_dinh_danh_nu": {"123"}, "lan_nu": {"hai"}, "dien_thoai": {"0912 345 678"}}
	answers, bad := v.ReadAnswers(form)
	codes := map[string]string{}
	for _, f := range append(bad, v.CheckAnswers(sampleAsk(answers, Direct))...) {
		codes[f.Field] = f.Code
	}
	for field, want := range map[string]string{"ngay_sinh_nu": "date", "so_dinh_danh_nu": "cccd", "lan_nu": "number", "ten_nam": "missing", "dien_thoai": "", "ten_nu": ""} {
		if strings.TrimPrefix(codes[field], "procedures.answer.") != want {
			t.Errorf("%s: %q, want %q", field, codes[field], want)
		}
		if codes[field] != "" && Messages()[codes[field]] == "" {
			t.Errorf("%s has no sentence", codes[field])
		}
	}
}

func TestADefinitionKeepsItsHashAndComesBackWhole(t *testing.T) {
	for _, f := range seedFiles(t) {
		v, _ := gate(f.Name, f.Text)
		text, sha, err := canonical(v.Def)
		if err != nil {
			t.Fatal(err)
		}
		var c cache
		back, err := c.of(sha, text)
		if err != nil {
			t.Fatal(err)
		}
		_, again, _ := canonical(back.Def)
		if again != sha {
			t.Errorf("%s: %s became %s", f.Name, sha, again)
		}
		_, commented := gate(f.Name, append([]byte("# lời chú\n"), f.Text...))
		if len(commented) > 0 {
			t.Errorf("%s: a comment is a fault", f.Name)
		}
	}
}

func TestEveryPublishableWorkflowCanReachAnEndFromEveryStep(t *testing.T) {
	for _, f := range seedFiles(t) {
		v, _ := gate(f.Name, f.Text)
		for _, c := range v.Def.Variants {
			g := graphOf(c.Flow)
			for _, s := range c.Flow.Steps {
				if closed(s.State) || s.State == stateStopped {
					continue
				}
				seen := reach(g.out, []string{s.Key}, true)
				if !slices.ContainsFunc(c.Flow.Steps, func(x Step) bool { return closed(x.State) && seen[x.Key] }) {
					t.Errorf("%s %s: no end from %s", f.Name, c.Key, s.Key)
				}
			}
		}
	}
}
