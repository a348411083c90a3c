package guide

import "testing"

// What can be typed is copied as it is typed; what is only to be read has no button.
func TestWhatIsTyped(t *testing.T) {
	for _, c := range []struct{ head, text, want string }{
		{"Input", "+denied", "joe+denied@example.com"},
		{"Input", "+wrong_code", "joe+wrong_code@example.com"},
		{"Reason", "high_risk", "joe+reject_reason_high_risk@example.com"},
		{"Phone", "+13105558636", "+13105558636"},
		{"Date of birth", "1941-03-21", "1941-03-21"},
		{"Input", "code 999999", "999999"},
		{"Input", "+pend-accept-NN", ""},
		{"Input", "+denied+auth_id_scan and other auth_… tags", ""},
		{"Result", "declined", ""},
		{"Name", "Alice Test", ""},
	} {
		if got := typed(c.head, c.text); got != c.want {
			t.Errorf("%s %q: %q, want %q", c.head, c.text, got, c.want)
		}
	}
}
