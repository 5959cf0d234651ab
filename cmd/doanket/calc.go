package main

import (
	"fmt"

	"doanket/app"
	"doanket/kernel"
)

// calcCmd computes without a site: other tools call it, so its output is a contract.
type calcCmd struct {
	Due      dueCmd      `cmd:"" help:"Hạn trả: từ lúc nào, thời hạn bao nhiêu."`
	Tet      tetCmd      `cmd:"" help:"Ngày mùng Một Tết của năm."`
	Holidays holidaysCmd `cmd:"" help:"Ngày nghỉ, nghỉ bù, làm bù của năm."`
	Words    wordsCmd    `cmd:"" help:"Số viết bằng chữ."`
	Fold     foldCmd     `cmd:"" help:"Chữ bỏ dấu như khi tìm kiếm."`
	VietQR   vietqrCmd   `cmd:"" name:"vietqr" help:"Nội dung mã VietQR chuyển khoản."`
	CCCD     cccdCmd     `cmd:"" name:"cccd" help:"Kiểm tra số định danh."`
	CCCDQR   cccdQRCmd   `cmd:"" name:"cccd-qr" help:"Đọc chữ từ mã QR của thẻ căn cước."`
}

type dueCmd struct {
	From     string `required:"" help:"2026-11-23T08:20 (giờ Việt Nam)"`
	Limit    string `required:"" help:"7wd | 10d | 4wh | 1mo | same-day@15:00"`
	Sessions string `help:"08:00-12:00,13:30-17:30"`
	JSON     bool   `help:"In JSON."`
}

func (c dueCmd) Run() error {
	from, err := kernel.ParseInstant(c.From)
	if err != nil {
		return err
	}
	limit, err := kernel.ParseLimit(c.Limit)
	if err != nil {
		return err
	}
	calendar := kernel.VietnamCalendar()
	if c.Sessions != "" {
		sessions, err := kernel.ParseSessions(c.Sessions)
		if err != nil {
			return err
		}
		calendar, err = calendar.WithSessions(sessions)
		if err != nil {
			return err
		}
	}
	due, err := calendar.Due(from, limit)
	if err != nil {
		return err
	}
	explain := make([]string, 0, len(due.Explain))
	for _, line := range due.Explain {
		explain = append(explain, line.Say(fmt.Sprintf))
	}
	if c.JSON {
		return printJSON(struct {
			Due         kernel.Instant `json:"due"`
			Provisional bool           `json:"provisional"`
			Explain     []string       `json:"explain"`
		}{due.Due, due.Provisional, explain})
	}
	fmt.Println(kernel.FormatInstant(due.Due))
	for _, line := range explain {
		fmt.Println("  " + line)
	}
	return nil
}

type tetCmd struct {
	Year int `arg:""`
}

func (c tetCmd) Run() error {
	d, err := kernel.Tet(c.Year)
	if err != nil {
		return err
	}
	fmt.Println(d)
	return nil
}

type holidaysCmd struct {
	Year int  `arg:""`
	JSON bool `help:"In JSON."`
}

func (c holidaysCmd) Run() error {
	calendar := kernel.VietnamCalendar()
	days, confirmed := calendar.Holidays(c.Year)
	basis, _ := calendar.Confirmed(c.Year)
	if c.JSON {
		return printJSON(struct {
			Year      int          `json:"year"`
			Confirmed bool         `json:"confirmed"`
			Basis     string       `json:"basis,omitempty"`
			Days      []kernel.Day `json:"days"`
		}{c.Year, confirmed, basis, days})
	}
	if !confirmed {
		fmt.Printf("Năm %d: tạm tính, chưa có quyết định.\n", c.Year)
	}
	for _, d := range days {
		fmt.Printf("%s  %-12s  %s (%s)\n", kernel.FormatDate(d.Date), d.Kind, d.Name, d.Source)
	}
	return nil
}

type wordsCmd struct {
	Number int64 `arg:""`
}

func (c wordsCmd) Run() error {
	fmt.Println(kernel.Words(c.Number))
	return nil
}

type foldCmd struct {
	Text string `arg:""`
}

func (c foldCmd) Run() error {
	fmt.Println(kernel.Fold(c.Text))
	return nil
}

type vietqrCmd struct {
	Bin     string `required:"" help:"mã ngân hàng, 6 chữ số"`
	Account string `required:"" help:"số tài khoản"`
	Amount  int64  `help:"số tiền, đồng"`
	Purpose string `help:"nội dung chuyển khoản"`
}

func (c vietqrCmd) Run() error {
	payload, err := app.VietQR(c.Bin, c.Account, kernel.Money(c.Amount), c.Purpose)
	if err != nil {
		return err
	}
	fmt.Println(payload)
	return nil
}

type cccdCmd struct {
	Number string `arg:""`
	Born   string `help:"ngày sinh, 2006-01-31"`
	Sex    string `help:"nam | nu" enum:",nam,nu" default:""`
	JSON   bool   `help:"In JSON." default:"true" negatable:""`
}

func (c cccdCmd) Run() error {
	findings, err := app.CheckCCCD(c.Number, c.Born, c.Sex)
	if err != nil {
		return err
	}
	return printJSON(findings)
}

type cccdQRCmd struct {
	Text string `arg:""`
}

func (c cccdQRCmd) Run() error {
	card, doubts, err := kernel.ParseCCCDQR(c.Text, kernel.SystemClock{}.Now().Date())
	if err != nil {
		return err
	}
	findings := []string{}
	for _, d := range doubts {
		findings = append(findings, app.Sentence(&kernel.Fault{Kind: kernel.Invalid, Code: d.Code, Args: d.Args}))
	}
	return printJSON(struct {
		Card     kernel.Card `json:"card"`
		Findings []string    `json:"findings"`
	}{card, findings})
}
