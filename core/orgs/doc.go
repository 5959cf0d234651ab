// Package orgs holds the organisations of a site and the map they stand on: units that are never
// deleted, whose names, kinds, parents and identifiers are dated facts, so that every page can be
// read as of any date; and the administrative areas of the country with dated codes.
//
// Words: đơn vị (Org), loại (Kind), cấp (Level), quyết định (Decision), mã định danh (Identifier,
// QĐ 20/2020/QĐ-TTg), địa bàn (Area), cây tổ chức (the tree at a date).
//
// A tree is right at every date: a unit has one parent, never one of its own descendants, and a
// parent lives as long as its child does. The closure table is kept from the parents by every change
// and is what scopes and mandates read. Kinds and levels of government and of the union are rows of
// kinds.csv and levels.csv with validity and source; no level is a type in this program.
//
// Facts told: orgs.founded, orgs.renamed, orgs.moved, orgs.kind_changed, orgs.identified,
// orgs.wound_up, orgs.calendar_changed. Facts heard: none.
//
// SPDX-License-Identifier: Apache-2.0
package orgs
