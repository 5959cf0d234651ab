package dossiers

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"golang.org/x/text/unicode/norm"

	"doanket/internal/files"
	"doanket/internal/paper"
	"doanket/internal/web"
	"doanket/kernel"
	"doanket/ui"
)

// Pages (các trang của phòng) answers people: it reads what they typed, asks the room, and draws
// what it says. It decides nothing.
//
//glossary:none the pages of the room
type Pages struct {
	PagesDeps
}

// PagesDeps are what the pages need besides the room itself.
//
//glossary:none
type PagesDeps struct {
	Service *Service
	Site    func() kernel.ID // tenant of visitors who are not signed in
	Forms   FormBook
	Units   Directory
	Till    Till // nil: no fees are collected here
	Files   files.Store
	Press   *paper.Press
	// Self gives what is known of the person at the browser, for a form of her own; nil: her name alone.
	Self func(ctx context.Context, a kernel.Actor) (Party, error)
	// Became gives what a dossier led to in other rooms, as this actor may see it; nil: nothing is told.
	Became func(ctx context.Context, a kernel.Actor, d Dossier) ([]NoteView, error)
}

// NewPages puts the pages over the room.
func NewPages(d PagesDeps) *Pages { return &Pages{d} }

// Routes are the rows of this room.
func (p *Pages) Routes() []web.Route {
	officer := web.Holds(watching...)
	desk := web.Holds(PermAccept, PermHelp)
	return []web.Route{
		{Pattern: "GET /ho-so", Access: officer, Handle: p.queue, Note: "hồ sơ cần làm"},
		{Pattern: "GET /ho-so/xuat", Access: officer, Handle: p.export, Stream: true, Note: "danh sách ra CSV, XLSX"},
		{Pattern: "GET /ho-so/in", Access: officer, Handle: p.printQueue, Note: "danh sách để in"},
		{Pattern: "GET /ho-so/tiep-nhan-tai-quay", Access: desk, Handle: p.deskPage, Note: "chọn thủ tục, khai tại quầy"},
		{Pattern: "POST /ho-so/tiep-nhan-tai-quay", Access: desk, Handle: p.deskPost, Note: "tiếp nhận người có mặt"},
		{Pattern: "GET /ho-so/{id}", Access: web.SignedIn, Handle: p.detail, Note: "một hồ sơ"},
		{Pattern: "GET /ho-so/{id}/viec/{viec}", Access: web.SignedIn, Handle: p.verbPage, Note: "trang của một việc"},
		{Pattern: "POST /ho-so/{id}/viec/{viec}", Access: web.SignedIn, Handle: p.verbPost, Note: "làm một việc"},
		{Pattern: "GET /ho-so/{id}/giay/{mau}", Access: web.SignedIn, Handle: p.paperPage, Note: "giấy tờ để in từ trình duyệt"},
		{Pattern: "GET /ho-so/{id}/pdf/{mau}", Access: web.SignedIn, Handle: p.paperPDF, Note: "giấy tờ PDF"},
		{Pattern: "GET /ho-so/{id}/tep/{sha}", Access: web.SignedIn, Handle: p.file, Note: "tệp đã nộp"},
		{Pattern: "GET /dieu-hanh", Access: web.Holds(PermReport), Handle: p.board, Note: "bảng điều hành"},

		{Pattern: "GET /tra-cuu", Access: web.Public, Handle: p.track, Note: "tra cứu công khai"},
		{Pattern: "POST /tra-cuu", Access: web.Public, Handle: p.track, Note: "tra cứu bằng mã và mã bí mật"},
		{Pattern: "GET /tra-cuu/ket-qua", Access: web.Public, Handle: p.verify, Note: "so kết quả in với bản trên hệ thống"},
		{Pattern: "GET /ho-so-cua-toi", Access: web.SignedIn, Handle: p.mine, Note: "hồ sơ đã nộp và đang khai"},
		{Pattern: "GET /ho-so-cua-toi/{id}", Access: web.SignedIn, Handle: p.own, Note: "hồ sơ của tôi"},
		{Pattern: "GET /ho-so-cua-toi/{id}/giay/{mau}", Access: web.SignedIn, Handle: p.paperPage, Note: "giấy tờ của hồ sơ"},
		{Pattern: "GET /ho-so-cua-toi/{id}/pdf/{mau}", Access: web.SignedIn, Handle: p.paperPDF, Note: "giấy tờ PDF"},
		{Pattern: "GET /ho-so-cua-toi/{id}/bien-lai/{so}", Access: web.SignedIn, Handle: p.ownReceipt, Note: "biên lai của hồ sơ"},
		{Pattern: "GET /ho-so-cua-toi/{id}/tep/{sha}", Access: web.SignedIn, Handle: p.file, Note: "tệp đã nộp"},
		{Pattern: "GET /ho-so-cua-toi/{id}/bo-sung", Access: web.SignedIn, Handle: p.supplyPage, Note: "nộp bổ sung"},
		{Pattern: "POST /ho-so-cua-toi/{id}/bo-sung", Access: web.SignedIn, Handle: p.supplyPost, MaxBody: uploadBody, Note: "nộp bổ sung"},
		{Pattern: "GET /ho-so-cua-toi/{id}/rut", Access: web.SignedIn, Handle: p.withdrawPage, Note: "rút hồ sơ"},
		{Pattern: "POST /ho-so-cua-toi/{id}/rut", Access: web.SignedIn, Handle: p.withdrawPost, Note: "rút hồ sơ"},

		{Pattern: "GET /nop/{ma}", Access: web.Public, Handle: p.filingStart, Note: "cần biết trước khi nộp"},
		{Pattern: "POST /nop/{ma}", Access: web.SignedIn, Handle: p.filingBegin, Note: "bắt đầu nộp"},
		{Pattern: "GET /nop/{ma}/{id}/{buoc}", Access: web.SignedIn, Handle: p.filingPage, Note: "một bước khai"},
		{Pattern: "POST /nop/{ma}/{id}/{buoc}", Access: web.SignedIn, Handle: p.filingPost, MaxBody: uploadBody, Note: "lưu một bước, nộp"},
		{Pattern: "POST /nop/{ma}/{id}/{buoc}/nhap", Access: web.SignedIn, Handle: p.filingDraft, Note: "tự lưu nháp"},
		{Pattern: "GET /nop/{ma}/{id}/tep/{sha}", Access: web.SignedIn, Handle: p.file, Note: "tệp của bản khai"},
		{Pattern: "POST /nop/{ma}/{id}/bo", Access: web.SignedIn, Handle: p.filingDrop, Note: "bỏ bản khai dở"},
	}
}

// uploadBody is what one sending of papers may weigh; each file has its own smaller limit.
const uploadBody = 120 << 20

// answer turns a refusal into the page it came from, with what was typed: 422 when fields are to be
// mended. What the actor may not know of goes to the house.
func answer(c *web.Ctx, err error, again func(status int, sentence string, errs ui.Errors) error) error {
	f := kernel.AsFault(err)
	if f == nil || f.Kind == kernel.NotFound || f.Kind == kernel.Forbidden {
		return err
	}
	f = &kernel.Fault{Kind: f.Kind, Code: f.Code, Args: f.Args, Fields: renamed(f.Fields)}
	errs := c.FieldErrors(f)
	sentence := ""
	if len(errs) == 0 {
		sentence = c.Sentence(f)
	}
	return again(web.Status(f), sentence, errs)
}

// typed reads a form whose fields depend on the procedure, so that no struct can name them. Text is
// brought to one Unicode form, as web.Ctx.Form does.
func typed(c *web.Ctx) (url.Values, error) {
	err := c.R.ParseForm()
	if err != nil {
		return nil, &kernel.Fault{Kind: kernel.Invalid, Code: "web.bad_form"}
	}
	out := url.Values{}
	for name, values := range c.R.PostForm {
		for _, v := range values {
			out.Add(name, norm.NFC.String(strings.TrimSpace(strings.ToValidUTF8(v, ""))))
		}
	}
	return out, nil
}

// names are the units that a page mentions.
func (p *Pages) names(ctx context.Context, a kernel.Actor, at kernel.Instant, ids ...kernel.ID) (Units, error) {
	return p.Units.Names(ctx, p.tenant(a), ids, at)
}

// tenant is the site of an actor, also of one who is not signed in.
func (p *Pages) tenant(a kernel.Actor) kernel.ID {
	if a.Tenant != 0 {
		return a.Tenant
	}
	return p.Site()
}

// now is the moment of the pages, from the room's own clock.
func (p *Pages) now() kernel.Instant { return p.Service.Clock.Now() }

const ok = http.StatusOK
