// Package statistics is the room of the union's statistics (thống kê công đoàn, Quyết định
// 1454/QĐ-TLĐ ngày 28/11/2014): form 1-HĐCĐ that every grassroots union fills in, and form 2-HĐCĐ that
// every level above adds up, at the cut-offs 31/5 and 30/11.
//
// A form is a YAML file (forms/*.yaml) with versions, validity and source; each line says whether it
// was seen in a published form. The gate (Check) lists everything that is wrong with a file. What the
// member roll knows is computed as of the cut-off; a typed value that differs needs a reason.
//
//	none ── save ──▶ draft ── submit ──▶ submitted ── accept ──▶ accepted
//	                   ▲                    │   │                    │
//	                   └──── withdraw ──────┘   └─ return ─▶ returned ◀─ return
//	                                                            └── submit ──▶ submitted
//
// Submitting freezes a snapshot: canonical JSON with its SHA-256, kept for ever, which reproduces bit
// for bit when members have long left. A level above adds up what it accepted, along the tree as it
// stood on the cut-off; once it has sent its own sum upwards, what the sum is made of stands still.
//
// Facts told: statistics.opened, statistics.submitted, statistics.accepted, statistics.returned.
//
// SPDX-License-Identifier: Apache-2.0
package statistics
