package cards

import (
	"context"
	"strings"

	"doanket/kernel"
)

// batchJSON is a batch as the API gives it.
type batchJSON struct {
	ID      string     `json:"id"`
	Unit    string     `json:"unit"`
	Title   string     `json:"title"`
	Kind    string     `json:"kind"`
	State   BatchState `json:"state"`
	Total   int        `json:"total" doc:"Members to look at."`
	Made    int        `json:"made"`
	Skipped int        `json:"skipped"`
	Why     string     `json:"why,omitempty" doc:"Code of what stopped it."`
	Asked   string     `json:"asked"`
	Ended   string     `json:"ended,omitempty"`
	Printed string     `json:"printed,omitempty"`
}

type batchOut struct{ Body batchJSON }

func batchToJSON(b Batch) *batchOut {
	return &batchOut{batchJSON{ID: b.ID.String(), Unit: b.Unit.String(), Title: b.Title, Kind: b.Kind, State: b.State, Total: b.Total, Made: b.Made, Skipped: b.Skipped, Why: b.Why,
		Asked: moment(b.Asked), Ended: moment(b.Ended), Printed: moment(b.Printed.At)}}
}

type askBatchIn struct {
	Key  string `header:"Idempotency-Key" doc:"The same key asks once."`
	Body struct {
		Unit    string   `json:"unit" doc:"The unit and the units below it."`
		Title   string   `json:"title" maxLength:"120"`
		Kind    string   `json:"kind" example:"thuong"`
		Renew   bool     `json:"renew,omitempty" doc:"Also for members who have a valid card."`
		Numbers []string `json:"numbers,omitempty" maxItems:"2000" doc:"Member numbers; left out: everybody without a card."`
	}
}

func (s *Service) askBatchAPI(ctx context.Context, a kernel.Actor, in *askBatchIn) (*batchOut, error) {
	unit, err := kernel.ParseID(in.Body.Unit)
	if err != nil {
		return nil, err
	}
	b, err := s.AskBatch(ctx, a, BatchInput{Unit: unit, Title: in.Body.Title, Kind: in.Body.Kind, Renew: in.Body.Renew, Numbers: strings.Join(in.Body.Numbers, "\n")})
	if err != nil {
		return nil, err
	}
	return batchToJSON(b), nil
}

func (s *Service) batchAPI(ctx context.Context, a kernel.Actor, in *cardIn) (*batchOut, error) {
	id, err := kernel.ParseID(in.ID)
	if err != nil {
		return nil, err
	}
	d, err := s.BatchDetail(ctx, a, id)
	if err != nil {
		return nil, err
	}
	return batchToJSON(d.Batch), nil
}

type checkIn struct {
	Key  string `header:"Idempotency-Key" doc:"The same key asks once."`
	Body struct {
		Code string `json:"code" maxLength:"500" doc:"What a reader read from the QR: the whole address or the token in it."`
	}
}

type checkOut struct {
	Body struct {
		Standing Standing       `json:"standing" enum:"valid,revoked,unknown"`
		Valid    bool           `json:"valid"`
		Group    string         `json:"group,omitempty" doc:"Whom agreements with partners name; only of a valid card."`
		Union    string         `json:"union,omitempty" doc:"The union above the bearer's grassroots union; only of a valid card."`
		At       kernel.Instant `json:"checked_at"`
	}
}

func (s *Service) checkAPI(ctx context.Context, a kernel.Actor, in *checkIn) (*checkOut, error) {
	got, err := s.CheckCard(ctx, a, ReadToken(in.Body.Code), ByAPI)
	if err != nil {
		return nil, err
	}
	out := &checkOut{}
	out.Body.Standing, out.Body.Valid, out.Body.Group, out.Body.Union, out.Body.At = got.Standing, got.Standing == IsValid, got.Group, got.Union, got.At
	return out, nil
}
