//go:build dev

package main

import "doanket/app"

func init() { app.Gallery = app.Samples }
