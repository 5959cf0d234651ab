package procedures

import (
	"bytes"
	"strings"
	"testing"

	"doanket/internal/db"
	"doanket/internal/testkit"
	"doanket/kernel"
)

const site = kernel.ID(7)

func room(e testkit.Env) *Service {
	return New(Deps{DB: e.DB, IDs: e.IDs, Clock: e.Clock, Audit: e.Audit, Outbox: e.Outbox, Site: func() kernel.ID { return site }})
}

func person(account kernel.ID, permissions ...string) kernel.Actor {
	return kernel.Actor{Tenant: site, Account: account, Name: "Người thử", Mandates: []kernel.Mandate{{Org: site, Permissions: permissions}}}
}

var (
	keeper    = person(11, EditPermission)
	publisher = person(12, PublishPermission)
	both      = person(13, EditPermission, PublishPermission)
	stranger  = person(14, "dossiers.accept")
)

func seedText(t testing.TB, code string) string {
	t.Helper()
	for _, f := range seedFiles(t) {
		if f.Name == code+".yaml" {
			return string(f.Text)
		}
	}
	t.Fatalf("no definition %s", code)
	return ""
}

func codeOf(err error) string {
	f := kernel.AsFault(err)
	if f == nil {
		return ""
	}
	return f.Code
}

func wants(t *testing.T, err error, code string) {
	t.Helper()
	if codeOf(err) != code {
		t.Fatalf("got %v, want %q", err, code)
	}
}

// reviewed brings a text to review, written by the keeper.
func reviewed(t *testing.T, s *Service, e testkit.Env, text string) kernel.ID {
	t.Helper()
	id, findings, err := s.SaveDraft(e.Ctx, keeper, "x.yaml", []byte(text))
	if err != nil || len(findings) > 0 {
		t.Fatalf("%v %v", err, findings)
	}
	_, err = s.Submit(e.Ctx, keeper, id)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func TestWhoWroteAVersionCannotPublishIt(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Env) {
		s := room(e)
		text := seedText(t, "2.001955")
		id, _, err := s.SaveDraft(e.Ctx, both, "x.yaml", []byte(text))
		wants(t, err, "")
		_, err = s.Publish(e.Ctx, publisher, id)
		wants(t, err, "procedures.wrong_state")
		_, err = s.Submit(e.Ctx, both, id)
		wants(t, err, "")
		_, err = s.Publish(e.Ctx, both, id)
		wants(t, err, "procedures.same_person")
		_, err = s.Publish(e.Ctx, keeper, id)
		wants(t, err, "procedures.may_not_publish")
		_, err = s.Publish(e.Ctx, stranger, id)
		wants(t, err, "procedures.not_found")
		_, err = s.Publish(e.Ctx, publisher, id)
		wants(t, err, "")
		_, _, err = s.SaveDraft(e.Ctx, keeper, "x.yaml", []byte(text))
		wants(t, err, "procedures.no_repeated")
		_, err = s.Current(e.Ctx, site, "2.001955", kernel.Date{Year: 2026, Month: 6, Day: 30})
		wants(t, err, "procedures.not_published")
		v, err := s.Current(e.Ctx, site, "2.001955", kernel.Date{Year: 2026, Month: 11, Day: 23})
		wants(t, err, "")
		if v.ID != id || len(v.SHA256) != 64 || v.State != StatePublished {
			t.Fatalf("%+v", v)
		}
		var n int
		err = e.DB.Read(e.Ctx, func(tx *db.Tx) error {
			var err error
			_, n, err = e.Audit.Verify(tx, site)
			return err
		})
		if err != nil || n != 3 {
			t.Fatalf("%d journal entries, want edit, submit, publish: %v", n, err)
		}
	}, Migrations())
}

func TestADefinitionWithFindingsNeverLeavesTheDraft(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Env) {
		s := room(e)
		bad := strings.Replace(seedText(t, "2.001955"), `han: "2026-12-03T08:20"`, `han: "2026-12-02T08:20"`, 1)
		id, findings, err := s.SaveDraft(e.Ctx, keeper, "x.yaml", []byte(bad))
		wants(t, err, "")
		if len(findings) != 1 || findings[0].Code != "example.due" || !strings.Contains(findings[0].Message, "08:20 03/12/2026") {
			t.Fatalf("%+v", findings)
		}
		_, err = s.Submit(e.Ctx, keeper, id)
		wants(t, err, "procedures.has_findings")
		_, _, err = s.SaveDraft(e.Ctx, keeper, "x.yaml", []byte("- a\n- b\n"))
		wants(t, err, "procedures.unreadable")
	}, Migrations())
}

func versionText(t *testing.T, no, from, to string) string {
	text := strings.Replace(seedText(t, "2.001955"), "phien_ban: 1", "phien_ban: "+no, 1)
	span := "{tu: " + from + "}"
	if to != "" {
		span = "{tu: " + from + ", den: " + to + "}"
	}
	return strings.Replace(text, "hieu_luc: {tu: 2026-07-01}", "hieu_luc: "+span, 1)
}

func TestPeriodsOfPublishedVersionsNeverOverlap(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Env) {
		s := room(e)
		publish := func(no, from, to, refusal string) kernel.ID {
			t.Helper()
			id := reviewed(t, s, e, versionText(t, no, from, to))
			_, err := s.Publish(e.Ctx, publisher, id)
			wants(t, err, refusal)
			return id
		}
		on := func(day string, want kernel.ID) {
			t.Helper()
			d, _ := kernel.ParseISODate(day)
			v, err := s.Current(e.Ctx, site, "2.001955", d)
			if want == 0 {
				wants(t, err, "procedures.not_published")
				return
			}
			if err != nil || v.ID != want {
				t.Fatalf("%s: %v %v", day, v, err)
			}
		}
		first := publish("1", "2026-07-01", "", "")
		second := publish("2", "2027-03-01", "2027-12-31", "") // ends the first on 28/02
		on("2027-02-28", first)
		on("2027-03-01", second)
		on("2028-01-01", 0)
		publish("3", "2027-06-01", "", "procedures.overlap")
		publish("4", "2026-01-01", "", "procedures.overlap")
		before := publish("5", "2026-01-01", "2026-06-30", "")
		on("2026-06-30", before)
		sameDay := publish("6", "2027-03-01", "2027-12-31", "") // a mistake mended on its first day
		on("2027-03-01", sameDay)
		old, err := s.Version(e.Ctx, site, second)
		if err != nil || old.State != StateRetired {
			t.Fatalf("a running dossier must still find version 2: %v %v", old, err)
		}
		err = s.Retire(e.Ctx, publisher, sameDay)
		wants(t, err, "")
		on("2027-03-01", 0)
	}, Migrations())
}

func TestAFieldMayNotVanishWithoutANewName(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Env) {
		s := room(e)
		_, err := s.Publish(e.Ctx, publisher, reviewed(t, s, e, versionText(t, "1", "2026-07-01", "")))
		wants(t, err, "")
		changed := strings.ReplaceAll(versionText(t, "2", "2026-12-01", ""), "nguoi_dai_dien", "dai_dien")
		id := reviewed(t, s, e, changed)
		findings, err := s.Publish(e.Ctx, publisher, id)
		wants(t, err, "procedures.has_findings")
		if len(findings) != 1 || findings[0].Code != "form.renamed" {
			t.Fatalf("%+v", findings)
		}
		wants(t, s.Recall(e.Ctx, publisher, id), "")
		named := strings.Replace(changed, "  lop: 1\n", "  lop: 1\n  doi_ten: {nguoi_dai_dien: dai_dien}\n", 1)
		id = reviewed(t, s, e, named)
		_, err = s.Publish(e.Ctx, publisher, id)
		wants(t, err, "")
	}, Migrations())
}

func TestTheShippedDefinitionsInstallOnceAndAreFound(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Env) {
		s := room(e)
		n, err := s.Install(e.Ctx, site, seedFiles(t)...)
		if err != nil || n != 12 {
			t.Fatalf("%d %v", n, err)
		}
		n, err = s.Install(e.Ctx, site, seedFiles(t)...)
		if err != nil || n != 0 {
			t.Fatalf("again: %d %v", n, err)
		}
		catalogue := sharedFile(t, "national-catalogue.jsonl.gz")
		n, err = s.LoadCatalogue(e.Ctx, site, bytes.NewReader(catalogue))
		if err != nil || n != 5670 {
			t.Fatalf("%d entries %v", n, err)
		}
		all, err := s.Find(e.Ctx, site, Search{})
		if err != nil || all.Total != 5670+2 || all.Here != 12 || len(all.Hits) != 30 || all.Next != 30 || !all.Hits[0].Here {
			t.Fatalf("%d %d %d %v", all.Total, all.Here, len(all.Hits), err)
		}
		for _, q := range []string{"khai sinh", "Khai Sinh", "đăng ký khai sinh", "dang ky khai sinh"} {
			f, err := s.Find(e.Ctx, site, Search{Q: q})
			if err != nil || f.Total < 5 || f.Hits[0].Code != "1.001193" && f.Hits[0].Code != "2.000635" {
				t.Fatalf("%q: %d %+v %v", q, f.Total, f.Hits[0], err)
			}
		}
		f, _ := s.Find(e.Ctx, site, Search{Q: "3.000616"})
		if f.Total != 1 || f.Hits[0].Here || f.Hits[0].Body == "" {
			t.Fatalf("%+v", f)
		}
		sum := 0
		for _, x := range all.Levels {
			part, _ := s.Find(e.Ctx, site, Search{Level: x.Key})
			if part.Total != x.Count {
				t.Fatalf("facet %s says %d, its list has %d", x.Key, x.Count, part.Total)
			}
			sum += x.Count
		}
		if sum != all.Total {
			t.Fatalf("levels add up to %d of %d", sum, all.Total)
		}
	}, Migrations())
}

func TestTwoPublishersAtOnceNeverLeaveOverlappingPeriods(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Env) {
		s := room(e)
		ids := []kernel.ID{
			reviewed(t, s, e, versionText(t, "1", "2026-07-01", "2027-01-31")),
			reviewed(t, s, e, versionText(t, "2", "2026-09-01", "2027-06-30")),
		}
		errs := make(chan error, len(ids))
		for _, id := range ids {
			go func() {
				_, err := s.Publish(e.Ctx, publisher, id)
				errs <- err
			}()
		}
		refused := 0
		for range ids {
			switch err := <-errs; codeOf(err) {
			case "procedures.overlap":
				refused++
			case "":
				if err != nil {
					t.Fatal(err)
				}
			default:
				t.Fatal(err)
			}
		}
		if refused != 1 {
			t.Fatalf("%d of two overlapping versions were refused, want one", refused)
		}
	}, Migrations())
}
