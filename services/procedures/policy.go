package procedures

import "doanket/kernel"

// Permissions of this room.
const (
	ViewPermission    = "procedures.view"
	EditPermission    = "procedures.edit"
	PublishPermission = "procedures.publish"
)

// The catalogue is one for the whole site, so a right over any unit of the site is enough: which
// procedures exist is no secret, and who may change them is told by the two rights below.

// Versions that are not published may be read by whoever keeps, publishes or views the catalogue.
// To everyone else they do not exist.
func canView(a kernel.Actor) error {
	if a.System || a.Anywhere(ViewPermission) || a.Anywhere(EditPermission) || a.Anywhere(PublishPermission) {
		return nil
	}
	return kernel.Missing("procedures.not_found")
}

// A draft may be written, sent to review and taken back by a keeper of the catalogue.
func canEdit(a kernel.Actor) error {
	if a.System || a.Anywhere(EditPermission) {
		return nil
	}
	if canView(a) != nil {
		return kernel.Missing("procedures.not_found")
	}
	return kernel.Forbid("procedures.may_not_edit")
}

// A version is published, sent back or retired by a publisher. Publishing needs another account than
// the one that wrote the text: the configurer cannot publish alone. The program itself (seed) may.
func canPublish(a kernel.Actor, editedBy kernel.ID) error {
	switch {
	case a.System:
		return nil
	case canView(a) != nil:
		return kernel.Missing("procedures.not_found")
	case !a.Anywhere(PublishPermission):
		return kernel.Forbid("procedures.may_not_publish")
	case editedBy != 0 && editedBy == a.Account:
		return kernel.Refuse("procedures.same_person")
	}
	return nil
}
