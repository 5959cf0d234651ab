package db

import (
	"database/sql"
	"database/sql/driver"
	"fmt"
	"reflect"
	"time"

	"doanket/kernel"
)

// normalize turns arguments into plain values, so that both drivers are handed the same: one of them
// would otherwise ask a named string for its String method and store another text.
func normalize(args []any) ([]any, error) {
	out := make([]any, len(args))
	for i, a := range args {
		v, err := plain(a)
		if err != nil {
			return nil, fmt.Errorf("argument $%d: %w", i+1, err)
		}
		out[i] = v
	}
	return out, nil
}

func plain(a any) (any, error) {
	switch v := a.(type) {
	case nil, string, int64, bool, float64:
		return v, nil
	case []byte:
		return v, nil
	case int:
		return int64(v), nil
	case kernel.ID:
		return int64(v), nil
	case kernel.Money:
		return int64(v), nil
	case kernel.Instant:
		return v.Value()
	case kernel.Date:
		return v.Value()
	case time.Time:
		return kernel.At(v).Value()
	}
	r := reflect.ValueOf(a)
	if r.Kind() == reflect.Pointer && r.IsNil() {
		return nil, nil
	}
	valuer, ok := a.(driver.Valuer)
	if ok {
		v, err := valuer.Value()
		if err != nil {
			return nil, err
		}
		if t, ok := v.(time.Time); ok {
			return kernel.At(t).Value()
		}
		return v, nil
	}
	switch r.Kind() {
	case reflect.Pointer:
		return plain(r.Elem().Interface())
	case reflect.String:
		return r.String(), nil
	case reflect.Bool:
		return r.Bool(), nil
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return r.Int(), nil
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32:
		return int64(r.Uint()), nil
	case reflect.Float32, reflect.Float64:
		return r.Float(), nil
	case reflect.Slice:
		if r.Type().Elem().Kind() == reflect.Uint8 {
			return r.Bytes(), nil
		}
	}
	return nil, fmt.Errorf("db: cannot store a %T", a)
}

// Null reads a column that may be null into a plain variable, which then keeps its zero value.
func Null[T any](to *T) sql.Scanner { return &nullable[T]{to} }

type nullable[T any] struct{ to *T }

func (n *nullable[T]) Scan(v any) error {
	var got sql.Null[T]
	err := got.Scan(v)
	if err != nil {
		return err
	}
	*n.to = got.V
	return nil
}

// Optional stores the zero value as null: a reference to nothing must not meet a foreign key.
func Optional[T comparable](v T) any {
	var zero T
	if v == zero {
		return nil
	}
	return v
}
