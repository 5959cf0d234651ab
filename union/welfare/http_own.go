package welfare

import (
	"net/http"

	"doanket/core/payments"
	"doanket/internal/web"
	"doanket/kernel"
	"doanket/ui"
)

const (
	ownPath       = "/phuc-loi-cua-toi"
	allowancePath = "/tro-cap"
)

func (s *Service) ownRoutes() []web.Route {
	out := []web.Route{
		{Pattern: "GET /phuc-loi-cua-toi", Access: web.SignedIn, Handle: s.showMine, Note: "phúc lợi của tôi"},
		{Pattern: "GET /phuc-loi-cua-toi/{id}", Access: web.SignedIn, Handle: s.showCode, Note: "một khoản của tôi, với mã để nhận"},
	}
	return append(out, s.accountPage().Routes("/phuc-loi-cua-toi/tai-khoan", "tài khoản nhận tiền của tôi", web.SignedIn)...)
}

func (s *Service) showMine(c *web.Ctx) error {
	m, err := s.Mine(c.Context(), c.Actor)
	if err != nil {
		return err
	}
	return c.Page(http.StatusOK, c.T("Phúc lợi của tôi"), MinePage(m, s.today()))
}

func (s *Service) showCode(c *web.Ctx) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	o, err := s.OwnOne(c.Context(), c.Actor, id)
	if err != nil {
		return err
	}
	return c.Page(http.StatusOK, o.Programme, CodePage(o, s.codeOf(o.Benefit)))
}

// codeOf is the address that the code of a benefit holds.
func (s *Service) codeOf(b Benefit) string { return s.Base + codePath + "/" + b.Token }

func bankName(bin string, on kernel.Date) string {
	b, _ := payments.BankByBIN(bin, on)
	return b.Name
}

func (s *Service) accountPage() web.Asking[typed] {
	return web.Asking[typed]{
		Begin: begin,
		View: func(c *web.Ctx, in typed) (web.AskView, bool, error) {
			m, err := s.Mine(c.Context(), c.Actor)
			if c.R.Method == http.MethodGet {
				in.Bank, in.Account, in.Holder = m.Account.BIN, m.Account.Number, m.Account.Holder
			}
			var banks []ui.Option
			for _, b := range payments.Banks() {
				if b.Valid.Holds(s.today()) {
					banks = append(banks, ui.Option{Value: b.BIN, Label: b.Name})
				}
			}
			return web.AskView{Title: c.T("Tài khoản nhận tiền"), Crumbs: []ui.Link{{Label: c.T("Phúc lợi của tôi"), Href: ownPath}}, Action: ownPath + "/tai-khoan", Back: ownPath, Submit: c.T("Lưu tài khoản"),
				Text: c.T("Để trống cả ba ô nếu bạn muốn nhận tiền mặt."),
				Fields: []web.Ask{
					{Kind: "select", Props: ui.FieldProps{Name: "ngan_hang", Label: c.T("Ngân hàng"), Value: in.Bank, Placeholder: c.T("Nhận tiền mặt")}, Options: banks},
					{Kind: "text", Props: ui.FieldProps{Name: "so_tai_khoan", Label: c.T("Số tài khoản"), Value: in.Account, InputMode: "numeric", Autocomplete: "off"}},
					{Kind: "text", Props: ui.FieldProps{Name: "chu_tai_khoan", Label: c.T("Chủ tài khoản"), Value: in.Holder}},
				}}, c.Actor.Person != 0, err
		},
		Do: func(c *web.Ctx, in typed) (string, string, error) {
			return ownPath, c.T("Đã lưu tài khoản nhận tiền."), s.SetAccount(c.Context(), c.Actor, Account{BIN: in.Bank, Number: in.Account, Holder: in.Holder})
		},
	}
}

func (s *Service) allowanceRoutes() []web.Route {
	out := []web.Route{{Pattern: "GET /tro-cap", Access: web.Holds(watching...), Handle: s.showAllowances, Note: "trợ cấp từ hồ sơ đã quyết định"}}
	out = append(out, s.settlePage().Routes("/tro-cap/{id}/chi", "đưa trợ cấp vào chương trình", web.Holds(PermApprove))...)
	return append(out, s.rejectPage().Routes("/tro-cap/{id}/khong-chi", "không chi trợ cấp", web.Holds(PermApprove))...)
}

// AllowancesView is the list of allowances as its page shows it.
//
//glossary:none
type AllowancesView struct {
	Allowances
	Why map[kernel.ID]string // why each waits or is not paid
}

func (s *Service) showAllowances(c *web.Ctx) error {
	l, err := s.Allowances(c.Context(), c.Actor, allowanceSlugs[c.Get("trang-thai")], web.IDOf(c.Get("truoc")))
	if err != nil {
		return err
	}
	v := AllowancesView{l, map[kernel.ID]string{}}
	for _, w := range l.Rows {
		v.Why[w.ID] = w.why(c)
	}
	return c.Page(http.StatusOK, c.T("Trợ cấp khó khăn"), AllowancesPage(v))
}

// why is the sentence of what stands in the way.
func (w Allowance) why(c *web.Ctx) string {
	if w.Why == "" {
		return ""
	}
	args := make([]any, len(w.WhyArgs))
	for i, x := range w.WhyArgs {
		args[i] = x
	}
	return c.Sentence(&kernel.Fault{Kind: kernel.Refused, Code: w.Why, Args: args})
}

func (s *Service) readAllowance(c *web.Ctx) (Allowance, error) {
	id, err := c.ID("id")
	if err != nil {
		return Allowance{}, err
	}
	return s.Allowance(c.Context(), c.Actor, id)
}

func allowanceCrumbs(c *web.Ctx, w Allowance) []ui.Link {
	return []ui.Link{{Label: c.T("Trợ cấp"), Href: allowancePath}, {Label: w.Code}}
}

func (s *Service) settlePage() web.Asking[typed] {
	return web.Asking[typed]{
		Begin: begin,
		View: func(c *web.Ctx, in typed) (web.AskView, bool, error) {
			w, err := s.readAllowance(c)
			return web.AskView{Title: c.T("Đưa trợ cấp vào chương trình"), Crumbs: allowanceCrumbs(c, w), Action: allowancePath + "/" + w.ID.String() + "/chi", Back: allowancePath, Submit: c.T("Đưa vào chương trình"), Text: w.why(c),
				Fields: []web.Ask{
					{Kind: "text", Props: ui.FieldProps{Name: "so_the", Label: c.T("Mã số đoàn viên"), Hint: c.T("Khi hồ sơ không cho biết là đoàn viên nào"), Value: in.Numbers, Optional: true, Short: true}},
					{Kind: "money", Props: ui.FieldProps{Name: "muc", Label: c.T("Mức"), Hint: c.T("Để trống: theo mức của chương trình"), Value: in.Amount, Optional: true}},
					{Kind: "area", Props: ui.FieldProps{Name: "ly_do", Label: c.T("Lý do"), Value: in.Reason, Required: true}},
				}}, w.State == AllowanceWaiting, err
		},
		Do: func(c *web.Ctx, in typed) (string, string, error) {
			id, err := c.ID("id")
			if err != nil {
				return "", "", err
			}
			var fs kernel.Faults
			amount := web.MoneyAt(&fs, "muc", in.Amount)
			err = fs.Err("welfare.invalid_rows")
			if err == nil {
				err = s.Settle(c.Context(), c.Actor, id, SettleInput{Number: in.Numbers, Amount: amount, Reason: in.Reason})
			}
			return allowancePath, c.T("Đã đưa trợ cấp vào chương trình."), err
		},
	}
}

func (s *Service) rejectPage() web.Asking[typed] {
	return web.Asking[typed]{
		Begin: begin,
		View: func(c *web.Ctx, in typed) (web.AskView, bool, error) {
			w, err := s.readAllowance(c)
			return web.AskView{Title: c.T("Không chi trợ cấp"), Crumbs: allowanceCrumbs(c, w), Action: allowancePath + "/" + w.ID.String() + "/khong-chi", Back: allowancePath, Submit: c.T("Không chi"), Danger: true, Text: w.why(c),
				Fields: []web.Ask{{Kind: "area", Props: ui.FieldProps{Name: "ly_do", Label: c.T("Lý do"), Value: in.Reason, Required: true}}}}, w.State == AllowanceWaiting, err
		},
		Do: func(c *web.Ctx, in typed) (string, string, error) {
			id, err := c.ID("id")
			if err == nil {
				err = s.Reject(c.Context(), c.Actor, id, in.Reason)
			}
			return allowancePath, c.T("Đã ghi không chi."), err
		},
	}
}
