// Package people knows who acts: persons, their accounts and posts, and the mandates by which they may
// do something. A mandate (phân quyền, uỷ quyền) is a role over the subtree of one unit for a period;
// a role is a named set of permissions and is data. Sign-in ends in a kernel.Actor, the only thing
// that the rooms above ever see of an account.
//
//	mandate:  pending ──confirm──▶ active ──end──▶ ended
//	          pending ──refuse───▶ refused
//
// A role that asks for four eyes (hai người) starts pending: somebody else than the giver and the
// taker confirms it. A delegation (uỷ quyền) is a mandate that rests on another one, has an end date,
// cannot be delegated again, and is over as soon as what it rests on is over.
//
// Facts told: people.account_created, people.account_disabled, people.mandate_given, people.mandate_ended.
//
// SPDX-License-Identifier: Apache-2.0
package people
