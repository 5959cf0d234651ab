// Package formula reads and computes the expressions of definitions (biểu thức): conditions and amounts
// over the answers of a form. An expression is typed when it is read, has at most 200 parts, knows only
// the names it was given and the functions below, and can neither loop without end, read a clock nor
// make randomness: the same answers give the same papers and fees for ever.
//
//	or ||   and &&   == != < <= > >=   in, not in   contains startsWith endsWith matches
//	+ - * / %   not !   -x   a ? b : c   [1, 2]   "text" 'text'   true false   don.field   f(x)
//	all any none one count (list, # …)   len abs int trim lower upper hasPrefix hasSuffix max min
//
// Numbers are whole. A division drops its rest; a division by nought or a number beyond 64 bits makes
// the whole computation fail, and its caller says what that means.
//
// SPDX-License-Identifier: Apache-2.0
package formula
