// Package reorg carries out the decisions by which organisations are rearranged (sắp xếp tổ chức: thành
// lập, đổi tên, chuyển, hợp nhất, chia tách, kết thúc): one signed paper with steps, effective on one
// day that may lie in the past or in the future.
//
//	draft ──submit──▶ submitted ──approve (two persons)──▶ approved ──apply──▶ applied ──undo──▶ undone
//	  ▲                   │                                   │  │
//	  └──────return───────┴──────────────return───────────────┘  └─hold─▶ held ──apply / return──▶ …
//	draft ──discard──▶ discarded
//
// A decision is tried before it is signed: the same code that applies it runs in a transaction that is
// taken back, and what it found is the picture before and after (bức tranh trước, sau) with every count
// and balance, or the list of all faults. Who has written it cannot approve it; two others must. On its
// day a job applies it in one transaction: all of it or nothing.
//
// The units themselves live in core/orgs, whose register writes the dated facts and keeps the tree right
// at every date. What the rooms hold for units goes over through orgs.Holder, which this room calls and
// never looks behind. Nothing is deleted: a later decision that takes one back marks its rows as void,
// and both stay to be read.
//
// Facts told: reorg.approved, reorg.applied, reorg.held. Facts heard: reorg.approved (applies what is due).
//
// SPDX-License-Identifier: Apache-2.0
package reorg
