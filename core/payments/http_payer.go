package payments

import (
	"bytes"
	"net/http"

	"doanket/internal/web"
	"doanket/kernel"
)

func (s *Service) payerRoutes() []web.Route {
	return []web.Route{
		{Pattern: "GET /thanh-toan", Access: web.Public, Handle: s.askReference, Note: "người nộp gõ mã tham chiếu"},
		{Pattern: "GET /thanh-toan/{ma}", Access: web.Public, Handle: s.showBill, Note: "khoản phải nộp, theo mã tham chiếu"},
		{Pattern: "GET /thanh-toan/{ma}/qr.png", Access: web.Public, Handle: s.billQR, Note: "ảnh mã VietQR"},
	}
}

func (s *Service) askReference(c *web.Ctx) error {
	if typed := c.Get("ma"); typed != "" {
		if ref := CleanReference(typed); ValidReference(ref) {
			return c.See(PayerPath(ref), "")
		}
		return s.noBill(c, typed, &kernel.Fault{Kind: kernel.Invalid, Code: "payments.bad_reference", Args: []any{typed}})
	}
	return c.Plain(http.StatusOK, c.T("Nộp phí, lệ phí"), AskReferencePage("", ""))
}

// noBill shows the field again with the sentence that says which form is right.
func (s *Service) noBill(c *web.Ctx, typed string, f *kernel.Fault) error {
	status := http.StatusUnprocessableEntity
	if f.Kind == kernel.NotFound {
		status = http.StatusNotFound
	}
	return c.Plain(status, c.T("Nộp phí, lệ phí"), AskReferencePage(typed, c.Sentence(f)))
}

// bill finds the bill of an address. References follow one another, so that whoever tries them out soon
// has to wait: every miss takes from the narrow bucket of her house.
func (s *Service) bill(c *web.Ctx) (Bill, error) {
	b, err := s.Bill(c.Context(), CleanReference(c.Path("ma")))
	if kernel.AsFault(err) != nil {
		if slow := c.AllowSignIn(); slow != nil {
			return b, slow
		}
	}
	return b, err
}

func (s *Service) showBill(c *web.Ctx) error {
	b, err := s.bill(c)
	if f := kernel.AsFault(err); f != nil && (f.Kind == kernel.Invalid || f.Kind == kernel.NotFound) {
		return s.noBill(c, c.Path("ma"), f)
	}
	if err != nil {
		return err
	}
	return c.Plain(http.StatusOK, c.T("Nộp phí, lệ phí"), BillPage(b))
}

func (s *Service) billQR(c *web.Ctx) error {
	b, err := s.bill(c)
	if err != nil {
		return err
	}
	if b.Payload == "" {
		return kernel.Missing("payments.no_order")
	}
	png, err := PNG(b.Payload, 480)
	if err != nil {
		return err
	}
	return c.File(b.Reference+".png", "image/png", bytes.NewReader(png), true)
}
