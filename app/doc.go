// Package app is the wiring: it opens the stores, fulfils what the rooms need of each other, mounts
// pages, subscribes facts. It knows everybody and decides nothing.
//
// SPDX-License-Identifier: Apache-2.0
package app
