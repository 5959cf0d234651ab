package benefits

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"doanket/internal/web"
	"doanket/kernel"
)

// benefitAgreementJSON is an agreement as the API gives it.
type benefitAgreementJSON struct {
	ID      string `json:"id"`
	Unit    string `json:"unit" doc:"Unit that signed it; it holds for the members below."`
	Partner string `json:"partner"`
	Title   string `json:"title"`
	Rule    string `json:"rule,omitempty" doc:"Who of the members may use it; left out for everybody."`
	From    string `json:"from"`
	To      string `json:"to" doc:"The last day."`
	State   State  `json:"state" enum:"draft,signed,running,ended,dropped"`
}

type benefitAgreementsIn struct {
	State  string `query:"state" enum:"draft,signed,running,ended,dropped,"`
	Before string `query:"before" doc:"next of the page before."`
}

type benefitAgreementsOut struct {
	Body struct {
		Agreements []benefitAgreementJSON `json:"agreements"`
		Next       string                 `json:"next,omitempty"`
	}
}

// benefitRightJSON is what the bearer of a code may have here now.
type benefitRightJSON struct {
	Key     string       `json:"key" doc:"Send it back as right."`
	Goods   string       `json:"goods"`
	Who     Who          `json:"who" enum:"member,worker,child"`
	Percent int          `json:"percent,omitempty" doc:"In hundredths of a percent."`
	Sum     kernel.Money `json:"sum,omitempty"`
	Cap     kernel.Money `json:"cap,omitempty"`
	Least   kernel.Money `json:"least,omitempty"`
}

type benefitCheckIn struct {
	Key  string `header:"Idempotency-Key" doc:"The same key asks once."`
	Body struct {
		Code string `json:"code" maxLength:"500" doc:"What a reader read from the QR of a voucher or a card."`
	}
}

type benefitCheckOut struct {
	Body struct {
		Standing Standing           `json:"standing" enum:"good,used,expired,unknown,not_for"`
		Voucher  string             `json:"voucher,omitempty"`
		Rights   []benefitRightJSON `json:"rights"`
		At       kernel.Instant     `json:"checked_at"`
	}
}

type benefitUseIn struct {
	Key  string `header:"Idempotency-Key" required:"true" minLength:"8" maxLength:"60" doc:"The same key confirms once."`
	Body struct {
		Code  string       `json:"code" maxLength:"500"`
		Right string       `json:"right,omitempty" maxLength:"40" doc:"May be left out when there is one."`
		Place string       `json:"place,omitempty" maxLength:"40" doc:"May be left out when the agreement holds in one place."`
		Bill  kernel.Money `json:"bill"`
	}
}

// benefitUseJSON is a redemption as its till sees it.
type benefitUseJSON struct {
	ID        string       `json:"id"`
	Agreement string       `json:"agreement"`
	Goods     string       `json:"goods"`
	Place     string       `json:"place"`
	Bill      kernel.Money `json:"bill"`
	Discount  kernel.Money `json:"discount"`
	Pays      kernel.Money `json:"pays"`
	At        string       `json:"at"`
	Cancelled string       `json:"cancelled,omitempty"`
}

type benefitUseOut struct{ Body benefitUseJSON }

type benefitCancelIn struct {
	ID   string `path:"id"`
	Key  string `header:"Idempotency-Key" doc:"A second time changes nothing."`
	Body struct {
		Reason string `json:"reason" maxLength:"500"`
	}
}

type benefitOwnIn struct{}

// benefitOwnVoucherJSON is a voucher as its owner sees it.
type benefitOwnVoucherJSON struct {
	Serial   string   `json:"serial"`
	Title    string   `json:"title"`
	Partner  string   `json:"partner"`
	To       string   `json:"to"`
	Standing Standing `json:"standing" enum:"good,used,expired,unknown,not_for"`
	Code     string   `json:"code,omitempty" doc:"Address in its QR, while it is good."`
}

type benefitOwnOut struct {
	Body struct {
		Vouchers []benefitOwnVoucherJSON `json:"vouchers"`
		Offers   []benefitAgreementJSON  `json:"offers" doc:"Those that her record fulfils, the nearest first."`
	}
}

// API adds the operations of this room to /api/v1.
func (s *Service) API(server *web.Server) {
	op := func(id, method, path, summary string) huma.Operation {
		return huma.Operation{OperationID: id, Method: method, Path: web.APIPath + path, Summary: summary, Tags: []string{"benefits"}}
	}
	web.Register(server, op("list-benefit-agreements", http.MethodGet, "/benefit-agreements", "Thoả thuận ưu đãi"), web.Holds(watching...), s.agreementsAPI)
	web.Register(server, op("get-own-benefits", http.MethodGet, "/own-benefits", "Phiếu và ưu đãi của tôi"), web.SignedIn, s.ownAPI)
	check := op("check-benefit", http.MethodPost, "/benefit-checks", "Kiểm tra phiếu hoặc thẻ")
	check.Description = "Nhiều nhất 30 lượt mỗi phút cho một đối tác. Không trả về tên hay số của đoàn viên."
	web.Register(server, check, web.Holds(PermRedeem), s.checkAPI)
	use := op("redeem-benefit", http.MethodPost, "/benefit-redemptions", "Ghi một lượt dùng ưu đãi")
	use.Description = "Cùng một Idempotency-Key chỉ ghi một lần. Hai nơi dùng một phiếu cùng lúc thì một nơi được."
	web.Register(server, use, web.Holds(PermRedeem), s.useAPI)
	web.Register(server, op("cancel-benefit-redemption", http.MethodPost, "/benefit-redemptions/{id}/cancellation", "Huỷ một lượt dùng"), web.Holds(PermRedeem), s.cancelAPI)
}

func agreementJSON(g Agreement) benefitAgreementJSON {
	return benefitAgreementJSON{ID: g.ID.String(), Unit: g.Org.String(), Partner: g.PartnerName, Title: g.Title, Rule: g.Rule, From: g.From.String(), To: g.To.String(), State: g.State}
}

func (s *Service) agreementsAPI(ctx context.Context, a kernel.Actor, in *benefitAgreementsIn) (*benefitAgreementsOut, error) {
	l, err := s.Agreements(ctx, a, Filter{State: State(in.State), Before: web.IDOf(in.Before)})
	if err != nil {
		return nil, err
	}
	out := &benefitAgreementsOut{}
	out.Body.Agreements = []benefitAgreementJSON{}
	for _, g := range l.Rows {
		out.Body.Agreements = append(out.Body.Agreements, agreementJSON(g))
	}
	if l.Next != 0 {
		out.Body.Next = l.Next.String()
	}
	return out, nil
}

func (s *Service) ownAPI(ctx context.Context, a kernel.Actor, _ *benefitOwnIn) (*benefitOwnOut, error) {
	m, err := s.Mine(ctx, a)
	if err != nil {
		return nil, err
	}
	out := &benefitOwnOut{}
	out.Body.Vouchers, out.Body.Offers = []benefitOwnVoucherJSON{}, []benefitAgreementJSON{}
	for _, o := range m.Vouchers {
		out.Body.Vouchers = append(out.Body.Vouchers, benefitOwnVoucherJSON{Serial: o.Series.SerialText(o.Voucher.Serial), Title: o.Series.Title, Partner: o.Agreement.PartnerName, To: o.Series.To.String(), Standing: o.Standing, Code: o.Address})
	}
	for _, o := range m.Offers {
		if o.Finding.Verdict == "yes" {
			out.Body.Offers = append(out.Body.Offers, agreementJSON(o.Agreement))
		}
	}
	return out, nil
}

func (s *Service) checkAPI(ctx context.Context, a kernel.Actor, in *benefitCheckIn) (*benefitCheckOut, error) {
	got, err := s.Check(ctx, a, in.Body.Code)
	if err != nil {
		return nil, err
	}
	out := &benefitCheckOut{}
	out.Body.Standing, out.Body.Voucher, out.Body.At, out.Body.Rights = got.Standing, got.Voucher, got.At, []benefitRightJSON{}
	for _, r := range got.Rights {
		out.Body.Rights = append(out.Body.Rights, benefitRightJSON{Key: r.Key, Goods: r.Goods, Who: r.Who, Percent: r.Cut.Percent, Sum: r.Cut.Sum, Cap: r.Cut.Cap, Least: r.Cut.Least})
	}
	return out, nil
}

func useJSON(u Use) *benefitUseOut {
	out := &benefitUseOut{benefitUseJSON{ID: u.ID.String(), Agreement: u.Agreement.String(), Goods: u.Goods, Place: u.Place, Bill: u.Bill, Discount: u.Discount, Pays: u.Pays(), At: u.At.String()}}
	if !u.Cancelled.IsZero() {
		out.Body.Cancelled = u.Cancelled.String()
	}
	return out
}

func (s *Service) useAPI(ctx context.Context, a kernel.Actor, in *benefitUseIn) (*benefitUseOut, error) {
	u, err := s.Confirm(ctx, a, Till{Code: in.Body.Code, Right: in.Body.Right, Place: web.IDOf(in.Body.Place), Bill: in.Body.Bill, Key: in.Key, Way: ByAPI})
	if err != nil {
		return nil, err
	}
	return useJSON(u), nil
}

func (s *Service) cancelAPI(ctx context.Context, a kernel.Actor, in *benefitCancelIn) (*benefitUseOut, error) {
	id, err := kernel.ParseID(in.ID)
	if err != nil {
		return nil, err
	}
	u, err := s.CancelUse(ctx, a, id, in.Body.Reason)
	if err != nil {
		return nil, err
	}
	return useJSON(u), nil
}
