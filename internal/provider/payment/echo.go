package payment

import "github.com/openhpp/openhpp/internal/wire/payments"

// readSession is a session as it is answered: its lines say zeros too. Sent
// and stored they leave them out, so that an order is asked for in the same
// words before and after a change of version.
type readSession struct {
	payments.Session
	OrderLines []readLine `json:"order_lines"`
}

type readLine struct {
	payments.OrderLine
	TaxRate             int64 `json:"tax_rate"`
	TotalDiscountAmount int64 `json:"total_discount_amount"`
	TotalTaxAmount      int64 `json:"total_tax_amount"`
}

func withZeros(s payments.Session) readSession {
	read := readSession{Session: s, OrderLines: make([]readLine, len(s.OrderLines))}
	for i, l := range s.OrderLines {
		read.OrderLines[i] = readLine{l, l.TaxRate, l.TotalDiscountAmount, l.TotalTaxAmount}
	}
	return read
}
