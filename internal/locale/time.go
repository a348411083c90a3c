package locale

import (
	"strconv"
	"time"
)

// Time writes an instant with its date, to the minute, as clocks show it in a
// country (ISO 3166-1 alpha-2), and names the zone: the server does not know
// the payer's own clock. A country without a known zone is written in UTC.
func (l Language) Time(t time.Time, country string) string {
	t = t.In(zoneOf(country))
	return l.Text("time", Values{"Date": l.date(t), "Clock": t.Format("15:04"), "Zone": t.Format("MST")})
}

// Day writes the date of t in its own zone, without the year: for what is less
// than a year away.
func (l Language) Day(t time.Time) string { return l.dateAs("day", t) }

func (l Language) date(t time.Time) string { return l.dateAs("date", t) }

func (l Language) dateAs(form string, t time.Time) string {
	return l.Text(form, Values{
		"Day":   t.Day(),
		"Month": l.Text(months[t.Month()-1]),
		"Year":  strconv.Itoa(t.Year()),
	})
}

var months = [...]string{
	"month.january", "month.february", "month.march", "month.april", "month.may", "month.june",
	"month.july", "month.august", "month.september", "month.october", "month.november", "month.december",
}
