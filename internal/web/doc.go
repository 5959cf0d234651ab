// Package web is the front door: routes with their access, sessions, tokens, limits, the one error
// page, the JSON API's frame, health and metrics. It knows no trade: a room hands it a table of
// routes, and the room's policy decides about records.
//
// One request: security headers → request id → cross-origin check → rate limit per address → body
// limit → session or bearer token → rate limit per account → access of the route → handler. A handler
// returns an error; a kernel.Fault becomes a sentence and a status in one place (fault.go).
//
// SPDX-License-Identifier: Apache-2.0
package web
