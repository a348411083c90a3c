package market

import (
	_ "embed"
	"encoding/json"
	"strings"
)

//go:embed methods.json
var methodsJSON []byte

// Method is what a payment method category stands for.
type Method struct {
	Category     string            `json:"category"`
	Names        map[string]string `json:"names"`      // by language, at least "en"
	Type         string            `json:"type"`       // authorized_payment_method.type
	OrderType    string            `json:"order_type"` // initial_payment_method.type
	Days         int32             `json:"days"`       // until it must be paid
	Installments int32             `json:"installments"`
	Interval     string            `json:"interval"` // between installments; empty for one
}

var methods = loadMethods()

func loadMethods() []Method {
	var rows []Method
	if err := json.Unmarshal(methodsJSON, &rows); err != nil {
		panic("market: methods.json: " + err.Error())
	}
	return rows
}

// MethodOf finds a category's method.
func MethodOf(category string) (Method, bool) {
	for _, m := range methods {
		if m.Category == category {
			return m, true
		}
	}
	return Method{}, false
}

// Name is the method's label in a locale's language, else in English. The
// texts are those of the payer's page.
func (m Method) Name(locale string) string {
	language, _, _ := strings.Cut(strings.ReplaceAll(strings.ToLower(locale), "_", "-"), "-")
	if language == "no" || language == "nn" {
		language = "nb" // the Norwegian there is
	}
	if name, ok := m.Names[language]; ok {
		return name
	}
	return m.Names["en"]
}
