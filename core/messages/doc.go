// Package messages is the room of notices (tin nhắn, thư, thông báo): what the site tells a person, in
// her inbox on the site (hộp thư) and by e-mail. A message is written in the transaction of what it
// tells of; letters leave afterwards, through the port internal/links/smtp.
//
//	inapp: delivered (at once)
//	mail:  queued → sent | failed | expired;  failed → sent by a retry
//
// "Sent" means that the mail server took the letter; nobody claims more than that. Facts told:
// messages.queued. Facts heard: messages.queued (the letter itself).
//
// SPDX-License-Identifier: Apache-2.0
package messages
