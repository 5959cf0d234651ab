// Package files keeps what people upload and what the program issues. A file (tệp) is immutable and
// named by the SHA-256 of its bytes, on disk or in an S3 bucket, so it can be checked for ever and is
// kept once. What comes from outside passes Accept first: the type is read from the bytes, pictures
// are decoded and written anew, PDFs stay byte for byte because a signature may stand in them, and
// what could harm a reader or the machine is refused with a sentence.
//
// SPDX-License-Identifier: Apache-2.0
package files
