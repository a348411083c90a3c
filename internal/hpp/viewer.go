package hpp

import "crypto/hmac"

// Recipient is whom a message with the payer's link went to. It is personal
// data, filled in for whoever follows that message's link.
type Recipient struct {
	Number int64 // of the distribution
	Email  string
	Phone  string
}

// maxRecipients is how many a session keeps.
const maxRecipients = 20

func (s *Session) addRecipient(r Recipient) {
	s.Recipients = append(s.Recipients[:len(s.Recipients):len(s.Recipients)], r)
	s.Recipients = s.Recipients[max(0, len(s.Recipients)-maxRecipients):]
}

// viewer is who looks at a page, and what may be filled in for them. The zero
// value is a stranger.
type viewer struct {
	sameBrowser bool  // the browser that typed last
	invited     bool  // came by the merchant's or a message's link, which nobody else sees
	payer       Payer // what this browser typed, or whom its message went to
}

// identifyViewer judges a browser: what was typed belongs to the browser that typed it,
// and what the merchant gave to whoever has a link that is not shown around.
func (s *Service) identifyViewer(session Session, shared bool, by Browser) viewer {
	r := viewer{invited: !shared}
	if by.ID != "" && len(session.BrowserHash) > 0 && hmac.Equal(session.BrowserHash, s.Links.browserHash(session.ID, by.ID)) {
		r.sameBrowser, r.payer = true, session.Payer
		return r
	}
	if shared {
		return r
	}
	for _, to := range session.Recipients {
		if by.Distribution > 0 && to.Number == by.Distribution {
			r.payer = Payer{Email: to.Email, Phone: to.Phone}
		}
	}
	return r
}

// keepForm keeps what a payer typed, for the provider and for that browser.
func (d *sessionChange) keepForm(form PayForm) {
	d.session.Payer, d.session.BrowserHash = form.Payer, nil
	if form.BrowserID != "" {
		d.session.BrowserHash = d.service.Links.browserHash(d.session.ID, form.BrowserID)
	}
}
