package statistics

import "doanket/kernel"

type verb string

const (
	save     verb = "luu"
	submit   verb = "gui"
	settle   verb = "chot" // by a level above which this site has nobody
	withdraw verb = "rut"
	accept   verb = "duyet"
	giveBack verb = "tra-lai"
)

// flow is every way a report may move. A row that is not here cannot happen.
var flow = kernel.Flow[State, verb]{
	{From: None, Do: save, To: Draft},
	{From: Draft, Do: save, To: Draft},
	{From: Returned, Do: save, To: Returned},
	{From: None, Do: submit, To: Submitted},
	{From: Draft, Do: submit, To: Submitted},
	{From: Returned, Do: submit, To: Submitted},
	{From: None, Do: settle, To: Accepted},
	{From: Draft, Do: settle, To: Accepted},
	{From: Returned, Do: settle, To: Accepted},
	{From: Submitted, Do: withdraw, To: Draft},
	{From: Submitted, Do: accept, To: Accepted},
	{From: Submitted, Do: giveBack, To: Returned},
	{From: Accepted, Do: giveBack, To: Returned},
}
