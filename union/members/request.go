package members

import (
	"context"
	"encoding/json"
	"math"
	"strings"

	"doanket/internal/db"
	"doanket/kernel"
)

// Request (yêu cầu sửa hồ sơ) is what a member says is not so on her record. The union that keeps the
// record decides; she is told.
//
//glossary:none
type Request struct {
	ID     kernel.ID
	Tenant kernel.ID
	Member kernel.ID
	Unit   kernel.ID
	Part   FactKey
	From   kernel.Date
	Reason string
	State  RequestState

	AskedBy      kernel.ID
	AskedName    string
	AskedAt      kernel.Instant
	AnsweredName string
	AnsweredAt   kernel.Instant
	Answer       string

	form string
}

// RequestState (trạng thái yêu cầu).
//
//glossary:none
type RequestState string

// The states of a request.
const (
	RequestOpen      RequestState = "open"
	RequestAccepted  RequestState = "accepted"
	RequestRefused   RequestState = "refused"
	RequestWithdrawn RequestState = "withdrawn"
)

// Kinds of facts about requests; Told.Request names it.
const (
	FactRequestFiled    = "members.request_filed"
	FactRequestAnswered = "members.request_answered"
)

func (q Request) sheet() (in sheetForm) {
	_ = json.Unmarshal([]byte(q.form), &in) // what cannot be read shows as empty
	return in
}

const requestColumns = `id, tenant_id, member_id, org_id, part, form, from_day, reason, state, asked_by, asked_name, asked_at, answered_name, answered_at, answer`

func requestInto(q *Request) []any {
	return []any{&q.ID, &q.Tenant, &q.Member, &q.Unit, &q.Part, &q.form, &q.From, &q.Reason, &q.State, &q.AskedBy, &q.AskedName, &q.AskedAt, &q.AnsweredName, &q.AnsweredAt, &q.Answer}
}

// byLetter is the source of what a member herself asked for.
const byLetter = "đơn của đoàn viên"

// askCorrection is written by the member herself. Refuses with members.invalid at the fields,
// members.no_member for whoever has no membership.
func (s *Service) askCorrection(ctx context.Context, a kernel.Actor, part FactKey, in sheetForm, from, reason string) (Request, error) {
	fix, err := in.correction(part, from, byLetter)
	if err != nil {
		return Request{}, err
	}
	var faults kernel.Faults
	fix.Profile.check(s.today(), &faults)
	if fix.From.After(s.today()) {
		faults.Add("tu_ngay", "members.day_needed")
	}
	err = faults.Err("members.invalid")
	if err != nil {
		return Request{}, err
	}
	form, err := json.Marshal(in)
	if err != nil {
		return Request{}, err
	}
	var q Request
	err = s.DB.Tx(ctx, func(tx *db.Tx) error {
		m, ok, err := s.OfPerson(tx, a.Tenant, a.Person, s.today())
		if err != nil {
			return err
		}
		if !ok || a.Person == 0 || m.Unit == 0 {
			return kernel.Missing("members.no_member")
		}
		q = Request{ID: s.IDs.New(), Tenant: m.Tenant, Member: m.ID, Unit: m.Unit, Part: part, From: fix.From, Reason: strings.TrimSpace(reason), State: RequestOpen,
			AskedBy: a.Account, AskedName: a.Name, AskedAt: s.Clock.Now(), form: string(form)}
		_, err = tx.Exec(`insert into member_request (`+requestColumns+`) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, '', null, '')`,
			q.ID, q.Tenant, q.Member, q.Unit, q.Part, q.form, q.From, q.Reason, q.State, q.AskedBy, q.AskedName, q.AskedAt)
		if err != nil {
			return err
		}
		err = s.tell(tx, a, q.Tenant, FactRequestFiled, Told{Member: q.Member, Person: m.Person, Unit: q.Unit, On: q.From, Request: q.ID})
		if err != nil {
			return err
		}
		return s.Audit.Note(tx, inTenant(a, q.Tenant), FactRequestFiled, "member:"+q.Member.String(), nil, map[string]any{"part": part})
	})
	return q, err
}

// answerRequest decides a request: accepted, the correction is written with the member's letter as its
// source. The member herself may only take it back, also when she keeps the roll. Refuses with members.no_request,
// members.request_closed, members.invalid without a reason for a no.
func (s *Service) answerRequest(ctx context.Context, a kernel.Actor, id kernel.ID, to RequestState, answer string) error {
	answer = strings.TrimSpace(answer)
	return s.DB.Tx(ctx, func(tx *db.Tx) error {
		q, m, err := s.requestIn(tx, a, id)
		if err != nil {
			return err
		}
		own := a.Person != 0 && a.Person == m.Person
		if to == RequestWithdrawn && !own || to != RequestWithdrawn && (own || canKeep(a, m.Member, m.path) != nil) {
			return kernel.Forbid("members.may_not")
		}
		if to == RequestRefused && answer == "" {
			var faults kernel.Faults
			faults.Add("ly_do", "members.reason_needed")
			return faults.Err("members.invalid")
		}
		n, err := tx.Exec(`update member_request set state = $2, answered_name = $3, answered_at = $4, answer = $5 where id = $1 and state = 'open'`, id, to, a.Name, s.Clock.Now(), answer)
		if err != nil {
			return err
		}
		if n == 0 {
			return kernel.Refuse("members.request_closed")
		}
		if to == RequestAccepted {
			fix, err := q.sheet().correction(q.Part, kernel.FormatDate(q.From), byLetter+" ngày "+kernel.FormatDate(q.AskedAt.Date()))
			if err == nil {
				err = s.CorrectIn(tx, a, m.ID, fix)
			}
			if err != nil {
				return err
			}
		}
		err = s.tell(tx, a, q.Tenant, FactRequestAnswered, Told{Member: m.ID, Person: m.Person, Unit: q.Unit, On: q.From, Request: q.ID})
		if err != nil {
			return err
		}
		return s.Audit.Note(tx, inTenant(a, q.Tenant), FactRequestAnswered, m.subject(), nil, map[string]any{"state": to, "answer": answer})
	})
}

// requestIn loads a request that the actor may see: the member herself, or whoever sees her record.
func (s *Service) requestIn(tx *db.Tx, a kernel.Actor, id kernel.ID) (Request, loaded, error) {
	q, ok, err := db.One(tx, requestInto, `select `+requestColumns+` from member_request where id = $1`, id)
	if err != nil {
		return q, loaded{}, err
	}
	if !ok {
		return q, loaded{}, kernel.Missing("members.no_request")
	}
	m, err := s.looked(tx, a, q.Member, canView)
	if f := kernel.AsFault(err); f != nil && f.Kind == kernel.NotFound {
		err = kernel.Missing("members.no_request")
	}
	return q, m, err
}

// LoadRequest reads a request with whose it is, for those who follow it by facts.
func (s *Service) LoadRequest(tx *db.Tx, tenant, id kernel.ID) (Request, Member, error) {
	q, m, err := s.requestIn(tx, kernel.Actor{System: true, Tenant: tenant}, id)
	return q, m.Member, err
}

func requestsOf(tx *db.Tx, member kernel.ID) ([]Request, error) {
	return db.All(tx, requestInto, `select `+requestColumns+` from member_request where member_id = $1 order by id desc limit 30`, member)
}

// requestsAt are the open requests to some units, the latest first.
func requestsAt(tx *db.Tx, units []kernel.ID, limit int) ([]Request, error) {
	q := db.Build(`select `+requestColumns+` from member_request`).In(`where org_id in`, units, `and state = 'open'`).And(`and id < ? order by id desc limit ?`, int64(math.MaxInt64), limit)
	return db.AllOf(tx, requestInto, q)
}

// requestDetail is a request beside what the record says today.
type requestDetail struct {
	Request
	Who  Member
	Keep bool
	Own  bool
}

func (s *Service) requestOf(ctx context.Context, a kernel.Actor, id kernel.ID) (d requestDetail, err error) {
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		q, m, err := s.requestIn(tx, a, id)
		if err != nil {
			return err
		}
		d = requestDetail{Request: q, Own: a.Person != 0 && a.Person == m.Person, Keep: canKeep(a, m.Member, m.path) == nil}
		d.Who, _, err = s.Get(tx, m.Tenant, m.ID, s.today())
		return err
	})
	return d, err
}

// requestsFor are the open requests to the units that the actor keeps, with the names of the members.
func (s *Service) requestsFor(ctx context.Context, a kernel.Actor) (list []requestDetail, err error) {
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		list = nil
		units, err := unitsAfter(tx, a.Roots(KeepPermission), 0, s.today(), mostSides)
		if err != nil || len(units) == 0 {
			return err
		}
		open, err := requestsAt(tx, units, 200)
		if err != nil {
			return err
		}
		var ids []kernel.ID
		for _, q := range open {
			ids = append(ids, q.Member)
		}
		who, err := membersOf(tx, ids, s.today())
		by := map[kernel.ID]Member{}
		for _, m := range who {
			by[m.ID] = m
		}
		for _, q := range open {
			list = append(list, requestDetail{Request: q, Who: by[q.Member], Keep: true})
		}
		return err
	})
	return list, err
}
