package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

type testLine struct {
	Send   sendVerb `cmd:"" help:"Gửi."`
	Lookup struct {
		ByID struct {
			ID int64 `arg:""`
		} `cmd:"" name:"by-id"`
	} `cmd:""`
	Parent parentVerb `cmd:""`
}

type sendVerb struct {
	To      string   `required:"" help:"nơi đến"`
	DryRun  bool     `help:"thử"`
	JSON    bool     `default:"true" negatable:""`
	Days    int      `default:"90"`
	Kind    string   `enum:",thu,tin" default:""`
	Letters []string `arg:"" help:"các thư"`
}

var ran []any

func (v sendVerb) Run() error { ran = append(ran, v); return nil }

type parentVerb struct {
	Child struct {
		File string `arg:"" type:"existingfile"`
	} `cmd:""`
}

func (v *parentVerb) Run(context.Context) error { ran = append(ran, v.Child.File); return nil }

func TestALineFillsItsVerb(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a.txt")
	err := os.WriteFile(file, nil, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	for line, want := range map[string]any{
		"send --to x a b":                                 sendVerb{To: "x", JSON: true, Days: 90, Letters: []string{"a", "b"}},
		"send a --to=x=y --dry-run":                       sendVerb{To: "x=y", JSON: true, Days: 90, DryRun: true, Letters: []string{"a"}},
		"send --no-json --to x -- -a":                     sendVerb{To: "x", Days: 90, Letters: []string{"-a"}},
		"send --to x --days -3 --kind tin --json=false a": sendVerb{To: "x", Days: -3, Kind: "tin", Letters: []string{"a"}},
		"send --to x -5":                                  sendVerb{To: "x", JSON: true, Days: 90, Letters: []string{"-5"}},
		"parent child " + file:                            file,
	} {
		ran = nil
		err := call(t.Context(), &testLine{}, strings.Fields(line), &strings.Builder{})
		if err != nil || len(ran) != 1 {
			t.Errorf("%s: %v, %d verbs ran", line, err, len(ran))
			continue
		}
		diff := cmp.Diff(want, ran[0])
		if diff != "" {
			t.Errorf("%s: %s", line, diff)
		}
	}
}

func TestALineThatCannotBeReadSaysWhatIsWrong(t *testing.T) {
	for line, want := range map[string]string{
		"":                           "thiếu lệnh",
		"fly":                        "không có lệnh “fly”",
		"send a":                     "thiếu --to=…",
		"send --to x":                "thiếu <letters>…",
		"send --to":                  "sau --to còn thiếu giá trị",
		"send --to x --fast a":       "không có lựa chọn “--fast”",
		"send --to x --no-dry-run a": "không có lựa chọn “--no-dry-run”",
		"send --to x --days ba a":    "--days=… là một số, không phải “ba”",
		"send --to x --kind phim a":  "--kind=… là một trong: thu, tin",
		"lookup":                     "thiếu lệnh",
		"lookup by-id 1 2":           "thừa “2”",
		"parent child /không/có":     "không có tệp “/không/có”",
	} {
		ran = nil
		err := call(t.Context(), &testLine{}, strings.Fields(line), &strings.Builder{})
		var wrong *usage
		if !errors.As(err, &wrong) || !strings.HasPrefix(wrong.why, want) || len(ran) != 0 {
			t.Errorf("%s: %v", line, err)
		}
	}
}

func TestHelpNamesEveryVerbAndOption(t *testing.T) {
	for line, want := range map[string][]string{
		"--help":       {"doanket serve", "doanket bench", "Phục vụ trang."},
		"serve --help": {"--dev", "/_pages"},
		"calc -h":      {"doanket calc cccd-qr", "doanket calc vietqr"},
		"bench --help": {"--size=…", "(mặc định 1000000)", "--pg=…"},
	} {
		var out strings.Builder
		err := call(t.Context(), &commands{}, strings.Fields(line), &out)
		if err != nil {
			t.Errorf("%s: %v", line, err)
		}
		for _, w := range want {
			if !strings.Contains(out.String(), w) {
				t.Errorf("%s does not say %q:\n%s", line, w, out.String())
			}
		}
	}
}
