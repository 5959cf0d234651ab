package main

import (
	"context"

	"doanket/app"
)

type reorgCmd struct {
	Check reorgCheckCmd `cmd:"" help:"Thử một quyết định sắp xếp (YAML, XLSX), không ghi gì; in JSON."`
	Apply reorgApplyCmd `cmd:"" help:"Soạn, trình, duyệt, áp dụng một quyết định sắp xếp; in JSON."`
}

type reorgCheckCmd struct {
	File string `arg:"" type:"existingfile" help:"tệp YAML hoặc XLSX"`
}

func (c reorgCheckCmd) Run(ctx context.Context) error {
	return with(ctx, func(a *app.App) error {
		r, err := a.CheckReorg(ctx, c.File)
		if err != nil {
			return err
		}
		return printReorg(r)
	})
}

type reorgApplyCmd struct {
	File    string   `arg:"" type:"existingfile" help:"tệp YAML hoặc XLSX"`
	By      string   `required:"" help:"tên đăng nhập người soạn"`
	Approve []string `help:"tên đăng nhập người duyệt; ghi hai lần cho hai người. Thiếu thì quyết định chờ duyệt"`
}

func (c reorgApplyCmd) Run(ctx context.Context) error {
	return with(ctx, func(a *app.App) error {
		r, err := a.ApplyReorg(ctx, c.File, c.By, c.Approve)
		if err != nil && len(r.Picture.Faults) == 0 {
			return err
		}
		return printReorg(r)
	})
}

// printReorg prints the report; faults make the verb fail.
func printReorg(r app.ReorgReport) error {
	err := printJSON(r)
	if err == nil && !r.Clean {
		return exit(1)
	}
	return err
}
