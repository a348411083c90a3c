package catcher

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Verdict is what a request's signature is worth (Standard Webhooks 1.0).
type Verdict string

// The verdicts.
const (
	Valid Verdict = "VALID"
	Old   Verdict = "OLD"   // right, of a time that receivers refuse
	Wrong Verdict = "WRONG" // of no secret of the merchant
	None  Verdict = "NONE"  // there is none
)

// tolerance is how far a signature's time may be from now.
const tolerance = 5 * time.Minute

// judge judges a request's signature by the merchant's secrets.
func judge(header http.Header, body []byte, secrets [][]byte, now time.Time) Verdict {
	id, stamp, signed := header.Get("Webhook-Id"), header.Get("Webhook-Timestamp"), header.Get("Webhook-Signature")
	if id == "" && stamp == "" && signed == "" {
		return None
	}
	if !signedBy(id+"."+stamp+".", body, signed, secrets) {
		return Wrong
	}
	seconds, err := strconv.ParseInt(stamp, 10, 64)
	if off := now.Sub(time.Unix(seconds, 0)); err != nil || off.Abs() > tolerance {
		return Old
	}
	return Valid
}

// signedBy reports whether one of several signatures is right.
func signedBy(before string, body []byte, signed string, secrets [][]byte) bool {
	for _, secret := range secrets {
		right := []byte(signature(secret, before, body))
		for _, one := range strings.Fields(signed) {
			if hmac.Equal([]byte(one), right) {
				return true
			}
		}
	}
	return false
}

// signature is the right one by a secret.
func signature(secret []byte, before string, body []byte) string {
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte(before))
	mac.Write(body)
	return "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil))
}
