package hpp

import "crypto/hmac"

// Recipient is whom a message with the payer's link went to. It is personal
// data, filled in for whoever follows that message's link.
type Recipient struct {
	Number int64 // of the distribution
	Email  string
	Phone  string
}

// mostRecipients is how many a session keeps.
const mostRecipients = 20

func (s *Session) invite(r Recipient) {
	s.Recipients = append(s.Recipients[:len(s.Recipients):len(s.Recipients)], r)
	s.Recipients = s.Recipients[max(0, len(s.Recipients)-mostRecipients):]
}

// reader is who looks at a page, and what may be filled in for them. The zero
// value is a stranger.
type reader struct {
	own     bool  // the browser that typed last
	invited bool  // came by the merchant's or a message's link, which nobody else sees
	payer   Payer // what this browser typed, or whom its message went to
}

// reader judges a browser: what was typed belongs to the browser that typed it,
// and what the merchant gave to whoever has a link that is not shown around.
func (s *Service) reader(session Session, shared bool, by Browser) reader {
	r := reader{invited: !shared}
	if by.Held != "" && len(session.Typist) > 0 && hmac.Equal(session.Typist, s.Links.browser(session.ID, by.Held)) {
		r.own, r.payer = true, session.Payer
		return r
	}
	if shared {
		return r
	}
	for _, to := range session.Recipients {
		if by.Message > 0 && to.Number == by.Message {
			r.payer = Payer{Email: to.Email, Phone: to.Phone}
		}
	}
	return r
}

// typed keeps what a payer typed, for the provider and for that browser.
func (d *draft) typed(form PayForm) {
	d.session.Payer, d.session.Typist = form.Payer, nil
	if form.Browser != "" {
		d.session.Typist = d.service.Links.browser(d.session.ID, form.Browser)
	}
}
