package welfare

import (
	"doanket/internal/db"
	"doanket/kernel"
)

// Recipient is one person of a list with her amount, for those who write to her.
//
//glossary:none
type Recipient struct {
	Benefit, Person, Desk kernel.ID
	Amount                kernel.Money
}

// recipientsAtOnce is how many are read at once.
const recipientsAtOnce = 400

// Recipients reads those of an approved list who stand in a state, some at a time.
func (s *Service) Recipients(tx *db.Tx, programme, list kernel.ID, state BenefitState, fn func([]Recipient) error) error {
	o, ok, err := loadOccasion(tx, programme, list)
	if err != nil || !ok {
		return err
	}
	after := Recipient{}
	for {
		some, err := recipientsAfter(tx, programme, o.Key(), state, after, recipientsAtOnce)
		if err != nil || len(some) == 0 {
			return err
		}
		err = fn(some)
		if err != nil || len(some) < recipientsAtOnce {
			return err
		}
		after = some[len(some)-1]
	}
}

// LoadBenefit reads a benefit and the title of its programme for those who follow it by facts.
func (s *Service) LoadBenefit(tx *db.Tx, tenant, id kernel.ID) (Benefit, string, error) {
	b, ok, err := loadBenefit(tx, tenant, id)
	if err != nil {
		return b, "", err
	}
	if !ok || b.Tenant != tenant {
		return b, "", kernel.Missing("welfare.no_benefit")
	}
	p, _, err := loadProgramme(tx, tenant, b.Programme)
	return b, p.Title, err
}
