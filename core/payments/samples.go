package payments

import (
	"doanket/internal/paper"
	"doanket/kernel"
	"doanket/ui"
)

// Samples are the room's pages in every state.
func Samples() []ui.Sample {
	at := kernel.Date{Year: 2026, Month: 11, Day: 23}.Clock(8, 20)
	o := Order{ID: 1, Tenant: 1, Org: 2, Reference: "PL261100017QW", Subject: "dossier:1", About: "Trích lục khai sinh, hồ sơ H49.31.06-261123-0044",
		Payer: "Nguyễn Thị Ánh Tuyết", Total: 24000, Payee: Payee{"970436", "0011000123456", "UBND phường Uông Bí"}, State: Waiting, Created: at,
		Lines: []Line{{Kind: Fee, Name: "Bản sao trích lục", Quantity: 3, Unit: 8000, Amount: 24000, Basis: "TT 281/2016/TT-BTC"}}}
	payload, _ := QR{BIN: "970436", Account: "0011000123456", Amount: 24000, Purpose: o.Reference}.Payload() // a fixed sample, right by its test
	waiting := Detail{Order: o, Bank: Bank{BIN: "970436", Name: "VCB"}, Payload: payload, MayCollect: true, Token: "1"}
	paid := o
	paid.State, paid.Method, paid.PaidBy, paid.PaidAt = Paid, Cash, "Hoàng Thị Mai", at.Add(600_000_000_000)
	receipt := Receipt{ID: 3, Tenant: 1, Org: 2, Order: 1, Kind: Fee, Year: 2026, Number: 12, Payer: o.Payer, About: o.About, Amount: o.Total,
		Method: Cash, Cashier: "Hoàng Thị Mai", IssuedAt: paid.PaidAt}
	free := o
	free.State, free.Total = Free, 0
	free.Lines = []Line{{Kind: Fee, Name: "Bản sao trích lục", Quantity: 3, Basis: "Không thu khi nộp trực tuyến (nghị quyết của Hội đồng nhân dân, mẫu)"}}
	bill := Bill{Reference: o.Reference, About: o.About, Payer: maskName(o.Payer), Lines: o.Lines, Total: o.Total, State: Waiting, Unit: "UBND phường Uông Bí", Payee: o.Payee, Bank: waiting.Bank, Payload: payload}
	paidBill, cancelledBill, freeBill, noAccount := bill, bill, bill, bill
	paidBill.State, paidBill.PaidAt, paidBill.Receipts, paidBill.Payload = Paid, paid.PaidAt, []string{receipt.Series() + " · " + receipt.Serial()}, ""
	cancelledBill.State, cancelledBill.Reason, cancelledBill.Payload = Cancelled, "Hồ sơ đã kết thúc", ""
	freeBill.State, freeBill.Total, freeBill.Lines, freeBill.Payload = Free, 0, free.Lines, ""
	noAccount.Payload, noAccount.Payee = "", Payee{}
	q := QR{BIN: "970436", Account: "0011000123456", Amount: 24000, Purpose: o.Reference}
	return []ui.Sample{
		{Room: "payments", Page: "desk", State: "waiting", Body: DeskPage(Desk{Filter: Filter{State: Waiting}, Orders: []Order{o}, Takings: []Takings{{Cash, 3, 1234000}}, Next: 1}, "", "")},
		{Room: "payments", Page: "desk", State: "empty", Body: DeskPage(Desk{Filter: Filter{State: Waiting}}, "", "")},
		{Room: "payments", Page: "desk", State: "nothing_named", Body: DeskPage(Desk{}, "PL26", "Không có khoản nào theo “PL26”. Mã tham chiếu có 13 ký tự, ví dụ PL261100017QW; mã hồ sơ ghi như trên giấy hẹn.")},
		{Room: "payments", Page: "order", State: "waiting", Body: OrderPage(waiting, confirmForm{}, nil)},
		{Room: "payments", Page: "order", State: "faulty", Body: OrderPage(waiting, confirmForm{Received: 20000}, ui.Errors{"so_tien": "Phải thu đủ 24.000 ₫.", "hinh_thuc": "Chọn tiền mặt hoặc chuyển khoản."})},
		{Room: "payments", Page: "order", State: "paid", Body: OrderPage(Detail{Order: paid, Receipts: []Receipt{receipt}}, confirmForm{}, nil)},
		{Room: "payments", Page: "order", State: "free", Body: OrderPage(Detail{Order: free}, confirmForm{}, nil)},
		{Room: "payments", Page: "code", State: "right", Body: CheckPage("00020101…", &q, "")},
		{Room: "payments", Page: "code", State: "wrong", Body: CheckPage("00020101…", nil, "Sai mã kiểm tra. Nội dung mã QR đã bị sửa hoặc đọc thiếu.")},
		{Room: "payments", Page: "bill", State: "waiting", Plain: true, Body: BillPage(bill)},
		{Room: "payments", Page: "bill", State: "paid", Plain: true, Body: BillPage(paidBill)},
		{Room: "payments", Page: "bill", State: "cancelled", Plain: true, Body: BillPage(cancelledBill)},
		{Room: "payments", Page: "bill", State: "free", Plain: true, Body: BillPage(freeBill)},
		{Room: "payments", Page: "bill", State: "no_account", Plain: true, Body: BillPage(noAccount)},
		{Room: "payments", Page: "bill_reference", State: "blank", Plain: true, Body: AskReferencePage("", "")},
		{Room: "payments", Page: "bill_reference", State: "wrong", Plain: true, Body: AskReferencePage("PL26", "“PL26” không phải mã tham chiếu. Mã có 13 ký tự, ví dụ PL261100017QW.")},
		{Room: "payments", Page: "receipt", State: "issued", Body: ReceiptPage(receipt, paper.Page(receiptSheet(receipt, o.Lines, []string{"UBND phường Uông Bí", "UBND tỉnh Quảng Ninh"})))},
	}
}
