package dossiers

import (
	"slices"

	"doanket/kernel"
)

// Permissions of this room, as mandates carry them.
const (
	PermHelp    = "dossiers.help"    // sits with a citizen and files for her
	PermAccept  = "dossiers.accept"  // serves at a desk
	PermHandle  = "dossiers.handle"  // examines and prepares
	PermApprove = "dossiers.approve" // signs, stops, apologises
	PermIssue   = "dossiers.issue"   // numbers, seals and issues what is signed
	PermReturn  = "dossiers.return"  // hands results over
	PermAssign  = "dossiers.assign"  // gives work to officers
	PermView    = "dossiers.view"    // reads
	PermReport  = "dossiers.report"  // reads figures
	PermCollect = "payments.collect" // takes money
)

// Paths are the units of a dossier with all units above them today.
//
//glossary:none
type Paths struct {
	Received []kernel.ID
	Deciding []kernel.ID
	Unit     []kernel.ID               // whose turn it is
	Asked    map[kernel.ID][]kernel.ID // units asked for an opinion
}

// watching are the permissions that let an officer look at the dossiers of a unit.
var watching = []string{PermView, PermAccept, PermHandle, PermApprove, PermIssue, PermReturn, PermAssign, PermReport, PermCollect}

// Visibility is who-may-see as a small predicate. store_list.go turns it into SQL, Holds answers it
// for one dossier: a test runs both over the whole cast.
//
// A person sees a dossier when she filed it or it was filed for her; when she holds any office right
// over the unit that received it or that decides it, or over a unit above these; or when her unit
// was asked for an opinion and she handles dossiers there. The program itself sees all of its tenant.
//
//glossary:none
type Visibility struct {
	Tenant  kernel.ID
	All     bool
	Roots   []kernel.ID // units over whose subtrees she may look
	Advises []kernel.ID // units over whose subtrees she answers for opinions
	Account kernel.ID
	Person  kernel.ID
}

// VisibleTo compiles the predicate for an actor.
func VisibleTo(a kernel.Actor) Visibility {
	v := Visibility{Tenant: a.Tenant, All: a.System, Account: a.Account, Person: a.Person, Advises: a.Roots(PermHandle)}
	for _, p := range watching {
		for _, root := range a.Roots(p) {
			if !slices.Contains(v.Roots, root) {
				v.Roots = append(v.Roots, root)
			}
		}
	}
	v.All = v.All || slices.Contains(v.Roots, a.Tenant) // the tenant is the top unit of its tree
	return v
}

// Holds answers for one dossier.
func (v Visibility) Holds(d Dossier, p Paths) bool {
	if d.Tenant != v.Tenant {
		return false
	}
	if v.All || v.own(d) || shares(v.Roots, p.Received) || shares(v.Roots, p.Deciding) {
		return true
	}
	for _, o := range d.Opinions {
		if shares(v.Advises, p.Asked[o.Unit]) {
			return true
		}
	}
	return false
}

func (v Visibility) own(d Dossier) bool {
	same := func(p Party) bool {
		return v.Account != 0 && p.Account == v.Account || v.Person != 0 && p.Person == v.Person
	}
	return same(d.Applicant) || same(d.Filer)
}

func shares(a, b []kernel.ID) bool {
	return slices.ContainsFunc(a, func(id kernel.ID) bool { return slices.Contains(b, id) })
}

// may answers whether the actor may do a verb to a dossier. An invisible one answers as if it did
// not exist. Beyond the permission:
//
//   - nobody is an officer in her own case, except to supply, pay and withdraw as its applicant;
//   - who accepted it cannot approve it, and who prepared the result cannot either (four eyes);
//   - a dossier that is assigned is handled by its assignee, or by who may assign there;
//   - where the procedure version names a role for the step, the role must be held over the unit.
func may(a kernel.Actor, d Dossier, p Paths, t Terms, verb Verb) error {
	v := VisibleTo(a)
	if !v.Holds(d, p) {
		return kernel.Missing("dossiers.not_found")
	}
	if a.System {
		return nil
	}
	if v.own(d) {
		switch verb {
		case DoSupplement, DoWithdraw:
			return nil
		}
		return kernel.Forbid("dossiers.own_case")
	}
	if !holds(a, d, p, verb) {
		return kernel.Forbid("dossiers.no_right")
	}
	if verb == DoApprove && a.Account == d.AcceptedBy.Account {
		return kernel.Forbid("dossiers.receiver_cannot_approve")
	}
	if verb == DoApprove && d.Draft != nil && a.Account == d.Draft.PreparedBy.Account {
		return kernel.Forbid("dossiers.four_eyes")
	}
	switch verb {
	case DoDraft, DoAskOpinion, DoForward, DoSendBack, DoApprove:
		if d.Assignee.Account != 0 && d.Assignee.Account != a.Account && !a.Can(PermAssign, p.Unit) {
			return kernel.Forbid("dossiers.assigned_to_other", d.Assignee.Name)
		}
	}
	return mayStep(a, d, p, t, verb)
}

// holds asks for the permission of a verb over the unit that must give it.
func holds(a kernel.Actor, d Dossier, p Paths, verb Verb) bool {
	switch verb {
	case DoAccept, DoRefuse:
		return a.Can(PermAccept, p.Received)
	case DoRequestSupplement, DoCheckPapers, DoRequestPayment:
		if d.State == Submitted || d.State == Accepted {
			return a.Can(PermAccept, p.Received) || d.State == Accepted && a.Can(PermHandle, p.Unit)
		}
		return a.Can(PermHandle, p.Unit)
	case DoForward:
		return a.Can(PermHandle, p.Unit) || a.Can(PermAccept, p.Unit) || a.Can(PermApprove, p.Unit)
	case DoSendBack:
		return a.Can(PermHandle, p.Unit) || a.Can(PermApprove, p.Unit)
	case DoDraft, DoAskOpinion:
		return a.Can(PermHandle, p.Unit)
	case DoGiveOpinion:
		for _, o := range d.Opinions {
			if o.GivenAt.IsZero() && a.Can(PermHandle, p.Asked[o.Unit]) {
				return true
			}
		}
		return false
	case DoAssign:
		return a.Can(PermAssign, p.Unit)
	case DoApprove, DoStop, DoResume, DoApologise:
		return a.Can(PermApprove, p.Deciding)
	case DoIssue:
		return a.Can(PermIssue, p.Deciding) || a.Can(PermApprove, p.Deciding)
	case DoPost, DoReturn:
		return a.Can(PermReturn, p.Received)
	case DoSupplement, DoWithdraw:
		return a.Can(PermAccept, p.Received)
	case DoPaid:
		return a.Can(PermCollect, p.Received)
	case DoClose:
		return a.Can(PermReturn, p.Received) || a.Can(PermAccept, p.Received)
	}
	return false // DoFile has its own door; DoMoveDue and DoTransfer belong to the program
}

// mayStep narrows by the roles that the procedure version gives to the step or to the action.
func mayStep(a kernel.Actor, d Dossier, p Paths, t Terms, verb Verb) error {
	words, narrowed := effects[verb]
	if !narrowed || len(t.Steps) == 0 {
		return nil
	}
	step, _ := t.Step(d.Step)
	path := unitPath(d, p, step)
	for _, action := range t.actions(d.Step, words...) {
		roles := action.Roles
		if len(roles) == 0 {
			roles = []string{step.Role}
		}
		if slices.ContainsFunc(roles, func(r string) bool { return r == "" || holdsRole(a, r, path) }) {
			return nil
		}
	}
	if len(t.actions(d.Step, words...)) == 0 {
		return kernel.Refuse("dossiers.not_in_workflow", d.StepName)
	}
	return kernel.Forbid("dossiers.not_your_step", d.StepName)
}

func unitPath(d Dossier, p Paths, step StepTerm) []kernel.ID {
	switch step.Unit {
	case "receiving":
		return p.Received
	case "coordinating":
		return p.Unit
	}
	return p.Deciding
}

func holdsRole(a kernel.Actor, role string, path []kernel.ID) bool {
	return slices.ContainsFunc(a.Mandates, func(m kernel.Mandate) bool {
		return m.Role == role && slices.Contains(path, m.Org)
	})
}

// mayFileAtDesk: an officer who serves at the unit's desk or helps there, and not for herself.
func mayFileAtDesk(a kernel.Actor, received []kernel.ID, applicant Party) error {
	if !a.Can(PermAccept, received) && !a.Can(PermHelp, received) {
		return kernel.Forbid("dossiers.no_right")
	}
	if !a.System && (applicant.Person != 0 && applicant.Person == a.Person || applicant.Account != 0 && applicant.Account == a.Account) {
		return kernel.Forbid("dossiers.own_case")
	}
	return nil
}
