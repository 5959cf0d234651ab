package cards

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"doanket/internal/web"
	"doanket/kernel"
)

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

// API adds the operations of this room to /api/v1.
func (s *Service) API(server *web.Server) {
	web.Register(server, huma.Operation{OperationID: "check-card", Method: http.MethodPost, Path: web.APIPath + "/card-checks", Summary: "Kiểm tra một thẻ đoàn viên", Tags: []string{"cards"},
		Description: "Nhiều nhất 30 lượt mỗi phút cho một đối tác. Không trả về tên hay số của đoàn viên."}, web.Holds(CheckPermission), s.checkAPI)
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
