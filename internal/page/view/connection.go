package view

// Connection is what a form says beside its button when it cannot be sent, or
// when its answer was lost on the way. A script shows it.
type Connection struct {
	Held  string // there is no connection, nothing was sent
	Back  string // there is one again
	Lost  string // the answer was lost: the page looks what became of it
	Again string // it never arrived
}

func (t teller) connection() Connection {
	return Connection{
		Held: t.Text("offline.held"), Back: t.Text("offline.back"),
		Lost: t.Text("offline.lost"), Again: t.Text("offline.again"),
	}
}
