package hpp

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// Recipient is what is kept of an address or number once it is not needed any
// more. It differs by merchant, so that two merchants' rows tell nothing of
// each other's customers.
func (l Links) Recipient(merchant MerchantID, method DistributionMethod, to string) []byte {
	return l.mac("recipient", string(merchant), string(method), strings.ToLower(to))
}

// mailbox is Recipient for whoever reads what is sent there: mail to kim+a@ and
// kim+b@ lands with kim@, so a tag makes no other recipient.
func (l Links) mailbox(merchant MerchantID, d Distribution) []byte {
	local, domain, isEmail := strings.Cut(d.To, "@")
	if tag := strings.IndexByte(local, '+'); isEmail && tag > 0 {
		return l.Recipient(merchant, d.Method, local[:tag]+"@"+domain)
	}
	return d.Recipient
}

// stopToken lets its holder stop the messages of one distribution's merchant:
// session id, number and signature, joined by dots.
func (l Links) stopToken(d Distribution) string {
	number := strconv.FormatInt(d.Number, 10)
	sum := l.mac("stop", string(d.Session), number, d.ID)
	return string(d.Session) + "." + number + "." + base64.RawURLEncoding.EncodeToString(sum[:tokenSize])
}

// Stop is the page where a recipient stops a merchant's messages.
func (l Links) Stop(d Distribution) string {
	return l.publicURL + "/" + l.region + "/hpp/stop/" + l.stopToken(d)
}

// ticket is the payload of a job that sends a message.
type ticket struct {
	Session SessionID `json:"session_id"`
	Number  int64     `json:"number"`
}

func (t ticket) payload() []byte {
	text, _ := json.Marshal(t) // two plain members
	return text
}

func readTicket(payload []byte) (ticket, error) {
	var t ticket
	if err := json.Unmarshal(payload, &t); err != nil || t.Session == "" {
		return ticket{}, fmt.Errorf("hpp: a message's job is unreadable: %w", err)
	}
	return t, nil
}
