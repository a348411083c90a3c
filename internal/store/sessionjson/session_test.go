package sessionjson_test

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/store/sessionjson"
)

// A member added to the session and forgotten in the document would be lost
// at the first save: fill every member by reflection and compare.
func TestEveryMemberSurvives(t *testing.T) {
	var want hpp.Session
	fill(t, reflect.ValueOf(&want).Elem(), new(int64))
	text, err := sessionjson.Encode(want)
	if err != nil {
		t.Fatal(err)
	}
	got, err := sessionjson.Decode(want.ID, text)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("lost or changed (-want +got):\n%s", diff)
	}
}

func TestEveryMemberOfAProfileSurvives(t *testing.T) {
	var want hpp.Profile
	fill(t, reflect.ValueOf(&want).Elem(), new(int64))
	text, err := sessionjson.EncodeProfile(want)
	if err != nil {
		t.Fatal(err)
	}
	got, err := sessionjson.DecodeProfile(text)
	if err != nil {
		t.Fatal(err)
	}
	got.ID, got.Merchant, got.UpdatedAt = want.ID, want.Merchant, want.UpdatedAt // columns of their own
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("lost or changed (-want +got):\n%s", diff)
	}
}

func TestEmptySession(t *testing.T) {
	text, err := sessionjson.Encode(hpp.Session{ID: "a"})
	if err != nil {
		t.Fatal(err)
	}
	got, err := sessionjson.Decode("a", text)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(hpp.Session{ID: "a"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// A row from before pages had a brand and a contact.
func TestOldRowHasNoBrand(t *testing.T) {
	got, err := sessionjson.Decode("a", []byte(`{"merchant":"m1","shop":"Lamps & Co","kind":"payments","payment":"kp-1","purchase":{"country":"SE","currency":"SEK","locale":"sv-SE","amount":100,"tax":0},"channel":"ECOMMERCE","urls":{},"options":{"place_order_mode":"NONE","purchase_type":"BUY","success_redirect":"BUTTON"},"status":"WAITING","version":1,"events":0,"payer":{},"result":{},"seed":"c2VlZA==","created_at":"2026-11-01T00:00:00Z","updated_at":"2026-11-01T00:00:00Z","expires_at":"2026-11-03T00:00:00Z"}`))
	if err != nil || got.Options.Brand != (hpp.Brand{}) || !got.Options.Support.IsZero() || got.Options.SuccessRedirect != hpp.RedirectByButton {
		t.Errorf("%+v, %v", got.Options, err)
	}
}

func TestDecodeNamesTheSession(t *testing.T) {
	if _, err := sessionjson.Decode("broken-one", []byte("{")); err == nil || !strings.Contains(err.Error(), "broken-one") {
		t.Errorf("error %v does not name the session", err)
	}
}

// fill sets every member to a distinct non-zero value.
func fill(t *testing.T, v reflect.Value, n *int64) {
	*n++
	if v.Type() == reflect.TypeFor[time.Time]() {
		v.Set(reflect.ValueOf(time.UnixMilli(1_700_000_000_000 + *n).UTC()))
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(string(rune('a'+*n%26)) + time.Duration(*n).String())
	case reflect.Int, reflect.Int64:
		v.SetInt(*n)
	case reflect.Uint8:
		v.SetUint(uint64(*n % 256))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range v.Len() {
			fill(t, v.Index(i), n)
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(t, v.Elem(), n)
	case reflect.Struct:
		for i := range v.NumField() {
			fill(t, v.Field(i), n)
		}
	default:
		t.Fatalf("fill: no rule for %s", v.Type())
	}
}
