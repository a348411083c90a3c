package openhppwire

import (
	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/story"
	hppwire "github.com/openhpp/openhpp/internal/wire/hpp"
)

// Story is what happened to a session.
type Story struct {
	Session Session      `json:"session"`
	Entries []StoryEntry `json:"entries"`
	Answers StoryAnswers `json:"answers"`
}

// StoryEntry is one thing that happened. Status is a session's in entries of kind
// status, and HTTP's in those of kind delivery.
type StoryEntry struct {
	At               *hppwire.Timestamp    `json:"at"`
	Kind             story.Kind            `json:"kind"`
	Text             string                `json:"text"`
	EventID          string                `json:"event_id,omitempty"`
	Status           any                   `json:"status,omitempty"`
	SessionID        hpp.SessionID         `json:"session_id,omitempty"`
	OrderID          string                `json:"order_id,omitempty"`
	Number           int64                 `json:"number,omitempty"`
	State            hpp.DistributionState `json:"state,omitempty"`
	Method           hpp.Category          `json:"method,omitempty"`
	Result           string                `json:"result,omitempty"`
	Reason           string                `json:"reason,omitempty"`
	Endpoint         string                `json:"endpoint,omitempty"`
	Try              int64                 `json:"try,omitempty"`
	TookMilliseconds *int64                `json:"took_ms,omitempty"`
	NextTryAt        *hppwire.Timestamp    `json:"next_try_at,omitempty"`
}

// StoryAnswers are those to five questions; what has nothing to tell is absent.
type StoryAnswers struct {
	Opened   OpenedAnswer    `json:"opened"`
	Declined *DeclinedAnswer `json:"declined,omitempty"`
	Told     ToldAnswer      `json:"told"`
	Answered *MerchantAnswer `json:"answered,omitempty"`
	SentTo   *Destination    `json:"sent_to,omitempty"`
}

// OpenedAnswer says whether a payer acted on the page, and when first.
type OpenedAnswer struct {
	Yes bool               `json:"yes"`
	At  *hppwire.Timestamp `json:"at,omitempty"`
}

// DeclinedAnswer says why the last payment that came to nothing did.
type DeclinedAnswer struct {
	Reason string `json:"reason"`
	Text   string `json:"text"`
}

// ToldAnswer says what became of the last event's callback.
type ToldAnswer struct {
	State story.ToldState    `json:"state"`
	Tries int                `json:"tries"`
	At    *hppwire.Timestamp `json:"at,omitempty"`
}

// MerchantAnswer is the last answer of the merchant's server.
type MerchantAnswer struct {
	Status int                `json:"status"`
	At     *hppwire.Timestamp `json:"at"`
}

// Destination is where the page sends the payer.
type Destination struct {
	Kind string `json:"kind"`
	Host string `json:"host"`
	Path string `json:"path"`
	Text string `json:"text"`
}

// StoryBody writes a story.
func StoryBody(s story.Story) Story {
	body := Story{Session: SessionBody(s.Session), Entries: make([]StoryEntry, 0, len(s.Entries)), Answers: storyAnswers(s.Answers)}
	for _, e := range s.Entries {
		body.Entries = append(body.Entries, storyEntry(e))
	}
	return body
}

func storyEntry(e story.Entry) StoryEntry {
	one := StoryEntry{
		At: at(e.At), Kind: e.Kind, Text: e.Text, EventID: e.EventID, SessionID: e.Session, OrderID: e.OrderID, Number: e.Number, State: e.State,
		Method: e.Method, Result: e.Result, Reason: e.Reason, Endpoint: e.Endpoint, Try: e.Try, NextTryAt: at(e.NextTryAt),
	}
	if e.Status != "" {
		one.Status = e.Status
	}
	if e.Kind == story.KindDelivery {
		took := e.Took.Milliseconds()
		one.TookMilliseconds = &took
		if e.HTTP != 0 {
			one.Status = e.HTTP
		}
	}
	return one
}

func storyAnswers(a story.Answers) StoryAnswers {
	body := StoryAnswers{
		Opened: OpenedAnswer{a.Opened.Yes, at(a.Opened.At)}, Declined: (*DeclinedAnswer)(a.Declined),
		Told: ToldAnswer{a.Told.State, a.Told.Tries, at(a.Told.At)}, SentTo: (*Destination)(a.SentTo),
	}
	if a.Answered != nil {
		body.Answered = &MerchantAnswer{a.Answered.Status, at(a.Answered.At)}
	}
	return body
}
