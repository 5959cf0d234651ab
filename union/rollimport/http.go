package rollimport

import (
	"bytes"
	"io"
	"net/http"
	"time"

	"doanket/internal/sheets"
	"doanket/internal/web"
	"doanket/kernel"
	"doanket/ui"
)

// Routes are the room's pages.
func (s *Service) Routes() []web.Route {
	keeps := web.Holds(KeepPermission)
	return []web.Route{
		{Pattern: "GET /nhap-doan-vien", Access: keeps, Handle: s.showList, Note: "các lần nhập danh sách đoàn viên"},
		{Pattern: "GET /nhap-doan-vien/moi", Access: keeps, Handle: s.showNew, Note: "chọn tệp danh sách"},
		{Pattern: "POST /nhap-doan-vien", Access: keeps, Handle: s.upload, Note: "tải tệp danh sách lên", MaxBody: MaxUpload + 1<<20, Timeout: uploadTime},
		{Pattern: "GET /nhap-doan-vien/mau.xlsx", Access: keeps, Handle: s.template, Note: "tệp mẫu danh sách đoàn viên"},
		{Pattern: "GET /nhap-doan-vien/xuat", Access: keeps, Handle: s.export, Note: "xuất danh sách đoàn viên theo dạng tệp mẫu", Timeout: uploadTime},
		{Pattern: "GET /nhap-doan-vien/{id}", Access: keeps, Handle: s.showImport, Note: "một lần nhập: tiến độ, kết quả"},
		{Pattern: "GET /nhap-doan-vien/{id}/cot", Access: keeps, Handle: s.showColumns, Note: "ghép cột"},
		{Pattern: "POST /nhap-doan-vien/{id}/cot", Access: keeps, Handle: s.arrange, Note: "ghép cột, kiểm tra thử"},
		{Pattern: "GET /nhap-doan-vien/{id}/loi.xlsx", Access: keeps, Handle: s.faultBook, Note: "tệp lỗi theo ô", Timeout: 10 * time.Minute},
		{Pattern: "POST /nhap-doan-vien/{id}/ghi", Access: keeps, Handle: s.run, Note: "ghi vào sổ đoàn viên"},
		{Pattern: "POST /nhap-doan-vien/{id}/dung", Access: keeps, Handle: s.cancel, Note: "dừng hoặc bỏ lần nhập"},
	}
}

func (s *Service) showList(c *web.Ctx) error {
	unit, _ := kernel.ParseID(c.Get("don-vi"))
	before, _ := kernel.ParseID(c.Get("sau"))
	page, err := s.List(c.Context(), c.Actor, unit, before, 30)
	if err != nil {
		return err
	}
	units, err := s.Units.Kept(c.Context(), c.Actor)
	if err != nil {
		return err
	}
	return c.Page(http.StatusOK, c.T("Nhập đoàn viên"), ListPage(listView(c.Context(), page, units, unit)))
}

func (s *Service) showNew(c *web.Ctx) error {
	unit, _ := kernel.ParseID(c.Get("don-vi"))
	return s.newPage(c, http.StatusOK, unit, "", nil)
}

func (s *Service) newPage(c *web.Ctx, status int, unit kernel.ID, sentence string, errs ui.Errors) error {
	units, err := s.Units.Kept(c.Context(), c.Actor)
	if err != nil {
		return err
	}
	if len(units) == 1 {
		unit = units[0].ID
	}
	return c.Page(status, c.T("Nhập đoàn viên từ tệp"), NewPage(NewView{Units: unitOptions(units), Unit: unit, Sentence: sentence, Errors: errs}))
}

func (s *Service) upload(c *web.Ctx) error {
	var form struct {
		Unit kernel.ID `form:"don_vi"`
	}
	var in Import
	var wrong error
	given := false
	err := c.Upload(&form, func(part web.Part) error {
		unit, err := kernel.ParseID(c.Typed("don_vi"))
		if part.Field != "tep" || err != nil {
			return nil
		}
		given = true
		in, wrong = s.Upload(c.Context(), c.Actor, unit, part.Name, part)
		if wrong != nil {
			_, err = io.Copy(io.Discard, part)
		}
		return err
	})
	if err == nil {
		err = wrong
	}
	switch {
	case err == nil && form.Unit == 0:
		err = invalid("don_vi", "rollimport.no_unit")
	case err == nil && !given:
		err = invalid("tep", "rollimport.no_file")
	}
	if f := kernel.AsFault(err); f != nil && f.Kind == kernel.Invalid {
		errs := c.FieldErrors(f)
		sentence := c.Sentence(f)
		if len(errs) == 0 {
			sentence, errs = "", ui.Errors{"tep": sentence}
		}
		return s.newPage(c, http.StatusUnprocessableEntity, form.Unit, sentence, errs)
	}
	if err != nil {
		return err
	}
	return c.See(pathOf(in.ID, "/cot"), "")
}

func (s *Service) showColumns(c *web.Ctx) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	cols, err := s.Columns(c.Context(), c.Actor, id)
	if err != nil {
		return err
	}
	return c.Page(http.StatusOK, c.T("Ghép cột"), ColumnsPage(columnsView(c.Context(), cols)))
}

// columnsForm is how a file is to be read, as it was typed.
type columnsForm struct {
	Sheet    string   `form:"trang_tinh,max=200"`
	Encoding string   `form:"bang_ma,max=20"`
	Heads    []string `form:"dau,max=500"`
	Fields   []string `form:"cot,max=40"`
	Proper   bool     `form:"viet_hoa"`
	Admitted string   `form:"ngay_ket_nap,max=20"`
	Basis    string   `form:"quyet_dinh,max=100"`
	Known    string   `form:"tu_ngay,max=20"`
	Verb     string   `form:"viec,max=20"`
}

func formOf(o Options) columnsForm {
	return columnsForm{Proper: o.Proper, Admitted: kernel.FormatDate(o.Admitted), Basis: o.Basis, Known: kernel.FormatDate(o.Known)}
}

func (in columnsForm) mapping() sheets.Mapping {
	m := sheets.Mapping{Sheet: in.Sheet, Encoding: sheets.Encoding(in.Encoding), Heads: map[string]string{}}
	if !m.Encoding.Valid() {
		m.Encoding = ""
	}
	for i, head := range in.Heads {
		if i < len(in.Fields) && in.Verb != verbAgain {
			m.Heads[head] = in.Fields[i]
		}
	}
	return m
}

func (in columnsForm) options() (Options, error) {
	o := Options{Proper: in.Proper, Basis: in.Basis}
	var fs kernel.Faults
	for _, d := range []struct {
		name, text string
		into       *kernel.Date
	}{{"ngay_ket_nap", in.Admitted, &o.Admitted}, {"tu_ngay", in.Known, &o.Known}} {
		if d.text == "" {
			continue
		}
		day, err := kernel.ParseDateVN(d.text)
		if f := kernel.AsFault(err); f != nil {
			fs.Add(d.name, f.Code, f.Args...)
		}
		*d.into = day
	}
	return o, fs.Err("rollimport.invalid")
}

// verbAgain reads the file once more, with another sheet or encoding; else the columns stand.
const verbAgain = "doc-lai"

func (s *Service) arrange(c *web.Ctx) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	var in columnsForm
	err = c.Form(&in)
	var o Options
	if err == nil {
		o, err = in.options()
	}
	switch {
	case err != nil:
	case in.Verb == verbAgain:
		err = s.Look(c.Context(), c.Actor, id, in.mapping(), o)
		if err == nil {
			return c.See(pathOf(id, "/cot"), "")
		}
	default:
		err = s.Arrange(c.Context(), c.Actor, id, in.mapping(), o)
		if err == nil {
			err = s.Check(c.Context(), c.Actor, id)
		}
	}
	if f := kernel.AsFault(err); f != nil && f.Kind == kernel.Invalid {
		cols, e := s.Columns(c.Context(), c.Actor, id)
		if e != nil {
			return e
		}
		v := columnsView(c.Context(), cols)
		v.keep(in)
		v.Sentence, v.Errors = c.Sentence(f), c.FieldErrors(f)
		return c.Page(http.StatusUnprocessableEntity, c.T("Ghép cột"), ColumnsPage(v))
	}
	if err != nil {
		return err
	}
	return c.See(pathOf(id, ""), "")
}

// keep puts what was chosen back into the page.
func (v *ColumnsView) keep(in columnsForm) {
	v.In, v.Encoding = in, in.Encoding
	for i := range v.Columns {
		for j, head := range in.Heads {
			if head == v.Columns[i].Key && j < len(in.Fields) {
				v.Columns[i].Field, v.Columns[i].Guess = in.Fields[j], false
			}
		}
	}
}

func (s *Service) showImport(c *web.Ctx) error {
	v, err := s.importViewOf(c)
	if err != nil {
		return err
	}
	return c.Page(http.StatusOK, v.Import.Name, ImportPage(v))
}

func (s *Service) importViewOf(c *web.Ctx) (ImportView, error) {
	id, err := c.ID("id")
	if err != nil {
		return ImportView{}, err
	}
	in, err := s.Get(c.Context(), c.Actor, id)
	if err != nil {
		return ImportView{}, err
	}
	unit, err := s.Units.MayKeep(c.Context(), c.Actor, in.Unit)
	if err != nil {
		return ImportView{}, err
	}
	list, next, err := s.Findings(c.Context(), c.Actor, id, 0, shownFindings)
	return importView(c.Context(), in, unit, list, next != 0, func(code string, args []any) string { return saying(c, code, args) }), err
}

func saying(c *web.Ctx, code string, args []any) string {
	return c.Sentence(&kernel.Fault{Kind: kernel.Invalid, Code: code, Args: args})
}

func (s *Service) run(c *web.Ctx) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	var in struct {
		How    string `form:"cach,max=20"`
		Update bool   `form:"ghi_khac"`
		Accept bool   `form:"nhan_nghi_ngo"`
	}
	err = c.Form(&in)
	if err == nil {
		err = s.Run(c.Context(), c.Actor, id, Choices{Whole: in.How == "tat-ca", Update: in.Update, Accept: in.Accept})
	}
	if err != nil {
		return err
	}
	return c.See(pathOf(id, ""), "")
}

func (s *Service) cancel(c *web.Ctx) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	err = s.Cancel(c.Context(), c.Actor, id)
	if err != nil {
		return err
	}
	return c.See(pathOf(id, ""), c.T("Đã dừng. Những dòng đã ghi vẫn còn trong sổ."))
}

func (s *Service) template(c *web.Ctx) error {
	var b bytes.Buffer
	err := s.Template(&b)
	if err != nil {
		return err
	}
	return c.File("mau-danh-sach-doan-vien.xlsx", sheets.XLSX.ContentType(), bytes.NewReader(b.Bytes()), false)
}

func (s *Service) faultBook(c *web.Ctx) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	words := sheets.VietnameseFaultWords().In(func(t string) string { return c.T(t) })
	return sendFile(c, "loi-danh-sach-doan-vien.xlsx", sheets.XLSX, func(out io.Writer) error {
		return s.FaultBook(c.Context(), c.Actor, id, words, func(f Finding) string { return saying(c, f.Code, f.Args) }, out)
	})
}

func (s *Service) export(c *web.Ctx) error {
	unit, err := kernel.ParseID(c.Get("don-vi"))
	if err != nil {
		return err
	}
	format := sheets.XLSX
	if c.Get("dang") == "csv" {
		format = sheets.CSV
	}
	return sendFile(c, "danh-sach-doan-vien."+string(format), format, func(out io.Writer) error {
		_, err := s.Export(c.Context(), c.Actor, unit, c.Get("cap-duoi") != "khong", format, out)
		return err
	})
}
