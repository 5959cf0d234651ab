package main

import (
	"context"
	"fmt"
	"os"
	"text/tabwriter"

	"doanket/app"
	"doanket/kernel"
)

// reportCmd prints the statistical report of a unit: other tools call it, so its output is a contract.
type reportCmd struct {
	Form string `arg:"" help:"1-HDCD | 2-HDCD"`
	Unit string `required:"" help:"mã đơn vị (id) hoặc mã định danh"`
	At   string `required:"" help:"ngày chốt, 2026-05-31"`
	JSON bool   `help:"In JSON."`
}

func (c reportCmd) Run(ctx context.Context) error {
	return with(ctx, func(a *app.App) error {
		d, err := a.Report(ctx, c.Form, c.Unit, c.At)
		if err != nil {
			return err
		}
		if c.JSON {
			return printJSON(d)
		}
		fmt.Printf("%s. %s, chốt %s (%s)\n", d.Name, d.UnitName, kernel.FormatDate(d.CutOff), d.State)
		w := tabwriter.NewWriter(os.Stdout, 2, 4, 2, ' ', 0)
		for _, l := range d.Lines {
			value := "–"
			if l.Value != nil {
				value = kernel.GroupThousands(*l.Value)
			}
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", l.Number, l.Label, value, l.Unit)
		}
		return w.Flush()
	})
}

// formCmd keeps the forms of statistics.
type formCmd struct {
	Check formCheckCmd `cmd:"" help:"Kiểm tra tệp mẫu biểu: mọi lỗi một lần, kèm tệp và dòng."`
	Load  formLoadCmd  `cmd:"" help:"Nạp một phiên bản mới của mẫu biểu."`
}

type formCheckCmd struct {
	Files []string `arg:"" help:"tệp .yaml"`
	JSON  bool     `help:"In JSON."`
}

func (c formCheckCmd) Run(ctx context.Context) error {
	return with(ctx, func(a *app.App) error {
		flaws, err := a.CheckForms(ctx, c.Files...)
		if err != nil {
			return err
		}
		if c.JSON {
			err = printJSON(flaws)
			if err != nil {
				return err
			}
		} else {
			for _, f := range flaws {
				fmt.Printf("%s:%d: %s: %s\n", f.File, f.Line, f.Code, f.Message)
			}
			if len(flaws) == 0 {
				fmt.Printf("%d tệp, không có lỗi.\n", len(c.Files))
			}
		}
		if len(flaws) > 0 {
			return exit(1)
		}
		return nil
	})
}

type formLoadCmd struct {
	File string `arg:"" type:"existingfile" help:"tệp .yaml"`
}

func (c formLoadCmd) Run(ctx context.Context) error {
	return with(ctx, func(a *app.App) error {
		name, version, err := a.LoadForm(ctx, c.File)
		if err != nil {
			return err
		}
		fmt.Printf("Đã nạp mẫu %s phiên bản %d.\n", name, version)
		return nil
	})
}
