// Package sheets reads and writes tables as Vietnamese offices write them (bảng tính): XLSX and CSV
// with title lines above the head, heads of several lines, merged cells, texts of old fonts (TCVN3,
// VNI, Windows-1258), dates, money and numbers in every shape that a keyboard allows.
//
// Reading streams: Open takes a file as io.ReaderAt, Book.Rows gives row after row, each cell with its
// kind, and nothing but the shared strings of a workbook is held. Rows keep the numbers that Excel
// shows, so that every message can point at a cell ("Danh sách!C7"). What an archive claims about its
// sizes is not believed: what really comes out is counted against Limits.
//
// Encodings are never guessed alone: Detect scores how many words are possible Vietnamese syllables in
// each encoding, and answers with the confidence and sample lines, so that a person can overrule it.
// A cell that says its font is believed before any score: ".VnTime" is TCVN3, ".VnTimeH" is TCVN3 in
// capitals, "VNI-Times" is VNI.
//
// Values (ReadDate, ReadNumber, ReadMoney, ReadIdentity, ReadPhone, ReadName, ReadSex) answer with a
// value, a refusal, or a value with a Doubt: an identity number that lost its leading zero is proposed
// and never mended silently.
//
// Writing streams too: Writer for exports, FaultBook for an input with its faulty cells marked.
package sheets
