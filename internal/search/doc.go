// Package search finds records of every kind by words and numbers (tra cứu). Texts and questions pass
// the same kernel.Fold, so "ho so" finds "hồ sơ"; who types marks sees exact marks first. Scope is a
// posting list: each document carries a token per unit above it, so a question within a subtree costs
// no more than one word. Order is newest first, which lets a common word stop after one page.
//
// SPDX-License-Identifier: Apache-2.0
package search
