package inbox

import (
	"context"
	"errors"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
)

// The channels of messages.
const (
	Email = "email"
	SMS   = "sms"
)

// MaxMessages is how many messages of a merchant are kept; older ones are removed.
const MaxMessages = 200

// KeepFor is how long a message is kept if fewer than Most follow it.
const KeepFor = 30 * 24 * time.Hour

// ErrUnknown means that the merchant has no such message.
var ErrUnknown = errors.New("inbox: unknown message")

// Message is an e-mail or text message that was stored instead of sent.
type Message struct {
	ID        string // the same on every try to send it
	Merchant  hpp.MerchantID
	SessionID string
	Method    string // Email or SMS
	To        string // e-mail address or phone number, as it would be written to
	Subject   string // of an e-mail
	Text      string
	HTML      string    // of an e-mail; a whole document
	Link      string    // the payer's page
	At        time.Time // UTC, milliseconds
}

// Filter chooses messages by equal values; an empty one chooses all.
type Filter struct{ To, SessionID, Method string }

// Store keeps messages. Each method is one transaction.
type Store interface {
	// Save stores a message and drops what is older than the newest Most of its
	// merchant. A message whose ID the merchant has already changes nothing.
	Save(ctx context.Context, m Message) error
	// Messages answers a merchant's messages, the newest first, at most Most.
	Messages(ctx context.Context, merchant hpp.MerchantID, f Filter) ([]Message, error)
	// Message answers ErrUnknown for one that the merchant does not have.
	Message(ctx context.Context, merchant hpp.MerchantID, id string) (Message, error)
	// Clear removes all messages of a merchant.
	Clear(ctx context.Context, merchant hpp.MerchantID) error
}
