// Package benefits is the room of what partners grant to union members (ưu đãi đoàn viên): agreements
// with shops and services, vouchers with serials, and what was used of them. Which rates a partner
// grants, for whom and how long, is in each agreement; nothing of it is law, so all of it is data (usage
// of the programme "Phúc lợi đoàn viên": rate, term and who; vouchers with face value and serial; uptake
// and turnover are reported).
//
// An agreement (thoả thuận ưu đãi) is signed by a unit and holds for the members of the units below it,
// as the tree stands on the day of use:
//
//	draft ──approve──▶ signed ──begin──▶ running ──lapse, end──▶ ended      draft ──drop──▶ dropped
//
// Another person than the one who wrote it approves. A series of vouchers (đợt phiếu) hangs on a signed
// agreement and is opened by another person, too:
//
//	draft ──open──▶ open ──close──▶ closed
//
// A voucher (phiếu) has a serial without gaps, which says nothing, and a token that stands in its QR
// only; the token is derived from the site's key and never stored. One voucher pays once: a redemption
// that was cancelled in time gives it back, everything else ends it.
//
//	issued ──redeem──▶ redeemed ──cancel──▶ issued      issued ──expire──▶ expired      issued ──revoke──▶ revoked
//
// The partner's till sees whether a code is good and what it gives, never who shows it. The union sees
// how often, where and for how much, by unit; who bought what is shown to the member alone.
//
// Facts told: benefits.approved, benefits.ended, benefits.issued, benefits.redeemed, benefits.cancelled.
// Facts heard: none. Members and cards are known through needs.go; a reorganisation reaches the room
// through orgs.Holder.
//
// SPDX-License-Identifier: Apache-2.0
package benefits
