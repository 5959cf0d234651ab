// Package kernel holds the few words that every room shares: identity, money, time, the acting
// person, the refusal and the fact. It imports nothing of the house and speaks no prose.
//
// SPDX-License-Identifier: Apache-2.0
package kernel
