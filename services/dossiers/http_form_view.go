package dossiers

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"doanket/kernel"
	"doanket/ui"
)

// answerField is the name of a question's input: apart from the fields of the page itself.
func answerField(key string) string { return "don." + key }

// inputGroups draws the parts of a procedure's form. values are what was typed; without them the
// stored answers are written back as people write them.
func inputGroups(ctx context.Context, parts []Questions, values url.Values, stored json.RawMessage, errs ui.Errors) []InputGroup {
	if values == nil {
		values = writeAnswers(stored)
	}
	var out []InputGroup
	for _, p := range parts {
		g := InputGroup{Title: p.Title, Help: p.Help}
		for _, q := range p.Fields {
			if q.Shown && q.Type != "file" {
				g.Fields = append(g.Fields, input(ctx, q, values, errs))
			}
		}
		if len(g.Fields) > 0 {
			out = append(out, g)
		}
	}
	return out
}

// prefills are the places in a party from which the catalogue lets a question be filled in.
var prefills = map[string]string{
	"cccd.ho_ten": "name", "cccd.so": "identity", "cccd.ngay_sinh": "born", "cccd.noi_thuong_tru": "address", "nguoi_nop.ho_ten": "name", "nguoi_nop.dien_thoai": "phone",
	"nguoi_nop.thu_dien_tu": "email", "doanh_nghiep.ten": "name", "doanh_nghiep.dia_chi": "address", "doan_vien.ho_ten": "name",
}

// prefill writes what is known of the applicant into the questions that ask for the same and are still empty.
func prefill(parts []Questions, values url.Values, party url.Values) {
	for _, p := range parts {
		for _, q := range p.Fields {
			known := party.Get("applicant." + prefills[q.Prefill])
			if q.Prefill != "" && prefills[q.Prefill] != "" && known != "" && values.Get(answerField(q.Key)) == "" {
				values.Set(answerField(q.Key), known)
			}
		}
	}
}

// input draws one question.
func input(ctx context.Context, q Question, values url.Values, errs ui.Errors) InputView {
	name := answerField(q.Key)
	f := InputView{
		Kind:   inputKinds[q.Type],
		Props:  ui.FieldProps{Name: name, Label: q.Label, Hint: q.Help, Value: values.Get(name), Error: errs[name], Required: q.Must, Optional: !q.Must, MaxLength: 500},
		Values: values[name],
	}
	if f.Props.Error == "" {
		f.Props.Error = errs[q.Key]
	}
	for _, c := range q.Choices {
		f.Options = append(f.Options, ui.Option{Value: c.Code, Label: c.Name})
	}
	switch q.Type {
	case "long":
		f.Props.MaxLength, f.Props.Rows = 4000, 4
	case "yesno":
		f.Options = []ui.Option{{Value: "co", Label: ui.T(ctx, "Có")}, {Value: "khong", Label: ui.T(ctx, "Không")}}
	case "number":
		f.Props.InputMode, f.Props.Short = "numeric", true
	case "cccd":
		f.Props.InputMode, f.Props.Short, f.Props.MaxLength = "numeric", true, 12
	case "phone":
		f.Props.Type, f.Props.Autocomplete, f.Props.Short = "tel", "tel", true
	case "email":
		f.Props.Type, f.Props.Autocomplete = "email", "email"
	case "person_name":
		f.Props.Autocomplete = "name"
	case "choice":
		if len(f.Options) > 6 {
			f.Kind, f.Props.Placeholder = "select", ui.T(ctx, "Chọn một mục")
		}
	}
	return f
}

var inputKinds = map[string]string{"long": "text", "date": "date", "money": "money", "choice": "choice", "yesno": "choice", "many": "many"}

// writeAnswers turns stored answers back into what people type.
func writeAnswers(raw json.RawMessage) url.Values {
	out := url.Values{}
	answers := map[string]any{}
	if len(raw) == 0 || json.Unmarshal(raw, &answers) != nil {
		return out
	}
	for key, value := range answers {
		name := answerField(key)
		switch v := value.(type) {
		case bool:
			out.Set(name, map[bool]string{true: "co", false: "khong"}[v])
		case float64:
			out.Set(name, kernel.GroupThousands(int64(v)))
		case []any:
			for _, x := range v {
				out.Add(name, fmt.Sprint(x))
			}
		case string:
			if d, err := kernel.ParseISODate(v); err == nil && len(v) == 10 {
				v = kernel.FormatDate(d)
			}
			out.Set(name, v)
		}
	}
	return out
}

// answersOf are the typed answers of a form, by question.
func answersOf(values url.Values) map[string][]string { return prefixed(values, "don.") }

// prefixed are the fields whose names begin with a prefix, without it.
func prefixed(v url.Values, prefix string) map[string][]string {
	out := map[string][]string{}
	for name, values := range v {
		if key, ok := strings.CutPrefix(name, prefix); ok {
			out[key] = values
		}
	}
	return out
}

// renamed moves faults at questions to the inputs that ask them.
func renamed(faults []kernel.FieldFault) []kernel.FieldFault {
	out := slices.Clone(faults)
	for i := range out {
		if !strings.Contains(out[i].Field, ".") {
			out[i].Field = answerField(out[i].Field)
		}
	}
	return out
}

// order is the order of the inputs on the page, for the summary of what is to be mended.
func order(groups []InputGroup) []string {
	var names []string
	for _, g := range groups {
		for _, f := range g.Fields {
			names = append(names, f.Props.Name)
		}
	}
	return names
}

// partyInputs are the questions about a person or an organisation. Field names begin with prefix.
func partyInputs(ctx context.Context, prefix string, values url.Values, errs ui.Errors) []InputView {
	text := func(name, label, hint string, more ui.FieldProps) InputView {
		more.Name, more.Label, more.Hint = prefix+name, label, hint
		more.Value, more.Error = values.Get(more.Name), errs[more.Name]
		return InputView{Kind: "line", Props: more}
	}
	kind := values.Get(prefix + "kind")
	if kind == "" {
		kind = "person"
	}
	return []InputView{
		{Kind: "select", Props: ui.FieldProps{Name: prefix + "kind", Label: ui.T(ctx, "Là cá nhân hay tổ chức"), Value: kind, Error: errs[prefix+"kind"]}, Options: []ui.Option{
			{Value: "person", Label: ui.T(ctx, "Cá nhân")}, {Value: "organisation", Label: ui.T(ctx, "Tổ chức, doanh nghiệp")}}},
		text("name", ui.T(ctx, "Họ và tên, hoặc tên tổ chức"), "", ui.FieldProps{Required: true, Autocomplete: "name", MaxLength: 200}),
		text("identity", ui.T(ctx, "Số định danh hoặc mã số thuế"), ui.T(ctx, "Cá nhân 12 chữ số; tổ chức 10 hoặc 13 chữ số"), ui.FieldProps{InputMode: "numeric", MaxLength: 20, Short: true}),
		{Kind: "date", Props: ui.FieldProps{Name: prefix + "born", Label: ui.T(ctx, "Ngày sinh"), Value: values.Get(prefix + "born"), Error: errs[prefix+"born"], Optional: true}},
		text("phone", ui.T(ctx, "Điện thoại"), ui.T(ctx, "Để báo khi hồ sơ có việc"), ui.FieldProps{Type: "tel", Autocomplete: "tel", MaxLength: 20, Short: true}),
		text("email", ui.T(ctx, "Thư điện tử"), "", ui.FieldProps{Type: "email", Autocomplete: "email", Optional: true, MaxLength: 200}),
		text("address", ui.T(ctx, "Địa chỉ"), ui.T(ctx, "Số nhà, đường hoặc tổ; phường, xã; tỉnh, thành phố"), ui.FieldProps{Autocomplete: "street-address", MaxLength: 300}),
	}
}

// partyValues writes a party back as it is typed.
func partyValues(prefix string, p Party) url.Values {
	v := url.Values{}
	for name, value := range map[string]string{"kind": p.Kind, "name": p.Name, "identity": p.Identity, "born": kernel.FormatDate(p.Born), "phone": p.Phone, "email": p.Email, "address": p.Address} {
		v.Set(prefix+name, value)
	}
	return v
}

// readParty reads a party; what it cannot read stands at its field.
func readParty(prefix string, v url.Values, faults *kernel.Faults) Party {
	p := Party{Kind: v.Get(prefix + "kind"), Name: strings.Join(strings.Fields(v.Get(prefix+"name")), " "), Phone: v.Get(prefix + "phone"), Email: v.Get(prefix + "email"), Address: v.Get(prefix + "address")}
	p.Identity = strings.NewReplacer(" ", "", ".", "").Replace(v.Get(prefix + "identity"))
	if p.Kind != "organisation" {
		p.Kind = "person"
	}
	if p.Name == "" {
		faults.Add(prefix+"name", "dossiers.name_needed")
	}
	if born := v.Get(prefix + "born"); born != "" {
		d, err := kernel.ParseDateVN(born)
		if f := kernel.AsFault(err); f != nil {
			faults.Add(prefix+"born", f.Code, f.Args...)
		}
		p.Born = d
	}
	return p
}

// returnInputs ask how the result goes back.
func returnInputs(ctx context.Context, values url.Values, errs ui.Errors) []InputView {
	how := values.Get("return_by")
	return []InputView{
		{Kind: "choice", Props: ui.FieldProps{Name: "return_by", Label: ui.T(ctx, "Nhận kết quả bằng cách nào"), Value: how, Error: errs["return_by"]}, Options: []ui.Option{
			{Value: string(Desk), Label: ui.T(ctx, "Tại nơi nộp hồ sơ")},
			{Value: string(Online), Label: ui.T(ctx, "Bản điện tử"), Hint: ui.T(ctx, "tải về từ trang tra cứu")},
			{Value: string(Post), Label: ui.T(ctx, "Qua bưu chính"), Hint: ui.T(ctx, "cước người nhận trả")}}},
		{Kind: "line", Props: ui.FieldProps{Name: "return_to", Label: ui.T(ctx, "Địa chỉ nhận bưu chính"), Hint: ui.T(ctx, "Chỉ điền khi nhận qua bưu chính"), Value: values.Get("return_to"), Error: errs["return_to"], Optional: true, MaxLength: 300}},
	}
}

// feesView puts the fees of the terms into words, before anything is asked for.
func feesView(ctx context.Context, lines []FeeLine) *MoneyView {
	return seen{Detail: Detail{Dossier: Dossier{Fees: lines}}}.money(ctx)
}
