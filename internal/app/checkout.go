package app

import (
	"context"
	"strconv"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/merchant"
	"github.com/openhpp/openhpp/internal/provider/checkout"
	"github.com/openhpp/openhpp/internal/weburl"
)

// pages bounds how often a Checkout order's page may end before its payment.
const pages = 50

// browserURL is an address that a payer can be sent to, or nothing: orders may be
// older than what judges their addresses today, and the payer is not at fault.
func browserURL(address string) string {
	if _, err := weburl.Browser(address); err != nil {
		return ""
	}
	return address
}

// openCheckout makes the hosted page of a Checkout order, or finds it: the
// link in a shop's page may be followed again and again. A page that has ended
// is followed by a new one while the order can be paid. The order's owner need
// not prove itself, since the link did. A merchant that is shut gets a page too:
// it is the one that says so to the payer.
func (a *App) openCheckout(ctx context.Context, v checkout.PageRequest) (string, error) {
	var last hpp.Session
	for i := range pages {
		// No merchant can send this key: theirs have no control characters.
		key := hpp.IdempotencyKey{Value: "\x01checkout " + v.OrderID + " " + strconv.Itoa(i), Fingerprint: []byte(v.OrderID)}
		session, err := a.sessions.Create(ctx, merchant.OnBehalfOf(v.Merchant, v.Shop), hpp.SessionRequest{
			PaymentSessionURL: v.OrderURL, URLs: hpp.MerchantURLs{Success: browserURL(v.Confirmation), Back: browserURL(v.Back)},
		}, key)
		over := hpp.IsCode(err, hpp.CodeNotFound) && i > 0 // paid or ended: its last page says so
		if err != nil && !over {
			return "", err
		}
		if over {
			break
		}
		if last = session; session.IsOpen(time.Now()) {
			break
		}
	}
	return a.sessions.Links.PageURL(last), nil
}
