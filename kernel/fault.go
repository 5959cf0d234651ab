package kernel

import (
	"errors"
	"fmt"
)

// Kind sorts refusals by what the caller can do about them. There are six; everything else that
// goes wrong is internal and never shown.
type Kind uint8

const (
	Invalid     Kind = iota + 1 // what was typed cannot be: mend the fields and send again (422)
	Refused                     // a rule forbids it now (409)
	Forbidden                   // signed in, but without the right to this verb (403)
	NotFound                    // is not there, or must look as if it were not (404)
	Conflict                    // somebody else was faster: read again (409)
	Unavailable                 // an edge is down: try later (503)
)

// Fault (lời từ chối) is the one way in which a rule says no. Code is stable and public
// ("dossiers.missing_paper") and names a sentence in the room's message table; Args fill it.
type Fault struct {
	Kind   Kind
	Code   string
	Args   []any
	Fields []FieldFault
}

// FieldFault is a refusal at one field of a form; Field is the field's name in the form or path in JSON.
type FieldFault struct {
	Field string
	Code  string
	Args  []any
}

func (f *Fault) Error() string {
	if len(f.Fields) == 0 {
		return fmt.Sprintf("%s %v", f.Code, f.Args)
	}
	return fmt.Sprintf("%s %v %+v", f.Code, f.Args, f.Fields)
}

// Is makes errors.Is(err, &Fault{Code: …}) compare codes.
func (f *Fault) Is(target error) bool {
	t, ok := target.(*Fault)
	return ok && t.Code == f.Code
}

// AsFault finds the Fault in an error, or nil when the error is internal.
func AsFault(err error) *Fault {
	var f *Fault
	if errors.As(err, &f) {
		return f
	}
	return nil
}

// Refuse is a rule's no.
func Refuse(code string, args ...any) *Fault { return &Fault{Kind: Refused, Code: code, Args: args} }

// Missing is "not there", also for what the actor may not know of.
func Missing(code string) *Fault { return &Fault{Kind: NotFound, Code: code} }

// Forbid is a no to a verb on a thing that the actor may see.
func Forbid(code string, args ...any) *Fault { return &Fault{Kind: Forbidden, Code: code, Args: args} }

// Faults collects refusals at fields, so that a form hears all of them at once.
type Faults struct{ fields []FieldFault }

// Add notes a refusal at a field.
func (fs *Faults) Add(field, code string, args ...any) {
	fs.fields = append(fs.fields, FieldFault{Field: field, Code: code, Args: args})
}

// Err is nil when nothing was added, else an Invalid Fault with the given code.
func (fs *Faults) Err(code string) error {
	if len(fs.fields) == 0 {
		return nil
	}
	return &Fault{Kind: Invalid, Code: code, Fields: fs.fields}
}
