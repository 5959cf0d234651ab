// Package welfare is the room of what a union does for its members (phúc lợi đoàn viên): programmes of
// any level, who they are for, the lists of those who receive, the money behind them, visits and
// hardship allowances. Levels of support are set each year by each union: they are data here, never
// code (Luật Công đoàn 50/2024/QH15; quy định chi của từng cấp, chưa đối chiếu văn bản).
//
// A programme (chương trình) belongs to a unit and reaches the members of the units below it:
//
//	draft → open → closed           draft and open may be dropped while nobody received anything
//
// A programme of gifts has occasions (dịp), each with one list over all units:
//
//	waiting → proposing → proposed → corrected → approved → paying → closed
//	                          ↑_________↓_amend_____|_________|
//
// The rule proposes, people correct with reasons, another person approves, the cashier or the bank
// pays, every hand-over is confirmed. Programmes of visits (thăm hỏi) and of hardship allowances (trợ
// cấp) have no list: each event is its own occasion.
//
// One person receives once per programme and occasion across all units (I19), and nothing is
// committed beyond the budget without a recorded override (I15); both hold in the database. What a
// list was made of stays with it: the verdict of the rule line by line, and who changed what and why.
//
// Members are known only through Roll; a reorganisation reaches the room through orgs.Holder. Facts
// told: welfare.approved, welfare.received. Facts heard, by way of the wiring: dossiers.decided.
//
// SPDX-License-Identifier: Apache-2.0
package welfare
