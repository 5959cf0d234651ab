// Package paper makes the papers of the house (giấy tờ, phiếu, biên lai): one Sheet of facts becomes an A4 or A5
// PDF in the decree's layout (NĐ 30/2020/NĐ-CP) and the HTML page that is printed from the browser,
// so that the two can never say different things. A room fills a Sheet from its events; this
// package knows nothing of the trade. The same Sheet gives the same bytes.
//
// SPDX-License-Identifier: Apache-2.0
package paper
