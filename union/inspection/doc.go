// Package inspection is the room of the inspection committee (uỷ ban kiểm tra, UBKT): the plan of a year,
// inspections and supervisions (kiểm tra, giám sát) with their programme, team, checklist, findings and
// conclusion, and the recommendations (kiến nghị) that are followed until they are done. The committee
// inspects how the Charter is kept, finance, and signs of violation, at its own and at lower levels
// (union.md §1.5: Charter of the union, HD 238/HD-TLĐ 2014, HD 251/HD-TLĐ 2017, read second-hand).
//
//	planned ──Announce──▶ announced ──Start──▶ running ──Conclude──▶ concluded ──Follow──▶ followed_up ──Close──▶ closed
//	   └──────CallOff──────────┴──────▶ cancelled
//
// A recommendation becomes a task of core/tasks whose last word is said here. What was found rests on
// evidence: a file, or a record of the system itself as of a day, with a digest that shows later whether
// the record still says the same; a reader sees it only when he may see the record. Who may be on a team
// is asked of dated rules (data/conflicts.csv), each with its source. Checklists are dated versions
// (data/checklists); an inspection keeps the version that it was opened with.
//
// Facts told: inspection.announced, inspection.concluded, inspection.followed_up, inspection.closed,
// inspection.cancelled. Facts heard: those of core/tasks about recommendations.
//
// SPDX-License-Identifier: Apache-2.0
package inspection
