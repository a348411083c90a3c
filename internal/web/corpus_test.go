package web

import (
	"strings"
	"testing"
	"time"
)

// order is a body with every kind of member that real ones have.
type order struct {
	Name    string            `json:"name"`
	Amount  int64             `json:"amount"`
	Small   int32             `json:"small"`
	Rate    float64           `json:"rate"`
	Ratio   float32           `json:"ratio"`
	Open    bool              `json:"open"`
	Lines   []line            `json:"lines"`
	Tags    []string          `json:"tags"`
	Options options           `json:"options"`
	Maybe   *options          `json:"maybe"`
	Notes   map[string]string `json:"notes"`
	Any     any               `json:"any"`
	When    time.Time         `json:"when"`
	Mode    mode              `json:"mode"`
	Hidden  string            `json:"-"`
	page
}

type (
	mode string
	page struct {
		Page int64 `json:"page"`
	}
	line struct {
		Name   string `json:"name"`
		Amount int64  `json:"amount"`
	}
	options struct {
		Title string `json:"title"`
		Width int64  `json:"width"`
	}
)

// refusals is what must not pass, and the message that says why.
var refusals = []struct{ name, body, code, message string }{
	// No JSON object.
	{"nothing", "", codeBadRequest, "The body must be a JSON object (found nothing)"},
	{"blanks", " \t\r\n", codeBadRequest, "The body must be a JSON object (found nothing)"},
	{"array", `[]`, codeBadRequest, "The body must be a JSON object (found an array)"},
	{"array of objects", ` [{"name":"a"}]`, codeBadRequest, "The body must be a JSON object (found an array)"},
	{"string", `"name"`, codeBadRequest, "The body must be a JSON object (found a string)"},
	{"number", `12`, codeBadRequest, "The body must be a JSON object (found a number)"},
	{"negative number", `-1`, codeBadRequest, "The body must be a JSON object (found a number)"},
	{"null", `null`, codeBadRequest, "The body must be a JSON object (found a bare word)"},
	{"true", `true`, codeBadRequest, "The body must be a JSON object (found a bare word)"},
	{"a form", `name=a&amount=1`, codeBadRequest, "The body must be a JSON object (found a bare word)"},
	{"XML", `<name>a</name>`, codeBadRequest, "The body must be a JSON object (found no JSON)"},
	{"a comment first", `// x` + "\n{}", codeBadRequest, "The body must be a JSON object (found no JSON)"},
	{"vertical tab first", "\v{}", codeBadRequest, "The body must be a JSON object (found no JSON)"},
	// Broken JSON.
	{"cut off", `{"name":"a"`, codeBadRequest, "The body is not valid JSON (it ends too early)"},
	{"cut off in a string", `{"name":"a`, codeBadRequest, "The body is not valid JSON (it ends too early)"},
	{"only a brace", `{`, codeBadRequest, "The body is not valid JSON (it ends too early)"},
	{"two objects", `{}{}`, codeBadRequest, "The body must be one JSON object (found more behind byte 2)"},
	{"text behind", `{} x`, codeBadRequest, "The body must be one JSON object (found more behind byte 2)"},
	{"NUL behind", "{}\x00 ", codeBadRequest, "The body must be one JSON object (found more behind byte 2)"},
	{"trailing comma", `{"name":"a",}`, codeBadRequest, "The body is not valid JSON (see byte 13)"},
	{"trailing comma in an array", `{"tags":["a",],"x":1}`, codeBadRequest, "The body is not valid JSON (see byte 14)"},
	{"single quotes", `{'name':'a'}`, codeBadRequest, "The body is not valid JSON (see byte 2)"},
	{"bare name", `{name:"a"}`, codeBadRequest, "The body is not valid JSON (see byte 2)"},
	{"comment inside", `{/* */"name":"a"}`, codeBadRequest, "The body is not valid JSON (see byte 2)"},
	{"no colon", `{"name" "a"}`, codeBadRequest, "The body is not valid JSON (see byte 9)"},
	{"name is a number", `{1:2}`, codeBadRequest, "The body is not valid JSON (see byte 2)"},
	{"NaN", `{"amount":NaN}`, codeBadRequest, "The body is not valid JSON (see byte 11)"},
	{"Infinity", `{"amount":Infinity}`, codeBadRequest, "The body is not valid JSON (see byte 11)"},
	{"hexadecimal", `{"amount":0x10}`, codeBadRequest, "The body is not valid JSON (see byte 12)"},
	{"leading zero", `{"amount":01}`, codeBadRequest, "The body is not valid JSON (see byte 12)"},
	{"leading plus", `{"amount":+1}`, codeBadRequest, "The body is not valid JSON (see byte 11)"},
	{"bare point", `{"amount":1.}`, codeBadRequest, "The body is not valid JSON (see byte 13)"},
	{"leading point", `{"amount":.5 }`, codeBadRequest, "The body is not valid JSON (see byte 11)"},
	{"bare exponent", `{"amount":1e }`, codeBadRequest, "The body is not valid JSON (see byte 13)"},
	{"Python's None", `{"name":None}`, codeBadRequest, "The body is not valid JSON (see byte 9)"},
	{"JavaScript's undefined", `{"name":undefined}`, codeBadRequest, "The body is not valid JSON (see byte 9)"},
	{"capital True", `{"open":True}`, codeBadRequest, "The body is not valid JSON (see byte 9)"},
	{"line break in a string", "{\"name\":\"a\nb\"}", codeBadRequest, "The body is not valid JSON (see byte 11)"},
	{"unknown escape", `{"name":"\x41"}`, codeBadRequest, "The body is not valid JSON (see byte 11)"},
	{"short escape", `{"name":"\u12"}`, codeBadRequest, "The body is not valid JSON (see byte 14)"},
	// Text that two readers could take for two things.
	{"byte order mark", "\xEF\xBB\xBF{}", codeBadRequest, "The body must be JSON without a byte order mark"},
	{"UTF-16", "\xFF\xFE{\x00}\x00", codeBadRequest, "The body must be JSON in UTF-8 (found bytes that are not)"},
	{"Latin-1", "{\"name\":\"\xE5\"}", codeBadValue, "Bad value: name (must be UTF-8)"},
	{"overlong UTF-8", "{\"name\":\"\xC0\xAF\"}", codeBadValue, "Bad value: name (must be UTF-8)"},
	{"surrogate in UTF-8", "{\"name\":\"\xED\xA0\x80\"}", codeBadValue, "Bad value: name (must be UTF-8)"},
	{"raw NUL", "{\"name\":\"a\x00\"}", codeBadRequest, "The body is not valid JSON (see byte 11)"},
	{"escaped NUL", `{"name":"a\u0000b"}`, codeBadValue, "Bad value: name (must be text without NUL)"},
	{"escaped NUL in a name", `{"na\u0000me":"a"}`, codeBadValue, "Bad value: na�me (its name must be text without NUL)"},
	{"high surrogate alone", `{"name":"\uD83D"}`, codeBadValue, "Bad value: name (must be text without unpaired surrogates)"},
	{"high surrogate, then text", `{"name":"\uD83Dx"}`, codeBadValue, "Bad value: name (must be text without unpaired surrogates)"},
	{"high surrogate, then another escape", `{"name":"\uD83D\n"}`, codeBadValue, "Bad value: name (must be text without unpaired surrogates)"},
	{"two high surrogates", `{"name":"\uD83D\uD83D"}`, codeBadValue, "Bad value: name (must be text without unpaired surrogates)"},
	{"low surrogate alone", `{"name":"\uDE00"}`, codeBadValue, "Bad value: name (must be text without unpaired surrogates)"},
	{"surrogates the wrong way round", `{"name":"\uDE00\uD83D"}`, codeBadValue, "Bad value: name (must be text without unpaired surrogates)"},
	{"surrogate in an ignored member", `{"zzz":"\uDE00"}`, codeBadValue, "Bad value: zzz (must be text without unpaired surrogates)"},
	{"NUL deep inside", `{"lines":[{"name":"a"},{"name":"\u0000"}]}`, codeBadValue, "Bad value: lines[1].name (must be text without NUL)"},
	{"NUL in an array", `{"tags":["a","\u0000"]}`, codeBadValue, "Bad value: tags[1] (must be text without NUL)"},
	{"bytes in a name", "{\"options\":{\"\xE5\":1}}", codeBadValue, "Bad value: options.� (its name must be UTF-8)"},
	{"bytes in no string", "{\xE5:1}", codeBadRequest, "The body must be JSON in UTF-8 (found bytes that are not)"},
	{"bytes behind", "{}\xE5", codeBadRequest, "The body must be JSON in UTF-8 (found bytes that are not)"},
	{"bytes alone", "\xE5", codeBadRequest, "The body must be JSON in UTF-8 (found bytes that are not)"},
	{"bytes in a string alone", "\"\xE5\"", codeBadRequest, "The body must be JSON in UTF-8 (found bytes that are not)"},
	{"duplicate", `{"name":"a","name":"b"}`, codeBadRequest, "Duplicate member: name"},
	{"duplicate of a null", `{"name":null,"name":"b"}`, codeBadRequest, "Duplicate member: name"},
	{"duplicate by escape", `{"name":"a","n\u0061me":"b"}`, codeBadRequest, "Duplicate member: name"},
	{"duplicate inside", `{"options":{"title":"a","title":"b"}}`, codeBadRequest, "Duplicate member: options.title"},
	{"duplicate in an element", `{"lines":[{},{"name":"a","name":"b"}]}`, codeBadRequest, "Duplicate member: lines[1].name"},
	{"duplicate of an unknown member", `{"x":1,"x":1}`, codeBadRequest, "Duplicate member: x"},
	{"65 levels", nested(65), codeBadRequest, "The body is nested too deeply (at most 64 levels)"},
	{"100,000 levels", `{"any":` + strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000) + "}", codeBadRequest, "The body is nested too deeply (at most 64 levels)"},
	{"100,000 open levels", strings.Repeat(`{"a":`, 100_000), codeBadRequest, "The body is nested too deeply (at most 64 levels)"},
	// Wrong types.
	{"number for a string", `{"name":1}`, codeBadValue, "Bad value: name (must be a string)"},
	{"object for a string", `{"name":{}}`, codeBadValue, "Bad value: name (must be a string)"},
	{"array for an enum", `{"mode":["NONE"]}`, codeBadValue, "Bad value: mode (must be a string)"},
	{"string for an integer", `{"amount":"12"}`, codeBadValue, "Bad value: amount (must be an integer)"},
	{"fraction for an integer", `{"amount":12.5}`, codeBadValue, "Bad value: amount (must be an integer)"},
	{"tiny fraction for an integer", `{"amount":1e-400}`, codeBadValue, "Bad value: amount (must be an integer)"},
	{"true for an integer", `{"amount":true}`, codeBadValue, "Bad value: amount (must be an integer)"},
	{"2^63", `{"amount":9223372036854775808}`, codeBadValue, "Bad value: amount (must be an integer)"},
	{"1e309", `{"amount":1e309}`, codeBadValue, "Bad value: amount (must be an integer)"},
	{"an absurd exponent", `{"amount":1e999999999999999999999}`, codeBadValue, "Bad value: amount (must be an integer)"},
	{"1e19", `{"amount":1e19}`, codeBadValue, "Bad value: amount (must be an integer)"},
	{"2^31 for 32 bits", `{"small":2147483648}`, codeBadValue, "Bad value: small (must be an integer)"},
	{"too large for a float", `{"rate":1e400}`, codeBadValue, "Bad value: rate (must be a number)"},
	{"too large for a short float", `{"ratio":1e39}`, codeBadValue, "Bad value: ratio (must be a number)"},
	{"string for a number", `{"rate":"x"}`, codeBadValue, "Bad value: rate (must be a number)"},
	{"string for a boolean", `{"open":"true"}`, codeBadValue, "Bad value: open (must be true or false)"},
	{"number for a boolean", `{"open":1}`, codeBadValue, "Bad value: open (must be true or false)"},
	{"string for an object", `{"options":"x"}`, codeBadValue, "Bad value: options (must be an object)"},
	{"array for an object", `{"options":[1]}`, codeBadValue, "Bad value: options (must be an object)"},
	{"array for an optional object", `{"maybe":[1]}`, codeBadValue, "Bad value: maybe (must be an object)"},
	{"object for an array", `{"lines":{}}`, codeBadValue, "Bad value: lines (must be an array)"},
	{"string for an array", `{"tags":"a"}`, codeBadValue, "Bad value: tags (must be an array)"},
	{"number in an array", `{"tags":["a",2]}`, codeBadValue, "Bad value: tags[1] (must be a string)"},
	{"null in an array", `{"tags":[null]}`, codeBadValue, "Bad value: tags[0] (must be a string)"},
	{"null among objects", `{"lines":[null]}`, codeBadValue, "Bad value: lines[0] (must be an object)"},
	{"deep inside", `{"lines":[{"amount":1},{"amount":"2"}]}`, codeBadValue, "Bad value: lines[1].amount (must be an integer)"},
	{"array for a map", `{"notes":[1]}`, codeBadValue, "Bad value: notes (must be an object)"},
	{"number in a map", `{"notes":{"b":"x","a":1}}`, codeBadValue, "Bad value: notes.a (must be a string)"},
	{"no time", `{"when":"yesterday"}`, codeBadValue, "Bad value: when (must be a date and time such as 2030-01-31T10:20:30.000Z)"},
	{"number for a time", `{"when":5}`, codeBadValue, "Bad value: when (must be a date and time such as 2030-01-31T10:20:30.000Z)"},
	{"embedded", `{"page":"one"}`, codeBadValue, "Bad value: page (must be an integer)"},
}

// nested is an object of so many levels.
func nested(levels int) string {
	return `{"any":` + strings.Repeat("[", levels-1) + strings.Repeat("]", levels-1) + "}"
}

func TestDecodeRefuses(t *testing.T) {
	for _, c := range refusals {
		t.Run(c.name, func(t *testing.T) {
			object, fault := decode(t, c.body, &order{})
			if fault == nil {
				t.Fatalf("accepted as %v", object)
			}
			if fault.Status != 400 || fault.Code != c.code || len(fault.Messages) != 1 || fault.Messages[0] != c.message {
				t.Errorf("got %d %s %q\nwant 400 %s %q", fault.Status, fault.Code, fault.Messages, c.code, c.message)
			}
		})
	}
}
