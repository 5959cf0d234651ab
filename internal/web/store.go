package web

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"time"

	"github.com/alexedwards/scs/v2"

	"doanket/internal/db"
	"doanket/kernel"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the tables of the front door: sessions and the answers kept for Idempotency-Key.
func Migrations() fs.FS { return migrations }

// touchEvery is how coarse "last seen" is: a write for every page would cost more than the page.
const touchEvery = 5 * time.Minute

// sessionStore keeps sessions for scs. The tokens it is given are hashes already.
type sessionStore struct {
	db    *db.DB
	ids   *kernel.IDs
	clock kernel.Clock
	idle  time.Duration
	life  time.Duration
}

type sessionRow struct {
	id       kernel.ID
	data     []byte
	lastSeen kernel.Instant
}

// FindCtx gives the session unless it is over or has been idle for too long.
func (s *sessionStore) FindCtx(ctx context.Context, token string) ([]byte, bool, error) {
	now := s.clock.Now()
	var row sessionRow
	var found bool
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		var err error
		row, found, err = db.One(tx, func(r *sessionRow) []any { return []any{&r.id, &r.data, &r.lastSeen} },
			`select id, data, last_seen_at from web_session where token = $1 and expires_at > $2 and last_seen_at > $3`,
			token, now, now.Add(-s.idle))
		return err
	})
	if err != nil || !found {
		return nil, false, err
	}
	visitOf(ctx).session = row.id
	if now.Sub(row.lastSeen) > touchEvery {
		_ = s.db.Tx(ctx, func(tx *db.Tx) error { // a database that cannot write still lets people read
			_, err := tx.Exec(`update web_session set last_seen_at = $1 where id = $2`, now, row.id)
			return err
		})
	}
	return row.data, true, nil
}

// CommitCtx writes the session with what its owner will want to know of it. It ends a life after it
// began by the clock of the site; what scs reckons by the machine's clock is left aside.
func (s *sessionStore) CommitCtx(ctx context.Context, token string, data []byte, _ time.Time) error {
	_, values, err := scs.GobCodec{}.Decode(data)
	if err != nil {
		return fmt.Errorf("reading session data: %w", err)
	}
	account, _ := values[keyAccount].(int64)
	v, now := visitOf(ctx), s.clock.Now()
	agent := v.agent
	return s.db.Tx(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(`insert into web_session (id, token, account_id, data, agent, ip_prefix, created_at, last_seen_at, expires_at)
			values ($1, $2, $3, $4, $5, $6, $7, $7, $8)
			on conflict (token) do update set account_id = excluded.account_id, data = excluded.data,
			last_seen_at = excluded.last_seen_at`,
			s.ids.New(), token, db.Optional(account), data, agent, v.ip, now, now.Add(s.life))
		return err
	})
}

// DeleteCtx ends the session.
func (s *sessionStore) DeleteCtx(ctx context.Context, token string) error {
	return s.db.Tx(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(`delete from web_session where token = $1`, token)
		return err
	})
}

// Find, Commit and Delete are the faces without a context that scs's interface also wants.
func (s *sessionStore) Find(token string) ([]byte, bool, error) {
	return s.FindCtx(context.Background(), token)
}

func (s *sessionStore) Commit(token string, data []byte, expiry time.Time) error {
	return s.CommitCtx(context.Background(), token, data, expiry)
}

func (s *sessionStore) Delete(token string) error { return s.DeleteCtx(context.Background(), token) }

func sessionsOf(tx *db.Tx, account kernel.ID, now kernel.Instant) ([]Session, error) {
	return db.All(tx, func(s *Session) []any { return []any{&s.ID, &s.Created, &s.LastSeen, &s.Agent, &s.IP} },
		`select id, created_at, last_seen_at, agent, ip_prefix from web_session
		where account_id = $1 and expires_at > $2 order by last_seen_at desc, id desc limit 100`, account, now)
}

func endSession(tx *db.Tx, account, id kernel.ID) (bool, error) {
	n, err := tx.Exec(`delete from web_session where account_id = $1 and id = $2`, account, id)
	return n > 0, err
}

func endOthers(tx *db.Tx, account, keep kernel.ID) error {
	_, err := tx.Exec(`delete from web_session where account_id = $1 and id <> $2`, account, keep)
	return err
}

// Sweep forgets sessions that are over and answers that are a day old; the wiring calls it hourly.
func (s *Server) Sweep(ctx context.Context) error {
	now := s.cfg.Clock.Now()
	return s.cfg.DB.Tx(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(`delete from web_session where expires_at <= $1 or last_seen_at <= $2`, now, now.Add(-s.cfg.SessionIdle))
		if err != nil {
			return err
		}
		_, err = tx.Exec(`delete from web_answer where created_at <= $1`, now.Add(-answerLife))
		return err
	})
}

// answer is what an API write said when it was first sent with its key.
type answer struct {
	fingerprint string
	status      int
	contentType string
	location    string
	body        []byte
}

// claim takes a key for a write; when it was taken before, it gives the answer of then (status 0: none
// yet). Who took it and has not answered within the lease is dead: the same write is taken up again.
func claim(tx *db.Tx, tenant, account kernel.ID, key, fingerprint string, now kernel.Instant) (bool, answer, error) {
	n, err := tx.Exec(`insert into web_answer (tenant_id, account_id, answer_key, fingerprint, status, content_type, location, body, created_at)
		values ($1, $2, $3, $4, 0, '', '', $5, $6) on conflict (tenant_id, account_id, answer_key) do update set created_at = excluded.created_at
		where web_answer.status = 0 and web_answer.fingerprint = excluded.fingerprint and web_answer.created_at <= $7`,
		tenant, account, key, fingerprint, []byte{}, now, now.Add(-answerLease))
	if err != nil || n == 1 {
		return n == 1, answer{}, err
	}
	a, _, err := db.One(tx, func(a *answer) []any {
		return []any{&a.fingerprint, &a.status, &a.contentType, &a.location, &a.body}
	}, `select fingerprint, status, content_type, location, body from web_answer
		where tenant_id = $1 and account_id = $2 and answer_key = $3`, tenant, account, key)
	return false, a, err
}

func saveAnswer(tx *db.Tx, tenant, account kernel.ID, key string, a answer) error {
	_, err := tx.Exec(`update web_answer set status = $1, content_type = $2, location = $3, body = $4
		where tenant_id = $5 and account_id = $6 and answer_key = $7`,
		a.status, a.contentType, a.location, a.body, tenant, account, key)
	return err
}

func dropAnswer(tx *db.Tx, tenant, account kernel.ID, key string) error {
	_, err := tx.Exec(`delete from web_answer where tenant_id = $1 and account_id = $2 and answer_key = $3`, tenant, account, key)
	return err
}
