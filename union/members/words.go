package members

import (
	"context"
	"encoding/json"
	"strings"

	"doanket/kernel"
	"doanket/ui"
)

var statusTones = map[Status]ui.Tone{Active: ui.Done, Exempt: ui.Wait, Suspended: ui.Hold, Disciplined: ui.Late, Left: ui.Hold, Expelled: ui.Late, Died: ui.Hold, Merged: ui.Hold}

// statusWord names a status.
func statusWord(ctx context.Context, s Status) string {
	switch s {
	case Exempt:
		return ui.T(ctx, "Miễn đoàn phí")
	case Suspended:
		return ui.T(ctx, "Tạm dừng")
	case Disciplined:
		return ui.T(ctx, "Kỷ luật")
	case Left:
		return ui.T(ctx, "Đã ra khỏi tổ chức")
	case Expelled:
		return ui.T(ctx, "Bị khai trừ")
	case Died:
		return ui.T(ctx, "Đã mất")
	case Merged:
		return ui.T(ctx, "Đã gộp")
	}
	return ui.T(ctx, "Đang sinh hoạt")
}

func causeWord(ctx context.Context, c Cause, unit string) string {
	switch c {
	case ByTransfer:
		return ui.T(ctx, "Chuyển sinh hoạt đến %s", unit)
	case ByReorganisation:
		return ui.T(ctx, "Về %s theo sắp xếp tổ chức", unit)
	case ByGroup:
		return ui.T(ctx, "Đổi tổ ở %s", unit)
	case ByMerge:
		return ui.T(ctx, "Về %s sau khi gộp hồ sơ", unit)
	}
	return ui.T(ctx, "Vào %s", unit)
}

func transferWord(ctx context.Context, s TransferState) string {
	switch s {
	case Asked:
		return ui.T(ctx, "Chờ nơi đi xác nhận")
	case Escalated:
		return ui.T(ctx, "Quá hạn, chờ cấp trên")
	case Done:
		return ui.T(ctx, "Đã chuyển")
	case Refused:
		return ui.T(ctx, "Nơi đi không đồng ý")
	}
	return ui.T(ctx, "Nơi nhận đã rút")
}

var transferTones = map[TransferState]ui.Tone{Asked: ui.Wait, Escalated: ui.Late, Done: ui.Done, Refused: ui.Late, Withdrawn: ui.Hold}

func sexWord(ctx context.Context, s string) string {
	switch s {
	case "nam":
		return ui.T(ctx, "Nam")
	case "nữ":
		return ui.T(ctx, "Nữ")
	}
	return ""
}

// keyWord names a part of the sheet.
func keyWord(ctx context.Context, k FactKey) string {
	switch k {
	case FactWork:
		return ui.T(ctx, "Việc làm")
	case FactWage:
		return ui.T(ctx, "Lương đóng bảo hiểm xã hội")
	case FactHome:
		return ui.T(ctx, "Nơi ở hiện nay")
	case FactOrigin:
		return ui.T(ctx, "Dân tộc, quê quán")
	case FactPapers:
		return ui.T(ctx, "Giấy tờ")
	case FactSchooling:
		return ui.T(ctx, "Trình độ")
	case FactInsurance:
		return ui.T(ctx, "Mã số bảo hiểm xã hội")
	case FactParty:
		return ui.T(ctx, "Ngày vào Đảng")
	case FactHardship:
		return ui.T(ctx, "Hoàn cảnh")
	case FactBank:
		return ui.T(ctx, "Tài khoản ngân hàng")
	case FactPhoto:
		return ui.T(ctx, "Ảnh thẻ")
	}
	return ui.T(ctx, "Hồ sơ ban đầu")
}

// partWords is what a sheet says in one of its parts.
func partWords(ctx context.Context, p Profile, k FactKey, full bool) string {
	mask := func(s string) string {
		if full {
			return s
		}
		return kernel.MaskNumber(s)
	}
	switch k {
	case FactWork:
		return joined(p.Work.Job, p.Work.Position, p.Work.Employer, contractWord(p.Work.Contract))
	case FactWage:
		if p.Wage == 0 {
			return ""
		}
		return p.Wage.String()
	case FactHome:
		return p.Home.Address
	case FactOrigin:
		return joined(p.Origin.Ethnicity, p.Origin.Religion, p.Origin.Native, p.Origin.Permanent)
	case FactPapers:
		return joined(p.Papers.Nationality, mask(p.Papers.Passport), mask(p.Papers.Old))
	case FactSchooling:
		return joined(p.Schooling.General, p.Schooling.Professional, p.Schooling.Theory, p.Schooling.Language, p.Schooling.Computing)
	case FactInsurance:
		return mask(p.Insurance)
	case FactParty:
		return kernel.FormatDate(p.Party)
	case FactHardship:
		return p.Hardship
	case FactBank:
		return mask(p.Bank)
	}
	return ""
}

func contractWord(key string) string {
	if key == "" {
		return ""
	}
	return ContractName(key)
}

func joined(parts ...string) string {
	var out []string
	for _, p := range parts {
		if p != "" {
			out = append(out, p)
		}
	}
	return strings.Join(out, ", ")
}

// said is what one dated fact says, for the story of a record.
func said(ctx context.Context, f Fact, full bool) string {
	var p Profile
	if p.set(f) != nil {
		return ""
	}
	if f.Key == FactBase {
		return joined(partWords(ctx, p, FactWork, full), partWords(ctx, p, FactWage, full))
	}
	if f.Key == FactPhoto && p.Photo == "" {
		return ui.T(ctx, "Bỏ ảnh")
	}
	return partWords(ctx, p, f.Key, full)
}

// span writes a period as a page says it.
func span(ctx context.Context, p kernel.Period) string {
	if p.To.IsZero() {
		return ui.T(ctx, "từ %s", kernel.FormatDate(p.From))
	}
	return ui.T(ctx, "từ %s đến %s", kernel.FormatDate(p.From), kernel.FormatDate(p.To.AddDays(-1)))
}

// reasonIn reads the reason out of an entry of the journal.
func reasonIn(after string) string {
	var v struct {
		Reason string `json:"reason"`
	}
	if after == "" || json.Unmarshal([]byte(after), &v) != nil {
		return ""
	}
	return v.Reason
}
