package ui

import (
	"context"
	"strconv"
)

func inboxLabel(ctx context.Context, n int) string {
	if n == 0 {
		return T(ctx, "Hộp thư, không có tin mới")
	}
	return T(ctx, "Hộp thư, %d tin chưa đọc", n)
}

func pressed(on bool) string { return strconv.FormatBool(on) }
