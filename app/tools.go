package app

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"doanket/core/tasks"
	"doanket/internal/backup"
	"doanket/internal/db"
	"doanket/internal/files"
	"doanket/internal/paper"
	"doanket/internal/sheets"
	"doanket/kernel"
	"doanket/services/dossiers"
	"doanket/union/benefits"
	"doanket/union/committees"
	"doanket/union/complaints"
	"doanket/union/inspection"
	"doanket/union/members"
	"doanket/union/waitlists"
)

// Sentence says an error as its reader should hear it: a refusal in Vietnamese with its fields and
// where it came up, anything else as it is.
func Sentence(err error) string {
	f := kernel.AsFault(err)
	if f == nil {
		return err.Error()
	}
	where, _, _ := strings.Cut(err.Error(), f.Error())
	out := where + say(f.Code, f.Args)
	for _, field := range f.Fields {
		out += "\n  " + field.Field + ": " + say(field.Code, field.Args)
	}
	return out
}

// say fills the sentence of a code; a code without one is shown itself.
func say(code string, args []any) string {
	tables := append(new(App).sentences(), kernel.Messages(), db.Messages(), backup.Messages())
	for _, m := range tables {
		if text, ok := m[code]; ok {
			said, _, _ := strings.Cut(fmt.Sprintf(text, args...), "%!(EXTRA")
			return said
		}
	}
	return fmt.Sprint(code, args)
}

// program is the actor of the command line over the whole site.
func (a *App) program() kernel.Actor {
	return kernel.Actor{System: true, Tenant: a.Site(), Name: "Dòng lệnh"}
}

// Backup writes the site into one file while it may go on serving. The file appears when it is whole.
func (a *App) Backup(ctx context.Context, file string) error {
	part, err := os.CreateTemp(filepath.Dir(file), ".sao-luu-*")
	if err != nil {
		return err
	}
	defer os.Remove(part.Name())
	sum, err := backup.Write(ctx, part, a.db, a.files, a.clock.Now())
	if err == nil {
		err = part.Sync()
	}
	if e := part.Close(); err == nil {
		err = e
	}
	if err != nil {
		return err
	}
	err = os.Rename(part.Name(), file)
	if err == nil {
		fmt.Printf("Đã sao lưu %d bảng, %s dòng, %d tệp.\n", sum.Tables, kernel.GroupThousands(sum.Rows), sum.Files)
	}
	return err
}

// Restore reads a backup into an empty site. Refuses a target that holds anything.
func (a *App) Restore(ctx context.Context, file string) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	sum, err := backup.Restore(ctx, f, a.db, a.files, Migrations()...)
	if err == nil {
		err = a.db.Tx(ctx, members.Reindex)
	}
	if err == nil {
		fmt.Printf("Đã phục hồi %d bảng, %s dòng, %d tệp, như lúc %s.\n", sum.Tables, kernel.GroupThousands(sum.Rows), sum.Files, kernel.FormatInstant(sum.Made))
	}
	return err
}

// CopySite copies all rows from one database into an empty other, of another engine too. Files stay where they are.
func CopySite(ctx context.Context, from, to string) error {
	src, err := db.Open(ctx, from)
	if err != nil {
		return err
	}
	defer src.Close()
	dst, err := db.Open(ctx, to)
	if err != nil {
		return err
	}
	defer dst.Close()
	sum, err := backup.Copy(ctx, src, dst, Migrations()...)
	if err == nil {
		err = dst.Tx(ctx, members.Reindex)
	}
	if err == nil {
		fmt.Printf("Đã chép %d bảng, %s dòng.\n", sum.Tables, kernel.GroupThousands(sum.Rows))
	}
	return err
}

// Report is what verify found.
type Report struct {
	Entries     int      `json:"journal_entries"`
	Broken      string   `json:"broken_link,omitempty"`
	Files       int      `json:"files"`
	BadFiles    []string `json:"bad_files,omitempty"`
	Dossiers    int      `json:"dossiers"`
	BadDossiers []string `json:"bad_dossiers,omitempty"`
	BadMembers  []string `json:"bad_members,omitempty"`
	BadSealed   []string `json:"bad_sealed,omitempty"`
	BadChecks   []string `json:"bad_inspections,omitempty"`
	Cards       int      `json:"cards"`
	BadCards    []string `json:"bad_cards,omitempty"`
	Snapshots   int      `json:"statistics_snapshots"`
	BadReports  []string `json:"bad_reports,omitempty"`
}

// OK tells that nothing was found.
func (r Report) OK() bool {
	return r.Broken == "" && len(r.BadFiles)+len(r.BadDossiers)+len(r.BadMembers)+len(r.BadChecks)+len(r.BadSealed)+len(r.BadCards)+len(r.BadReports) == 0
}

// Lines is the report for people.
func (r Report) Lines() []string {
	out := []string{
		fmt.Sprintf("Nhật ký: %d mắt xích.", r.Entries),
		fmt.Sprintf("Tệp: %d.", r.Files),
		fmt.Sprintf("Hồ sơ: %d.", r.Dossiers),
		fmt.Sprintf("Thẻ đoàn viên: %d.", r.Cards),
		fmt.Sprintf("Ảnh chụp số liệu thống kê: %d.", r.Snapshots),
	}
	if r.Broken != "" {
		out = append(out, "NHẬT KÝ ĐỨT: "+r.Broken)
	}
	for _, f := range r.BadFiles {
		out = append(out, "TỆP HỎNG: "+f)
	}
	for _, d := range r.BadReports {
		out = append(out, "SỐ LIỆU KHÔNG KHỚP ẢNH CHỤP: "+d)
	}
	for _, d := range r.BadDossiers {
		out = append(out, "HỒ SƠ KHÔNG KHỚP SỰ KIỆN: "+d)
	}
	for _, m := range r.BadMembers {
		out = append(out, "SỔ ĐOÀN VIÊN SAI: "+m)
	}
	for _, c := range r.BadSealed {
		out = append(out, "ĐƠN NIÊM PHONG SAI: "+c)
	}
	for _, c := range r.BadCards {
		out = append(out, "SỔ THẺ SAI: "+c)
	}
	for _, c := range r.BadChecks {
		out = append(out, "KIỂM TRA, GIÁM SÁT SAI: "+c)
	}
	if r.OK() {
		out = append(out, "Không có gì sai.")
	}
	return out
}

// Verify reads the journal link by link, every kept file, and every dossier's events against its row.
func (a *App) Verify(ctx context.Context) (Report, error) {
	var r Report
	err := a.db.Read(ctx, func(tx *db.Tx) error {
		r = Report{}
		tenants, err := a.audit.Tenants(tx)
		if err != nil {
			return err
		}
		for _, t := range tenants {
			link, n, err := a.audit.Verify(tx, t)
			if err != nil {
				return err
			}
			r.Entries += n
			if link != nil && r.Broken == "" {
				r.Broken = fmt.Sprintf("mắt xích %d (%s, %s, %s): %s", link.Seq, kernel.FormatInstant(link.At), link.Verb, link.Subject, link.Why)
			}
		}
		r.Dossiers, r.BadDossiers, err = a.dossiers.VerifyAll(tx)
		if err != nil {
			return err
		}
		r.BadChecks, err = a.verifyInspection(tx)
		if err != nil {
			return err
		}
		r.BadMembers, err = a.verifyMembers(tx)
		if err != nil {
			return err
		}
		r.Cards, r.BadCards, err = a.verifyCards(tx)
		if err != nil {
			return err
		}
		r.Snapshots, r.BadReports, err = a.statistics.Verify(tx)
		return err
	})
	if err != nil {
		return r, err
	}
	r.BadSealed, err = a.complaints.Verify(ctx)
	if err != nil {
		return r, err
	}
	return r, a.files.Each(ctx, func(s files.Stored) error {
		r.Files++
		err := files.Check(ctx, a.files, s.SHA256)
		if err != nil {
			r.BadFiles = append(r.BadFiles, s.SHA256)
		}
		return ctx.Err()
	})
}

// CreateToken makes an access token for an account, shown this once.
func (a *App) CreateToken(ctx context.Context, login, name string, days int) (string, error) {
	account, err := a.people.AccountByLogin(ctx, a.Site(), login)
	if err != nil {
		return "", err
	}
	return a.people.CreateToken(ctx, a.program(), account, name, a.clock.Now().Add(time.Duration(days)*24*time.Hour))
}

// ImportUnits reads units from XLSX or CSV.
func (a *App) ImportUnits(ctx context.Context, file string, dryRun bool) (any, error) {
	content, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	id, plan, err := a.orgs.Preview(ctx, a.program(), filepath.Base(file), content)
	if err != nil {
		return nil, err
	}
	out := struct {
		Lines   int  `json:"lines"`
		Applied int  `json:"applied"`
		DryRun  bool `json:"dry_run"`
		Report  any  `json:"report"`
	}{Lines: len(plan.Lines), DryRun: dryRun, Report: plan.Lines}
	if !dryRun {
		out.Applied, err = a.orgs.Confirm(ctx, a.program(), id)
	}
	return out, err
}

// ImportAreas loads the map that came with the program.
func (a *App) ImportAreas(ctx context.Context) error { return a.orgs.LoadAreas(ctx) }

// Export writes a list as CSV or XLSX by the file's ending.
func (a *App) Export(ctx context.Context, what, file string) (int, error) {
	rows, err := a.exportRows(ctx, what)
	if err != nil {
		return 0, err
	}
	f, err := os.Create(file)
	if err != nil {
		return 0, err
	}
	format := sheets.CSV
	if strings.HasSuffix(strings.ToLower(file), ".xlsx") {
		format = sheets.XLSX
	}
	err = writeTable(f, format, rows)
	if e := f.Close(); err == nil {
		err = e
	}
	return len(rows) - 1, err
}

// writeTable writes a list whose first row is its head.
func writeTable(out io.Writer, format sheets.Format, rows [][]string) error {
	var heads []sheets.Column
	for _, h := range rows[0] {
		heads = append(heads, sheets.Column{Head: h})
	}
	w, err := sheets.NewWriter(out, format, "Sheet1", heads)
	if err != nil {
		return err
	}
	for _, row := range rows[1:] {
		cells := make([]any, len(row))
		for i, text := range row {
			cells[i] = text
		}
		err = w.Row(cells...)
		if err != nil {
			return err
		}
	}
	return w.Close()
}

func (a *App) exportRows(ctx context.Context, what string) ([][]string, error) {
	today := a.clock.Now().Date()
	switch what {
	case "units":
		list, err := a.orgs.Rows(ctx, a.program(), a.Site(), today)
		out := [][]string{{"Mã", "Tên đơn vị", "Loại", "Đơn vị cấp trên"}}
		for _, r := range list {
			out = append(out, []string{r.Org.Identifier, r.Org.Name, r.Org.Kind, r.Parent.Name})
		}
		return out, err
	case "areas":
		out := [][]string{{"Mã", "Loại", "Tên", "Có hiệu lực từ"}}
		err := a.db.Read(ctx, func(tx *db.Tx) error {
			out = out[:1]
			return a.orgs.EachArea(tx, today, func(code, kind, name string, from kernel.Date) {
				out = append(out, []string{code, kind, name, kernel.FormatDate(from)})
			})
		})
		return out, err
	}
	out := [][]string{{"Mã hồ sơ", "Thủ tục", "Người nộp", "Trạng thái", "Ngày nhận", "Hạn trả", "Ngày xong"}}
	after := ""
	for {
		page, err := a.dossiers.List(ctx, a.program(), dossiers.Filter{Limit: 200, After: after})
		if err != nil {
			return nil, err
		}
		for _, it := range page.Items {
			out = append(out, []string{it.Reference(), it.ProcedureName, it.Applicant, dossiers.StateName(it.State), kernel.FormatInstant(it.ReceivedAt), kernel.FormatInstant(it.Due), kernel.FormatInstant(it.FinishedAt)})
		}
		if page.Next == "" {
			return out, nil
		}
		after = page.Next
	}
}

// Describe prints what the program knows of itself, for the generated documents.
func (a *App) Describe(what string) string {
	var out strings.Builder
	switch what {
	case "routes":
		var lines []string
		for _, r := range a.web.Routes() {
			method, path, _ := strings.Cut(r.Pattern, " ")
			lines = append(lines, fmt.Sprintf("%-55s %-6s %s", path, method, r.Access))
		}
		slices.Sort(lines)
		out.WriteString(strings.Join(lines, "\n") + "\n")
	case "permissions":
		for _, p := range Permissions() {
			fmt.Fprintf(&out, "%-20s %-12s %s\n", p.Key, p.Room, p.Title)
		}
	case "facts":
		for _, w := range a.outbox.Wires() {
			fmt.Fprintf(&out, "%-28s %s\n", w.Hearer, strings.Join(w.Kinds, " "))
		}
	case "flow":
		out.WriteString(dossiers.FlowTable())
		out.WriteString(tasks.FlowTable())
		out.WriteString(committees.FlowTable())
		out.WriteString(inspection.FlowTable())
		out.WriteString(complaints.FlowTable())
		out.WriteString(benefits.FlowTable())
		out.WriteString(waitlists.FlowTable())
	}
	return out.String()
}

// samplePaper is the one file that stands for every uploaded paper of the sample dossiers.
func (a *App) samplePaper() (io.Reader, error) {
	var out bytes.Buffer
	err := a.press.PDF(&out, paper.Sheet{Title: "GIẤY TỜ MẪU", At: kernel.Date{Year: 2026, Month: 1, Day: 1}.Start(),
		Head:   paper.Head{Issuer: "Dữ liệu mẫu"},
		Blocks: []paper.Block{paper.Para{Text: "Tệp này đứng thay cho mọi giấy tờ tải lên của các hồ sơ mẫu. Người và đơn vị trong dữ liệu mẫu đều là hư cấu."}}})
	return &out, err
}
