package inspection

import (
	"net/http"
	"strconv"

	"doanket/internal/web"
	"doanket/kernel"
	"doanket/ui"
)

func (s *Service) planRoutes() []web.Route {
	committee := web.Holds(ViewPermission, KeepPermission, ApprovePermission)
	keep := web.Holds(KeepPermission)
	return []web.Route{
		{Pattern: "GET /ke-hoach-kiem-tra", Access: committee, Handle: s.showPlans, Note: "kế hoạch kiểm tra, giám sát"},
		{Pattern: "GET /ke-hoach-kiem-tra/moi", Access: keep, Handle: s.showMakePlan, Note: "soạn kế hoạch"},
		{Pattern: "POST /ke-hoach-kiem-tra", Access: keep, Handle: s.doMakePlan, Note: "soạn kế hoạch"},
		{Pattern: "GET /ke-hoach-kiem-tra/{id}", Access: committee, Handle: s.showPlan, Note: "một kế hoạch"},
		{Pattern: "GET /ke-hoach-kiem-tra/{id}/in", Access: committee, Handle: s.printPlan, Note: "kế hoạch để in"},
		{Pattern: "GET /ke-hoach-kiem-tra/{id}/pdf", Access: committee, Handle: s.planPDF, Note: "kế hoạch, PDF"},
		{Pattern: "GET /ke-hoach-kiem-tra/{id}/tai-ve", Access: committee, Handle: s.exportPlan, Note: "kế hoạch, XLSX hoặc CSV"},
		{Pattern: "POST /ke-hoach-kiem-tra/{id}/muc", Access: keep, Handle: s.doAddItem, Note: "thêm mục kế hoạch"},
		{Pattern: "POST /ke-hoach-kiem-tra/{id}/muc/{muc}/bo", Access: keep, Handle: s.doRemoveItem, Note: "bỏ mục kế hoạch"},
		{Pattern: "POST /ke-hoach-kiem-tra/{id}/trinh", Access: keep, Handle: s.doSubmit, Note: "trình kế hoạch"},
		{Pattern: "POST /ke-hoach-kiem-tra/{id}/duyet", Access: web.Holds(ApprovePermission), Handle: s.doApprove, Note: "duyệt kế hoạch"},
		{Pattern: "POST /ke-hoach-kiem-tra/{id}/tra-lai", Access: web.Holds(ApprovePermission), Handle: s.doReturn, Note: "trả lại kế hoạch"},
	}
}

func (s *Service) showPlans(c *web.Ctx) error {
	plans, units, err := s.Plans(c.Context(), c.Actor)
	if err != nil {
		return err
	}
	v := PlansView{Units: units, Plans: plans}
	if c.Actor.Anywhere(KeepPermission) {
		v.New = planPath + "/moi"
	}
	return c.Page(http.StatusOK, c.T("Kế hoạch kiểm tra, giám sát"), PlansPage(v))
}

type planForm struct {
	Unit kernel.ID `form:"don_vi"`
	Year string    `form:"nam,max=4"`
	Aim  string    `form:"muc_dich,max=8000"`
}

func (s *Service) showMakePlan(c *web.Ctx) error {
	return s.makePlanPage(c, http.StatusOK, planForm{Year: strconv.Itoa(s.today().Year)}, nil, "")
}

func (s *Service) makePlanPage(c *web.Ctx, status int, in planForm, errs ui.Errors, sentence string) error {
	units, err := s.OwnUnits(c.Context(), c.Actor)
	if err != nil {
		return err
	}
	return c.Page(status, c.T("Soạn kế hoạch"), MakePlanPage(MakePlanView{In: in, Units: units, Errors: errs, Sentence: sentence}))
}

func (s *Service) doMakePlan(c *web.Ctx) error {
	var in planForm
	err := c.Form(&in)
	var p Plan
	if err == nil {
		year, _ := strconv.Atoi(in.Year) // what is no number is no year either, and said so
		p, err = s.MakePlan(c.Context(), c.Actor, PlanInput{Unit: in.Unit, Year: year, Aim: in.Aim})
	}
	if f := kernel.AsFault(err); f != nil && f.Kind == kernel.Invalid {
		return s.makePlanPage(c, http.StatusUnprocessableEntity, in, c.FieldErrors(f), c.Sentence(f))
	}
	if err != nil {
		return err
	}
	return c.See(planPath+"/"+p.ID.String(), c.T("Đã mở kế hoạch. Hãy thêm các cuộc kiểm tra."))
}

type itemForm struct {
	Kind    string    `form:"loai,max=20"`
	Subject kernel.ID `form:"doi_tuong"`
	Quarter int       `form:"quy"`
	Topic   string    `form:"noi_dung,max=300"`
	Number  string    `form:"so,max=60"`
	Day     string    `form:"ngay,max=20"`
	Note    string    `form:"ghi_chu,max=2000"`
}

func (s *Service) showPlan(c *web.Ctx) error {
	return s.planPage(c, http.StatusOK, itemForm{Day: kernel.FormatDate(s.today())}, nil, "")
}

func (s *Service) planPage(c *web.Ctx, status int, in itemForm, errs ui.Errors, sentence string) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	d, err := s.PlanDetail(c.Context(), c.Actor, id)
	if err != nil {
		return err
	}
	v := planView(c.Context(), d)
	v.In, v.Errors, v.Sentence = in, errs, sentence
	if d.Can[Compose] {
		v.Subjects, err = s.Subjects(c.Context(), d.Plan.Unit)
		if err != nil {
			return err
		}
	}
	return c.Page(status, v.Title, PlanPage(v))
}

func (s *Service) doAddItem(c *web.Ctx) error {
	return s.onPlan(c, func(id kernel.ID, in itemForm) error {
		_, err := s.AddItem(c.Context(), c.Actor, id, PlanItem{Kind: Kind(in.Kind), Subject: in.Subject, Quarter: in.Quarter, Topic: in.Topic})
		return err
	}, c.T("Đã thêm vào kế hoạch."))
}

func (s *Service) doRemoveItem(c *web.Ctx) error {
	return s.onPlan(c, func(id kernel.ID, _ itemForm) error {
		item, err := c.ID("muc")
		if err == nil {
			_, err = s.RemoveItem(c.Context(), c.Actor, id, item)
		}
		return err
	}, c.T("Đã bỏ khỏi kế hoạch."))
}

func (s *Service) doSubmit(c *web.Ctx) error {
	return s.onPlan(c, func(id kernel.ID, _ itemForm) error {
		_, err := s.Submit(c.Context(), c.Actor, id)
		return err
	}, c.T("Đã trình. Người khác trong uỷ ban xem rồi duyệt."))
}

func (s *Service) doApprove(c *web.Ctx) error {
	return s.onPlan(c, func(id kernel.ID, in itemForm) error {
		var fs kernel.Faults
		number := Paperwork{in.Number, readDay(&fs, "ngay", in.Day)}
		err := fs.Err("inspection.invalid")
		if err == nil {
			_, err = s.ApprovePlan(c.Context(), c.Actor, id, number)
		}
		return err
	}, c.T("Đã duyệt kế hoạch."))
}

func (s *Service) doReturn(c *web.Ctx) error {
	return s.onPlan(c, func(id kernel.ID, in itemForm) error {
		_, err := s.ReturnPlan(c.Context(), c.Actor, id, in.Note)
		return err
	}, c.T("Đã trả lại kế hoạch để sửa."))
}

// onPlan is the frame of the forms on a plan's page.
func (s *Service) onPlan(c *web.Ctx, do func(id kernel.ID, in itemForm) error, said string) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	var in itemForm
	err = c.Form(&in)
	if err == nil {
		err = do(id, in)
	}
	if f := kernel.AsFault(err); f != nil && f.Kind == kernel.Invalid {
		return s.planPage(c, http.StatusUnprocessableEntity, in, c.FieldErrors(f), c.Sentence(f))
	}
	if err != nil {
		return err
	}
	return c.See(planPath+"/"+id.String(), said)
}

func (s *Service) planSheetOf(c *web.Ctx) (PlanDetail, error) {
	id, err := c.ID("id")
	if err != nil {
		return PlanDetail{}, err
	}
	return s.PlanDetail(c.Context(), c.Actor, id)
}

func (s *Service) planLink(d PlanDetail) string { return s.Base + planPath + "/" + d.Plan.ID.String() }

func (s *Service) printPlan(c *web.Ctx) error {
	d, err := s.planSheetOf(c)
	if err != nil {
		return err
	}
	at := planPath + "/" + d.Plan.ID.String()
	return c.Page(http.StatusOK, c.T("Kế hoạch kiểm tra, giám sát"), PaperPage(planSheet(d, d.head(), s.planLink(d)), at, at+"/pdf"))
}

func (s *Service) planPDF(c *web.Ctx) error {
	d, err := s.planSheetOf(c)
	if err != nil {
		return err
	}
	return s.pdf(c, planSheet(d, d.head(), s.planLink(d)), "ke-hoach-kiem-tra")
}

func (d PlanDetail) head() letterhead {
	return letterhead{d.Superior, d.Units[d.Plan.Unit], d.Town}
}
