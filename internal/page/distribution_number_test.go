package page

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/hpp"
)

// The page that a message led to says so in every form, and in every link that
// leads to another form of ours.
func TestFormsSayWhichMessageLedThere(t *testing.T) {
	const field = `<input type="hidden" name="m" value="7">`
	for _, test := range []struct {
		step hpp.PageState
		path string
	}{
		{hpp.PagePay, ""}, {hpp.PageChallenge, ""}, {hpp.PageFailed, ""}, {hpp.PageError, ""}, {hpp.PagePay, "/cancel"},
	} {
		f := newFake(test.step)
		f.visit.Exit = hpp.ExitCancel
		h, _ := server(f)
		body := get(h, below+test.path+"?m=7").Body.String()
		if forms := strings.Count(body, "<form"); forms == 0 || strings.Count(body, field) != forms {
			t.Errorf("%s%s: %d forms, %d of them with the number", test.step, test.path, forms, strings.Count(body, field))
		}
		if !strings.Contains(body, `data-query="m=7"`) {
			t.Errorf("%s%s: the script does not know the number", test.step, test.path)
		}
		if plain := get(h, below+test.path).Body.String(); strings.Contains(plain, `name="m"`) || strings.Contains(plain, "data-query") {
			t.Errorf("%s%s: a number from nowhere", test.step, test.path)
		}
	}
	f := newFake(hpp.PagePay)
	f.visit.Exit = hpp.ExitCancel
	h, _ := server(f)
	contains(t, get(h, below+"?m=7"), below+`/cancel?m=7"`)
	f.visit.State = hpp.PageFailed
	contains(t, get(h, below+"?m=7&lang=sv"), below+"?lang=de&amp;m=7")
}

// Where a form leads back to the page, the address still says it: without scripts
// the next form knows of the message by nothing else.
func TestTheWayBackToThePageKeepsTheNumber(t *testing.T) {
	for path, want := range map[string]string{
		"/pay": below + "?m=7", "/retry": below + "?m=7", "/challenge": below + "?m=7",
		"/update": below + "?m=7&total=1", "/receipt": below + "?m=7&receipt=sent",
	} {
		f := newFake(hpp.PagePay)
		f.visit.SameBrowser = false
		h, _ := server(f)
		if to := post(h, below+path, url.Values{"m": {"7"}, "otp": {"123456"}}).Header().Get("Location"); to != want {
			t.Errorf("%s leads to %q, want %q", path, to, want)
		}
	}
	h, _ := server(newFake(hpp.PagePay))
	if to := get(h, below+"/pay?m=7").Header().Get("Location"); to != below+"?m=7" {
		t.Errorf("the form's own address leads to %q", to)
	}
	if to := get(h, below+"/pay").Header().Get("Location"); to != below {
		t.Errorf("a number from nowhere: %q", to)
	}
}

func TestAFormOfOursRecordsTheArrival(t *testing.T) {
	for _, path := range forms {
		f := newFake(hpp.PagePay)
		h, _ := server(f)
		post(h, below+path, url.Values{"m": {"7"}, "otp": {"123456"}})
		if len(f.acts) != 2 || f.acts[0] != "opened message 7" {
			t.Errorf("%s: %v", path, f.acts)
		}
	}
	f := newFake(hpp.PagePay)
	h, _ := server(f)
	for _, method := range []string{http.MethodGet, http.MethodHead} {
		serve(h, request(method, below+"?m=7", nil))
	}
	post(h, below+"/pay", url.Values{"m": {"7"}, "page_key": {"wrong"}})
	crossing := request(http.MethodPost, below+"/pay", strings.NewReader("m=7&page_key="+formOK))
	crossing.Header.Set("Sec-Fetch-Site", "cross-site")
	serve(h, crossing)
	if len(f.acts) != 0 {
		t.Errorf("what is no form of ours did %v", f.acts)
	}
}

func TestOnlyNumbersAreNumbers(t *testing.T) {
	for _, m := range []string{"0", "000000000", "", "-1", "1234567890", "1e3", "٣", " 7", `7"><script>`, "7&lang=sv", "７"} {
		f := newFake(hpp.PagePay)
		h, _ := server(f)
		if body := get(h, below+"?m="+url.QueryEscape(m)).Body.String(); strings.Contains(body, `name="m"`) {
			t.Errorf("%q is in the forms", m)
		}
		post(h, below+"/retry", url.Values{"m": {m}})
		if diff := cmp.Diff([]string{"retry"}, f.acts); diff != "" {
			t.Errorf("%q: %s", m, diff)
		}
	}
	f := newFake(hpp.PagePay)
	h, _ := server(f)
	post(h, below+"/retry", url.Values{"m": {"007"}})
	contains(t, get(h, below+"?m=007"), `name="m" value="7"`)
	if f.acts[0] != "opened message 7" {
		t.Errorf("%v", f.acts)
	}
}

// A form that comes back with something to correct keeps the number.
func TestACorrectionKeepsTheNumber(t *testing.T) {
	f := newFake(hpp.PagePay)
	f.err = &hpp.FormError{Fields: []string{"email"}}
	h, _ := server(f)
	w := post(h, below+"/pay", url.Values{"m": {"7"}})
	status(t, w, http.StatusUnprocessableEntity)
	contains(t, w, `name="m" value="7"`)
}
