// Package cards is the room of membership cards (thẻ đoàn viên): designs, batches for the printer, the
// hand-over against signature, the card on the phone, and what anybody is told who scans one. A card is
// the union's confirmation that one certain person is a member; it belongs to the member and follows
// her through transfers and reorganisations without being printed again. Kinds, reasons and designs are
// dated data: the layout in force is not confirmed in law (union.md §2.2 and §7).
//
//	made → printed → valid        handed over against signature; from then on it counts
//	made, printed → replaced      printed wrongly: the next card takes its place
//	valid → lost                  dead at once
//	valid, lost → replaced        when the card that follows it is handed over
//	all but the ended → revoked   no longer a member, or given by mistake
//
// A member has at most one valid card and at most one that waits; a serial is never given twice and
// has no gaps within its series and year. The QR holds the address of the verification page and a
// random-looking token, nothing of the person; the token is derived from the site's key, so only its
// hash is stored. Who scans it hears valid, revoked or unknown, always in the same shape, and sees a
// name only for the few minutes for which the member herself lets it be seen.
//
// Facts told: cards.made, cards.printed, cards.handed_over, cards.lost, cards.replaced, cards.revoked.
// Heard, by the wiring: who left, was expelled, died, moved or was entered twice.
//
// SPDX-License-Identifier: Apache-2.0
package cards
