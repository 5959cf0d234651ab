// SPDX-License-Identifier: Apache-2.0

// Package catalogue lets a browser look at every page of the catalogue in every state. It stands beside
// the program because it takes as long as all of its other tests, and so runs next to them.
package catalogue
