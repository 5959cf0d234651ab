package app

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"doanket/core/messages"
	"doanket/core/orgs"
	"doanket/internal/db"
	"doanket/internal/sheets"
	"doanket/kernel"
	"doanket/union/members"
	"doanket/union/rollimport"
)

// wireRollImport opens the import of the members' roll.
func (a *App) wireRollImport() {
	a.imports = rollimport.New(rollimport.Deps{DB: a.db, IDs: a.ids, Clock: a.clock, Audit: a.audit, Outbox: a.outbox, Files: a.files,
		Roll: rollBook{a}, Units: rollUnits{a}, Actors: a.people, Say: say, Changed: func(tenant kernel.ID) {
			if a.live != nil {
				a.live.Changed(tenant.String())
			}
		}})
	a.outbox.Hear("messages.rollimport", []string{rollimport.FactDone, rollimport.FactFailed}, a.tellImporter)
	a.outbox.Every("rollimport.tidy", 24*time.Hour, a.imports.Tidy)
}

var importNotice = messages.Template{Key: "rollimport.ended", Version: 1, Subject: "{{viec}}", Text: "{{viec}}. {{so}}",
	Vars: map[string]messages.VarKind{"viec": messages.Text, "so": messages.Text}}

// tellImporter tells whoever began an import that it has ended: a long one goes on after the page is closed.
func (a *App) tellImporter(tx *db.Tx, f kernel.Fact) error {
	var t rollimport.Told
	err := json.Unmarshal(f.Data, &t)
	if err != nil {
		return fmt.Errorf("fact %s: %w", f.Kind, err)
	}
	if t.Account == 0 {
		return nil
	}
	o, _, err := a.orgs.Get(tx, t.Unit, a.orgs.Today())
	if err != nil {
		return err
	}
	word, numbers := "Đã nhập xong danh sách đoàn viên "+o.Label(), fmt.Sprintf("Thêm %s người, sửa %s, bỏ qua %s dòng lỗi.", kernel.GroupThousands(int64(t.Counts.Fresh)), kernel.GroupThousands(int64(t.Counts.Updated)), kernel.GroupThousands(int64(t.Counts.Faulty)))
	if f.Kind == rollimport.FactFailed {
		word, numbers = "Không nhập được danh sách đoàn viên "+o.Label(), "Mở lần nhập để xem lý do."
	}
	return a.messages.Send(tx, messages.Notice{Tenant: f.Tenant, Org: t.Unit, Account: t.Account, Template: importNotice, Vars: messages.Vars{"viec": word, "so": numbers},
		Link: "/nhap-doan-vien/" + t.Import.String(), Origin: f.Subject, Dedupe: "rollimport:" + f.ID.String()})
}

// rollUnits lets the import ask core/orgs about units, and whose roll somebody keeps.
type rollUnits struct{ a *App }

func rollUnit(o orgs.Org, depth int) rollimport.Unit {
	return rollimport.Unit{ID: o.ID, Tenant: o.Tenant, Name: o.Name, Short: o.ShortName, Identifier: o.Identifier, Depth: depth}
}

func (u rollUnits) MayKeep(ctx context.Context, a kernel.Actor, unit kernel.ID) (rollimport.Unit, error) {
	var out rollimport.Unit
	err := u.a.db.Read(ctx, func(tx *db.Tx) error {
		err := u.a.members.MayKeep(tx, a, unit)
		if err != nil {
			return err
		}
		o, ok, err := u.a.orgs.Get(tx, unit, u.a.orgs.Today())
		if err == nil && !ok {
			err = kernel.Missing("members.no_unit")
		}
		out = rollUnit(o, 0)
		return err
	})
	return out, err
}

func (u rollUnits) Below(ctx context.Context, unit kernel.ID) ([]rollimport.Unit, error) {
	rows, err := u.a.orgs.Rows(ctx, kernel.Actor{System: true, Tenant: u.a.Site()}, unit, u.a.orgs.Today())
	out := make([]rollimport.Unit, 0, len(rows))
	for _, r := range rows {
		out = append(out, rollUnit(r.Org, r.Depth))
	}
	return out, err
}

// mostKept bounds the choice of units on a page.
const mostKept = 500

func (u rollUnits) Kept(ctx context.Context, a kernel.Actor) ([]rollimport.Unit, error) {
	var out []rollimport.Unit
	seen := map[kernel.ID]bool{}
	for _, root := range a.Roots(rollimport.KeepPermission) {
		list, err := u.Below(ctx, root)
		if f := kernel.AsFault(err); f != nil && f.Kind == kernel.NotFound {
			continue // a unit that has ended
		}
		if err != nil {
			return nil, err
		}
		for _, unit := range list {
			if !seen[unit.ID] && len(out) < mostKept {
				seen[unit.ID] = true
				out = append(out, unit)
			}
		}
	}
	return out, nil
}

// rollBook is the roll as the import sees it.
type rollBook struct{ a *App }

// rollFields are the import's names of what the roll refuses.
var rollFields = map[string]string{
	"ho_ten": "name", "so_dinh_danh": "identity", "dien_thoai": "phone", "thu_dien_tu": "email", "ma_so": "number", "don_vi": "unit",
	"ngay_ket_nap": "admitted", "ngay_vao_cdcs": "joined", "ngay_sinh": "born", "luong": "wage", "loai_hop_dong": "contract", "ma_so_bhxh": "insurance", "dang_vien": "party",
}

func rollRow(e rollimport.Entry) members.Row {
	return members.Row{Name: e.Name, Born: e.Born, Sex: e.Sex, Identity: e.Identity, Phone: e.Phone, Email: e.Email,
		Number: e.Number, Unit: e.Unit, Group: e.Group, Admitted: e.Admitted, Basis: e.Basis, Place: e.Place, Joined: e.Joined, Profile: profileOf(e)}
}

func profileOf(e rollimport.Entry) members.Profile {
	return members.Profile{
		Work: members.Work{Employer: e.Employer, Job: e.Job, Position: e.Position, Contract: e.Contract, Since: e.WorkSince}, Wage: e.Wage,
		Home: members.Home{Address: e.Home}, Origin: members.Origin{Ethnicity: e.Ethnicity, Religion: e.Religion, Native: e.Native, Permanent: e.Permanent},
		Papers:    members.Papers{Nationality: e.Nationality, Passport: e.Passport, Old: e.Old, Issued: e.Issued, Issuer: e.Issuer},
		Schooling: members.Schooling{General: e.General, Professional: e.Professional, Theory: e.Theory, Language: e.Language, Computing: e.Computing},
		Insurance: e.Insurance, Party: e.Party, Hardship: e.Hardship, Bank: e.Bank}
}

func entryOf(m members.Member) rollimport.Entry {
	p := m.Profile
	e := rollimport.Entry{Name: m.Name, Born: m.Born, Sex: m.Sex, Identity: string(m.Identity), Phone: m.Phone, Email: strings.ToLower(m.Email),
		Number: m.Number, Unit: m.Unit, Group: m.Group, Admitted: m.Admitted, Basis: m.Basis, Place: m.Place, Joined: m.Since,
		Employer: p.Work.Employer, Job: p.Work.Job, Position: p.Work.Position, Contract: p.Work.Contract, WorkSince: p.Work.Since, Wage: p.Wage,
		Home: p.Home.Address, Native: p.Origin.Native, Permanent: p.Origin.Permanent, Ethnicity: p.Origin.Ethnicity, Religion: p.Origin.Religion,
		Nationality: p.Papers.Nationality, Passport: p.Papers.Passport, Old: p.Papers.Old, Issued: p.Papers.Issued, Issuer: p.Papers.Issuer,
		General: p.Schooling.General, Professional: p.Schooling.Professional, Theory: p.Schooling.Theory, Language: p.Schooling.Language, Computing: p.Schooling.Computing,
		Insurance: p.Insurance, Party: p.Party, Hardship: p.Hardship, Bank: p.Bank}
	if phone, _, err := sheets.ReadPhone(sheets.Cell{Text: m.Phone}); err == nil && m.Phone != "" {
		e.Phone = phone // as a table is read: 0912345678, however it was typed
	}
	return e
}

func (b rollBook) Check(e *rollimport.Entry) error {
	row := rollRow(*e)
	err := b.a.members.Check(&row)
	e.Name, e.Identity, e.Number, e.Group, e.Joined = row.Name, row.Identity, row.Number, row.Group, row.Joined
	if f := kernel.AsFault(err); f != nil {
		fields := slices.Clone(f.Fields)
		for i := range fields {
			if key, ok := rollFields[fields[i].Field]; ok {
				fields[i].Field = key
			}
		}
		return &kernel.Fault{Kind: f.Kind, Code: f.Code, Args: f.Args, Fields: fields}
	}
	return err
}

func (b rollBook) Doubts(e rollimport.Entry) []rollimport.Finding {
	if e.Identity == "" {
		return nil
	}
	var out []rollimport.Finding
	for _, d := range members.Doubts(e.Identity, e.Born, e.Sex, b.a.orgs.Today()) {
		out = append(out, rollimport.Finding{Field: "identity", Weight: rollimport.Note, Code: d.Code, Args: d.Args, Value: e.Identity})
	}
	return out
}

func (b rollBook) Match(tx *db.Tx, tenant kernel.ID, keys []rollimport.Key) ([]rollimport.Found, error) {
	asked := make([]members.Key, len(keys))
	for i, k := range keys {
		asked[i] = members.Key{Number: k.Number, Identity: k.Identity, Name: k.Name, Born: k.Born}
	}
	found, err := b.a.members.Match(tx, tenant, asked)
	out := make([]rollimport.Found, len(found))
	for i, f := range found {
		out[i] = rollimport.Found(f)
	}
	return out, err
}

func (b rollBook) Read(tx *db.Tx, tenant kernel.ID, ids []kernel.ID) ([]*rollimport.Entry, error) {
	list, err := b.a.members.GetMany(tx, tenant, ids, b.a.orgs.Today())
	if err != nil {
		return nil, err
	}
	at := make(map[kernel.ID]int, len(list))
	for i, m := range list {
		at[m.ID] = i
	}
	out := make([]*rollimport.Entry, len(ids))
	for i, id := range ids {
		if n, ok := at[id]; ok {
			e := entryOf(list[n])
			out[i] = &e
		}
	}
	return out, nil
}

func (b rollBook) Admit(tx *db.Tx, a kernel.Actor, entries []rollimport.Admission) error {
	rows := make([]members.Row, len(entries))
	for i, e := range entries {
		rows[i] = rollRow(e.Entry)
		rows[i].Person, rows[i].Source = e.Person, e.Source
	}
	_, err := b.a.members.AdmitMany(tx, a, rows)
	return err
}

// rollParts are the parts of the sheet that the import's fields belong to.
var rollParts = map[string]members.FactKey{
	"employer": members.FactWork, "job": members.FactWork, "position": members.FactWork, "contract": members.FactWork, "work_since": members.FactWork,
	"wage": members.FactWage, "home": members.FactHome, "ethnicity": members.FactOrigin, "religion": members.FactOrigin, "native": members.FactOrigin, "permanent": members.FactOrigin,
	"nationality": members.FactPapers, "passport": members.FactPapers, "old_identity": members.FactPapers, "issued": members.FactPapers, "issuer": members.FactPapers,
	"general": members.FactSchooling, "professional": members.FactSchooling, "theory": members.FactSchooling, "language": members.FactSchooling, "computing": members.FactSchooling,
	"insurance": members.FactInsurance, "party": members.FactParty, "hardship": members.FactHardship, "bank": members.FactBank,
}

func (b rollBook) Amend(tx *db.Tx, a kernel.Actor, member kernel.ID, e rollimport.Entry, keys []string, from kernel.Date, source string) error {
	m, ok, err := b.a.members.Get(tx, b.a.Site(), member, b.a.orgs.Today())
	if err != nil {
		return err
	}
	if !ok {
		return kernel.Missing("members.no_member")
	}
	have := entryOf(m)
	have.Phone, have.Email = m.Phone, m.Email // what is not said otherwise stays as it was typed
	rollimport.Lay(&have, e, keys)
	c := members.Correction{Profile: profileOf(have), From: from, Source: source,
		Name: have.Name, Born: have.Born, Sex: have.Sex, Identity: have.Identity, Phone: have.Phone, Email: have.Email}
	if !slices.Contains(keys, "home") {
		c.Profile.Home.Area = m.Profile.Home.Area
	}
	c.Profile.Photo = m.Profile.Photo
	for _, key := range keys {
		part, is := rollParts[key]
		switch {
		case is && !slices.Contains(c.Keys, part):
			c.Keys = append(c.Keys, part)
		case is:
		case key == "group":
			err = b.a.members.MoveTo(tx, a, member, members.Move{Unit: m.Unit, Group: e.Group, On: from, Basis: source})
			if err != nil {
				return err
			}
		default:
			c.Person = true
		}
	}
	if len(c.Keys) == 0 && !c.Person {
		return nil
	}
	return b.a.members.CorrectIn(tx, a, member, c)
}

func (b rollBook) Each(tx *db.Tx, tenant kernel.ID, units []kernel.ID, on kernel.Date, fn func(rollimport.Entry) error) error {
	return b.a.members.Each(tx, tenant, units, on, func(m members.Member) error { return fn(entryOf(m)) })
}

func (b rollBook) Contracts() []rollimport.Choice { return rollContracts }

var rollContracts = func() []rollimport.Choice {
	var out []rollimport.Choice
	for _, k := range members.ContractKinds(kernel.Date{}) {
		out = append(out, rollimport.Choice{Key: k.Key, Name: k.Name})
	}
	return out
}()
