package members

import (
	"context"

	"doanket/ui"
)

func applyAction(v ApplyView) string {
	if v.Self {
		return applyPath
	}
	return admitPath
}

func applyBack(v ApplyView) string {
	if v.Self {
		return applyPath
	}
	return admitPath
}

func submitWord(ctx context.Context, v ApplyView) string {
	if v.Self {
		return ui.T(ctx, "Gửi đơn")
	}
	return ui.T(ctx, "Ghi đơn")
}
