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
// value is an unknown browser.
type viewer struct {
	sameBrowser bool  // the browser that typed last
	invited     bool  // came by the merchant's or a message's link, which nobody else sees
	payer       Payer // what this browser typed, or whom its message went to
}

// identifyViewer judges a browser: what was typed belongs to the browser that
// typed it, and what the merchant gave to whoever has a link that is not shown
// around.
func (s *SessionService) identifyViewer(o opened) viewer {
	v, session := viewer{invited: !o.shared}, o.session
	if o.by.ID != "" && len(session.BrowserHash) > 0 && hmac.Equal(session.BrowserHash, s.Links.browserHash(session.ID, o.by.ID)) {
		v.sameBrowser, v.payer = true, session.Payer
		return v
	}
	if !v.invited {
		return v
	}
	for _, to := range session.Recipients {
		if o.by.Distribution > 0 && to.Number == o.by.Distribution {
			v.payer = Payer{Email: to.Email, Phone: to.Phone}
		}
	}
	return v
}

// keepForm keeps what a payer typed, for the provider and for that browser.
func (c *sessionChange) keepForm(form PayForm) {
	c.session.Payer, c.session.BrowserHash = form.Payer, nil
	if form.BrowserID != "" {
		c.session.BrowserHash = c.service.Links.browserHash(c.session.ID, form.BrowserID)
	}
}
