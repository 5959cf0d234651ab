// SPDX-License-Identifier: Apache-2.0

// Package procedures (danh mục thủ tục) keeps the procedures of an office as dated, reviewable
// definitions: one YAML file per version, with forms, papers, time limits, fees, workflow, results,
// notices and its own worked examples.
//
// The catalogue of the nation says what a procedure is; a definition says how this office does it.
// Both are needed because the catalogue's prose is not a rule: the same record may give two limits,
// or "15 giờ" for what the text calls "trong ngày". A person turns prose into typed rules here, and
// a gate proves the result before anybody can file under it.
//
//	draft ──gửi duyệt──▶ review ──công bố (người khác)──▶ published ──ngừng──▶ retired
//	  ▲────trả lại──────────┘
//
// A published version never changes: its text and the SHA-256 of its canonical JSON are kept, and a
// running dossier keeps the version that it was accepted under.
//
// Law: NĐ 63/2010 (control of procedures), NĐ 118/2025 amended by NĐ 367/2025 (one-stop shop),
// TT 03/2025/TT-VPCP (forms and codes). What was not read in the text of the law is marked in each
// definition (xac_nhan: false) with the source that reports it.
//
// Facts told: procedures.published, procedures.retired. Facts heard: none.
package procedures
