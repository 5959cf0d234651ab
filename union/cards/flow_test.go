package cards

import (
	"math"
	"slices"
	"testing"

	"doanket/internal/paper"
	"doanket/kernel"
)

// TestEveryWayACardMayMoveIsInTheTableAndNoOther walks every state and verb, those that are not there too.
func TestEveryWayACardMayMoveIsInTheTableAndNoOther(t *testing.T) {
	want := map[State]map[Verb]State{
		Made:     {Print: Printed, Replace: Replaced, Revoke: Revoked},
		Printed:  {HandOver: Valid, Replace: Replaced, Revoke: Revoked},
		Valid:    {Lose: Lost, Replace: Replaced, Revoke: Revoked},
		Lost:     {Replace: Replaced, Revoke: Revoked},
		Replaced: {}, Revoked: {},
	}
	at := Deed{At: kernel.Date{Year: 2026, Month: 11, Day: 23}.Clock(8, 20), By: "Mẫu"}
	for _, from := range States {
		for _, v := range []Verb{Print, HandOver, Lose, Replace, Revoke} {
			c := Card{State: from, Serial: "DV26-000001"}
			err := map[Verb]func() error{
				Print: func() error { return c.print(at) }, HandOver: func() error { return c.handOver(at) }, Lose: func() error { return c.lose(at, "") },
				Replace: func() error { return c.end(Replace, at, "") }, Revoke: func() error { return c.end(Revoke, at, "") },
			}[v]()
			to, may := want[from][v]
			if (err == nil) != may || may && c.State != to {
				t.Errorf("%s, %s: %s, %v", from, v, c.State, err)
			}
			if f := kernel.AsFault(err); !may && (f == nil || Messages()[f.Code] == "") {
				t.Errorf("%s, %s: %v has no sentence", from, v, err)
			}
			if !may && slices.Contains(Card{State: from}.Verbs(), v) {
				t.Errorf("a %s card offers %s", from, v)
			}
		}
	}
}

func TestWhatOthersHearOfAState(t *testing.T) {
	for s, want := range map[State]Standing{Made: IsUnknown, Printed: IsUnknown, Valid: IsValid, Lost: IsRevoked, Replaced: IsRevoked, Revoked: IsRevoked, "": IsUnknown} {
		if s.standing() != want {
			t.Errorf("%s is told as %s", s, s.standing())
		}
	}
}

func TestDatedDataIsWhole(t *testing.T) {
	on := kernel.Date{Year: 2026, Month: 11, Day: 23}
	if len(Kinds(on)) != 2 || Kinds(on)[0].Key != "thuong" || len(Kinds(day("2010-01-01"))) != 0 {
		t.Errorf("%+v", Kinds(on))
	}
	for _, r := range reasons {
		if r.Name == "" || r.Source == "" || len(r.States) == 0 {
			t.Errorf("%+v", r)
		}
		for _, s := range r.States {
			if _, ok := flow.Next(s, r.Verb); !ok {
				t.Errorf("%s: a %s card cannot %s", r.Key, s, r.Verb)
			}
		}
	}
	for _, key := range []string{reasonLeft, reasonExpelled, reasonDied, reasonTwice} {
		for _, s := range []State{Made, Printed, Valid, Lost} {
			if !known(Revoke, s, key, on) {
				t.Errorf("the program revokes a %s card for %s, which the data does not know", s, key)
			}
		}
	}
	if !known(Lose, Valid, reasonLost, on) || reasonName(reasonRenewed) == reasonRenewed {
		t.Error("a reason of the program is missing")
	}
	for _, k := range kinds {
		if k.Source == "" || k.Group == "" {
			t.Errorf("%+v", k)
		}
	}
}

// TestEveryPaletteCanBeRead: white on the band and the strong colour on white, 4.5 : 1 at least.
func TestEveryPaletteCanBeRead(t *testing.T) {
	light := func(c paper.Color) float64 {
		sum := 0.0
		for i, v := range []uint8{c.R, c.G, c.B} {
			x := float64(v) / 255
			if x <= 0.04045 {
				x /= 12.92
			} else {
				x = math.Pow((x+0.055)/1.055, 2.4)
			}
			sum += x * []float64{0.2126, 0.7152, 0.0722}[i]
		}
		return sum
	}
	for _, p := range Palettes {
		for _, c := range []paper.Color{p.Band, p.Strong, inkColor, quietColor} {
			if contrast := 1.05 / (light(c) + 0.05); contrast < 4.5 {
				t.Errorf("%s: %s stands at %.1f : 1 on white", p.Key, c.Hex(), contrast)
			}
		}
	}
}

func TestReadTokenTakesTheAddressOrTheTokenAlone(t *testing.T) {
	token := tokenOf(siteKey, 42)
	if len(token) != tokenLong || token == tokenOf(siteKey, 43) || token == tokenOf(append([]byte{1}, siteKey[1:]...), 42) {
		t.Errorf("token %s", token)
	}
	for text, want := range map[string]Token{
		string(token): token, " " + base + VerifyPath(token) + " \r\n": token, base + "/the/" + string(token) + "?x=1#y": token,
		"HTTPS://CONGDOAN.EXAMPLE.VN/THE/" + string(token): token, "https://khac.example/the/" + string(token): token,
		"": "", "abc": "", string(token) + "a": "", "the/" + string(token): "", string(token[:25]) + "1": "", string(token[:25]) + "Ấ": "",
	} {
		if got := ReadToken(text); got != want {
			t.Errorf("%q reads %q", text, got)
		}
	}
}

func FuzzReadToken(f *testing.F) {
	f.Add(base + "/the/" + string(tokenOf(siteKey, 42)))
	f.Add("\xff/the/\x00")
	f.Fuzz(func(t *testing.T, s string) {
		got := ReadToken(s)
		if got != "" && (len(got) != tokenLong || ReadToken(string(got)) != got) {
			t.Errorf("%q reads %q", s, got)
		}
		if len(readNumbers(s)) > len(s) {
			t.Error("more numbers than letters")
		}
		_ = CleanSerial(s)
	})
}
