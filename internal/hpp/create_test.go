package hpp_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/outbox"
)

func TestCreateNamesEveryFault(t *testing.T) {
	w := newWorld(t)
	err := createWith(w, func(c *hpp.SessionRequest) {
		c.PaymentSessionURL = "https://api.other.test/payments/v1/sessions/kp-1"
		c.URLs.Back, c.URLs.StatusUpdate = "javascript:x", "ftp://x/"
		c.Category, c.Categories = "PAY_LATER", []string{"PAY_NOW"}
		c.PlaceOrderMode, c.PurchaseType, c.SubtotalDetail = "LATER", "STEAL", "SHOW"
		c.PageTitle = strings.Repeat("å", 256)
		c.LogoURL = "http://shop.test/logo.png"
		c.BackgroundImages = []hpp.Image{{URL: "", Width: -1}}
		c.ProfileID = "nobody's"
	})
	e, ok := errors.AsType[*hpp.Error](err)
	if !ok {
		t.Fatalf("error %v", err)
	}
	want := []string{
		"payment_session_url", "merchant_urls.back", "merchant_urls.status_update",
		"options.place_order_mode", "options.purchase_type", "options.show_subtotal_detail",
		"options.payment_method_categories", "options.page_title", "options.logo_url",
		"options.background_images[0].url", "options.background_images[0].width", "profile_id",
	}
	if !slices.Equal(e.Fields, want) {
		t.Errorf("fields\n got %v\nwant %v", e.Fields, want)
	}
	if !strings.Contains(e.Messages[0], "api.test") || !strings.Contains(e.Messages[0], "OPENHPP_API_ALIASES") {
		t.Errorf("%q does not name the host served here, and who adds others", e.Messages[0])
	}
}

func TestPaymentSessionURL(t *testing.T) {
	w := newWorld(t)
	for raw, want := range map[string]hpp.Code{
		"https://api.test/payments/v1/sessions/kp-1":                      "",
		"http://api.test//payments/v1//sessions/kp-1/":                    "",
		"https://api.test/payments/v1/sessions/unknown":                   hpp.CodeNotFound,
		"https://api.test/checkout/v3/orders/none":                        hpp.CodeNotFound,
		"https://api.test/checkout/v3/orders/" + strings.Repeat("a", 255): hpp.CodeNotFound,
		"https://api.test/checkout/v3/orders/" + strings.Repeat("a", 256): hpp.CodeBadValue,
		"":                  hpp.CodeBadValue,
		"kp-1":              hpp.CodeBadValue,
		"https://api.test/": hpp.CodeBadValue,
		"https://api.test/payments/v2/sessions/kp-1":  hpp.CodeBadValue,
		"https://api.test/payments/v1/sessions/a/b":   hpp.CodeBadValue,
		"https://evil.test/payments/v1/sessions/kp-1": hpp.CodeBadValue,
		"ftp://api.test/payments/v1/sessions/kp-1":    hpp.CodeBadValue,
		"https://api.test/payments/v1/sessions/%zz":   hpp.CodeBadValue,
	} {
		err := createWith(w, func(c *hpp.SessionRequest) { c.PaymentSessionURL = raw })
		if want == "" && err != nil || want != "" && !hpp.IsCode(err, want) {
			t.Errorf("%q: %v, want %q", raw, err, want)
		}
	}
}

// Unknown, foreign, finished and almost expired payment sessions read alike.
func TestPaymentSessionNotPayable(t *testing.T) {
	for name, spoil := range map[string]func(*world){
		"foreign":  func(w *world) { w.merchant = hpp.Authenticated("m2", "Other") },
		"complete": func(w *world) { w.provider.payment.State = hpp.PaymentComplete },
		"ends now": func(w *world) { w.provider.payment.ExpiresAt = start.Add(time.Hour) },
		"unknown":  func(w *world) { w.provider.readErr = hpp.ErrNotFound },
	} {
		w := newWorld(t)
		spoil(w)
		if err := createWith(w, func(*hpp.SessionRequest) {}); !errors.Is(err, hpp.ErrNotFound) || err.Error() != hpp.ErrNotFound.Error() {
			t.Errorf("%s: %v", name, err)
		}
	}
	w := newWorld(t)
	w.provider.readErr = errSilent
	if err := createWith(w, func(*hpp.SessionRequest) {}); !hpp.IsCode(err, hpp.CodeUnavailable) {
		t.Errorf("silent provider: %v", err)
	}
}

func TestCategories(t *testing.T) {
	w := newWorld(t)
	for name, c := range map[string]struct {
		one  string
		many []string
		bad  string
	}{
		"one, lower case":    {one: "pay_later"},
		"many, repeated":     {many: []string{"PAY_LATER", "pay_later", "Pay_Now"}},
		"not offered":        {one: "DIRECT_DEBIT", bad: "options.payment_method_category"},
		"second not offered": {many: []string{"PAY_NOW", "KLARNA"}, bad: "options.payment_method_categories[1]"},
		"unknown":            {many: []string{"CARD"}, bad: "options.payment_method_categories[0]"},
		"empty word":         {many: []string{""}, bad: "options.payment_method_categories[0]"},
	} {
		err := createWith(w, func(creation *hpp.SessionRequest) { creation.Category, creation.Categories = c.one, c.many })
		e, _ := errors.AsType[*hpp.Error](err)
		if c.bad == "" && err != nil || c.bad != "" && (e == nil || e.Fields[0] != c.bad) {
			t.Errorf("%s: %v, want fault in %q", name, err, c.bad)
		}
	}
}

func TestIdempotentCreate(t *testing.T) {
	w := newWorld(t)
	claim := hpp.IdempotencyKey{Value: "k", Fingerprint: []byte("x")}
	first, err := w.Create(t.Context(), w.merchant, creation(), claim)
	if err != nil {
		t.Fatal(err)
	}
	// The payment session may be over by now: the answer is still the first.
	w.provider.payment.State = hpp.PaymentComplete
	again, err := w.Create(t.Context(), w.merchant, creation(), claim)
	if err != nil || again.ID != first.ID || w.Links.PageURL(again) != w.Links.PageURL(first) {
		t.Errorf("repeat: %v, %s and %s", err, again.ID, first.ID)
	}
	claim.Fingerprint = []byte("y")
	if _, err := w.Create(t.Context(), w.merchant, creation(), claim); !errors.Is(err, hpp.ErrKeyReused) {
		t.Errorf("another body: %v", err)
	}
}

func TestLinksOpenOneDoorEach(t *testing.T) {
	w := newWorld(t)
	s, link := w.make(nil)
	qr := strings.TrimSuffix(strings.TrimPrefix(w.Links.QRURL(s), "https://pay.test/eu/hpp/payments/"), "/qr")
	behind, err := w.QR(t.Context(), qr)
	if err != nil || behind != w.Links.SharedToken(s) || behind == link || len(behind) != 22 || w.Links.PageURL(s) != "https://pay.test/eu/hpp/payments/"+link || len(link) != 22 {
		t.Errorf("QR leads to %s, %v", behind, err)
	}
	for _, token := range []string{link, string(s.ID), string(s.ID) + ".", qr + "x", w.Links.FormKey(s), string(s.ID) + "." + link, ""} {
		if _, err := w.QR(t.Context(), token); !errors.Is(err, hpp.ErrNotFound) {
			t.Errorf("QR opens with %q: %v", token, err)
		}
	}
	for _, token := range []string{qr, string(s.ID), w.Links.FormKey(s), ""} {
		if _, err := w.Open(t.Context(), token, hpp.Browser{}); !errors.Is(err, hpp.ErrNotFound) {
			t.Errorf("page opens with %q: %v", token, err)
		}
	}
}

func TestVisitsChangeNothing(t *testing.T) {
	w := newWorld(t)
	s, link := w.make(nil)
	for range 50 {
		w.open(link)
	}
	got, err := w.Read(t.Context(), w.merchant, s.ID)
	if err != nil || got.Status != hpp.Waiting || got.Version != 1 {
		t.Errorf("%v: status %s, version %d", err, got.Status, got.Version)
	}
	if err := errors.Join(w.Enter(t.Context(), link), w.Enter(t.Context(), link)); err != nil {
		t.Fatal(err)
	}
	if got := w.statuses(s.ID); !slices.Equal(got, []hpp.Status{hpp.InProgress}) {
		t.Errorf("events %v", got)
	}
}

// nobody is a registry without a provider.
type nobody struct{}

func (nobody) ByHost(string) (string, hpp.Provider, bool) { return "", nil, false }
func (nobody) ByName(string) (hpp.Provider, bool)         { return nil, false }
func (nobody) Hosts() []string                            { return nil }

func TestNoProviderIsSaid(t *testing.T) {
	w := newWorld(t)
	w.Providers = nobody{}
	for _, address := range []string{"", "x", "https://api.test/payments/v1/sessions/a", "https://else.test/nothing"} {
		err := createWith(w, func(c *hpp.SessionRequest) { c.PaymentSessionURL = address })
		if !hpp.IsCode(err, hpp.CodeBadValue) || !strings.Contains(err.Error(), "no provider is configured") {
			t.Errorf("%q: %v", address, err)
		}
	}
}

// A session whose provider is gone is shown as last known and cannot be paid;
// nothing is lost.
func TestProviderTakenAway(t *testing.T) {
	w := newWorld(t)
	s, link := w.make(nil)
	w.Providers = nobody{}
	if v := w.open(link); v.State != hpp.PagePay || v.Purchase.Amount != 12500 {
		t.Errorf("step %s, amount %d", v.State, v.Purchase.Amount)
	}
	err := w.Pay(t.Context(), link, hpp.PayForm{Category: hpp.PayLater, Revision: s.Purchase.Revision()})
	if !hpp.IsCode(err, hpp.CodeUnavailable) {
		t.Errorf("paying: %v", err)
	}
	if got := w.statuses(s.ID); len(got) != 0 {
		t.Errorf("events %v", got)
	}
}

// Pictures are fetched once the session is there, and only when it names any.
func TestCreateAsksForPictures(t *testing.T) {
	w := newWorld(t)
	for _, test := range []struct {
		logo  string
		wakes []hpp.JobKind
	}{{"", nil}, {"https://shop.example.com/logo.png", []hpp.JobKind{hpp.JobMerchantImages}}} {
		var wakes []hpp.JobKind
		w.Wake = func(kinds ...hpp.JobKind) { wakes = append(wakes, kinds...) }
		c := creation()
		c.LogoURL = test.logo
		if _, err := w.Create(t.Context(), w.merchant, c, hpp.IdempotencyKey{}); err != nil {
			t.Fatal(err)
		}
		rows, err := w.db.Outbox().Claim(t.Context(), string(hpp.JobMerchantImages), w.clock, w.clock.Add(time.Minute), 10, outbox.Shares{})
		if err != nil || len(rows) != len(test.wakes) || !slices.Equal(wakes, test.wakes) {
			t.Errorf("logo %q: %d jobs, wakes %v, %v", test.logo, len(rows), wakes, err)
		}
	}
}

// Line breaks in a title are what an import left behind; other control
// characters are a fault.
func TestATitleIsOneLine(t *testing.T) {
	w := newWorld(t)
	for title, want := range map[string]string{
		"Jersey\nblue": "Jersey blue", "Jersey\t\r\nblue\u0085": "Jersey blue", "\u2028Jersey": "Jersey", "Jersey  blue": "Jersey  blue", "": "",
	} {
		session, _ := w.make(func(c *hpp.SessionRequest) { c.PageTitle = title })
		if session.Options.PageTitle != want {
			t.Errorf("%q is %q, want %q", title, session.Options.PageTitle, want)
		}
	}
	for _, title := range []string{"Jersey\x00", "Jersey\x1bblue", "\u009f"} {
		if err := createWith(w, func(c *hpp.SessionRequest) { c.PageTitle = title }); !hpp.IsCode(err, hpp.CodeBadValue) {
			t.Errorf("%q: %v", title, err)
		}
	}
}
