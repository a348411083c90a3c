package hpp

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// RecipientHash is what is kept of an address or number once it is not needed any
// more. It differs by merchant, so that two merchants' rows tell nothing of
// each other's customers.
func (l Links) RecipientHash(merchant MerchantID, method DistributionMethod, to string) []byte {
	return l.mac("recipient", string(merchant), string(method), strings.ToLower(to))
}

// mailboxHash is Recipient by mailbox: mail to kim+a@ and
// kim+b@ lands with kim@, so a tag makes no other recipient.
func (l Links) mailboxHash(merchant MerchantID, d Distribution) []byte {
	local, domain, isEmail := strings.Cut(d.To, "@")
	if tag := strings.IndexByte(local, '+'); isEmail && tag > 0 {
		return l.RecipientHash(merchant, d.Method, local[:tag]+"@"+domain)
	}
	return d.RecipientHash
}

// stopToken lets its holder stop the messages of one distribution's merchant:
// session id, number and signature, joined by dots.
func (l Links) stopToken(d Distribution) string {
	number := strconv.FormatInt(d.Number, 10)
	sum := l.mac("stop", string(d.Session), number, d.ID)
	return string(d.Session) + "." + number + "." + base64.RawURLEncoding.EncodeToString(sum[:tokenSize])
}

// StopURL is the page where a recipient stops a merchant's messages.
func (l Links) StopURL(d Distribution) string {
	return l.publicURL + "/" + l.region + "/hpp/stop/" + l.stopToken(d)
}

// messageJob is the payload of a job that sends a message.
type messageJob struct {
	Session SessionID `json:"session_id"`
	Number  int64     `json:"number"`
}

func (t messageJob) payload() []byte {
	text, _ := json.Marshal(t) // two plain members
	return text
}

func readMessageJob(payload []byte) (messageJob, error) {
	var t messageJob
	if err := json.Unmarshal(payload, &t); err != nil || t.Session == "" {
		return messageJob{}, fmt.Errorf("hpp: a message's job is unreadable: %w", err)
	}
	return t, nil
}
