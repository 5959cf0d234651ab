// Package complaints is the room of complaints and denunciations (đơn thư: khiếu nại, tố cáo, kiến nghị, phản
// ánh) that come to a union. A record is sealed: only those who are named on it see it, its number, or that it
// exists; no mandate opens it, not that of the level above, of the administrator or of the program. What is
// written is encrypted, the sender's name apart and under another key, opened by the lead with a reason that
// is kept for ever. Each opening is written down. Who is complained of is never named on the record. (Law on
// Complaints 02/2011/QH13, Law on Denunciations 25/2018/QH14: the names of denouncers are kept secret; read
// through quotations.)
//
//	received ──HandOver──▶ assigned ──Accept──▶ accepted ──Verify──▶ verifying ──Conclude──▶ concluded
//	                          ├──Refuse──▶ refused              │  ▲                          │
//	                          ├──Forward──▶ forwarded ◀─Forward─┘  │            answered ◀─Answer
//	                          ├──Examine (no name given) ──────────┘                │
//	                          └──Withdraw──▶ withdrawn                            Close──▶ closed
//
// Who receives a letter sees it until it is handed over. Numbers run without gaps per unit and year. Days are
// dated data (data/deadlines.csv) with their source, counted by the unit's calendar with the explanation. A
// sender follows the letter by a code and a secret, without an account. The journal of the site holds a seal
// over each deed and nothing by which a record could be recognised; tasks remind in private, by the number
// alone. Whoever keeps a backup keeps the site's key with it, or nothing here opens again.
//
// A grievance may be made a second time to the unit above (khiếu nại lần hai), by whoever shows code and secret
// of the first or by its papers: a record of its own, on which nobody who resolved the first is named. Nothing
// is written on the first, and the tables hold only a keyed digest of which one it is. A place that is hard to
// reach (vùng sâu, vùng xa) is marked and has longer limits.
//
// Who gave a record to its lead sees nothing of it; but when the lead's account is closed or her mandate ends,
// she alone may give it to another, unread, and its journal of access says so.
//
// The register (sổ theo dõi) of a period is printed from what its maker sees, numbered in its own order and
// without the numbers of receipt, so that what is hidden leaves no gap.
//
// Facts told and heard: none, on purpose.
//
// SPDX-License-Identifier: Apache-2.0
package complaints
