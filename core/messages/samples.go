package messages

import (
	"doanket/kernel"
	"doanket/ui"
)

// Samples are the room's pages in every state.
func Samples() []ui.Sample {
	at := kernel.Date{Year: 2026, Month: 11, Day: 23}.Clock(8, 20)
	m := Message{ID: 1, Tenant: 1, Org: 2, Account: 3, Name: "Nguyễn Thị Ánh Tuyết", Channel: InApp, Template: "dossiers.accepted", Version: 1,
		Subject: "Đã tiếp nhận hồ sơ H49.31.06-261123-0044", Body: "Hẹn trả 08:20 thứ năm, 03/12/2026.", State: Delivered, Created: at}
	read := m
	read.ID, read.ReadAt = 2, at.Add(60_000_000_000)
	letter := m
	letter.Channel, letter.Email, letter.State, letter.Simulated, letter.OutsideID = Mail, "tuyet@vi-du.vn", Sent, true, "MP-000001"
	failed := letter
	failed.ID, failed.State, failed.Simulated, failed.Error = 3, Failed, false, "550 5.1.1 No such mailbox"
	return []ui.Sample{
		{Room: "messages", Page: "inbox", State: "unread", Body: InboxPage(Inbox{Messages: []Message{m, read}, Unread: 1, Next: 1})},
		{Room: "messages", Page: "inbox", State: "empty", Body: InboxPage(Inbox{})},
		{Room: "messages", Page: "deliveries", State: "mixed", Body: DeliveriesPage(Deliveries{Messages: []Message{letter, failed}})},
		{Room: "messages", Page: "deliveries", State: "empty", Body: DeliveriesPage(Deliveries{State: Failed})},
	}
}
