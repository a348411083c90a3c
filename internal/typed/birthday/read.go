package birthday

import (
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/openhpp/openhpp/internal/typed/cleantext"
)

// Why a text is no birthday.
var (
	ErrForm    = errors.New("is no date")
	ErrUnclear = errors.New("can be read as more than one day")
	ErrFuture  = errors.New("is today or later")
	ErrOld     = errors.New("is before 1900")
)

// oldest is the first year of a living person's birth, with a wide margin.
const oldest = 1900

// Read answers a date of birth as ISO 8601 writes it, such as "1970-07-31". ISO
// is always understood; otherwise the parts stand in the order of the country
// (ISO 3166-1 alpha-2), with any of "./-" or blanks between them, one-digit days
// and, where that is clear, two-digit years. Where others than the country's
// people may have been told how to write it, their countries follow: a text that
// two of them read differently is ErrUnclear. today is the day of reading.
func Read(text string, today time.Time, country string, others ...string) (string, error) {
	parts, err := split(cleantext.Figures(text))
	if err != nil {
		return "", err
	}
	countries := append([]string{country}, others...)
	days := readings(parts, today, func(o order) bool {
		return slices.ContainsFunc(countries, func(c string) bool { return uses(c, parts, o) })
	})
	if len(days) == 0 { // nobody there writes so, but only one day can be meant
		days = readings(parts, today, func(o order) bool { return len(parts.year(o)) != 2 || plainYear(parts) })
	}
	switch {
	case len(days) == 0 && len(readings(parts, today, func(order) bool { return true })) == 0:
		return "", ErrForm
	case len(days) != 1, parts.small():
		return "", ErrUnclear
	}
	return judged(days[0], today)
}

func judged(day, today time.Time) (string, error) {
	switch text := day.Format(time.DateOnly); {
	case text >= today.Format(time.DateOnly):
		return "", ErrFuture
	case day.Year() < oldest:
		return "", ErrOld
	default:
		return text, nil
	}
}

// date is the three parts of a text as they stand.
type date [3]string

var (
	spaced  = regexp.MustCompile(`^(\d{1,4})[-/. ]+(\d{1,2})[-/. ]+(\d{1,4})\.?$`)
	compact = regexp.MustCompile(`^\d{6}$|^\d{8}$`)
)

func split(text string) (date, error) {
	if parts := spaced.FindStringSubmatch(text); parts != nil {
		return date(parts[1:]), nil
	}
	if !compact.MatchString(text) {
		return date{}, ErrForm
	}
	if year := text[:min(4, len(text))]; len(text) == 8 && year >= "1900" && year < "2100" {
		return date{text[:4], text[4:6], text[6:]}, nil
	}
	return date{text[:2], text[2:4], text[4:]}, nil
}

// at is where a part of an order stands.
func (d date) at(o order, part string) string { return d[strings.Index(string(o), part)] }
func (d date) year(o order) string            { return d.at(o, "Y") }

// small reports three numbers of which each may be day, month or year.
func (d date) small() bool {
	return !slices.ContainsFunc(d[:], func(part string) bool {
		n, _ := strconv.Atoi(part)
		return len(part) > 2 || n > 12 || n == 0
	})
}

// uses reports whether a country's people may write parts in an order. A year of
// four digits shows where it stands.
func uses(country string, parts date, o order) bool {
	c := customOf(country)
	if o == yearFirst {
		return len(parts[0]) == 4 || len(parts[2]) == 2 && c.shown == yearFirst
	}
	return slices.Contains(c.last, o)
}

// readings are the days that a text may mean by the orders in use.
func readings(parts date, today time.Time, used func(order) bool) []time.Time {
	var days []time.Time
	for _, o := range []order{yearFirst, dayFirst, monthFirst} {
		if !used(o) {
			continue
		}
		for _, year := range years(parts.year(o), today) {
			if day, ok := dayOf(year, parts.at(o, "M"), parts.at(o, "D")); ok && !slices.ContainsFunc(days, day.Equal) {
				days = append(days, day)
			}
		}
	}
	return days
}

func dayOf(year int, month, day string) (time.Time, bool) {
	m, _ := strconv.Atoi(month)
	d, _ := strconv.Atoi(day)
	date := time.Date(year, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	return date, len(month) <= 2 && len(day) <= 2 && date.Day() == d && int(date.Month()) == m
}

// lifetime is how old, in years, somebody with a two-digit year may be.
const lifetime = 115

// years are those that the digits of a year may stand for.
func years(digits string, today time.Time) []int {
	n, err := strconv.Atoi(digits)
	switch {
	case err != nil:
		return nil
	case len(digits) == 4:
		return []int{n}
	case len(digits) != 2:
		return nil
	}
	var likely []int
	for _, year := range []int{1900 + n, 2000 + n} {
		if year <= today.Year() && year >= today.Year()-lifetime {
			likely = append(likely, year)
		}
	}
	return likely
}

// plainYear reports two-digit years that can be neither day nor month.
func plainYear(parts date) bool {
	n, _ := strconv.Atoi(parts[2])
	return n > 31
}
