package catcher

import (
	"net/http"
	"testing"
	"time"
)

// A signature is right by any secret that still signs, and not for ever.
func TestVerdicts(t *testing.T) {
	secret := []byte("a secret")
	at := time.Unix(1_700_000_000, 0)
	body := []byte(`{"a":1}`)
	signed := func(with []byte, id string) http.Header {
		return http.Header{"Webhook-Id": {id}, "Webhook-Timestamp": {"1700000000"}, "Webhook-Signature": {"v1,AAAA " + signature(with, id+".1700000000.", body)}}
	}
	for name, c := range map[string]struct {
		header http.Header
		now    time.Time
		want   Verdict
	}{
		"none":                {http.Header{}, at, None},
		"right":               {signed(secret, "e"), at.Add(4 * time.Minute), Valid},
		"right, long ago":     {signed(secret, "e"), at.Add(6 * time.Minute), Old},
		"right, too early":    {signed(secret, "e"), at.Add(-6 * time.Minute), Old},
		"by the older secret": {signed([]byte("older"), "e"), at, Valid},
		"by another":          {signed([]byte("another"), "e"), at, Wrong},
		"half of it":          {http.Header{"Webhook-Id": {"e"}}, at, Wrong},
	} {
		if got := judge(c.header, body, [][]byte{secret, []byte("older")}, c.now); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
	if got := judge(signed(secret, "e"), []byte(`{"a":2}`), [][]byte{secret}, at); got != Wrong {
		t.Errorf("another body: %s", got)
	}
}

func TestKeys(t *testing.T) {
	keys, others := Keys{[]byte("one")}, Keys{[]byte("two")}
	if m, ok := keys.Merchant(keys.Of("m1")); !ok || m != "m1" {
		t.Errorf("%s, %v", m, ok)
	}
	for _, key := range []string{"", "m1", "m1.", "m1.AAAA", others.Of("m1"), "m2" + keys.Of("m1")[2:], keys.Of("m1") + "="} {
		if m, ok := keys.Merchant(key); ok {
			t.Errorf("%q is %s's", key, m)
		}
	}
}
