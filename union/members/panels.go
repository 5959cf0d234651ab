package members

import (
	"context"

	"doanket/kernel"
	"doanket/ui"
)

// Panel (ô trên hồ sơ) is what another room shows of a member on her record and on her own page: cards,
// posts in committees, benefits. Rows without a word of state have no Tone.
//
//glossary:none
type Panel struct {
	Title string
	Rows  []PanelRow
	Empty string  // what stands there when there are no rows
	Link  ui.Link // leads into the other room, may be empty
}

// PanelRow is one line of a panel.
//
//glossary:none
type PanelRow struct {
	Label string
	Value string
	Href  string
	Tone  ui.Tone
	Word  string
}

// PanelAsk is whose panel it is, as of which day, and whether she looks at it herself.
//
//glossary:none
type PanelAsk struct {
	Tenant, Member, Person, Unit kernel.ID
	On                           kernel.Date
	Own                          bool
}

// PanelFunc answers with the panels of one room; it decides itself what this actor may see of it, and
// gives none when that is nothing. It is asked outside of a transaction.
//
//glossary:none
type PanelFunc func(ctx context.Context, a kernel.Actor, ask PanelAsk) ([]Panel, error)

// Show adds the panels of another room to the record; they stand in the order in which they were added.
func (s *Service) Show(p PanelFunc) { s.panels = append(s.panels, p) }

func (s *Service) panelsOf(ctx context.Context, a kernel.Actor, ask PanelAsk) ([]Panel, error) {
	var out []Panel
	for _, p := range s.panels {
		list, err := p(ctx, a, ask)
		if err != nil {
			return nil, err
		}
		out = append(out, list...)
	}
	return out, nil
}
