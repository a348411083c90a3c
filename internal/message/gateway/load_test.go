package gateway

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"github.com/openhpp/openhpp/internal/message"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// describedBy writes a description to a file and answers its spec.
func describedBy(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "sms.json")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return "file:" + path
}

func TestLoad(t *testing.T) {
	for spec, want := range map[string]error{
		"twilio://AC0123:hunter2@?from=%2B46701740605":                   nil,
		"twilio://AC0123:hunter2@api.ie1.twilio.com?from=%2B46701740605": nil,
		"vonage://key:hunter2@?from=Shop":                                nil,
		"vonage://key:hunter2@127.0.0.1:8080/?from=Shop":                 nil,
		"":                                               errURL,
		"hunter2":                                        errURL,
		"https://user:hunter2@sms.example.com":           errURL,
		"twilio:AC0123:hunter2":                          errURL,
		"twilio://AC0123:hunter2@/path?from=x":           errURL,
		"twilio://AC0123:hunter2%@?from=x":               errURL,
		"file:relative.json":                             errURL,
		"file://host/etc/sms.json":                       errURL,
		"file:/etc/sms.json?from=x":                      errURL,
		"twilio://?from=x":                               errAccount,
		"twilio://AC0123@?from=x":                        errAccount,
		"twilio://:hunter2@?from=x":                      errAccount,
		"twilio://AC0123:hunter2@":                       errFrom,
		"twilio://AC0123:hunter2@?from=":                 errFrom,
		"twilio://AC0123:hunter2@?from=a&from=b":         errFrom,
		"twilio://AC0123:hunter2@?from=a&x=b":            errFrom,
		"file:/nonexistent/sms.json":                     os.ErrNotExist,
		"twilio://AC0123:hunter2@?sender=%2B46701740605": errFrom,
		"vonage://key:hunter2@bad host?from=x":           errURL,
		describedBy(t, `{"url":"http://kannel/x?to={{.To}}&t={{query .Text}}","method":"GET"}`): nil,
	} {
		_, err := Load(spec, nil)
		if !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", spec, err, want)
		}
		if err != nil && (strings.Contains(err.Error(), "hunter2") || !strings.HasPrefix(err.Error(), "OPENHPP_SMS_URL")) {
			t.Errorf("%s: %v", spec, err)
		}
	}
}

func TestDescriptionsThatAreWrong(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{``, "must be a JSON object"},
		{`{"url": "hunter2`, "must be a JSON object"},
		{`[]`, "is of the wrong type"},
		{`{"url": hunter2}`, "is no JSON: see its byte"},
		{`{"url": 7}`, "member url is of the wrong type"},
		{`{"uri": "hunter2"}`, `unknown member "uri"`},
		{`{"url":"https://a.example/?t={{query .Text}}{{.To}}"} {}`, "one JSON object and nothing else"},
		{`{"success":{"status":["2xx"]}}`, "status must be a list of numbers and ranges"},
		{`{"success":{"status":[42]}}`, "status must be a list of numbers and ranges"},
		{`{"success":{"status":["299-200"]}}`, "status must be a list of numbers and ranges"},
		{`{"method":"DELETE","url":"https://a.example/"}`, "method GET, POST or PUT"},
		{`{"url":""}`, "must have a url such as"},
		{`{"url":"ftp://a.example/{{.To}}?{{query .Text}}"}`, "must have a url such as"},
		{`{"url":"/send"}`, "must have a url such as"},
		{`{"url":"https://user:hunter2@a.example/"}`, "no user and password in the url"},
		{`{"url":"https://{{bare .To}}.example/?t={{query .Text}}"}`, "host is the same"},
		{`{"url":"https://a.example/?t={{.Text}}"}`, "carry the text whole"},
		{`{"url":"https://a.example:hunter2/{{.To}}"}`, "a url that is one for every message"},
		{`{"url":"https://a.example/{{hunter2}}"}`, "a valid template for url"},
		{`{"url":"https://a.example/{{.Hunter2}}"}`, "a template for url that uses only"},
		{`{"url":"https://a.example/","body":"{{.Text"}`, "a valid template for body"},
		{`{"url":"https://a.example/","headers":{"X-Key":"{{hunter2}}"}}`, "a valid template for header X-Key"},
		{`{"url":"https://a.example/","headers":{"X Key":"x"}}`, "headers with valid names"},
		{`{"url":"https://a.example/","headers":{"X-Key":"a\nb"}}`, "a valid value for header X-Key"},
		{`{"url":"https://a.example/","headers":{"X-Text":"{{.Text}}"}}`, "a valid value for header X-Text"},
		{`{"url":"https://a.example/","body":"to={{form .To}}"}`, "carry the text whole"},
		{`{"url":"https://a.example/","body":"to={{form .To}}&text={{.Text}}","headers":{"Content-Type":"application/x-www-form-urlencoded"}}`, "carry the text whole"},
		{`{"url":"https://a.example/","body":"{\"to\":\"{{.To}}\",\"text\":\"{{.Text}}\"}","headers":{"Content-Type":"application/json"}}`, "carry the text whole"},
		{`{"url":"https://a.example/","body":"to={{form .To}}&text={{form .Text}}"}`, "say the Content-Type"},
		{`{"url":"https://a.example/?text={{query .Text}}"}`, "must name the recipient"},
		{`{"url":"https://a.example/?to={{query .To}}&text={{query .Text}}","success":{"body":"("}}`, "RE2 for success.body"},
		{`{"url":"https://a.example/?to={{query .To}}&text={{query .Text}}","permanent":{"not":"(?!hunter2)"}}`, "RE2 for permanent.not"},
		{`{"body":"` + strings.Repeat("x", maxFile) + `"}`, "must have at most 65536 bytes"},
	} {
		_, err := Load(describedBy(t, test.text), nil)
		if err == nil || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "hunter2") || !strings.HasPrefix(err.Error(), "OPENHPP_SMS_URL: ") {
			t.Errorf("%.80s: %v, want %q", test.text, err, test.want)
		}
	}
}

func TestDescriptionsThatAreRight(t *testing.T) {
	for _, text := range []string{
		`{"url":"https://a.example/send","headers":{"Content-Type":"application/json; charset=utf-8","Authorization":"Bearer x"},"body":"{\"messages\":[{\"to\":{{json .To}},\"text\":{{json .Text}},\"ref\":{{json .ID}},\"ucs2\":{{.Unicode}}}]}"}`,
		`{"url":"https://a.example/send","headers":{"Content-Type":"application/xml"},"body":"<sms to=\"{{html .To}}\">{{html .Text}}</sms>"}`,
		`{"method":"PUT","url":"https://a.example/{{.ID}}","headers":{"content-type":"application/x-www-form-urlencoded"},"body":"t={{form .Text}}&n={{bare .To}}","success":{"status":[202,"200-201"],"body":"^ok","not":"error"},"permanent":{"status":["400"],"body":"number"}}`,
	} {
		if _, err := Load(describedBy(t, text), nil); err != nil {
			t.Errorf("%s: %v", text, err)
		}
	}
}

// What is documented works.
func TestDocumentedExamples(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "..", "docs", "operations", "messages.md"))
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile("(?s)```json\n(.*?)```").FindAllStringSubmatch(string(text), -1)
	if len(found) < 2 {
		t.Fatalf("%d examples", len(found))
	}
	for _, example := range found {
		g, err := Load(describedBy(t, example[1]), nil)
		if err != nil {
			t.Errorf("%s%v", example[1], err)
			continue
		}
		if _, err := g.request.newRequest(t.Context(), message.SMS{ID: "1", To: "+46701740605", Text: "x"}); err != nil {
			t.Error(err)
		}
	}
}

func TestRange(t *testing.T) {
	for text, want := range map[string]Range{`200`: {200, 200}, `"201"`: {201, 201}, `"200-299"`: {200, 299}} {
		var got Range
		if err := got.UnmarshalJSON([]byte(text)); err != nil || got != want {
			t.Errorf("%s is %v, %v", text, got, err)
		}
	}
	for _, text := range []string{`99`, `600`, `"a"`, `"200-"`, `-200`, `200.5`, `null`, `{}`, `"200-299-300"`} {
		var got Range
		if err := got.UnmarshalJSON([]byte(text)); !errors.Is(err, errRange) {
			t.Errorf("%s is %v, %v", text, got, err)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, name := range []string{"twilio", "vonage"} {
		text, err := presets.ReadFile(fmt.Sprintf("presets/%s.json", name))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	f.Add([]byte(`{"url":"https://a.example/{{.To}}?{{query .Text}}","success":{"status":["200-299"]}}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		d, err := parseDescription(text)
		if err != nil {
			return
		}
		g, err := newGateway(d, account{}, nil)
		if err != nil {
			return
		}
		if _, err := g.request.newRequest(t.Context(), probes[0]); err != nil {
			t.Errorf("a description that was accepted composes nothing: %v", err)
		}
	})
}

func TestPresetsAreComplete(t *testing.T) {
	entries, err := presets.ReadDir("presets")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	if diff := cmp.Diff([]string{"twilio.json", "vonage.json"}, names); diff != "" || len(presetHosts) != len(names) {
		t.Error(diff)
	}
}
