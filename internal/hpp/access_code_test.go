package hpp_test

import (
	"errors"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
)

func TestAPhoneGetsItsPayment(t *testing.T) {
	for name, spell := range map[string]func(hpp.AccessView) string{
		"scanned":         func(v hpp.AccessView) string { return v.Code },
		"typed":           func(v hpp.AccessView) string { return v.Digits },
		"typed in groups": func(v hpp.AccessView) string { return v.Digits[:4] + " " + v.Digits[4:8] + "-" + v.Digits[8:] + " " },
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			secret, err := w.IssueAccessCode(t.Context(), "192.0.2.0/24")
			if err != nil {
				t.Fatal(err)
			}
			v, err := w.ViewAccessCode(t.Context(), secret)
			if err != nil || v.Link != "" || v.Expired || !v.ExpiresAt.Equal(start.Add(hpp.AccessCodeLife)) {
				t.Fatalf("%+v, %v", v, err)
			}
			if !regexp.MustCompile(`^openhpp:[\w-]{22}$`).MatchString(v.Code) || !regexp.MustCompile(`^\d{12}$`).MatchString(v.Digits) || strings.Contains(v.Code, secret) {
				t.Errorf("shown as %s and %s", v.Code, v.Digits)
			}
			s, _ := w.make(nil)
			request := hpp.DistributionRequest{Method: "TOKEN", AccessID: spell(v)}
			w.distribute(s, request)
			if v, err := w.ViewAccessCode(t.Context(), secret); err != nil || v.Link != w.Links.SharedToken(s)+"?m=1" {
				t.Errorf("the phone goes to %q, %v", v.Link, err)
			}
			if d := one(t, w.report(s)); d.State != hpp.DistributionAccepted || d.Method != hpp.ByToken || d.To != "" || d.MaskedContact != "" {
				t.Errorf("%+v", d)
			}
			// A code is for one payment; a second one must not take its place.
			other, _ := w.make(nil)
			if err := w.Distribute(t.Context(), w.merchant, other.ID, request, hpp.IdempotencyKey{}); !errors.Is(err, hpp.ErrNoAccessCode) {
				t.Errorf("a second payment: %v", err)
			}
		})
	}
}

func TestACodeThatIsOver(t *testing.T) {
	w := newWorld(t)
	secret, err := w.IssueAccessCode(t.Context(), "192.0.2.0/24")
	if err != nil {
		t.Fatal(err)
	}
	before, err := w.ViewAccessCode(t.Context(), secret)
	if err != nil {
		t.Fatal(err)
	}
	s, _ := w.make(nil)
	w.clock = start.Add(hpp.AccessCodeLife)
	if v, err := w.ViewAccessCode(t.Context(), secret); err != nil || !v.Expired {
		t.Errorf("%+v, %v", v, err)
	}
	if err := w.Distribute(t.Context(), w.merchant, s.ID, hpp.DistributionRequest{Method: "token", AccessID: before.Code}, hpp.IdempotencyKey{}); !errors.Is(err, hpp.ErrNoAccessCode) {
		t.Errorf("a code that is over: %v", err)
	}
	for _, secret := range []string{"", "x", before.Code, before.Digits} {
		if _, err := w.ViewAccessCode(t.Context(), secret); !errors.Is(err, hpp.ErrNotFound) {
			t.Errorf("%q: %v", secret, err)
		}
	}
}

// Twelve digits may be drawn twice: then others are drawn.
func TestCodesInUseAreDrawnAgain(t *testing.T) {
	w := newWorld(t)
	draws := 0
	w.NewSeed = func() []byte {
		if draws++; draws <= 3 {
			return []byte("the same")
		}
		return []byte("another")
	}
	first, err := w.IssueAccessCode(t.Context(), "192.0.2.0/24")
	if err != nil {
		t.Fatal(err)
	}
	second, err := w.IssueAccessCode(t.Context(), "192.0.2.0/24")
	if err != nil || second == first || draws != 4 {
		t.Errorf("%d draws, %v", draws, err)
	}
}

// Whoever asks for codes without end loses those that nobody looks at, and gets
// no more once all are looked at; other networks notice nothing.
func TestANetworkHasItsShareOfCodes(t *testing.T) {
	w := newWorld(t)
	code := func(network string) (string, error) { return w.IssueAccessCode(t.Context(), network) }
	first, err := code("a")
	if err != nil {
		t.Fatal(err)
	}
	for i := range 19 {
		if _, err := code("a"); err != nil {
			t.Fatalf("code %d: %v", i+2, err)
		}
	}
	if _, err := code("a"); !errors.Is(err, hpp.ErrTooManyAccessCodes) {
		t.Errorf("one more while all are looked at: %v", err)
	}
	if _, err := code("b"); err != nil {
		t.Errorf("another network: %v", err)
	}
	// The first one's page stays open, the others are left.
	for range 4 {
		w.clock = w.clock.Add(5 * time.Second)
		if _, err := w.ViewAccessCode(t.Context(), first); err != nil {
			t.Fatal(err)
		}
	}
	for i := range 19 {
		if _, err := code("a"); err != nil {
			t.Fatalf("code %d in the place of one that is left: %v", i+1, err)
		}
	}
	if v, err := w.ViewAccessCode(t.Context(), first); err != nil || v.Expired {
		t.Errorf("the code that is looked at gave way: %+v, %v", v, err)
	}
	if _, err := code("a"); !errors.Is(err, hpp.ErrTooManyAccessCodes) {
		t.Errorf("all are fresh: %v", err)
	}
}
