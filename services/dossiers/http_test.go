package dossiers

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"doanket/internal/files"
	"doanket/internal/search"
	"doanket/internal/testkit"
	"doanket/internal/web"
	"doanket/kernel"
)

// castForms asks one question, like a procedure's form.
type castForms struct{}

func (castForms) Cards(context.Context, kernel.ID, string, int) ([]Card, error) {
	return []Card{{Code: "2.001955", Name: "Đăng ký nội quy lao động", Field: "Lao động", Limit: "07 ngày làm việc"}}, nil
}

func (castForms) Questions(context.Context, TermsAsk) ([]Questions, error) {
	return []Questions{{Key: "dn", Title: "Về doanh nghiệp", Fields: []Question{{Key: "so_lao_dong", Type: "number", Label: "Số lao động", Shown: true}}}}, nil
}

func (castForms) Desks(context.Context, TermsAsk) ([]UnitChoice, error) {
	return []UnitChoice{{ID: deskA, Name: "Quầy A"}}, nil
}

func (castForms) ReadAnswers(_ context.Context, _ TermsAsk, typed map[string][]string) (json.RawMessage, []kernel.FieldFault, error) {
	out := map[string]any{}
	var faults []kernel.FieldFault
	for key, v := range typed {
		out[key] = v[0]
		if strings.Trim(v[0], "0123456789") != "" {
			faults = append(faults, kernel.FieldFault{Field: key, Code: "web.bad_number"})
		}
	}
	raw, err := json.Marshal(out)
	return raw, faults, err
}

type castDirectory struct{}

func (castDirectory) Names(_ context.Context, _ kernel.ID, ids []kernel.ID, _ kernel.Instant) (Units, error) {
	out := Units{}
	for _, id := range ids {
		out[id] = "Đơn vị " + id.String()
	}
	return out, nil
}

func (castDirectory) Letterhead(context.Context, kernel.ID, kernel.ID, kernel.Instant) (Letterhead, error) {
	return sampleHead, nil
}

func (castDirectory) Below(context.Context, kernel.ID, []kernel.ID, kernel.Instant) ([]UnitChoice, error) {
	return []UnitChoice{{ID: deptB, Name: "Phòng B"}}, nil
}

// counter is the room behind the real front door.
type counter struct {
	*house
	url string
}

func (counter) Actor(_ context.Context, account kernel.ID) (kernel.Actor, error) {
	for _, a := range castAt {
		if a.Account == account {
			return a, nil
		}
	}
	return kernel.Actor{}, kernel.Missing("people.not_found")
}

func (c counter) ActorByToken(ctx context.Context, token string) (kernel.Actor, error) {
	if token != "lan" {
		return kernel.Actor{}, kernel.Missing("people.no_token")
	}
	return c.Actor(ctx, lan.Account)
}

func newCounter(t *testing.T, e testkit.Env) counter {
	t.Helper()
	c := counter{house: newHouse(t, e)}
	c.at("2026-11-23T08:20")
	store, err := files.OpenDisk(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	s := web.New(web.Config{DB: e.DB, IDs: e.IDs, Clock: e.Clock, Accounts: c, Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Key: bytes.Repeat([]byte{7}, 32), Site: "Mẫu",
		SessionLife: 1e5 * time.Hour, SessionIdle: 1e5 * time.Hour})
	s.Messages(Messages())
	s.Messages(kernel.Messages())
	s.Messages(files.Messages())
	p := NewPages(PagesDeps{Service: c.Service, Site: func() kernel.ID { return site }, Forms: castForms{}, Units: castDirectory{}, Files: store, Press: testPress(t)})
	s.Mount(p.Routes()...)
	p.API(s)
	s.Mount(web.Route{Pattern: "GET /vao/{id}", Access: web.Public, Handle: func(x *web.Ctx) error {
		id, err := x.ID("id")
		if err == nil {
			err = x.SignIn(id)
		}
		if err != nil {
			return err
		}
		return x.JSON(200, "ok")
	}})
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	c.url = server.URL
	return c
}

// visitor is one browser.
type visitor struct {
	t    *testing.T
	http *http.Client
	url  string
}

func (c counter) as(a kernel.Actor) visitor {
	c.t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		c.t.Fatal(err)
	}
	v := visitor{c.t, &http.Client{Jar: jar}, c.url}
	if a.Account != 0 {
		v.get(http.StatusOK, "/vao/"+a.Account.String())
	}
	return v
}

func (v visitor) do(want int, r *http.Request) (body, at string) {
	v.t.Helper()
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	answer, err := v.http.Do(r)
	if err != nil {
		v.t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	raw, err := io.ReadAll(answer.Body)
	if err != nil {
		v.t.Fatal(err)
	}
	if answer.StatusCode != want {
		v.t.Fatalf("%s %s answers %d, want %d: %s", r.Method, r.URL.Path, answer.StatusCode, want, strip(string(raw)))
	}
	return string(raw), answer.Request.URL.Path
}

func strip(html string) string {
	s := strings.Join(strings.Fields(regexp.MustCompile(`(?s)<script.*?</script>|<[^>]*>`).ReplaceAllString(html, " ")), " ")
	return s[:min(len(s), 900)]
}

func (v visitor) get(want int, path string) (body, at string) {
	v.t.Helper()
	r, err := http.NewRequest(http.MethodGet, v.url+path, nil)
	if err != nil {
		v.t.Fatal(err)
	}
	return v.do(want, r)
}

func (v visitor) post(want int, path string, form url.Values) (body, at string) {
	v.t.Helper()
	r, err := http.NewRequest(http.MethodPost, v.url+path, strings.NewReader(form.Encode()))
	if err != nil {
		v.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return v.do(want, r)
}

func (v visitor) upload(want int, path, field, name string, content []byte) (body, at string) {
	v.t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	part, err := w.CreateFormFile(field, name)
	if err == nil {
		_, err = part.Write(content)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		v.t.Fatal(err)
	}
	r, err := http.NewRequest(http.MethodPost, v.url+path, &b)
	if err != nil {
		v.t.Fatal(err)
	}
	r.Header.Set("Content-Type", w.FormDataContentType())
	return v.do(want, r)
}

func says(t *testing.T, page string, wants ...string) {
	t.Helper()
	for _, w := range wants {
		if !strings.Contains(page, w) {
			t.Errorf("the page does not say %q: %s", w, strip(page))
		}
	}
}

func found(t *testing.T, page, pattern string) string {
	t.Helper()
	m := regexp.MustCompile(pattern).FindStringSubmatch(page)
	if m == nil {
		t.Fatalf("nothing on the page fits %s: %s", pattern, strip(page))
	}
	return m[1]
}

const cardText = "000185000017|012345678|Vũ Thị Mai|05101985|Nữ|Tổ 2, phường Uông Bí, Quảng Ninh|01012022"

func TestADossierIsTakenInAtTheDesk(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Env) {
		c := newCounter(t, e)
		v := c.as(lan)
		desk := "/ho-so/tiep-nhan-tai-quay?thu-tuc=2.001955"

		page, _ := v.post(200, desk, url.Values{"qr": {cardText}, "quet": {"1"}})
		says(t, page, `value="Vũ Thị Mai"`, `value="000185000017"`, `value="05/10/1985"`)
		if strings.Contains(page, "012345678") {
			t.Error("what the card says beyond its fields came back")
		}
		page, _ = v.post(422, desk, url.Values{"qr": {"không phải thẻ"}, "quet": {"1"}, "applicant.name": {"Giữ lại"}})
		says(t, page, "ít nhất 7 phần", `value="Giữ lại"`)

		form := url.Values{"ma-gui": {"lan-1"}, "viec": {"tiep-nhan"}, "applicant.kind": {"organisation"}, "applicant.name": {"Công ty TNHH Than Mẫu"}, "applicant.born": {"31/11/2026"}, "don.so_lao_dong": {"nhiều"}}
		page, _ = v.post(422, desk, form)
		says(t, page, "Tháng 11 chỉ có 30 ngày", `value="31/11/2026"`, `value="nhiều"`, "Hãy viết bằng số nguyên")

		form.Del("applicant.born")
		form.Set("don.so_lao_dong", "412")
		page, _ = v.post(409, desk, form)
		says(t, page, "Còn thiếu Nội quy lao động", "Công ty TNHH Than Mẫu")

		form.Set("co.noi_quy", "true")
		page, _ = v.post(200, desk, form)
		says(t, page, "H49.31.06-261123-0001", "08:20 thứ năm, 03/12/2026")
		id, secret := found(t, page, `href="/ho-so/(\d+)"`), found(t, page, `Mã bí mật (\S+) chỉ hiện`)
		_, path := v.post(200, desk, form) // the same form again
		if path != "/ho-so/"+id {
			t.Errorf("sending twice leads to %s", path)
		}

		t.Run("the public finds it with both codes and nobody's name", func(t *testing.T) {
			anyone := c.as(kernel.Actor{})
			page, _ := anyone.post(200, "/tra-cuu", url.Values{"ma": {"h49.31.06-261123-0001"}, "bi-mat": {secret}})
			says(t, page, "Hẹn trả 08:20 thứ năm, 03/12/2026")
			if strings.Contains(page, "Than Mẫu") {
				t.Error("the public page names the applicant")
			}
			page, _ = anyone.post(404, "/tra-cuu", url.Values{"ma": {"H49.31.06-261123-0001"}, "bi-mat": {"AAAAA-AAAAA"}})
			says(t, page, "Không có hồ sơ nào khớp cả hai mã")
		})
		t.Run("its receipt prints", func(t *testing.T) {
			pdf, _ := v.get(200, "/ho-so/"+id+"/pdf/01")
			if !strings.HasPrefix(pdf, "%PDF-") {
				t.Errorf("form 01 is %q", pdf[:20])
			}
			page, _ := v.get(200, "/ho-so/"+id+"/giay/06")
			says(t, page, "PHIẾU KIỂM SOÁT")
			v.get(404, "/ho-so/"+id+"/giay/03")
		})
		t.Run("another ward's officers do not see it", func(t *testing.T) {
			other := c.as(hoa)
			for _, path := range []string{"/ho-so/" + id, "/ho-so/" + id + "/giay/01", "/ho-so/" + id + "/pdf/01", "/ho-so/" + id + "/viec/chuyen", "/api/v1/dossiers/" + id} {
				other.get(404, path)
			}
			other.post(404, "/ho-so/"+id+"/viec/chuyen", url.Values{})
		})
		t.Run("a verb that lacks something keeps what was typed", func(t *testing.T) {
			page, _ := v.post(422, "/ho-so/"+id+"/viec/yeu-cau-bo-sung", url.Values{"other": {"Danh sách người được hỏi"}, "reason": {""}})
			says(t, page, "Hãy ghi lý do", `value="Danh sách người được hỏi"`)
			page, path := v.post(200, "/ho-so/"+id+"/viec/yeu-cau-bo-sung", url.Values{"other": {"Danh sách người được hỏi"}, "reason": {"Thiếu danh sách"}})
			if path != "/ho-so/"+id {
				t.Errorf("after the verb one stands at %s", path)
			}
			says(t, page, "Đồng hồ đang dừng", "Danh sách người được hỏi")
		})
		t.Run("an old form does not overwrite what a colleague did", func(t *testing.T) {
			page, _ := v.post(409, "/ho-so/"+id+"/viec/bo-sung", url.Values{"phien": {"1"}, "items": {"0"}})
			says(t, page, "Có người vừa làm việc khác")
		})
		t.Run("the list leaves the house as a table", func(t *testing.T) {
			csv, _ := v.get(200, "/ho-so/xuat?xem=tat-ca&dang=csv")
			says(t, csv, "H49.31.06-261123-0001", "Công ty TNHH Than Mẫu")
			xlsx, _ := v.get(200, "/ho-so/xuat?xem=tat-ca&dang=xlsx")
			book, err := excelize.OpenReader(strings.NewReader(xlsx))
			if err != nil {
				t.Fatal(err)
			}
			cell, err := book.GetCellValue("Sheet1", "A2")
			if err != nil || cell != "H49.31.06-261123-0001" {
				t.Errorf("A2 is %q, %v", cell, err)
			}
		})
		t.Run("each number of the board opens the list that adds up to it", func(t *testing.T) {
			page, _ := c.as(quang).get(200, "/dieu-hanh")
			link := found(t, page, `<a class="counter[^"]*" href="([^"]*so=tiep-nhan[^"]*)"`)
			list, _ := c.as(quang).get(200, strings.ReplaceAll(link, "&amp;", "&"))
			says(t, list, "H49.31.06-261123-0001")
		})
	}, Migrations(), search.Migrations(), web.Migrations())
}

func TestAPersonFilesOnline(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Env) {
		c := newCounter(t, e)
		v := c.as(hau)
		page, _ := c.as(kernel.Actor{}).get(200, "/nop/2.001955")
		says(t, page, "Giấy tờ cần có", "Nội quy lao động", "Bắt đầu nộp hồ sơ")
		_, step := v.post(200, "/nop/2.001955", url.Values{"noi-nhan": {deskA.String()}})
		base := strings.TrimSuffix(step, "/1")

		page, _ = v.post(422, base+"/1", url.Values{"applicant.name": {""}, "applicant.address": {"Tổ 2"}})
		says(t, page, "Hãy viết họ và tên", `value="Tổ 2"`)
		who := url.Values{"applicant.kind": {"person"}, "applicant.name": {"Trần Văn Hậu"}, "for": {"toi"}, "return_by": {"online"}}
		_, path := v.post(200, base+"/1", who)
		same(t, "the next step", path, base+"/2")
		page, _ = v.post(422, base+"/2", url.Values{"don.so_lao_dong": {"nhiều"}})
		says(t, page, `value="nhiều"`, "Hãy viết bằng số nguyên")
		v.post(200, base+"/2/nhap", url.Values{"don.so_lao_dong": {"400"}})
		page, _ = v.get(200, base+"/2")
		says(t, page, `value="400"`)
		v.post(200, base+"/2", url.Values{"don.so_lao_dong": {"412"}})

		page, _ = v.upload(422, base+"/3", "papers.noi_quy", "don.pdf", []byte("<html>đây không phải PDF</html>"))
		says(t, page, "why")
		var pdf bytes.Buffer
		err := testPress(t).PDF(&pdf, SampleSheets()["receipt"])
		if err != nil {
			t.Fatal(err)
		}
		_, path = v.upload(200, base+"/3", "papers.noi_quy", "Nội quy.pdf", pdf.Bytes())
		same(t, "after the papers", path, base+"/4")
		page, _ = v.get(200, base+"/4")
		says(t, page, "Trần Văn Hậu", "412", "1 tệp")
		page, _ = v.post(422, base+"/4", url.Values{})
		says(t, page, "Hãy đánh dấu ô này")
		c.as(ha).get(404, base+"/1") // a draft is its owner's alone

		page, _ = v.post(200, base+"/4", url.Values{"cam-doan": {"true"}})
		intake, secret := found(t, page, `(TN-261123-\w+)`), found(t, page, `class="big">\s*(\w{5}-\w{5})`)
		t.Run("and finds it again", func(t *testing.T) {
			list, _ := v.get(200, "/ho-so-cua-toi")
			says(t, list, intake, "Mới nộp")
			_, path := v.get(200, base+"/4") // the address of the draft leads on
			own, _ := v.get(200, path)
			says(t, own, intake, "Rút hồ sơ")
			track, _ := c.as(kernel.Actor{}).get(200, "/tra-cuu?"+url.Values{"ma": {intake}, "bi-mat": {secret}}.Encode())
			says(t, track, "Chờ cơ quan tiếp nhận")
		})
		t.Run("and supplies what the desk asks for", func(t *testing.T) {
			id := strings.TrimPrefix(base, "/nop/2.001955/")
			c.as(lan).post(200, "/ho-so/"+id+"/viec/tiep-nhan", url.Values{})
			c.as(lan).post(200, "/ho-so/"+id+"/viec/yeu-cau-bo-sung", url.Values{"items": {"noi_quy"}, "reason": {"Mất trang 2"}})
			page, _ := v.get(200, "/ho-so-cua-toi/"+id)
			says(t, page, "Bạn cần bổ sung giấy tờ", "Mất trang 2")
			v.upload(422, "/ho-so-cua-toi/"+id+"/bo-sung", "papers.noi_quy", "x.exe", []byte("MZ"))
			_, path := v.upload(200, "/ho-so-cua-toi/"+id+"/bo-sung", "papers.noi_quy", "Nội quy đủ.pdf", pdf.Bytes())
			same(t, "after the supplement", path, "/ho-so-cua-toi/"+id)
			page, _ = c.as(lan).get(200, "/ho-so/"+id)
			says(t, page, "Nội quy đủ.pdf", "Đã bổ sung")
		})
	}, Migrations(), search.Migrations(), web.Migrations())
}

func TestTheAPIDoesWhatThePagesDo(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Env) {
		c := newCounter(t, e)
		call := func(want int, method, path, body string) map[string]any {
			t.Helper()
			r, err := http.NewRequest(method, c.url+"/api/v1"+path, strings.NewReader(body))
			if err != nil {
				t.Fatal(err)
			}
			r.Header.Set("Authorization", "Bearer lan")
			r.Header.Set("Content-Type", "application/json")
			answer, err := http.DefaultClient.Do(r)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = answer.Body.Close() }()
			out := map[string]any{}
			raw, err := io.ReadAll(answer.Body)
			if err == nil {
				err = json.Unmarshal(raw, &out)
			}
			if err != nil || answer.StatusCode != want {
				t.Fatalf("%s %s answers %d, want %d: %s", method, path, answer.StatusCode, want, raw)
			}
			return out
		}
		missing := call(409, "POST", "/dossiers", `{"procedure":"2.001955","applicant":{"name":"Công ty TNHH Than Mẫu"},"accept":true}`)
		same(t, "the refusal", missing["code"], "dossiers.missing_paper")
		filed := call(200, "POST", "/dossiers", `{"procedure":"2.001955","applicant":{"name":"Công ty TNHH Than Mẫu"},"papers":[{"key":"noi_quy","name":"Nội quy","originals":1}],"accept":true}`)
		same(t, "the code", filed["code"], "H49.31.06-261123-0001")
		id := filed["id"].(string)
		got := call(200, "GET", "/dossiers/"+id, "")
		same(t, "the due date", got["due"], "2026-12-03T08:20:00+07:00")
		events := call(200, "GET", "/dossiers/"+id+"/events", "")["events"].([]any)
		if len(events) != 2 || strings.Contains(toText(t, events), "secret_hash") {
			t.Errorf("the events are %s", toText(t, events))
		}
		list := call(200, "GET", "/dossiers?state=2", "")["items"].([]any)
		if len(list) != 1 {
			t.Errorf("the list holds %d", len(list))
		}
		after := call(200, "POST", "/dossiers/"+id+"/actions", `{"action":"forward","note":"đủ"}`)
		same(t, "the state", after["state"], float64(Processing))
		no := call(422, "POST", "/dossiers/"+id+"/actions", `{"action":"fly"}`)
		same(t, "the refusal", no["code"], "dossiers.bad_action")
	}, Migrations(), search.Migrations(), web.Migrations())
}

func toText(t *testing.T, v any) string {
	t.Helper()
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func TestAPrintedResultIsConfirmedByItsMark(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Env) {
		c := newCounter(t, e)
		d := c.accepted(lan, "2.001955")
		c.ok(c.Forward(c.Ctx, lan, ForwardInput{ID: d.ID}))
		c.ok(c.DraftResult(c.Ctx, trang, DraftInput{ID: d.ID, Outcome: "granted", Title: "Thông báo", Body: "THÔNG BÁO\nVề nội quy\n\nĐã nhận đủ."}))
		c.ok(c.Forward(c.Ctx, trang, ForwardInput{ID: d.ID}))
		d = c.ok(c.Approve(c.Ctx, quang, ApproveInput{ID: d.ID}))
		anyone := c.as(kernel.Actor{})
		page, _ := anyone.get(200, "/tra-cuu/ket-qua?"+url.Values{"ma": {d.Code}, "v": {resultMark(d)}}.Encode())
		says(t, page, d.Result.Number, "Đỗ Văn Quang", "so từng dòng")
		if strings.Contains(page, "Than Mẫu") {
			t.Error("the page names the applicant")
		}
		anyone.get(404, "/tra-cuu/ket-qua?"+url.Values{"ma": {d.Code}, "v": {"0123456789abcdef0123"}}.Encode())
		d.Result.Body = "Từ chối."
		anyone.get(404, "/tra-cuu/ket-qua?"+url.Values{"ma": {d.Code}, "v": {resultMark(d)}}.Encode())
		sheet := sampleHead.ResultSheet(d, *d.Result, "/x")
		sheet2 := sampleHead.ResultSheet(d, Result{Title: "Thông báo", Body: "THÔNG BÁO\nVề nội quy\nSố: 1\n\nĐã nhận đủ.", SignedAt: d.Result.SignedAt}, "/x")
		if sheet.Title != "THÔNG BÁO" || sheet2.Title != "THÔNG BÁO" || sheet2.Under != "Về nội quy" {
			t.Errorf("the headings are %q and %q, %q", sheet.Title, sheet2.Title, sheet2.Under)
		}
	}, Migrations(), search.Migrations(), web.Migrations())
}
