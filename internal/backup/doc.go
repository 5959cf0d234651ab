// Package backup takes a whole site out into one file and puts it back, on either engine (sao lưu,
// khôi phục). It reads a snapshot, so the site may go on serving. The file is a tar: head.json says
// which tables stood at which migration, data/ holds their rows as lines of JSON, files/ the kept
// files under their hash, and manifest.json at the end a SHA-256 of everything; a file that was cut
// off or altered is refused before a single row is written.
//
// SPDX-License-Identifier: Apache-2.0
package backup
