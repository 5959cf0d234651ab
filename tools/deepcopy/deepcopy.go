// Package deepcopy stands in for the module of that name, which the Excel library asks for one function:
// a deep copy of its own structs. The full module looks methods up by name at run time, and one such
// look-up makes the linker keep every exported method of every type: five megabytes (decision 0018).
// The root go.mod replaces the module with this folder.
//
// SPDX-License-Identifier: Apache-2.0
package deepcopy

import (
	"fmt"
	"reflect"
)

// Copy makes dst, a pointer, a deep copy of src: a value of the type dst points to, or a pointer to one.
// Unexported fields stay as they are in dst.
func Copy(dst, src any) error {
	to, from := reflect.ValueOf(dst), reflect.ValueOf(src)
	if to.Kind() != reflect.Pointer || to.IsNil() || !from.IsValid() {
		return fmt.Errorf("deepcopy: cannot copy %T into %T", src, dst)
	}
	to = to.Elem()
	if from.Type() != to.Type() && from.Kind() == reflect.Pointer && !from.IsNil() {
		from = from.Elem()
	}
	if from.Type() != to.Type() {
		return fmt.Errorf("deepcopy: cannot copy %T into %T", src, dst)
	}
	fill(to, from)
	return nil
}

func fill(to, from reflect.Value) {
	switch from.Kind() {
	case reflect.Pointer:
		if from.IsNil() {
			to.SetZero()
			return
		}
		n := reflect.New(from.Type().Elem())
		fill(n.Elem(), from.Elem())
		to.Set(n)
	case reflect.Slice:
		if from.IsNil() {
			to.SetZero()
			return
		}
		n := reflect.MakeSlice(from.Type(), from.Len(), from.Len())
		for i := range from.Len() {
			fill(n.Index(i), from.Index(i))
		}
		to.Set(n)
	case reflect.Array:
		for i := range from.Len() {
			fill(to.Index(i), from.Index(i))
		}
	case reflect.Map:
		if from.IsNil() {
			to.SetZero()
			return
		}
		n := reflect.MakeMapWithSize(from.Type(), from.Len())
		for walk := from.MapRange(); walk.Next(); {
			v := reflect.New(from.Type().Elem()).Elem()
			fill(v, walk.Value())
			n.SetMapIndex(walk.Key(), v)
		}
		to.Set(n)
	case reflect.Struct:
		seen := 0
		for i := range from.NumField() {
			if from.Type().Field(i).IsExported() {
				fill(to.Field(i), from.Field(i))
				seen++
			}
		}
		if seen == 0 { // a value that keeps its inside to itself, as a time does
			to.Set(from)
		}
	case reflect.Interface:
		if from.IsNil() {
			to.SetZero()
			return
		}
		v := reflect.New(from.Elem().Type()).Elem()
		fill(v, from.Elem())
		to.Set(v)
	default:
		to.Set(from)
	}
}
