package page

import (
	"net/http"
	"strings"
	"testing"

	"github.com/openhpp/openhpp/internal/hpp"
)

// strays is what follows a link in letters, chats and texts, as browsers send it.
var strays = []string{
	".", ")", ",", "%3E", "/", "'", "%22", ">", ";", ":", "!", "*", "]", "%5D", "%7D", "%E2%80%9D", "%C2%BB", "%E2%80%A6", "%20", "%0A",
	").", "//", "%2F", "%29", "%2529", "&gt;", ".%20Thanks", "%00",
}

// A link that is followed by what does not belong to it finds its page.
func TestALinkWithStraysFindsItsPage(t *testing.T) {
	const id = "9f1c6f0a-52c3-4f3b-8f57-3a1d6e2c7b90"
	signature := strings.Repeat("aB-_3", 9)[:43]
	for _, address := range []string{
		below, below + "/poster", below + "/cancel",
		"/eu/hpp/payments/" + id + "." + token + "/qr", "/eu/hpp/payments/" + id + "." + token + "/qr.png",
		"/eu/hpp/distributions/" + id + ".1764000000." + signature,
		"/eu/hpp/stop/" + id + ".3." + token,
	} {
		h, _ := server(newFake(hpp.PagePay))
		for _, stray := range strays {
			w := get(h, address+stray+"?m=3")
			for w.Code == http.StatusTemporaryRedirect || w.Code == http.StatusMovedPermanently { // the router's own, of //
				w = get(h, w.Header().Get("Location"))
			}
			if to := w.Header().Get("Location"); w.Code != http.StatusSeeOther || to != address+"?m=3" {
				t.Errorf("%s%s: %d to %q", address, stray, w.Code, to)
			}
		}
	}
}

// What is no link of ours stays missing, and a form is never led elsewhere.
func TestStraysAreNoLinks(t *testing.T) {
	h, _ := server(newFake(hpp.PagePay))
	for _, address := range []string{
		"/eu/hpp/payments/" + token[:21], "/eu/hpp/payments/" + token[:21] + ".", "/eu/hpp/payments/" + token + "x", "/eu/hpp/payments/" + token + "-.",
		"/eu/hpp/payments/", "/eu/hpp/", "/eu/hpp/nothing.", "/na/hpp/payments/" + token + ".", "/eu/hpp/payments/" + token + "." + strings.Repeat("a", 300),
	} {
		if w := get(h, address); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d to %q", address, w.Code, w.Header().Get("Location"))
		}
	}
	if w := post(h, below+".", nil); w.Code == http.StatusSeeOther {
		t.Errorf("a form is led to %q", w.Header().Get("Location"))
	}
}
