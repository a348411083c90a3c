package doctor

import "fmt"

// State is how grave a finding is.
type State string

// The states: sound, worth a look, and what payers or merchants will meet.
const (
	OK   State = "ok"
	Warn State = "warn"
	Fail State = "fail"
)

// Finding is what one look found. Cure says what to do; it is empty where nothing is wrong.
type Finding struct {
	Check string `json:"check"`
	State State  `json:"state"`
	Text  string `json:"text"`
	Cure  string `json:"cure,omitempty"`
}

func fine(check, format string, values ...any) Finding {
	return Finding{Check: check, State: OK, Text: fmt.Sprintf(format, values...)}
}

func warn(check, text, cure string) Finding { return Finding{check, Warn, text, cure} }

func fail(check, text, cure string) Finding { return Finding{check, Fail, text, cure} }
