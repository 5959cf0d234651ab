package cards

import (
	"bytes"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"doanket/internal/web"
	"doanket/kernel"
	"doanket/ui"
)

func (s *Service) showBatches(c *web.Ctx) error {
	before, err := kernel.ParseID(c.Get("truoc"))
	if err != nil {
		before = 0
	}
	list, names, next, err := s.Batches(c.Context(), c.Actor, before)
	if err != nil {
		return err
	}
	v := BatchesView{Batches: list, Units: names, MayIssue: c.Actor.Anywhere(IssuePermission)}
	if next != 0 {
		v.Next = "/the/dot?truoc=" + next.String()
	}
	return c.Page(http.StatusOK, c.T("Đợt cấp thẻ"), BatchesPage(v))
}

type batchForm struct {
	Unit    kernel.ID `form:"don_vi"`
	Title   string    `form:"ten,max=500"`
	Kind    string    `form:"loai,max=40"`
	Whom    string    `form:"cho_ai,max=20"`
	Numbers string    `form:"danh_sach,max=60000"`
	Renew   bool      `form:"doi_the"`
}

func (s *Service) showNewBatch(c *web.Ctx) error {
	f := batchForm{Kind: Kinds(s.today())[0].Key, Whom: "chua_co"}
	unit, err := kernel.ParseID(c.Get("don-vi"))
	if err == nil {
		f.Unit = unit
	}
	return s.newBatchPage(c, http.StatusOK, f, nil)
}

func (s *Service) newBatchPage(c *web.Ctx, status int, typed batchForm, f *kernel.Fault) error {
	units, err := s.UnitsFor(c.Context(), c.Actor, IssuePermission)
	if err != nil {
		return err
	}
	if typed.Unit == 0 && len(units) == 1 {
		typed.Unit = units[0].ID
	}
	v := NewBatchView{Typed: typed, Units: unitOptions(units), Errors: c.FieldErrors(f)}
	for _, k := range Kinds(s.today()) {
		v.Kinds = append(v.Kinds, ui.Option{Value: k.Key, Label: k.Name, Hint: sourceLine(c.Context(), k.Source, k.Verified)})
	}
	return c.Page(status, c.T("Lập đợt cấp thẻ"), NewBatchPage(v))
}

func (s *Service) postNewBatch(c *web.Ctx) error {
	var in batchForm
	err := c.Form(&in)
	if err == nil {
		numbers := in.Numbers
		if in.Whom != "danh_sach" {
			numbers = ""
		} else if strings.TrimSpace(numbers) == "" {
			numbers = "," // a list was meant and none was given
		}
		var b Batch
		b, err = s.AskBatch(c.Context(), c.Actor, BatchInput{Unit: in.Unit, Title: in.Title, Kind: in.Kind, Renew: in.Renew, Numbers: numbers})
		if err == nil {
			return c.See("/the/dot/"+b.ID.String(), c.T("Đã xếp hàng. Thẻ được lập trong ít phút; có thể rời trang này."))
		}
	}
	if f := kernel.AsFault(err); f != nil && f.Kind == kernel.Invalid && f.Code != "web.unknown_field" {
		return s.newBatchPage(c, http.StatusUnprocessableEntity, in, f)
	}
	return err
}

func (s *Service) showBatch(c *web.Ctx) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	d, err := s.BatchDetail(c.Context(), c.Actor, id)
	if err != nil {
		return err
	}
	why := ""
	if d.Batch.Why != "" {
		why = c.Sentence(&kernel.Fault{Code: d.Batch.Why, Args: []any{kernel.GroupThousands(mostMembers)}})
	}
	return c.Page(http.StatusOK, d.Batch.Title, BatchPage(batchView(c.Context(), d, why)))
}

func (s *Service) postStop(c *web.Ctx) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	b, err := s.StopBatch(c.Context(), c.Actor, id)
	if err != nil {
		return err
	}
	return c.See("/the/dot/"+id.String(), c.T("Đã dừng. %s thẻ đã lập vẫn in và giao được.", ui.Num(b.Made)))
}

func (s *Service) postPrinted(c *web.Ctx) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	n, err := s.MarkBatchPrinted(c.Context(), c.Actor, id)
	if err != nil {
		return err
	}
	return c.See("/the/dot/"+id.String(), c.T("Đã đánh dấu %s thẻ đã in. Việc tiếp theo là giao thẻ.", ui.Num(n)))
}

func (s *Service) partPDF(c *web.Ctx) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	part, err := strconv.Atoi(c.Path("phan"))
	if err != nil {
		return kernel.Missing("cards.no_part")
	}
	layout := layoutOf(c.Get("kieu"))
	var b bytes.Buffer
	err = s.PrintPart(c.Context(), c.Actor, id, part, layout, &b)
	if err != nil {
		return err
	}
	return c.File(fmt.Sprintf("the-dot-%s-phan-%d-%s.pdf", id, part, layout), "application/pdf", bytes.NewReader(b.Bytes()), true)
}

// unitOf reads the unit of an address, 0 for all.
func unitOf(c *web.Ctx) kernel.ID {
	unit, err := kernel.ParseID(c.Get("don-vi"))
	if err != nil {
		return 0
	}
	return unit
}

func (s *Service) registerPDF(c *web.Ctx) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	sheet, err := s.Register(c.Context(), c.Actor, id, unitOf(c))
	if err != nil {
		return err
	}
	var b bytes.Buffer
	err = s.Press.PDF(&b, sheet)
	if err != nil {
		return err
	}
	return c.File("so-giao-the-"+id.String()+".pdf", "application/pdf", bytes.NewReader(b.Bytes()), true)
}

func (s *Service) showHand(c *web.Ctx) error { return s.handPage(c, http.StatusOK, "", nil) }

func (s *Service) handPage(c *web.Ctx, status int, typed string, f *kernel.Fault) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	after, err := strconv.Atoi(c.Get("sau"))
	if err != nil {
		after = -1
	}
	p, err := s.ToHand(c.Context(), c.Actor, id, unitOf(c), after)
	if err != nil {
		return err
	}
	v := HandView{HandPage: p, Typed: typed, Errors: c.FieldErrors(f), Action: "/the/dot/" + id.String() + "/giao"}
	if f != nil && len(f.Fields) == 0 {
		v.Sentence = c.Sentence(f)
	}
	if p.Unit != 0 {
		v.Action += "?don-vi=" + p.Unit.String()
	}
	if p.Next >= 0 {
		v.Next = fmt.Sprintf("/the/dot/%s/giao?don-vi=%s&sau=%d", id, p.Unit, p.Next)
	}
	return c.Page(status, c.T("Giao thẻ"), HandPageView(v))
}

func (s *Service) postHand(c *web.Ctx) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	var in struct {
		Code  string      `form:"ma,max=500"`
		Scan  string      `form:"quet,max=5"`
		All   string      `form:"ca_don_vi,max=5"`
		Cards []kernel.ID `form:"the"`
	}
	err = c.Form(&in)
	if err != nil {
		return err
	}
	back := c.R.URL.RequestURI()
	said := ""
	switch {
	case in.All != "":
		n, more := 0, false
		n, more, err = s.HandUnit(c.Context(), c.Actor, id, unitOf(c))
		said = c.T("Đã giao %s thẻ.", ui.Num(n))
		if more {
			said = c.T("Đã giao %s thẻ. Còn thẻ chưa giao, hãy bấm lần nữa.", ui.Num(n))
		}
		if n > 0 && !more {
			back = "/the/dot/" + id.String()
		}
	case in.Scan != "" || len(in.Cards) == 0 && in.Code != "":
		var k Card
		k, err = s.HandScanned(c.Context(), c.Actor, in.Code)
		said = c.T("Đã giao thẻ %s cho %s.", k.Serial, k.Name)
	case len(in.Cards) == 0:
		err = &kernel.Fault{Kind: kernel.Invalid, Code: "cards.bad_scan", Fields: []kernel.FieldFault{{Field: "the", Code: "cards.choose_cards"}}}
	default:
		n := 0
		n, err = s.Hand(c.Context(), c.Actor, in.Cards, ByHand)
		said = c.T("Đã giao %s thẻ.", ui.Num(n))
	}
	if f := kernel.AsFault(err); f != nil && (f.Kind == kernel.Invalid || f.Kind == kernel.Refused) {
		status := http.StatusUnprocessableEntity
		if f.Kind == kernel.Refused {
			status = http.StatusConflict
		}
		return s.handPage(c, status, in.Code, f)
	}
	if err != nil {
		return err
	}
	return c.See(back, said)
}
