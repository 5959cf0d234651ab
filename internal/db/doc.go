// Package db runs one portable SQL text on SQLite and PostgreSQL. A command opens one Tx, a page
// opens one Read; stores hand over statements that are constants, so that what runs can be read
// beforehand and no typed text can ever become SQL.
//
// PostgreSQL writes run at read committed: rooms take what they decide on by an `update … returning`
// or check a row version when they save, and the counters and chains that everyone shares make the
// second writer wait instead of failing. Reads are snapshots, so that the figures and the list of one
// page agree. SQLite has one writer at a time, which gives the same and more.
//
// SPDX-License-Identifier: Apache-2.0
package db
