package cards

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"doanket/internal/web"
	"doanket/kernel"
)

// cardJSON is a card as the API gives it. The code in the QR is never among it.
type cardJSON struct {
	ID       string `json:"id"`
	Serial   string `json:"serial" example:"QN26-000123"`
	Kind     string `json:"kind"`
	State    State  `json:"state" enum:"made,printed,valid,lost,replaced,revoked"`
	Member   string `json:"member" doc:"Id of the membership."`
	Number   string `json:"member_number"`
	Name     string `json:"name" doc:"As printed."`
	Born     int    `json:"born,omitempty" doc:"Year."`
	Unit     string `json:"unit" doc:"Where the member stands now."`
	Batch    string `json:"batch,omitempty"`
	Replaces string `json:"replaces,omitempty"`
	Made     string `json:"made"`
	Printed  string `json:"printed,omitempty"`
	Handed   string `json:"handed_over,omitempty"`
	Lost     string `json:"lost,omitempty"`
	Ended    string `json:"ended,omitempty"`
	Reason   string `json:"reason,omitempty" doc:"Key of the reason why it was lost, replaced or revoked."`
}

func moment(i kernel.Instant) string {
	if i.IsZero() {
		return ""
	}
	return i.String()
}

func idText(id kernel.ID) string {
	if id == 0 {
		return ""
	}
	return id.String()
}

func toJSON(c Card) cardJSON {
	why := c.Ended.Why
	if why == "" {
		why = c.Lost.Why
	}
	return cardJSON{ID: c.ID.String(), Serial: c.Serial, Kind: c.Kind, State: c.State, Member: c.Member.String(), Number: c.Number, Name: c.Name, Born: c.Born, Unit: c.Unit.String(),
		Batch: idText(c.Batch), Replaces: idText(c.Replaces), Made: moment(c.Made.At), Printed: moment(c.Printed.At), Handed: moment(c.Handed.At), Lost: moment(c.Lost.At),
		Ended: moment(c.Ended.At), Reason: why}
}

type cardsIn struct {
	State  string `query:"state" enum:"made,printed,valid,lost,replaced,revoked"`
	Unit   string `query:"unit" doc:"Only this unit and the units below it."`
	Batch  string `query:"batch"`
	Serial string `query:"serial" doc:"A serial or a member number, exactly."`
	Before string `query:"before" doc:"next of the page before."`
	Limit  int    `query:"limit" default:"50" minimum:"1" maximum:"200"`
}

type cardsOut struct {
	Body struct {
		Cards []cardJSON `json:"cards"`
		Next  string     `json:"next,omitempty"`
	}
}

type cardIn struct {
	ID string `path:"id"`
}

type cardOut struct{ Body cardJSON }

type verbIn struct {
	ID  string `path:"id"`
	Key string `header:"Idempotency-Key" doc:"The same key does it once."`
}

type endingIn struct {
	verbIn
	Body struct {
		Reason string `json:"reason" maxLength:"40" doc:"Key of a reason in force for this verb and state."`
		Note   string `json:"note,omitempty" maxLength:"500" doc:"For the office; stands on no card."`
	}
}

// API adds the operations of this room to /api/v1.
func (s *Service) API(server *web.Server) {
	see, issue := web.Holds(ViewPermission, IssuePermission), web.Holds(IssuePermission)
	op := func(id, method, path, summary string) huma.Operation {
		return huma.Operation{OperationID: id, Method: method, Path: web.APIPath + path, Summary: summary, Tags: []string{"cards"}}
	}
	web.Register(server, op("list-cards", http.MethodGet, "/cards", "Sổ thẻ đoàn viên"), see, s.listAPI)
	card := op("get-card", http.MethodGet, "/cards/{id}", "Một thẻ đoàn viên")
	card.Description = "Lượt xem được ghi vào nhật ký; chủ thẻ đọc được."
	web.Register(server, card, see, s.cardAPI)
	own := op("get-own-card", http.MethodGet, "/own-card", "Thẻ của tôi")
	own.Description = "Thẻ còn hiệu lực của người gọi; không có thì thẻ gần nhất."
	web.Register(server, own, web.SignedIn, s.ownAPI)
	web.Register(server, op("print-card", http.MethodPost, "/cards/{id}/print", "Đánh dấu đã in"), issue, s.doAPI(s.MarkPrinted))
	web.Register(server, op("hand-over-card", http.MethodPost, "/cards/{id}/hand-over", "Giao thẻ"), issue, s.doAPI(s.handOne))
	web.Register(server, op("report-card-lost", http.MethodPost, "/cards/{id}/loss", "Báo mất thẻ"), issue, s.endAPI(s.ReportLost))
	replace := op("replace-card", http.MethodPost, "/cards/{id}/replacement", "Thay thẻ")
	replace.Description = "Trả về thẻ mới; số đoàn viên không đổi."
	web.Register(server, replace, issue, s.endAPI(s.ReplaceCard))
	web.Register(server, op("revoke-card", http.MethodPost, "/cards/{id}/revocation", "Thu hồi thẻ"), issue, s.endAPI(s.RevokeCard))
	batch := op("ask-card-batch", http.MethodPost, "/card-batches", "Lập đợt cấp thẻ")
	batch.Description = "Thẻ được lập sau khi trả lời; xem tiến độ bằng get-card-batch."
	web.Register(server, batch, issue, s.askBatchAPI)
	web.Register(server, op("get-card-batch", http.MethodGet, "/card-batches/{id}", "Một đợt cấp thẻ"), see, s.batchAPI)
	check := op("check-card", http.MethodPost, "/card-checks", "Kiểm tra một thẻ đoàn viên")
	check.Description = "Nhiều nhất 30 lượt mỗi phút cho một đối tác. Không trả về tên hay số của đoàn viên."
	web.Register(server, check, web.Holds(CheckPermission), s.checkAPI)
}

func (s *Service) listAPI(ctx context.Context, a kernel.Actor, in *cardsIn) (*cardsOut, error) {
	f := Filter{State: State(in.State), Serial: in.Serial, Limit: in.Limit}
	for text, to := range map[string]*kernel.ID{in.Unit: &f.Unit, in.Batch: &f.Batch, in.Before: &f.Before} {
		if text == "" {
			continue
		}
		id, err := kernel.ParseID(text)
		if err != nil {
			return nil, err
		}
		*to = id
	}
	p, err := s.List(ctx, a, f)
	if err != nil {
		return nil, err
	}
	out := &cardsOut{}
	out.Body.Cards, out.Body.Next = []cardJSON{}, idText(p.Next)
	for _, c := range p.Cards {
		out.Body.Cards = append(out.Body.Cards, toJSON(c))
	}
	return out, nil
}

func (s *Service) cardAPI(ctx context.Context, a kernel.Actor, in *cardIn) (*cardOut, error) {
	id, err := kernel.ParseID(in.ID)
	if err != nil {
		return nil, err
	}
	d, err := s.Detail(ctx, a, id)
	if err != nil {
		return nil, err
	}
	return &cardOut{toJSON(d.Card)}, nil
}

func (s *Service) ownAPI(ctx context.Context, a kernel.Actor, _ *struct{}) (*cardOut, error) {
	own, err := s.OwnCard(ctx, a)
	if err != nil {
		return nil, err
	}
	if !own.Has {
		return nil, kernel.Missing("cards.no_own_card")
	}
	return &cardOut{toJSON(own.Card)}, nil
}

// handOne hands over one card that an officer holds in her hand.
func (s *Service) handOne(ctx context.Context, a kernel.Actor, id kernel.ID) (Card, error) {
	_, err := s.Hand(ctx, a, []kernel.ID{id}, ByHand)
	if err != nil {
		return Card{}, err
	}
	d, err := s.Detail(ctx, a, id)
	return d.Card, err
}

func (s *Service) doAPI(do func(context.Context, kernel.Actor, kernel.ID) (Card, error)) func(context.Context, kernel.Actor, *verbIn) (*cardOut, error) {
	return func(ctx context.Context, a kernel.Actor, in *verbIn) (*cardOut, error) {
		id, err := kernel.ParseID(in.ID)
		if err != nil {
			return nil, err
		}
		c, err := do(ctx, a, id)
		if err != nil {
			return nil, err
		}
		return &cardOut{toJSON(c)}, nil
	}
}

func (s *Service) endAPI(do func(context.Context, kernel.Actor, kernel.ID, Ending) (Card, error)) func(context.Context, kernel.Actor, *endingIn) (*cardOut, error) {
	return func(ctx context.Context, a kernel.Actor, in *endingIn) (*cardOut, error) {
		return s.doAPI(func(ctx context.Context, a kernel.Actor, id kernel.ID) (Card, error) {
			return do(ctx, a, id, Ending{Reason: in.Body.Reason, Note: in.Body.Note})
		})(ctx, a, &in.verbIn)
	}
}
