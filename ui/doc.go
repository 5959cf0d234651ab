// SPDX-License-Identifier: Apache-2.0

// Package ui is the design system (giao diện): the shell, the parts every page is made of, the one
// stylesheet and the one script, and the two languages. Ink on paper: one accent for what can be
// pressed, three signals that are always word, colour and shape. Everything works without script;
// the script only saves steps. Vietnamese is the source text, English comes from locale/en.po.
//
// No part writes a style attribute or an inline script, so the strictest content security policy holds.
package ui
