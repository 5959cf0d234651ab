package people

import (
	"strings"
	"testing"

	"doanket/internal/db"
	"doanket/internal/testkit"
)

// Very many keys are looked up by their own index and never by going over all persons of a tenant.
func TestPersonsAreMatchedByTheirIndex(t *testing.T) {
	testkit.Each(t, func(t *testing.T, e testkit.Env) {
		for by, index := range map[string]string{"name": "person_match", "phone": "person_phone"} {
			keys := make([]int64, asked)
			for i := range keys {
				keys[i] = int64(i*7919 + 1)
			}
			var plan string
			err := e.DB.Read(t.Context(), func(tx *db.Tx) error {
				var err error
				plan, err = db.ExplainOf(tx, keyedQuery(1, by, keys))
				return err
			})
			if err != nil || !strings.Contains(plan, index) {
				t.Errorf("by %s: %v\n%s", by, err, plan)
			}
		}
	}, Migrations())
}
