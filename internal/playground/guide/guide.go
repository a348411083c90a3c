package guide

import (
	"strconv"
	"strings"

	"github.com/openhpp/openhpp/internal/playground"
	"github.com/openhpp/openhpp/internal/provider/market"
)

// Table is a caption, a head and rows of equal length.
type Table struct {
	Title string
	Note  string // may be empty
	Head  []string
	Rows  [][]string
}

// TestData is what to type for which result.
func TestData() []Table {
	return []Table{triggers(), reasons(), persons()}
}

func triggers() Table {
	t := Table{
		Title: "Results",
		Note:  "Tags stand in the e-mail address before the @: joe+denied@example.com. Without one, payers are approved.",
		Head:  []string{"Input", "Result"},
	}
	for _, trigger := range playground.Triggers {
		t.Rows = append(t.Rows, []string{trigger.Input, trigger.Result})
	}
	return t
}

func reasons() Table {
	t := Table{Title: "Reasons", Note: "Of +reject_reason_ and of the American phones.", Head: []string{"Reason", "Phone"}}
	for i, reason := range playground.Reasons() {
		t.Rows = append(t.Rows, []string{reason, playground.RejectingPhone(i)})
	}
	return t
}

func persons() Table {
	t := Table{
		Title: "Persons", Note: "Nobody has to be one of them: any details of the right form are approved.",
		Head: []string{"Country", "Name", "Address", "Date of birth", "Phone", "Denied phone"},
	}
	for _, m := range market.All() {
		p := playground.PersonOf(m.Country)
		t.Rows = append(t.Rows, []string{
			m.Country, p.GivenName + " " + p.FamilyName, p.StreetAddress + ", " + p.PostalCode + " " + p.City,
			p.DateOfBirth, p.Phone, p.DeniedPhone,
		})
	}
	return t
}

// Markets is where orders are taken, and how they can be paid there.
func Markets() Table {
	t := Table{
		Title: "Markets",
		Note:  "The largest orders are what another provider published, in major units; nothing here enforces them.",
		Head:  []string{"Country", "Currency", "Locales", "Categories", "Largest order"},
	}
	for _, m := range market.All() {
		largest := "–"
		if m.LargestOrder > 0 {
			largest = strconv.FormatInt(m.LargestOrder/100, 10)
		}
		t.Rows = append(t.Rows, []string{
			m.Country, m.Currency, strings.Join(m.Locales, ", "), strings.Join(m.Categories, ", "), largest,
		})
	}
	return t
}
