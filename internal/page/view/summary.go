package view

import "unicode/utf8"

// wideAmount is how many characters fit a small phone in the largest figures.
const wideAmount = 12

// Summary is what is being paid. Label says what the amount is where no heading does.
type Summary struct {
	Label, Amount string
	Long          bool  // the amount needs a smaller font to stay in one line
	Cart          *Cart // nil: nothing but the amount is to be seen
}

// Phone brings the page from a desk to a phone, by a QR code of its address.
type Phone struct {
	Label, Text string
	Image       Address
}

func (t builder) summary() Summary {
	s := Summary{Label: t.Text("summary.amount"), Amount: t.amount, Cart: t.cart()}
	s.Long = utf8.RuneCountInString(s.Amount) > wideAmount
	return s
}

func (t builder) phone() *Phone {
	return &Phone{Label: t.Text("summary.phone"), Text: t.Text("summary.scan"), Image: t.site.at("/code")}
}
