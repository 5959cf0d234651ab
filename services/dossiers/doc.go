// Package dossiers is the one-stop room (hồ sơ một cửa, NĐ 118/2025/NĐ-CP): a person files a dossier
// under one version of a procedure, the desk accepts it and gives it its code, it is processed,
// decided and returned, and its clock tells at every moment when the answer is due and why.
//
// # Words
//
//   - hồ sơ: Dossier. Its ten public states are those of the national portal (flow.go).
//   - mã hồ sơ: the code, given once at acceptance, gapless per agency and day (TT 03/2025/TT-VPCP).
//   - giấy tiếp nhận và hẹn trả: form 01. Forms 02 to 06 are printed from the events, never typed.
//   - hạn gốc, hạn hẹn lại: the due date of the clock and the date of an apology (form 04). Figures
//     use the first; the second never makes a late dossier timely.
//
// # How it is kept
//
// The truth is the append-only list of events of a dossier (event.go). Replay gives the Dossier; the
// row in table dossier is an index over it for lists and is written in the same transaction. Nobody
// sets a date: due dates are derived by clock.go from the limit, the calendar and the suspensions.
//
// # Facts told
//
// dossiers.submitted, accepted, refused, supplement_requested, supplemented, payment_requested, paid,
// assigned, forwarded, opinion_asked, decided, posted, returned, withdrawn, stopped, resumed,
// apologised, due_moved, due_soon, overdue. Heard: payments.settled through MarkPaid.
//
// SPDX-License-Identifier: Apache-2.0
package dossiers
