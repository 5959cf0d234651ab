// Package members is the roll of the union (đoàn viên, sổ đoàn viên; Luật Công đoàn 50/2024/QH15 điều
// 5, 6, 21). A membership is a fact of its own: it is opened by a decision, never derived from a
// relation, never deleted. Where the member stood, in which status and with which data are dated rows
// beside it, so every list can be read as of any day, and what was seen as of an earlier day is seen
// for ever: a correction voids a row and keeps it.
//
//	segment  where: unit and group from a day to a day; one open at most, no overlap
//	status   how: active unless a row says exempt, suspended, disciplined, left, expelled, died
//	fact     what: work, wage for social insurance, home, papers, schooling … each from a day on
//
// A person has at most one open membership; a number is opaque, at most 20 characters, and never used
// again. Persons themselves stand in core/people.
//
// Facts told: members.admitted, members.transferred, members.left, members.expelled, members.died,
// members.corrected, members.merged, members.status_changed.
//
// SPDX-License-Identifier: Apache-2.0
package members
