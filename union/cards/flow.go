package cards

import "doanket/kernel"

// flow is every way in which a card may move. A row that is not here cannot happen.
var flow = kernel.Flow[State, Verb]{
	{From: Made, Do: Print, To: Printed},
	{From: Printed, Do: HandOver, To: Valid},
	{From: Valid, Do: Lose, To: Lost},

	{From: Made, Do: Replace, To: Replaced},    // not handed over yet: the next card takes its place now
	{From: Printed, Do: Replace, To: Replaced}, //
	{From: Valid, Do: Replace, To: Replaced},   // when the next card is handed over
	{From: Lost, Do: Replace, To: Replaced},    //

	{From: Made, Do: Revoke, To: Revoked},
	{From: Printed, Do: Revoke, To: Revoked},
	{From: Valid, Do: Revoke, To: Revoked},
	{From: Lost, Do: Revoke, To: Revoked},
}
