// Package tasks is the room of work that somebody gave (nhiệm vụ, hạn, đôn đốc): a title, a unit or a
// person who answers for it, a day by which it is due, and the thing of another room that it came from.
// How the lead unit (chủ trì) reports and who confirms follows what offices do on paper (usage; NĐ
// 30/2020/NĐ-CP art. 23 for what leaders order on incoming documents).
//
//	open ──Take──▶ accepted ──Report──▶ reported ──Confirm──▶ closed
//	  any live state ──CallOff──▶ cancelled          └─SendBack─▶ returned ──Report──▶ reported
//
// A room that gave a task from its own transaction (Assign) may keep the last word to itself: then only
// that room closes, returns or cancels it. The clock tells the assignee before the due day and after it,
// and a named unit above once the task is late by some working days.
//
// Facts told: tasks.assigned, tasks.due_soon, tasks.overdue, tasks.escalated, tasks.reminded, tasks.done,
// tasks.returned, tasks.closed, tasks.cancelled. Facts heard: none.
//
// SPDX-License-Identifier: Apache-2.0
package tasks
