package locale

import (
	"strconv"
	"time"
)

// Time writes an instant with its date, to the minute, in UTC and saying so:
// the server does not know the payer's clock.
func (l Language) Time(t time.Time) string {
	t = t.UTC()
	return l.Text("time", Values{"Date": l.date(t), "Clock": t.Format("15:04")})
}

func (l Language) date(t time.Time) string {
	return l.Text("date", Values{
		"Day":   t.Day(),
		"Month": l.Text(months[t.Month()-1]),
		"Year":  strconv.Itoa(t.Year()),
	})
}

var months = [...]string{
	"month.january", "month.february", "month.march", "month.april", "month.may", "month.june",
	"month.july", "month.august", "month.september", "month.october", "month.november", "month.december",
}
