// Package committees is the room of the bodies that lead and check a union by term (ban chấp hành, ban
// thường vụ, uỷ ban kiểm tra, ban nữ công, tổ trưởng) and of who serves in them from a day to a day.
//
// A committee belongs to one unit and one kind; there is at most one of a kind at a time. It comes into
// being by election or, provisionally, by appointment of the level above (lâm thời, chỉ định), has a
// term and a number of seats, and is recognised by the level above:
//
//	elected ──Recognise──▶ recognised ──End──▶ ended
//	elected ──End──▶ ended        provisional ──End──▶ ended
//
// What a committee may be made of is dated data with its source (data/rules.csv; Hướng dẫn 238/HD-TLĐ
// 2014, Điều lệ khoá XII, as far as they were seen): a check never says only yes or no, but by which
// rule and from where. Who is barred from the inspection committee is known from the posts in finance
// that this room keeps as well. History may hold what the rules forbid: somebody elected into the
// executive committee later on makes the inspection committee wrong, and the page says so.
//
// A reorganisation ends the committees of a unit that is wound up, unless the decision carries them;
// the new unit is offered a provisional inspection committee.
//
// Facts told: committees.founded, committees.recognised, committees.seated, committees.unseated,
// committees.ended. Facts heard: none.
//
// SPDX-License-Identifier: Apache-2.0
package committees
