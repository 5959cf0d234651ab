package procedures

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"doanket/kernel"
)

var portalUnits = map[string]string{"WORKING_DAY": unitWorkingDay, "DAY": unitDay, "HOUR": unitWorkingHour, "MONTH": unitMonth}

var portalChannels = map[string]string{"ONLINE": Online, "DIRECT": Direct, "POSTAL": Post}

// headings of paper groups that are no cases: "* Giấy tờ phải nộp:", "* Lưu ý :", "Thành phần hồ sơ".
var groupHeading = regexp.MustCompile(`^[*+\-\s\d.()]*(giay to|luu y|thanh phan|ho so|ghi chu|bao gom|so luong|yeu cau ve)`)

// notes that pose as papers
var paperHeading = regexp.MustCompile(`^[*+\-\s]*(luu y|ghi chu|giay to phai|nguoi co yeu cau|nguoi tiep nhan|truong hop|doi voi|trong truong hop|co quan dang ky|ban chup|ca nhan co quyen)`)

// alternative is one real case with the paper groups that belong to it.
type alternative struct {
	name   string
	groups []paperGroup
}

func (d *drafter) alternatives() []alternative {
	var out []alternative
	var common []paperGroup
	for i, g := range d.PaperGroups {
		name := clean(g.Name)
		if name == "" || groupHeading.MatchString(kernel.Fold(name)) {
			if name != "" {
				d.doubt(fmt.Sprintf("executionCases[%d]", i), "variant.heading", name)
			}
			common = append(common, g)
			continue
		}
		at := slices.IndexFunc(out, func(a alternative) bool { return a.name == name })
		if at < 0 {
			out = append(out, alternative{name: name})
			at = len(out) - 1
		}
		out[at].groups = append(out[at].groups, g)
	}
	if len(out) == 0 {
		return []alternative{{name: clean(d.Name), groups: common}}
	}
	for i := range out {
		out[i].groups = append(slices.Clone(common), out[i].groups...)
	}
	return out
}

func (d *drafter) variants() {
	caseLimit, caseText := d.caseLimit()
	d.line(0, "truong_hop:")
	for i, a := range d.alternatives() {
		p := at("truong_hop", i)
		d.line(1, "- khoa: truong_hop_%d", i+1)
		d.line(2, "ten: %s", q(a.name))
		if i == 0 {
			d.line(2, "mac_dinh: true")
		} else {
			d.doubt(p+".khi", "variant.condition", a.name)
			d.line(2, "khi: \"\"")
		}
		if caseLimit != "" {
			d.line(2, "han: %s", caseLimit)
		}
		told := len(d.doubts)
		d.channels(p, caseLimit, caseText)
		if i > 0 {
			d.doubts = d.doubts[:told] // the same rows of the record as in the first case
		}
		d.papers(p, a)
		var keys []string
		for j := range d.Results {
			keys = append(keys, fmt.Sprintf("ket_qua_%d", j+1))
		}
		d.line(2, "ket_qua: [%s]", strings.Join(keys, ", "))
		d.line(2, "quy_trinh: {buoc: [], viec: []}")
	}
}

// caseLimit is the limit that the record's cases agree on; otherwise they are doubted and it is "".
func (d *drafter) caseLimit() (yaml, text string) {
	var seen []string
	for _, c := range d.Cases {
		t := limitWords(c.Day.Qty, c.Day.Type)
		if c.Day.Qty.Given && c.Day.Qty.Value > 0 && !slices.Contains(seen, t) {
			seen = append(seen, t)
			yaml = limitYAML(c.Day.Qty, c.Day.Type)
			text = t
		}
	}
	if len(seen) > 1 {
		d.doubt("truong_hop", "deadline.cases_differ", strings.Join(seen, "; "))
		return "", ""
	}
	return yaml, text
}

func limitYAML(qty loose, unit string) string {
	u, ok := portalUnits[unit]
	if !ok {
		u = unit
	}
	n, whole := qty.whole()
	if !whole && unit == "WORKING_DAY" && qty.Value*8 == float64(int(qty.Value*8)) {
		return fmt.Sprintf("{so: %d, don_vi: %s}", int(qty.Value*8), unitWorkingHour)
	}
	return fmt.Sprintf("{so: %d, don_vi: %s}", n, q(u))
}

func limitWords(qty loose, unit string) string {
	return strconv.FormatFloat(qty.Value, 'f', -1, 64) + " " + unit
}

func (d *drafter) channels(p, caseLimit, caseText string) {
	byChannel := map[string][]method{}
	for i, m := range d.Methods {
		key := portalChannels[m.Channel]
		if key == "" {
			d.doubt(at("executionMethods", i), "channel.unknown", m.Channel)
			continue
		}
		byChannel[key] = append(byChannel[key], m)
	}
	if len(byChannel) == 0 {
		d.doubt(p+".kenh", "channel.none")
		d.line(2, "kenh: {}")
		return
	}
	d.line(2, "kenh:")
	for _, key := range ChannelKeys {
		rows := byChannel[key]
		if len(rows) == 0 {
			continue
		}
		path := p + ".kenh." + key
		d.line(3, "%s:", key)
		limit := d.channelLimit(path+".han", rows)
		d.line(4, "han: %s", limit)
		if caseLimit != "" && limit != caseLimit {
			d.doubt(path+".han", "deadline.contradicts", limitWords(rows[0].Time, rows[0].Unit), caseText)
		}
		d.channelFees(path+".phi", rows)
	}
}

var proseLimit = regexp.MustCompile(`(\d{1,3})\s*(ngày làm việc|ngày|giờ|tháng)`)

var proseUnits = map[string]string{"ngày làm việc": "WORKING_DAY", "ngày": "DAY", "giờ": "HOUR", "tháng": "MONTH"}

func (d *drafter) channelLimit(path string, rows []method) string {
	var seen []string
	for _, m := range rows {
		t := limitWords(m.Time, m.Unit)
		if !slices.Contains(seen, t) {
			seen = append(seen, t)
		}
	}
	if len(seen) > 1 {
		d.doubt(path, "deadline.rows_differ", strings.Join(seen, "; "))
	}
	m := rows[0]
	_, whole := m.Time.whole()
	_, knownUnit := portalUnits[m.Unit]
	switch {
	case m.Unit == "OTHER" || m.Unit == "":
		d.doubt(path, "deadline.unit_other", limitWords(m.Time, m.Unit))
	case !knownUnit:
		d.doubt(path, "deadline.unit", m.Unit)
	case !m.Time.Given || m.Time.Value <= 0:
		d.doubt(path, "deadline.missing")
	case m.Unit == "HOUR":
		d.doubt(path, "deadline.hours", strconv.FormatFloat(m.Time.Value, 'f', -1, 64))
	case !whole:
		d.doubt(path, "deadline.fraction", strconv.FormatFloat(m.Time.Value, 'f', -1, 64))
	}
	for _, found := range proseLimit.FindAllStringSubmatch(clean(m.Description), -1) {
		n, _ := strconv.Atoi(found[1])
		if float64(n) != m.Time.Value || proseUnits[found[2]] != m.Unit {
			d.doubt(path, "deadline.prose", found[0], limitWords(m.Time, m.Unit))
			break
		}
	}
	return limitYAML(m.Time, m.Unit)
}

var feeKinds = map[string]PaymentKind{"FEE": Fee, "SERVICE_FEE": Charge, "PRICE_LEVEL": OtherPayment}

func (d *drafter) channelFees(path string, rows []method) {
	var lines []string
	for _, m := range rows {
		for _, f := range m.Fees {
			text := clean(f.Description)
			folded := kernel.Fold(text)
			free := text == "" || folded == "khong" || strings.HasPrefix(folded, "khong thu") || strings.HasPrefix(folded, "khong quy dinh") || strings.HasPrefix(folded, "mien phi") && len(folded) < 20
			if (!f.Value.Given || f.Value.Value == 0) && !free {
				d.doubt(path, "fee.prose_only", short(text))
			}
			if strings.Contains(folded, "mien") && len(folded) > 20 {
				d.doubt(path, "fee.exemption_prose", short(text))
			}
			if !f.Value.Given || f.Value.Value == 0 {
				continue
			}
			kind, known := feeKinds[f.Type]
			if !known {
				d.doubt(path, "fee.kind", f.Type)
			}
			amount := kernel.Money(f.Value.Value)
			if amount < 0 {
				d.doubt(path, "fee.negative", amount.String())
			}
			d.doubt(path, "fee.no_basis", amount.String())
			name := text
			if name == "" {
				name = "Mức thu theo danh mục quốc gia"
			}
			lines = append(lines, fmt.Sprintf("- {khoa: muc_%d, loai: %s, ten: %s, so_tien: %d}", len(lines)+1, q(string(kind)), q(short(name)), int64(amount)))
		}
	}
	if len(lines) == 0 {
		d.line(4, "phi: []")
		return
	}
	d.line(4, "phi:")
	for _, l := range lines {
		d.line(5, "%s", l)
	}
}

// short keeps a quotation readable.
func short(s string) string {
	r := []rune(oneLine(s))
	if len(r) > 160 {
		return string(r[:160]) + "…"
	}
	return string(r)
}

var conditional = regexp.MustCompile(`(^[-+*\s]*(doi voi|truong hop)|neu co\)|\(neu |trong truong hop|truong hop )`)

func (d *drafter) papers(p string, a alternative) {
	d.line(2, "thanh_phan:")
	seen := map[string]bool{}
	n := 0
	for _, g := range a.groups {
		for _, c := range g.Papers {
			name, code := clean(c.Name), strings.TrimSpace(c.Code)
			originals, okO := c.Originals.whole()
			copies, okC := c.Copies.whole()
			folded := kernel.Fold(name)
			path := fmt.Sprintf("%s.thanh_phan[%d]", p, n)
			none := originals+copies == 0 || !okO && !okC
			if name == "" || none && (paperHeading.MatchString(folded) || strings.HasSuffix(name, ":")) {
				d.doubt(path, "paper.heading", short(name))
				d.line(3, "# %s", oneLine(name))
				continue
			}
			if seen[code+"|"+folded] {
				d.doubt(path, "paper.repeated", short(name))
				continue
			}
			seen[code+"|"+folded] = true
			d.paperDoubts(path, name, folded, code, none)
			d.line(3, "- {khoa: giay_%d, ma: %s, ten: %s, ban_chinh: %d, ban_sao: %d, bat_buoc: true}", n+1, q(code), q(strings.TrimLeft(name, "-+* ")), originals, copies)
			n++
		}
	}
	if n == 0 {
		d.doubt(p+".thanh_phan", "paper.none")
		d.line(3, "[]")
	}
}

func (d *drafter) paperDoubts(path, name, folded, code string, none bool) {
	if none {
		d.doubt(path, "paper.no_copies", short(name))
	}
	if code != "" && !paperCode.MatchString(code) {
		d.doubt(path, "paper.code", code)
	}
	if strings.Contains(folded, "mot trong") || strings.Contains(folded, "neu khong co") || strings.Contains(folded, " hoac ") {
		d.doubt(path, "paper.alternatives", short(name))
	}
	if conditional.MatchString(folded) {
		d.doubt(path, "paper.condition", short(name))
	}
	if stateHolds.MatchString(folded) {
		d.doubt(path, "paper.state_holds", short(name))
	}
}
