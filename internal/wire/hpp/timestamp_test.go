package hppwire

import (
	"encoding/json"
	"testing"
	"time"
)

func TestTimestamp(t *testing.T) {
	for text, want := range map[string]string{
		`"2030-01-31T10:20:30Z"`:                `"2030-01-31T10:20:30.000Z"`,
		`"2030-01-31T10:20:30.1Z"`:              `"2030-01-31T10:20:30.100Z"`,
		`"2030-01-31T10:20:30.123456789Z"`:      `"2030-01-31T10:20:30.123Z"`,
		`"2030-01-31T10:20:30.999999999+01:00"`: `"2030-01-31T09:20:30.999Z"`,
		`"2038-01-19T03:14:08-12:00"`:           `"2038-01-19T15:14:08.000Z"`,
		`"9999-12-31T23:59:59.999Z"`:            `"9999-12-31T23:59:59.999Z"`,
	} {
		var stamp Timestamp
		if err := json.Unmarshal([]byte(text), &stamp); err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		got, err := json.Marshal(stamp)
		if err != nil || string(got) != want {
			t.Errorf("%s became %s, %v; want %s", text, got, err, want)
		}
	}
	for _, text := range []string{`"2030-01-31"`, `"2030-02-30T10:20:30Z"`, `"2030-01-31T10:20:30"`, `5`, `"x"`, `{}`} {
		var stamp Timestamp
		if err := json.Unmarshal([]byte(text), &stamp); err == nil || !stamp.IsZero() {
			t.Errorf("%s was read as %v", text, time.Time(stamp))
		}
	}
}

func TestTimestampAbsent(t *testing.T) {
	text, err := json.Marshal(ManualIdentification{Challenge: "A78"})
	if err != nil || string(text) != `{"challenge":"A78"}` {
		t.Errorf("%s, %v", text, err)
	}
}
