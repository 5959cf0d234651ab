package main

import (
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"strings"

	"doanket/services/procedures"
)

type procedureCmd struct {
	Check  procedureCheckCmd  `cmd:"" help:"Kiểm tra tệp định nghĩa: mọi lỗi một lần, kèm tệp và dòng."`
	Import procedureImportCmd `cmd:"" help:"Bản ghi của cổng quốc gia thành bản nháp, mỗi thủ tục một tệp."`
}

type procedureCheckCmd struct {
	Files []string `arg:"" help:"tên tệp được in lại đúng như đã gõ"`
	JSON  bool     `help:"In JSON."`
}

func (c procedureCheckCmd) Run() error {
	var files []procedures.File
	for _, name := range c.Files {
		b, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		files = append(files, procedures.File{Name: name, Text: b})
	}
	findings := procedures.Check(files...)
	if c.JSON {
		if findings == nil {
			findings = []procedures.Finding{}
		}
		err := printJSON(findings)
		if err != nil {
			return err
		}
	} else {
		for _, f := range findings {
			fmt.Printf("%s:%d: %s: %s\n", f.File, f.Line, f.Code, f.Message)
		}
		if len(findings) == 0 {
			fmt.Printf("%d tệp, không có lỗi.\n", len(files))
		}
	}
	if len(findings) > 0 {
		return exit(1)
	}
	return nil
}

type procedureImportCmd struct {
	File string `arg:"" type:"existingfile" help:".jsonl hoặc .jsonl.gz"`
	Out  string `required:"" help:"thư mục ghi bản nháp"`
	JSON bool   `help:"In một dòng JSON cho mỗi bản ghi."`
}

func (c procedureImportCmd) Run() error {
	f, err := os.Open(c.File)
	if err != nil {
		return err
	}
	defer f.Close()
	var r io.Reader = f
	if strings.HasSuffix(c.File, ".gz") {
		z, err := gzip.NewReader(f)
		if err != nil {
			return fmt.Errorf("%s: %w", c.File, err)
		}
		defer z.Close()
		r = z
	}
	drafts, err := procedures.Import(r, c.Out)
	if err != nil {
		return err
	}
	for _, d := range drafts {
		if c.JSON {
			err = printJSON(d)
			if err != nil {
				return err
			}
			continue
		}
		fmt.Printf("%s  %s  %d điều còn ngờ\n", d.Code, d.File, len(d.Doubts))
		for _, doubt := range d.Doubts {
			fmt.Printf("    %s: %s\n", doubt.Path, doubt.Message)
		}
	}
	return nil
}
