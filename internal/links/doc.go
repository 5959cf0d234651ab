// Package links is the frame in which the product meets outside systems (kết nối hệ thống ngoài). Each
// system has a folder with a port in the words of the trade, a real client that speaks its protocol,
// and a simulator: a server on loopback to which the same client talks, so that the wire code is always
// exercised. One conformance suite runs against the simulator and, when its address is given, against a
// real peer. The registry tells which systems there are, on what legal basis, and in which mode: what a
// simulator touched says so, its identifiers begin with MP-, and it never enters ledgers or figures.
//
// SPDX-License-Identifier: Apache-2.0
package links
