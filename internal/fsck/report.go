package fsck

// The invariants, as docs/spec/safety.md §3.3 numbers them.
const (
	Durable    = "I1"
	NoPhantoms = "I2"
	OneOrder   = "I3"
	LegalPath  = "I4"
	NoOlder    = "I5"
	OneEvent   = "I6"
	AllTold    = "I7"
	InOrder    = "I8"
	SameEvent  = "I9"
	FewRepeats = "I10"
	Money      = "I11"
	Idempotent = "I12"
	Expiry     = "I16"
	Belonging  = "REF" // rows that refer to each other
)

// Finding is one thing that is wrong.
type Finding struct {
	Invariant string `json:"invariant"`
	Subject   string `json:"subject"` // such as "session 6f…"
	Text      string `json:"text"`    // what is wrong and what would be right
}

// Verdict is what came of one invariant.
type Verdict struct {
	Invariant string `json:"invariant"`
	Title     string `json:"title"`
	// Judged is false when what was given does not suffice; Note says what is
	// missing. Of a judged one it says what stays unknown.
	Judged   bool   `json:"judged"`
	Note     string `json:"note,omitempty"`
	Looked   int64  `json:"looked_at"` // how many
	Of       string `json:"of"`        // of what
	Findings int64  `json:"findings"`
}

// Report is a verdict on every invariant.
type Report []Verdict

// Passed reports whether nothing was found.
func (r Report) Passed() bool {
	for _, v := range r {
		if v.Findings > 0 {
			return false
		}
	}
	return true
}

func (r Report) of(invariant string) *Verdict {
	for i := range r {
		if r[i].Invariant == invariant {
			return &r[i]
		}
	}
	panic("fsck: no such invariant: " + invariant)
}

const (
	wantsJournal  = "needs a journal"
	wantsReceiver = "needs a journal with deliveries"
	wantsRepeats  = "needs a journal that says how many repeats its kills explain"
)

// report is what can be judged with what is given.
func (c Check) report() Report {
	journal, receivers, bounded := c.Journal != nil, c.Journal.hasReceivers(), c.Journal.boundsRepeats()
	return Report{
		{Durable, "what was acknowledged is there", journal, noteUnless(journal, wantsJournal), 0, "acknowledged operations", 0},
		{NoPhantoms, "nothing is there that nobody asked for", journal, noteUnless(journal, wantsJournal), 0, "sessions, orders, callbacks", 0},
		{OneOrder, "one order for a payment, and what was agreed to", true, "", 0, "sessions and orders", 0},
		{LegalPath, "every session took a legal path", true, "", 0, "sessions", 0},
		{NoOlder, "nobody read what was older than before", journal, noteUnless(journal, wantsJournal), 0, "answers that showed a status", 0},
		{OneEvent, "one event for each change", true, "", 0, "events", 0},
		{AllTold, "every event is told, and work to do is kept", true, "", 0, "events and jobs", 0},
		{InOrder, "callbacks come in order", receivers, noteUnless(receivers, wantsReceiver), 0, "deliveries", 0},
		{SameEvent, "every try of a callback is the same, and signed", receivers, noteUnless(receivers, wantsReceiver), 0, "deliveries", 0},
		{FewRepeats, "callbacks repeat no more than kills explain", bounded, noteUnless(bounded, wantsRepeats), 0, "repeats", 0},
		{Money, "captures and refunds add up", true, "", 0, "orders", 0},
		{Idempotent, "a key has one effect", true, noteUnless(journal, "whether a repeat got the same answer "+wantsJournal), 0, "keys", 0},
		{Expiry, "every open session will end", true, "", 0, "open sessions", 0},
		{Belonging, "what belongs together is there", true, "", 0, "rows", 0},
	}
}

func noteUnless(met bool, note string) string {
	if met {
		return ""
	}
	return note
}
