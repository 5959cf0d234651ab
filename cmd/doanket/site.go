package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"text/tabwriter"

	"doanket/app"
)

// open reads the configuration and opens the site; the caller closes it.
func open(ctx context.Context) (*app.App, error) {
	cfg, err := app.ReadConfig()
	if err != nil {
		return nil, err
	}
	return app.Open(ctx, cfg)
}

// with opens the site, brings its tables up to date, runs fn and closes it.
func with(ctx context.Context, fn func(a *app.App) error) error {
	a, err := open(ctx)
	if err != nil {
		return err
	}
	defer a.Close()
	err = a.Migrate(ctx)
	if err != nil {
		return err
	}
	return fn(a)
}

type serveCmd struct {
	Dev bool `help:"Bật thư bắt được /_mail và, trong bản dựng bằng make dev, danh mục trang /_pages."`
}

func (c serveCmd) Run(ctx context.Context) error {
	cfg, err := app.ReadConfig()
	if err != nil {
		return err
	}
	cfg.Dev = cfg.Dev || c.Dev
	a, err := app.Open(ctx, cfg)
	if err != nil {
		return err
	}
	defer a.Close()
	err = a.Migrate(ctx)
	if err != nil {
		return err
	}
	return a.Serve(ctx)
}

type seedCmd struct {
	Size        int    `help:"Số hồ sơ mẫu (mặc định 300; 1000000 cũng được)." default:"300"`
	IfEmpty     bool   `help:"Không làm gì nếu đã có dữ liệu."`
	PrintLogins bool   `help:"In bảng tài khoản mẫu."`
	Walk        string `help:"Chỉ nạp một câu chuyện: uong-bi là đêm trước 01/07/2025 (docs/walk)." enum:"uong-bi"`
}

func (c seedCmd) Run(ctx context.Context) error {
	return with(ctx, func(a *app.App) error {
		if c.Walk != "" {
			return a.SeedUongBi(ctx, os.Stderr)
		}
		err := a.Seed(ctx, app.SeedOptions{Size: c.Size, IfEmpty: c.IfEmpty, Progress: os.Stderr})
		if err != nil {
			return err
		}
		if !c.PrintLogins {
			return nil
		}
		fmt.Printf("\n  %s   mật khẩu của mọi tài khoản mẫu: %s\n\n", a.URL(), app.DemoPassword)
		w := tabwriter.NewWriter(os.Stdout, 2, 4, 3, ' ', 0)
		fmt.Fprintln(w, "  TÊN\tNGƯỜI\tVIỆC")
		for _, l := range a.Logins() {
			fmt.Fprintf(w, "  %s\t%s\t%s\n", l.Login, l.Name, l.Post)
		}
		fmt.Fprintln(w)
		return w.Flush()
	})
}

type migrateCmd struct{}

func (migrateCmd) Run(ctx context.Context) error {
	return with(ctx, func(*app.App) error { return nil })
}

type importCmd struct {
	Catalogue struct {
		File string `arg:"" type:"existingfile"`
	} `cmd:"" help:"Danh mục quốc gia (.jsonl hoặc .jsonl.gz)."`
	Units struct {
		File   string `arg:"" type:"existingfile"`
		DryRun bool   `help:"Chỉ xem trước."`
		JSON   bool   `help:"In JSON."`
	} `cmd:"" help:"Đơn vị từ XLSX hoặc CSV."`
	Members struct {
		File     string `arg:"" type:"existingfile"`
		Unit     string `required:"" help:"số hoặc mã định danh của đơn vị"`
		Mapping  string `type:"existingfile" help:"tệp JSON ghép cột: {\"heads\": {\"Họ tên\": \"name\"}}"`
		Admitted string `help:"ngày kết nạp khi bảng không có cột này, 31/12/2026"`
		DryRun   bool   `help:"Chỉ kiểm tra, không ghi."`
		Whole    bool   `help:"Ghi tất cả hoặc không ghi gì."`
		Update   bool   `help:"Ghi cả những điều tệp nói khác sổ."`
		Accept   bool   `help:"Nhận cả các dòng nghi ngờ theo giá trị đề nghị."`
		JSON     bool   `help:"In JSON."`
	} `cmd:"" help:"Danh sách đoàn viên từ XLSX hoặc CSV."`
	Areas struct{} `cmd:"" help:"Địa bàn hành chính đi kèm chương trình."`
}

func (c *importCmd) Run(ctx context.Context) error {
	return with(ctx, func(a *app.App) error {
		switch {
		case c.Catalogue.File != "":
			n, err := a.ImportCatalogue(ctx, c.Catalogue.File)
			if err != nil {
				return err
			}
			fmt.Printf("Đã nạp %d thủ tục của danh mục quốc gia.\n", n)
			return nil
		case c.Units.File != "":
			report, err := a.ImportUnits(ctx, c.Units.File, c.Units.DryRun)
			if err != nil {
				return err
			}
			return printJSON(report)
		case c.Members.File != "":
			return c.members(ctx, a)
		default:
			return a.ImportAreas(ctx)
		}
	})
}

func (c *importCmd) members(ctx context.Context, a *app.App) error {
	m := c.Members
	o := app.RollOptions{Unit: m.Unit, Mapping: m.Mapping, Admitted: m.Admitted, DryRun: m.DryRun, Whole: m.Whole, Update: m.Update, Accept: m.Accept, Log: os.Stderr}
	report, err := a.ImportMembers(ctx, m.File, o)
	if err != nil {
		return err
	}
	if m.JSON {
		err = printJSON(report)
	} else {
		for _, line := range report.Lines() {
			fmt.Println(line)
		}
	}
	if err == nil && report.Why != "" {
		return exit(1)
	}
	return err
}

type exportCmd struct {
	What string `arg:"" enum:"dossiers,units,areas,members" help:"dossiers | units | areas | members"`
	File string `arg:"" help:"Tệp .csv hoặc .xlsx"`
	Unit string `help:"đơn vị (số hoặc mã định danh), khi xuất members"`
}

func (c exportCmd) Run(ctx context.Context) error {
	return with(ctx, func(a *app.App) error {
		if c.What == "members" {
			n, err := a.ExportMembers(ctx, c.Unit, c.File)
			if err == nil {
				fmt.Printf("Đã xuất %d đoàn viên ra %s.\n", n, c.File)
			}
			return err
		}
		n, err := a.Export(ctx, c.What, c.File)
		if err != nil {
			return err
		}
		fmt.Printf("Đã xuất %d dòng ra %s.\n", n, c.File)
		return nil
	})
}

type backupCmd struct {
	File string `arg:"" help:"Tệp sao lưu (.tar.gz)"`
}

func (c backupCmd) Run(ctx context.Context) error {
	a, err := open(ctx)
	if err != nil {
		return err
	}
	defer a.Close()
	return a.Backup(ctx, c.File)
}

type restoreCmd struct {
	File string `arg:"" type:"existingfile" help:"Tệp sao lưu"`
}

func (c restoreCmd) Run(ctx context.Context) error {
	a, err := open(ctx)
	if err != nil {
		return err
	}
	defer a.Close()
	return a.Restore(ctx, c.File)
}

type copyCmd struct {
	From string `required:"" help:"sqlite:ĐƯỜNG_DẪN hoặc postgres://…"`
	To   string `required:"" help:"nơi đến, còn trống"`
}

func (c copyCmd) Run(ctx context.Context) error { return app.CopySite(ctx, c.From, c.To) }

type verifyCmd struct {
	JSON bool `help:"In JSON."`
}

func (c verifyCmd) Run(ctx context.Context) error {
	a, err := open(ctx)
	if err != nil {
		return err
	}
	defer a.Close()
	report, err := a.Verify(ctx)
	if err != nil {
		return err
	}
	if c.JSON {
		err = printJSON(report)
		if err != nil {
			return err
		}
	} else {
		for _, line := range report.Lines() {
			fmt.Println(line)
		}
	}
	if !report.OK() {
		return exit(1)
	}
	return nil
}

type tokenCmd struct {
	Create struct {
		Account string `required:"" help:"tên đăng nhập"`
		Name    string `required:"" help:"mã này dùng cho việc gì"`
		Days    int    `default:"90" help:"số ngày còn hiệu lực"`
	} `cmd:"" help:"Tạo mã; chỉ in ra một lần."`
}

func (c *tokenCmd) Run(ctx context.Context) error {
	return with(ctx, func(a *app.App) error {
		token, err := a.CreateToken(ctx, c.Create.Account, c.Create.Name, c.Create.Days)
		if err != nil {
			return err
		}
		fmt.Println(token)
		return nil
	})
}

type checkCmd struct {
	What string `arg:"" enum:"routes,permissions,facts,flow" help:"routes | permissions | facts | flow"`
}

func (c checkCmd) Run(ctx context.Context) error {
	return with(ctx, func(a *app.App) error {
		fmt.Print(a.Describe(c.What))
		return nil
	})
}

type benchCmd struct {
	Only string `help:"chỉ các phép đo có tên bắt đầu như vậy"`
	Size int    `default:"1000000" help:"số hồ sơ của phép đo danh sách"`
	Huge bool   `help:"thêm phép đo 10.000.000 hồ sơ"`
	PG   string `help:"đo cả trên PostgreSQL này (postgres://…)"`
	CPU  string `help:"ghi hồ sơ thời gian xử lý vào tệp này (pprof)"`
}

func (c benchCmd) Run(ctx context.Context) error {
	return app.Bench(ctx, app.BenchOptions{Only: c.Only, Size: c.Size, Huge: c.Huge, PG: c.PG, Profile: c.CPU, Out: os.Stdout, Log: os.Stderr})
}

func printJSON(v any) error {
	enc := json.NewEncoder(os.Stdout)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}
