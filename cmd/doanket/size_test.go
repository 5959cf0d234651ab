package main

import (
	"bufio"
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

const mostBytes = 45_000_000

// The binary as `make build` makes it. One look-up of a method by a name that is only known at run time
// makes the linker keep every exported method there is, so whoever brings one is named here.
func TestTheBinaryIsUnder45MBAndLooksUpNoMethodByName(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the whole program")
	}
	makefile, err := os.ReadFile("../../Makefile")
	if err != nil {
		t.Fatal(err)
	}
	flags := regexp.MustCompile(`(?m)^GCFLAGS := (.*)$`).FindSubmatch(makefile)
	if flags == nil {
		t.Fatal("the Makefile has no GCFLAGS")
	}
	out := filepath.Join(t.TempDir(), "doanket")
	args := append([]string{"build", "-trimpath"}, strings.Fields(string(flags[1]))...)
	cmd := exec.Command("go", append(args, "-ldflags", "-s -w -dumpdep", "-o", out, ".")...)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	said, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%.2000s", err, said)
	}
	told := map[string]bool{}
	lines := bufio.NewScanner(bytes.NewReader(said))
	for lines.Scan() {
		from, _, _ := strings.Cut(lines.Text(), " -> ")
		who, ok := strings.CutSuffix(from, " <ReflectMethod>")
		if ok && !strings.HasPrefix(who, "reflect.") && !told[who] {
			told[who] = true
			t.Errorf("%s looks up methods by name", who)
		}
	}
	info, err := os.Stat(out)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%.1f MB", float64(info.Size())/1e6)
	if info.Size() > mostBytes {
		t.Errorf("%d bytes, at most %d", info.Size(), mostBytes)
	}
}
