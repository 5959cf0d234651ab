package members

import (
	"context"
	"net/url"
	"strings"

	"doanket/internal/db"
	"doanket/kernel"
)

// mostSaved is how many ways of looking one account keeps.
const mostSaved = 20

type savedFilter struct{ name, query string }

// savedOf are the filters that an account kept, by name.
func (s *Service) savedOf(ctx context.Context, a kernel.Actor) (list []savedFilter, err error) {
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		list, err = db.All(tx, func(f *savedFilter) []any { return []any{&f.name, &f.query} }, `select name, query from member_view where account_id = $1 order by name limit $2`, a.Account, mostSaved)
		return err
	})
	return list, err
}

// keepFilter keeps a filter under a name of the account's own; the same name again takes its place.
func (s *Service) keepFilter(ctx context.Context, a kernel.Actor, name, query string) error {
	name = strings.Join(strings.Fields(name), " ")
	if name == "" {
		var faults kernel.Faults
		faults.Add("ten", "members.view_name_needed")
		return faults.Err("members.invalid")
	}
	clean := url.Values{}
	typed, _ := url.ParseQuery(query) // what cannot be read is no filter
	for _, n := range listNames {
		if v := typed.Get(n); v != "" {
			clean.Set(n, v)
		}
	}
	return s.DB.Tx(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(`insert into member_view (account_id, name, query) values ($1, $2, $3) on conflict (account_id, name) do update set query = $3`, a.Account, name, clean.Encode())
		return err
	})
}

func (s *Service) dropFilter(ctx context.Context, a kernel.Actor, name string) error {
	return s.DB.Tx(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(`delete from member_view where account_id = $1 and name = $2`, a.Account, name)
		return err
	})
}
