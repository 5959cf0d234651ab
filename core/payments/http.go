package payments

import (
	"bytes"
	"net/http"
	"strings"

	"doanket/internal/paper"
	"doanket/internal/web"
	"doanket/kernel"
	"doanket/ui"
)

// Routes are the room's pages.
func (s *Service) Routes() []web.Route {
	may := web.Holds(CollectPermission, ViewPermission)
	return append(s.payerRoutes(), []web.Route{
		{Pattern: "GET /thu-ngan", Access: may, Handle: s.showDesk, Note: "orders to collect"},
		{Pattern: "GET /thu-ngan/{id}", Access: may, Handle: s.showOrder, Note: "one order with its QR"},
		{Pattern: "GET /thu-ngan/{id}/qr.png", Access: may, Handle: s.showQR, Note: "the QR as a picture"},
		{Pattern: "POST /thu-ngan/{id}/thu", Access: web.Holds(CollectPermission), Handle: s.confirm, Note: "take the money"},
		{Pattern: "GET /thu-ngan/kiem-tra-ma", Access: may, Handle: s.checkCode, Note: "what a VietQR code says"},
		{Pattern: "POST /thu-ngan/kiem-tra-ma", Access: may, Handle: s.checkCode, Note: "what a VietQR code says"},
		{Pattern: "GET /bien-lai/{id}", Access: may, Handle: s.showReceipt, Note: "a receipt for print"},
		{Pattern: "GET /bien-lai/{id}/pdf", Access: may, Handle: s.receiptPDF, Note: "a receipt as PDF"},
	}...)
}

func (s *Service) showDesk(c *web.Ctx) error {
	f := Filter{State: Waiting}
	switch State(c.Get("trang-thai")) {
	case Paid:
		f.State = Paid
	case Cancelled:
		f.State = Cancelled
	case Free:
		f.State = Free
	}
	if c.Get("truoc") != "" {
		var err error
		f.Before, err = kernel.ParseID(c.Get("truoc"))
		if err != nil {
			return err
		}
	}
	status, problem := http.StatusOK, ""
	if typed := strings.TrimSpace(c.Get("ma")); typed != "" {
		err := s.find(c.Context(), c.Actor, &f, typed)
		if fault := kernel.AsFault(err); fault != nil && fault.Kind == kernel.Invalid {
			status, problem = http.StatusUnprocessableEntity, c.Sentence(fault)
		} else if err != nil {
			return err
		}
	}
	d := Desk{Filter: f}
	if problem == "" {
		var err error
		d, err = s.Desk(c.Context(), c.Actor, f)
		if err != nil {
			return err
		}
	}
	return c.Page(status, c.T("Thu ngân"), DeskPage(d, c.Get("ma"), problem))
}

func (s *Service) showOrder(c *web.Ctx) error {
	return s.orderPage(c, http.StatusOK, confirmForm{}, nil)
}

func (s *Service) orderPage(c *web.Ctx, status int, typed confirmForm, problem *kernel.Fault) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	d, err := s.Detail(c.Context(), c.Actor, id)
	if err != nil {
		return err
	}
	if typed.Token != "" {
		d.Token = typed.Token
	}
	var errs ui.Errors
	if problem != nil {
		errs = c.FieldErrors(problem)
	}
	return c.Page(status, d.Order.Reference, OrderPage(d, typed, errs))
}

type confirmForm struct {
	Method   string       `form:"hinh_thuc,max=20"`
	Received kernel.Money `form:"so_tien"`
	Token    string       `form:"phieu,max=40"`
}

func (s *Service) confirm(c *web.Ctx) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	var in confirmForm
	err = c.Form(&in)
	if err == nil {
		_, _, err = s.Confirm(c.Context(), c.Actor, id, Confirmation{Method: Method(in.Method), Received: in.Received, Token: in.Token})
	}
	if f := kernel.AsFault(err); f != nil && f.Kind == kernel.Invalid {
		return s.orderPage(c, http.StatusUnprocessableEntity, in, f)
	}
	if err != nil {
		return err
	}
	return c.See("/thu-ngan/"+id.String(), c.T("Đã ghi nhận tiền và lập biên lai."))
}

func (s *Service) showQR(c *web.Ctx) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	d, err := s.Detail(c.Context(), c.Actor, id)
	if err != nil {
		return err
	}
	if d.Payload == "" {
		return kernel.Missing("payments.no_order")
	}
	png, err := PNG(d.Payload, 480)
	if err != nil {
		return err
	}
	return c.File(d.Order.Reference+".png", "image/png", bytes.NewReader(png), true)
}

// checkCode reads a pasted code; one whose check sum is wrong is not read at all.
func (s *Service) checkCode(c *web.Ctx) error {
	var in struct {
		Text string `form:"ma_qr,max=600"`
	}
	if c.R.Method == http.MethodGet {
		return c.Page(http.StatusOK, c.T("Kiểm tra mã QR"), CheckPage("", nil, ""))
	}
	err := c.Form(&in)
	if err != nil {
		return err
	}
	q, err := ParseQR(in.Text)
	if f := kernel.AsFault(err); f != nil {
		return c.Page(http.StatusUnprocessableEntity, c.T("Kiểm tra mã QR"), CheckPage(in.Text, nil, c.Sentence(f)))
	}
	return c.Page(http.StatusOK, c.T("Kiểm tra mã QR"), CheckPage(in.Text, &q, ""))
}

func (s *Service) showReceipt(c *web.Ctx) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	r, sheet, err := s.Paper(c.Context(), c.Actor, id)
	if err != nil {
		return err
	}
	return c.Page(http.StatusOK, c.T("Biên lai số %s", r.Serial()), ReceiptPage(r, paper.Page(sheet)))
}

func (s *Service) receiptPDF(c *web.Ctx) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	r, pdf, err := s.PDF(c.Context(), c.Actor, id)
	if err != nil {
		return err
	}
	return c.File("bien-lai-"+r.Series()+"-"+r.Serial()+".pdf", "application/pdf", bytes.NewReader(pdf), true)
}
