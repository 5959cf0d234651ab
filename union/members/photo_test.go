package members

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"doanket/internal/files"
	"doanket/internal/testkit"
	"doanket/internal/testkit/visit"
	"doanket/kernel"
)

// The accounts of these tests.
const (
	keepingPhotos, lookingOn, keepingElsewhere, photographed, stranger = kernel.ID(1), kernel.ID(2), kernel.ID(3), kernel.ID(4), kernel.ID(5)
)

// album is a member with those who may and those who may not see her picture.
func album(t *testing.T, x *site) (b visit.Site, id kernel.ID) {
	t.Helper()
	list := x.admit(t, Row{Name: "Lê Thị Ảnh", Born: day("1990-09-05"), Sex: "nữ", Unit: x.a, Admitted: day("2020-01-01"), Basis: "1/QĐ"},
		Row{Name: "Trần Văn Khác", Born: day("1985-02-03"), Sex: "nam", Unit: x.a, Admitted: day("2020-01-01"), Basis: "1/QĐ"})
	her, him := x.get(t, list[0], "2026-01-01"), x.get(t, list[1], "2026-01-01")
	as := func(account kernel.ID, a kernel.Actor) kernel.Actor {
		a.Tenant, a.Account = x.top, account
		return a
	}
	words := Messages()
	maps.Copy(words, files.Messages())
	return visit.Open(t, x.Env, visit.Doors{keepingPhotos: as(keepingPhotos, x.holding(x.a, ViewPermission, KeepPermission)), lookingOn: as(lookingOn, x.holding(x.ward, ViewPermission)),
		keepingElsewhere: as(keepingElsewhere, x.holding(x.b, ViewPermission, KeepPermission)), photographed: as(photographed, kernel.Actor{Person: her.Person, Name: her.Name}),
		stranger: as(stranger, kernel.Actor{Person: him.Person, Name: him.Name})}, words, x.s.Routes()), list[0]
}

func picture(t *testing.T, c color.Color, wide, tall int, as string) []byte {
	t.Helper()
	m := image.NewRGBA(image.Rect(0, 0, wide, tall))
	for y := range tall {
		for x := range wide {
			m.Set(x, y, c)
		}
	}
	var b bytes.Buffer
	if as == "png" {
		must(t, png.Encode(&b, m))
	} else {
		must(t, jpeg.Encode(&b, m, nil))
	}
	return b.Bytes()
}

// seen is the picture that an address shows: how large it is, and whether it is more red than blue.
func seen(t *testing.T, b visit.Site, who kernel.ID, path string) (wide, tall int, red bool) {
	t.Helper()
	w := b.Call(who, "GET", path, nil)
	if w.Code != http.StatusOK || !strings.HasPrefix(w.Header().Get("Content-Type"), "image/") {
		t.Fatalf("%s for %v: %d %s", path, who, w.Code, w.Header())
	}
	m, _, err := image.Decode(w.Body)
	must(t, err)
	r, _, blue, _ := m.At(3, 3).RGBA()
	return m.Bounds().Dx(), m.Bounds().Dy(), r > blue
}

var red, blue = color.RGBA{200, 20, 20, 255}, color.RGBA{20, 20, 200, 255}

// A picture is a dated part of the record: the keeper puts it there and takes it away, and the record of an
// earlier day shows the earlier one.
func TestAPictureOfAMemberIsADatedPartOfHerRecord(t *testing.T) {
	each(t, func(t *testing.T, x *site) {
		b, id := album(t, x)
		at := roomPath + "/" + id.String()
		page, _ := b.Ask(keepingPhotos, "GET", at+"/sua", nil, 200)
		page.Has("a[href='"+at+"/anh']", "Ảnh thẻ")
		page, _ = b.Ask(keepingPhotos, "GET", at, nil, 200)
		page.HasNot("img.portrait")
		b.Ask(keepingPhotos, "GET", at+"/anh/xem", nil, 404)

		send := func(on, name string, content []byte) { // as a keeper does: a day, a source, a file
			t.Helper()
			w := b.Upload(keepingPhotos, at+"/anh", url.Values{"tu_ngay": {on}, "nguon": {"ảnh đoàn viên nộp"}, "viec": {"luu"}}, "tep", name, content)
			if w.Code != 303 {
				t.Fatalf("%s: %d", name, w.Code)
			}
		}
		send("01/02/2026", "the.jpg", picture(t, red, 1500, 2000, "jpg"))
		send("01/09/2026", "the.png", picture(t, blue, 300, 400, "png"))
		page, _ = b.Ask(lookingOn, "GET", at, nil, 200)
		page.Has("img.portrait", "")
		page.Has("main", "từ 01/09/2026, theo ảnh đoàn viên nộp")
		if src, alt := page.Attr("img.portrait", "src"), page.Attr("img.portrait", "alt"); src != at+"/anh/xem" || alt != "Ảnh của Lê Thị Ảnh" {
			t.Errorf("the record shows %q, %q", src, alt)
		}
		if wide, tall, isRed := seen(t, b, lookingOn, at+"/anh/xem"); isRed || wide != 300 || tall != 400 {
			t.Errorf("today: %d × %d, red %v", wide, tall, isRed)
		}
		if wide, tall, isRed := seen(t, b, lookingOn, at+"/anh/xem?ngay=01/03/2026"); !isRed || wide != 600 || tall != 800 {
			t.Errorf("in March: %d × %d, red %v", wide, tall, isRed)
		}
		page, _ = b.Ask(lookingOn, "GET", at+"?ngay=01/03/2026", nil, 200)
		if src := page.Attr("img.portrait", "src"); src != at+"/anh/xem?ngay=01/03/2026" {
			t.Errorf("the record of March shows %q", src)
		}

		w := b.Upload(keepingPhotos, at+"/anh", url.Values{"tu_ngay": {"01/11/2026"}, "nguon": {"đơn của đoàn viên"}, "viec": {"bo"}}, "tep", "", nil)
		if w.Code != 303 {
			t.Fatalf("taking it away: %d", w.Code)
		}
		page, _ = b.Ask(lookingOn, "GET", at, nil, 200)
		page.HasNot("img.portrait")
		page.Has("main", "Bỏ ảnh")
		b.Ask(lookingOn, "GET", at+"/anh/xem", nil, 404)
		if _, _, isRed := seen(t, b, lookingOn, at+"/anh/xem?ngay=01/10/2026"); isRed {
			t.Error("what was so in October is gone")
		}
	})
}

// A file that is refused is told at its field, and what else was typed or sent is still there.
func TestARefusedPictureLosesNothing(t *testing.T) {
	each(t, func(t *testing.T, x *site) {
		open, id := album(t, x)
		at, b := roomPath+"/"+id.String(), open.Stay(keepingPhotos)
		typed := url.Values{"tu_ngay": {"01/02/2026"}, "nguon": {"ảnh chụp tại công đoàn"}, "viec": {"luu"}}
		again := func(form url.Values, name string, content []byte, why string) {
			t.Helper()
			w := b.Upload(keepingPhotos, at+"/anh", form, "tep", name, content)
			if w.Code != 422 {
				t.Fatalf("%s: %d", name, w.Code)
			}
			page := testkit.Page(t, w.Body.Bytes())
			page.Has(".why", why)
			if got := page.Attr("input[name=nguon]", "value"); got != form.Get("nguon") {
				t.Errorf("%s: the source that was typed is %q", name, got)
			}
			if got := page.Attr("input[name=tu_ngay]", "value"); got != form.Get("tu_ngay") {
				t.Errorf("%s: the day that was typed is %q", name, got)
			}
		}
		again(typed, "don.pdf", []byte("%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"), "Chỉ nhận tệp")
		again(typed, "hong.jpg", picture(t, red, 60, 80, "jpg")[:400], "Ảnh bị hỏng")
		again(typed, "anh.png", append(picture(t, red, 60, 80, "jpg"), bytes.Repeat([]byte{0}, 9<<20)...), "lớn hơn 8 MB")
		again(typed, "", nil, "Chọn một ảnh")
		wrong := url.Values{"tu_ngay": {"31/02/2026"}, "nguon": typed["nguon"], "viec": {"luu"}}
		again(wrong, "the.jpg", picture(t, red, 60, 80, "jpg"), "Tháng 2")
		w := b.Upload(keepingPhotos, at+"/anh", wrong, "tep", "", nil)
		testkit.Page(t, w.Body.Bytes()).Has(".have-file", "Ảnh vừa tải lên")
		b.Ask(keepingPhotos, "GET", at+"/anh/xem", nil, 404)
		w = b.Upload(keepingPhotos, at+"/anh", typed, "tep", "", nil) // the picture need not be chosen again
		if w.Code != 303 {
			t.Fatalf("%d", w.Code)
		}
		if _, _, isRed := seen(t, b, keepingPhotos, at+"/anh/xem"); !isRed {
			t.Error("another picture came onto the record")
		}
	})
}

// Without the right there is no picture; a form names no file, so nobody brings another's paper onto a record.
func TestWhoSeesThePictureOfAMember(t *testing.T) {
	each(t, func(t *testing.T, x *site) {
		b, id := album(t, x)
		at := roomPath + "/" + id.String()
		typed := url.Values{"tu_ngay": {"01/02/2026"}, "nguon": {"ảnh đoàn viên nộp"}}
		photo := picture(t, red, 60, 80, "jpg")
		if w := b.Upload(keepingPhotos, at+"/anh", typed, "tep", "the.jpg", photo); w.Code != 303 {
			t.Fatalf("%d", w.Code)
		}
		for _, who := range []kernel.ID{keepingElsewhere, stranger} {
			b.Ask(who, "GET", at+"/anh/xem", nil, 404)
			b.Ask(who, "GET", at+"/anh/xem?ngay=01/03/2026", nil, 404)
			b.Ask(who, "GET", at+"/anh", nil, 404)
			if w := b.Upload(who, at+"/anh", typed, "tep", "the.jpg", photo); w.Code != 404 {
				t.Errorf("%v sends a picture: %d", who, w.Code)
			}
		}
		_, to := b.Ask(0, "GET", at+"/anh/xem", nil, 303)
		if !strings.HasPrefix(to, "/dang-nhap") {
			t.Errorf("a visitor is sent to %s", to)
		}
		for _, who := range []kernel.ID{keepingPhotos, lookingOn, photographed} {
			seen(t, b, who, at+"/anh/xem")
		}
		if w := b.Upload(lookingOn, at+"/anh", typed, "tep", "the.jpg", photo); w.Code != 403 {
			t.Errorf("who only looks on sends a picture: %d", w.Code)
		}
		forged := url.Values{"tu_ngay": {"01/02/2026"}, "nguon": {"x"}, "Photo": {strings.Repeat("a", 64)}}
		if w := b.Upload(keepingPhotos, at+"/anh", forged, "tep", "", nil); w.Code != 422 {
			t.Errorf("a form that names a file: %d", w.Code)
		}
		var access []Access
		o, _, err := x.s.own(x.Ctx, kernel.Actor{Tenant: x.top, Account: photographed, Person: x.get(t, id, "2026-01-01").Person})
		must(t, err)
		access = o.Access
		if len(access) != 2 { // the keeper and the one who looks on, once each
			t.Errorf("she reads that %+v looked", access)
		}
	})
}

// A member sends her picture to the union that keeps her record; it stands there when that says yes.
func TestAMemberAsksForHerNewPicture(t *testing.T) {
	each(t, func(t *testing.T, x *site) {
		b, id := album(t, x)
		at := roomPath + "/" + id.String()
		page, _ := b.Ask(photographed, "GET", ownPath, nil, 200)
		page.Has("a[href='"+ownPath+"/anh']", "Ảnh thẻ")
		b.Ask(photographed, "GET", ownPath+"/anh", nil, 200)
		w := b.Upload(photographed, ownPath+"/anh", url.Values{"tu_ngay": {"01/11/2026"}, "ly_do": {"ảnh cũ đã mờ"}}, "tep", "thu.txt", []byte("không phải ảnh"))
		if w.Code != 422 {
			t.Fatalf("%d", w.Code)
		}
		page = testkit.Page(t, w.Body.Bytes())
		page.Has(".why", "Chỉ nhận tệp")
		if got := page.Attr("input[name=ly_do]", "value"); got != "ảnh cũ đã mờ" {
			t.Errorf("what was typed is %q", got)
		}
		ask := func(name string, c color.Color) string {
			t.Helper()
			w := b.Upload(photographed, ownPath+"/anh", url.Values{"tu_ngay": {"01/11/2026"}, "ly_do": {"ảnh cũ đã mờ"}}, "tep", name, picture(t, c, 60, 80, "jpg"))
			if w.Code != 303 {
				t.Fatalf("%d", w.Code)
			}
			return w.Header().Get("Location")
		}
		one := ask("a.jpg", red)
		b.Ask(photographed, "GET", at+"/anh/xem", nil, 404) // nothing changed yet
		seen(t, b, photographed, one+"/anh")
		seen(t, b, keepingPhotos, one+"/anh")
		b.Ask(keepingElsewhere, "GET", one+"/anh", nil, 404)
		b.Ask(stranger, "GET", one+"/anh", nil, 404)
		page, _ = b.Ask(keepingPhotos, "GET", requestPath, nil, 200)
		page.Has("main", "Lê Thị Ảnh: Ảnh thẻ")
		page, _ = b.Ask(keepingPhotos, "GET", one, nil, 200)
		if src := page.Attr("img.portrait", "src"); src != one+"/anh" {
			t.Errorf("the keeper sees %q", src)
		}
		b.Ask(photographed, "POST", one, url.Values{"viec": {"sua"}}, 403)
		b.Ask(keepingPhotos, "POST", one, url.Values{"viec": {"sua"}}, 303)
		if _, _, isRed := seen(t, b, photographed, at+"/anh/xem"); !isRed {
			t.Error("another picture came onto the record")
		}
		page, _ = b.Ask(photographed, "GET", ownPath, nil, 200)
		page.Has("main", "từ 01/11/2026, theo đơn của đoàn viên ngày 23/11/2026")
		two := ask("b.jpg", blue)
		b.Ask(keepingPhotos, "POST", two, url.Values{"viec": {"khong"}, "ly_do": {"Ảnh không rõ mặt."}}, 303)
		if _, _, isRed := seen(t, b, photographed, at+"/anh/xem"); !isRed {
			t.Error("a refused picture came onto the record")
		}
		b.Ask(lookingOn, "GET", ownPath+"/anh", nil, 404) // never a member
	})
}
