package hpp_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/hpp"
)

func (w *world) module(s hpp.Session, alter func(*hpp.TillRequest)) hpp.TillView {
	w.t.Helper()
	call := hpp.TillRequest{Token: w.Links.TillToken(s, w.clock), ProfileID: "{{profile_id}}", ViewID: "{{view_id}}"}
	if alter != nil {
		alter(&call)
	}
	v, err := w.OpenTill(w.t.Context(), call)
	if err != nil {
		w.t.Fatal(err)
	}
	return v
}

func TestModuleShowsTheSession(t *testing.T) {
	w := newWorld(t)
	s, _ := w.make(nil)
	w.distribute(s, toKim)
	v := w.module(s, nil)
	if v.State != hpp.PagePay || v.Mode != hpp.SellerMode || len(v.Distributions) != 1 || v.Purchase.Amount != 12500 || v.FormKey == "" || v.IdempotencyKey == "" {
		t.Errorf("%+v", v)
	}
	if diff := cmp.Diff(hpp.TillChannels, v.Channels); diff != "" {
		t.Error(diff)
	}
	if !strings.Contains(w.Links.QRURL(s), "/"+v.QRToken+"/qr") {
		t.Errorf("the picture is at %s, not %s", w.Links.QRURL(s), v.QRToken)
	}
	if again := w.module(s, nil); again.IdempotencyKey == v.IdempotencyKey || again.ChangeTag != v.ChangeTag {
		t.Error("each look has a key of its own, and the same mark while nothing happens")
	}
	if v.FormKey == w.open(w.Links.PageToken(s)).FormKey {
		t.Error("the payer's forms would pass for the till's")
	}
}

func TestModuleTokens(t *testing.T) {
	w := newWorld(t)
	s, link := w.make(nil)
	other, _ := w.make(nil)
	good := w.Links.TillToken(s, start)
	for name, token := range map[string]string{
		"none": "", "page": link, "session": string(s.ID), "qr": w.module(s, nil).QRToken, "cut": good[:len(good)-1], "long": good + "A",
		"another's": strings.Replace(good, string(s.ID), string(other.ID), 1), "prolonged": strings.Replace(good, ".17", ".18", 1),
		"unknown": "nobody" + strings.TrimPrefix(good, string(s.ID)),
	} {
		if _, err := w.OpenTill(t.Context(), hpp.TillRequest{Token: token}); !errors.Is(err, hpp.ErrNotFound) {
			t.Errorf("%s: %v", name, err)
		}
		if err := w.DisableAtTill(t.Context(), token); !errors.Is(err, hpp.ErrNotFound) {
			t.Errorf("%s closes: %v", name, err)
		}
	}
	w.clock = start.Add(hpp.TillTokenLife)
	if _, err := w.tillTag(good); !errors.Is(err, hpp.ErrTillTokenExpired) {
		t.Errorf("after a shift: %v", err)
	}
	fresh := w.Links.TillToken(s, w.clock)
	if _, err := w.tillTag(fresh); err != nil {
		t.Errorf("a fresh one: %v", err)
	}
	// A token never outlives its session.
	w.clock = start.Add(46 * time.Hour)
	last := w.Links.TillToken(s, w.clock)
	w.clock = start.Add(47 * time.Hour)
	if _, err := w.tillTag(last); !errors.Is(err, hpp.ErrTillTokenExpired) {
		t.Errorf("after the session: %v", err)
	}
	if _, err := w.Read(t.Context(), w.merchant, s.ID); !errors.Is(err, hpp.ErrNotFound) {
		t.Errorf("a token for an expired session: %v", err)
	}
}

func TestModuleHandsOverOncePerForm(t *testing.T) {
	w := newWorld(t)
	s, _ := w.make(nil)
	token, v := w.Links.TillToken(s, start), w.module(s, nil)
	for range 2 {
		if err := w.DistributeAtTill(t.Context(), token, v.IdempotencyKey, toKim); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.DistributeAtTill(t.Context(), token, w.module(s, nil).IdempotencyKey, toSam); err != nil {
		t.Fatal(err)
	}
	if got := w.report(s); len(got) != 2 {
		t.Errorf("%d messages", len(got))
	}
	if err := w.DistributeAtTill(t.Context(), token, w.module(s, nil).IdempotencyKey, hpp.DistributionRequest{Method: "email", Email: "x"}); !hpp.IsCode(err, hpp.CodeConstraint) {
		t.Errorf("a bad address: %v", err)
	}
}

func TestModuleMarkTellsNews(t *testing.T) {
	w := newWorld(t)
	s, link := w.make(nil)
	token := w.Links.TillToken(s, start)
	seen := map[string]string{}
	look := func(when string) {
		t.Helper()
		mark, err := w.tillTag(token)
		if err != nil {
			t.Fatal(err)
		}
		if v := w.module(s, nil); v.ChangeTag != mark {
			t.Errorf("%s: the page has %s, the stream %s", when, v.ChangeTag, mark)
		}
		if before, twice := seen[mark]; twice {
			t.Errorf("%s looks like %s", when, before)
		}
		seen[mark] = when
	}
	look("at first")
	w.distribute(s, toKim)
	look("queued")
	if err := w.deliver(hpp.JobEmail); err != nil {
		t.Fatal(err)
	}
	look("accepted")
	w.RecordOpened(t.Context(), link, 1)
	look("opened")
	if err := w.Enter(t.Context(), link); err != nil {
		t.Fatal(err)
	}
	look("on the page")
	if err := w.pay(link); err != nil {
		t.Fatal(err)
	}
	look("paid")
}

func TestModuleCloses(t *testing.T) {
	w := newWorld(t)
	s, link := w.make(nil)
	token := w.Links.TillToken(s, start)
	for range 2 {
		if err := w.DisableAtTill(t.Context(), token); err != nil {
			t.Fatal(err)
		}
	}
	if v := w.open(link); v.State != hpp.PageDisabled {
		t.Errorf("the payer sees %s", v.State)
	}
	events, err := w.SessionService.Store.ListEvents(t.Context(), "m1", s.ID)
	if err != nil || len(events) != 1 || events[0].Detail != "at the till" {
		t.Errorf("%+v, %v", events, err)
	}
}

func TestProfilesShapeSessionsAndModule(t *testing.T) {
	w := newWorld(t)
	for id, d := range map[string]hpp.ProfileInput{
		"till": {Name: " Till 1 ", View: "self_checkout", Channels: []string{"sms", "QR", "qr"}, Locale: "sv-SE",
			Origins: []string{"https://Till.example", "http://localhost:8081/"},
			Options: hpp.RequestedOptions{PageTitle: "From the profile", Fallback: new(true), Category: "pay_later", PlaceOrderMode: "capture_order"}},
		"desk": {},
	} {
		if _, created, err := w.PutProfile(t.Context(), w.merchant, id, d); err != nil || !created {
			t.Fatalf("%s: %v, %v", id, created, err)
		}
	}
	plain, _ := w.make(func(c *hpp.SessionRequest) { c.ProfileID = "till" })
	own, _ := w.make(func(c *hpp.SessionRequest) {
		c.ProfileID = "till"
		c.RequestedOptions = hpp.RequestedOptions{PageTitle: "Its own", Fallback: new(false), Categories: []string{"PAY_NOW"}}
	})
	if o := plain.Options; o.PageTitle != "From the profile" || !o.Fallback || len(o.Categories) != 1 || o.Categories[0] != hpp.PayLater || o.PlaceOrderMode != hpp.CaptureOrder {
		t.Errorf("the profile's defaults: %+v", o)
	}
	if o := own.Options; o.PageTitle != "Its own" || o.Fallback || o.Categories[0] != hpp.PayNow || o.PlaceOrderMode != hpp.CaptureOrder {
		t.Errorf("its own options over them: %+v", o)
	}
	v := w.module(plain, nil)
	want := hpp.Profile{ID: "till", Merchant: "m1", Name: "Till 1", TillMode: hpp.SelfCheckoutMode, Channels: []hpp.TillChannel{hpp.TillSMS, hpp.TillQR},
		Locale: "sv-SE", Origins: []string{"https://till.example", "http://localhost:8081"}, Options: v.Profile.Options, UpdatedAt: start}
	if diff := cmp.Diff(want, v.Profile); diff != "" || v.Mode != hpp.SelfCheckoutMode || len(v.Channels) != 2 {
		t.Errorf("%s %v %s", v.Mode, v.Channels, diff)
	}
	if v := w.module(plain, func(c *hpp.TillRequest) { c.ProfileID, c.ViewID = "desk", "seller" }); v.Profile.ID != "desk" || v.Mode != hpp.SellerMode || len(v.Channels) != 4 {
		t.Errorf("another profile: %+v", v.Profile)
	}
	if v := w.module(plain, func(c *hpp.TillRequest) { c.ViewID = "SELLER" }); v.Mode != hpp.SellerMode {
		t.Errorf("another view: %s", v.Mode)
	}
	for _, id := range []string{"nobody's", "foreign", strings.Repeat("x", 65)} {
		call := hpp.TillRequest{Token: w.Links.TillToken(plain, start), ProfileID: id}
		if _, err := w.OpenTill(t.Context(), call); !hpp.IsCode(err, hpp.CodeNotFound) {
			t.Errorf("profile %s: %v", id, err)
		}
	}
	if err := w.DeleteProfile(t.Context(), w.merchant, "till"); err != nil {
		t.Fatal(err)
	}
	if v := w.module(plain, nil); v.Profile.ID != "" || v.Mode != hpp.SellerMode {
		t.Errorf("a profile that is gone: %+v", v.Profile)
	}
}

func TestProfilesThatCannotBe(t *testing.T) {
	w := newWorld(t)
	for name, c := range map[string]struct {
		id    string
		draft hpp.ProfileInput
		field string
	}{
		"no id":       {"", hpp.ProfileInput{}, "profile_id"},
		"id":          {"a/b", hpp.ProfileInput{}, "profile_id"},
		"name":        {"a", hpp.ProfileInput{Name: strings.Repeat("x", 101)}, "name"},
		"control":     {"a", hpp.ProfileInput{Name: "a\nb"}, "name"},
		"view":        {"a", hpp.ProfileInput{View: "KIOSK"}, "view"},
		"channel":     {"a", hpp.ProfileInput{Channels: []string{"QR", "FAX"}}, "channels[1]"},
		"locale":      {"a", hpp.ProfileInput{Locale: "<script>"}, "locale"},
		"options":     {"a", hpp.ProfileInput{Options: hpp.RequestedOptions{PurchaseType: "STEAL", LogoURL: "http://x.test/"}}, "options.purchase_type"},
		"many":        {"a", hpp.ProfileInput{Origins: make([]string, 21)}, "frame_ancestors"},
		"http":        {"a", hpp.ProfileInput{Origins: []string{"http://till.example"}}, "frame_ancestors[0]"},
		"a path":      {"a", hpp.ProfileInput{Origins: []string{"https://till.example/x"}}, "frame_ancestors[0]"},
		"a star":      {"a", hpp.ProfileInput{Origins: []string{"https://*.example"}}, "frame_ancestors[0]"},
		"a directive": {"a", hpp.ProfileInput{Origins: []string{"https://a.example; script-src *"}}, "frame_ancestors[0]"},
		"two":         {"a", hpp.ProfileInput{Origins: []string{"https://a.example https://b.example"}}, "frame_ancestors[0]"},
		"userinfo":    {"a", hpp.ProfileInput{Origins: []string{"https://good@evil.example"}}, "frame_ancestors[0]"},
		"a scheme":    {"a", hpp.ProfileInput{Origins: []string{"data:"}}, "frame_ancestors[0]"},
	} {
		_, _, err := w.PutProfile(t.Context(), w.merchant, c.id, c.draft)
		fault, ok := errors.AsType[*hpp.Error](err)
		if !ok || fault.Code != hpp.CodeBadValue || !strings.Contains(strings.Join(fault.Fields, " "), c.field) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if all, err := w.ListProfiles(t.Context(), w.merchant); err != nil || len(all) > 0 {
		t.Errorf("refused profiles are kept: %v, %v", all, err)
	}
}
