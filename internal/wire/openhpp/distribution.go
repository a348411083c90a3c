package openhppwire

import (
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	hppwire "github.com/openhpp/openhpp/internal/wire/hpp"
)

// DistributionList is what became of a session's distributions.
type DistributionList struct {
	Distributions []Distribution `json:"distributions"`
}

// Distribution is one of them.
type Distribution struct {
	DistributionID string                 `json:"distribution_id"`
	Number         int64                  `json:"number"`
	Method         hpp.DistributionMethod `json:"method"`
	Kind           hpp.DistributionKind   `json:"kind,omitempty"`
	Recipient      string                 `json:"recipient,omitempty"`
	State          hpp.DistributionState  `json:"state"`
	Reason         string                 `json:"reason,omitempty"`
	QueuedAt       *hppwire.Timestamp     `json:"queued_at"`
	SentAt         *hppwire.Timestamp     `json:"sent_at,omitempty"`
	AcceptedAt     *hppwire.Timestamp     `json:"accepted_at,omitempty"`
	OpenedAt       *hppwire.Timestamp     `json:"opened_at,omitempty"`
	EndedAt        *hppwire.Timestamp     `json:"ended_at,omitempty"`
}

// Distributions writes them in order.
func Distributions(all []hpp.Distribution) DistributionList {
	list := DistributionList{Distributions: make([]Distribution, 0, len(all))}
	for _, d := range all {
		list.Distributions = append(list.Distributions, DistributionBody(d))
	}
	return list
}

// DistributionBody writes one.
func DistributionBody(d hpp.Distribution) Distribution {
	return Distribution{
		DistributionID: d.ID, Number: d.Number, Method: d.Method, Kind: d.Kind, Recipient: d.MaskedContact, State: d.State, Reason: d.Reason,
		QueuedAt: at(d.QueuedAt), SentAt: at(d.SentAt), AcceptedAt: at(d.AcceptedAt), OpenedAt: at(d.OpenedAt), EndedAt: at(d.EndedAt),
	}
}

// at is a moment that happened.
func at(t time.Time) *hppwire.Timestamp {
	if t.IsZero() {
		return nil
	}
	stamp := hppwire.Timestamp(t)
	return &stamp
}
