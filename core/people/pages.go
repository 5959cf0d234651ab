package people

import (
	"context"
	"strings"

	"doanket/kernel"
	"doanket/ui"
)

func personFacts(ctx context.Context, a Account, p Person) []ui.Fact {
	facts := []ui.Fact{
		{Label: ui.T(ctx, "Họ và tên"), Value: a.Name},
		{Label: ui.T(ctx, "Chức danh"), Value: a.Post},
		{Label: ui.T(ctx, "Đơn vị"), Value: a.OrgName},
		{Label: ui.T(ctx, "Tên đăng nhập"), Value: a.Login},
		{Label: ui.T(ctx, "Thư điện tử"), Value: a.Email},
		{Label: ui.T(ctx, "Điện thoại"), Value: p.Phone},
		{Label: ui.T(ctx, "Số định danh"), Value: p.Identity.Masked()},
		{Label: ui.T(ctx, "Đăng nhập lần cuối"), Value: when(ctx, a.LastSignIn)},
	}
	if a.MustChange {
		facts = append(facts, ui.Fact{Label: ui.T(ctx, "Mật khẩu"), Value: ui.T(ctx, "mật khẩu lần đầu, chưa đổi")})
	}
	return facts
}

func accountVerbs(ctx context.Context, a Account) []ui.Verb {
	base := "/quan-tri/tai-khoan/" + a.ID.String()
	if a.State == AccountDisabled {
		return []ui.Verb{{Label: ui.T(ctx, "Mở lại tài khoản"), Action: base + "/mo"}}
	}
	return []ui.Verb{
		{Label: ui.T(ctx, "Cấp mật khẩu lần đầu"), Action: base + "/mat-khau", Plain: true, Confirm: ui.T(ctx, "Cấp mật khẩu lần đầu? Mật khẩu, mã một lần và mọi phiên hiện có sẽ hết dùng được.")},
		{Label: ui.T(ctx, "Khoá tài khoản"), Action: base + "/khoa", Danger: true, Confirm: ui.T(ctx, "Khoá tài khoản này? Mọi phiên và mã truy cập dừng ngay.")},
	}
}

func unitOptions(units []Unit) []ui.Option {
	var out []ui.Option
	for _, u := range units {
		out = append(out, ui.Option{Value: u.ID.String(), Label: u.Name})
	}
	return out
}

func roleOptions(ctx context.Context, roles []Role) []ui.Option {
	var out []ui.Option
	for _, r := range roles {
		label := ui.T(ctx, r.Title)
		if r.FourEyes {
			label = ui.T(ctx, "%s (hai người)", label)
		}
		out = append(out, ui.Option{Value: r.Key, Label: label})
	}
	return out
}

func mandateLine(ctx context.Context, m MandateView, named bool) string {
	var parts []string
	if named {
		parts = append(parts, m.AccountName)
	}
	if m.Delegated() {
		parts = append(parts, ui.T(ctx, "thay mặt %s", m.OnBehalf))
	}
	if m.Basis != "" {
		parts = append(parts, m.Basis)
	}
	return strings.Join(parts, " · ")
}

func countWord(n int) string {
	if n == 0 {
		return ""
	}
	return kernel.GroupThousands(int64(n))
}
