// Package smtp sends letters (thư điện tử). Mailer is the port; Client speaks SMTP to any server; Sink
// is the simulator, a server on loopback that keeps what it is given in memory for the page /_mail.
//
// SPDX-License-Identifier: Apache-2.0
package smtp
