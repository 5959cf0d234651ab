package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"unicode"
)

// The command line is a struct: a field with the tag cmd is a verb, arg an argument that stands by its
// place, everything else an option --like-this. Further tags: help, name, required, default,
// enum:"a,b", type:"existingfile", negatable (--no-like-this). A verb does its work in Run, with or
// without a context. The words of a struct are read when asked for: no method is looked up by its name,
// so the linker may leave out what nobody calls.

type runner interface{ Run() error }

type ctxRunner interface{ Run(context.Context) error }

// usage is a command line that cannot be read.
type usage struct{ why string }

func (u *usage) Error() string { return u.why }

// verb is a place in the tree of commands.
type verb struct {
	path  []string
	help  string
	value reflect.Value
	up    *verb
}

// option is a field that the line fills.
type option struct {
	reflect.StructField
	value reflect.Value
	given bool
}

// call reads args into cli and does what they say. --help prints to out.
func call(ctx context.Context, cli any, args []string, out io.Writer) error {
	at := &verb{path: []string{"doanket"}, value: reflect.ValueOf(cli).Elem(), help: "Đoàn Kết: văn phòng số của công đoàn và của phường, xã."}
	for len(args) > 0 {
		next := at.sub(args[0])
		if next == nil {
			break
		}
		at, args = next, args[1:]
	}
	if slices.Contains(args, "--help") || slices.Contains(args, "-h") {
		at.explain(out)
		return nil
	}
	if len(at.verbs()) > 0 {
		if len(args) > 0 {
			return &usage{fmt.Sprintf("không có lệnh “%s”. Xem: %s --help", args[0], at)}
		}
		return &usage{fmt.Sprintf("thiếu lệnh. Xem: %s --help", at)}
	}
	err := at.fill(args)
	if err != nil {
		return &usage{fmt.Sprintf("%s. Xem: %s --help", err, at)}
	}
	for ; at != nil; at = at.up {
		switch does := at.value.Addr().Interface().(type) {
		case ctxRunner:
			return does.Run(ctx)
		case runner:
			return does.Run()
		}
	}
	return nil
}

func (v *verb) String() string { return strings.Join(v.path, " ") }

func (v *verb) verbs() []*verb {
	var out []*verb
	for i := range v.value.NumField() {
		f := v.value.Type().Field(i)
		_, is := f.Tag.Lookup("cmd")
		if is {
			out = append(out, &verb{path: append(slices.Clone(v.path), wordOf(f)), help: f.Tag.Get("help"), value: v.value.Field(i), up: v})
		}
	}
	return out
}

func (v *verb) sub(word string) *verb {
	for _, s := range v.verbs() {
		if s.path[len(s.path)-1] == word {
			return s
		}
	}
	return nil
}

func (v *verb) options() (flags map[string]*option, places, all []*option) {
	flags = map[string]*option{}
	for i := range v.value.NumField() {
		o := &option{StructField: v.value.Type().Field(i), value: v.value.Field(i)}
		all = append(all, o)
		_, isPlace := o.Tag.Lookup("arg")
		if isPlace {
			places = append(places, o)
			continue
		}
		flags["--"+wordOf(o.StructField)] = o
	}
	return flags, places, all
}

// fill puts the words of the line into the fields of a verb.
func (v *verb) fill(args []string) error {
	flags, places, all := v.options()
	for _, o := range all {
		d, ok := o.Tag.Lookup("default")
		if ok {
			err := o.set(d)
			if err != nil {
				return err
			}
		}
	}
	onlyPlaces := false
	for len(args) > 0 {
		word := args[0]
		args = args[1:]
		switch {
		case word == "--" && !onlyPlaces:
			onlyPlaces = true
		case onlyPlaces || !strings.HasPrefix(word, "--"):
			if len(places) == 0 {
				return fmt.Errorf("thừa “%s”", word)
			}
			err := places[0].give(word)
			if err != nil {
				return err
			}
			if places[0].Type.Kind() != reflect.Slice {
				places = places[1:]
			}
		default:
			rest, err := flag(flags, word, args)
			if err != nil {
				return err
			}
			args = rest
		}
	}
	for _, o := range all {
		_, place := o.Tag.Lookup("arg")
		_, must := o.Tag.Lookup("required")
		if (place || must) && !o.given {
			return fmt.Errorf("thiếu %s", o.shown())
		}
	}
	return nil
}

// flag reads --name value, --name=value, --name and --no-name; it returns the words after it.
func flag(flags map[string]*option, word string, args []string) ([]string, error) {
	name, value, hasValue := strings.Cut(word, "=")
	o := flags[name]
	if o == nil {
		positive := flags["--"+strings.TrimPrefix(name, "--no-")]
		if positive != nil && !hasValue {
			_, negatable := positive.Tag.Lookup("negatable")
			if negatable {
				return args, positive.give("false")
			}
		}
		return nil, fmt.Errorf("không có lựa chọn “%s”", name)
	}
	switch {
	case hasValue:
	case o.Type.Kind() == reflect.Bool:
		value = "true"
	case len(args) == 0:
		return nil, fmt.Errorf("sau %s còn thiếu giá trị", name)
	default:
		value, args = args[0], args[1:]
	}
	return args, o.give(value)
}

func (o *option) give(s string) error {
	o.given = true
	enum, ok := o.Tag.Lookup("enum")
	if ok && !slices.Contains(strings.Split(enum, ","), s) {
		return fmt.Errorf("%s là một trong: %s", o.shown(), strings.Trim(strings.ReplaceAll(enum, ",", ", "), ", "))
	}
	if o.Tag.Get("type") == "existingfile" {
		info, err := os.Stat(s)
		if err != nil || info.IsDir() {
			return fmt.Errorf("không có tệp “%s”", s)
		}
	}
	return o.set(s)
}

func (o *option) set(s string) error {
	switch o.Type.Kind() {
	case reflect.String:
		o.value.SetString(s)
	case reflect.Bool:
		b, err := strconv.ParseBool(s)
		if err != nil {
			return fmt.Errorf("%s là true hoặc false, không phải “%s”", o.shown(), s)
		}
		o.value.SetBool(b)
	case reflect.Int, reflect.Int64:
		n, err := strconv.ParseInt(s, 10, o.Type.Bits())
		if err != nil {
			return fmt.Errorf("%s là một số, không phải “%s”", o.shown(), s)
		}
		o.value.SetInt(n)
	case reflect.Slice:
		o.value.Set(reflect.Append(o.value, reflect.ValueOf(s)))
	default:
		return fmt.Errorf("%s: không biết loại %s", o.shown(), o.Type)
	}
	return nil
}

func (o *option) shown() string {
	_, place := o.Tag.Lookup("arg")
	switch {
	case place && o.Type.Kind() == reflect.Slice:
		return "<" + wordOf(o.StructField) + ">…"
	case place:
		return "<" + wordOf(o.StructField) + ">"
	case o.Type.Kind() == reflect.Bool:
		return "--" + wordOf(o.StructField)
	}
	return "--" + wordOf(o.StructField) + "=…"
}

// explain prints what may be written after a verb.
func (v *verb) explain(out io.Writer) {
	fmt.Fprintf(out, "%s: %s\n\n", v, v.help)
	w := tabwriter.NewWriter(out, 2, 4, 3, ' ', 0)
	verbs := v.verbs()
	for _, s := range verbs {
		fmt.Fprintf(w, "  %s\t%s\n", s, s.help)
	}
	if len(verbs) == 0 {
		_, _, all := v.options()
		for _, o := range all {
			help := o.Tag.Get("help")
			_, must := o.Tag.Lookup("required")
			d := o.Tag.Get("default")
			switch {
			case must:
				help += " (bắt buộc)"
			case d != "":
				help += " (mặc định " + d + ")"
			}
			fmt.Fprintf(w, "  %s\t%s\n", o.shown(), strings.TrimSpace(help))
		}
	}
	_ = w.Flush() // what was printed was printed
}

// wordOf is a field's name on the line: DryRun is dry-run, JSON is json.
func wordOf(f reflect.StructField) string {
	name, ok := f.Tag.Lookup("name")
	if ok {
		return name
	}
	letters := []rune(f.Name)
	var b strings.Builder
	for i, r := range letters {
		starts := i > 0 && unicode.IsUpper(r) && (unicode.IsLower(letters[i-1]) || i+1 < len(letters) && unicode.IsLower(letters[i+1]))
		if starts {
			b.WriteByte('-')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}
