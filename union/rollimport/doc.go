// Package rollimport brings rolls of members in from XLSX and CSV files as offices keep them, and gives
// them out in the same shape (nhập danh sách đoàn viên). It knows the table and the file; the roll itself
// is another room's, reached through asks.go.
//
//	mapping → checking → checked → running → done
//	                   ↘ cancelled, failed
//
// An import is a file in the store and a row that says how far it came. The file is read twice: once for
// the report (checking writes no member) and once for writing. Position, counters, the faults found and
// the members of a chunk are committed in one transaction, so a process that is killed goes on at the next
// chunk, and nobody is entered twice or left out. In the mode "partial" faulty rows are left out and told;
// in the mode "whole" nothing is written while a row has a fault. A whole import of up to WholeChunk
// rows is one transaction. A larger one was found clean as a whole before its first chunk; when a later
// chunk is refused all the same, because the roll changed meanwhile, it stops there with the reason, and
// goes on from there once that is mended: what was written stays, by the same decision, and running the
// file again finds it unchanged.
//
// A row is known again by its identity number, by its member number, or by name, birth date and unit.
// The same file twice changes nothing. What a file says otherwise than the roll becomes a dated fact only
// when the one who imports asks for it.
//
// SPDX-License-Identifier: Apache-2.0
package rollimport
