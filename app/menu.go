package app

import (
	"doanket/core/reorg"
	"doanket/kernel"
	"doanket/services/dossiers"
	"doanket/ui"
	"doanket/union/members"
)

// menu is the rooms that this person may enter. A room whose door would not open is not shown.
func (a *App) menu(actor kernel.Actor) []ui.Wing {
	if !actor.SignedIn() {
		return nil
	}
	var home, services, union, office, admin []ui.Room
	may := actor.Anywhere
	add := func(list *[]ui.Room, ok bool, r ui.Room) {
		if ok {
			*list = append(*list, r)
		}
	}
	officer := may(dossiers.PermView) || may(dossiers.PermAccept) || may(dossiers.PermHandle) || may(dossiers.PermApprove) || may(dossiers.PermReturn)
	// Four rooms stand at the thumb on a phone: those of the work that a person has.
	keeper := may(members.ViewPermission) || may(members.KeepPermission) || may(members.DecidePermission)
	add(&home, true, ui.Room{Label: "Hôm nay", Href: "/", Thumb: true})
	add(&home, officer, ui.Room{Label: "Hồ sơ", Href: "/ho-so", Thumb: true})
	add(&home, !officer, ui.Room{Label: "Hồ sơ của tôi", Href: "/ho-so-cua-toi", Thumb: true})
	add(&home, may("tasks.assign") || may("tasks.handle") || may("tasks.view"), ui.Room{Label: "Nhiệm vụ", Href: "/nhiem-vu", Thumb: keeper})
	add(&home, may(dossiers.PermReport), ui.Room{Label: "Điều hành", Href: "/dieu-hanh", Thumb: !keeper})
	add(&union, keeper, ui.Room{Label: "Sổ đoàn viên", Href: "/doan-vien", Thumb: true})
	add(&union, may(members.KeepPermission) || may(members.DecidePermission), ui.Room{Label: "Kết nạp đoàn viên", Href: "/doan-vien/ket-nap"})
	add(&union, keeper, ui.Room{Label: "Chuyển sinh hoạt", Href: "/doan-vien/chuyen"})
	add(&union, may(members.KeepPermission), ui.Room{Label: "Yêu cầu sửa hồ sơ", Href: "/doan-vien/yeu-cau"})
	add(&union, may("members.keep"), ui.Room{Label: "Nhập đoàn viên", Href: "/nhap-doan-vien"})
	add(&services, true, ui.Room{Label: "Thủ tục", Href: "/thu-tuc", Thumb: !keeper})
	add(&services, may("payments.collect") || may("payments.view"), ui.Room{Label: "Thu phí, lệ phí", Href: "/thu-ngan"})
	add(&services, officer, ui.Room{Label: "Hồ sơ của tôi", Href: "/ho-so-cua-toi"})
	union = append(union, unionCommittees(may)...)
	union = append(union, unionStatistics(may)...)
	union = append(union, unionCards(actor)...)
	union = append(union, unionWelfare(actor)...)
	union = append(union, unionBenefits(actor)...)
	union = append(union, unionWaitlists(actor)...)
	add(&union, may("inspection.view") || may("inspection.keep") || may("inspection.approve") || may("inspection.answer"), ui.Room{Label: "Kiểm tra, giám sát", Href: "/kiem-tra"})
	add(&union, may("complaints.receive") || may("complaints.handle"), ui.Room{Label: "Đơn thư", Href: "/don-thu"})
	if a.isMember(actor) {
		union = append(union, ui.Room{Label: "Hồ sơ đoàn viên của tôi", Href: "/doan-vien/cua-toi"}, ui.Room{Label: "Thẻ của tôi", Href: "/the-cua-toi", Thumb: !keeper},
			ui.Room{Label: "Phúc lợi của tôi", Href: "/phuc-loi-cua-toi"}, ui.Room{Label: "Ưu đãi của tôi", Href: "/uu-dai-cua-toi"}, ui.Room{Label: "Lượt của tôi", Href: "/cho-luot-cua-toi"},
			ui.Room{Label: "Gửi đơn khiếu nại, tố cáo", Href: "/gui-don"})
	} else if actor.Person != 0 {
		union = append(union, ui.Room{Label: "Xin vào công đoàn", Href: "/doan-vien/xin-vao"})
	}
	add(&office, may("orgs.view"), ui.Room{Label: "Đơn vị", Href: "/don-vi"})
	add(&office, may(reorg.PreparePermission) || may(reorg.ApprovePermission) || may("orgs.view"), ui.Room{Label: "Sắp xếp tổ chức", Href: "/sap-xep"})
	add(&office, true, ui.Room{Label: "Địa bàn", Href: "/dia-ban"})
	add(&office, true, ui.Room{Label: "Lịch làm việc", Href: "/lich"})
	add(&admin, may("procedures.edit") || may("procedures.publish"), ui.Room{Label: "Danh mục thủ tục", Href: "/quan-tri/thu-tuc"})
	add(&admin, may("people.view") || may("people.edit"), ui.Room{Label: "Tài khoản", Href: "/quan-tri/tai-khoan"})
	add(&admin, may("people.view") || may("people.grant"), ui.Room{Label: "Phân quyền", Href: "/quan-tri/phan-quyen"})
	add(&admin, may("people.view") || may("people.grant"), ui.Room{Label: "Ma trận quyền", Href: "/quan-tri/ma-tran"})
	// the journal is one chain for the whole site: who may audit a part of it would find the door shut
	add(&admin, actor.Can("audit.view", []kernel.ID{actor.Tenant}), ui.Room{Label: "Nhật ký", Href: "/quan-tri/nhat-ky"})
	add(&admin, may("messages.view"), ui.Room{Label: "Thư đã gửi", Href: "/quan-tri/thong-bao"})
	add(&admin, may("outbox.manage"), ui.Room{Label: "Sự kiện", Href: "/quan-tri/su-kien"})
	add(&admin, may("links.manage"), ui.Room{Label: "Kết nối", Href: "/quan-tri/ket-noi"})
	wings := []ui.Wing{{Rooms: home}}
	for _, w := range []ui.Wing{{Title: "Dịch vụ công", Rooms: services}, {Title: "Công đoàn", Rooms: union}, {Title: "Đơn vị, lịch", Rooms: office}, {Title: "Quản trị", Rooms: admin}} {
		if len(w.Rooms) > 0 {
			wings = append(wings, w)
		}
	}
	return wings
}
