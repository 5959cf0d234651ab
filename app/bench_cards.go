package app

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"

	"doanket/internal/db"
	"doanket/internal/paper"
	"doanket/kernel"
	"doanket/seed"
	"doanket/union/cards"
	"doanket/union/members"
)

const benchCards = 10_000

// printCards makes a batch of ten thousand cards with pictures and prints both sides of each to PDF,
// part by part, as a printer asks for them. One minute is the limit.
func (b *bench) printCards(ctx context.Context) error {
	cfg := b.cfg
	cfg.Data = filepath.Join(b.cfg.Data, "bench", "cards")
	cfg.DB, cfg.Files, cfg.SMTP, cfg.NoLimits, cfg.Profile = "", "", "", true, "demo"
	err := os.RemoveAll(cfg.Data)
	if err != nil {
		return err
	}
	a, err := b.open(ctx, cfg)
	if err != nil {
		return err
	}
	defer a.Close()
	err = a.Migrate(ctx)
	if err == nil {
		err = seed.Cast(ctx, seed.Deps{Orgs: a.orgs, Accounts: enrol{a}})
	}
	if err == nil {
		err = a.benchMembers(ctx)
	}
	if err != nil {
		return err
	}
	program := cards.System(seed.Tenant())
	made := stopwatch()
	batch, err := a.cards.AskBatch(ctx, program, cards.BatchInput{Unit: seed.UnitID("cdcs-benh-vien-mau"), Title: "Đo", Kind: "thuong"})
	if err == nil {
		err = a.cards.RunBatches(ctx)
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(b.Log, "%d thẻ được lập trong %v\n", benchCards, made())
	watch := stopwatch()
	var size written
	for part := 1; part <= benchCards/1000; part++ {
		err = a.cards.PrintPart(ctx, program, batch.ID, part, paper.CardPages, &size)
		if err != nil {
			return err
		}
	}
	took := watch()
	fmt.Fprintf(b.Log, "%d MB PDF\n", size>>20)
	return b.row(Measured{Name: "print_10k_cards_s", Ours: took.Seconds(), Base: 60})
}

// benchMembers admits so many members, who share a hundred pictures.
func (a *App) benchMembers(ctx context.Context) error {
	var pictures []string
	for i := range 100 {
		kept, err := a.files.Put(ctx, bytes.NewReader(benchPicture(i)), 1<<20)
		if err != nil {
			return err
		}
		pictures = append(pictures, kept.SHA256)
	}
	program, on := cards.System(seed.Tenant()), a.clock.Now().Date()
	rows := make([]members.Row, benchCards)
	for i := range rows {
		rows[i] = members.Row{Name: fmt.Sprintf("Nguyễn Thị Mẫu %d", i), Born: kernel.Date{Year: 1990, Month: 1, Day: 1}, Sex: "nữ", Unit: seed.UnitID("cdcs-benh-vien-mau"),
			Admitted: on.AddDays(-100), Basis: "07/QĐ-MAU", Profile: members.Profile{Photo: pictures[i%len(pictures)]}}
	}
	return a.db.Tx(ctx, func(tx *db.Tx) error {
		_, err := a.members.AdmitMany(tx, program, rows)
		return err
	})
}

// benchPicture is an invented picture, as large as one of an identity card.
func benchPicture(n int) []byte {
	m := image.NewRGBA(image.Rect(0, 0, 240, 320))
	r := rand.New(rand.NewPCG(uint64(n), 7))
	for y := range 320 {
		for x := range 240 {
			m.SetRGBA(x, y, color.RGBA{uint8(140 + r.IntN(40)), uint8(100 + y/4), uint8(90 + x/4), 255})
		}
	}
	var b bytes.Buffer
	err := jpeg.Encode(&b, m, &jpeg.Options{Quality: 80})
	if err != nil {
		return nil
	}
	return b.Bytes()
}

// written counts what is written into it.
type written int64

var _ io.Writer = new(written)

func (w *written) Write(p []byte) (int, error) {
	*w += written(len(p))
	return len(p), nil
}
