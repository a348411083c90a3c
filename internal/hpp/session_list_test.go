package hpp_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/message/contact"
)

// lists are the merchant's lists of a world.
func (w *world) lists() *hpp.ListService {
	lists := &hpp.ListService{
		Sessions: w.SessionService, Store: w.db.SessionLists(),
		PaymentURL: func(ref hpp.PaymentRef) string { return "https://api.test/payments/v1/sessions/" + ref.ID },
	}
	if err := lists.Check(); err != nil {
		w.t.Fatal(err)
	}
	return lists
}

// found are the sessions that a merchant finds, the newest first.
func (w *world) found(m hpp.Merchant, change func(*hpp.SessionFilter)) (ids []hpp.SessionID) {
	w.t.Helper()
	var filter hpp.SessionFilter
	change(&filter)
	page, err := w.lists().ListSessions(w.t.Context(), m, filter, hpp.ListPlace{}, 20)
	if err != nil {
		w.t.Fatal(err)
	}
	for _, one := range page.Sessions {
		ids = append(ids, one.ID)
	}
	return ids
}

// realContacts are those that the program judges by.
type realContacts struct{}

func (realContacts) Email(address string) (string, error) { return contact.Email(address) }

func (realContacts) Phone(number, country string) (string, error) {
	return contact.Phone(number, country, "eu")
}

func (realContacts) SupportPhone(number string) (string, error) { return contact.SupportPhone(number) }

func (realContacts) Masked(to string) string { return contact.Mask(to) }

// A session is found by whatever is known of it, as soon as it is known, and by
// its own merchant alone.
func TestSessionsAreFoundByAll(t *testing.T) {
	w := newWorld(t)
	w.SessionService.Contacts = realContacts{}
	_, _, err := w.PutProfile(t.Context(), w.merchant, "till-1", hpp.ProfileInput{})
	w.must(err)
	w.provider.payment.Payer = hpp.Payer{Email: "Given@Shop.example", Phone: "+46 70 174 06 15"}
	s, link := w.make(func(c *hpp.SessionRequest) { c.PlaceOrderMode, c.ProfileID = "PLACE_ORDER", "till-1" })
	w.provider.payment.Payer = hpp.Payer{}
	other, _ := w.make(nil)
	if err := w.Distribute(t.Context(), w.merchant, s.ID, hpp.DistributionRequest{Method: "email", Email: "kim@shop.example"}, hpp.IdempotencyKey{}); err != nil {
		t.Fatal(err)
	}
	w.must(w.Pay(t.Context(), link, hpp.PayForm{
		Category: "PAY_NOW", Revision: w.open(link).Revision, Payer: hpp.Payer{Email: "typed@shop.example", Phone: "070-174 06 16"},
	}))
	paid, err := w.lists().DescribeSession(t.Context(), w.merchant, s.ID)
	if err != nil || paid.Result.OrderID == "" {
		t.Fatalf("%+v, %v", paid, err)
	}
	stranger := hpp.Authenticated("m2", "Other")
	for name, change := range map[string]func(*hpp.SessionFilter){
		"its id": func(f *hpp.SessionFilter) { f.Any = string(s.ID) }, "its reference": func(f *hpp.SessionFilter) { f.Any = s.Reference },
		"the order": func(f *hpp.SessionFilter) { f.OrderID = paid.Result.OrderID }, "the order, anyhow": func(f *hpp.SessionFilter) { f.Any = paid.Result.OrderID },
		"the provider's reference": func(f *hpp.SessionFilter) { f.KlarnaReference = paid.Result.Reference }, "its profile": func(f *hpp.SessionFilter) { f.ProfileID = "till-1" },
		"an address of a message":      func(f *hpp.SessionFilter) { f.Contact = " KIM@shop.EXAMPLE " },
		"an address that was typed":    func(f *hpp.SessionFilter) { f.Contact = "typed@shop.example" },
		"a number that was typed":      func(f *hpp.SessionFilter) { f.Contact = "+46 70 174 06 16" },
		"an address of the merchant's": func(f *hpp.SessionFilter) { f.Contact = "given@shop.example" },
		"a number of the merchant's":   func(f *hpp.SessionFilter) { f.Contact = "+46701740615" },
		"several things at once": func(f *hpp.SessionFilter) {
			f.Contact, f.OrderID, f.Statuses = "kim@shop.example", paid.Result.OrderID, []hpp.Status{hpp.Completed}
		},
		"a status that no other one is in": func(f *hpp.SessionFilter) { f.Statuses = []hpp.Status{hpp.Completed} },
	} {
		if ids := w.found(w.merchant, change); !slices.Equal(ids, []hpp.SessionID{s.ID}) {
			t.Errorf("by %s: %v", name, ids)
		}
		if ids := w.found(stranger, change); len(ids) != 0 {
			t.Errorf("a stranger, by %s: %v", name, ids)
		}
	}
	if ids := w.found(w.merchant, func(*hpp.SessionFilter) {}); len(ids) != 2 || !slices.Contains(ids, other.ID) {
		t.Errorf("all: %v", ids)
	}
	if !slices.Equal(paid.MaskedContacts, []string{"t•••@shop.example", "+46•••••0616", "k•••@shop.example"}) {
		t.Errorf("shows %v", paid.MaskedContacts)
	}
	if paid.Deliveries.Waiting == 0 || paid.Distributions.Sent != 0 || paid.PaymentURL != "https://api.test/payments/v1/sessions/kp-1" {
		t.Errorf("%+v", paid.SessionCounts)
	}
}

func TestAContactIsWhole(t *testing.T) {
	w := newWorld(t)
	w.SessionService.Contacts = realContacts{}
	for _, contact := range []string{"kim@", "070", "12345678", "kim"} {
		_, err := w.lists().ListSessions(t.Context(), w.merchant, hpp.SessionFilter{Contact: contact}, hpp.ListPlace{}, 20)
		if !hpp.IsCode(err, hpp.CodeBadValue) || !strings.Contains(err.Error(), "contact (must be a whole e-mail address") {
			t.Errorf("%q: %v", contact, err)
		}
	}
}

// A link goes once more to whom it went; a repeat sends nothing again.
func TestALinkIsSentOnceMore(t *testing.T) {
	w := newWorld(t)
	s, link := w.make(nil)
	w.must(w.Distribute(t.Context(), w.merchant, s.ID, hpp.DistributionRequest{Method: "email", Email: "kim@shop.example"}, hpp.IdempotencyKey{}))
	key := hpp.IdempotencyKey{Value: "again", Fingerprint: []byte("f")}
	first, err := w.Resend(t.Context(), w.merchant, s.ID, 1, key)
	if err != nil || first.Number != 2 || first.Method != hpp.ByEmail {
		t.Fatalf("%+v, %v", first, err)
	}
	repeat, err := w.Resend(t.Context(), w.merchant, s.ID, 1, key)
	if err != nil || repeat.ID != first.ID {
		t.Errorf("a repeat: %+v, %v", repeat, err)
	}
	if all, _ := w.Report(t.Context(), w.merchant, s.ID); len(all) != 2 {
		t.Errorf("%d distributions", len(all))
	}
	if _, err := w.Resend(t.Context(), w.merchant, s.ID, 9, hpp.IdempotencyKey{}); !errors.Is(err, hpp.ErrNotFound) {
		t.Errorf("a number that is none: %v", err)
	}
	if _, err := w.Resend(t.Context(), hpp.Authenticated("m2", "Other"), s.ID, 1, hpp.IdempotencyKey{}); !errors.Is(err, hpp.ErrNotFound) {
		t.Errorf("a stranger: %v", err)
	}
	for range 20 {
		w.must(w.Distribute(t.Context(), w.merchant, s.ID, hpp.DistributionRequest{Method: "email", Email: "jo@shop.example"}, hpp.IdempotencyKey{}))
	}
	if _, err := w.Resend(t.Context(), w.merchant, s.ID, 1, hpp.IdempotencyKey{}); !hpp.IsCode(err, hpp.CodeNotAllowed) || !strings.Contains(err.Error(), "no longer kept") {
		t.Errorf("an address that is forgotten: %v", err)
	}
	w.must(w.pay(link))
	if _, err := w.Resend(t.Context(), w.merchant, s.ID, 22, hpp.IdempotencyKey{}); !hpp.IsCode(err, hpp.CodeNotAllowed) {
		t.Errorf("what is paid: %v", err)
	}
}
