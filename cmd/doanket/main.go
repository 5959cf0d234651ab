// Command doanket is the whole program: it serves the site, seeds it, moves it, checks it and
// computes for other tools. Every verb is one small file here and one call into app.
//
// SPDX-License-Identifier: Apache-2.0
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"doanket/app"
)

// version is set when building.
var version = "dev"

type commands struct {
	Serve     serveCmd     `cmd:"" help:"Phục vụ trang."`
	Seed      seedCmd      `cmd:"" help:"Nạp dữ liệu mẫu (người và đơn vị hư cấu)."`
	Migrate   migrateCmd   `cmd:"" help:"Dựng hoặc nâng cấp bảng."`
	Import    importCmd    `cmd:"" help:"Nạp danh mục, địa bàn, đơn vị từ tệp."`
	Export    exportCmd    `cmd:"" help:"Xuất dữ liệu ra tệp."`
	Backup    backupCmd    `cmd:"" help:"Sao lưu, cả khi đang phục vụ."`
	Restore   restoreCmd   `cmd:"" help:"Phục hồi vào một nơi còn trống."`
	Copy      copyCmd      `cmd:"" help:"Chép cả cơ sở dữ liệu sang một máy khác, khác loại cũng được."`
	Verify    verifyCmd    `cmd:"" help:"Kiểm tra nhật ký, tệp và số đếm."`
	Token     tokenCmd     `cmd:"" help:"Mã truy cập cho phần mềm khác."`
	Calc      calcCmd      `cmd:"" help:"Tính hạn, lịch, chữ số, VietQR."`
	Procedure procedureCmd `cmd:"" help:"Kiểm tra và nạp thủ tục."`
	Report    reportCmd    `cmd:"" help:"Báo cáo thống kê của một đơn vị ở một ngày chốt."`
	Form      formCmd      `cmd:"" help:"Kiểm tra và nạp mẫu biểu thống kê."`
	Check     checkCmd     `cmd:"" help:"In điều chương trình tự biết: đường dẫn, quyền, sự kiện."`
	Reorg     reorgCmd     `cmd:"" help:"Thử, áp dụng quyết định sắp xếp tổ chức."`
	Bench     benchCmd     `cmd:"" help:"Đo tốc độ, in từng dòng JSON."`
	Version   versionCmd   `cmd:"" help:"In phiên bản."`
}

// exit carries a code without a further message: what had to be said was printed.
type exit int

func (e exit) Error() string { return fmt.Sprintf("exit %d", int(e)) }

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	var cli commands
	err := call(ctx, &cli, os.Args[1:], os.Stdout)
	var code exit
	var wrong *usage
	switch {
	case errors.As(err, &code):
		os.Exit(int(code))
	case errors.As(err, &wrong):
		fmt.Fprintln(os.Stderr, "doanket: "+wrong.why)
		os.Exit(2)
	case err != nil:
		fmt.Fprintln(os.Stderr, "doanket: "+app.Sentence(err))
		os.Exit(1)
	}
}

type versionCmd struct{}

func (versionCmd) Run() error {
	fmt.Println(version)
	return nil
}
