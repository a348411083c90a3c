package message

import (
	"errors"
	"net/url"
	"strings"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/locale"
)

// Invitation is what a message tells a payer: one for each accepted request,
// the same on every try (safety.md I20).
type Invitation struct {
	ID        string       // of the distribution: a UUID
	Shop      string       // the merchant's name
	Purchase  hpp.Purchase // its Locale decides the language, as on the page
	Link      string       // the payer's page
	Stop      string       // where the recipient stops messages of this shop; takes RFC 8058's POST
	ExpiresAt time.Time    // UTC
	CreatedAt time.Time    // UTC: the message's Date
	Test      bool         // playground: the message says that no real money moves
}

// Mail is an e-mail before it is encoded. It is personal data: never log it.
type Mail struct {
	ID      string // left part of the Message-ID
	To      string // one bare address
	Shop    string // the sender's display name, sanitized
	Subject string
	Text    string
	HTML    string
	Stop    string // https address for List-Unsubscribe
	Lang    string // BCP 47
	At      time.Time
}

// SMS is a text message. It is personal data: never log it.
type SMS struct {
	ID       string
	To       string // E.164
	Text     string
	Segments int  // what it costs
	Unicode  bool // it needs UCS-2; otherwise GSM-7 holds it
}

var (
	errID   = errors.New("message: ID must be a UUID")
	errLink = errors.New("message: Link and Stop must be absolute http or https addresses")
)

// check finds mistakes of this program; payers and merchants cause none of them.
func (i Invitation) check() error {
	if i.ID == "" || len(i.ID) > 40 || strings.Trim(i.ID, "0123456789abcdefABCDEF-") != "" {
		return errID
	}
	for _, address := range []string{i.Link, i.Stop} {
		u, err := url.Parse(address)
		if err != nil || u.Host == "" || (u.Scheme != "https" && u.Scheme != "http") || strings.ContainsAny(address, " <>\"\r\n") {
			return errLink
		}
	}
	return nil
}

// linkHost is the link's host: recipients compare it with the address bar.
func (i Invitation) linkHost() string {
	u, err := url.Parse(i.Link)
	if err != nil {
		return ""
	}
	return u.Host
}

// language is the session's (hpp.md §6.1): English where it has none.
func (i Invitation) language() locale.Language { return locale.Match(i.Purchase.Locale) }

// amount is the whole price as the payer's country writes it.
func (i Invitation) amount() string {
	return i.language().Money(i.Purchase.Amount, i.Purchase.Currency)
}

// shopName is the merchant's name, sanitized, or the link's host when nothing of
// it is left.
func (i Invitation) shopName(limit int) string {
	if name := sanitize(i.Shop, limit); hasWord(name) {
		return name
	}
	return i.linkHost()
}
