package statistics

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"doanket/kernel"
)

// flawWords are what the gate says of a file. They are for whoever writes the file.
var flawWords = map[string]string{
	"too_big":        "Tệp lớn hơn %d KB.",
	"yaml":           "Không đọc được: %s",
	"not_mapping":    "Tệp phải là một bảng khoá: giá trị.",
	"alias":          "Không dùng neo và bí danh (&, *) trong tệp mẫu.",
	"unknown_key":    "Không có khoá “%s”.",
	"need":           "Thiếu %s.",
	"form_key":       "“%s” không phải mã mẫu. Mã gồm chữ hoa, chữ số và dấu gạch nối, ví dụ 1-HDCD.",
	"version":        "Số phiên bản từ 1 trở lên.",
	"cut_off":        "“%s” không phải ngày chốt. Viết tháng-ngày, ví dụ 05-31.",
	"due":            "“%s” không phải thời hạn. Viết ví dụ 5wd.",
	"date":           "“%s” không phải ngày. Viết ví dụ 2014-11-28.",
	"validity":       "Ngày hết hiệu lực phải sau ngày có hiệu lực.",
	"key":            "“%s” không phải khoá. Khoá gồm chữ thường không dấu, chữ số và gạch dưới.",
	"twice":          "“%s” có hai lần.",
	"kind":           "“%s” không phải loại số liệu. Loại là count, money, average hoặc share.",
	"measure":        "Sổ đoàn viên không có số đo “%s”.",
	"from_kind":      "Chỉ dòng loại count mới tính bắt buộc từ sổ; loại khác dùng suggest.",
	"both":           "Một dòng chỉ có from hoặc suggest.",
	"weight":         "Dòng bình quân phải nêu weight là một dòng count của mẫu.",
	"not_average":    "Chỉ dòng average mới có weight.",
	"share":          "Dòng tỷ lệ phải nêu part và whole là hai dòng count của mẫu.",
	"not_share":      "Chỉ dòng share mới có part và whole.",
	"sums":           "Không có mẫu “%s” để cộng.",
	"of_needed":      "Mẫu tổng hợp thì mỗi dòng phải nêu of, trừ dòng tỷ lệ.",
	"of":             "Mẫu %s không có dòng “%s”.",
	"of_kind":        "Dòng “%s” của mẫu %s là loại khác.",
	"of_here":        "Chỉ mẫu tổng hợp mới có of và sector.",
	"sector":         "Không có khu vực “%s”.",
	"rule_in_sum":    "Mẫu tổng hợp không có điều kiện kiểm tra: các đơn vị đã kiểm tra rồi.",
	"expression":     "Biểu thức “%s” không đọc được: %s",
	"at":             "Điều kiện phải nêu at là một dòng mà biểu thức có nhắc đến.",
	"zero":           "Điều kiện “%s” sai khi mọi số bằng 0, đơn vị trống sẽ không gửi được.",
	"always":         "Điều kiện “%s” không bao giờ sai trong các số thử, nên không kiểm tra gì.",
	"no_lines":       "Mẫu chưa có dòng nào.",
	"why_unverified": "Dòng chưa đối chiếu phải nêu source: vì sao, hay lấy từ đâu.",
}

var (
	formKey = regexp.MustCompile(`^[0-9A-Z][0-9A-Z-]{1,19}$`)
	lineKey = regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}$`)
)

// check is the gate: everything that is wrong, not only the first.
func (r *reader) check(f *Form, others []*Form) {
	for path, text := range map[string]string{"name": f.Name, "title": f.Title, "for": f.For, "source": f.Source, "due_source": f.DueSource} {
		if strings.TrimSpace(text) == "" {
			r.flaw(path, "need", path)
		}
	}
	if !formKey.MatchString(f.Key) {
		r.flaw("form", "form_key", f.Key)
	}
	if f.No < 1 {
		r.flaw("version", "version")
	}
	r.checkTimes(f)
	if len(f.Kinds) == 0 {
		r.flaw("kinds", "need", "kinds")
	}
	r.checkSectors(f)
	below := r.below(f, others)
	r.checkLines(f, below)
	r.checkRules(f)
}

func (r *reader) checkTimes(f *Form) {
	for path, to := range map[string]*kernel.Date{"valid_from": &f.valid.From, "valid_to": &f.valid.To} {
		text := map[string]string{"valid_from": f.ValidFrom, "valid_to": f.ValidTo}[path]
		if text == "" {
			continue
		}
		d, err := kernel.ParseISODate(text)
		if err != nil {
			r.flaw(path, "date", text)
		}
		*to = d
	}
	switch {
	case f.ValidFrom == "":
		r.flaw("valid_from", "need", "valid_from")
	case !f.valid.To.IsZero() && !f.valid.To.After(f.valid.From):
		r.flaw("valid_to", "validity")
	}
	if len(f.CutOffs) == 0 {
		r.flaw("cut_offs", "need", "cut_offs")
	}
	for i, md := range f.CutOffs {
		_, err := kernel.ParseISODate("2028-" + md) // a leap year
		if err != nil || len(md) != 5 {
			r.flaw(fmt.Sprintf("cut_offs[%d]", i), "cut_off", md)
		}
	}
	var err error
	f.limit, err = kernel.ParseLimit(f.Due)
	if err != nil || f.limit.Unit != kernel.WorkingDays {
		r.flaw("due", "due", f.Due)
	}
}

func (r *reader) checkSectors(f *Form) {
	seen := map[string]bool{}
	for i, s := range f.Sectors {
		at := fmt.Sprintf("sectors[%d]", i)
		if !lineKey.MatchString(s.Key) {
			r.flaw(at, "key", s.Key)
		}
		if seen[s.Key] {
			r.flaw(at, "twice", s.Key)
		}
		if s.Label == "" {
			r.flaw(at, "need", "label")
		}
		seen[s.Key] = true
	}
}

// below is the form whose lines are added up, nil for a form that is filled in.
func (r *reader) below(f *Form, others []*Form) *Form {
	if f.Sums == "" {
		return nil
	}
	var best *Form // the version in force when this one comes into force
	for _, o := range others {
		if o.Key != f.Sums || o.Sums != "" {
			continue
		}
		if best == nil || best.valid.From.After(f.valid.From) || !o.valid.From.After(f.valid.From) && o.No > best.No {
			best = o
		}
	}
	if best == nil {
		r.flaw("sums", "sums", f.Sums)
	}
	return best
}

func (r *reader) checkLines(f *Form, below *Form) {
	seen := map[string]bool{}
	for i, g := range f.Groups {
		if g.Title == "" {
			r.flaw(fmt.Sprintf("groups[%d]", i), "need", "title")
		}
		for j, l := range g.Lines {
			at := fmt.Sprintf("groups[%d].lines[%d]", i, j)
			if !lineKey.MatchString(l.Key) {
				r.flaw(at, "key", l.Key)
			}
			if seen[l.Key] {
				r.flaw(at, "twice", l.Key)
			}
			seen[l.Key] = true
			if l.Label == "" {
				r.flaw(at, "need", "label")
			}
			if l.Unit == "" {
				r.flaw(at, "need", "unit")
			}
			if !l.Verified && l.Source == "" {
				r.flaw(at, "why_unverified")
			}
			r.checkKind(f, l, at)
			if f.Sums == "" {
				r.checkFilled(l, at)
			} else if below != nil {
				r.checkSummed(below, l, at)
			}
		}
	}
	if len(seen) == 0 {
		r.flaw("groups", "no_lines")
	}
}

func (r *reader) checkKind(f *Form, l Line, at string) {
	countLine := func(key string) bool {
		o, ok := f.Line(key)
		return ok && o.Kind == Count
	}
	switch l.Kind {
	case Count, Money:
	case Average:
		if f.Sums == "" && !countLine(l.Weight) {
			r.flaw(at, "weight")
		}
	case Share:
		if !countLine(l.Part) || !countLine(l.Whole) {
			r.flaw(at, "share")
		}
	default:
		r.flaw(at, "kind", l.Kind)
	}
	if l.Weight != "" && (l.Kind != Average || f.Sums != "") {
		r.flaw(at, "not_average")
	}
	if (l.Part != "" || l.Whole != "") && l.Kind != Share {
		r.flaw(at, "not_share")
	}
}

func (r *reader) checkFilled(l Line, at string) {
	if l.Of != "" || l.Sector != "" {
		r.flaw(at, "of_here")
	}
	if l.From != "" && l.Suggest != "" {
		r.flaw(at, "both")
	}
	if l.From != "" && l.Kind != Count {
		r.flaw(at, "from_kind")
	}
	for _, m := range []string{l.From, l.Suggest} {
		if m != "" && !slices.Contains(Measures, Measure(m)) {
			r.flaw(at, "measure", m)
		}
	}
}

func (r *reader) checkSummed(below *Form, l Line, at string) {
	if l.From != "" || l.Suggest != "" {
		r.flaw(at, "of_needed")
	}
	if l.Kind == Share {
		return
	}
	if l.Of == "" {
		r.flaw(at, "of_needed")
		return
	}
	o, ok := below.Line(l.Of)
	switch {
	case !ok:
		r.flaw(at, "of", below.Key, l.Of)
	case o.Kind != l.Kind:
		r.flaw(at, "of_kind", l.Of, below.Key)
	}
	if l.Sector != "" && below.SectorLabel(l.Sector) == "" {
		r.flaw(at, "sector", l.Sector)
	}
}
