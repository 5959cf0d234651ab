package cards

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"doanket/internal/testkit"
	"doanket/ui"
	"doanket/ui/golden"
)

// Every page in every state looks as it did when it was last agreed.
func TestPagesAreAsAgreed(t *testing.T) { golden.Check(t, "testdata/pages", Samples()) }

func TestPagesSayWhatTheyMust(t *testing.T) {
	pages := map[string]testkit.HTML{}
	texts := map[string]string{}
	for _, s := range Samples() {
		var b bytes.Buffer
		must(t, s.Body.Render(ui.WithLang(context.Background(), ui.Vietnamese), &b))
		texts[s.Name()] = b.String()
		pages[s.Name()] = testkit.Page(t, b.Bytes())
		for _, wrong := range []string{"Vui lòng", "không hợp lệ", "%!", "<nil>"} {
			if strings.Contains(b.String(), wrong) {
				t.Errorf("%s says %q", s.Name(), wrong)
			}
		}
	}
	// one shape for every answer: the same labels in the same order
	labels := strings.Join(pages["cards_verify_valid"].Texts("dt"), "|")
	for _, state := range []string{"named", "revoked", "unknown"} {
		if got := strings.Join(pages["cards_verify_"+state].Texts("dt"), "|"); got != labels {
			t.Errorf("%s shows %s, want %s", state, got, labels)
		}
	}
	for _, name := range []string{"cards_verify_valid", "cards_verify_revoked", "cards_verify_unknown", "cards_check_valid", "cards_check_revoked"} {
		for _, secret := range []string{"Mẫu", "QN26", "22000", "1990"} {
			if strings.Contains(strings.ReplaceAll(texts[name], "Than Mẫu", ""), secret) {
				t.Errorf("%s shows %s", name, secret)
			}
		}
	}
	pages["cards_verify_named"].Has("dd", "Trần Thị Mẫu")
	pages["cards_verify_revoked"].Has("h1", "Thẻ đã thu hồi")
	pages["cards_own_valid"].Has("[data-keep=/the-cua-toi/giu.js]")
	pages["cards_own_valid"].Has("p", "Bản này lấy từ máy chủ lúc 08:20 thứ hai, 23/11/2026.")
	pages["cards_check_revoked"].Has("p", "Không áp dụng ưu đãi theo thẻ này.")
	pages["cards_card_valid"].Has(".verbs a", "Báo mất")
	pages["cards_card_replaced"].HasNot(".verbs")
	pages["cards_batch_done"].Has("a", "Thẻ 2.001–2.345")
	pages["cards_list_empty_looking"].HasNot("a[href=/the/dot/moi]")
}
