package messages

import "doanket/kernel"

// ViewPermission shows the delivery state of a unit's messages, without their text.
const ViewPermission = "messages.view"

// A person reads and marks her own inbox and nobody else's.
func canRead(a kernel.Actor, m Message) error {
	if !a.SignedIn() || m.Tenant != a.Tenant || m.Account != a.Account || m.Channel != InApp {
		return kernel.Missing("messages.no_message")
	}
	return nil
}

// deliveriesOf are the units whose delivery states the actor may see, with all units below them.
func deliveriesOf(a kernel.Actor) []kernel.ID { return a.Roots(ViewPermission) }
