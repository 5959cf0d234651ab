// Package payments is the room of cashless payment and the cash desk (thanh toán, thu ngân, biên lai):
// what a person owes for one thing, how she may pay it, and the receipt she gets. Fees (phí) and charges
// (lệ phí) are kept apart (Luật Phí và lệ phí 97/2015/QH13), each with receipts of its own series; the
// form of receipts follows NĐ 123/2020/NĐ-CP as amended by NĐ 70/2025/NĐ-CP (text not yet compared).
//
//	waiting → paid        confirmed by a cashier, with numbered receipts in the same transaction
//	waiting → cancelled   the thing was withdrawn
//	free                  nothing is owed; the basis is kept, a receipt is never made
//
// Paid is set only by an authorised confirmation, never by a browser that comes back. Facts told:
// payments.ordered, payments.paid, payments.cancelled.
//
// SPDX-License-Identifier: Apache-2.0
package payments
