// Package waitlists is the room of what a union has too little of for everybody: rooms of union housing
// (nhà ở thiết chế công đoàn), loans of its funds (vay vốn). Members wait in a list, in the order of
// points that a written rule gives.
//
// A list (danh sách chờ) belongs to a unit and takes applications from the members below it:
//
//	draft ──open──▶ open ──freeze──▶ frozen ──close──▶ closed        draft ──drop──▶ dropped
//
// The rule is data: criteria (tiêu chí) with a formula, the days between which they hold, where they come
// from, and whether that was confirmed in law. Scores are worked out at the cut-off and frozen with every
// line that led to them; until then ranks are provisional. More points come first, then who applied
// earlier, then the smaller number: no two stand on one place.
//
// An application (đơn xin vào danh sách):
//
//	waiting ──offer──▶ offered ──accept──▶ accepted
//	   │                  ├──decline──▶ declined ─┐
//	   │                  └──lapse──▶ lapsed ─────┴▶ the same thing is offered to the next in line
//	   ├──withdraw──▶ withdrawn      waiting, offered ──remove──▶ removed, with the reason
//
// Whoever decides never chooses: an offer goes to the first who waits. A list may be published with
// masked names. Facts told: waitlists.frozen, waitlists.offered, waitlists.answered. Facts heard: none.
// A reorganisation reaches the room through orgs.Holder.
//
// SPDX-License-Identifier: Apache-2.0
package waitlists
