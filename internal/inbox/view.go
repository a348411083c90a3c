package inbox

import (
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/openhpp/openhpp/internal/hpp"
)

// Bounds of foreign texts in one line, in characters.
const (
	maxTitle = 200
	maxLine  = 120
	maxName  = 60
)

// listPage is the page of messages.
type listPage struct {
	page
	Shop     string
	Filter   Filter
	Filtered bool
	Rows     []row
	Most     int
	Longest  int
}

// row is a message in the list.
type row struct {
	Address, To, Subject, Excerpt string
	SMS                           bool
	At                            time.Time
}

// messagePage is the page of one message.
type messagePage struct {
	page
	row
	ID, Title, SessionID string
	Text                 string
	Characters           int
	Link                 string
	Opens                bool   // the link is one that a browser may follow
	HTML                 string // address of the e-mail's HTML; may be empty
}

// base is what every page has. A proxy may serve this below a path of its own.
func (s Server) base() page {
	home := Path
	if u, err := url.Parse(s.APIURL); err == nil {
		home = strings.TrimRight(u.EscapedPath(), "/") + Path
	}
	return page{Home: home, APIURL: strings.TrimRight(s.APIURL, "/")}
}

func (s Server) listPage(m hpp.Merchant, f Filter, found []Message) listPage {
	p := listPage{page: s.base(), Shop: shorten(m.Name(), maxName), Filter: f, Filtered: f != Filter{}, Most: MaxMessages, Longest: maxWait}
	for _, message := range found {
		p.Rows = append(p.Rows, s.row(message))
	}
	return p
}

func (s Server) row(m Message) row {
	return row{
		Address: s.base().Home + "/" + url.PathEscape(m.ID), To: shorten(m.To, maxName), Subject: shorten(m.Subject, maxLine),
		Excerpt: shorten(m.Text, maxLine), SMS: m.Method == SMS, At: m.At.UTC(),
	}
}

func (s Server) messagePage(m Message) messagePage {
	p := messagePage{
		page: s.base(), row: s.row(m), ID: validUTF8(m.ID), SessionID: validUTF8(m.SessionID), Title: shorten(m.Subject, maxTitle),
		Text: validUTF8(m.Text), Characters: utf8.RuneCountInString(m.Text), Link: validUTF8(m.Link), Opens: isFollowable(m.Link),
	}
	if m.HTML != "" {
		p.HTML = p.Address + "/html"
	}
	return p
}

// isFollowable reports an address that a link may lead to.
func isFollowable(link string) bool {
	u, err := url.Parse(link)
	return err == nil && u.Host != "" && (u.Scheme == "https" || u.Scheme == "http")
}
