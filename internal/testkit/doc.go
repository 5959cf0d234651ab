// Package testkit gives tests a real database on both engines, a clock that stands where it is told
// to, golden files and questions to pages. A test that runs here runs on what the product runs on.
//
// SPDX-License-Identifier: Apache-2.0
package testkit
