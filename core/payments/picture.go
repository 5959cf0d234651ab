package payments

import (
	"fmt"

	"github.com/skip2/go-qrcode"
)

// PNG draws a payload as a picture, so many pixels wide.
func PNG(payload string, pixels int) ([]byte, error) {
	b, err := qrcode.Encode(payload, qrcode.Medium, pixels)
	if err != nil {
		return nil, fmt.Errorf("draw QR: %w", err)
	}
	return b, nil
}
