// Package audit is the journal (nhật ký hệ thống): who did what to which record, before and after.
// Each entry's hash covers the entry and the hash before it, one chain per tenant, and a head row
// remembers where the chain ends; so an altered, removed, inserted or cut-off entry shows, and Verify
// names the first broken link.
//
// SPDX-License-Identifier: Apache-2.0
package audit
