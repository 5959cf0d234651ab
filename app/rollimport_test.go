package app

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"doanket/internal/db"
	"doanket/internal/sheets"
	"doanket/kernel"
	"doanket/seed"
	"doanket/union/rollimport"
)

// TestRollImportProcess is the import that TestKilledImportGoesOn starts as a process of its own.
func TestRollImportProcess(t *testing.T) {
	file := os.Getenv("DOANKET_TEST_ROLL")
	if file == "" {
		t.Skip("is started by the test that kills it")
	}
	cfg, err := ReadConfig()
	if err != nil {
		t.Fatal(err)
	}
	a, err := Open(t.Context(), cfg, quiet)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	a.imports.Lease = 200 * time.Millisecond
	report, err := a.ImportMembers(t.Context(), file, RollOptions{Unit: seed.UnitID("cdcs-than-mau").String(), Whole: os.Getenv("DOANKET_TEST_WHOLE") != ""})
	if err != nil {
		t.Fatal(err)
	}
	fmt.Printf("%+v\n", report.Counts)
}

func eachEngine(t *testing.T, test func(t *testing.T, a *App)) {
	for _, engine := range []db.Engine{db.SQLite, db.Postgres} {
		t.Run(string(engine), func(t *testing.T) {
			a, _ := castSite(t, engine, monday())
			test(t, a)
		})
	}
}

type rollDesk struct {
	*testing.T
	a    *App
	who  kernel.Actor
	unit kernel.ID
	base int64 // members of the cast
}

func rollOf(t *testing.T, a *App) rollDesk {
	r := rollDesk{t, a, a.as(t, "lien"), seed.UnitID("cdcs-than-mau"), 0}
	r.base = r.all()
	return r
}

// total is how many came since.
func (r rollDesk) total() int64 { return r.all() - r.base }

func (r rollDesk) must(err error) {
	r.Helper()
	if err != nil {
		r.Fatal(Sentence(err))
	}
}

func (r rollDesk) upload(name string, content []byte) rollimport.Import {
	r.Helper()
	in, err := r.a.imports.Upload(r.Context(), r.who, r.unit, name, bytes.NewReader(content))
	r.must(err)
	return in
}

func (r rollDesk) after(id kernel.ID) rollimport.Import {
	r.Helper()
	r.must(r.a.imports.WorkOnce(r.Context()))
	in, err := r.a.imports.Get(r.Context(), r.who, id)
	r.must(err)
	return in
}

func (r rollDesk) check(in rollimport.Import, o rollimport.Options) rollimport.Import {
	r.Helper()
	r.must(r.a.imports.Arrange(r.Context(), r.who, in.ID, in.Mapping, o))
	r.must(r.a.imports.Check(r.Context(), r.who, in.ID))
	return r.after(in.ID)
}

func (r rollDesk) run(in rollimport.Import, c rollimport.Choices) rollimport.Import {
	r.Helper()
	r.must(r.a.imports.Run(r.Context(), r.who, in.ID, c))
	return r.after(in.ID)
}

func (r rollDesk) findings(id kernel.ID) []string {
	r.Helper()
	list, _, err := r.a.imports.Findings(r.Context(), r.who, id, 0, 1000)
	r.must(err)
	var out []string
	for _, f := range list {
		if f.Weight != rollimport.Note {
			out = append(out, fmt.Sprintf("%d %s %s %s", f.Row, f.Cell(), f.Weight, f.Code))
		}
	}
	return out
}

func (r rollDesk) all() int64 {
	r.Helper()
	n := int64(0)
	r.must(r.a.db.Read(r.Context(), func(tx *db.Tx) error {
		var err error
		n, _, err = db.Value[int64](tx, `select count(*) from member_segment where org_id = $1 and void_by = 0 and valid_to = '9999-12-31'`, r.unit)
		return err
	}))
	return n
}

func (r rollDesk) same(what string, got, want any) {
	r.Helper()
	if fmt.Sprint(got) != fmt.Sprint(want) {
		r.Errorf("%s: got %v, want %v", what, got, want)
	}
}

func csvOf(rows ...[]string) []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	_ = w.WriteAll(rows)
	return b.Bytes()
}

var rollHead = []string{"TT", "Họ tên", "Ngày tháng năm sinh", "Giới tính", "Số CCCD", "SĐT", "Ngày vào công đoàn", "Lương", "Tổ"}

// A roll with every kind of row: the dry run tells each cell, writes nothing, and the run writes what it said.
func TestRollIsCheckedThenWritten(t *testing.T) {
	eachEngine(t, func(t *testing.T, a *App) {
		r := rollOf(t, a)
		content := csvOf([]string{"CÔNG ĐOÀN CƠ SỞ THAN MẪU"}, rollHead,
			[]string{"1", "Nguyễn Văn An", "31/12/1985", "Nam", "000085000101", "0912345678", "01/05/2010", "6.500.000", "Tổ 1"},
			[]string{"2", "Trần Thị Bình", "5/3/90", "Nữ", "000190000102", "912345679", "2012-06-01", "7.000.000đ", "Tổ 1"},
			[]string{"3", "Lê Văn Cường", "30/02/1988", "Nam", "000088000103", "", "01/05/2010", "", "Tổ 2"},
			[]string{"4", "Phạm Thị Dung", "1/1/1991", "Nữ", "1,91E+11", "", "01/05/2010", "", "Tổ 2"},
			[]string{"5", "Nguyễn Văn An", "31/12/1985", "Nam", "000085000101", "", "01/05/2010", "", "Tổ 1"},
			[]string{"6", "Hoàng Văn Em", "1987", "Nam", "", "", "01/05/2010", "", "Tổ 2"},
			[]string{"7", "Vũ Thị Giang", "2/2/1992", "Nữ", "", "", "01/05/2030", "", "Tổ 3"},
			[]string{"8", "Đỗ Thị Hà", "3/3/1993", "Nữ", "", "0987654321", "1/6/2015", "", "Tổ 3"},
			[]string{"Tổng cộng: 8 người"})
		in := r.upload("danh-sach.csv", content)
		in = r.check(in, rollimport.Options{})
		r.same("state", in.State, rollimport.Checked)
		r.same("counts", in.Counts.Rows, 8)
		r.same("fresh", in.Counts.Fresh, 2)
		r.same("faulty", []int{in.Counts.Faulty, in.Counts.Doubtful, in.Counts.Aside}, []int{6, 2, 1})
		r.same("nothing written", r.total(), 0)
		want := []string{"4 C4 doubt sheets.two_digit_year", "5 C5 fault sheets.no_such_day", "6 E6 fault sheets.damaged_number", "7  fault rollimport.twice",
			"8 C8 doubt sheets.year_only", "9 G9 fault members.admitted_future"}
		r.same("findings", strings.Join(r.findings(in.ID), "\n"), strings.Join(want, "\n"))
		in = r.run(in, rollimport.Choices{})
		r.same("state", in.State, rollimport.Done)
		r.same("entered", []int{in.Counts.Fresh, int(r.total())}, []int{2, 2})

		again := r.run(r.upload("danh-sach.csv", content), rollimport.Choices{})
		r.same("same file twice", []int{again.Counts.Fresh, again.Counts.Unchanged, again.Counts.Changed, int(r.total())}, []int{0, 2, 0, 2})
		accepted := r.run(r.upload("danh-sach.csv", content), rollimport.Choices{Accept: true})
		r.same("doubts accepted", []int{accepted.Counts.Fresh, accepted.Counts.Unchanged, accepted.Counts.Faulty}, []int{1, 2, 5})

		var book bytes.Buffer
		r.must(a.imports.FaultBook(t.Context(), r.who, in.ID, sheets.VietnameseFaultWords(), func(f rollimport.Finding) string { return say(f.Code, f.Args) }, &book))
		x, err := excelize.OpenReader(&book)
		r.must(err)
		defer x.Close()
		rows, err := x.GetRows("Lỗi")
		r.must(err)
		if !slices.ContainsFunc(rows, func(row []string) bool {
			return len(row) > 5 && row[2] == "C4" && strings.Contains(row[5], "05/03/1990")
		}) {
			t.Errorf("the fault book lists %v", rows)
		}
	})
}

// All or nothing: one fault keeps everything out, and what the file says otherwise is written only when
// that is asked for.
func TestRollWholeAndUpdate(t *testing.T) {
	eachEngine(t, func(t *testing.T, a *App) {
		r := rollOf(t, a)
		good := [][]string{rollHead,
			{"1", "Nguyễn Văn An", "31/12/1985", "Nam", "000085000101", "", "01/05/2010", "6.500.000", "Tổ 1"},
			{"2", "Trần Thị Bình", "5/3/1990", "Nữ", "000190000102", "", "01/06/2012", "", "Tổ 1"}}
		bad := append(slices.Clone(good), []string{"3", "Lê Văn Cường", "30/02/1988", "Nam", "", "", "01/05/2010", "", "Tổ 2"})
		in := r.run(r.upload("a.csv", csvOf(bad...)), rollimport.Choices{Whole: true})
		r.same("refused as a whole", []any{in.State, in.Why.Code, r.total()}, []any{rollimport.Failed, "rollimport.whole_faulty", 0})
		in = r.run(r.upload("a.csv", csvOf(good...)), rollimport.Choices{Whole: true})
		r.same("written as a whole", []any{in.State, in.Counts.Fresh, r.total()}, []any{rollimport.Done, 2, 2})

		good[1][7], good[1][8], good[2][5] = "9.000.000", "Tổ 7", "0912345678"
		in = r.run(r.upload("b.csv", csvOf(good...)), rollimport.Choices{})
		r.same("told, not written", []int{in.Counts.Changed, in.Counts.Updated}, []int{2, 0})
		in = r.run(r.upload("b.csv", csvOf(good...)), rollimport.Choices{Update: true})
		r.same("written", []int{in.Counts.Changed, in.Counts.Updated}, []int{2, 2})
		in = r.run(r.upload("b.csv", csvOf(good...)), rollimport.Choices{Update: true})
		r.same("once", []int{in.Counts.Changed, in.Counts.Unchanged}, []int{0, 2})
		var out bytes.Buffer
		_, err := a.imports.Export(t.Context(), r.who, r.unit, false, sheets.CSV, &out)
		r.must(err)
		if !strings.Contains(out.String(), "9000000") || !strings.Contains(out.String(), "Tổ 7") {
			t.Errorf("the export does not say what was written:\n%s", out.String())
		}
	})
}

// What an import may see and do ends with the roll of its unit: to everybody else it does not exist.
func TestRollImportIsThereForKeepersOnly(t *testing.T) {
	a, _ := castSite(t, db.SQLite, monday())
	r := rollOf(t, a)
	in := r.upload("a.csv", csvOf(rollHead, []string{"1", "Nguyễn Văn An", "31/12/1985", "Nam", "000085000101", "", "01/05/2010", "", ""}))
	ctx := t.Context()
	for _, login := range []string{"vandanh", "hau", "toan"} {
		other := a.as(t, login)
		_, unknown := a.imports.Get(ctx, other, in.ID+7)
		for what, err := range map[string]error{
			"get": second(a.imports.Get(ctx, other, in.ID)), "columns": second(a.imports.Columns(ctx, other, in.ID)),
			"run": a.imports.Run(ctx, other, in.ID, rollimport.Choices{}), "check": a.imports.Check(ctx, other, in.ID), "cancel": a.imports.Cancel(ctx, other, in.ID),
			"book": a.imports.FaultBook(ctx, other, in.ID, sheets.VietnameseFaultWords(), nil, &bytes.Buffer{}),
		} {
			if err == nil || err.Error() != unknown.Error() {
				t.Errorf("%s: %s gives %v, for one that is not there %v", login, what, err, unknown)
			}
		}
		_, err := a.imports.Upload(ctx, other, r.unit, "a.csv", strings.NewReader("x"))
		_, gone := a.imports.Upload(ctx, other, r.unit+7, "a.csv", strings.NewReader("x"))
		if err == nil || err.Error() != gone.Error() {
			t.Errorf("%s uploads: %v, for a unit that is not there %v", login, err, gone)
		}
		page, err := a.imports.List(ctx, other, 0, 0, 30)
		if err != nil || len(page.Imports) != 0 {
			t.Errorf("%s lists %d imports, %v", login, len(page.Imports), err)
		}
	}
	for _, login := range []string{"lien", "than", "thanh"} {
		page, err := a.imports.List(ctx, a.as(t, login), 0, 0, 30)
		if err != nil || len(page.Imports) != 1 {
			t.Errorf("%s lists %d imports, %v", login, len(page.Imports), err)
		}
	}
}

func second[T any](_ T, err error) error { return err }

// randomRoll is a table of invented people, with and without numbers, each field sometimes missing.
func randomRoll(rng *rand.Rand, n int) [][]string {
	head := []string{"Mã số đoàn viên", "Họ và tên", "Ngày sinh", "Giới tính", "Số định danh cá nhân", "Điện thoại", "Thư điện tử", "Tổ công đoàn", "Ngày kết nạp", "Quyết định kết nạp",
		"Loại hợp đồng", "Lương đóng BHXH", "Nơi ở hiện nay", "Dân tộc", "Mã số BHXH", "Ngày vào Đảng", "Tài khoản ngân hàng", "Trình độ chuyên môn", "Hoàn cảnh", "Ngày vào làm"}
	rows := [][]string{head}
	maybe := func(s string) string {
		if rng.IntN(3) == 0 {
			return ""
		}
		return s
	}
	day := func(from, to int) string {
		return kernel.FormatDate(kernel.Date{Year: from + rng.IntN(to-from), Month: 1, Day: 1}.AddDays(rng.IntN(365)))
	}
	words := []string{"=1+2", "-5", "Tổ 3, khu “Mẫu”; số 4", "'tên", "  hai   dấu cách ", "+84", "@an", "Đông\nTây", "0012", "1E5x", "…"}
	for i := range n {
		born := kernel.Date{Year: 1960 + rng.IntN(40), Month: 1, Day: 1}.AddDays(rng.IntN(365))
		identity := ""
		if i%3 != 0 {
			identity = fmt.Sprintf("000%d%02d%06d", 2*((born.Year-1900)/100)+i%2, born.Year%100, i)
		}
		rows = append(rows, []string{maybe(fmt.Sprintf("QN%06d", i)), seed.ApplicantNo(i).Name, kernel.FormatDate(born), maybe([]string{"Nam", "Nữ"}[i%2]), identity,
			maybe(fmt.Sprintf("09%08d", i)), maybe(fmt.Sprintf("Nguoi%d@vidu.example", i)), maybe("Tổ " + fmt.Sprint(i%9)), day(2015, 2024), maybe("12/QĐ-CĐCS"),
			maybe("Hợp đồng xác định thời hạn"), maybe(fmt.Sprint(5_000_000 + i)), maybe(words[rng.IntN(len(words))]), maybe("Tày"), maybe(fmt.Sprintf("%010d", i)), maybe(day(2016, 2025)),
			maybe(fmt.Sprintf("000%07d", i)), maybe("Đại học"), maybe(words[rng.IntN(len(words))]), maybe(day(2010, 2015))})
	}
	return rows
}

// Whatever the roll holds: what the export writes is read again without a change, in both formats.
func TestExportedRollChangesNothing(t *testing.T) {
	eachEngine(t, func(t *testing.T, a *App) {
		r := rollOf(t, a)
		rng := rand.New(rand.NewPCG(7, 11))
		in := r.run(r.upload("goc.csv", csvOf(randomRoll(rng, 400)...)), rollimport.Choices{Accept: true})
		r.same("state", in.State, rollimport.Done)
		if in.Counts.Fresh < 380 {
			t.Fatalf("only %+v were entered: %v", in.Counts, r.findings(in.ID))
		}
		n := r.all()
		for _, f := range []sheets.Format{sheets.XLSX, sheets.CSV} {
			var out bytes.Buffer
			written, err := a.imports.Export(t.Context(), r.who, r.unit, true, f, &out)
			r.must(err)
			r.same("exported", written, n)
			back := r.run(r.upload("lai."+string(f), out.Bytes()), rollimport.Choices{Update: true})
			c := back.Counts
			// the telephone numbers of the cast cannot exist, so its own rows are refused; nothing is changed by them
			if c.Unchanged != int(r.total()) || c.Faulty != int(r.base) || c.Fresh+c.Changed != 0 || r.all() != n {
				t.Errorf("%s: %+v of %d; %v", f, c, n, r.findings(back.ID))
			}
		}
	})
}

// A run that is stopped leaves whole chunks, and the same file then enters the rest.
func TestStoppedImportIsWhole(t *testing.T) {
	eachEngine(t, func(t *testing.T, a *App) {
		r := rollOf(t, a)
		content := csvOf(randomRoll(rand.New(rand.NewPCG(1, 2)), 12_000)...)
		in := r.upload("lon.csv", content)
		r.must(a.imports.Run(t.Context(), r.who, in.ID, rollimport.Choices{Accept: true}))
		done := make(chan error, 1)
		go func() { done <- a.imports.WorkOnce(t.Context()) }()
		for r.total() == 0 {
			time.Sleep(5 * time.Millisecond)
		}
		r.must(a.imports.Cancel(t.Context(), r.who, in.ID))
		r.must(<-done)
		in = r.after(in.ID)
		if n := int(r.total()); in.State != rollimport.Cancelled || n != in.Counts.Fresh || n == 0 || n > 11_000 {
			t.Fatalf("%s, %d written, %+v", in.State, n, in.Counts)
		}
		before := in.Counts.Fresh
		in = r.run(r.upload("lon.csv", content), rollimport.Choices{Accept: true})
		r.same("the rest", []int{in.Counts.Unchanged, in.Counts.Fresh + before}, []int{before, int(r.total())})
	})
}

// Killed at any moment, an import goes on where it was: all are there, each once, and the counts are
// those of a run that nobody disturbed.
func TestKilledImportGoesOn(t *testing.T) {
	rows := envInt("DOANKET_ROLL_ROWS", 30_000)
	for _, engine := range []db.Engine{db.SQLite, db.Postgres} {
		for _, whole := range []string{"", "1"} {
			t.Run(string(engine)+"/whole"+whole, func(t *testing.T) {
				a, cfg := castSite(t, engine, monday())
				file := filepath.Join(t.TempDir(), "roll.csv")
				table := randomRoll(rand.New(rand.NewPCG(3, 4)), rows)
				for i := range table[1:] { // no doubts, so that all of them enter
					if table[i+1][4] == "" {
						table[i+1][0] = fmt.Sprintf("QN%06d", i)
						table[i+1][2] = ""
					}
				}
				err := os.WriteFile(file, csvOf(table...), 0o600)
				if err != nil {
					t.Fatal(err)
				}
				base := rollOf(t, a).base
				err = a.Close()
				if err != nil {
					t.Fatal(err)
				}
				kills, out := 0, []byte(nil)
				for {
					cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run", "^TestRollImportProcess$", "-test.v")
					cmd.Env = append(os.Environ(), "DOANKET_TEST_ROLL="+file, "DOANKET_TEST_WHOLE="+whole, "DOANKET_DB="+cfg.DB, "DOANKET_DATA="+cfg.Data, "DOANKET_PROFILE=demo")
					var text bytes.Buffer
					cmd.Stdout, cmd.Stderr = &text, &text
					err = cmd.Start()
					if err != nil {
						t.Fatal(err)
					}
					ended := make(chan error, 1)
					go func() { ended <- cmd.Wait() }()
					wait := time.Hour
					if kills < 8 {
						wait = time.Duration(400+rand.IntN(1600)) * time.Millisecond
					}
					select {
					case err = <-ended:
					case <-time.After(wait):
						_ = cmd.Process.Kill()
						<-ended
						kills++
						continue
					}
					out = text.Bytes()
					break
				}
				if err != nil || !bytes.Contains(out, []byte("Rows:")) {
					t.Fatalf("%v: %s", err, out)
				}
				b, err := Open(t.Context(), cfg, quiet)
				if err != nil {
					t.Fatal(err)
				}
				defer b.Close()
				r := rollDesk{t, b, b.program(), seed.UnitID("cdcs-than-mau"), base}
				r.same("members", r.total(), rows)
				page, err := b.imports.List(t.Context(), r.who, 0, 0, 100)
				r.must(err)
				var last rollimport.Import
				for _, in := range page.Imports {
					if in.State == rollimport.Done {
						last = in
					}
				}
				r.same("rows told", []int{last.Counts.Rows, last.Counts.Faulty, last.Counts.Fresh + last.Counts.Unchanged}, []int{rows, 0, rows})
				flaws, err := b.Verify(t.Context())
				r.must(err)
				r.same("flaws", flaws.BadMembers, []string{})
				t.Logf("%d kills, %+v", kills, last.Counts)
			})
		}
	}
}
