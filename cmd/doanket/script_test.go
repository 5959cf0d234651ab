package main

import (
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// The program runs inside of the test: what other tools call is tested as they call it.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"doanket": main})
}

func TestWhatOtherToolsCallAnswersAsPromised(t *testing.T) {
	seed, err := filepath.Abs("../../seed/procedures")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{Dir: "testdata/script", Setup: func(e *testscript.Env) error {
		e.Setenv("SEED", seed)
		return nil
	}})
}
