package statistics

import (
	"context"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"doanket/internal/web"
	"doanket/kernel"
)

type reportIn struct {
	Form string      `path:"form" maxLength:"20" doc:"1-HDCD or 2-HDCD" example:"1-HDCD"`
	Unit string      `query:"unit" required:"true" doc:"ID of the unit"`
	At   kernel.Date `query:"at" required:"true" doc:"Cut-off, ISO day" example:"2026-05-31"`
}

type reportOut struct{ Body Document }

// API adds the reading operation of this room to /api/v1.
func (s *Service) API(server *web.Server) {
	web.Register(server, huma.Operation{OperationID: "get-statistics-report", Method: http.MethodGet, Path: web.APIPath + "/reports/{form}",
		Summary: "Báo cáo thống kê của một đơn vị ở một ngày chốt", Tags: []string{"statistics"}}, web.Holds(anyPermission...), s.reportAPI)
}

// FormName reads the name of a form however it is written: 1-hđcđ, 1-HDCD.
func FormName(text string) string {
	return strings.ToUpper(kernel.Fold(text))
}

func (s *Service) reportAPI(ctx context.Context, a kernel.Actor, in *reportIn) (*reportOut, error) {
	unit, err := kernel.ParseID(in.Unit)
	if err != nil {
		return nil, err
	}
	doc, err := s.ReportOf(ctx, a, FormName(in.Form), unit, in.At)
	return &reportOut{Body: doc}, err
}
