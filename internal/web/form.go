package web

import (
	"encoding"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"net/url"
	"reflect"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"doanket/kernel"
)

const (
	maxFields    = 2000
	maxText      = 4000    // runes of a field without a limit of its own
	maxTextBytes = 1 << 20 // of all text fields of an upload together
)

// Form reads the typed fields into a struct by its `form:"ten"` tags. It is strict: a field that no
// tag names is a mistake, and so is text where a number belongs; all mistakes are told at once. Text
// is trimmed and brought to one Unicode form (NFC), so that what two keyboards type is the same word.
//
// Tag options: max=200 (runes), raw (not trimmed: passwords). Types: string, bool, integers,
// kernel.Money, kernel.ID, kernel.Date (31/12/2026), anything with UnmarshalText, and slices of them.
// A slice of structs tagged `form:"-,rows=50"` is a table: its fields are those of the struct with the
// number of the row behind, ten_1, ten_2 and on; rows left empty before the last one that came are kept.
func (c *Ctx) Form(into any) error {
	kind, _, err := mime.ParseMediaType(c.R.Header.Get("Content-Type"))
	if err != nil && c.R.Header.Get("Content-Type") != "" {
		return badForm()
	}
	if kind == "multipart/form-data" {
		return c.Upload(into, nil)
	}
	err = c.R.ParseForm()
	if err != nil {
		return bodyFault(err)
	}
	c.typed = c.R.PostForm
	return decode(c.typed, into, true)
}

// Query reads the filters of an address in the same way, but passes over names it does not know:
// other sites add their own to our links.
func (c *Ctx) Query(into any) error { return decode(c.R.URL.Query(), into, false) }

// Typed is a field as it was typed, also when it could not be read.
func (c *Ctx) Typed(name string) string {
	return cut(strings.ToValidUTF8(c.typed.Get(name), ""), maxText)
}

// Part is one file on its way in. It must be read before the next one comes.
type Part struct {
	Field string
	Name  string // as the sender's machine called it, without its folders
	Sent  string // as it was sent, tricks and all: for refusing, never for opening
	Type  string // as the sender says; never believe it
	io.Reader
}

// Upload reads a form with files. Files are handed to each as they arrive, so that nothing waits on
// disk or in memory but what each keeps; text fields are decoded into the struct at the end. A form
// puts its text fields before its files when each needs them: see Typed.
func (c *Ctx) Upload(into any, each func(Part) error) error {
	reader, err := c.R.MultipartReader()
	if err != nil {
		return badForm()
	}
	c.typed = url.Values{}
	room := int64(maxTextBytes)
	for n := 0; ; n++ {
		part, err := reader.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return bodyFault(err)
		}
		if n > maxFields {
			return badForm()
		}
		err = c.takePart(part, each, &room)
		if err != nil {
			return err
		}
	}
	if into == nil {
		return nil
	}
	return decode(c.typed, into, true)
}

func (c *Ctx) takePart(part *multipart.Part, each func(Part) error, room *int64) error {
	defer part.Close()
	name := part.FormName()
	if part.FileName() == "" && part.Header.Get("Content-Type") == "" {
		text, err := io.ReadAll(io.LimitReader(part, *room+1))
		if err != nil {
			return bodyFault(err)
		}
		*room -= int64(len(text))
		if *room < 0 {
			return tooLarge(0)
		}
		c.typed.Add(name, string(text))
		return nil
	}
	if part.FileName() == "" {
		return nil // a file field that was left empty
	}
	if each == nil {
		return &kernel.Fault{Kind: kernel.Invalid, Code: "web.unknown_field", Args: []any{name}}
	}
	err := each(Part{Field: name, Name: fileName(part.FileName()), Sent: sentName(part), Type: part.Header.Get("Content-Type"), Reader: part})
	if err != nil {
		return bodyFault(err)
	}
	return nil
}

// sentName is the name before the standard library takes folders off it.
func sentName(part *multipart.Part) string {
	_, params, err := mime.ParseMediaType(part.Header.Get("Content-Disposition"))
	if err != nil || params["filename"] == "" {
		return part.FileName()
	}
	return params["filename"]
}

func badForm() error { return &kernel.Fault{Kind: kernel.Invalid, Code: "web.bad_form"} }

func tooLarge(limit int64) error {
	if limit == 0 {
		limit = maxTextBytes
	}
	return &kernel.Fault{Kind: kernel.Invalid, Code: "web.too_large", Args: []any{megabytes(limit)}}
}

// bodyFault tells a body that is too large from one that is broken; a Fault of the reader stays what it is.
func bodyFault(err error) error {
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return tooLarge(large.Limit)
	}
	if kernel.AsFault(err) != nil {
		return err
	}
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, multipart.ErrMessageTooLarge) || isSyntax(err) {
		return badForm()
	}
	return err
}

func isSyntax(err error) bool {
	var escape url.EscapeError
	var head textproto.ProtocolError
	return errors.As(err, &escape) || errors.As(err, &head) || strings.Contains(err.Error(), "multipart:") || strings.Contains(err.Error(), "invalid semicolon separator")
}

func megabytes(n int64) string {
	if n >= 1<<20 {
		return strconv.FormatInt(n>>20, 10) + " MB"
	}
	return strconv.FormatInt(max(1, n>>10), 10) + " KB"
}

// decode fills the struct and collects every mistake.
func decode(values url.Values, into any, strict bool) error {
	v := reflect.ValueOf(into)
	if v.Kind() != reflect.Pointer || v.Elem().Kind() != reflect.Struct {
		panic("web: a form is read into a pointer to a struct")
	}
	if len(values) > maxFields {
		return badForm()
	}
	var faults kernel.Faults
	known := map[string]bool{}
	decodeStruct(values, v.Elem(), known, &faults)
	if strict {
		for name := range values {
			if !known[name] {
				return &kernel.Fault{Kind: kernel.Invalid, Code: "web.unknown_field", Args: []any{cut(name, 60)}}
			}
		}
	}
	return faults.Err("web.bad_fields")
}

func decodeStruct(values url.Values, v reflect.Value, known map[string]bool, faults *kernel.Faults) {
	for i := range v.NumField() {
		field := v.Type().Field(i)
		if field.Anonymous && field.Type.Kind() == reflect.Struct {
			decodeStruct(values, v.Field(i), known, faults)
			continue
		}
		tag, ok := field.Tag.Lookup("form")
		if !ok {
			continue
		}
		name, options, _ := strings.Cut(tag, ",")
		if o := parseOptions(options); o.rows > 0 {
			decodeRows(values, v.Field(i), o.rows, known, faults)
			continue
		}
		known[name] = true
		given, ok := values[name]
		if !ok {
			continue
		}
		err := setField(v.Field(i), given, parseOptions(options))
		if f := kernel.AsFault(err); f != nil {
			faults.Add(name, f.Code, f.Args...)
		}
	}
}

// decodeRows reads a table. What came with a number beyond the last row is a field that nobody knows.
func decodeRows(values url.Values, v reflect.Value, most int, known map[string]bool, faults *kernel.Faults) {
	kind := v.Type().Elem()
	for n := range most {
		came := false
		row := reflect.New(kind).Elem()
		for i := range kind.NumField() {
			name, options, _ := strings.Cut(kind.Field(i).Tag.Get("form"), ",")
			name += "_" + strconv.Itoa(n+1)
			given, ok := values[name]
			if !ok {
				continue
			}
			came, known[name] = true, true
			err := setField(row.Field(i), given, parseOptions(options))
			if f := kernel.AsFault(err); f != nil {
				faults.Add(name, f.Code, f.Args...)
			}
		}
		if came {
			for v.Len() < n {
				v.Set(reflect.Append(v, reflect.Zero(kind)))
			}
			v.Set(reflect.Append(v, row))
		}
	}
}

type fieldOptions struct {
	max  int
	raw  bool
	rows int // of a table
}

func parseOptions(s string) fieldOptions {
	o := fieldOptions{max: maxText}
	for word := range strings.SplitSeq(s, ",") {
		key, value, _ := strings.Cut(word, "=")
		switch key {
		case "max":
			n, err := strconv.Atoi(value)
			if err != nil {
				panic("web: form tag max=" + value)
			}
			o.max = n
		case "rows":
			o.rows, _ = strconv.Atoi(value)
		case "raw":
			o.raw = true
		}
	}
	return o
}

func setField(v reflect.Value, given []string, o fieldOptions) error {
	if v.Kind() == reflect.Slice && v.Type().Elem().Kind() != reflect.Uint8 {
		for _, text := range given {
			item := reflect.New(v.Type().Elem()).Elem()
			err := setOne(item, text, o)
			if err != nil {
				return err
			}
			if !item.IsZero() {
				v.Set(reflect.Append(v, item))
			}
		}
		return nil
	}
	return setOne(v, given[len(given)-1], o) // a checkbox may stand behind a hidden field of the same name
}

func setOne(v reflect.Value, text string, o fieldOptions) error {
	text, err := clean(text, o)
	if err != nil {
		return err
	}
	switch p := v.Addr().Interface().(type) {
	case *kernel.Date:
		if text == "" {
			return nil
		}
		*p, err = kernel.ParseDateVN(text)
		return err
	case *kernel.Money:
		*p = 0
		if text == "" {
			return nil
		}
		*p, err = kernel.ParseMoneyVN(text)
		return err
	case *kernel.ID:
		*p = 0
		if text == "" {
			return nil
		}
		*p, err = kernel.ParseID(text)
		return err
	case encoding.TextUnmarshaler:
		return p.UnmarshalText([]byte(text))
	}
	return setPlain(v, text)
}

func setPlain(v reflect.Value, text string) error {
	switch v.Kind() {
	case reflect.String:
		v.SetString(text)
	case reflect.Bool:
		v.SetBool(text == "true" || text == "1" || text == "on")
		if !v.Bool() && text != "" && text != "false" && text != "0" {
			return fieldFault("web.bad_bool")
		}
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		n, err := whole(text)
		if err != nil {
			return err
		}
		if v.OverflowInt(n) {
			return fieldFault("web.bad_number")
		}
		v.SetInt(n)
	default:
		panic("web: a form has no fields of type " + v.Type().String())
	}
	return nil
}

func whole(text string) (int64, error) {
	if text == "" {
		return 0, nil
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0, fieldFault("web.bad_number")
	}
	return n, nil
}

func clean(text string, o fieldOptions) (string, error) {
	if !utf8.ValidString(text) {
		return "", fieldFault("web.bad_text")
	}
	text = norm.NFC.String(text)
	if !o.raw {
		text = strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n"))
	}
	for _, r := range text {
		if r != '\n' && r != '\t' && unicode.IsControl(r) {
			return "", fieldFault("web.bad_text")
		}
	}
	if utf8.RuneCountInString(text) > o.max {
		return "", fieldFault("web.too_long", o.max)
	}
	return text, nil
}

func fieldFault(code string, args ...any) error {
	return &kernel.Fault{Kind: kernel.Invalid, Code: code, Args: args}
}
