package dossiers

import (
	"context"
	"encoding/json"
	"slices"
	"testing"

	"doanket/internal/audit"
	"doanket/internal/db"
	"doanket/internal/outbox"
	"doanket/internal/search"
	"doanket/internal/testkit"
	"doanket/kernel"
)

// The heart's own cast: two wards and a union branch under one site.
const (
	site    kernel.ID = 1
	wardA   kernel.ID = 2
	deskA   kernel.ID = 3
	deptA   kernel.ID = 4
	wardB   kernel.ID = 5
	deskB   kernel.ID = 6
	deptB   kernel.ID = 7
	unionQN kernel.ID = 8
	branch  kernel.ID = 9
)

type castTree struct{}

var castParents = map[kernel.ID]kernel.ID{wardA: site, deskA: wardA, deptA: wardA, wardB: site, deskB: wardB, deptB: wardB, unionQN: site, branch: unionQN}

func (castTree) Path(_ *db.Tx, id kernel.ID, _ kernel.Date) ([]kernel.ID, error) {
	if id != site && castParents[id] == 0 {
		return nil, nil
	}
	var out []kernel.ID
	for ; id != 0; id = castParents[id] {
		out = append(out, id)
	}
	return out, nil
}

func (c castTree) Branch(_ *db.Tx, roots []kernel.ID, on kernel.Date) ([]kernel.ID, error) {
	var out []kernel.ID
	for id := site; id <= branch; id++ {
		path, _ := c.Path(nil, id, on)
		if shares(path, roots) {
			out = append(out, id)
		}
	}
	return out, nil
}

func officer(account kernel.ID, name, role string, org kernel.ID, permissions ...string) kernel.Actor {
	return kernel.Actor{Tenant: site, Account: account, Person: account + 1000, Org: org, Name: name,
		Mandates: []kernel.Mandate{{ID: account, Role: role, Org: org, Permissions: permissions}}}
}

var (
	lan    = officer(11, "Nguyễn Thị Lan", "counter_clerk", deskA, PermAccept, PermReturn, PermView)
	trang  = officer(12, "Phạm Thu Trang", "handler", deptA, PermHandle, PermView)
	quang  = officer(13, "Đỗ Văn Quang", "approver", wardA, PermApprove, PermAssign, PermView, PermReport)
	mai    = officer(14, "Vũ Thị Mai", "cashier", deskA, PermCollect)
	hoa    = officer(15, "Trần Thị Hoa", "counter_clerk", deskB, PermAccept, PermReturn, PermView)
	bac    = officer(16, "Lê Văn Bắc", "handler", deptB, PermHandle, PermView)
	binh   = officer(17, "Ngô Bình", "approver", wardB, PermApprove, PermAssign, PermView, PermReport)
	chief  = officer(18, "Hoàng Minh", "leader", site, PermView, PermReport)
	tuan   = officer(19, "Bùi Tuấn", "handler", branch, PermHandle, PermAccept, PermView)
	thanh  = officer(20, "Đặng Thành", "approver", unionQN, PermApprove, PermHandle, PermReturn, PermView, PermReport)
	hau    = kernel.Actor{Tenant: site, Account: 31, Person: 1031, Name: "Trần Văn Hậu"} // citizen
	ha     = kernel.Actor{Tenant: site, Account: 32, Person: 1032, Name: "Lê Thu Hà"}
	nobody = kernel.Actor{Tenant: site, Account: 33, Person: 1033, Name: "Người lạ"}
	castAt = []kernel.Actor{lan, trang, quang, mai, hoa, bac, binh, chief, tuan, thanh, hau, ha, nobody}
)

type castStaff struct{}

func (castStaff) Officer(_ context.Context, _, account kernel.ID) (Hand, error) {
	i := slices.IndexFunc(castAt, func(a kernel.Actor) bool { return a.Account == account })
	if i < 0 {
		return Hand{}, kernel.Missing("people.not_found")
	}
	return handOf(castAt[i]), nil
}

func (castStaff) Officers(_ context.Context, _, org kernel.ID, permission string) ([]Hand, error) {
	var out []Hand
	path, _ := castTree{}.Path(nil, org, kernel.Date{})
	for _, a := range castAt {
		if a.Can(permission, path) {
			out = append(out, handOf(a))
		}
	}
	return out, nil
}

// castGone are officers who have lost their posts.
var castGone = map[kernel.ID]bool{}

func (castStaff) Working(_ *db.Tx, _ kernel.ID, path []kernel.ID, permissions []string, _ kernel.Date) ([]kernel.ID, error) {
	var out []kernel.ID
	for _, a := range castAt {
		for _, p := range permissions {
			if a.Can(p, path) && !castGone[a.Account] {
				out = append(out, a.Account)
			}
		}
	}
	return out, nil
}

// castBook holds the terms of the test procedures by version.
type castBook struct {
	versions map[kernel.ID]func(TermsAsk) Terms
}

var castCodes = map[string]kernel.ID{"2.001955": 101, "1.001193": 102, "2.000635": 103, "1.013225": 104, "1.004222": 105, "UNION.TCKK": 106, "1.004873": 107, "2.001955.resume": 108}

func (b castBook) Current(_ context.Context, _ kernel.ID, code string, _ kernel.Instant) (kernel.ID, error) {
	if castCodes[code] == 0 {
		return 0, kernel.Missing("procedures.not_found")
	}
	return castCodes[code], nil
}

func (b castBook) Terms(_ context.Context, ask TermsAsk) (Terms, error) {
	f := b.versions[ask.Version]
	if ask.Version >= 500 { // invented ones of the bulk
		f = b.versions[104]
	}
	if f == nil {
		return Terms{}, kernel.Missing("procedures.not_found")
	}
	return f(ask), nil
}

// oneStop is the workflow of a ward: desk, handler, leader, desk.
func oneStop(t Terms) Terms {
	t.Steps = []StepTerm{
		{Key: "nhan", Name: "Chờ tiếp nhận", State: Submitted, Role: "counter_clerk", Unit: "receiving"},
		{Key: "tiep_nhan", Name: "Tiếp nhận", State: Accepted, Role: "counter_clerk", Unit: "receiving", Limit: "4wh"},
		{Key: "tham_dinh", Name: "Thẩm định", State: Processing, Role: "handler", Limit: "3wd"},
		{Key: "cho_bo_sung", Name: "Chờ bổ sung", State: AwaitingSupplement, Role: "citizen"},
		{Key: "ky", Name: "Chờ ký", State: Processing, Role: "approver", Limit: "1wd"},
		{Key: "tra", Name: "Trả kết quả", State: Decided, Role: "counter_clerk", Unit: "receiving"},
		{Key: "tu_choi", Name: "Từ chối", State: Refused, Unit: "receiving"},
		{Key: "xong", Name: "Đã trả", State: Returned, Unit: "receiving"},
	}
	t.Actions = []ActionTerm{
		{Key: "nhan_hs", From: []string{"nhan"}, To: "tiep_nhan", Effects: []string{"accept"}, Needs: []string{"papers"}},
		{Key: "tu_choi", From: []string{"nhan"}, To: "tu_choi", Effects: []string{"refuse"}},
		{Key: "bo_sung", From: []string{"nhan", "tiep_nhan", "tham_dinh"}, To: "cho_bo_sung", Effects: []string{"ask_supplement"}},
		{Key: "da_bo_sung", From: []string{"cho_bo_sung"}, To: "tham_dinh", Effects: []string{"resume"}},
		{Key: "nop_phi", From: []string{"nhan", "tiep_nhan", "tham_dinh"}, Effects: []string{"ask_payment"}},
		{Key: "chuyen", From: []string{"tiep_nhan"}, To: "tham_dinh", Effects: []string{"forward"}},
		{Key: "trinh", From: []string{"tham_dinh"}, To: "ky", Effects: []string{"draft", "forward"}, Needs: []string{"draft"}},
		{Key: "tra_lai", From: []string{"ky"}, To: "tham_dinh", Effects: []string{"return"}, Reason: true},
		{Key: "duyet", From: []string{"ky"}, To: "tra", Effects: []string{"approve", "sign", "number", "issue"}, FourEyes: true},
		{Key: "tra_kq", From: []string{"tra"}, To: "xong", Effects: []string{"return_result"}},
	}
	t.Results = []ResultTerm{{Key: "kq", Name: t.Procedure.Name, Template: "…"}, {Key: "tc", Name: "Văn bản từ chối", Refusal: true, Template: "…"}}
	return t
}

func castTerms() castBook {
	all := []Channel{Online, Desk, Post}
	labour := func(policy Policy, version kernel.ID, code string) func(TermsAsk) Terms {
		return func(TermsAsk) Terms {
			return oneStop(Terms{Procedure: ProcedureRef{Version: version, Code: code, Name: "Đăng ký nội quy lao động", No: 3}, Deciding: deptA,
				CodeAgency: "H49.31.06", Channels: all, Limit: "7wd", Supplement: policy, SupplyDays: 30,
				Papers: []PaperTerm{{Key: "don", Name: "Đơn", Required: true, FromForm: true}, {Key: "noi_quy", Name: "Nội quy lao động", Originals: 1, Required: true}}})
		}
	}
	return castBook{map[kernel.ID]func(TermsAsk) Terms{
		101: labour(Restart, 101, "2.001955"), 108: labour(Resume, 108, "2.001955.resume"),
		102: func(TermsAsk) Terms { // birth: any one of three papers
			return oneStop(Terms{Procedure: ProcedureRef{Version: 102, Code: "1.001193", Name: "Đăng ký khai sinh"}, Deciding: deptA, CodeAgency: "H49.31.06",
				Channels: all, Limit: "same-day@15:00", Supplement: Restart, Papers: []PaperTerm{
					{Key: "chung_sinh", Name: "Giấy chứng sinh", Required: true, OneOf: "sinh"},
					{Key: "lam_chung", Name: "Văn bản của người làm chứng", Required: true, OneOf: "sinh"},
					{Key: "cam_doan", Name: "Giấy cam đoan về việc sinh", Required: true, OneOf: "sinh"}}})
		},
		103: func(ask TermsAsk) Terms { // copies: 8.000 each, nothing online
			var in struct {
				Copies int64 `json:"so_ban"`
			}
			_ = json.Unmarshal(ask.Answers, &in)
			line := FeeLine{Key: "le_phi", Name: "Lệ phí trích lục", Kind: "le_phi", Unit: 8000, Quantity: in.Copies, Amount: kernel.Money(8000 * in.Copies)}
			if ask.Channel == Online {
				line.Amount, line.Basis = 0, "NQ 07/2023/NQ-HĐND: nộp trực tuyến mức thu 0 đồng"
			}
			return Terms{Procedure: ProcedureRef{Version: 103, Code: "2.000635", Name: "Cấp bản sao trích lục hộ tịch"}, Deciding: deptA,
				CodeAgency: "H49.31.06", Channels: all, Limit: "same-day@15:00", Supplement: Restart, Fees: []FeeLine{line}}
		},
		104: func(TermsAsk) Terms {
			return oneStop(Terms{Procedure: ProcedureRef{Version: 104, Code: "1.013225", Name: "Cấp giấy phép xây dựng"}, Deciding: deptA,
				CodeAgency: "H49.31.06", Channels: all, Limit: "10wd", Supplement: Restart})
		},
		105: func(ask TermsAsk) Terms { // non-territorial: B decides wherever it is filed
			return oneStop(Terms{Procedure: ProcedureRef{Version: 105, Code: "1.004222", Name: "Đăng ký thường trú"}, Deciding: deptB, NonTerritorial: true,
				CodeAgency: "H49.31.09", Channels: all, Limit: "7wd", Supplement: Restart})
		},
		106: func(TermsAsk) Terms { // a union matter without one-stop workflow
			return Terms{Procedure: ProcedureRef{Version: 106, Code: "UNION.TCKK", Name: "Trợ cấp khó khăn đoàn viên", Kind: "union"}, Deciding: unionQN,
				CodeAgency: "I22.05", Channels: all, Limit: "5wd", Supplement: Resume, Letterhead: "cong_doan",
				Papers: []PaperTerm{{Key: "ra_vien", Name: "Giấy ra viện", Copies: 1, Required: true}}}
		},
		107: func(ask TermsAsk) Terms { // the identity copy is needless when the population store answers
			p := PaperTerm{Key: "cccd", Name: "Bản sao căn cước", Copies: 1, Required: true}
			if slices.Contains(ask.Held, "dan_cu") {
				p.Held = "dan_cu"
			}
			return oneStop(Terms{Procedure: ProcedureRef{Version: 107, Code: "1.004873", Name: "Xác nhận tình trạng hôn nhân"}, Deciding: deptA,
				CodeAgency: "H49.31.06", Channels: all, Limit: "3wd", Supplement: Restart, Papers: []PaperTerm{p}})
		},
	}}
}

type castCalendars struct{ cal *kernel.Calendar }

func (c castCalendars) CalendarOf(context.Context, kernel.ID, kernel.ID) (*kernel.Calendar, error) {
	return c.cal, nil
}

// house is the room over one engine.
type house struct {
	*Service
	testkit.Env
	t *testing.T
}

func newHouse(t *testing.T, e testkit.Env) *house {
	t.Helper()
	return &house{Service: newRoom(e.DB, e.IDs, e.Clock), Env: e, t: t}
}

func newRoom(d *db.DB, ids *kernel.IDs, clock kernel.Clock) *Service {
	return New(Deps{DB: d, IDs: ids, Clock: clock, Outbox: outbox.New(d, ids, clock), Audit: audit.New(ids, clock), Search: search.New(d),
		Units: castTree{}, Book: castTerms(), Calendars: castCalendars{kernel.VietnamCalendar()}, Staff: castStaff{}})
}

func (h *house) at(s string) { h.Env.Clock.SetTo(s) }

func (h *house) ok(d Dossier, err error) Dossier {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
	return d
}

func (h *house) refused(code string, err error) {
	h.t.Helper()
	f := kernel.AsFault(err)
	if f == nil || f.Code != code {
		h.t.Fatalf("got %v, want a refusal %s", err, code)
	}
}

func rulesOf(by kernel.Actor, procedure string) DeskInput {
	return DeskInput{FilingInput: FilingInput{Procedure: procedure, Received: by.Org, Applicant: Party{Kind: "organisation", Name: "Công ty TNHH Than Mẫu"},
		Papers: []Paper{{Key: "noi_quy", Name: "Nội quy lao động", Originals: 1}, {Key: "ra_vien", Name: "Giấy ra viện", Copies: 1},
			{Key: "cccd", Name: "Bản sao căn cước", Copies: 1}, {Key: "chung_sinh", Name: "Giấy chứng sinh", Originals: 1}}}}
}

// filed files at a desk.
func (h *house) filed(by kernel.Actor, procedure string) Dossier {
	h.t.Helper()
	r, err := h.FileAtDesk(h.Ctx, by, rulesOf(by, procedure))
	return h.ok(r.Dossier, err)
}

// accepted files and takes in at the same moment.
func (h *house) accepted(by kernel.Actor, procedure string) Dossier {
	h.t.Helper()
	d := h.filed(by, procedure)
	return h.ok(h.Accept(h.Ctx, by, AcceptInput{ID: d.ID}))
}

func at(s string) kernel.Instant {
	i, err := kernel.ParseInstant(s)
	if err != nil {
		panic(err)
	}
	return i
}

func same(t *testing.T, what string, got, want any) {
	t.Helper()
	if g, ok := got.(kernel.Instant); ok {
		got = g.String()
	}
	if w, ok := want.(kernel.Instant); ok {
		want = w.String()
	}
	if got != want {
		t.Errorf("%s is %v, want %v", what, got, want)
	}
}

// countFacts counts the facts of a kind that were told.
func countFacts(e testkit.Env, kind string) (int64, error) {
	var n int64
	return n, e.DB.Read(e.Ctx, func(tx *db.Tx) error {
		var err error
		n, _, err = db.Value[int64](tx, `select count(*) from outbox_fact where kind = $1`, kind)
		return err
	})
}
