package app

import (
	"bytes"
	"strings"
	"testing"
)

// TestCardsAreMadeAndHandedOverInABrowser: the chair of a union has cards made for three members, takes
// the file to the printer and the register to be signed, hands the cards over, and whoever scans one
// learns that it is good and not whose it is.
func TestCardsAreMadeAndHandedOverInABrowser(t *testing.T) {
	needs(t, "pdftoppm", "zbarimg")
	inViews(t, "cards", func(t *testing.T, sit func(*App) *person) {
		p := sit(openSite(t, 0, nil))
		names, numbers := p.readsRoll("phuong", 3)
		code := p.makesCards(numbers)
		p.verifies(code, "Không có thẻ này", names) // a card is good from the day it is in her hand
		p.handsOver(names)
		p.verifies(code, "Thẻ còn hiệu lực", names)
	})
}

// readsRoll notes down the first members of the roll as it is shown: names and numbers.
func (p *person) readsRoll(login string, n int) (names, numbers []string) {
	p.t.Helper()
	p.signIn(login)
	p.open("/doan-vien")
	text := p.ask(`[...document.querySelectorAll("main tbody tr")].map((r) => flat(r.querySelector("td a").textContent) + "|" + (flat(r.querySelector("td .small").textContent).match(/^\S+/) || [""])[0]).join("\n")`)
	for _, row := range strings.Split(text, "\n")[:n] {
		name, number, _ := strings.Cut(row, "|")
		names, numbers = append(names, name), append(numbers, number)
	}
	return names, numbers
}

func (p *person) makesCards(numbers []string) (code string) {
	p.t.Helper()
	p.open("/the")
	p.picture("register")
	p.press("Lập đợt cấp thẻ")
	p.fill("Tên đợt", "Thẻ cho ba đoàn viên mới")
	p.tick("Cấp cho ai", "Những người trong danh sách")
	p.fill("Số đoàn viên", strings.Join(numbers, "\n"))
	p.picture("new")
	p.press("Lập thẻ")
	p.comes("Tệp để in")
	p.picture("made")
	p.counts("Thẻ đã lập", "3")
	file := p.download("Thẻ 1–3")
	if !bytes.HasPrefix(file, []byte("%PDF")) {
		p.t.Fatalf("the file for the printer begins %.20q", file)
	}
	p.agree("Đánh dấu đã in", "Mọi thẻ của đợt đã in xong và xem lại?")
	p.reads("Đã đánh dấu 3 thẻ đã in")
	p.picture("printed")
	return p.scansPaper(file)
}

func (p *person) handsOver(names []string) {
	p.t.Helper()
	p.signIn("phuong")
	p.open("/the/dot")
	p.press("Thẻ cho ba đoàn viên mới")
	if register := p.download("Sổ giao (PDF)"); !bytes.HasPrefix(register, []byte("%PDF")) {
		p.t.Fatalf("the register begins %.20q", register)
	}
	p.press("Giao thẻ")
	p.picture("hand")
	p.reads(names...)
	p.tick("Thẻ chờ giao", names[1])
	p.press("Giao các thẻ đã đánh dấu")
	p.picture("one-handed")
	p.agree("Giao cả sổ", "Mọi người trong sổ đã ký nhận thẻ?")
	p.picture("all-handed")
	p.reads("Đã giao 2 thẻ")
	p.counts("Đã giao, còn hiệu lực", "3")
	p.picture("batch-after")
}

// verifies is anybody with a telephone.
func (p *person) verifies(code, want string, names []string) {
	p.t.Helper()
	p.signIn("")
	p.open(code)
	p.picture("verify")
	p.reads(want)
	for _, name := range names {
		if p.has(name) {
			p.lost("the public page names %s", name)
		}
	}
}
