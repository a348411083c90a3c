package purchase

import (
	"cmp"
	"strings"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/provider/market"
)

// LinesOf are order lines as a page shows them.
func LinesOf(lines []OrderLine) []hpp.Line {
	shown := make([]hpp.Line, len(lines))
	for i, l := range lines {
		shown[i] = hpp.Line{Type: l.Type, Name: l.Name, Quantity: l.Quantity, Unit: l.QuantityUnit, Total: l.TotalAmount, Discount: l.TotalDiscountAmount}
	}
	return shown
}

// MethodsOf are categories as a page offers them for an amount in minor units,
// labelled in a locale's language.
func MethodsOf(categories []string, locale string, amount int64) []hpp.Method {
	methods := make([]hpp.Method, len(categories))
	for i, category := range categories {
		method, known := market.MethodOf(category)
		methods[i] = hpp.Method{Category: hpp.Category(strings.ToUpper(category)), Name: method.Name(locale)}
		if known {
			methods[i].Plan = planOf(method, amount)
		}
	}
	return methods
}

// planOf is how a method splits an amount. No method of this provider costs
// anything on top.
func planOf(method market.Method, amount int64) *hpp.Plan {
	count := int64(method.Installments)
	return &hpp.Plan{
		DueDays: int(method.Days), Installments: int(count), Installment: (amount + count - 1) / count,
		Interval: hpp.Interval(method.Interval),
	}
}

// ThemeOf reads the colours a merchant gave, the older names too
// (docs/spec/provider.md A.3.7).
func ThemeOf(o Options) hpp.Theme {
	return hpp.Theme{
		Accent:   cmp.Or(o.ColorButton, o.ColorDetails, o.ColorBorderSelected, o.ColorCheckbox),
		OnAccent: o.ColorButtonText,
		Border:   o.ColorBorder, Link: o.ColorLink, Text: o.ColorText, Radius: o.RadiusBorder,
	}
}
