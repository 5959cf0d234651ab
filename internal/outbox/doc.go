// Package outbox carries facts from room to room. A fact (sự kiện) is written in the transaction of
// the change that it tells of, so neither can exist without the other; a dispatcher then hands it to
// each hearer at least once, in order per subject, and the hearer's inbox makes twice into once.
// What cannot be delivered after some tries becomes a dead letter (sự kiện kẹt) that a person sees,
// retries or cancels. Work by the clock is leased here too, so that of several processes one does it.
//
// SPDX-License-Identifier: Apache-2.0
package outbox
