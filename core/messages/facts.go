package messages

// QueuedFact tells that a letter waits to be sent; its data is the message's ID.
const QueuedFact = "messages.queued"

type queued struct {
	Message string `json:"message"`
}
