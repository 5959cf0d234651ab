// Package rules is the machine behind conditions, amounts and points that people write down and the
// program applies to a record: `doan_vien.so_thang >= 6 and doan_vien.dang_sinh_hoat`. A vocabulary
// names what may be asked; everything is checked before anybody is judged by it, and all faults are
// told at once. The language is that of internal/formula.
//
// What is not known stays unknown: a condition over a record without a birth date is neither met nor
// failed, unless the rest decides it (Kleene's three values), so nobody is left out or let in because
// a field was empty. Every verdict can be opened line by line, in Vietnamese, with the value it saw.
//
// SPDX-License-Identifier: Apache-2.0
package rules
