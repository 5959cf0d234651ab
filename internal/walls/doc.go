// Package walls keeps the house standing: its tests read the imports, the file names and the
// glossary, and say what to do instead when an arrow runs the wrong way. Sizes are reported, never refused.
//
// SPDX-License-Identifier: Apache-2.0
package walls
