package payer

import "time"

// Review is a fraud check that ends after a while, as the test data asked.
type Review struct {
	Accept bool          `json:"accept"`
	Wait   time.Duration `json:"wait"` // from the placing of the order
}
