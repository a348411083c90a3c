package hpp

// Status is a session's state as published. Clients decode it strictly, so no
// other value may ever reach the wire (docs/spec/decisions.md §3).
type Status string

// The published states (docs/spec/hpp.md §2.1).
const (
	Waiting    Status = "WAITING"
	InProgress Status = "IN_PROGRESS"
	Completed  Status = "COMPLETED"
	Failed     Status = "FAILED"
	Back       Status = "BACK"
	Cancelled  Status = "CANCELLED"
	Errored    Status = "ERROR"
	Disabled   Status = "DISABLED"
)

// Statuses lists every state in the order of a session's life.
var Statuses = []Status{Waiting, InProgress, Completed, Failed, Back, Cancelled, Errored, Disabled}

// Final reports whether nothing can happen to the session any more.
func (s Status) Final() bool { return s == Completed || s == Cancelled || s == Disabled }

// Command is what may move a session from one state to the next.
type Command string

// The commands. Enter, Leave and Cancel are the payer's; Disable is the
// merchant's; the others carry the provider's answer.
const (
	Enter    Command = "enter"
	Complete Command = "complete"
	Decline  Command = "decline"
	Fail     Command = "fail"
	Leave    Command = "leave"
	Cancel   Command = "cancel"
	Disable  Command = "disable"
)

// Commands lists every command, for exhaustive tests and the state diagram.
var Commands = []Command{Enter, Complete, Decline, Fail, Leave, Cancel, Disable}

// Table is the whole life of a session: what is absent is illegal. Complete
// and Cancel are legal from every open state because the payment session may
// be completed or cancelled elsewhere (docs/spec/hpp.md §2.2).
var Table = map[Status]map[Command]Status{
	Waiting:    {Enter: InProgress, Complete: Completed, Cancel: Cancelled, Disable: Disabled},
	InProgress: {Complete: Completed, Decline: Failed, Fail: Errored, Leave: Back, Cancel: Cancelled, Disable: Disabled},
	Failed:     {Enter: InProgress, Complete: Completed, Cancel: Cancelled, Disable: Disabled},
	Back:       {Enter: InProgress, Complete: Completed, Cancel: Cancelled, Disable: Disabled},
	Errored:    {Enter: InProgress, Complete: Completed, Cancel: Cancelled, Disable: Disabled},
	Completed:  {},
	Cancelled:  {},
	Disabled:   {},
}

// Next answers where command leads from s; false means that it is illegal.
func (s Status) Next(command Command) (Status, bool) {
	to, ok := Table[s][command]
	return to, ok
}
