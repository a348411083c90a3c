package view

// Connection are the texts beside a form's button when the form cannot be sent or
// its answer was lost. A script shows them.
type Connection struct {
	Offline     string // there is no connection; nothing was sent
	Online      string // the connection is back
	AnswerLost  string // the answer was lost: the page reads the state again
	NotReceived string // the form never arrived
}

func (t builder) connectionTexts() Connection {
	return Connection{
		Offline: t.Text("offline.held"), Online: t.Text("offline.back"),
		AnswerLost: t.Text("offline.lost"), NotReceived: t.Text("offline.again"),
	}
}
