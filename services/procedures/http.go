package procedures

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"doanket/internal/web"
	"doanket/kernel"
)

// Routes are the pages of this room.
func (s *Service) Routes() []web.Route {
	keepers := web.Holds(ViewPermission, EditPermission, PublishPermission)
	editors := web.Holds(EditPermission)
	publishers := web.Holds(PublishPermission)
	return []web.Route{
		{Pattern: "GET /thu-tuc", Access: web.Public, Handle: s.search, Note: "Danh mục công khai, tìm thủ tục"},
		{Pattern: "GET /thu-tuc/{code}", Access: web.Public, Handle: s.procedure, Note: "Một thủ tục: cần gì, bao lâu, bao nhiêu"},
		{Pattern: "GET /thu-tuc/{code}/in", Access: web.Public, Handle: s.printed, Note: "Bản in để niêm yết"},
		{Pattern: "GET /quan-tri/thu-tuc", Access: keepers, Handle: s.keep, Note: "Các phiên bản thủ tục"},
		{Pattern: "POST /quan-tri/thu-tuc", Access: editors, Handle: s.upload, Note: "Gửi một tệp định nghĩa", MaxBody: maxFileBytes + 1<<16},
		{Pattern: "GET /quan-tri/thu-tuc/{id}", Access: keepers, Handle: s.version, Note: "Một phiên bản: lỗi, thay đổi, việc làm được"},
		{Pattern: "GET /quan-tri/thu-tuc/{id}/tep", Access: keepers, Handle: s.file, Note: "Tải tệp định nghĩa"},
		{Pattern: "POST /quan-tri/thu-tuc/{id}/gui-duyet", Access: editors, Handle: s.act(submit), Note: "Gửi duyệt"},
		{Pattern: "POST /quan-tri/thu-tuc/{id}/tra-lai", Access: keepers, Handle: s.act(recall), Note: "Trả về bản nháp"},
		{Pattern: "POST /quan-tri/thu-tuc/{id}/cong-bo", Access: publishers, Handle: s.act(publish), Note: "Công bố"},
		{Pattern: "POST /quan-tri/thu-tuc/{id}/ngung", Access: publishers, Handle: s.act(retire), Note: "Ngừng nhận hồ sơ mới"},
	}
}

type searchForm struct {
	Q     string `form:"q"`
	Field string `form:"linh-vuc"`
	Level string `form:"cap"`
	Here  bool   `form:"tai-day"`
	After int    `form:"sau"`
}

func (f searchForm) href(change func(*searchForm)) string {
	change(&f)
	v := url.Values{}
	set := func(k, s string) {
		if s != "" {
			v.Set(k, s)
		}
	}
	set("q", f.Q)
	set("linh-vuc", f.Field)
	set("cap", f.Level)
	if f.Here {
		v.Set("tai-day", "true")
	}
	if f.After > 0 {
		v.Set("sau", strconv.Itoa(f.After))
	}
	if len(v) == 0 {
		return "/thu-tuc"
	}
	return "/thu-tuc?" + v.Encode()
}

func (s *Service) search(c *web.Ctx) error {
	var f searchForm
	err := c.Query(&f)
	if err != nil {
		return err
	}
	if len(f.Q) > 200 {
		f.Q = strings.ToValidUTF8(f.Q[:200], "")
	}
	found, err := s.Find(c.Context(), s.tenant(c.Actor), Search{Q: f.Q, Field: f.Field, Level: f.Level, Here: f.Here, After: f.After})
	if err != nil {
		return err
	}
	return c.Open(http.StatusOK, c.T("Danh mục thủ tục"), SearchPage(searchView(c.Context(), f, found)))
}

func (s *Service) procedure(c *web.Ctx) error {
	tenant, code := s.tenant(c.Actor), c.Path("code")
	on := s.Clock.Now().Date()
	v, err := s.Current(c.Context(), tenant, code, on)
	if err == nil {
		here, err := s.here(c.Context(), c.Actor, tenant, v, on)
		if err != nil {
			return err
		}
		return c.Open(http.StatusOK, v.Def.Name, ProcedurePage(procedureView(c.Context(), v, on, here)))
	}
	if !errors.Is(err, &kernel.Fault{Code: "procedures.not_published"}) {
		return err
	}
	e, err := s.Follow(c.Context(), tenant, code)
	if err != nil {
		return err
	}
	return c.Open(http.StatusOK, e.Name, FollowPage(followView(c.Context(), e)))
}

// here are the agencies of the reader's place among those that the fees of a version name.
func (s *Service) here(ctx context.Context, a kernel.Actor, tenant kernel.ID, v *Version, on kernel.Date) (map[string]string, error) {
	var codes []string
	for _, x := range v.Def.Variants {
		for _, key := range ChannelKeys {
			if ch := x.Channels.Of(key); ch != nil {
				for _, r := range ch.Fees {
					codes = append(codes, r.Agencies...)
				}
			}
		}
	}
	if s.Here == nil || len(codes) == 0 {
		return nil, nil
	}
	return s.Here(ctx, tenant, a.Org, codes, on)
}

func (s *Service) printed(c *web.Ctx) error {
	tenant, on := s.tenant(c.Actor), s.Clock.Now().Date()
	v, err := s.Current(c.Context(), tenant, c.Path("code"), on)
	if err != nil {
		return err
	}
	here, err := s.here(c.Context(), c.Actor, tenant, v, on)
	if err != nil {
		return err
	}
	return c.Plain(http.StatusOK, v.Def.Name, ProcedurePrint(procedureView(c.Context(), v, on, here)))
}

type keepForm struct {
	State  string    `form:"trang-thai"`
	Before kernel.ID `form:"truoc"`
}

const versionsPerPage = 50

func (s *Service) keep(c *web.Ctx) error {
	var f keepForm
	err := c.Query(&f)
	if err != nil {
		return err
	}
	return s.keepPage(c, http.StatusOK, f, nil, "")
}

func (s *Service) keepPage(c *web.Ctx, status int, f keepForm, found []Finding, sentence string) error {
	if stateWords[State(f.State)] == "" {
		f.State = ""
	}
	rows, err := s.versions(c.Context(), c.Actor, State(f.State), f.Before, versionsPerPage+1)
	if err != nil {
		return err
	}
	v := keepView(c.Context(), f, rows)
	v.MayUpload = canEdit(c.Actor) == nil
	v.Findings, v.Sentence = findingRows(c.Context(), found), sentence
	return c.Page(status, c.T("Danh mục thủ tục"), KeepPage(v))
}

func (s *Service) upload(c *web.Ctx) error {
	var name string
	var text []byte
	err := c.Upload(nil, func(p web.Part) error {
		if p.Field != "tep" || text != nil {
			return nil
		}
		var err error
		name = p.Name
		text, err = io.ReadAll(io.LimitReader(p, maxFileBytes+1))
		return err
	})
	if err != nil {
		return err
	}
	if len(text) == 0 || len(text) > maxFileBytes {
		f := &kernel.Fault{Kind: kernel.Invalid, Code: "procedures.no_file"}
		return s.keepPage(c, web.Status(f), keepForm{}, nil, c.Sentence(f))
	}
	id, found, err := s.SaveDraft(c.Context(), c.Actor, name, text)
	f := kernel.AsFault(err)
	if f != nil && (f.Kind == kernel.Invalid || f.Kind == kernel.Refused) {
		return s.keepPage(c, web.Status(f), keepForm{}, found, c.Sentence(f))
	}
	if err != nil {
		return err
	}
	flash := c.T("Đã nhận bản nháp, không có lỗi nào")
	if len(found) > 0 {
		flash = c.T("Đã nhận bản nháp, còn %d lỗi phải sửa", len(found))
	}
	return c.See("/quan-tri/thu-tuc/"+id.String(), flash)
}

type versionForm struct {
	With kernel.ID `form:"so-voi"`
}

func (s *Service) version(c *web.Ctx) error { return s.versionPage(c, http.StatusOK, nil, "") }

func (s *Service) versionPage(c *web.Ctx, status int, found []Finding, sentence string) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	var f versionForm
	if c.R.Method == http.MethodGet {
		err = c.Query(&f)
		if err != nil {
			return err
		}
	}
	r, all, err := s.review(c.Context(), c.Actor, id)
	if err != nil {
		return err
	}
	if found == nil {
		_, found = gate(r.Code+".yaml", []byte(r.Definition))
	}
	v := versionView(c.Context(), c.Actor, r, all, f.With, found)
	v.Sentence = sentence
	return c.Page(status, r.Name, VersionPage(v))
}

func (s *Service) file(c *web.Ctx) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	r, _, err := s.review(c.Context(), c.Actor, id)
	if err != nil {
		return err
	}
	return c.File(r.Code+"-v"+strconv.Itoa(r.No)+".yaml", "application/yaml; charset=utf-8", bytes.NewReader([]byte(r.Definition)), false)
}

// act is one verb on a version; a refusal re-renders the version's page with its sentence.
func (s *Service) act(do verb) func(*web.Ctx) error {
	return func(c *web.Ctx) error {
		id, err := c.ID("id")
		if err != nil {
			return err
		}
		var found []Finding
		var flash string
		switch do {
		case submit:
			found, err = s.Submit(c.Context(), c.Actor, id)
			flash = c.T("Đã gửi duyệt")
		case recall:
			err = s.Recall(c.Context(), c.Actor, id)
			flash = c.T("Đã trả về bản nháp")
		case publish:
			found, err = s.Publish(c.Context(), c.Actor, id)
			flash = c.T("Đã công bố")
		case retire:
			err = s.Retire(c.Context(), c.Actor, id)
			flash = c.T("Đã ngừng nhận hồ sơ mới theo phiên bản này")
		}
		f := kernel.AsFault(err)
		if f != nil && f.Kind == kernel.Refused {
			return s.versionPage(c, web.Status(f), found, c.Sentence(f))
		}
		if err != nil {
			return err
		}
		return c.See("/quan-tri/thu-tuc/"+id.String(), flash)
	}
}
