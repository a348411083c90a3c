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
		shown[i] = hpp.Line{Type: l.Type, Name: l.Name, Quantity: l.Quantity, Unit: l.QuantityUnit, Total: l.TotalAmount}
	}
	return shown
}

// MethodsOf are categories as a page offers them, labelled in a locale's
// language.
func MethodsOf(categories []string, locale string) []hpp.Method {
	methods := make([]hpp.Method, len(categories))
	for i, category := range categories {
		method, _ := market.MethodOf(category)
		methods[i] = hpp.Method{Category: hpp.Category(strings.ToUpper(category)), Name: method.Name(locale)}
	}
	return methods
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
